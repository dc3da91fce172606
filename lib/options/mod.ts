/**
 * Socket options as objects, beside the bytes of `getsockopt()` and `setsockopt()`: what Python's `struct` module is for.
 *
 * @example How a connection does
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { get_option } from "@pysocket/socket/options";
 *
 * using server = socket.create_server(["127.0.0.1", 0]);
 * using s = socket.create_connection(server.getsockname());
 * const { tcpi_rtt, tcpi_total_retrans } = get_option(s, "TCP_INFO");
 * console.log(`${tcpi_rtt / 1000} ms, ${tcpi_total_retrans} segments sent again`);
 * ```
 *
 * @module
 */
import { system } from "../../ffi/libc.ts";
import type { Member, MemberType, Struct } from "../../ffi/system.ts";
import { is_integer, type_name } from "../arguments.ts";
import { bytes_like, type BytesLike } from "../bytes.ts";
import { os_error, type OSError, OverflowError, ValueError } from "../errors.ts";
import { inet_ntop, inet_pton } from "../inet.ts";
import type {
  In6Pktinfo,
  InPktinfo,
  IpMreqn,
  IpMreqSource,
  Ipv6Mreq,
  Linger,
  TcpConnectionInfo,
  TcpInfo,
  Timespec,
  Timeval,
  Ucred,
} from "./types.ts";

export type * from "./types.ts";
export type { BytesLike } from "../bytes.ts";
export type { OSError } from "../errors.ts";

const { constants } = system;
const { AF_INET, AF_INET6, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOL_SOCKET } = constants;

/** The structs, by C's names. */
export interface Structs {
  /** A group on an interface, for IPv4. */
  ip_mreqn: IpMreqn;
  /** A group, an interface and a sender, for IPv4. */
  ip_mreq_source: IpMreqSource;
  /** A group on an interface, for IPv6. */
  ipv6_mreq: Ipv6Mreq;
  /** Data of an `IP_PKTINFO` message. */
  in_pktinfo: InPktinfo;
  /** Data of an `IPV6_PKTINFO` message. */
  in6_pktinfo: In6Pktinfo;
  /** Value of `SO_LINGER`. */
  linger: Linger;
  /** Value of macOS's `TCP_CONNECTION_INFO`. */
  tcp_connection_info: TcpConnectionInfo;
  /** Value of Linux's `TCP_INFO`. */
  tcp_info: TcpInfo;
  /** Data of an `SCM_TIMESTAMPNS` message. */
  timespec: Timespec;
  /** Data of an `SCM_TIMESTAMP` message. */
  timeval: Timeval;
  /** Value of `SO_PEERCRED` and data of an `SCM_CREDENTIALS` message. */
  ucred: Ucred;
}

/** The options that {@linkcode get_option} reads, and what it returns. */
export interface ReadableOptions {
  /** The error that waits for the socket, or `null`. Reading it clears it. */
  SO_ERROR: OSError | null;
  /** What closing does with data that was not sent yet. */
  SO_LINGER: Linger;
  /** The process at the other end of an `AF_UNIX` connection. (Linux) */
  SO_PEERCRED: Ucred;
  /** How many seconds receiving may wait; `null` for no limit. */
  SO_RCVTIMEO: number | null;
  /** How many seconds sending may wait; `null` for no limit. */
  SO_SNDTIMEO: number | null;
  /** All about a TCP connection. (macOS) */
  TCP_CONNECTION_INFO: TcpConnectionInfo;
  /** All about a TCP connection. (Linux) */
  TCP_INFO: TcpInfo;
}

/** The options that {@linkcode set_option} sets, and what it takes. Members that are left out are 0, or any address. */
export interface WritableOptions {
  /** Joins an IPv4 multicast group. */
  IP_ADD_MEMBERSHIP: Partial<IpMreqn>;
  /** Joins an IPv4 multicast group as far as one sender is concerned. */
  IP_ADD_SOURCE_MEMBERSHIP: Partial<IpMreqSource>;
  /** Ignores one sender of an IPv4 multicast group. */
  IP_BLOCK_SOURCE: Partial<IpMreqSource>;
  /** Leaves an IPv4 multicast group. */
  IP_DROP_MEMBERSHIP: Partial<IpMreqn>;
  /** Leaves an IPv4 multicast group as far as one sender is concerned. */
  IP_DROP_SOURCE_MEMBERSHIP: Partial<IpMreqSource>;
  /** Listens again to a sender that was ignored. */
  IP_UNBLOCK_SOURCE: Partial<IpMreqSource>;
  /** Joins an IPv6 multicast group. */
  IPV6_JOIN_GROUP: Partial<Ipv6Mreq>;
  /** Leaves an IPv6 multicast group. */
  IPV6_LEAVE_GROUP: Partial<Ipv6Mreq>;
  /** What closing does with data that was not sent yet. */
  SO_LINGER: Partial<Linger>;
  /** How many seconds receiving may wait; `null` for no limit. */
  SO_RCVTIMEO: number | null;
  /** How many seconds sending may wait; `null` for no limit. */
  SO_SNDTIMEO: number | null;
}

