// ISO-2022-JP, in which escape sequences switch between sets of characters. The system's decoder refuses sequences that
// follow each other, which CPython writes and reads, so that only its table of kanji is of use.
import { type Codec, type Decoded, type Decoder, KeepingDecoder } from "./codec.ts";
import { handle_decoding_fault } from "./errors.ts";
import { not_written } from "./multibyte.ts";

const NAME = "iso2022_jp";
const ESCAPE = 0x1b;
/** How many bytes are looked through for the end of an escape sequence: CPython's. */
const LONGEST_ESCAPE = 16;

/** What comes next: a character of so many bytes, or `null` where they are none. */
interface Step {
  readonly text: string | null;
  /** How many bytes; 0 if more of them are needed to tell. */
  readonly length: number;
}

const TOO_FEW: Step = { text: null, length: 0 };

const verbatim = (byte: number): Step => ({ text: String.fromCharCode(byte), length: 1 });

/** A set of characters: decodes the next of its characters, the bytes of which are from 0x20 to 0x7F. */
type CharacterSet = (bytes: Uint8Array, start: number) => Step;

const ascii: CharacterSet = (bytes, start) => verbatim(bytes[start]!);

const roman: CharacterSet = (bytes, start) => {
  const byte = bytes[start]!;
  return byte === 0x5c
    ? { text: "\u00a5", length: 1 }
    : byte === 0x7e
    ? { text: "\u203e", length: 1 }
    : verbatim(byte);
};

const euc_jp = new TextDecoder("euc-jp");

const in_kanji = (byte: number) => byte > 0x20 && byte < 0x7f;

const kanji: CharacterSet = (bytes, start) => {
  if (start + 1 === bytes.length) return TOO_FEW;
  const [first, second] = [bytes[start]!, bytes[start + 1]!];
  const text = in_kanji(first) && in_kanji(second)
    ? euc_jp.decode(new Uint8Array([first | 0x80, second | 0x80]))
    : "\ufffd";
  return { text: text.includes("\ufffd") ? null : text, length: 2 };
};

/** The escape sequences, and the set that they switch to; `null` for those whose set nothing can select. */
const SETS: Readonly<Record<string, CharacterSet | null>> = {
  "(B": ascii,
  "(J": roman,
  "$@": kanji,
  "$B": kanji,
  "$(@": kanji,
  "$(B": kanji,
  "&@\x1b$B": kanji,
  ")B": null,
  ")J": null,
  "$)@": null,
  "$)B": null,
};

const begins_sequence = (byte: number) => "()$.&".includes(String.fromCharCode(byte));
const ends_sequence = (byte: number) => byte >= 0x40 && byte <= 0x5a;

// How many bytes an escape sequence has; 0 if its end is not there yet, and 1, for the escape alone, if it has none.
function sequence_length(bytes: Uint8Array, start: number): number {
  for (let length = 1; length < LONGEST_ESCAPE; length++) {
    if (start + length >= bytes.length) return 0;
    if (ends_sequence(bytes[start + length]!)) return length + 1;
    // The @ of &@ ends nothing: another sequence belongs to it.
    if (bytes[start + length] === 0x26 && bytes[start + length + 1] === 0x40) length += 2;
  }
  return 1;
}

class EscapeDecoder implements Decoder {
  readonly #decoder: Decoder;
  #set: CharacterSet = ascii;
  // Behind an escape that begins no sequence CPython lets everything pass up to a byte that could have ended one.
  #passing = false;

  constructor(errors: string) {
    this.#decoder = new KeepingDecoder(
      (bytes, errors, final) => this.#decode(bytes, errors, final),
      errors,
      true,
    );
  }

  #escape(bytes: Uint8Array, start: number): Step {
    if (start + 1 === bytes.length) return TOO_FEW;
    if (!begins_sequence(bytes[start + 1]!)) {
      this.#passing = true;
      return verbatim(ESCAPE);
    }
    const length = sequence_length(bytes, start);
    const set = SETS[String.fromCharCode(...bytes.subarray(start + 1, start + length))];
    if (set === undefined) return { text: null, length };
    if (set !== null) this.#set = set;
    return { text: "", length };
  }

  #next(bytes: Uint8Array, start: number): Step {
    const byte = bytes[start]!;
    if (this.#passing) {
      this.#passing = !ends_sequence(byte);
      return verbatim(byte);
    }
    if (byte === ESCAPE) return this.#escape(bytes, start);
    if (byte >= 0x80) return { text: null, length: 1 };
    return byte < 0x20 ? verbatim(byte) : this.#set(bytes, start);
  }

  #decode(bytes: Uint8Array, errors: string, final: boolean): Decoded {
    let text = "";
    let position = 0;
    while (position < bytes.length) {
      const { text: piece, length } = this.#next(bytes, position);
      if (length === 0 && !final) break;
      if (piece !== null) {
        text += piece;
        position += length;
        continue;
      }
      const end = length === 0 ? bytes.length : position + length;
      const reason = `${length === 0 ? "incomplete" : "illegal"} multibyte sequence`;
      const replacement = handle_decoding_fault(errors, NAME, bytes, { start: position, end, reason });
      text += replacement.text;
      position = replacement.resume;
    }
    return { text, consumed: position };
  }

  decode(bytes: Uint8Array, final: boolean): string {
    return this.#decoder.decode(bytes, final);
  }

  reset(): void {
    this.#decoder.reset();
    this.#set = ascii;
  }

  no_bytes(): TypeError {
    return this.#decoder.no_bytes();
  }
}

/** ISO-2022-JP, which is only read. */
export const iso2022_jp: Codec = {
  decoder: (errors) => new EscapeDecoder(errors),
  encoder: () => not_written(NAME),
};
