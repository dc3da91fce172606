// Host names: this machine's own, and the older functions that look up others.
import { getaddrinfo } from "../../ffi/addrinfo.ts";
import { at_most } from "../../ffi/intrinsics.ts";
import { errno, libc, system } from "../../ffi/libc.ts";
import { c_string, nul_terminated, until_nul } from "../../ffi/memory.ts";
import * as netdb from "../../ffi/netdb.ts";
import { address_text, ipv4_address } from "../address/inet.ts";
import { no_attribute, require_argument, type_name } from "../arguments.ts";
import { byte_length, bytes_or_null } from "../bytes.ts";
import { herror, os_error, OSError } from "../errors.ts";
import { fsdecode, utf8_decode, utf8_encode } from "../text/utf8.ts";
import { entries_or_throw, resolve } from "./resolver.ts";
import { fs_argument, type_or_none } from "../text/arguments.ts";
import { idna_encode } from "./idna.ts";

const { AF_INET, AF_INET6, AF_UNSPEC, AI_PASSIVE, SOCK_DGRAM } = system.constants;
const { EAFNOSUPPORT } = system.errors;
const { sockaddr_in, sockaddr_in6 } = system.structs;

/** Longer than any name that a system takes for itself. */
const HOST_NAME_SIZE = 1024;

/** What is known of a host: its name, its other names, and its addresses as text. */
export type HostInformation = [hostname: string, aliaslist: string[], ipaddrlist: string[]];

