// UTF-8 as Python's strict codec treats it, with its complaints.
import { UnicodeError } from "./errors.ts";
import { cannot_encode, is_surrogate } from "./fsencoding.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Python's `text.encode()`: refuses lone surrogates. */
export function utf8_encode(text: string): Uint8Array<ArrayBuffer> {
  if (!/\p{Surrogate}/u.test(text)) return encoder.encode(text);
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  throw cannot_encode(codes, codes.findIndex(is_surrogate));
}

/** How many bytes a character takes that begins with this one; 0 if none does. */
function announced_length(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
function continues(first: number, index: number, byte: number): boolean {
  const least = index !== 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = index !== 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return byte >= least && byte <= most;
}

// How many bytes at `start` are the beginning of one character, up to all of it.
function valid_length(bytes: Uint8Array, start: number, announced: number): number {
  let length = 1;
  while (length < announced && start + length < bytes.length) {
    if (!continues(bytes[start]!, length, bytes[start + length]!)) break;
    length++;
  }
  return length;
}

function cannot_decode(bytes: Uint8Array): UnicodeError {
  for (let start = 0; start < bytes.length;) {
    const announced = announced_length(bytes[start]!);
    const length = valid_length(bytes, start, announced);
    if (length === announced) {
      start += length;
      continue;
    }
    const last = start + length - 1;
    const what = length === 1
      ? `byte 0x${bytes[start]!.toString(16)} in position ${start}`
      : `bytes in position ${start}-${last}`;
    const reason = announced === 0
      ? "invalid start byte"
      : last + 1 === bytes.length
      ? "unexpected end of data"
      : "invalid continuation byte";
    return new UnicodeError(`'utf-8' codec can't decode ${what}: ${reason}`);
  }
  return new UnicodeError("'utf-8' codec can't decode the bytes");
}

/** Python's `bytes.decode()`: refuses what is not UTF-8. */
export function utf8_decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw cannot_decode(bytes);
  }
}
