// Universal newlines: text in which a line may end with "\n", "\r" or "\r\n".
import type { Decoder } from "../text/codec.ts";

const CR = 1;
const LF = 2;
const CRLF = 4;
const ALL = CR | LF | CRLF;

/** What ends of lines there are in a text that has a "\r". */
function ends_in(text: string): number {
  return (/\r(?!\n)/.test(text) ? CR : 0) | (/(?<!\r)\n/.test(text) ? LF : 0) |
    (text.includes("\r\n") ? CRLF : 0);
}

/**
 * A decoder that sees the ends of lines: CPython's `io.IncrementalNewlineDecoder`. A "\r" at the end of what is there
 * waits for the "\n" that may follow, so that they are never taken apart.
 */
export class NewlineDecoder implements Decoder {
  readonly #decoder: Decoder;
  readonly #translate: boolean;
  #waiting = false;
  #seen = 0;

  constructor(decoder: Decoder, translate: boolean) {
    this.#decoder = decoder;
    this.#translate = translate;
  }

  decode(bytes: Uint8Array, final: boolean): string {
    let text = this.#decoder.decode(bytes, final);
    if (this.#waiting && (final || text !== "")) {
      text = `\r${text}`;
      this.#waiting = false;
    }
    if (!final && text.endsWith("\r")) {
      text = text.slice(0, -1);
      this.#waiting = true;
    }
    return this.#observed(text);
  }

  #observed(text: string): string {
    if (!text.includes("\r")) {
      if ((this.#seen & LF) === 0 && text.includes("\n")) this.#seen |= LF;
      return text;
    }
    if (this.#seen !== ALL) this.#seen |= ends_in(text);
    return this.#translate ? translated(text) : text;
  }

  /** The ends of lines that there were so far, in CPython's order. */
  get newlines(): string | string[] | null {
    const seen = [[CR, "\r"], [LF, "\n"], [CRLF, "\r\n"]] as const;
    const found = seen.filter(([bit]) => (this.#seen & bit) !== 0).map(([, newline]) => newline);
    return found.length > 1 ? found : found[0] ?? null;
  }

  reset(): void {
    this.#decoder.reset();
    this.#waiting = false;
    this.#seen = 0;
  }

  no_bytes(): TypeError {
    return this.#decoder.no_bytes();
  }
}

function translated(text: string): string {
  const without_pairs = text.replaceAll("\r\n", "\n");
  return without_pairs.includes("\r") ? without_pairs.replaceAll("\r", "\n") : without_pairs;
}
