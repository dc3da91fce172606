// UTF-8, with CPython's errors.
import {
  type Codec,
  decode_with_faults,
  type Decoded,
  type Decoder,
  encode_with_faults,
  type Encoding,
  is_well_formed,
  KeepingDecoder,
} from "./codec.ts";
import type { DecodingFault } from "./errors.ts";
import { type Bytes, join_bytes } from "../bytes.ts";

const NAME = "utf-8";

let decoder: TextDecoder | null = null;

// Not `fatal`, which can take ten times as long: faults show as U+FFFD, and are looked for only then.
function decode_by_platform(bytes: Uint8Array): string {
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(bytes);
}

let encoder: TextEncoder | null = null;

function encode_by_platform(text: string): Bytes {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}

const is_continuation = (byte: number) => (byte & 0xc0) === 0x80;

// How long the character that starts with this byte is; 0 if none does.
function length_from(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// Whether the second byte may follow the first: overlong forms, surrogates and codes beyond U+10FFFF show here.
function may_follow(first: number, second: number): boolean {
  switch (first) {
    case 0xe0:
      return second >= 0xa0 && second < 0xc0;
    case 0xed:
      return second >= 0x80 && second < 0xa0;
    case 0xf0:
      return second >= 0x90 && second < 0xc0;
    case 0xf4:
      return second >= 0x80 && second < 0x90;
  }
  return is_continuation(second);
}

// How many bytes at `start` belong together as a character or the beginning of one.
function extent(bytes: Uint8Array, start: number, length: number): number {
  const end = Math.min(start + length, bytes.length);
  let index = start + 1;
  if (index < end && may_follow(bytes[start]!, bytes[index]!)) {
    do index++; while (index < end && is_continuation(bytes[index]!));
  }
  return index - start;
}

// With "surrogatepass" the first two bytes of a surrogate may be followed by its third.
function starts_surrogate(bytes: Uint8Array, start: number): boolean {
  return bytes.length - start === 2 && bytes[start] === 0xed && bytes[start + 1]! >= 0xa0 &&
    bytes[start + 1]! < 0xc0;
}

function fault_of(
  bytes: Uint8Array,
  start: number,
  length: number,
  final: boolean,
): DecodingFault | null {
  if (length === 0) return { start, end: start + 1, reason: "invalid start byte" };
  const end = start + extent(bytes, start, length);
  if (end === start + length) return null;
  if (!final && starts_surrogate(bytes, start)) return { start, end: start + 2, reason: null };
  if (end < bytes.length) return { start, end, reason: "invalid continuation byte" };
  return { start, end, reason: final ? "unexpected end of data" : null };
}

function next_fault(bytes: Uint8Array, position: number, final: boolean): DecodingFault | null {
  while (position < bytes.length) {
    const length = length_from(bytes[position]!);
    const fault = length === 1 ? null : fault_of(bytes, position, length, final);
    if (fault !== null) return fault;
    position += length;
  }
  return null;
}

// How many bytes at the end are the beginning of a character.
function unfinished(bytes: Uint8Array): number {
  const { length } = bytes;
  if (length === 0 || bytes[length - 1]! < 0x80) return 0;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (!is_continuation(byte)) return length_from(byte) > back ? back : 0;
  }
  return 0;
}

/** Decodes as many whole characters as there are. */
export function decode_utf8(bytes: Uint8Array, errors: string, final: boolean): Decoded {
  const consumed = final ? bytes.length : bytes.length - unfinished(bytes);
  const text = decode_by_platform(consumed === bytes.length ? bytes : bytes.subarray(0, consumed));
  // The rest may already be such that no character can come of it.
  if (
    !text.includes("\ufffd") &&
    (consumed === bytes.length || next_fault(bytes, consumed, false)?.reason === null)
  ) {
    return { text, consumed };
  }
  return decode_with_faults(
    NAME,
    bytes,
    errors,
    0,
    (bytes, position) => next_fault(bytes, position, final),
    decode_by_platform,
  );
}

const encoding: Encoding = {
  name: NAME,
  reason: "surrogates not allowed",
  unit: 1,
  escapes_singly: true,
  has: (code) => code < 0xd800 || code > 0xdfff,
  encode: encode_by_platform,
};

/** Encodes text; lone surrogates are faults. */
export function encode_utf8(text: string, errors: string): Bytes {
  return is_well_formed(text) ? encode_by_platform(text) : encode_with_faults(text, errors, encoding);
}

/** UTF-8. A byte order mark is a character like others. */
export const utf8: Codec = {
  decoder: (errors) => new KeepingDecoder(decode_utf8, errors),
  encoder: (errors) => (text) => encode_utf8(text, errors),
};

const MARK = [0xef, 0xbb, 0xbf];

// Whether the bytes start with the mark, as far as they go.
const may_be_marked = (bytes: Uint8Array) =>
  MARK.every((byte, index) => index >= bytes.length || bytes[index] === byte);

class SignedDecoder implements Decoder {
  readonly #decoder: Decoder;
  #first = true;

  constructor(errors: string) {
    this.#decoder = new KeepingDecoder((bytes, errors, final) => this.#decode(bytes, errors, final), errors);
  }

  #decode(bytes: Uint8Array, errors: string, final: boolean): Decoded {
    if (!this.#first) return decode_utf8(bytes, errors, final);
    const marked = may_be_marked(bytes);
    if (marked && bytes.length < MARK.length) return { text: "", consumed: 0 };
    this.#first = false;
    if (!marked) return decode_utf8(bytes, errors, final);
    const { text, consumed } = decode_utf8(bytes.subarray(MARK.length), errors, final);
    return { text, consumed: consumed + MARK.length };
  }

  decode(bytes: Uint8Array, final: boolean): string {
    return this.#decoder.decode(bytes, final);
  }

  reset(): void {
    this.#decoder.reset();
    this.#first = true;
  }

  no_bytes(): TypeError {
    return this.#decoder.no_bytes();
  }
}

function signing_encoder(errors: string): (text: string) => Uint8Array {
  let first = true;
  return (text) => {
    // As in CPython a first text that cannot be encoded takes the mark with it.
    const start = new Uint8Array(first ? MARK : []);
    first = false;
    return join_bytes([start, encode_utf8(text, errors)]);
  };
}

/** UTF-8 with a byte order mark at the start of the stream, which is no part of the text. */
export const utf8_signed: Codec = {
  decoder: (errors) => new SignedDecoder(errors),
  encoder: signing_encoder,
};

/** Python's `text.encode()`: refuses lone surrogates. */
export function utf8_encode(text: string): Bytes {
  return encode_utf8(text, "strict");
}

/** Python's `bytes.decode()`: refuses what is not UTF-8. */
export function utf8_decode(bytes: Uint8Array): string {
  return decode_utf8(bytes, "strict", true).text;
}

// File names: every byte that is not UTF-8 becomes a lone surrogate U+DC80 to U+DCFF, so that any name survives the way
// there and back.

/** Python's `os.fsencode(name)`. */
export function fsencode(name: string): Bytes {
  return encode_utf8(name, "surrogateescape");
}

/** Python's `os.fsdecode(bytes)`. */
export function fsdecode(bytes: Uint8Array): string {
  return decode_utf8(bytes, "surrogateescape", true).text;
}
