// Connections and servers by one call each.
import { system } from "../ffi/libc.ts";
import type { AddressLike, AddressOf, FamilyOf, Inet6Address, InetAddress } from "./address/types.ts";
import { check_keywords, require_argument, type_name } from "./arguments.ts";
import { OSError, ValueError } from "./errors.ts";
import { getaddrinfo, type ResolvedAddress } from "./names/getaddrinfo.ts";
import { repr, str } from "./repr.ts";
import { type Socket, socket } from "./socket.ts";

const {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SOCK_STREAM,
  SOL_SOCKET,
  SO_REUSEADDR,
  SO_REUSEPORT,
} = system.constants;

/** What Python takes for false of the values that stand for an address. */
function is_empty(value: unknown): boolean {
  return !value || (value as { length?: unknown }).length === 0;
}

/** Python's `host, port = address`. */
function unpack_pair(address: unknown): [host: unknown, port: unknown] {
  const values = address as Iterable<unknown>;
  if (address === null || typeof values[Symbol.iterator] !== "function") {
    throw new TypeError(`cannot unpack non-iterable ${type_name(address)} object`);
  }
  const items: unknown[] = [];
  for (const item of values) {
    if (items.push(item) > 2) throw new ValueError("too many values to unpack (expected 2)");
  }
  if (items.length < 2) throw new ValueError(`not enough values to unpack (expected 2, got ${items.length})`);
  return [items[0], items[1]];
}

type InternetSocket = Socket<InetAddress | Inet6Address>;

function connected(
  [family, type, proto, , address]: ResolvedAddress,
  timeout: number | null | undefined,
  source_address: AddressLike | null,
): InternetSocket {
  const sock = socket(family, type, proto);
  try {
    if (timeout !== undefined) sock.settimeout(timeout);
    if (!is_empty(source_address)) sock.bind(source_address);
    sock.connect(address);
    return sock;
  } catch (error) {
    sock.close();
    throw error;
  }
}

function group(errors: readonly OSError[]): AggregateError {
  const count = `${errors.length} sub-exception${errors.length === 1 ? "" : "s"}`;
  return new AggregateError(errors, `create_connection failed (${count})`);
}

/**
 * Connects to a TCP service: tries each address that the host has until one answers.
 *
 * CPython: `socket.create_connection`.
 *
 * @example With five seconds of patience
 * ```ts no_run: needs the echo server
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.create_connection(["localhost", 50007], 5);
 * s.sendall("Hello, world");
 * ```
 *
 * @param address host and port, as `getaddrinfo()` takes them
 * @param timeout the socket's timeout, with which each attempt is made: seconds, or `null` for none; if it is not given,
 *   the module's default
 * @param source_address the address to bind to before connecting; `null` leaves the choice to the system
 * @param options `all_errors`: whether to throw the errors of all attempts, not only that of the last one
 * @returns the connected socket
 * @throws {OSError} the last attempt's error
 * @throws {AggregateError} if `all_errors` is true: CPython's `ExceptionGroup`, the attempts' errors in `errors`
 *
 * @example The errors of all attempts
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using unused = socket.socket();
 * unused.bind(["127.0.0.1", 0]); // and no listen()
 * try {
 *   socket.create_connection(unused.getsockname(), 5, null, { all_errors: true });
 * } catch (error) {
 *   if (!(error instanceof AggregateError)) throw error;
 *   for (const { name } of error.errors) console.log(name); // ConnectionRefusedError
 * }
 * ```
 */
export function create_connection(
  address: readonly [host: string | Uint8Array | null, port: number | bigint | string | Uint8Array | null],
  timeout?: number | null,
  source_address: AddressLike | null = null,
  options: { all_errors?: boolean } = {},
): Socket<InetAddress | Inet6Address> {
  require_argument(address, "create_connection() missing 1 required positional argument: 'address'");
  check_keywords(
    options,
    ["all_errors"],
    "create_connection",
    "takes from 1 to 3 positional arguments but 4 were given",
  );
  const [host, port] = unpack_pair(address) as [string, number];
  const errors: OSError[] = [];
  for (const resolved of getaddrinfo(host, port, 0, SOCK_STREAM)) {
    try {
      return connected(resolved, timeout, source_address);
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      errors.push(error);
    }
  }
  const last = errors.at(-1);
  if (last === undefined) throw new OSError("getaddrinfo returns an empty list");
  throw options.all_errors ? group(errors) : last;
}

