// Connected pairs of sockets of every kind that the tests go through.
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as socket from "../mod.ts";

/** Two sockets that are connected with each other, each with a deadline; closed at the end of the block. */
export interface Pair extends Disposable {
  readonly a: socket.Socket;
  readonly b: socket.Socket;
}

/** How long anything in a test may block, in seconds. */
export const DEADLINE = 10;

function pair(a: socket.Socket, b: socket.Socket, cleanup: () => void = () => {}): Pair {
  a.settimeout(DEADLINE);
  b.settimeout(DEADLINE);
  return {
    a,
    b,
    [Symbol.dispose]() {
      a.close();
      b.close();
      cleanup();
    },
  };
}

/** A new directory, removed at the end of the block. */
export function temporary_directory(): Disposable & { readonly path: string; join(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), "pysocket-"));
  return {
    path,
    join: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/**
 * A descriptor of this process that is no socket, to be left alone. (`openSync()` would not do: what Deno returns there is
 * a number of its own.)
 */
export function no_socket(): number {
  const is_other = (fd: string) => {
    try {
      return !readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  };
  return Number(readdirSync("/proc/self/fd").find(is_other));
}

function connected(family: number, type: number, address: socket.AddressLike, cleanup?: () => void): Pair {
  using server = new socket.socket(family, type);
  server.bind(address);
  server.listen();
  server.settimeout(DEADLINE);
  const client = new socket.socket(family, type);
  client.connect(server.getsockname() as socket.Address);
  return pair(client, server.accept()[0], cleanup);
}

function datagrams(family: number, addresses: readonly socket.AddressLike[], cleanup?: () => void): Pair {
  const [a, b] = addresses.map((address) => {
    const s = new socket.socket(family, socket.SOCK_DGRAM);
    s.bind(address);
    return s as socket.Socket;
  }) as [socket.Socket, socket.Socket];
  a.connect(b.getsockname());
  b.connect(a.getsockname());
  return pair(a, b, cleanup);
}

function in_directory(make: (join: (name: string) => string, cleanup: () => void) => Pair): Pair {
  const directory = temporary_directory();
  return make(directory.join, () => directory[Symbol.dispose]());
}

const { AF_INET, AF_INET6, AF_UNIX, SOCK_SEQPACKET, SOCK_STREAM } = socket;

/** Stream sockets, by name. */
export const streams: Readonly<Record<string, () => Pair>> = {
  "TCP over IPv4": () => connected(AF_INET, SOCK_STREAM, ["127.0.0.1", 0]),
  "TCP over IPv6": () => connected(AF_INET6, SOCK_STREAM, ["::1", 0]),
  "UNIX stream by path": () =>
    in_directory((join, cleanup) => connected(AF_UNIX, SOCK_STREAM, join("s"), cleanup)),
  "UNIX stream, abstract": () => connected(AF_UNIX, SOCK_STREAM, ""),
  "UNIX stream by socketpair()": () => pair(...socket.socketpair() as [socket.Socket, socket.Socket]),
};

/** Sockets that keep messages apart, by name. */
export const messages: Readonly<Record<string, () => Pair>> = {
  "UDP over IPv4": () => datagrams(AF_INET, [["127.0.0.1", 0], ["127.0.0.1", 0]]),
  "UDP over IPv6": () => datagrams(AF_INET6, [["::1", 0], ["::1", 0]]),
  "UNIX datagram by path": () =>
    in_directory((join, cleanup) => datagrams(AF_UNIX, [join("a"), join("b")], cleanup)),
  "UNIX datagram, abstract": () => datagrams(AF_UNIX, ["", ""]),
  "UNIX seqpacket": () => connected(AF_UNIX, SOCK_SEQPACKET, ""),
};

/** All of them. */
export const transports: Readonly<Record<string, () => Pair>> = { ...streams, ...messages };
