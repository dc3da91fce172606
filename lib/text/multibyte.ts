// The encodings of Chinese, Japanese and Korean, which the system decodes and nobody here encodes.
import {
  type Codec,
  decode_with_faults,
  type Decoded,
  type Encoder,
  KeepingDecoder,
  type Label,
} from "./codec.ts";
import type { DecodingFault } from "./errors.ts";
import { UnsupportedOperation } from "../errors.ts";

/** How many bytes the character at `start` has, judging by its first bytes. */
export type CharacterLength = (bytes: Uint8Array, start: number) => number;

/** Bytes from 0x80 up begin a pair. */
export function pairs(bytes: Uint8Array, start: number): number {
  return bytes[start]! < 0x80 ? 1 : 2;
}

/** Shift_JIS: pairs, but half-width katakana are single bytes. */
export function shift_jis(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!;
  return first < 0x81 || (first >= 0xa0 && first < 0xe0) || first > 0xfc ? 1 : 2;
}

/** EUC-JP: pairs, and triples that begin with 0x8F. */
export function euc_jp(bytes: Uint8Array, start: number): number {
  return bytes[start] === 0x8f ? 3 : pairs(bytes, start);
}

/** GB 18030: pairs, or four bytes if the second is a digit. */
export function gb18030(bytes: Uint8Array, start: number): number {
  const length = pairs(bytes, start);
  const second = bytes[start + 1] ?? 0;
  return length === 2 && second >= 0x30 && second <= 0x39 ? 4 : length;
}

// U+FFFD itself, which only GB 18030 has.
const REPLACEMENT = [0x84, 0x31, 0xa4, 0x37];

function is_replacement(bytes: Uint8Array, start: number, length: number): boolean {
  return length === REPLACEMENT.length && REPLACEMENT.every((byte, index) => bytes[start + index] === byte);
}

/** The encoder of an encoding that is only read: it complains. */
export function not_written(name: string): Encoder {
  return () => {
    throw new UnsupportedOperation(`the encoding '${name}' is only for reading`);
  };
}

/**
 * An encoding in which the first bytes of a character tell its length.
 *
 * @param name CPython's name, for messages
 * @param label the web's name
 * @param character_length tells the length
 */
export function multibyte(name: string, label: Label, character_length: CharacterLength): Codec {
  const decoder = new TextDecoder(label, { ignoreBOM: true });

  function fault_of(bytes: Uint8Array, start: number, length: number, final: boolean): DecodingFault | null {
    if (start + length > bytes.length) {
      return { start, end: bytes.length, reason: final ? "incomplete multibyte sequence" : null };
    }
    const text = length === 1 && bytes[start]! < 0x80
      ? ""
      : decoder.decode(bytes.subarray(start, start + length));
    return text.includes("\ufffd") && !is_replacement(bytes, start, length)
      ? { start, end: start + 1, reason: "illegal multibyte sequence" }
      : null;
  }

  function next_fault(bytes: Uint8Array, position: number, final: boolean): DecodingFault | null {
    while (position < bytes.length) {
      const length = character_length(bytes, position);
      const fault = fault_of(bytes, position, length, final);
      if (fault !== null) return fault;
      position += length;
    }
    return null;
  }

  function whole_characters(bytes: Uint8Array): number {
    for (let position = 0;;) {
      const next = position + (position < bytes.length ? character_length(bytes, position) : 1);
      if (next > bytes.length) return position;
      position = next;
    }
  }

  function decode(bytes: Uint8Array, errors: string, final: boolean): Decoded {
    const consumed = final ? bytes.length : whole_characters(bytes);
    const text = decoder.decode(bytes.subarray(0, consumed));
    if (!text.includes("\ufffd")) return { text, consumed };
    return decode_with_faults(
      name,
      bytes,
      errors,
      0,
      (bytes, position) => next_fault(bytes, position, final),
      (valid) => decoder.decode(valid),
    );
  }

  return { decoder: (errors) => new KeepingDecoder(decode, errors, true), encoder: () => not_written(name) };
}