/**
 * Whether one socket can serve IPv4 and IPv6 at once.
 *
 * CPython: `socket.has_dualstack_ipv6`.
 *
 * @example The best that this machine can serve
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const family = socket.has_dualstack_ipv6() ? socket.AF_INET6 : socket.AF_INET;
 * console.log(socket.AddressFamily[family]); // such as AF_INET6
 * ```
 */
export function has_dualstack_ipv6(): boolean {
  let sock: Socket<Inet6Address> | null = null;
  try {
    sock = socket(AF_INET6 as FamilyOf<Inet6Address>, SOCK_STREAM);
    sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
    return true;
  } catch (error) {
    if (error instanceof OSError) return false;
    throw error;
  } finally {
    sock?.close();
  }
}

/** The options of `create_server()`. */
export interface ServerOptions<Family extends number = FamilyOf<InetAddress>> {
  /** `AF_INET`, which is the default, or `AF_INET6`. */
  family?: Family;
  /** How many connections may wait to be accepted; `null` or none means as `listen()` chooses. */
  backlog?: number | null;
  /** Whether other sockets may listen at the same address (`SO_REUSEPORT`). */
  reuse_port?: boolean;
  /** Whether an `AF_INET6` socket serves IPv4 as well. */
  dualstack_ipv6?: boolean;
}

const SERVER_OPTIONS = ["family", "backlog", "reuse_port", "dualstack_ipv6"];

function check_options(family: number, reuse_port: boolean, dualstack_ipv6: boolean): void {
  if (reuse_port && SO_REUSEPORT === undefined) {
    throw new ValueError("SO_REUSEPORT not supported on this platform");
  }
  if (!dualstack_ipv6) return;
  if (!has_dualstack_ipv6()) throw new ValueError("dualstack_ipv6 not supported on this platform");
  if (family !== AF_INET6) throw new ValueError("dualstack_ipv6 requires AF_INET6 family");
}

function bind(sock: Socket, address: AddressLike): void {
  try {
    sock.bind(address);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    const { errno, strerror } = error;
    throw new OSError(errno, `${str(strerror)} (while attempting to bind on address ${repr(address)})`);
  }
}

/**
 * Opens a TCP server: a socket that is bound to an address and listens.
 *
 * CPython: `socket.create_server`.
 *
 * @example A server for IPv4 and IPv6
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const dualstack_ipv6 = socket.has_dualstack_ipv6();
 * const family = dualstack_ipv6 ? socket.AF_INET6 : socket.AF_INET;
 * using server = socket.create_server(["", 0], { family, dualstack_ipv6 });
 * console.log(server.getsockname());
 * ```
 *
 * @param address host and port: the host `""` means any address, the port 0 any free one
 * @param options the family, and what else may differ
 * @returns the listening socket
 * @throws {OSError} if the address cannot be bound to: CPython's message says which one it was
 * @throws {ValueError} if the options contradict each other, or the system lacks what they ask for
 */
export function create_server<Family extends number = FamilyOf<InetAddress>>(
  address: AddressLike,
  options: ServerOptions<Family> = {},
): Socket<AddressOf<Family>> {
  require_argument(address, "create_server() missing 1 required positional argument: 'address'");
  check_keywords(options, SERVER_OPTIONS, "create_server", "takes 1 positional argument but 2 were given");
  const { family = AF_INET, backlog = null, reuse_port = false, dualstack_ipv6 = false } = options;
  check_options(family, reuse_port, dualstack_ipv6);
  const sock = socket(family as Family, SOCK_STREAM);
  try {
    sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (reuse_port) sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
    if (family === AF_INET6) sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, dualstack_ipv6 ? 0 : 1);
    bind(sock as Socket, address);
    if (backlog === null) sock.listen();
    else sock.listen(backlog);
    return sock;
  } catch (error) {
    sock.close();
    throw error;
  }
}