/** What the functions need of a socket. */
export interface OptionSocket {
  /** Reads an integer option. */
  getsockopt(level: number, optname: number): number;
  /** Reads any other option. */
  getsockopt(level: number, optname: number, buflen: number): Uint8Array;
  /** Sets an option. */
  setsockopt(level: number, optname: number, value: Uint8Array): void;
}

type Value = number | bigint | string;
type Values = Record<string, Value>;

/** How a value stands for a struct; or for an int, if the option has no struct. */
interface View {
  get?(value: never): unknown;
  set?(value: unknown): Values;
}

/** Seconds for a struct timeval, in which 0 means that there is no limit. */
const timeout: View = {
  get: ({ sec, usec }: Timeval): number | null => sec === 0 && usec === 0 ? null : sec + usec / 1e6,
  set(value: unknown): Values {
    if (value === null) return { sec: 0, usec: 0 };
    if (typeof value !== "number") {
      throw new TypeError(`a timeout must be a number or null, not ${type_name(value)}`);
    }
    if (!(value > 0 && value < Number.MAX_SAFE_INTEGER)) {
      throw new ValueError("a timeout must be greater than 0 and finite; null is none");
    }
    // Upwards, so that a short timeout is not taken for none.
    const sec = Math.floor(value), usec = Math.ceil((value - sec) * 1e6);
    return usec < 1e6 ? { sec, usec } : { sec: sec + 1, usec: 0 };
  },
};

const pending_error: View = {
  get: (number: number): OSError | null => number === 0 ? null : os_error(number),
};

/** An option: the struct that it holds, or `null` for an int, and how that is shown. */
type Option = readonly [level: number, optname: number, struct: string | null, view?: View];

const options: Readonly<Record<keyof ReadableOptions | keyof WritableOptions, Option>> = {
  IP_ADD_MEMBERSHIP: [IPPROTO_IP, constants.IP_ADD_MEMBERSHIP, "ip_mreqn"],
  IP_ADD_SOURCE_MEMBERSHIP: [IPPROTO_IP, constants.IP_ADD_SOURCE_MEMBERSHIP, "ip_mreq_source"],
  IP_BLOCK_SOURCE: [IPPROTO_IP, constants.IP_BLOCK_SOURCE, "ip_mreq_source"],
  IP_DROP_MEMBERSHIP: [IPPROTO_IP, constants.IP_DROP_MEMBERSHIP, "ip_mreqn"],
  IP_DROP_SOURCE_MEMBERSHIP: [IPPROTO_IP, constants.IP_DROP_SOURCE_MEMBERSHIP, "ip_mreq_source"],
  IP_UNBLOCK_SOURCE: [IPPROTO_IP, constants.IP_UNBLOCK_SOURCE, "ip_mreq_source"],
  IPV6_JOIN_GROUP: [IPPROTO_IPV6, constants.IPV6_JOIN_GROUP, "ipv6_mreq"],
  IPV6_LEAVE_GROUP: [IPPROTO_IPV6, constants.IPV6_LEAVE_GROUP, "ipv6_mreq"],
  SO_ERROR: [SOL_SOCKET, constants.SO_ERROR, null, pending_error],
  SO_LINGER: [SOL_SOCKET, constants.SO_LINGER, "linger"],
  SO_PEERCRED: [SOL_SOCKET, constants.SO_PEERCRED, "ucred"],
  SO_RCVTIMEO: [SOL_SOCKET, constants.SO_RCVTIMEO, "timeval", timeout],
  SO_SNDTIMEO: [SOL_SOCKET, constants.SO_SNDTIMEO, "timeval", timeout],
  TCP_CONNECTION_INFO: [IPPROTO_TCP, constants.TCP_CONNECTION_INFO, "tcp_connection_info"],
  TCP_INFO: [IPPROTO_TCP, constants.TCP_INFO, "tcp_info"],
};

function check_name(name: unknown, what: string): void {
  if (typeof name !== "string") {
    throw new TypeError(`the name of ${what} must be a string, not ${type_name(name)}`);
  }
}

const INTEGERS = ": an integer is read with getsockopt(), and set with setsockopt()";

/** Whether it looks like the name of an option, and this system has its number. */
function is_option_name(name: string): boolean {
  return /^(SO|IP|IPV6|TCP|UDP)_/.test(name) && Object.hasOwn(constants, name) &&
    constants[name as keyof typeof constants] !== undefined;
}

