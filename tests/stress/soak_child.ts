// What is left of connections and other objects when they are over: descriptors, and memory.
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import * as socket from "../../mod.ts";
import { descriptors, opened_since } from "../descriptors.ts";
import { answer, request } from "./request.ts";

/** How many connections at most, for how many seconds, and how many objects of each kind. */
const { connections, seconds, objects }: { connections: number; seconds: number; objects: number } =
  request();

const problems: string[] = [];
const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(synchronously: boolean): void } };
const collect = () => Bun === undefined ? gc?.() : Bun.gc(true);

function resident(): number {
  collect();
  return process.memoryUsage().rss / 2 ** 20;
}

/** Makes connections one after the other: on TCP or AF_UNIX, and closed by either side first, or reset. */
function soak(most: number, milliseconds: number): number {
  using tcp = socket.create_server(["127.0.0.1", 0]);
  using unix = socket.socket(socket.AF_UNIX);
  unix.bind("");
  unix.listen();
  const addresses = [tcp.getsockname(), unix.getsockname()] as socket.AddressLike[];
  const reset = new Int32Array([1, 0]);
  const memory = new Uint8Array(64);
  const end = performance.now() + milliseconds;
  let made = 0;
  for (; made < most && (made % 256 > 0 || performance.now() < end); made++) {
    const which = made % 2;
    const client = socket.socket(which === 0 ? socket.AF_INET : socket.AF_UNIX) as socket.Socket;
    client.connect(addresses[which]!);
    const [connection] = (which === 0 ? tcp : unix).accept() as [socket.Socket, unknown];
    client.sendall("ping");
    const data = connection.recv(64);
    connection.sendall(data);
    if (client.recv_into(memory) !== 4) throw new Error("the echo is short");
    // A port that is closed in order is not free again for a minute.
    if (which === 0) client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset);
    if (made % 3 === 0) connection.close();
    client.close();
    connection.close();
  }
  return made;
}

type Closable = { close(): void; [Symbol.dispose]?(): void };

const server = socket.create_server(["127.0.0.1", 0]);
const fixed = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);

function file_of(mode: "rb" | "wb" | "rwb" | "r" | "w", buffering: number | null = null): () => Closable[] {
  return () => {
    const [a, b] = socket.socketpair();
    const file = a.makefile(mode as string, buffering);
    a.close(); // the file keeps it open
    return [file, b];
  };
}

/** Every kind of object. */
const kinds: Record<string, () => Closable[]> = {
  "socket()": () => [socket.socket()],
  "socketpair()": () => socket.socketpair(),
  "dup()": () => [fixed.dup()],
  "fromfd()": () => [socket.fromfd(fixed.fileno(), fixed.family, fixed.type)],
  "create_server()": () => [socket.create_server(["127.0.0.1", 0])],
  "a connection": () => {
    const client = socket.create_connection(server.getsockname());
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, new Int32Array([1, 0]));
    return [client, server.accept()[0]];
  },
  "makefile(rb)": file_of("rb"),
  "makefile(wb)": file_of("wb"),
  "makefile(rwb)": file_of("rwb"),
  "makefile(r)": file_of("r"),
  "makefile(w)": file_of("w"),
  "makefile(rb, 0)": file_of("rb", 0),
};

/** Every way in which an object ends. */
const endings: Record<string, (make: () => Closable[]) => void> = {
  closed: (make) => make().forEach((object) => object.close()),
  disposed: (make) => make().forEach((object) => object[Symbol.dispose]!()),
  "thrown over": (make) => {
    try {
      using stack = new DisposableStack();
      for (const object of make()) stack.use(object as Disposable);
      throw new Error("thrown");
    } catch { /* on purpose */ }
  },
  forgotten: (make) => void make(),
};

/**
 * How many descriptors may be left whenever the event loop has turned. JavaScriptCore takes whatever on the stack looks like a
 * reference for one, so that the last of them may seem to be in use; Deno makes a pair of sockets for itself after a second or
 * so.
 */
const NOT_OURS = 2;

async function until_collected(before: ReadonlySet<string>): Promise<void> {
  for (let round = 0; round < 40; round++) {
    collect();
    await sleep(10);
    if (opened_since(before).length === 0) break;
  }
}

for (const [kind, make] of Object.entries(kinds)) {
  for (const [ending, end] of Object.entries(endings)) {
    end(make);
    await until_collected(descriptors());
    const before = descriptors();
    for (let n = 0; n < objects; n++) end(make);
    if (ending === "forgotten") await until_collected(before);
    const left = opened_since(before);
    if (left.length > (ending === "forgotten" ? NOT_OURS : 0)) {
      problems.push(`${kind}, ${objects} ${ending}: left are ${left.join(", ")}`);
    }
  }
}

// The compiler's own memory comes with the first thousands.
const warm = soak(connections / 4, seconds * 250);
await sleep(0);
const opened = descriptors(), before = resident();
const made = soak(connections, seconds * 750);
await sleep(0);
const grown = resident() - before, left = opened_since(opened);
if (left.length > NOT_OURS) problems.push(`after ${made} connections are left ${left.join(", ")}`);
answer({ connections: warm + made, grown, problems });
