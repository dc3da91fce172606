// Values into memory, as a format lays them out.
import { is_integer } from "../arguments.ts";
import { bytes_or_null } from "../bytes.ts";
import { OverflowError } from "../exceptions.ts";
import { error } from "./error.ts";
import type { Layout, Run } from "./format.ts";

// Where a value is cut into bytes that a single store cannot cut. The supported machines are little-endian.
const memory = new ArrayBuffer(8);
const bytes_there = new Uint8Array(memory);
const words = new Uint32Array(memory);
const longs = new BigUint64Array(memory);
const halves = new Float16Array(memory);
const floats = new Float32Array(memory);
const doubles = new Float64Array(memory);

function limits({ character, size }: Run): [least: bigint, most: bigint] {
  const values = 2n ** BigInt(8 * size);
  return character === character.toUpperCase() ? [0n, values - 1n] : [-values / 2n, values / 2n - 1n];
}

function out_of_range(run: Run): error {
  if (run.character === "P") return new error("int too large to convert");
  const [least, most] = limits(run);
  return new error(`'${run.character}' format requires ${least} <= number <= ${most}`);
}

function not_an_integer(): error {
  return new error("required argument is not an integer");
}

// What the quick test did not take: a BigInt, a boolean, or what is no integer or does not fit.
function small_integer(value: unknown, run: Run): number {
  if (!is_integer(value)) throw not_an_integer();
  const [least, most] = limits(run);
  if (BigInt(value) < least || BigInt(value) > most) throw out_of_range(run);
  return Number(value);
}

// A number that fits passes a quick test, and small_integer() looks at the others. `| 0` tells the compilers what it is.

function signed_byte(value: unknown, run: Run): number {
  return typeof value === "number" && value << 24 >> 24 === value ? value | 0 : small_integer(value, run) | 0;
}

function unsigned_byte(value: unknown, run: Run): number {
  return typeof value === "number" && (value & 0xff) === value ? value | 0 : small_integer(value, run) | 0;
}

function signed_short(value: unknown, run: Run): number {
  return typeof value === "number" && value << 16 >> 16 === value ? value | 0 : small_integer(value, run) | 0;
}

function unsigned_short(value: unknown, run: Run): number {
  return typeof value === "number" && (value & 0xffff) === value ? value | 0 : small_integer(value, run) | 0;
}

function signed_word(value: unknown, run: Run): number {
  return typeof value === "number" && (value | 0) === value ? value | 0 : small_integer(value, run) | 0;
}

function unsigned_word(value: unknown, run: Run): number {
  return typeof value === "number" && value >>> 0 === value ? value | 0 : small_integer(value, run) | 0;
}

const LONG_MIN = -(2n ** 63n), LONG_MAX = 2n ** 63n - 1n, ULONG_MAX = 2n ** 64n - 1n;

/** Puts an integer of 8 bytes into `words`. */
function put_long(value: unknown, least: bigint, most: bigint, run: Run): void {
  if (typeof value === "bigint") {
    if (value < least || value > most) throw out_of_range(run);
    longs[0] = value;
  } else if (Number.isSafeInteger(value) && (value as number >= 0 || least < 0n)) {
    // Stored modulo 2³², both of them.
    words[0] = value as number;
    words[1] = Math.floor(value as number / 2 ** 32);
  } else {
    if (!is_integer(value)) throw not_an_integer();
    put_long(BigInt(value), least, most, run);
  }
}

function float_value(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint" || typeof value === "boolean") {
    const number = Number(value);
    if (Number.isFinite(number)) return number;
  }
  throw new error("required argument is not a float");
}

function float_overflow(value: unknown, { character }: Run): Error {
  return typeof value === "bigint"
    ? new error("int too large to convert")
    : new OverflowError(`float too large to pack with ${character} format`);
}

// JavaScript has one NaN, whose sign and payload may be anything: it is written as the same bytes always.