function option_named(name: string): Option {
  check_name(name, "an option");
  const option = Object.hasOwn(options, name) ? options[name as keyof typeof options] : undefined;
  // The number is undefined on a system that lacks the option.
  if (option === undefined || option[1] === undefined) {
    throw new ValueError(`there is no option ${name} here${is_option_name(name) ? INTEGERS : ""}`);
  }
  return option;
}

function struct_named(name: string): Struct {
  check_name(name, "a struct");
  const struct = Object.hasOwn(system.option_structs, name) ? system.option_structs[name] : undefined;
  if (struct === undefined) throw new ValueError(`there is no struct ${name} here`);
  return struct;
}

/** How a type of member is read and written. */
interface Codec {
  readonly size: number;
  get(view: DataView, at: number): Value;
  set(view: DataView, at: number, value: unknown, what: string): void;
}

function integer(value: unknown, least: bigint, most: bigint, what: string): bigint {
  if (!is_integer(value)) throw new TypeError(`${what} must be an integer, not ${type_name(value)}`);
  const number = BigInt(value);
  if (number < least || number > most) throw new OverflowError(`${what} must be ${least} to ${most}`);
  return number;
}

type Get = "getUint8" | "getUint16" | "getUint32" | "getInt32";
type Set = "setUint8" | "setUint16" | "setUint32" | "setInt32";

function number_codec(size: number, get: Get, set: Set, signed: boolean): Codec {
  const range = 1n << BigInt(8 * size), least = signed ? -range / 2n : 0n;
  return {
    size,
    get: (view, at) => view[get](at, true),
    set: (view, at, value, what) =>
      view[set](at, Number(integer(value, least, least + range - 1n, what)), true),
  };
}

