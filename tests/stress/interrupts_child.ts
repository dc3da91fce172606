// Every call that can wait, made while its thread is interrupted thousands of times a second: once until its timeout runs
// out, and once without a timeout, until a second thread does what it waits for.
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import { open_interrupt } from "./native.ts";
import { answer, request } from "./request.ts";

/** How long a call waits in milliseconds, the C library, and one call's name to try it alone. */
const { library, milliseconds, only }: { library: string; milliseconds: number; only?: string } = request();
const native = open_interrupt(library);
const { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM } = socket;

const WRITE = 0, READ = 1, ACCEPT = 2, CONNECT = 3;

/** A call that waits. */
interface Waiting {
  readonly socket: socket.Socket;
  readonly call: () => unknown;
  /** What the second thread does to which descriptor. */
  readonly later: readonly [what: number, fd: number, count: number];
  /** Whether the call did all of it, by its result and by what the second thread did. */
  readonly is_done: (result: unknown, done: number) => boolean;
  readonly close: () => void;
  /** How much longer the system itself may take, in seconds. */
  readonly slack?: number;
}

const pair = (type: number) => socket.socketpair(AF_UNIX, type) as [socket.Socket, socket.Socket];

function close(...sockets: socket.Socket[]): () => void {
  return () => sockets.forEach((s) => s.close());
}

function receiving(receive: (s: socket.Socket) => number, type = SOCK_STREAM): () => Waiting {
  return () => {
    const [a, b] = pair(type);
    return {
      socket: a,
      call: () => receive(a),
      later: [WRITE, b.fileno(), 5],
      is_done: (result) => result === 5,
      close: close(a, b),
    };
  };
}

// Fills a socket to the brim, and says with how many bytes.
function fill(s: socket.Socket): number {
  s.setblocking(false);
  let filled = 0;
  for (const size of [65536, 1024, 1]) {
    try {
      for (;;) filled += s.send(new Uint8Array(size));
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
    }
  }
  return filled;
}

function sending(send: (s: socket.Socket) => number, type = SOCK_STREAM): () => Waiting {
  return () => {
    const [a, b] = pair(type);
    const filled = fill(a);
    return {
      socket: a,
      call: () => {
        const sent = send(a);
        if (type === SOCK_STREAM) a.shutdown(socket.SHUT_WR);
        return sent;
      },
      later: [READ, b.fileno(), type === SOCK_STREAM ? 2 ** 30 : filled + 5],
      is_done: (result, done) => done === filled + (result as number),
      close: close(a, b),
    };
  };
}

/** Connects to a listener whose queue is full. */
function connecting(family: number, address: socket.AddressLike, slack: number): () => Waiting {
  return () => {
    const server = socket.socket(family) as socket.Socket;
    server.bind(address);
    server.listen(0);
    const name = server.getsockname() as socket.AddressLike;
    const queue = Array.from({ length: 4 }, () => {
      const client = socket.socket(family) as socket.Socket;
      client.setblocking(false);
      client.connect_ex(name);
      return client;
    });
    const client = socket.socket(family) as socket.Socket;
    return {
      socket: client,
      call: () => {
        client.connect(name);
        return client.getpeername();
      },
      // Each that is taken makes room for one; on TCP the queue is one longer than it says.
      later: [ACCEPT, server.fileno(), 4],
      is_done: (result) => result !== undefined,
      close: close(client, server, ...queue),
      slack,
    };
  };
}

function accepting(): Waiting {
  const server = socket.create_server(["127.0.0.1", 0]) as socket.Socket,
    client = socket.socket() as socket.Socket;
  return {
    socket: server,
    call: () => {
      const [connection] = server.accept();
      connection.close();
      return true;
    },
    later: [CONNECT, client.fileno(), server.fileno()],
    is_done: (result, done) => result === true && done === 0,
    close: close(server, client),
  };
}

// With a timeout the system refuses at once where the queue is full (EAGAIN), in CPython as well.
const NO_TIMEOUT: readonly string[] = ["connect() on AF_UNIX"];

const MUCH = 300_000;

writeFileSync("file", "");
truncateSync("file", MUCH);

