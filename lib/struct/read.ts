// Values out of memory, as a format lays them out.
import type { Bytes } from "../bytes.ts";
import type { Layout, Run } from "./format.ts";

/** A value that was unpacked. */
export type StructValue = number | bigint | boolean | Bytes;

// Where bytes become a value that shifts cannot make. The supported machines are little-endian.
const memory = new ArrayBuffer(8);
const words = new Uint32Array(memory);
const signed_longs = new BigInt64Array(memory);
const longs = new BigUint64Array(memory);
const halves = new Float16Array(memory);
const floats = new Float32Array(memory);
const doubles = new Float64Array(memory);

function word_little(bytes: Uint8Array, at: number): number {
  return bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
}

function word_big(bytes: Uint8Array, at: number): number {
  return bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
}

function take_long_little(bytes: Uint8Array, at: number): void {
  words[0] = word_little(bytes, at);
  words[1] = word_little(bytes, at + 4);
}

function take_long_big(bytes: Uint8Array, at: number): void {
  words[1] = word_big(bytes, at);
  words[0] = word_big(bytes, at + 4);
}

function character_at(bytes: Uint8Array, at: number): Bytes {
  const character = new Uint8Array(1);
  character[0] = bytes[at]!;
  return character;
}

function counted_bytes(bytes: Uint8Array, at: number, { size }: Run): Bytes {
  if (size === 0) return new Uint8Array(0);
  const length = Math.min(bytes[at]!, size - 1);
  return bytes.slice(at + 1, at + 1 + length) as Bytes;
}

/** The longest array that is made at once; longer ones grow, because one with a large hole is made a dictionary. */
const LONGEST = 4096;

/** Reads the values from memory that is known to be large enough. */
export function read_values(layout: Layout, bytes: Uint8Array, start: number): StructValue[] {
  const { runs } = layout;
  const values: StructValue[] = layout.length > LONGEST ? [] : new Array(layout.length);
  let index = 0;
  for (let k = 0; k < runs.length; k++) {
    const run = runs[k]!, end = index + run.count;
    let at = start + run.at;
    switch (run.kind) {
      case 0: // c
        for (; index < end; index++) values[index] = character_at(bytes, at++);
        break;
      case 1: // ?
        for (; index < end; index++) values[index] = bytes[at++] !== 0;
        break;
      case 2: // b
        for (; index < end; index++) values[index] = bytes[at++]! << 24 >> 24;
        break;
      case 3: // B
        for (; index < end; index++) values[index] = bytes[at++]!;
        break;
      case 4: // h
        for (; index < end; index++, at += 2) values[index] = (bytes[at]! | bytes[at + 1]! << 8) << 16 >> 16;
        break;
      case 5: // h, big-endian
        for (; index < end; index++, at += 2) values[index] = (bytes[at]! << 8 | bytes[at + 1]!) << 16 >> 16;
        break;
      case 6: // H
        for (; index < end; index++, at += 2) values[index] = bytes[at]! | bytes[at + 1]! << 8;
        break;
      case 7: // H, big-endian
        for (; index < end; index++, at += 2) values[index] = bytes[at]! << 8 | bytes[at + 1]!;
        break;
      case 8: // i
        for (; index < end; index++, at += 4) values[index] = word_little(bytes, at);
        break;
      case 9: // i, big-endian
        for (; index < end; index++, at += 4) values[index] = word_big(bytes, at);
        break;
      case 10: // I
        for (; index < end; index++, at += 4) values[index] = word_little(bytes, at) >>> 0;
        break;
      case 11: // I, big-endian
        for (; index < end; index++, at += 4) values[index] = word_big(bytes, at) >>> 0;
        break;
      case 12: // q
        for (; index < end; index++, at += 8) {
          take_long_little(bytes, at);
          values[index] = signed_longs[0]!;
        }
        break;
      case 13: // q, big-endian
        for (; index < end; index++, at += 8) {
          take_long_big(bytes, at);
          values[index] = signed_longs[0]!;
        }
        break;
      case 14: // Q
      case 24: // P
        for (; index < end; index++, at += 8) {
          take_long_little(bytes, at);
          values[index] = longs[0]!;
        }
        break;
      case 15: // Q, big-endian
        for (; index < end; index++, at += 8) {
          take_long_big(bytes, at);
          values[index] = longs[0]!;
        }
        break;
      case 16: // e
        for (; index < end; index++, at += 2) {
          words[0] = bytes[at]! | bytes[at + 1]! << 8;
          values[index] = halves[0]!;
        }
        break;
      case 17: // e, big-endian
        for (; index < end; index++, at += 2) {
          words[0] = bytes[at]! << 8 | bytes[at + 1]!;
          values[index] = halves[0]!;
        }
        break;
      case 18: // f
      case 25: // f, native
        for (; index < end; index++, at += 4) {
          words[0] = word_little(bytes, at);
          values[index] = floats[0]!;
        }
        break;
      case 19: // f, big-endian
        for (; index < end; index++, at += 4) {
          words[0] = word_big(bytes, at);
          values[index] = floats[0]!;
        }
        break;
      case 20: // d
        for (; index < end; index++, at += 8) {
          take_long_little(bytes, at);
          values[index] = doubles[0]!;
        }
        break;
      case 21: // d, big-endian
        for (; index < end; index++, at += 8) {
          take_long_big(bytes, at);
          values[index] = doubles[0]!;
        }
        break;
      case 22: // s
        values[index++] = bytes.slice(at, at + run.size) as Bytes;
        break;
      case 23: // p
        values[index++] = counted_bytes(bytes, at, run);
        break;
    }
  }
  return values;
}