function address_codec(family: number, size: number): Codec {
  const bytes = (view: DataView, at: number) => new Uint8Array(view.buffer, view.byteOffset + at, size);
  return {
    size,
    get: (view, at) => inet_ntop(family, bytes(view, at)),
    set(view, at, value, what) {
      if (typeof value !== "string") throw new TypeError(`${what} must be a string, not ${type_name(value)}`);
      bytes(view, at).set(inet_pton(family, value));
    },
  };
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

const codecs: Readonly<Record<MemberType, Codec>> = {
  u8: number_codec(1, "getUint8", "setUint8", false),
  u16: number_codec(2, "getUint16", "setUint16", false),
  u32: number_codec(4, "getUint32", "setUint32", false),
  i32: number_codec(4, "getInt32", "setInt32", true),
  u64: {
    size: 8,
    get: (view, at) => view.getBigUint64(at, true),
    set: (view, at, value, what) => view.setBigUint64(at, integer(value, 0n, (1n << 64n) - 1n, what), true),
  },
  // A time: no date needs more than a number holds.
  i64: {
    size: 8,
    get: (view, at) => Number(view.getBigInt64(at, true)),
    set: (view, at, value, what) => view.setBigInt64(at, integer(value, -SAFE, SAFE, what), true),
  },
  in_addr: address_codec(AF_INET, 4),
  in6_addr: address_codec(AF_INET6, 16),
};

function get_member(view: DataView, [type, offset, shift = 0, bits]: Member): Value {
  const value = codecs[type].get(view, offset);
  return bits === undefined ? value : Number(value) >>> shift & (1 << bits) - 1;
}

function set_member(
  view: DataView,
  [type, offset, shift = 0, bits]: Member,
  value: unknown,
  what: string,
): void {
  const codec = codecs[type];
  if (bits === undefined) return codec.set(view, offset, value, what);
  const number = Number(integer(value, 0n, (1n << BigInt(bits)) - 1n, what));
  codec.set(view, offset, Number(codec.get(view, offset)) | number << shift, what);
}

/**
 * Makes the bytes of a struct, for `setsockopt()` or as ancillary data of `sendmsg()`.
 *
 * CPython: `struct.pack`.
 *
 * @example A datagram that leaves from a chosen address
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { pack } from "@pysocket/socket/options";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
 * const source = pack("in_pktinfo", { spec_dst: "127.0.0.2" });
 * s.sendmsg(["hello"], [[socket.IPPROTO_IP, socket.IP_PKTINFO, source]], 0, ["127.0.0.1", 50007]);
 * ```
 *
 * @param struct C's name of it
 * @param members its members; those that are left out are 0
 * @returns the bytes
 * @throws {ValueError} if the system has no such struct
 * @throws {OverflowError} if a number does not fit its member
 */
export function pack<Name extends keyof Structs>(
  struct: Name,
  members: Partial<Structs[Name]>,
): Uint8Array<ArrayBuffer> {
  const { size, members: known } = struct_named(struct);
  const view = new DataView(new ArrayBuffer(size));
  for (const [name, value] of Object.entries(members)) {
    const member = Object.hasOwn(known, name) ? known[name] : undefined;
    if (member === undefined) throw new TypeError(`struct ${struct} has no member ${name}`);
    if (value !== undefined) set_member(view, member, value, `${struct}.${name}`);
  }
  return new Uint8Array(view.buffer);
}

/**
 * Reads a struct from bytes, of `getsockopt()` or of `recvmsg()`'s ancillary data.
 *
 * CPython: `struct.unpack`.
 *
 * @example Where a datagram came in
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { unpack } from "@pysocket/socket/options";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
 * s.setsockopt(socket.IPPROTO_IP, socket.IP_PKTINFO, 1);
 * s.bind(["", 0]);
 * s.sendto("hello", ["127.0.0.2", s.getsockname()[1]]);
 * const [, ancdata] = s.recvmsg(1500, socket.CMSG_SPACE(12));
 * for (const [level, type, data] of ancdata) {
 *   if (level !== socket.IPPROTO_IP || type !== socket.IP_PKTINFO) continue;
 *   console.log(unpack("in_pktinfo", data).addr); // 127.0.0.2
 * }
 * ```
 *
 * @param struct C's name of it
 * @param data its bytes; more than it has are ignored
 * @returns its members: counters of 64 bits as BigInts, addresses as text, the rest as numbers
 * @throws {ValueError} if the system has no such struct, or there are too few bytes
 */
export function unpack<Name extends keyof Structs>(struct: Name, data: BytesLike): Structs[Name] {
  const { size, least = size, members } = struct_named(struct);
  const bytes = bytes_like(data);
  if (bytes.length < least) {
    throw new ValueError(`struct ${struct} has at least ${least} bytes, not ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: Values = {};
  for (const [name, member] of Object.entries(members)) {
    const [type, offset] = member;
    if (offset + codecs[type].size <= bytes.length) values[name] = get_member(view, member);
  }
  return values as unknown as Structs[Name];
}

/**
 * Reads a socket option as an object.
 *
 * System call: getsockopt(2); CPython: `socket.getsockopt` and `struct.unpack`.
 *
 * @example The process at the other end
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { get_option } from "@pysocket/socket/options";
 *
 * const [a, b] = socket.socketpair();
 * console.log(get_option(a, "SO_PEERCRED").pid);
 * a.close();
 * b.close();
 * ```
 *
 * @param sock a socket
 * @param name the option's name
 * @returns its value
 * @throws {OSError} if the system refuses
 * @throws {ValueError} if this system has no such option
 */
export function get_option<Name extends keyof ReadableOptions>(
  sock: OptionSocket,
  name: Name,
): ReadableOptions[Name] {
  const [level, optname, struct, view] = option_named(name);
  const value = struct === null
    ? sock.getsockopt(level, optname)
    : unpack(struct as keyof Structs, sock.getsockopt(level, optname, struct_named(struct).size));
  return (view?.get === undefined ? value : view.get(value as never)) as ReadableOptions[Name];
}

/**
 * Sets a socket option to an object.
 *
 * `SO_RCVTIMEO` and `SO_SNDTIMEO` are the system's own timeouts, which count for a blocking socket only; when one runs out
 * the call fails with `EAGAIN` ({@linkcode BlockingIOError} in CPython too). `settimeout()` is the usual way.
 *
 * System call: setsockopt(2); CPython: `socket.setsockopt` and `struct.pack`.
 *
 * @example A connection that is reset when it is closed
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { set_option } from "@pysocket/socket/options";
 *
 * using s = socket.socket();
 * set_option(s, "SO_LINGER", { onoff: 1, linger: 0 });
 * ```
 *
 * @example A multicast group
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import { set_option } from "@pysocket/socket/options";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
 * s.bind(["", 0]);
 * set_option(s, "IP_ADD_MEMBERSHIP", { multiaddr: "224.1.1.1", ifindex: socket.if_nametoindex("lo") });
 * ```
 *
 * @param sock a socket
 * @param name the option's name
 * @param value its value
 * @throws {OSError} if the system refuses
 * @throws {ValueError} if this system has no such option
 */
export function set_option<Name extends keyof WritableOptions>(
  sock: OptionSocket,
  name: Name,
  value: WritableOptions[Name],
): void {
  const [level, optname, struct, view] = option_named(name);
  if (struct === null) throw new ValueError(`${name} can only be read`);
  const members = view?.set === undefined ? value : view.set(value);
  sock.setsockopt(level, optname, pack(struct as keyof Structs, members as Values));
}
