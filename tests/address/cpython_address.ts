// What CPython makes of addresses, byte for byte, also of families that the kernel lacks; and the same of ours.
import { spawnSync } from "node:child_process";
import { sockaddr, sockaddr_length } from "../../ffi/sockaddr.ts";
import { decode_address, encode_address } from "../../lib/address/table.ts";
import { repr } from "../../lib/repr.ts";
import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import { any_python, type Missing, permission_for } from "../needs.ts";
import { python } from "../peer.ts";

/** An address of a family, on its way to the kernel. */
export interface Argument {
  readonly family: number;
  readonly proto?: number;
  readonly address: unknown;
}

// sendto(2) on a connected TCP socket takes an address of any family and ignores it. With the send buffer full the call
// waits, and the bytes that CPython made can be read where it put them.
const ENCODE = `
import json, os, platform, socket, sys, threading, time
listener = socket.create_server(('127.0.0.1', 0))
full = socket.create_connection(listener.getsockname())
peer, _ = listener.accept()
SENDTO = {'x86_64': '44', 'aarch64': '206'}[platform.machine()]
def fill():
    full.setblocking(False)
    try:
        while True: full.send(bytes(65536))
    except BlockingIOError: pass
    full.setblocking(True)
def waiting_sendto(thread):
    try:
        call = open(f'/proc/self/task/{thread}/syscall').read().split()
    except OSError:
        return None
    if call[0] != SENDTO or int(call[6], 16) == 0: return None
    with open('/proc/self/mem', 'rb', 0) as memory:
        memory.seek(int(call[5], 16))
        return memory.read(int(call[6], 16)).hex()
def encode(family, proto, address):
    s = socket.socket(family, socket.SOCK_STREAM, proto, fileno=os.dup(full.fileno()))
    thread, outcome = [], []
    def run():
        thread.append(threading.get_native_id())
        try: outcome.append(s.sendto(b'x', address))
        except Exception as e: outcome.append(e)
    threading.Thread(target=run, daemon=True).start()
    while not outcome:
        time.sleep(0.0002)
        bytes = waiting_sendto(thread[0]) if thread else None
        if bytes: return bytes
    if isinstance(outcome[0], Exception): return f'{type(outcome[0]).__name__}: {outcome[0]}'
def encoded(*argument):
    result = None
    while result is None:
        fill()
        result = encode(*argument)
    return result
cases = json.load(sys.stdin)
json.dump([encoded(family, proto, eval(address)) for family, proto, address in cases], sys.stdout)
sys.stdout.flush()
os._exit(0)
`;

/** A Python whose `socket` has a name: not every build has all families. */
export function python_with(name: string): string | null {
  const has = (candidate: string) => {
    const program = `import socket; socket.${name}`;
    return spawnSync(candidate, ["-c", program], { stdio: "ignore", timeout: 20_000 }).status === 0;
  };
  return [python, "/usr/bin/python3"].find((candidate) => candidate !== null && has(candidate)) ?? null;
}

