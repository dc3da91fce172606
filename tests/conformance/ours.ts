// Runs scenarios here, the same way as oracle.py runs them in Python.
import * as socket from "../../mod.ts";
import { temporary_directory } from "../transports.ts";
import { integer, type Node, parse, type Statement } from "./expression.ts";
import { close, NAMES, shown_key } from "./select_names.ts";

/** What a scenario came to, in a form that both sides can write down. */
export type Outcome = unknown;

const SETTINGS: Record<string, number | null> = { "blocking": null, "non-blocking": 0, "timeout": 0.02 };

/** The parameters that Python lets a caller name and that are positional here; the other named ones are options. */
const PARAMETERS: Record<string, readonly string[]> = {
  socket: ["family", "type", "proto", "fileno"],
  recv_into: ["buffer", "nbytes", "flags"],
  recvfrom_into: ["buffer", "nbytes", "flags"],
  getaddrinfo: ["host", "port", "family", "type", "proto", "flags"],
  create_connection: ["address", "timeout", "source_address"],
  create_server: ["address"],
  makefile: ["mode", "buffering"],
  sendfile: ["file", "offset", "count"],
  sendmsg_afalg: ["msg"],
};

type Scope = Map<string, unknown>;
// deno-lint-ignore no-explicit-any
type Callable = (...values: any[]) => unknown;

function call_arguments(name: string, positional: unknown[], named: Record<string, unknown>): unknown[] {
  const parameters = PARAMETERS[name] ?? [];
  const values = [...positional];
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(named)) {
    const index = parameters.indexOf(key);
    if (index < 0) options[key] = value;
    else values[index] = value;
  }
  if (Object.keys(options).length > 0) values[parameters.length] = options;
  return Array.from(values);
}

function arithmetic(operator: string, values: unknown[]): unknown {
  const [left, right] = values as [unknown, unknown];
  if (operator === "negate") return typeof left === "bigint" ? -left : -(left as number);
  if (operator === "*" && typeof left === "string") return left.repeat(Number(right));
  if (operator === "*" && left instanceof Uint8Array) {
    const repeated = new Uint8Array(left.length * Number(right));
    // Each copy doubles what there is.
    repeated.set(left.subarray(0, repeated.length));
    for (let at = left.length; at > 0 && at < repeated.length; at *= 2) repeated.copyWithin(at, 0, at);
    return repeated;
  }
  if (operator === "*" && Array.isArray(left)) return Array(Number(right)).fill(left).flat(1);
  if (operator === "+" && typeof left === "string") return left + right;
  if (operator === "+" && Array.isArray(left)) return [...left, ...right as unknown[]];
  if (operator === "+" && left instanceof Uint8Array) {
    return new Uint8Array([...left, ...right as Uint8Array]);
  }
  const [x, y] = [BigInt(left as number), BigInt(right as number)];
  return integer(
    operator === "**"
      ? x ** y
      : operator === "*"
      ? x * y
      : operator === "+"
      ? x + y
      : operator === "-"
      ? x - y
      : x | y,
  );
}

/** The built-in functions that lines use. */
const BUILTINS: Record<string, Callable> = {
  bytearray: (value: number | Uint8Array) =>
    typeof value === "number" ? new Uint8Array(value) : value.slice(),
  float: (text: string) => text === "inf" ? Infinity : text === "nan" ? NaN : Number(text),
  str: (value: unknown) => String(value),
  len: (value: { length: number }) => value.length,
  tuple: (value: Iterable<unknown>) => Array.from(value),
  list: (value: Iterable<unknown>) => Array.from(value),
};

class Evaluator {
  readonly scope: Scope = new Map();
  readonly opened: socket.Socket[] = [];
  readonly mode: string;
  readonly path: string;

  constructor(mode: string, path: string) {
    this.mode = mode;
    this.path = path;
  }

