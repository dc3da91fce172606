// The values of socket options: integers, bytes, and NULL.
import { byte_length } from "../ffi/intrinsics.ts";
import { errno, libc, system } from "../ffi/libc.ts";
import { int, is_integer, type_name, unsigned_int } from "./arguments.ts";
import { bytes_like } from "./bytes.ts";
import { os_error, OSError } from "./errors.ts";

const { AF_VSOCK } = system.constants;

const option_length = new Uint32Array(1);

/** Fills `memory` by getsockopt(2), and returns how many bytes the value has. */
function read(fd: number, level: number, optname: number, memory: ArrayBufferView): number {
  option_length[0] = byte_length(memory);
  const n = libc.getsockopt(fd, level, optname, memory, option_length), e = errno[0];
  if (n < 0) throw os_error(e);
  return option_length[0]!;
}

// One is enough: its content is used before anybody else may ask.
const int_memory = new Int32Array(1) as Int32Array & { 0: number };

/** The value of an option that is an `int`. */
export function int_option(fd: number, level: number, optname: number): number {
  int_memory[0] = 0;
  read(fd, level, optname, int_memory);
  return int_memory[0];
}

// Vsock options have 64 bits, and CPython reads and writes every one of theirs so.
function vsock_option(fd: number, level: number, optname: number): number {
  const memory = new BigUint64Array(1);
  read(fd, level, optname, memory);
  return Number(memory[0]);
}

/** The guts of `socket.getsockopt()`. */
export function getsockopt(
  { fd, family }: { readonly fd: number; readonly family: number },
  level: unknown,
  optname: unknown,
  buflen: unknown,
): number | Uint8Array<ArrayBuffer> {
  if (optname === undefined) {
    throw new TypeError(`getsockopt() takes at least 2 arguments (${level === undefined ? 0 : 1} given)`);
  }
  const numbers: [number, number] = [int(level), int(optname)];
  const size = int(buflen);
  if (size === 0) return family === AF_VSOCK ? vsock_option(fd, ...numbers) : int_option(fd, ...numbers);
  if (family === AF_VSOCK) throw new OSError("getsockopt string buffer not allowed");
  if (size < 0 || size > 1024) throw new OSError("getsockopt buflen out of range");
  const memory = new Uint8Array(size);
  return memory.slice(0, read(fd, ...numbers, memory));
}

function vsock_value(value: unknown): BigUint64Array {
  if (is_integer(value)) return new BigUint64Array([BigInt.asUintN(64, BigInt(value))]);
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(`setsockopt() argument 3 must be int, not ${found}`);
}

function is_c_int(value: unknown): value is number {
  return is_integer(value) && Math.abs(Number(value) + 0.5) < 2 ** 31;
}

/** What setsockopt(2) is told: level and option, the value's memory or `null` for NULL, and its length. */
type Option = [level: number, optname: number, memory: ArrayBufferView | null, length: number];

function int_value(value: number): Int32Array {
  int_memory[0] = value;
  return int_memory;
}

function option(level: unknown, optname: unknown, value: unknown, family: number): Option {
  const numbers = [int(level), int(optname)] as const;
  const memory = family === AF_VSOCK
    ? vsock_value(value)
    : is_c_int(value)
    ? int_value(Number(value))
    : bytes_like(value);
  return [...numbers, memory, Infinity];
}

// CPython tries an integer, then NULL, then bytes, and complains as the last does, which takes three arguments.
function null_option(
  level: unknown,
  optname: unknown,
  value: unknown,
  optlen: unknown,
  family: number,
): Option {
  try {
    if (value === null && family !== AF_VSOCK) {
      return [int(level), int(optname), null, unsigned_int(optlen)];
    }
  } catch { /* the last complaint counts */ }
  throw new TypeError("setsockopt() takes exactly 3 arguments (4 given)");
}

/** The guts of `socket.setsockopt()`. */
export function setsockopt(
  { fd, family }: { readonly fd: number; readonly family: number },
  level: unknown,
  optname: unknown,
  value: unknown,
  optlen: unknown,
): void {
  if (value === undefined && optlen === undefined) {
    const given = optname !== undefined ? 2 : level !== undefined ? 1 : 0;
    throw new TypeError(`setsockopt() takes exactly 3 arguments (${given} given)`);
  }
  const [level_number, option_number, memory, length] = optlen === undefined
    ? option(level, optname, value, family)
    : null_option(level, optname, value, optlen, family);
  const size = memory === null ? length : byte_length(memory) >>> 0;
  const n = libc.setsockopt(fd, level_number, option_number, memory, size), e = errno[0];
  if (n < 0) throw os_error(e);
}
