// Names to addresses and back, for every address family at once: getaddrinfo and getnameinfo.
import * as native from "../../ffi/addrinfo.ts";
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_length } from "../../ffi/sockaddr.ts";
import { decode_address } from "../address/table.ts";
import type { Address, FamilyOf, Inet6Address, InetAddress } from "../address/types.ts";
import { int, require_argument, unsigned_int } from "../arguments.ts";
import { bytes_or_null } from "../bytes.ts";
import { OSError, OverflowError } from "../errors.ts";
import { idna_encode } from "./idna.ts";
import { entries_or_throw, gai_error } from "./resolver.ts";
import { utf8_argument } from "../text/arguments.ts";
import { utf8_decode, utf8_encode } from "../text/utf8.ts";

const { AF_INET, AF_INET6, AF_UNSPEC, AI_NUMERICHOST, SOCK_DGRAM } = system.constants;
const { sockaddr_in6 } = system.structs;

/** One result of `getaddrinfo()`: the arguments of `socket()`, and an address for its `connect()` or `bind()`. */
export type ResolvedAddress = [
  family: FamilyOf<InetAddress | Inet6Address>,
  type: number,
  proto: number,
  canonname: string,
  sockaddr: InetAddress | Inet6Address,
];

function given(...values: unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

function require_host_and_port(host: unknown, port: unknown): void {
  const caller = "getaddrinfo() missing";
  if (given(host, port) === 0) {
    throw new TypeError(`${caller} 2 required positional arguments: 'host' and 'port'`);
  }
  require_argument(host, `${caller} 1 required positional argument: 'host'`);
  require_argument(port, `${caller} 1 required positional argument: 'port'`);
}

// A NUL in a host or service is no error: C reads up to there, also in CPython.

function node_argument(host: unknown): Uint8Array | null {
  if (host === null) return null;
  const bytes = typeof host === "string" ? idna_encode(host) : bytes_or_null(host);
  if (bytes === null) throw new TypeError("getaddrinfo() argument 1 must be string or None");
  return bytes;
}

function service_argument(port: unknown): Uint8Array | null {
  if (port === null) return null;
  if (typeof port === "string") return utf8_encode(port);
  // Of any size: what is too large for a port is the resolver's to say, or not.
  if (typeof port === "bigint" || Number.isInteger(port)) {
    return utf8_encode(BigInt(port as number).toString());
  }
  const bytes = bytes_or_null(port);
  if (bytes === null) throw new OSError("Int or String expected");
  return bytes;
}

function decoded(bytes: Uint8Array, family: number, proto: number): Address {
  sockaddr.set(bytes);
  sockaddr_length[0] = bytes.length;
  return decode_address({ fd: -1, family, proto });
}

function resolved(
  { family, socktype, protocol, canonname, sockaddr }: native.AddressInfoEntry,
): ResolvedAddress {
  return [
    family,
    socktype,
    protocol,
    canonname === null ? "" : utf8_decode(canonname),
    decoded(sockaddr, family, protocol) as InetAddress | Inet6Address,
  ];
}

/**
 * Finds the addresses of a host and a service, as everything that is needed to open a socket to each of them.
 *
 * C function: getaddrinfo(3); CPython: `socket.getaddrinfo`.
 *
 * @example
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * for (const [family, type, proto, , address] of socket.getaddrinfo("localhost", 80, 0, socket.SOCK_STREAM)) {
 *   console.log(socket.AddressFamily[family], type, proto, address);
 * }
 * ```
 *
 * @param host a name, which may be international, or an address as text; `null` means this machine, or with
 *   `AI_PASSIVE` any of its addresses
 * @param port a number, a service's name or number as text, or `null` for port 0
 * @param family `AF_INET`, `AF_INET6`, or 0 for both
 * @param type `SOCK_STREAM`, `SOCK_DGRAM`, ..., or 0 for all that there are
 * @param proto a protocol number, or 0 for all that there are
 * @param flags `AI_*` constants, added up
 * @returns for each address its family, type and protocol, the host's canonical name (`""` unless `AI_CANONNAME` asks
 *   for it), and the address
 * @throws {gaierror} if there is none
 * @throws {UnicodeError} if the host cannot be encoded with IDNA
 */
export function getaddrinfo(
  host: string | Uint8Array | null,
  port: number | bigint | string | Uint8Array | null,
  family: number = 0,
  type: number = 0,
  proto: number = 0,
  flags: number = 0,
): ResolvedAddress[] {
  require_host_and_port(host, port);
  const hints = { family: int(family), socktype: int(type), protocol: int(proto), flags: int(flags) };
  const node = node_argument(host), service = service_argument(port);
  return entries_or_throw(native.getaddrinfo(node, service, hints)).map(resolved);
}

const ILLEGAL = "getnameinfo(): illegal sockaddr argument";

// The one address that a numeric host and a port stand for.
function encoded(host: Uint8Array, port: number): native.AddressInfoEntry {
  const hints = { family: AF_UNSPEC, socktype: SOCK_DGRAM, protocol: 0, flags: AI_NUMERICHOST };
  const entries = entries_or_throw(native.getaddrinfo(host, utf8_encode(String(port)), hints));
  if (entries.length > 1) throw new OSError("sockaddr resolved to multiple addresses");
  return entries[0]!;
}

function encode_sockaddr(address: unknown): Uint8Array {
  if (!Array.isArray(address)) throw new TypeError("getnameinfo() argument 1 must be a tuple");
  if (address.length < 2 || address.length > 4) throw new TypeError(ILLEGAL);
  if (typeof address[0] !== "string") throw new TypeError(ILLEGAL);
  const host = utf8_argument(address[0], ILLEGAL);
  const port = int(address[1]);
  const flowinfo = address.length > 2 ? unsigned_int(address[2]) : 0;
  const scope_id = address.length > 3 ? unsigned_int(address[3]) : 0;
  if (flowinfo > 0xfffff) throw new OverflowError("getnameinfo(): flowinfo must be 0-1048575.");
  const { family, sockaddr } = encoded(host, port);
  if (family === AF_INET && address.length !== 2) throw new OSError("IPv4 sockaddr must be 2 tuple");
  if (family === AF_INET6) {
    const view = new DataView(sockaddr.buffer);
    view.setUint32(sockaddr_in6.flowinfo, flowinfo);
    view.setUint32(sockaddr_in6.scope_id, scope_id, true);
  }
  return sockaddr;
}

/**
 * Finds the names of an address and its port.
 *
 * C function: getnameinfo(3); CPython: `socket.getnameinfo`.
 *
 * @param sockaddr an IPv4 or IPv6 address, whose host must be numeric
 * @param flags `NI_*` constants, added up, or 0
 * @returns the host's name, or its address as text if it has none, and the service's name, or the port as text
 * @throws {gaierror} if the host is not numeric, or `NI_NAMEREQD` is given and there is no name
 *
 * @example As numbers, without asking anybody
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const flags = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV;
 * console.log(socket.getnameinfo(["127.0.0.1", 80], flags).join(" ")); // 127.0.0.1 80
 * ```
 */
export function getnameinfo(
  sockaddr: InetAddress | Inet6Address | readonly [host: string, port: number, flowinfo: number],
  flags: number,
): [host: string, service: string] {
  const count = given(sockaddr, flags);
  if (count < 2) throw new TypeError(`getnameinfo() takes exactly 2 arguments (${count} given)`);
  const number = int(flags);
  const { error, errno, host, service } = native.getnameinfo(encode_sockaddr(sockaddr), number);
  if (error !== 0) throw gai_error(error, errno);
  return [utf8_decode(host), utf8_decode(service)];
}
