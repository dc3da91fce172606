// File names as Python's os.fsencode() and os.fsdecode() treat them: UTF-8 in which every byte that is not UTF-8 becomes
// a lone surrogate U+DC80 to U+DCFF, so that any name survives the way there and back.
import type { Bytes } from "../bytes.ts";
import { decode_utf8, encode_utf8 } from "./utf8.ts";

/** Python's `os.fsencode(name)`. */
export function fsencode(name: string): Bytes {
  return encode_utf8(name, "surrogateescape");
}

/** Python's `os.fsdecode(bytes)`. */
export function fsdecode(bytes: Uint8Array): string {
  return decode_utf8(bytes, "surrogateescape", true).text;
}
