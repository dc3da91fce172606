// File names as Python's os.fsencode() and os.fsdecode() treat them: UTF-8 in which every byte that is not UTF-8 becomes
// a lone surrogate U+DC80 to U+DCFF ("surrogateescape"), so that any name survives the way there and back.
import { UnicodeError } from "./errors.ts";

const encoder = new TextEncoder();
const strict_decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether a code point is half of a pair, which means nothing alone. */
export function is_surrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

const is_escaped_byte = (code: number) => code >= 0xdc80 && code <= 0xdcff;

/** CPython's complaint about the surrogates that begin at `position`. */
export function cannot_encode(codes: readonly number[], position: number): UnicodeError {
  const after = codes.findIndex((code, index) => index > position && !is_surrogate(code));
  const end = after < 0 ? codes.length : after;
  const what = end - position === 1
    ? `character '\\u${codes[position]!.toString(16)}' in position ${position}`
    : `characters in position ${position}-${end - 1}`;
  return new UnicodeError(`'utf-8' codec can't encode ${what}: surrogates not allowed`);
}

/** Python's `os.fsencode(name)`. */
export function fsencode(name: string): Uint8Array<ArrayBuffer> {
  if (!/\p{Surrogate}/u.test(name)) return encoder.encode(name);
  const bytes: number[] = [];
  const codes = Array.from(name, (character) => character.codePointAt(0)!);
  for (const [position, code] of codes.entries()) {
    if (is_escaped_byte(code)) bytes.push(code - 0xdc00);
    else if (is_surrogate(code)) throw cannot_encode(codes, position);
    else bytes.push(...encoder.encode(String.fromCodePoint(code)));
  }
  return new Uint8Array(bytes);
}

// How many bytes at `start` are one well-formed character; 0 if they are none.
function character_length(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!;
  const length = first < 0x80
    ? 1
    : first < 0xc2
    ? 0
    : first < 0xe0
    ? 2
    : first < 0xf0
    ? 3
    : first < 0xf5
    ? 4
    : 0;
  try {
    strict_decoder.decode(bytes.subarray(start, start + length));
    return start + length <= bytes.length ? length : 0;
  } catch {
    return 0;
  }
}

function decode_escaping(bytes: Uint8Array): string {
  let name = "";
  for (let start = 0; start < bytes.length;) {
    const length = character_length(bytes, start);
    if (length === 0) name += String.fromCharCode(0xdc00 + bytes[start++]!);
    else name += strict_decoder.decode(bytes.subarray(start, start += length));
  }
  return name;
}

/** Python's `os.fsdecode(bytes)`. */
export function fsdecode(bytes: Uint8Array): string {
  try {
    return strict_decoder.decode(bytes);
  } catch {
    return decode_escaping(bytes);
  }
}
