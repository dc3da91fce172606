// AF_INET and AF_INET6 addresses.
import { at_most } from "../../ffi/intrinsics.ts";
import { libc, system } from "../../ffi/libc.ts";
import { nul_terminated } from "../../ffi/memory.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Family } from "./family.ts";
import type { Inet6Address, InetAddress } from "./types.ts";
import { int, type_name, unsigned_int } from "../arguments.ts";
import { OSError, OverflowError } from "../errors.ts";
import { host_bytes, resolve } from "../names/resolver.ts";

const { AF_INET, AF_INET6, INADDR_BROADCAST } = system.constants;
const { sockaddr_in, sockaddr_in6 } = system.structs;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// The last address that was read or written, both ways: a conversation by datagrams has the same one again and again.
let last_text = "0.0.0.0";
let last_number = 0;

function ipv4_number(text: string): number {
  if (text === last_text) return last_number;
  const number = parse_ipv4(text);
  if (number >= 0) remember(text, number);
  return number;
}

function ipv4_text(number: number): string {
  if (number !== last_number) {
    remember(`${number >>> 24}.${number >>> 16 & 255}.${number >>> 8 & 255}.${number & 255}`, number);
  }
  return last_text;
}

function remember(text: string, number: number): void {
  last_text = text;
  last_number = number;
}

/** A dotted quad as a number, or -1 for anything that inet_pton(3) would refuse. */
function parse_ipv4(text: string): number {
  let value = 0, octet = -1, dots = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return -1; // a leading zero
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return -1;
    } else {
      if (digit !== -2 || octet < 0 || dots === 3) return -1; // -2 is the dot
      value = value * 256 + octet;
      octet = -1;
      dots++;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

function port_number(port: unknown, caller: string): number {
  try {
    return int(port);
  } catch (error) {
    throw error instanceof OverflowError ? port_out_of_range(caller) : error;
  }
}

function port_out_of_range(caller: string): OverflowError {
  return new OverflowError(`${caller}(): port must be 0-65535.`);
}

/** A host's IPv4 address, as a number: of a name, the first that the system's resolver has. */
export function ipv4_address(host: Uint8Array): number {
  const name = decoder.decode(host);
  if (name === "") return 0;
  if (name === "<broadcast>") return INADDR_BROADCAST;
  const numeric = parse_ipv4(name);
  if (numeric >= 0) return numeric;
  const resolved = resolve(host, AF_INET);
  return new DataView(resolved.buffer).getUint32(sockaddr_in.address);
}

function put_ipv4(address: number, port: number): number {
  sockaddr_view.setUint32(sockaddr_in.address, address);
  sockaddr_view.setUint16(sockaddr_in.port, port);
  // sin_zero: nobody reads it, and CPython clears it.
  sockaddr_view.setUint32(sockaddr_in.address + 4, 0);
  sockaddr_view.setUint32(sockaddr_in.address + 8, 0);
  system.put_family(sockaddr_view, AF_INET, sockaddr_in.size);
  return sockaddr_in.size;
}

function encode_inet(address: unknown, caller: string): number {
  if (!Array.isArray(address)) {
    throw new TypeError(`${caller}(): AF_INET address must be tuple, not ${type_name(address)}`);
  }
  if (address.length !== 2) throw new TypeError("AF_INET address must be a pair (host, port)");
  const [host, port] = address;
  if (typeof host === "string" && typeof port === "number" && (port & 0xffff) === port) {
    const numeric = ipv4_number(host);
    if (numeric >= 0) return put_ipv4(numeric, port);
  }
  // What remains is a name, or wrong: in CPython's order of complaints.
  const name = host_bytes(host);
  const number = port_number(port, caller);
  const resolved = ipv4_address(name);
  if (number < 0 || number > 0xffff) throw port_out_of_range(caller);
  return put_ipv4(resolved, number);
}

function decode_inet(): InetAddress {
  const number = sockaddr_view.getUint32(sockaddr_in.address);
  return [ipv4_text(number), sockaddr_view.getUint16(sockaddr_in.port)];
}

/** IPv4. */
export const inet: Family = { size: sockaddr_in.size, encode: encode_inet, decode: decode_inet };

const address6 = new Uint8Array(16);

function parse_ipv6(host: Uint8Array): Uint8Array | null {
  return libc.inet_pton(AF_INET6, nul_terminated(host), address6) > 0 ? address6 : null;
}

function ipv6_address(host: Uint8Array): Uint8Array {
  const name = decoder.decode(host);
  if (name === "") return address6.fill(0);
  if (name === "<broadcast>" || name === "255.255.255.255") throw new OSError("address family mismatched");
  const numeric = name.includes("%") ? null : parse_ipv6(host);
  if (numeric !== null) return numeric;
  const resolved = resolve(host, AF_INET6);
  return resolved.subarray(sockaddr_in6.address, sockaddr_in6.address + 16);
}

function encode_inet6(address: unknown, caller: string): number {
  if (!Array.isArray(address)) {
    throw new TypeError(`${caller}(): AF_INET6 address must be tuple, not ${type_name(address)}`);
  }
  if (address.length < 2 || address.length > 4) {
    throw new TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
  }
  const host = host_bytes(address[0]);
  const port = port_number(address[1], caller);
  const flowinfo = address.length > 2 ? unsigned_int(address[2]) : 0;
  const scope_id = address.length > 3 ? unsigned_int(address[3]) : 0;
  const ipv6 = ipv6_address(host);
  if (port < 0 || port > 0xffff) throw port_out_of_range(caller);
  if (flowinfo > 0xfffff) throw new OverflowError(`${caller}(): flowinfo must be 0-1048575.`);
  system.put_family(sockaddr_view, AF_INET6, sockaddr_in6.size);
  sockaddr_view.setUint16(sockaddr_in6.port, port);
  sockaddr_view.setUint32(sockaddr_in6.flowinfo, flowinfo);
  sockaddr.set(ipv6, sockaddr_in6.address);
  sockaddr_view.setUint32(sockaddr_in6.scope_id, scope_id, true);
  return sockaddr_in6.size;
}

const text = new Uint8Array(64);

/** A packed IPv4 or IPv6 address as text, by inet_ntop(3). */
export function address_text(family: number, packed: Uint8Array): string {
  libc.inet_ntop(family, packed, text, at_most(64, text));
  return decoder.decode(text.subarray(0, text.indexOf(0)));
}

function decode_inet6(): Inet6Address {
  const at = sockaddr_in6.address;
  return [
    address_text(AF_INET6, sockaddr.subarray(at, at + 16)),
    sockaddr_view.getUint16(sockaddr_in6.port),
    sockaddr_view.getUint32(sockaddr_in6.flowinfo),
    sockaddr_view.getUint32(sockaddr_in6.scope_id, true),
  ];
}

/** IPv6. */
export const inet6: Family = { size: sockaddr_in6.size, encode: encode_inet6, decode: decode_inet6 };
