// Byte order and packed addresses.
import { libc, system } from "../ffi/libc.ts";
import { nul_terminated } from "../ffi/memory.ts";
import { as_int, int, is_integer, require_argument, type_name } from "./arguments.ts";
import { address_text } from "./address/inet.ts";
import { byte_length, bytes_like } from "./bytes.ts";
import { os_error, OSError, OverflowError, ValueError } from "./errors.ts";
import { utf8_argument } from "./text/arguments.ts";

const { AF_INET, AF_INET6 } = system.constants;
const { EAFNOSUPPORT } = system.errors;

function swap_16_bits(value: unknown, caller: string): number {
  require_argument(value, `_socket.${caller}() takes exactly one argument (0 given)`);
  const number = as_int(value);
  if (number < 0) {
    throw new OverflowError(`${caller}: can't convert negative Python int to C 16-bit unsigned integer`);
  }
  if (number > 0xffff) {
    throw new OverflowError(`${caller}: Python int too large to convert to C 16-bit unsigned integer`);
  }
  return number >> 8 | (number & 0xff) << 8;
}

function require_two(caller: string, first: unknown, second: unknown): void {
  require_argument(second, `${caller}() takes exactly 2 arguments (${first === undefined ? 0 : 1} given)`);
}

function swap_32_bits(value: unknown, caller: string): number {
  require_argument(value, `_socket.${caller}() takes exactly one argument (0 given)`);
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
 * C function: htons(3); CPython: `socket.htons`.
 *
 * @param x 0 to 65535
 * @returns the number with its two bytes swapped
 * @throws {OverflowError} if it is not a number of 16 bits
 *
 * @example The protocol of a packet socket is in network order
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.htons(socket.ETHERTYPE_IP).toString(16)); // 8
 * ```
 */
export function htons(x: number): number {
  return swap_16_bits(x, "htons");
}

/**
 * Converts a 16-bit number from network to host byte order.
 *
 * C function: ntohs(3); CPython: `socket.ntohs`.
 *
 * @param x 0 to 65535
 * @returns the number with its two bytes swapped
 * @throws {OverflowError} if it is not a number of 16 bits
 *
 * @example Two bytes of a header, read in this machine's order
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const header = Uint8Array.of(0, 80);
 * console.log(socket.ntohs(new Uint16Array(header.buffer)[0]!)); // 80
 * ```
 */
export function ntohs(x: number): number {
  return swap_16_bits(x, "ntohs");
}

/**
 * Converts a 32-bit number from host to network byte order.
 *
 * C function: htonl(3); CPython: `socket.htonl`.
 *
 * @param x 0 to 4294967295
 * @returns the number with its four bytes reversed
 * @throws {OverflowError} if it is not a number of 32 bits
 *
 * @example The bytes of an address
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const address = Uint32Array.of(socket.htonl(socket.INADDR_LOOPBACK));
 * console.log(socket.inet_ntoa(address)); // 127.0.0.1
 * ```
 */
export function htonl(x: number): number {
  return swap_32_bits(x, "htonl");
}

/**
 * Converts a 32-bit number from network to host byte order.
 *
 * C function: ntohl(3); CPython: `socket.ntohl`.
 *
 * @param x 0 to 4294967295
 * @returns the number with its four bytes reversed
 * @throws {OverflowError} if it is not a number of 32 bits
 *
 * @example An address as a number
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [number] = new Uint32Array(socket.inet_aton("127.0.0.1").buffer);
 * console.log(socket.ntohl(number!) === socket.INADDR_LOOPBACK); // true
 * ```
 */
export function ntohl(x: number): number {
  return swap_32_bits(x, "ntohl");
}

function c_text(value: unknown, what: string): Uint8Array {
  return nul_terminated(utf8_argument(value, what));
}

/**
 * Packs an IPv4 address.
 *
 * C function: inet_aton(3), which also takes forms with fewer than four numbers, hexadecimal and octal ones; CPython:
 * `socket.inet_aton`.
 *
 * @param ip_string such as `"127.0.0.1"`
 * @returns four bytes in network order
 * @throws {OSError} if the text is no address
 *
 * @example The short form, too
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.inet_aton("127.1").join()); // 127,0,0,1
 * ```
 */
export function inet_aton(ip_string: string): Uint8Array<ArrayBuffer> {
  require_argument(ip_string, "_socket.inet_aton() takes exactly one argument (0 given)");
  const text = c_text(ip_string, "inet_aton() argument");
  const packed = new Uint8Array(4);
  if (libc.inet_aton(text, packed) === 0) throw new OSError("illegal IP address string passed to inet_aton");
  return packed;
}

/**
 * Writes a packed IPv4 address as text.
 *
 * CPython: `socket.inet_ntoa`.
 *
 * @param packed_ip four bytes in network order
 * @returns such as `"127.0.0.1"`
 * @throws {OSError} if there are not four bytes
 *
 * @example Four bytes
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.inet_ntoa(Uint8Array.of(192, 0, 2, 1))); // 192.0.2.1
 * ```
 */
export function inet_ntoa(packed_ip: ArrayBufferView | ArrayBufferLike): string {
  require_argument(packed_ip, "_socket.inet_ntoa() takes exactly one argument (0 given)");
  const packed = bytes_like(packed_ip);
  if (packed.length !== 4) throw new OSError("packed IP wrong length for inet_ntoa");
  return packed.join(".");
}

/**
 * Packs an IPv4 or IPv6 address.
 *
 * C function: inet_pton(3); CPython: `socket.inet_pton`.
 *
 * @param address_family `AF_INET` or `AF_INET6`
 * @param ip_string the address as text
 * @returns 4 or 16 bytes in network order
 * @throws {OSError} if the text is no address of that family
 *
 * @example Is it an address?
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * function is_ipv6(text: string): boolean {
 *   try {
 *     socket.inet_pton(socket.AF_INET6, text);
 *     return true;
 *   } catch (error) {
 *     if (error instanceof socket.OSError) return false;
 *     throw error;
 *   }
 * }
 * console.log(is_ipv6("2001:db8::1"), is_ipv6("192.0.2.1")); // true false
 * ```
 */
export function inet_pton(address_family: number, ip_string: string): Uint8Array<ArrayBuffer> {
  require_two("inet_pton", address_family, ip_string);
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
 * C function: inet_ntop(3); CPython: `socket.inet_ntop`.
 *
 * @param address_family `AF_INET` or `AF_INET6`
 * @param packed_ip 4 or 16 bytes in network order
 * @returns the address as text
 * @throws {ValueError} for another family, or a length that is not the family's
 *
 * @example The shortest form of an address
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const packed = socket.inet_pton(socket.AF_INET6, "2001:0db8:0000:0000:0000:0000:0000:0001");
 * console.log(socket.inet_ntop(socket.AF_INET6, packed)); // 2001:db8::1
 * ```
 */
export function inet_ntop(address_family: number, packed_ip: ArrayBufferView | ArrayBufferLike): string {
  require_two("inet_ntop", address_family, packed_ip);
  const family = int(address_family);
  const packed = bytes_like(packed_ip);
  if (family !== AF_INET && family !== AF_INET6) throw new ValueError(`unknown address family ${family}`);
  if (byte_length(packed) !== (family === AF_INET ? 4 : 16)) {
    throw new ValueError("invalid length of packed IP address string");
  }
  return address_text(family, packed);
}
