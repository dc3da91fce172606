// Encodings in which a byte is a character: ASCII, Latin-1, and those of a table.
import {
  type Codec,
  decode_with_faults,
  type Decoded,
  type Decoder,
  encode_with_faults,
  type Encoding,
  type Label,
} from "./codec.ts";
import { not_bytes } from "../bytes.ts";
import type { DecodingFault } from "./errors.ts";

/** What a table says of a byte that is no character. */
const UNDEFINED = "\ufffd";

/** What a byte means, for all 256 bytes. */
type Table = readonly string[];

// A decoder that never has to keep anything.
class ImmediateDecoder implements Decoder {
  readonly #decode: (bytes: Uint8Array, errors: string) => Decoded;
  readonly #errors: string;

  constructor(decode: (bytes: Uint8Array, errors: string) => Decoded, errors: string) {
    this.#decode = decode;
    this.#errors = errors;
  }

  decode(bytes: Uint8Array): string {
    return this.#decode(bytes, this.#errors).text;
  }

  reset(): void {}

  no_bytes(): TypeError {
    return not_bytes(null);
  }
}

function decode_by_table(table: Table, bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += table[byte]!;
  return text;
}

/** How a codec complains: its name, and why a byte or a character is none of its. */
interface Complaint {
  readonly name: string;
  readonly reason: string;
}

// The characters by which the system's decoder, of the encoding `label`, differs from the table.
function differences(table: Table, decoder: TextDecoder): RegExp {
  const theirs = Array.from(table, (_, byte) => decoder.decode(new Uint8Array([byte])));
  const codes = theirs.filter((character, byte) => character !== table[byte]).concat(UNDEFINED)
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return new RegExp(`[${codes.join("")}]`);
}

function next_undefined(
  table: Table,
  bytes: Uint8Array,
  position: number,
  reason: string,
): DecodingFault | null {
  for (let start = position; start < bytes.length; start++) {
    if (table[bytes[start]!] === UNDEFINED) return { start, end: start + 1, reason };
  }
  return null;
}

function encoding_of(table: Table, { name, reason }: Complaint): Encoding {
  const bytes = new Map<number, number>();
  table.forEach((character, byte) => {
    if (character !== UNDEFINED) bytes.set(character.charCodeAt(0), byte);
  });
  return {
    name,
    reason,
    unit: 1,
    escapes_singly: name !== "charmap",
    has: (code) => bytes.has(code),
    encode: (text) => Uint8Array.from(text, (character) => bytes.get(character.charCodeAt(0))!),
  };
}

function encode(text: string, errors: string, encoding: Encoding): Uint8Array {
  for (let index = 0; index < text.length; index++) {
    if (!encoding.has(text.charCodeAt(index))) return encode_with_faults(text, errors, encoding);
  }
  return encoding.encode(text);
}

// The system's decoder does the work; where what it says may not be what the table says, the table decides.
function table_codec(table: Table, label: Label, complaint: Complaint): Codec {
  const decoder = new TextDecoder(label);
  const doubtful = differences(table, decoder);
  const encoding = encoding_of(table, complaint);
  const decode = (bytes: Uint8Array, errors: string): Decoded => {
    const text = decoder.decode(bytes);
    if (!doubtful.test(text)) return { text, consumed: bytes.length };
    return decode_with_faults(
      complaint.name,
      bytes,
      errors,
      0,
      (bytes, position) => next_undefined(table, bytes, position, complaint.reason),
      (valid) => decode_by_table(table, valid),
    );
  };
  return {
    decoder: (errors) => new ImmediateDecoder(decode, errors),
    encoder: (errors) => (text) => encode(text, errors, encoding),
  };
}

function table_of(character: (byte: number) => string): Table {
  return Array.from({ length: 256 }, (_, byte) => character(byte));
}

/** ASCII. */
export function ascii(): Codec {
  const table = table_of((byte) => byte < 128 ? String.fromCharCode(byte) : UNDEFINED);
  return table_codec(table, "windows-1252", { name: "ascii", reason: "ordinal not in range(128)" });
}

/** ISO 8859-1, in which every byte is the character of its number. */
export function latin1(): Codec {
  const table = table_of((byte) => String.fromCharCode(byte));
  return table_codec(table, "windows-1252", { name: "latin-1", reason: "ordinal not in range(256)" });
}

const is_control = (byte: number) => byte >= 0x80 && byte < 0xa0;

/** What CPython's table says of the bytes 0x80 to 0x9F, where the standard of the web says something else. */
export type Controls = "the same" | "undefined where they are controls" | "controls";

/**
 * An encoding by table.
 *
 * @param label the web's name for it, or for the one that is most like it
 * @param controls what CPython makes of the bytes 0x80 to 0x9F
 * @param others where CPython's table differs otherwise: bytes, and what they mean
 */
export function charmap(
  label: Label,
  controls: Controls = "the same",
  others: Readonly<Record<number, string>> = {},
): Codec {
  const decoder = new TextDecoder(label);
  const table = table_of((byte) => {
    const same = String.fromCharCode(byte);
    const theirs = decoder.decode(new Uint8Array([byte]));
    if (byte in others) return others[byte]!;
    if (controls === "the same" || !is_control(byte)) return theirs;
    return controls === "controls" ? same : theirs === same ? UNDEFINED : theirs;
  });
  return table_codec(table, label, { name: "charmap", reason: "character maps to <undefined>" });
}
