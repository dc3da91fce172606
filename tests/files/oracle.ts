// The same conversations through file objects here and in CPython: every step must come to the same.
import { spawnSync } from "node:child_process";
import * as socket from "../../mod.ts";
import { assertEquals, fail } from "../assert.ts";
import { python } from "../peer.ts";

/** One step of a conversation: what the peer does, or what is asked of the file object `f`. */
export type Step =
  | readonly ["send", Uint8Array | string]
  | readonly ["end"]
  | readonly ["hear"]
  | readonly ["room", number]
  | readonly ["timeout", number | null]
  | readonly ["get", string]
  | readonly ["close socket"]
  | readonly ["into", "readinto" | "readinto1", number]
  | readonly ["call", string, ...unknown[]];

/** A conversation over a pair of sockets. */
export interface Conversation {
  readonly mode: string;
  readonly buffering?: number | null;
  readonly encoding?: string | null;
  readonly errors?: string | null;
  readonly newline?: string | null;
  /** The socket's timeout; 0 for a non-blocking one. */
  readonly timeout?: number;
  readonly steps: readonly Step[];
}

/** What a step came to. */
type Outcome = unknown;

const PROGRAM = `
import json, socket, sys

def from_json(value):
    return bytes.fromhex(value["bytes"]) if isinstance(value, dict) else list(map(from_json, value)) if isinstance(value, list) else value

def to_json(value):
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": value.hex()}
    if isinstance(value, (list, tuple)):
        return list(map(to_json, value))
    if value is None or isinstance(value, (str, int, bool)):
        return value
    return f"a {type(value).__name__}"

NAMES = {"UnicodeDecodeError": "UnicodeError", "UnicodeEncodeError": "UnicodeError"}

def hear(peer):
    pieces = []
    try:
        while piece := peer.recv(65536):
            pieces.append(piece)
        pieces.append(b"<end>")
    except BlockingIOError:
        pass
    return b"".join(pieces)

def step(sock, peer, f, what, *values):
    if what == "send":
        return peer.send(values[0] if isinstance(values[0], bytes) else values[0].encode("utf-8"))
    if what == "end":
        return peer.shutdown(socket.SHUT_WR)
    if what == "hear":
        return hear(peer)
    if what == "room":
        return sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, values[0])
    if what == "timeout":
        return sock.settimeout(values[0])
    if what == "close socket":
        sock.close()
        return sock.fileno() >= 0
    if what == "get":
        return getattr(f, values[0])
    if what == "into":
        memory = bytearray(values[1])
        return [getattr(f, values[0])(memory), memory]
    return getattr(f, values[0])(*values[1:])

def outcome(function, *values):
    try:
        return {"value": to_json(function(*values))}
    except StopIteration:
        return "stop"
    except AttributeError:
        return "absent"
    except Exception as error:
        name = type(error).__name__
        return {"error": [NAMES.get(name, name), str(error), getattr(error, "characters_written", 0) if name == "BlockingIOError" else 0]}

def hold(conversation):
    sock, peer = socket.socketpair()
    sock.settimeout(conversation.get("timeout", 2))
    peer.settimeout(0)
    options = {name: conversation[name] for name in ("encoding", "errors", "newline") if name in conversation}
    try:
        f = sock.makefile(conversation["mode"], conversation.get("buffering"), **options)
    except Exception as error:
        return [{"error": [type(error).__name__, str(error)]}]
    outcomes = [outcome(step, sock, peer, f, *map(from_json, one)) for one in conversation["steps"]]
    outcome(f.close)
    sock.close()
    peer.close()
    return outcomes

print(json.dumps(list(map(hold, json.load(sys.stdin)))))
`;

const hexadecimal = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function to_json(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: hexadecimal(value) };
  if (Array.isArray(value)) return value.map(to_json);
  if (value === undefined) return null;
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return value;
}

function hear(peer: socket.Socket<unknown>): Uint8Array {
  const pieces: Uint8Array[] = [];
  try {
    for (let piece = peer.recv(65536); piece.length > 0; piece = peer.recv(65536)) pieces.push(piece);
    pieces.push(new TextEncoder().encode("<end>"));
  } catch (error) {
    if (!(error instanceof socket.BlockingIOError)) throw error;
  }
  return new Uint8Array(pieces.flatMap((piece) => Array.from(piece)));
}

// deno-lint-ignore no-explicit-any
type Anything = any;

function call(f: Anything, name: string, values: readonly unknown[]): unknown {
  if (name !== "__next__" && f[name] === undefined) throw "absent";
  if (name !== "__next__") return f[name](...values);
  const { value, done } = f.next();
  if (done) throw "stop";
  return value;
}

function step(sock: Anything, peer: Anything, f: Anything, [what, ...values]: Step): unknown {
  switch (what) {
    case "send":
      return peer.send(values[0]);
    case "end":
      return peer.shutdown(socket.SHUT_WR);
    case "hear":
      return hear(peer);
    case "room":
      return sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, values[0]);
    case "timeout":
      return sock.settimeout(values[0]);
    case "close socket":
      sock.close();
      return sock.fileno() >= 0;
    case "get":
      if (f[values[0] as string] === undefined) throw "absent";
      return f[values[0] as string];
    case "into": {
      const memory = new Uint8Array(values[1] as number);
      return [f[values[0] as string](memory), memory];
    }
    case "call":
      return call(f, values[0] as string, values.slice(1));
  }
}

function outcome(of: () => unknown): Outcome {
  try {
    return { value: to_json(of()) };
  } catch (error) {
    if (!(error instanceof Error)) return error;
    const count = error instanceof socket.BlockingIOError ? error.characters_written : 0;
    return { error: [error.name, error.message, count] };
  }
}

function hold(conversation: Conversation): Outcome[] {
  const { mode, buffering = null, timeout = 2, steps, ...options } = conversation;
  const [sock, peer] = socket.socketpair();
  try {
    sock.settimeout(timeout);
    peer.settimeout(0);
    const f: Anything = sock.makefile(mode, buffering, options);
    const outcomes = steps.map((one) => outcome(() => step(sock, peer, f, one)));
    outcome(() => f.close());
    return outcomes;
  } catch (error) {
    return [{ error: [(error as Error).name, (error as Error).message] }];
  } finally {
    sock.close();
    peer.close();
  }
}

function plain(conversation: Conversation): unknown {
  return { ...conversation, steps: conversation.steps.map(to_json) };
}

function ask_python(conversations: readonly Conversation[]): Outcome[][] {
  const { status, stdout, stderr } = spawnSync(python!, ["-c", PROGRAM], {
    input: JSON.stringify(conversations.map(plain)),
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Fails unless every step of every conversation comes to what it comes to in CPython, which the test needs. */
export function assert_same_conversations(conversations: readonly Conversation[]): void {
  const theirs = ask_python(conversations);
  for (const [index, conversation] of conversations.entries()) {
    const { steps, ...how } = conversation;
    const ours = hold(conversation);
    const expected = theirs[index]!;
    assertEquals(
      ours.length,
      expected.length,
      `${JSON.stringify(how)}: ${JSON.stringify([ours[0], expected[0]])}`,
    );
    for (const [number, outcome] of ours.entries()) {
      const [here, there] = [JSON.stringify(outcome), JSON.stringify(expected[number])];
      if (here === there) continue;
      const where = JSON.stringify([how, steps.slice(0, number + 1).map(to_json)]);
      fail(`${where}\n  here:    ${here}\n  CPython: ${there}`);
    }
  }
}
