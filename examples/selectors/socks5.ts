// SOCKS5 proxy (RFC 1928): connects its clients to an IPv4 address, an IPv6 address or a name, without authentication.
//
// Needs: nothing. It serves this machine only; whoever can connect to it can connect to whatever this machine can. Names are
// looked up by the system, and everybody waits meanwhile.
// Start: deno run --allow-ffi examples/selectors/socks5.ts [PORT [SECONDS]]     or: bun run ...
//        then: curl --proxy socks5h://127.0.0.1:PORT URL     or: nc -X 5 -x 127.0.0.1:PORT HOST PORT
//        SECONDS is how long a client may think about its request, and a host about its answer.
import process from "node:process";
import * as socket from "../../mod.ts";
import * as struct from "../../lib/struct.ts";
import { relay } from "./relay.ts";
import { connect, recv, run, sendall, serve, start, type Task } from "./tasks.ts";

type Connection = socket.Socket<unknown>;

const [port = "1080", seconds = "10"] = process.argv.slice(2);
const PATIENCE = Number(seconds);
const VERSION = 5, NO_AUTHENTICATION = 0, NONE_ACCEPTABLE = 255, CONNECT = 1;
const IPV4 = 1, NAME = 3, IPV6 = 4;
const SUCCEEDED = 0, FAILED = 1, UNREACHABLE = 4, NO_SUCH_COMMAND = 7, NO_SUCH_ADDRESS_TYPE = 8;
const REPLIES: Record<string, number> = { ENETUNREACH: 3, EHOSTUNREACH: UNREACHABLE, ECONNREFUSED: 5 };

/** A request that is not granted: what to reply. */
class Refusal extends Error {
  readonly reply: number;

  constructor(reply: number, message: string) {
    super(message);
    this.reply = reply;
  }
}

function* exactly(s: Connection, count: number): Task<Uint8Array> {
  const data = new Uint8Array(count);
  for (let got = 0; got < count;) {
    const part = yield* recv(s, count - got, PATIENCE);
    if (part.length === 0) throw new socket.ConnectionAbortedError("half a request");
    data.set(part, got);
    got += part.length;
  }
  return data;
}

/** Agrees on how to authenticate: not at all. */
function* greet(client: Connection): Task {
  const [version, count] = yield* exactly(client, 2);
  if (version !== VERSION) throw new socket.ConnectionAbortedError("a client of another protocol");
  const acceptable = (yield* exactly(client, count!)).includes(NO_AUTHENTICATION);
  yield* sendall(client, Uint8Array.of(VERSION, acceptable ? NO_AUTHENTICATION : NONE_ACCEPTABLE), PATIENCE);
  if (!acceptable) throw new socket.ConnectionAbortedError("a client that has to authenticate");
}

/** Reads where to connect to. */
function* request(client: Connection): Task<[host: string, port: number]> {
  const [, command, , type] = yield* exactly(client, 4);
  const host = yield* address(client, type!);
  const [port] = struct.unpack<[number]>("!H", yield* exactly(client, 2));
  if (command !== CONNECT) throw new Refusal(NO_SUCH_COMMAND, `no command ${command}`);
  return [host, port];
}

function* address(client: Connection, type: number): Task<string> {
  if (type === IPV4) return socket.inet_ntop(socket.AF_INET, yield* exactly(client, 4));
  if (type === IPV6) return socket.inet_ntop(socket.AF_INET6, yield* exactly(client, 16));
  if (type !== NAME) throw new Refusal(NO_SUCH_ADDRESS_TYPE, `no address type ${type}`);
  const [length] = yield* exactly(client, 1);
  return new TextDecoder().decode(yield* exactly(client, length!));
}

function look_up(host: string, port: number): ReturnType<typeof socket.getaddrinfo> {
  try {
    return socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM);
  } catch (error) {
    // No such name, or no name at all: too long, empty, not UTF-8.
    throw new Refusal(UNREACHABLE, `${host}: ${(error as Error).message}`);
  }
}

/** Connects to the first address of a host that answers. */
function* connected(host: string, port: number): Task<Connection> {
  let refusal = new Refusal(UNREACHABLE, `${host} has no address`);
  for (const [family, type, proto, , address] of look_up(host, port)) {
    const s = socket.socket(family, type, proto);
    try {
      s.setblocking(false);
      yield* connect(s, address as socket.AddressLike, PATIENCE);
      return s;
    } catch (error) {
      s.close();
      if (!(error instanceof socket.OSError)) throw error;
      const is_timeout = error instanceof socket.TimeoutError;
      refusal = new Refusal(is_timeout ? UNREACHABLE : REPLIES[error.code ?? ""] ?? FAILED, error.message);
    }
  }
  throw refusal;
}

/** A reply, with the address that the proxy has at the other connection. */
function reply(code: number, [host, port]: readonly [string, number, ...unknown[]] = ["0.0.0.0", 0]) {
  const family = host.includes(":") ? socket.AF_INET6 : socket.AF_INET;
  const packed = socket.inet_pton(family, host);
  const type = family === socket.AF_INET ? IPV4 : IPV6;
  return struct.pack(`!BBBB${packed.length}sH`, VERSION, code, 0, type, packed, port);
}

/** What the client requests; if it cannot be, the client is told why. */
function* requested(client: Connection): Task<Connection> {
  try {
    const [host, port] = yield* request(client);
    console.log(`${host} ${port}`);
    return yield* connected(host, port);
  } catch (error) {
    if (error instanceof Refusal) yield* sendall(client, reply(error.reply), PATIENCE);
    throw error;
  }
}

function* conversation(client: Connection): Task {
  let target: Connection | null = null;
  try {
    yield* greet(client);
    target = yield* requested(client);
    yield* sendall(client, reply(SUCCEEDED, target.getsockname() as [string, number]), PATIENCE);
    yield* relay(client, target);
  } catch (error) {
    if (!(error instanceof socket.OSError || error instanceof Refusal)) throw error;
    console.log(error.message);
  } finally {
    client.close();
    target?.close();
  }
}

using server = socket.create_server(["127.0.0.1", Number(port)]);
console.log(`listening on port ${server.getsockname()[1]}`);
start(serve(server, conversation));
run();
