// UTF-16 and UTF-32, in either byte order or the one that the stream's first character tells.
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
import { cannot_decode, type DecodingFault } from "./errors.ts";

/** Decodes as many whole characters as there are behind a position. */
type DecodeFrom = (bytes: Uint8Array, errors: string, final: boolean, start: number) => Decoded;

const is_high = (code: number) => code >= 0xd800 && code < 0xdc00;
const is_low = (code: number) => code >= 0xdc00 && code < 0xe000;

const view_of = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// A fault at the end of the data, unless more may come.
function at_end(start: number, end: number, final: boolean, reason: string): DecodingFault {
  return { start, end, reason: final ? reason : null };
}

function next_fault_16(
  bytes: Uint8Array,
  position: number,
  final: boolean,
  little: boolean,
): DecodingFault | null {
  const view = view_of(bytes);
  const { length } = bytes;
  for (let start = position; start < length; start += 2) {
    if (length - start < 2) return at_end(start, length, final, "truncated data");
    const code = view.getUint16(start, little);
    if (is_low(code)) return { start, end: start + 2, reason: "illegal encoding" };
    if (!is_high(code)) continue;
    if (length - start < 4) return at_end(start, length, final, "unexpected end of data");
    if (!is_low(view.getUint16(start + 2, little))) {
      return { start, end: start + 2, reason: "illegal UTF-16 surrogate" };
    }
    start += 2;
  }
  return null;
}

// How many bytes at the end are the beginning of a character.
function unfinished_16(bytes: Uint8Array, little: boolean): number {
  const odd = bytes.length % 2;
  const last = bytes.length - odd - 2;
  return last >= 0 && is_high(view_of(bytes).getUint16(last, little)) ? odd + 2 : odd;
}

function utf16_in(little: boolean): DecodeFrom {
  const name = little ? "utf-16-le" : "utf-16-be";
  const decoder = new TextDecoder(little ? "utf-16le" : "utf-16be", { ignoreBOM: true });
  return (bytes, errors, final, start) => {
    const end = final ? bytes.length : bytes.length - unfinished_16(bytes.subarray(start), little);
    const text = decoder.decode(bytes.subarray(start, end));
    if (!text.includes("\ufffd")) return { text, consumed: end };
    return decode_with_faults(
      name,
      bytes,
      errors,
      start,
      (bytes, position) => next_fault_16(bytes, position, final, little),
      (valid) => decoder.decode(valid),
    );
  };
}

function next_fault_32(
  bytes: Uint8Array,
  position: number,
  final: boolean,
  little: boolean,
): DecodingFault | null {
  const view = view_of(bytes);
  const { length } = bytes;
  for (let start = position; start < length; start += 4) {
    if (length - start < 4) return at_end(start, length, final, "truncated data");
    const code = view.getUint32(start, little);
    const end = start + 4;
    if (is_high(code) || is_low(code)) {
      return { start, end, reason: "code point in surrogate code point range(0xd800, 0xe000)" };
    }
    if (code > 0x10ffff) return { start, end, reason: "code point not in range(0x110000)" };
  }
  return null;
}

function decode_valid_32(bytes: Uint8Array, little: boolean): string {
  const view = view_of(bytes);
  let text = "";
  for (let start = 0; start < bytes.length; start += 4) {
    text += String.fromCodePoint(view.getUint32(start, little));
  }
  return text;
}

function utf32_in(little: boolean): DecodeFrom {
  return (bytes, errors, final, start) =>
    decode_with_faults(
      little ? "utf-32-le" : "utf-32-be",
      bytes,
      errors,
      start,
      (bytes, position) => next_fault_32(bytes, position, final, little),
      (valid) => decode_valid_32(valid, little),
    );
}

function encode_16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = view_of(bytes);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), little);
  }
  return bytes;
}

function encode_32(text: string, little: boolean): Uint8Array {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const bytes = new Uint8Array(codes.length * 4);
  const view = view_of(bytes);
  codes.forEach((code, index) => view.setUint32(index * 4, code, little));
  return bytes;
}

function encoder_of(encoding: Encoding): Codec["encoder"] {
  return (errors) => (text) =>
    is_well_formed(text) ? encoding.encode(text) : encode_with_faults(text, errors, encoding);
}

