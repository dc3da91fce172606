// Format strings: which values they describe, and where in memory each of them is.
import { type_name } from "../arguments.ts";
import { bytes_or_null } from "../bytes.ts";
import { cannot_encode } from "../text/errors.ts";
import { error } from "./error.ts";

/** Neighbouring values of the same kind. */
export interface Run {
  /** How they are kept: see {@linkcode KINDS}. */
  readonly kind: number;
  /** The format character. */
  readonly character: string;
  /** Where the first one begins. */
  readonly at: number;
  /** How many they are. */
  readonly count: number;
  /** How many bytes each takes. */
  readonly size: number;
}

/** A format, understood. */
export interface Layout {
  /** The format string. */
  readonly format: string;
  /** How many bytes it describes, rounded above 2⁵³. */
  readonly size: number;
  /** The same, exactly. */
  readonly exact_size: bigint;
  /** How many values it describes, rounded above 2⁵³. */
  readonly length: number;
  /** The same, exactly. */
  readonly exact_length: bigint;
  /** The values. */
  readonly runs: readonly Run[];
  /** Whether there are bytes that a value need not fill: padding, and what is left of a `s` or `p`. */
  readonly has_gaps: boolean;
  /** Whether there are values that are bytes of some length: `s` or `p`. */
  readonly has_bytes: boolean;
}

// The kinds. Each that depends on the order of its bytes is followed by its big-endian twin. Where they are switched upon
// they are written as numbers, because a switch on constants is compiled to comparisons one after the other.
const KINDS: Readonly<Record<string, number>> = {
  c: 0,
  "?": 1,
  b: 2,
  B: 3,
  h: 4,
  H: 6,
  i: 8,
  I: 10,
  q: 12,
  Q: 14,
  e: 16,
  f: 18,
  d: 20,
  s: 22,
  p: 23,
  P: 24,
};
/** A C `float`, which takes for infinity what is too large for it. */
const NATIVE_FLOAT = 25;

interface Item {
  readonly kind: number;
  readonly size: bigint;
}

const SIZES: Readonly<Record<string, bigint>> = {
  x: 1n,
  c: 1n,
  "?": 1n,
  b: 1n,
  B: 1n,
  s: 1n,
  p: 1n,
  h: 2n,
  H: 2n,
  e: 2n,
  i: 4n,
  I: 4n,
  l: 4n,
  L: 4n,
  f: 4n,
  q: 8n,
  Q: 8n,
  d: 8n,
};

/** `long`, `ssize_t` and their like are standard 8-byte integers in native mode. */
const NATIVE_SAME_AS: Readonly<Record<string, string>> = { l: "q", L: "Q", n: "q", N: "Q" };
const STANDARD_SAME_AS: Readonly<Record<string, string>> = { l: "i", L: "I" };

const is_big_endian = (order: string) => order === ">" || order === "!";

function item_of(character: string, order: string): Item {
  const is_native = order === "@";
  const same_as = (is_native ? NATIVE_SAME_AS : STANDARD_SAME_AS)[character] ?? character;
  if (is_native && same_as === "P") return { kind: KINDS["P"]!, size: 8n };
  const size = SIZES[same_as];
  if (size === undefined) throw new error("bad char in struct format");
  if (is_native && same_as === "f") return { kind: NATIVE_FLOAT, size };
  return { kind: (KINDS[same_as] ?? -1) + (is_big_endian(order) && size > 1n ? 1 : 0), size };
}

const SSIZE_MAX = 2n ** 63n - 1n;

// Sizes are BigInts here: the largest that C counts are no exact numbers.
function within_ssize(size: bigint): bigint {
  if (size > SSIZE_MAX) throw new error("total struct size too long");
  return size;
}

const DIGIT = /[0-9]/;
const SPACE = /[ \t\n\v\f\r]/;

/** The items of a format without its prefix: characters with their counts. */
function* counted_characters(text: string): Generator<[character: string, count: bigint]> {
  for (let position = 0; position < text.length; position++) {
    if (SPACE.test(text[position]!)) continue;
    let count = 1n;
    if (DIGIT.test(text[position]!)) {
      for (count = 0n; DIGIT.test(text[position] ?? ""); position++) {
        count = within_ssize(count * 10n + BigInt(text[position]!));
      }
      if (position === text.length) throw new error("repeat count given without format specifier");
    }
    yield [text[position]!, count];
  }
}

/** Collects the runs of a format, in their places. */
class Builder {
  readonly runs: Run[] = [];
  size = 0n;
  length = 0n;
  has_gaps = false;
  has_bytes = false;

  align(alignment: bigint): void {
    const gap = (alignment - this.size % alignment) % alignment;
    if (gap > 0n) this.pad(gap);
  }

  pad(count: bigint): void {
    this.size = within_ssize(this.size + count);
    this.has_gaps ||= count > 0n;
  }

  /** A `s` or `p`: one value, whose length the count is. */
  add_bytes(character: string, kind: number, count: bigint): void {
    this.runs.push({ kind, character, at: Number(this.size), count: 1, size: Number(count) });
    this.size = within_ssize(this.size + count);
    this.length++;
    this.has_gaps = this.has_bytes = true;
  }

  add(character: string, { kind, size }: Item, count: bigint): void {
    if (count === 0n) return;
    const at = this.size, previous = this.runs.at(-1);
    this.size = within_ssize(at + count * size);
    this.length += count;
    const run = { kind, character, at: Number(at), count: Number(count), size: Number(size) };
    if (previous === undefined || !is_continued(previous, run)) this.runs.push(run);
    else this.runs[this.runs.length - 1] = { ...previous, count: previous.count + run.count };
  }
}

function is_continued(previous: Run, next: Run): boolean {
  return previous.character === next.character && previous.at + previous.count * previous.size === next.at;
}

const ORDERS = "@=<>!";

/** Understands a format string. */
export function layout_of(format: string): Layout {
  const has_order = format !== "" && ORDERS.includes(format[0]!);
  const order = has_order ? format[0]! : "@";
  const builder = new Builder();
  for (const [character, count] of counted_characters(has_order ? format.slice(1) : format)) {
    const item = item_of(character, order);
    if (order === "@") builder.align(item.size);
    if (character === "x") builder.pad(count);
    else if (character === "s" || character === "p") builder.add_bytes(character, item.kind, count);
    else builder.add(character, item, count);
  }
  const { size, length, runs, has_gaps, has_bytes } = builder;
  return {
    format,
    size: Number(size),
    exact_size: size,
    length: Number(length),
    exact_length: length,
    runs,
    has_gaps,
    has_bytes,
  };
}

function check_ascii(text: string): void {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const start = codes.findIndex((code) => code > 0x7f);
  if (start < 0) return;
  const length = codes.slice(start).findIndex((code) => code <= 0x7f);
  const end = length < 0 ? codes.length : start + length;
  throw cannot_encode("ascii", { codes, start, end, reason: "ordinal not in range(128)" });
}

/** The text of a format argument, a `str` or `bytes`. */
export function format_text(format: unknown): string {
  const bytes = typeof format === "string" ? null : bytes_or_null(format);
  if (bytes === null && typeof format !== "string") {
    throw new TypeError(`Struct() argument 1 must be a str or bytes object, not ${type_name(format)}`);
  }
  const text = bytes === null
    ? format as string
    : Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  if (bytes === null) check_ascii(text);
  if (text.includes("\0")) throw new error("embedded null character");
  return text;
}