  run(statements: readonly Statement[]): unknown {
    let value: unknown = null;
    for (const statement of statements) {
      value = this.evaluate(statement.value);
      if (statement.targets.length === 0) continue;
      const values = statement.targets.length === 1 ? [value] : value as unknown[];
      statement.targets.forEach((target, index) => this.scope.set(target, values[index]));
      value = null;
    }
    return value;
  }

  evaluate(node: Node): unknown {
    switch (node.kind) {
      case "literal":
        return node.value;
      case "name":
        return this.name(node.name);
      case "tuple":
        return node.items.map((item) => this.evaluate(item));
      case "attribute": {
        const value = this.evaluate(node.object) as Record<string, unknown>;
        return value[node.name];
      }
      case "item":
        return (this.evaluate(node.object) as unknown[]).at(this.evaluate(node.index) as number);
      case "operation":
        return arithmetic(node.operator, node.operands.map((operand) => this.evaluate(operand)));
      case "call":
        return this.call(node);
    }
  }

  call({ callee, positional, named }: Node & { kind: "call" }): unknown {
    const owner = callee.kind === "attribute"
      ? this.evaluate(callee.object) as Record<string, unknown>
      : null;
    const name = (callee as { name: string }).name;
    const target = owner === null ? this.evaluate(callee) : owner[name];
    const values = positional.map((item) => this.evaluate(item));
    const options = Object.fromEntries(
      Object.entries(named).map(([key, item]) => [key, this.evaluate(item)]),
    );
    if (typeof target !== "function") throw new Error(`scenario: there is no ${name}`);
    return (target as Callable).apply(owner, call_arguments(name, values, options));
  }

  name(name: string): unknown {
    if (this.scope.has(name)) return this.scope.get(name);
    if (name === "socket") return socket;
    if (name in BUILTINS) return BUILTINS[name];
    if (name in NAMES) return NAMES[name];
    if (name === "path") return this.path;
    const pair = Object.keys(PAIRS).find((names) => names.split(" ").includes(name));
    if (pair !== undefined) {
      const sockets = PAIRS[pair]!();
      sockets.forEach((sock) => this.adopt(sock));
      pair.split(" ").forEach((each, index) => this.scope.set(each, sockets[index]));
    } else {
      const maker = MAKERS[name];
      if (maker === undefined) throw new Error(`scenario: there is no ${name}`);
      const made = maker();
      if (made instanceof socket.socket) this.adopt(made as socket.Socket);
      this.scope.set(name, made);
    }
    return this.scope.get(name);
  }

  adopt(sock: socket.Socket): void {
    this.opened.push(sock);
    if (sock.fileno() < 0) return;
    sock.settimeout(SETTINGS[this.mode]!);
    const kernel_timeout = new BigInt64Array([0n, this.mode === "blocking" ? 20_000n : 0n]);
    for (const option of [socket.SO_RCVTIMEO, socket.SO_SNDTIMEO]) {
      sock.setsockopt(socket.SOL_SOCKET, option, kernel_timeout);
    }
  }

  close(): void {
    for (const value of [...this.scope.values(), ...this.opened]) {
      if (value instanceof socket.socket) (value as socket.Socket).close();
      close(value);
    }
  }
}

function make(family: number, type: number, address?: socket.AddressLike, listen = false): socket.Socket {
  const sock = socket.socket(family, type);
  if (address !== undefined) sock.bind(address);
  if (listen) sock.listen();
  return sock;
}

function connected(family: number, type: number, address: socket.AddressLike): socket.Socket[] {
  using server = make(family, type, address, true);
  const client = make(family, type);
  client.connect(server.getsockname());
  return [client, server.accept()[0]];
}

function datagrams(family: number, address: socket.AddressLike): socket.Socket[] {
  const [one, other] = [make(family, SOCK_DGRAM, address), make(family, SOCK_DGRAM, address)];
  one.connect(other.getsockname());
  other.connect(one.getsockname());
  return [one, other];
}

function closed(): socket.Socket {
  const sock = make(AF_INET, SOCK_STREAM);
  sock.close();
  return sock;
}

