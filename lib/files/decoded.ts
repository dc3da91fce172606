// Text that was decoded and nobody has taken yet, and how Python counts it: a pair of surrogates is one character.

const HIGH_SURROGATE = /[\ud800-\udbff]/;

/** How many characters a text has. */
export function characters_in(text: string): number {
  let length = text.length;
  if (!HIGH_SURROGATE.test(text)) return length;
  for (let index = 1; index < text.length; index++) {
    if (is_pair(text, index - 1)) {
      length--;
      index++;
    }
  }
  return length;
}

function is_pair(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

// The index behind so many characters from `start`, or the end of the text.
function index_after(text: string, start: number, characters: number): number {
  let index = start;
  for (let left = characters; left > 0 && index < text.length; left--) index += is_pair(text, index) ? 2 : 1;
  return Math.min(index, text.length);
}

/** The text of one chunk, as far as it was not taken yet. */
export class DecodedText {
  // What ends a line; "" means "\n", "\r" and "\r\n".
  readonly #line_end: string;
  #text = "";
  #used = 0;
  // Where the next "\r" is.
  #return = -1;

  /** @param line_end what ends a line; `""` means "\n", "\r" and "\r\n" */
  constructor(line_end: string) {
    this.#line_end = line_end;
  }

  /** The whole text, also what was taken of it. */
  get text(): string {
    return this.#text;
  }

  /** Whether everything was taken. */
  get empty(): boolean {
    return this.#used === this.#text.length;
  }

  /** Puts a text in the place of the one that was here. */
  set(text: string): void {
    this.#text = text;
    this.#used = 0;
    this.#return = -1;
  }

  /** Takes the text up to an index. */
  take_until(end: number): string {
    const start = this.#used;
    this.#used = end;
    return this.#text.slice(start, end);
  }

  /** Takes so many characters, or all that there are. */
  take(characters: number): string {
    return this.take_until(index_after(this.#text, this.#used, characters));
  }

  /** Takes everything. */
  take_all(): string {
    return this.take_until(this.#text.length);
  }

  /** The index behind so many characters; `Infinity` if there are not so many. */
  index_after(characters: number): number {
    const index = index_after(this.#text, this.#used, characters);
    return characters_in(this.#text.slice(this.#used, index)) < characters ? Infinity : index;
  }

  /** The index behind the next line, or 0 if none ends here. */
  end_of_line(): number {
    const line_end = this.#line_end;
    if (line_end === "") return this.#universal_end();
    const start = this.#text.indexOf(line_end, this.#used);
    return start < 0 ? 0 : start + line_end.length;
  }

  #universal_end(): number {
    const newline = this.#text.indexOf("\n", this.#used);
    if (this.#return < this.#used) {
      const found = this.#text.indexOf("\r", this.#used);
      this.#return = found < 0 ? Infinity : found;
    }
    if (newline >= 0 && newline <= this.#return + 1) return newline + 1;
    return this.#return === Infinity ? 0 : this.#return + 1;
  }

  /** Whether the text ends with a "\r" that may be half of the end of a line. */
  ends_with_half(): boolean {
    return this.#line_end === "\r\n" && this.#text.endsWith("\r");
  }
}
