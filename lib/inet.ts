// Byte order and packed addresses.
import { libc, system } from "../ffi/libc.ts";
import { nul_terminated } from "../ffi/memory.ts";
import { as_int, int, is_integer, type_name } from "./arguments.ts";
import { address_text } from "./address/inet.ts";
import { byte_length, bytes_like } from "./bytes.ts";
import { os_error, OSError, OverflowError, ValueError } from "./errors.ts";
import { utf8_argument } from "./text/arguments.ts";

const { AF_INET, AF_INET6 } = system.constants;
const { EAFNOSUPPORT } = system.errors;

function swap_16_bits(value: unknown, caller: string): number {
  const number = as_int(value);
  if (number < 0) {
    throw new OverflowError(`${caller}: can't convert negative Python int to C 16-bit unsigned integer`);
  }
  if (number > 0xffff) {
    throw new OverflowError(`${caller}: Python int too large to convert to C 16-bit unsigned integer`);
  }
  return number >> 8 | (number & 0xff) << 8;
}

function swap_32_bits(value: unknown): number {
  if (!is_integer(value)) throw new TypeError(`expected int, ${type_name(value)} found`);
  if (BigInt(value) < 0n) throw new OverflowError("can't convert negative value to unsigned int");
  if (BigInt(value) >= 2n ** 64n) {
    throw new OverflowError("Python int too large to convert to C unsigned long");
  }
  const number = Number(value);
  if (number > 0xffffffff) throw new OverflowError("int larger than 32 bits");
  return (number >>> 24 | number >>> 8 & 0xff00 | number << 8 & 0xff0000 | number << 24) >>> 0;
}

/**
 * Converts a 16-bit number from host to network byte order. Addresses do not need it: ports in them are in host order.
 *
 * @param x 0 to 65535
 * @returns the number with its two bytes swapped
 */
export function htons(x: number): number {
  return swap_16_bits(x, "htons");
}

/**
 * Converts a 16-bit number from network to host byte order.
 *
 * @param x 0 to 65535
 * @returns the number with its two bytes swapped
 */
export function ntohs(x: number): number {
  return swap_16_bits(x, "ntohs");
}

/**
 * Converts a 32-bit number from host to network byte order.
 *
 * @param x 0 to 4294967295
 * @returns the number with its four bytes reversed
 */
export function htonl(x: number): number {
  return swap_32_bits(x);
}

/**
 * Converts a 32-bit number from network to host byte order.
 *
 * @param x 0 to 4294967295
 * @returns the number with its four bytes reversed
 */
export function ntohl(x: number): number {
  return swap_32_bits(x);
}

function c_text(value: unknown, what: string): Uint8Array {
  return nul_terminated(utf8_argument(value, what));
}

/**
 * Packs an IPv4 address.
 *
 * C function: inet_aton(3), which also takes forms with fewer than four numbers, hexadecimal and octal ones.
 *
 * @param ip_string such as `"127.0.0.1"`
 * @returns four bytes in network order
 * @throws {OSError} if the text is no address
 */
export function inet_aton(ip_string: string): Uint8Array<ArrayBuffer> {
  const text = c_text(ip_string, "inet_aton() argument");
  const packed = new Uint8Array(4);
  if (libc.inet_aton(text, packed) === 0) throw new OSError("illegal IP address string passed to inet_aton");
  return packed;
}

/**
 * Writes a packed IPv4 address as text.
 *
 * @param packed_ip four bytes in network order
 * @returns such as `"127.0.0.1"`
 * @throws {OSError} if there are not four bytes
 */
export function inet_ntoa(packed_ip: ArrayBufferView | ArrayBufferLike): string {
  const packed = bytes_like(packed_ip);
  if (packed.length !== 4) throw new OSError("packed IP wrong length for inet_ntoa");
  return packed.join(".");
}

/**
 * Packs an IPv4 or IPv6 address.
 *
 * C function: inet_pton(3).
 *
 * @param address_family `AF_INET` or `AF_INET6`
 * @param ip_string the address as text
 * @returns 4 or 16 bytes in network order
 * @throws {OSError} if the text is no address of that family
 */
export function inet_pton(address_family: number, ip_string: string): Uint8Array<ArrayBuffer> {
  const family = int(address_family);
  const text = c_text(ip_string, "inet_pton() argument 2");
  if (family !== AF_INET && family !== AF_INET6) throw os_error(EAFNOSUPPORT);
  const packed = new Uint8Array(family === AF_INET ? 4 : 16);
  if (libc.inet_pton(family, text, packed) === 0) {
    throw new OSError("illegal IP address string passed to inet_pton");
  }
  return packed;
}

/**
 * Writes a packed IPv4 or IPv6 address as text.
 *
 * C function: inet_ntop(3).
 *
 * @param address_family `AF_INET` or `AF_INET6`
 * @param packed_ip 4 or 16 bytes in network order
 * @returns the address as text
 * @throws {ValueError} for another family, or a length that is not the family's
 */
export function inet_ntop(address_family: number, packed_ip: ArrayBufferView | ArrayBufferLike): string {
  const family = int(address_family);
  const packed = bytes_like(packed_ip);
  if (family !== AF_INET && family !== AF_INET6) throw new ValueError(`unknown address family ${family}`);
  if (byte_length(packed) !== (family === AF_INET ? 4 : 16)) {
    throw new ValueError("invalid length of packed IP address string");
  }
  return address_text(family, packed);
}
