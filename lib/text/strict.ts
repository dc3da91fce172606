// UTF-8 as Python's strict codec treats it, with its complaints.
import type { Bytes } from "../bytes.ts";
import { decode_utf8, encode_utf8 } from "./utf8.ts";

/** Python's `text.encode()`: refuses lone surrogates. */
export function utf8_encode(text: string): Bytes {
  return encode_utf8(text, "strict");
}

/** Python's `bytes.decode()`: refuses what is not UTF-8. */
export function utf8_decode(bytes: Uint8Array): string {
  return decode_utf8(bytes, "strict", true).text;
}