const calls: Record<string, () => Waiting> = {
  "recv()": receiving((s) => s.recv(10).length),
  "recv_into()": receiving((s) => s.recv_into(new Uint8Array(10))),
  "recvfrom()": receiving((s) => s.recvfrom(10)[0].length),
  "recvfrom_into()": receiving((s) => s.recvfrom_into(new Uint8Array(10))[0]),
  "recvmsg()": receiving((s) => s.recvmsg(10, 100)[0].length),
  "recvmsg_into()": receiving((s) => s.recvmsg_into([new Uint8Array(2), new Uint8Array(10)])[0]),
  "recvmmsg()": receiving((s) => s.recvmmsg(3, 10)[0]![0].length, SOCK_DGRAM),
  "recvmmsg_into()": receiving((s) => s.recvmmsg_into([new Uint8Array(10)])[0]![0], SOCK_DGRAM),
  "recv_fds()": receiving((s) => socket.recv_fds(s, 10, 1)[0].length),
  "makefile().read()": receiving((s) => {
    using file = s.makefile("rb");
    return file.read(5)!.length;
  }),
  "accept()": accepting,
  "connect() by TCP": connecting(AF_INET, ["127.0.0.1", 0], 8),
  "connect() on AF_UNIX": connecting(AF_UNIX, "", 0),
  "send()": sending((s) => s.send(new Uint8Array(10))),
  "sendall()": sending((s) => {
    s.sendall(new Uint8Array(MUCH));
    return MUCH;
  }),
  "sendmsg()": sending((s) => s.sendmsg([new Uint8Array(3), new Uint8Array(7)])),
  "sendmmsg()": sending((s) => 5 * s.sendmmsg([new Uint8Array(5)]), SOCK_DGRAM),
  "sendfile()": sending((s) => s.sendfile("file")),
  "makefile().write()": sending((s) => {
    using file = s.makefile("wb");
    return file.write(new Uint8Array(MUCH));
  }),
};

/** What happened to a call. */
export interface Interrupted {
  readonly name: string;
  readonly timeout: boolean;
  readonly milliseconds: number;
  readonly signals: number;
  /** `null` if all is well. */
  readonly problem: string | null;
}

// How much longer than its timeout a call may take on a busy machine. If signals prolonged it, it would never end.
const SLACK = 600;

function interrupted(name: string, timeout: boolean): Interrupted {
  const waiting = calls[name]!();
  waiting.socket.settimeout(timeout ? milliseconds / 1000 : null);
  const begin = performance.now();
  if (!timeout) native.later_start(...waiting.later, milliseconds);
  native.interrupt_start(400);
  let result: unknown, error: unknown = null;
  try {
    result = waiting.call();
  } catch (caught) {
    error = caught;
  }
  const elapsed = performance.now() - begin;
  const signals = native.interrupt_stop();
  let problem: string | null = null;
  const complain = (text: string) => problem ??= text;
  if (timeout ? !(error instanceof socket.TimeoutError) : error !== null) complain(`gave ${error ?? result}`);
  if (elapsed < milliseconds - 1) complain("ended early");
  if (elapsed > milliseconds + SLACK + (timeout ? 0 : (waiting.slack ?? 0) * 1000)) complain("took longer");
  if (signals < 5) complain("was hardly interrupted");
  if (!timeout) {
    if (error !== null) waiting.close(); // or the second thread would wait for ever
    const done = native.later_join();
    if (!waiting.is_done(result, done)) complain(`gave ${result}, and the other side did ${done}`);
  }
  waiting.close();
  return { name, timeout, milliseconds: Math.round(elapsed), signals, problem };
}

// On a busy machine the second thread may have had no turn: what is wrong with the call itself is wrong each time.
function patiently(name: string, timeout: boolean): Interrupted {
  for (let attempt = 1;; attempt++) {
    const result = interrupted(name, timeout);
    if (!/hardly|longer/.test(result.problem ?? "") || attempt === 4) return result;
  }
}

const results: Interrupted[] = [];
for (const name of Object.keys(calls)) {
  if (only !== undefined && name !== only) continue;
  console.error(`at ${name}`); // where the parent looks if this is the last
  if (!NO_TIMEOUT.includes(name)) results.push(patiently(name, true));
  results.push(patiently(name, false));
}
rmSync("file");
answer(results);