function refused(): socket.Address {
  using sock = make(AF_INET, SOCK_STREAM, LOCAL);
  return sock.getsockname();
}

const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = socket;
const LOCAL = ["127.0.0.1", 0], LOCAL6 = ["::1", 0];

const MAKERS: Record<string, () => unknown> = {
  tcp: () => make(AF_INET, SOCK_STREAM),
  tcp6: () => make(AF_INET6, SOCK_STREAM),
  udp: () => make(AF_INET, SOCK_DGRAM),
  udp6: () => make(AF_INET6, SOCK_DGRAM),
  unix: () => make(AF_UNIX, SOCK_STREAM),
  unix_datagram: () => make(AF_UNIX, SOCK_DGRAM),
  seqpacket: () => make(AF_UNIX, SOCK_SEQPACKET),
  bound: () => make(AF_INET, SOCK_STREAM, LOCAL),
  bound_udp: () => make(AF_INET, SOCK_DGRAM, LOCAL),
  bound_udp6: () => make(AF_INET6, SOCK_DGRAM, LOCAL6),
  listening: () => make(AF_INET, SOCK_STREAM, LOCAL, true),
  listening6: () => make(AF_INET6, SOCK_STREAM, LOCAL6, true),
  listening_unix: () => make(AF_UNIX, SOCK_STREAM, "", true),
  closed,
  refused,
};

const PAIRS: Record<string, () => socket.Socket[]> = {
  "a b": () => socket.socketpair() as socket.Socket[],
  "a_tcp b_tcp": () => connected(AF_INET, SOCK_STREAM, LOCAL),
  "a_tcp6 b_tcp6": () => connected(AF_INET6, SOCK_STREAM, LOCAL6),
  "a_udp b_udp": () => datagrams(AF_INET, LOCAL),
  "a_udp6 b_udp6": () => datagrams(AF_INET6, LOCAL6),
  "a_datagram b_datagram": () => socket.socketpair(AF_UNIX, SOCK_DGRAM) as socket.Socket[],
  "a_seqpacket b_seqpacket": () => socket.socketpair(AF_UNIX, SOCK_SEQPACKET) as socket.Socket[],
};

function shown(value: unknown, path: string): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.replaceAll(path, "<path>");
  if (value instanceof Uint8Array) {
    return { bytes: Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }
  if (typeof value === "bigint") return shown_integer(value);
  if (typeof value === "number") return Number.isInteger(value) ? shown_integer(BigInt(value)) : value;
  if (Array.isArray(value)) return value.map((item) => shown(item, path));
  if (value instanceof socket.socket) {
    const sock = value as socket.Socket;
    return { socket: [sock.family, sock.type, sock.proto, shown(sock.gettimeout(), path)] };
  }
  const key = shown_key(value as object, (item) => shown(item, path));
  return key ?? { object: (value as object).constructor.name };
}

// Numbers in the range of ephemeral ports differ from run to run.
function shown_integer(value: bigint): unknown {
  if (32768n <= value && value <= 60999n) return "PORT";
  return -(2n ** 53n) < value && value < 2n ** 53n ? Number(value) : { int: String(value) };
}

function shown_error(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) throw error;
  if (error.message.startsWith("scenario: ")) throw error;
  return {
    error: error.name,
    errno: error instanceof socket.OSError ? error.errno : null,
    message: error.message.replaceAll(path, "<path>").replace(/fd=\d+|FD \d+/g, "FD")
      .replace(/\b(?:3[2-9]|[45]\d|60)\d{3}\b/g, "PORT"),
  };
}

/** Runs one line in one blocking mode. */
export function outcome(line: string, mode: string): Outcome {
  const statements = parse(line);
  using directory = temporary_directory();
  const evaluator = new Evaluator(mode, directory.path);
  try {
    return shown(evaluator.run(statements), directory.path);
  } catch (error) {
    return shown_error(error, directory.path);
  } finally {
    socket.setdefaulttimeout(null);
    evaluator.close();
  }
}