/** Puts a float of 2 bytes into `words`. */
function put_half(value: unknown, run: Run): void {
  const number = float_value(value);
  halves[0] = number;
  if (number !== number) words[0] = 0x7e00;
  else if (!Number.isFinite(halves[0]) && Number.isFinite(number)) throw float_overflow(value, run);
}

/** Puts a float of 4 bytes into `words`; what is too large is infinity. */
function put_native_float(value: unknown): void {
  const number = float_value(value);
  floats[0] = number;
  if (number !== number) words[0] = 0x7fc00000;
}

/** The same, and what is too large is an error. */
function put_float(value: unknown, run: Run): void {
  put_native_float(value);
  const is_infinite = (words[0]! & 0x7fffffff) === 0x7f800000;
  if (is_infinite && Number.isFinite(float_value(value))) throw float_overflow(value, run);
}

/** Puts a float of 8 bytes into `words`. */
function put_double(value: unknown): void {
  const number = float_value(value);
  doubles[0] = number;
  if (number !== number) {
    words[0] = 0;
    words[1] = 0x7ff80000;
  }
}

function write_word_little(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >> 8;
  bytes[at + 2] = word >> 16;
  bytes[at + 3] = word >> 24;
}

function write_word_big(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >> 24;
  bytes[at + 1] = word >> 16;
  bytes[at + 2] = word >> 8;
  bytes[at + 3] = word;
}

function write_long_little(bytes: Uint8Array, at: number): void {
  write_word_little(bytes, at, words[0]!);
  write_word_little(bytes, at + 4, words[1]!);
}

function write_long_big(bytes: Uint8Array, at: number): void {
  write_word_big(bytes, at, words[1]!);
  write_word_big(bytes, at + 4, words[0]!);
}

/** Python's truth of a value: NaN is true, and what is empty is false. */
function is_true(value: unknown): boolean {
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "object" || value === null) return Boolean(value);
  if (Array.isArray(value)) return value.length > 0;
  return bytes_or_null(value)?.length !== 0;
}

function character_of(value: unknown): number {
  const bytes = bytes_or_null(value);
  if (bytes?.length !== 1) throw new error("char format requires a bytes object of length 1");
  return bytes[0]!;
}

/** As many bytes of an argument as there is room for. */
function bytes_for(value: unknown, { character }: Run, room: number): Uint8Array {
  const bytes = bytes_or_null(value);
  if (bytes === null) throw new error(`argument for '${character}' must be a bytes object`);
  return bytes.length > room ? bytes.subarray(0, room) : bytes;
}

function write_bytes(bytes: Uint8Array, at: number, value: unknown, run: Run): void {
  bytes.set(bytes_for(value, run, run.size), at);
}

// The first byte counts the others; CPython copies those too that it cannot count.
function write_counted_bytes(bytes: Uint8Array, at: number, value: unknown, run: Run): void {
  const content = bytes_for(value, run, Math.max(run.size - 1, 0));
  if (run.size === 0) return;
  bytes[at] = Math.min(content.length, 255);
  bytes.set(content, at + 1);
}

/**
 * Writes values to memory that is known to be large enough, and to hold zeros where the layout has gaps. Fails with the
 * values before the bad one written. Calls nothing of the values'.
 */
