// What an encoding is to a text file: bytes that arrive in pieces become text, and text becomes bytes.
import { type Bytes, join_bytes } from "../bytes.ts";
import {
  cannot_encode,
  type DecodingFault,
  type EncodingFault,
  handle_decoding_fault,
  handle_encoding_fault,
  is_escaped_byte,
} from "./errors.ts";

/** The web's name of an encoding: a string, or in the types of some runtimes one of a list. */
export type Label = NonNullable<ConstructorParameters<typeof TextDecoder>[0]>;

/** Turns bytes that arrive in pieces into text: Python's incremental decoder. */
export interface Decoder {
  /**
   * Decodes the next bytes. What is only the start of a character is kept for the next call, unless this is the last.
   *
   * @param bytes the bytes; they are not kept
   * @param final whether nothing follows
   */
  decode(bytes: Uint8Array, final: boolean): string;
  /** Forgets what is kept. */
  reset(): void;
  /** What CPython's decoder says where a non-blocking stream gives `None` instead of bytes. */
  no_bytes(): TypeError;
}

/** Whether a text has no lone surrogate. Programs that are compiled for ES2022 have a type for strings that knows no such method. */
export function is_well_formed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** Turns text into bytes. */
export type Encoder = (text: string) => Uint8Array;

/** An encoding. `errors` names the handler for what it cannot do. */
export interface Codec {
  /** A decoder for one stream. */
  decoder(errors: string): Decoder;
  /** An encoder for one stream. */
  encoder(errors: string): Encoder;
}

/** Decoded text, and how many bytes it was: the rest is the start of a character. */
export interface Decoded {
  readonly text: string;
  readonly consumed: number;
}

/** Decodes as many whole characters as there are. */
export type Decode = (bytes: Uint8Array, errors: string, final: boolean) => Decoded;

/**
 * A decoder that keeps the start of a character until its rest arrives: CPython's `BufferedIncrementalDecoder`. Bytes that
 * cannot be decoded are gone.
 */
export class KeepingDecoder implements Decoder {
  readonly #decode: Decode;
  readonly #errors: string;
  #kept: Uint8Array | null = null;

  constructor(decode: Decode, errors: string) {
    this.#decode = decode;
    this.#errors = errors;
  }

  decode(bytes: Uint8Array, final: boolean): string {
    const all = this.#kept === null ? bytes : join_bytes([this.#kept, bytes]);
    const { text, consumed } = this.#decode(all, this.#errors, final);
    this.#kept = consumed === all.length ? null : all.slice(consumed);
    return text;
  }

  reset(): void {
    this.#kept = null;
  }

  no_bytes(): TypeError {
    return new TypeError("can't concat NoneType to bytes");
  }
}

/**
 * Decodes bytes among which there are faults.
 *
 * @param codec the name for messages
 * @param position where to start
 * @param next_fault finds the first fault at or behind a position, or `null`
 * @param decode_valid decodes bytes without a fault
 */
export function decode_with_faults(
  codec: string,
  bytes: Uint8Array,
  errors: string,
  position: number,
  next_fault: (bytes: Uint8Array, position: number) => DecodingFault | null,
  decode_valid: (bytes: Uint8Array) => string,
): Decoded {
  let text = "";
  for (;;) {
    const fault = next_fault(bytes, position);
    text += decode_valid(bytes.subarray(position, fault?.start));
    if (fault === null) return { text, consumed: bytes.length };
    if (fault.reason === null) return { text, consumed: fault.start };
    const replacement = handle_decoding_fault(errors, codec, bytes, fault);
    text += replacement.text;
    position = replacement.resume;
  }
}

/** How a codec encodes characters that it has. */
export interface Encoding {
  /** The name for messages. */
  readonly name: string;
  /** Why it does not have others, in CPython's words. */
  readonly reason: string;
  /** How many bytes its smallest character has. */
  readonly unit: 1 | 2 | 4;
  /** Whether CPython goes through characters that it does not have one by one where they are escaped bytes. */
  readonly escapes_singly: boolean;
  /** Whether it has the character of this code point. */
  has(code: number): boolean;
  /** Encodes characters that it has. */
  encode(text: string): Uint8Array;
}

// The first index behind `start` where something holds, or the end.
function next_index(codes: readonly number[], start: number, holds: (code: number) => boolean): number {
  let index = start + 1;
  while (index < codes.length && !holds(codes[index]!)) index++;
  return index;
}

function fault_at(
  codes: readonly number[],
  start: number,
  errors: string,
  encoding: Encoding,
): EncodingFault {
  const singly = encoding.unit > 1 ||
    (errors === "surrogateescape" && encoding.escapes_singly && is_escaped_byte(codes[start]!));
  const end = singly ? start + 1 : next_index(codes, start, (code) => encoding.has(code));
  return { codes, start, end, reason: encoding.reason };
}

function encoded_replacement(errors: string, fault: EncodingFault, encoding: Encoding): Uint8Array {
  const replacement = handle_encoding_fault(errors, encoding.name, fault);
  if (typeof replacement === "string") return encoding.encode(replacement);
  if (replacement.length % encoding.unit !== 0) throw cannot_encode(encoding.name, fault);
  return replacement;
}

/** Encodes text that has characters for which the codec has no bytes. */
export function encode_with_faults(text: string, errors: string, encoding: Encoding): Bytes {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const pieces: Uint8Array[] = [];
  for (let position = 0; position < codes.length;) {
    if (!encoding.has(codes[position]!)) {
      const fault = fault_at(codes, position, errors, encoding);
      pieces.push(encoded_replacement(errors, fault, encoding));
      position = fault.end;
      continue;
    }
    const end = next_index(codes, position, (code) => !encoding.has(code));
    pieces.push(
      encoding.encode(Array.from(codes.slice(position, end), (code) => String.fromCodePoint(code)).join("")),
    );
    position = end;
  }
  return join_bytes(pieces);
}