function wide_encoding(
  name: string,
  unit: 2 | 4,
  encode: (text: string, little: boolean) => Uint8Array,
  little: boolean,
): Encoding {
  return {
    name,
    reason: "surrogates not allowed",
    unit,
    escapes_singly: false,
    has: (code) => !is_high(code) && !is_low(code),
    encode: (text) => encode(text, little),
  };
}

function in_order(decode: DecodeFrom, encoding: Encoding): Codec {
  return {
    decoder: (errors) =>
      new KeepingDecoder((bytes, errors, final) => decode(bytes, errors, final, 0), errors),
    encoder: encoder_of(encoding),
  };
}

/** One of the two families: what its code for U+FEFF looks like, and how each byte order is decoded. */
interface Family {
  readonly name: string;
  readonly little_mark: readonly number[];
  readonly little: DecodeFrom;
  readonly big: DecodeFrom;
}

const starts_with = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, index) => bytes[index] === byte);

// The byte order is what the first character says. Without a mark CPython decodes the data, so that errors in it come
// first, and then refuses the stream.
class OrderedDecoder implements Decoder {
  readonly #family: Family;
  readonly #decoder: Decoder;
  #known: DecodeFrom | null = null;

  constructor(family: Family, errors: string) {
    this.#family = family;
    this.#decoder = new KeepingDecoder((bytes, errors, final) => this.#decode(bytes, errors, final), errors);
  }

  #decode(bytes: Uint8Array, errors: string, final: boolean): Decoded {
    if (this.#known !== null) return this.#known(bytes, errors, final, 0);
    const { little_mark, little, big, name } = this.#family;
    const marked = starts_with(bytes, little_mark)
      ? little
      : starts_with(bytes, [...little_mark].reverse())
      ? big
      : null;
    const decoded = (marked ?? little)(bytes, errors, final, marked === null ? 0 : little_mark.length);
    if (marked === null && decoded.consumed >= little_mark.length) {
      const fault = { start: 0, end: little_mark.length, reason: "Stream does not start with BOM" };
      throw cannot_decode(name, bytes, fault);
    }
    this.#known = marked;
    return decoded;
  }

  decode(bytes: Uint8Array, final: boolean): string {
    return this.#decoder.decode(bytes, final);
  }

  reset(): void {
    this.#decoder.reset();
    this.#known = null;
  }

  no_bytes(): TypeError {
    return this.#decoder.no_bytes();
  }
}

function in_told_order(family: Family, encoding: Encoding): Codec {
  return { decoder: (errors) => new OrderedDecoder(family, errors), encoder: encoder_of(encoding) };
}

// What is written without a byte order in its name is in the machine's, which is little-endian on all that matter here,
// and has no mark: the start of a socket's stream is nothing that a file object knows, as CPython sees it.

/** UTF-16, read in the order that the stream tells. */
export function utf16(): Codec {
  const family = { name: "utf-16", little_mark: [0xff, 0xfe], little: utf16_in(true), big: utf16_in(false) };
  return in_told_order(family, wide_encoding("utf-16-le", 2, encode_16, true));
}

/** UTF-16, little-endian. */
export function utf16_little(): Codec {
  return in_order(utf16_in(true), wide_encoding("utf-16-le", 2, encode_16, true));
}

/** UTF-16, big-endian. */
export function utf16_big(): Codec {
  return in_order(utf16_in(false), wide_encoding("utf-16-be", 2, encode_16, false));
}

/** UTF-32, read in the order that the stream tells. */
export function utf32(): Codec {
  const little_mark = [0xff, 0xfe, 0, 0];
  const family = { name: "utf-32", little_mark, little: utf32_in(true), big: utf32_in(false) };
  return in_told_order(family, wide_encoding("utf-32-le", 4, encode_32, true));
}

/** UTF-32, little-endian. */
export function utf32_little(): Codec {
  return in_order(utf32_in(true), wide_encoding("utf-32-le", 4, encode_32, true));
}

/** UTF-32, big-endian. */
export function utf32_big(): Codec {
  return in_order(utf32_in(false), wide_encoding("utf-32-be", 4, encode_32, false));
}