export function write_values(
  layout: Layout,
  bytes: Uint8Array,
  start: number,
  values: readonly unknown[],
): void {
  const { runs } = layout;
  let index = 0;
  for (let k = 0; k < runs.length; k++) {
    const run = runs[k]!, end = index + run.count;
    let at = start + run.at;
    switch (run.kind) {
      case 0: // c
        for (; index < end; index++) bytes[at++] = character_of(values[index]);
        break;
      case 1: // ?
        for (; index < end; index++) bytes[at++] = is_true(values[index]) ? 1 : 0;
        break;
      case 2: // b
        for (; index < end; index++) bytes[at++] = signed_byte(values[index], run);
        break;
      case 3: // B
        for (; index < end; index++) bytes[at++] = unsigned_byte(values[index], run);
        break;
      case 4: // h
        for (; index < end; index++, at += 2) {
          const value = signed_short(values[index], run);
          bytes[at] = value;
          bytes[at + 1] = value >> 8;
        }
        break;
      case 5: // h, big-endian
        for (; index < end; index++, at += 2) {
          const value = signed_short(values[index], run);
          bytes[at] = value >> 8;
          bytes[at + 1] = value;
        }
        break;
      case 6: // H
        for (; index < end; index++, at += 2) {
          const value = unsigned_short(values[index], run);
          bytes[at] = value;
          bytes[at + 1] = value >> 8;
        }
        break;
      case 7: // H, big-endian
        for (; index < end; index++, at += 2) {
          const value = unsigned_short(values[index], run);
          bytes[at] = value >> 8;
          bytes[at + 1] = value;
        }
        break;
      case 8: // i
        for (; index < end; index++, at += 4) write_word_little(bytes, at, signed_word(values[index], run));
        break;
      case 9: // i, big-endian
        for (; index < end; index++, at += 4) write_word_big(bytes, at, signed_word(values[index], run));
        break;
      case 10: // I
        for (; index < end; index++, at += 4) write_word_little(bytes, at, unsigned_word(values[index], run));
        break;
      case 11: // I, big-endian
        for (; index < end; index++, at += 4) write_word_big(bytes, at, unsigned_word(values[index], run));
        break;
      case 12: // q
        for (; index < end; index++, at += 8) {
          put_long(values[index], LONG_MIN, LONG_MAX, run);
          write_long_little(bytes, at);
        }
        break;
      case 13: // q, big-endian
        for (; index < end; index++, at += 8) {
          put_long(values[index], LONG_MIN, LONG_MAX, run);
          write_long_big(bytes, at);
        }
        break;
      case 14: // Q
        for (; index < end; index++, at += 8) {
          put_long(values[index], 0n, ULONG_MAX, run);
          write_long_little(bytes, at);
        }
        break;
      case 15: // Q, big-endian
        for (; index < end; index++, at += 8) {
          put_long(values[index], 0n, ULONG_MAX, run);
          write_long_big(bytes, at);
        }
        break;
      case 16: // e
        for (; index < end; index++, at += 2) {
          put_half(values[index], run);
          bytes[at] = bytes_there[0]!;
          bytes[at + 1] = bytes_there[1]!;
        }
        break;
      case 17: // e, big-endian
        for (; index < end; index++, at += 2) {
          put_half(values[index], run);
          bytes[at] = bytes_there[1]!;
          bytes[at + 1] = bytes_there[0]!;
        }
        break;
      case 18: // f
        for (; index < end; index++, at += 4) {
          put_float(values[index], run);
          write_word_little(bytes, at, words[0]!);
        }
        break;
      case 19: // f, big-endian
        for (; index < end; index++, at += 4) {
          put_float(values[index], run);
          write_word_big(bytes, at, words[0]!);
        }
        break;
      case 20: // d
        for (; index < end; index++, at += 8) {
          put_double(values[index]);
          write_long_little(bytes, at);
        }
        break;
      case 21: // d, big-endian
        for (; index < end; index++, at += 8) {
          put_double(values[index]);
          write_long_big(bytes, at);
        }
        break;
      case 22: // s
        write_bytes(bytes, at, values[index++], run);
        break;
      case 23: // p
        write_counted_bytes(bytes, at, values[index++], run);
        break;
      case 24: // P
        for (; index < end; index++, at += 8) {
          put_long(values[index], LONG_MIN, ULONG_MAX, run);
          write_long_little(bytes, at);
        }
        break;
      case 25: // f, native
        for (; index < end; index++, at += 4) {
          put_native_float(values[index]);
          write_word_little(bytes, at, words[0]!);
        }
        break;
    }
  }
}
