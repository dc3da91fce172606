// What happens to bytes that are no text and to text that has no bytes: Python's error handlers.
import { LookupError, UnicodeError } from "../exceptions.ts";

/** Bytes that a codec cannot decode. */
export interface DecodingFault {
  /** Where they start. */
  readonly start: number;
  /** Where they end. */
  readonly end: number;
  /** Why, in CPython's words; `null` if only the rest of a character is missing, which may come. */
  readonly reason: string | null;
}

/** What stands for the fault, and where decoding goes on. */
export interface Replacement {
  /** The text instead. */
  readonly text: string;
  /** The position to go on from. */
  readonly resume: number;
}

const hexadecimal = (number: number, digits: number) => number.toString(16).padStart(digits, "0");

/** CPython's `UnicodeDecodeError`. */
export function cannot_decode(codec: string, bytes: Uint8Array, fault: DecodingFault): UnicodeError {
  const { start, end, reason } = fault;
  const what = end - start === 1
    ? `byte 0x${hexadecimal(bytes[start]!, 2)} in position ${start}`
    : `bytes in position ${start}-${end - 1}`;
  return new UnicodeError(`'${codec}' codec can't decode ${what}: ${reason}`);
}

function unknown_handler(errors: string): LookupError {
  return new LookupError(`unknown error handler name '${errors}'`);
}

// Bytes below 128 are never escaped: text that was made of them could be mistaken for it.
function surrogateescaped(bytes: Uint8Array, { start, end }: DecodingFault): Replacement | null {
  let resume = start;
  let text = "";
  while (resume < Math.min(end, start + 4) && bytes[resume]! >= 0x80) {
    text += String.fromCharCode(0xdc00 + bytes[resume++]!);
  }
  return resume === start ? null : { text, resume };
}

function surrogate_at(codec: string, bytes: Uint8Array, start: number): [code: number, length: number] {
  const byte = (index: number) => bytes[start + index] ?? -1;
  switch (codec) {
    case "utf-8":
      return (byte(0) & 0xf0) === 0xe0 && (byte(1) & 0xc0) === 0x80 && (byte(2) & 0xc0) === 0x80
        ? [(byte(0) & 15) << 12 | (byte(1) & 63) << 6 | byte(2) & 63, 3]
        : [-1, 3];
    case "utf-16-le":
      return [byte(1) << 8 | byte(0), 2];
    case "utf-16-be":
      return [byte(0) << 8 | byte(1), 2];
    case "utf-32-le":
      return [byte(3) << 24 | byte(2) << 16 | byte(1) << 8 | byte(0), 4];
    case "utf-32-be":
      return [byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3), 4];
  }
  return [-1, 0];
}

const is_surrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;

function surrogate_passed(codec: string, bytes: Uint8Array, start: number): Replacement | null {
  const [code, length] = surrogate_at(codec, bytes, start);
  if (!is_surrogate(code) || start + length > bytes.length) return null;
  return { text: String.fromCharCode(code), resume: start + length };
}

/**
 * What the error handler makes of bytes that cannot be decoded.
 *
 * @param errors the handler's name
 * @param codec the codec's name, for the message
 * @throws {UnicodeError} if the handler does not accept them
 * @throws {LookupError} if there is no such handler
 */
export function handle_decoding_fault(
  errors: string,
  codec: string,
  bytes: Uint8Array,
  fault: DecodingFault,
): Replacement {
  const { start, end } = fault;
  switch (errors) {
    case "strict":
      break;
    case "ignore":
      return { text: "", resume: end };
    case "replace":
      return { text: "\ufffd", resume: end };
    case "backslashreplace":
      return {
        text: Array.from(bytes.subarray(start, end), (byte) => `\\x${hexadecimal(byte, 2)}`).join(""),
        resume: end,
      };
    case "surrogateescape": {
      const escaped = surrogateescaped(bytes, fault);
      if (escaped !== null) return escaped;
      break;
    }
    case "surrogatepass": {
      const passed = surrogate_passed(codec, bytes, start);
      if (passed !== null) return passed;
      break;
    }
    case "xmlcharrefreplace":
    case "namereplace":
      throw new TypeError("don't know how to handle UnicodeDecodeError in error callback");
    default:
      throw unknown_handler(errors);
  }
  throw cannot_decode(codec, bytes, fault);
}

/** Characters that a codec cannot encode, as code points. */
export interface EncodingFault {
  /** All characters of the text. */
  readonly codes: readonly number[];
  /** Where those start. */
  readonly start: number;
  /** Where they end. */
  readonly end: number;
  /** Why, in CPython's words. */
  readonly reason: string;
}

function escaped(code: number): string {
  return code < 0x100
    ? `\\x${hexadecimal(code, 2)}`
    : code < 0x10000
    ? `\\u${hexadecimal(code, 4)}`
    : `\\U${hexadecimal(code, 8)}`;
}

/** CPython's `UnicodeEncodeError`. */
export function cannot_encode(codec: string, fault: EncodingFault): UnicodeError {
  const { codes, start, end, reason } = fault;
  const what = end - start === 1
    ? `character '${escaped(codes[start]!)}' in position ${start}`
    : `characters in position ${start}-${end - 1}`;
  return new UnicodeError(`'${codec}' codec can't encode ${what}: ${reason}`);
}

/** The surrogate's three bytes, which are no UTF-8, or its own code in UTF-16 and UTF-32. */
function surrogate_bytes(codec: string, code: number): number[] | null {
  switch (codec) {
    case "utf-8":
      return [0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63];
    case "utf-16-le":
      return [code & 0xff, code >> 8];
    case "utf-16-be":
      return [code >> 8, code & 0xff];
    case "utf-32-le":
      return [code & 0xff, code >> 8, 0, 0];
    case "utf-32-be":
      return [0, 0, code >> 8, code & 0xff];
  }
  return null;
}

function passed_surrogates(codec: string, codes: readonly number[]): Uint8Array | null {
  const bytes = codes.map((code) => is_surrogate(code) ? surrogate_bytes(codec, code) : null);
  return bytes.every((some) => some !== null) ? new Uint8Array(bytes.flat() as number[]) : null;
}

/** Whether "surrogateescape" makes this code of a byte, and a byte of this code. */
export function is_escaped_byte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function escaped_bytes(codes: readonly number[]): Uint8Array | null {
  return codes.every(is_escaped_byte) ? new Uint8Array(codes.map((code) => code - 0xdc00)) : null;
}

/**
 * What the error handler makes of characters that cannot be encoded: text to encode instead, or bytes.
 *
 * @param errors the handler's name
 * @param codec the codec's name, for the message
 * @throws {UnicodeError} if the handler does not accept them
 * @throws {LookupError} if there is no such handler
 */
export function handle_encoding_fault(
  errors: string,
  codec: string,
  fault: EncodingFault,
): string | Uint8Array {
  const codes = fault.codes.slice(fault.start, fault.end);
  switch (errors) {
    case "strict":
      break;
    case "ignore":
      return "";
    case "replace":
      return "?".repeat(codes.length);
    case "backslashreplace":
      return codes.map(escaped).join("");
    case "xmlcharrefreplace":
      return codes.map((code) => `&#${code};`).join("");
    case "surrogateescape": {
      const bytes = escaped_bytes(codes);
      if (bytes !== null) return bytes;
      break;
    }
    case "surrogatepass": {
      const bytes = passed_surrogates(codec, codes);
      if (bytes !== null) return bytes;
      break;
    }
    default:
      throw unknown_handler(errors);
  }
  throw cannot_encode(codec, fault);
}