// A host name: a `str` is encoded with IDNA, bytes are taken as they are. CPython's argument format `et`.
function idna_argument(value: unknown, what: string): Uint8Array {
  const bytes = typeof value === "string" ? idna_encode(value) : bytes_or_null(value);
  if (bytes === null) {
    throw new TypeError(`${what} must be str, bytes or bytearray, not ${type_or_none(value)}`);
  }
  if (bytes.includes(0)) {
    throw new TypeError(`${what} must be encoded string without null bytes, not ${type_name(value)}`);
  }
  return bytes;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** An address without its port. */
interface PackedAddress {
  readonly family: number;
  readonly packed: Uint8Array;
}

function packed_of(encoded: Uint8Array<ArrayBuffer>): PackedAddress {
  const family = system.get_family(new DataView(encoded.buffer));
  if (family === AF_INET) return { family, packed: encoded.subarray(sockaddr_in.address).subarray(0, 4) };
  if (family === AF_INET6) return { family, packed: encoded.subarray(sockaddr_in6.address).subarray(0, 16) };
  throw new OSError("unsupported address family");
}

function numeric(host: Uint8Array, family: number): PackedAddress | null {
  const packed = new Uint8Array(family === AF_INET ? 4 : 16);
  return libc.inet_pton(family, nul_terminated(host), packed) > 0 ? { family, packed } : null;
}

function wildcard(): PackedAddress {
  const hints = { family: AF_UNSPEC, socktype: SOCK_DGRAM, protocol: 0, flags: AI_PASSIVE };
  const entries = entries_or_throw(getaddrinfo(null, utf8_encode("0"), hints));
  if (entries.length !== 1) throw new OSError("wildcard resolved to multiple address");
  return packed_of(entries[0]!.sockaddr);
}

/** A host's first address, of any family. */
function address_of(host: Uint8Array): PackedAddress {
  const name = decoder.decode(host);
  if (name === "") return wildcard();
  if (name === "<broadcast>") return { family: AF_INET, packed: new Uint8Array(4).fill(255) };
  return numeric(host, AF_INET) ?? (name.includes("%") ? null : numeric(host, AF_INET6)) ??
    packed_of(resolve(host, AF_UNSPEC));
}

function information(result: netdb.HostResult, family: number): HostInformation {
  const { entry } = result;
  if (entry === null) {
    throw new herror(result.h_errno, decoder.decode(c_string(libc.hstrerror(result.h_errno))));
  }
  if (entry.family !== family) throw os_error(EAFNOSUPPORT);
  return [
    utf8_decode(entry.name),
    entry.aliases.map(utf8_decode),
    entry.addresses.map((packed) => address_text(family, packed)),
  ];
}

/**
 * A host's IPv4 address. `getaddrinfo()` also finds IPv6 ones.
 *
 * C function: getaddrinfo(3); CPython: `socket.gethostbyname`.
 *
 * @param hostname a name, or an IPv4 address as text; `""` means any address
 * @returns such as `"127.0.0.1"`
 * @throws {gaierror} if there is none
 *
 * @example This machine
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.gethostbyname("localhost")); // 127.0.0.1
 * ```
 */
export function gethostbyname(hostname: string | Uint8Array): string {
  require_argument(hostname, "gethostbyname() takes exactly 1 argument (0 given)");
  const address = ipv4_address(idna_argument(hostname, "gethostbyname() argument 1"));
  return [address >>> 24, address >>> 16 & 255, address >>> 8 & 255, address & 255].join(".");
}

/**
 * All that is known of a host, IPv4 only.
 *
 * C function: gethostbyname(3); CPython: `socket.gethostbyname_ex`.
 *
 * @param hostname a name, or an IPv4 address as text
 * @returns its first name, its other names, and its addresses
 * @throws {gaierror} if the host has no address
 * @throws {herror} if the database of hosts does not know it
 *
 * @example All addresses of a name
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [hostname, aliases, addresses] = socket.gethostbyname_ex("localhost");
 * console.log(hostname, aliases, addresses); // such as localhost [] [ "127.0.0.1" ]
 * ```
 */
export function gethostbyname_ex(hostname: string | Uint8Array): HostInformation {
  require_argument(hostname, "gethostbyname_ex() takes exactly 1 argument (0 given)");
  const host = idna_argument(hostname, "gethostbyname_ex() argument 1");
  // For its complaints, which are better than those of the call below.
  ipv4_address(host);
  return information(netdb.gethostbyname(host), AF_INET);
}

/**
 * All that is known of the host at an address, IPv4 or IPv6.
 *
 * C function: gethostbyaddr(3); CPython: `socket.gethostbyaddr`.
 *
 * @param ip_address an address as text; of a name, the first address is taken
 * @returns its first name, its other names, and its addresses
 * @throws {herror} if the address has no name
 * @throws {gaierror} if it is a name, and has no address
 *
 * @example The names of an address
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [hostname] = socket.gethostbyaddr("127.0.0.1");
 * console.log(hostname); // such as localhost
 * ```
 */
export function gethostbyaddr(ip_address: string | Uint8Array): HostInformation {
  require_argument(ip_address, "gethostbyaddr() takes exactly 1 argument (0 given)");
  const { family, packed } = address_of(idna_argument(ip_address, "gethostbyaddr() argument 1"));
  return information(netdb.gethostbyaddr(family, packed), family);
}

/**
 * This machine's name, which need not be fully qualified: see {@linkcode getfqdn}.
 *
 * C function: gethostname(2); CPython: `socket.gethostname`.
 *
 * @example What this machine calls itself
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.gethostname().length > 0); // true
 * ```
 */
export function gethostname(): string {
  const name = new Uint8Array(HOST_NAME_SIZE);
  const n = libc.gethostname(name, at_most(HOST_NAME_SIZE - 1, name)), e = errno[0];
  if (n < 0) throw os_error(e);
  return fsdecode(until_nul(name));
}

/**
 * Gives this machine a name, until it is started again.
 *
 * System call: sethostname(2); CPython: `socket.sethostname`.
 *
 * @param name the name
 * @throws {PermissionError} if the process may not
 *
 * @example A name until the next start
 * ```ts no_run: renames the machine
 * import * as socket from "@pysocket/socket";
 *
 * socket.sethostname("example");
 * ```
 */
export function sethostname(name: string | Uint8Array): void {
  require_argument(name, "sethostname() takes exactly 1 argument (0 given)");
  const bytes = bytes_or_null(name) ?? fs_argument(name);
  const text = nul_terminated(bytes);
  const n = libc.sethostname(text, at_most(byte_length(bytes), text)), e = errno[0];
  if (n < 0) throw os_error(e);
}

/** What Python's `str.strip()` takes away: JavaScript's idea of white space is a little different. */
// deno-lint-ignore no-control-regex
const SPACE = /^[\x09-\x0d\x1c-\x20\x85\p{Z}]+|[\x09-\x0d\x1c-\x20\x85\p{Z}]+$/gu;

function strip(name: unknown): string | Uint8Array {
  if (typeof name === "string") return name.replace(SPACE, "");
  const bytes = bytes_or_null(name);
  if (bytes === null) throw no_attribute(name, "strip");
  const is_space = (byte: number) => byte === 32 || byte >= 9 && byte <= 13;
  let start = 0, end = bytes.length;
  while (start < end && is_space(bytes[start]!)) start++;
  while (start < end && is_space(bytes[end - 1]!)) end--;
  return bytes.slice(start, end);
}

/**
 * A host's fully qualified name: the first of its names that has a dot, else its first name.
 *
 * CPython: `socket.getfqdn`.
 *
 * @param name a name or an address; `""`, `"0.0.0.0"` and `"::"` mean this machine
 * @returns the name as it was given if nothing is known of it
 *
 * @example With its domain, if it has one
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.getfqdn()); // such as host.example.org
 * ```
 */
export function getfqdn(name?: string): string;
/** The same of a name in bytes, which is given back as it is if nothing is known of it. */
export function getfqdn(name: Uint8Array): string | Uint8Array;
export function getfqdn(name: string | Uint8Array = ""): string | Uint8Array {
  const given = strip(name);
  const host = given.length === 0 || given === "0.0.0.0" || given === "::" ? gethostname() : given;
  try {
    const [hostname, aliases] = gethostbyaddr(host);
    return [hostname, ...aliases].find((known) => known.includes(".")) ?? hostname;
  } catch (error) {
    if (error instanceof OSError) return host;
    throw error;
  }
}