function from_python(program: string, input: unknown, interpreter: string = python!): unknown {
  const child = spawnSync(interpreter, ["-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  if (child.status !== 0) throw new Error(`python failed: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

// CPython's exceptions that are others here.
const OUR_NAMES: Record<string, string> = {
  UnicodeEncodeError: "UnicodeError",
  UnicodeDecodeError: "UnicodeError",
  SystemError: "TypeError",
  error: "OSError",
};

function in_our_words(outcome: string): string {
  return outcome.replace(/^(\w+): /, (_, name: string) => `${OUR_NAMES[name] ?? name}: `);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function in_words(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  return `${error.name}: ${error.message}`;
}

function encode_here({ family, proto = 0, address }: Argument, fd: number): string {
  try {
    const length = encode_address(address, "sendto", { fd, family, proto });
    return hex(sockaddr.subarray(0, length));
  } catch (error) {
    return in_words(error);
  }
}

// Bytes between the members are zero here and what the stack held in CPython.
function without_padding(
  outcome: string,
  is_padding: (at: number, argument: Argument) => boolean,
  argument: Argument,
) {
  if (outcome.includes(":")) return outcome;
  return outcome.replace(/../g, (byte, at: number) => is_padding(at / 2, argument) ? ".." : byte);
}

/** A range of bytes, for {@linkcode assert_encoded_as_in_python}. */
export function between(start: number, end: number): (at: number) => boolean {
  return (at) => at >= start && at < end;
}

/**
 * Fails unless CPython hands the same bytes to the kernel, or raises the same exception with the same words.
 *
 * @param is_padding says which bytes belong to no member of the struct
 * @param interpreter the Python to ask
 * @returns how many were compared
 */
export function assert_encoded_as_in_python(
  cases: readonly Argument[],
  is_padding: (at: number, argument: Argument) => boolean = () => false,
  interpreter: string | null = python,
): number {
  const input = cases.map(({ family, proto = 0, address }) => [family, proto, repr(address)]);
  const theirs = from_python(ENCODE, input, interpreter!) as string[];
  using any = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const comparable = (outcome: string, index: number) => [
    `${input[index]}`,
    without_padding(in_our_words(outcome), is_padding, cases[index]!),
  ];
  const ours = cases.map((argument) => encode_here(argument, any.fileno()));
  assertEquals(ours.map(comparable), theirs.map(comparable));
  return ours.length;
}

/** The bytes of an address of a family, on their way from the kernel. */
export interface Result {
  readonly proto?: number;
  /** The address, as hexadecimal digits. */
  readonly bytes: string;
}

// strace puts the bytes where the kernel would.
const DECODE = `
import os, socket, sys
s = socket.socket(int(sys.argv[1]), socket.SOCK_RAW, int(sys.argv[2]), fileno=socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach())
try: print(repr(s.getpeername()), end='')
except Exception as e: print(f'{type(e).__name__}: {e}', end='')
os._exit(sys.stdout.flush() or 0)
`;

function little_endian(number: number): string {
  return hex(new Uint8Array(Uint32Array.of(number).buffer));
}

function decode_in_python(interpreter: string, family: number, { proto = 0, bytes }: Result): string {
  const poke = `@arg2=${bytes},@arg3=${little_endian(bytes.length / 2)}`;
  const child = spawnSync("strace", [
    ...["-o", "/dev/null", "-e", "trace=getpeername"],
    ...["-e", `inject=getpeername:retval=0:poke_exit=${poke}`],
    ...[interpreter, "-c", DECODE, `${family}`, `${proto}`],
  ], { encoding: "utf8", timeout: 20_000, killSignal: "SIGKILL" });
  if (child.status !== 0) throw new Error(`strace failed: ${child.stderr}`);
  return child.stdout;
}

function decode_here(family: number, { proto = 0, bytes }: Result, fd: number): string {
  // What another call left there.
  sockaddr.fill(0xee);
  bytes.match(/../g)!.forEach((byte, at) => sockaddr[at] = parseInt(byte, 16));
  sockaddr_length[0] = bytes.length / 2;
  try {
    return repr(decode_address({ fd, family, proto }));
  } catch (error) {
    return in_words(error);
  }
}

/** What {@linkcode assert_decoded_as_in_python} needs: Python, and strace(1) that may trace. */
export const tracing: Missing = any_python ?? permission_for("strace", "-o", "/dev/null");

/**
 * Fails unless CPython reads the same address from the same bytes.
 *
 * @param interpreter the Python to ask
 * @returns how many were compared
 */
export function assert_decoded_as_in_python(
  family: number,
  cases: readonly Result[],
  interpreter: string | null = python,
): number {
  using any = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  for (const result of cases) {
    assertEquals(
      decode_here(family, result, any.fileno()),
      in_our_words(decode_in_python(interpreter!, family, result)),
      `${family} ${result.proto} ${result.bytes}`,
    );
  }
  return cases.length;
}

/**
 * Fails unless CPython's attempt to open such a socket ends as ours does.
 *
 * @returns the error's name and message, or `null` if there is such a socket
 */
export function assert_opened_as_in_python(family: number, type: number, proto = 0): string | null {
  let ours: string | null = null;
  try {
    socket.socket(family, type, proto).close();
  } catch (error) {
    ours = in_words(error);
  }
  const program = `
import json, socket, sys
try:
    socket.socket(*json.load(sys.stdin)).close()
    print('null')
except Exception as e: print(json.dumps(f'{type(e).__name__}: {e}'))
`;
  assertEquals(ours, from_python(program, [family, type, proto]));
  return ours;
}
