/**
 * Python's `struct` module: numbers and bytes as C keeps them in memory, and back.
 *
 * A format string is an optional prefix and characters that may have counts before them. The prefix says the order of the
 * bytes, and whether sizes and alignment are C's on this machine:
 *
 * | prefix | order of bytes | sizes | alignment |
 * | --- | --- | --- | --- |
 * | `@`, or none | little-endian | C's | C's |
 * | `=`, `<` | little-endian | standard | none |
 * | `>`, `!` | big-endian | standard | none |
 *
 * | character | C | here | bytes |
 * | --- | --- | --- | --- |
 * | `x` | padding | no value | 1 |
 * | `c` | `char` | `Uint8Array` of length 1 | 1 |
 * | `b`, `B` | `signed char`, `unsigned char` | `number` | 1 |
 * | `?` | `_Bool` | `boolean` | 1 |
 * | `h`, `H` | `short`, `unsigned short` | `number` | 2 |
 * | `i`, `I` | `int`, `unsigned int` | `number` | 4 |
 * | `l`, `L` | `long`, `unsigned long` | `number`; native `bigint` | 4; native 8 |
 * | `q`, `Q` | `long long`, `unsigned long long` | `bigint` | 8 |
 * | `n`, `N` | `ssize_t`, `size_t`, native only | `bigint` | 8 |
 * | `e`, `f`, `d` | `_Float16`, `float`, `double` | `number` | 2, 4, 8 |
 * | `s` | `char[]`, the count is its length | `Uint8Array` | the count |
 * | `p` | a byte that counts, and a `char[]` | `Uint8Array` | the count |
 * | `P` | `void *`, native only | `bigint` | 8 |
 *
 * The module needs no permission and calls no C.
 *
 * @example A packet's header
 * ```ts
 * import * as struct from "@pysocket/socket/struct";
 *
 * const header = struct.Struct("!HHI");
 * const packet = header.pack(53, 4096, 0xdeadbeef);
 * const [source, target, sequence] = header.unpack<[number, number, number]>(packet);
 * console.log(source, target, sequence.toString(16)); // 53 4096 deadbeef
 * ```
 *
 * @module
 */
import { is_integer, not_an_integer, ssize_t, type_name } from "./arguments.ts";
import { byte_length, type Bytes, bytes_like, bytes_or_null, type BytesLike } from "./bytes.ts";
import { callable } from "./callable.ts";
import { IndexError } from "./exceptions.ts";
import { inspect_as_string, repr } from "./repr.ts";
import { error } from "./struct/error.ts";
import { format_text, type Layout, layout_of } from "./struct/format.ts";
import { read_values, type StructValue } from "./struct/read.ts";
import { write_values } from "./struct/write.ts";

export { error };
export { IndexError, LookupError, OverflowError, UnicodeError, ValueError } from "./exceptions.ts";
export type { Bytes, BytesLike, StructValue };

/**
 * A value to pack: for integers a `number` without fraction, a `bigint` or a `boolean`; for floats any of the three; for `c`,
 * `s` and `p` bytes; for `?` anything, of which Python's truth is taken (the type leaves out strings, which fit nothing else).
 */
export type StructArgument = number | bigint | boolean | BytesLike | null;

const is_word = (offset: unknown): offset is number => typeof offset === "number" && offset >>> 0 === offset;

/** What is said of an offset that leaves no room. */
interface Wording {
  readonly caller: string;
  readonly no_room: string;
  readonly doing: string;
}

const PACKING: Wording = { caller: "pack_into", no_room: "no space to pack", doing: "packing" };
const UNPACKING: Wording = {
  caller: "unpack_from",
  no_room: "not enough data to unpack",
  doing: "unpacking",
};

/** Where the struct begins, for an offset that may be counted from the end. Offsets are exact, for the messages. */
function checked_start(layout: Layout, length: number, offset: bigint, wording: Wording): number {
  const { exact_size: size } = layout, total = BigInt(length);
  if (offset < 0n) {
    if (offset + size > 0n) throw new error(`${wording.no_room} ${size} bytes at offset ${offset}`);
    if (offset + total < 0n) throw new error(`offset ${offset} out of range for ${total}-byte buffer`);
  }
  const start = offset < 0n ? offset + total : offset;
  if (total - start < size) {
    const needed = `a buffer of at least ${start + size} bytes for ${wording.doing} ${size} bytes`;
    throw new error(
      `${wording.caller} requires ${needed} at offset ${start} (actual buffer size is ${total})`,
    );
  }
  return Number(start);
}

function reading_start(layout: Layout, length: number, offset: unknown): number {
  if (is_word(offset) && offset + layout.size <= length) return offset;
  ssize_t(offset);
  return checked_start(layout, length, BigInt(offset as number), UNPACKING);
}

function writing_start(layout: Layout, length: number, offset: unknown): number {
  if (is_word(offset) && offset + layout.size <= length) return offset;
  if (!is_integer(offset)) throw not_an_integer(offset);
  if (BigInt.asIntN(64, BigInt(offset)) !== BigInt(offset)) {
    throw new IndexError("cannot fit 'int' into an index-sized integer");
  }
  return checked_start(layout, length, BigInt(offset), PACKING);
}

// A Uint8Array is used as it is, whatever it carries: only its bytes and its intrinsic length are looked at. Where its
// methods are needed too, or it is another view, a view of our own is made.
function is_usable(layout: Layout, value: unknown): value is Uint8Array {
  return !layout.has_bytes && value instanceof Uint8Array && ArrayBuffer.isView(value);
}

function readable(layout: Layout, value: unknown): Uint8Array {
  return is_usable(layout, value) ? value : bytes_like(value);
}

function writable(layout: Layout, value: unknown): Uint8Array {
  const bytes = is_usable(layout, value) ? value : bytes_or_null(value);
  if (bytes !== null) return bytes;
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(`argument must be read-write bytes-like object, not ${found}`);
}

function check_count(layout: Layout, caller: string, count: number): void {
  if (count === layout.length) return;
  throw new error(`${caller} expected ${layout.exact_length} items for packing (got ${count})`);
}

function pack_layout(layout: Layout, values: readonly unknown[]): Bytes {
  check_count(layout, "pack", values.length);
  const bytes = new Uint8Array(layout.size);
  write_values(layout, bytes, 0, values);
  return bytes;
}

const { fill } = Uint8Array.prototype;

function pack_layout_into(
  layout: Layout,
  buffer: unknown,
  offset: unknown,
  values: readonly unknown[],
): void {
  if (buffer === undefined) throw new error("pack_into expected buffer argument");
  if (offset === undefined) throw new error("pack_into expected offset argument");
  check_count(layout, "pack_into", values.length);
  const bytes = writable(layout, buffer);
  const start = writing_start(layout, byte_length(bytes), offset);
  if (layout.has_gaps) fill.call(bytes, 0, start, start + layout.size);
  try {
    write_values(layout, bytes, start, values);
  } catch (failure) {
    if (layout.has_gaps) throw failure;
    // As CPython leaves it: zeros from the value that failed to the end. It fails again.
    fill.call(bytes, 0, start, start + layout.size);
    write_values(layout, bytes, start, values);
  }
}

function unpack_layout(layout: Layout, buffer: unknown): StructValue[] {
  const bytes = readable(layout, buffer);
  if (byte_length(bytes) !== layout.size) {
    throw new error(`unpack requires a buffer of ${layout.exact_size} bytes`);
  }
  return read_values(layout, bytes, 0);
}

function unpack_layout_from(layout: Layout, buffer: unknown, offset: unknown): StructValue[] {
  const bytes = readable(layout, buffer);
  return read_values(layout, bytes, reading_start(layout, byte_length(bytes), offset));
}

function* structs_in(layout: Layout, bytes: Uint8Array, length: number): Generator<StructValue[]> {
  for (let start = 0; start < length; start += layout.size) {
    // A bytearray that is being unpacked cannot be resized.
    if (byte_length(bytes) !== length) throw new error("the buffer was resized while it was being unpacked");
    yield read_values(layout, bytes, start);
  }
}

function iterate_layout(layout: Layout, buffer: unknown): Generator<StructValue[]> {
  if (layout.size === 0) throw new error("cannot iteratively unpack with a struct of length 0");
  const view = bytes_like(buffer), length = byte_length(view);
  if (length % layout.size !== 0) {
    throw new error(`iterative unpacking requires a buffer of a multiple of ${layout.exact_size} bytes`);
  }
  return structs_in(layout, view, length);
}

/** A compiled format: what {@linkcode StructConstructor} makes. */
export interface Struct {
  /** The format string. CPython: `Struct.format`. */
  readonly format: string;
  /** How many bytes the format describes, as {@linkcode calcsize} says. CPython: `Struct.size`. */
  readonly size: number;

  /**
   * Packs values. CPython: `Struct.pack`.
   *
   * @param values as many as the format describes
   * @returns the bytes, on a buffer of their own
   * @throws see {@linkcode pack}
   */
  pack(...values: StructArgument[]): Bytes;

  /**
   * Packs values into memory. CPython: `Struct.pack_into`.
   *
   * @param buffer where to
   * @param offset the first byte; from the end if it is negative
   * @param values as many as the format describes
   * @throws see {@linkcode pack_into}
   */
  pack_into(buffer: BytesLike, offset: number | bigint, ...values: StructArgument[]): void;

  /**
   * Unpacks bytes, exactly as many as {@linkcode Struct.size}. CPython: `Struct.unpack`.
   *
   * @typeParam T the types of the values, which TypeScript cannot know
   * @param buffer the bytes
   * @throws see {@linkcode unpack}
   */
  unpack<T extends StructValue[] = StructValue[]>(buffer: BytesLike): T;

  /**
   * Unpacks bytes from the middle of others. CPython: `Struct.unpack_from`.
   *
   * @typeParam T the types of the values, which TypeScript cannot know
   * @param buffer the bytes
   * @param offset the first byte; from the end if it is negative
   * @throws see {@linkcode unpack_from}
   */
  unpack_from<T extends StructValue[] = StructValue[]>(buffer: BytesLike, offset?: number | bigint): T;

  /**
   * Unpacks structs that follow one another. CPython: `Struct.iter_unpack`.
   *
   * @typeParam T the types of the values of each, which TypeScript cannot know
   * @param buffer the bytes, a multiple of {@linkcode Struct.size}
   * @throws see {@linkcode iter_unpack}
   */
  iter_unpack<T extends StructValue[] = StructValue[]>(buffer: BytesLike): Generator<T>;

  /** `Struct('<i')`, as Python's `repr()`. */
  toString(): string;
}

class CompiledStruct implements Struct {
  readonly #layout: Layout;

  constructor(format: string | BytesLike) {
    if (format === undefined) throw new TypeError("Struct() missing required argument 'format' (pos 1)");
    this.#layout = layout_of(format_text(format));
  }

  get format(): string {
    return this.#layout.format;
  }

  get size(): number {
    return this.#layout.size;
  }

  pack(...values: StructArgument[]): Bytes {
    return pack_layout(this.#layout, values);
  }

  pack_into(buffer: BytesLike, offset: number | bigint, ...values: StructArgument[]): void {
    pack_layout_into(this.#layout, buffer, offset, values);
  }

  unpack<T extends StructValue[]>(buffer: BytesLike): T {
    if (buffer === undefined) throw new TypeError("Struct.unpack() takes exactly one argument (0 given)");
    return unpack_layout(this.#layout, buffer) as T;
  }

  unpack_from<T extends StructValue[]>(buffer: BytesLike, offset: number | bigint = 0): T {
    if (buffer === undefined) {
      throw new TypeError("unpack_from() missing required argument 'buffer' (pos 1)");
    }
    return unpack_layout_from(this.#layout, buffer, offset) as T;
  }

  iter_unpack<T extends StructValue[]>(buffer: BytesLike): Generator<T> {
    if (buffer === undefined) {
      throw new TypeError("Struct.iter_unpack() takes exactly one argument (0 given)");
    }
    return iterate_layout(this.#layout, buffer) as Generator<T>;
  }

  toString(): string {
    return `${this.constructor.name}(${repr(this.format)})`;
  }
}

/** What makes compiled formats: the class, which may also be called as a function, as in Python. */
export interface StructConstructor {
  /**
   * Compiles a format string.
   *
   * @param format the format: a byte order (`@`, `=`, `<`, `>` or `!`), and codes such as `H` or `10s`
   * @throws {error} if the format is none
   */
  new (format: string | BytesLike): Struct;
  /**
   * Compiles a format string.
   *
   * @param format the format: a byte order (`@`, `=`, `<`, `>` or `!`), and codes such as `H` or `10s`
   * @throws {error} if the format is none
   */
  (format: string | BytesLike): Struct;
  /** The methods of every compiled format. */
  readonly prototype: Struct;
}

/**
 * A compiled format: `struct.Struct(format)` and `new struct.Struct(format)` are the same; it can be extended. It is quicker
 * than the functions, which must find the format among those that were used lately.
 *
 * CPython: `struct.Struct`. Throws what {@linkcode calcsize} throws.
 *
 * @example
 * ```ts
 * import { Struct } from "@pysocket/socket/struct";
 *
 * const record = Struct("<10sHb");
 * console.log(String(record), record.size); // Struct('<10sHb') 13
 *
 * const memory = new Uint8Array(2 * record.size);
 * record.pack_into(memory, 0, new TextEncoder().encode("raymond"), 4658, 8);
 * record.pack_into(memory, record.size, new TextEncoder().encode("guido"), 264, -1);
 * for (const [name, id, level] of record.iter_unpack<[Uint8Array<ArrayBuffer>, number, number]>(memory)) {
 *   console.log(new TextDecoder().decode(name), id, level);
 * }
 * ```
 */
export const Struct: StructConstructor = callable<StructConstructor>(CompiledStruct, "Struct");

inspect_as_string(CompiledStruct);

/** How many formats the functions remember: as many as CPython. */
const REMEMBERED = 100;

const remembered = new Map<string, Layout>();

function layout_for(format: unknown): Layout {
  const known = remembered.get(format as string);
  if (known !== undefined) return known;
  const text = format_text(format);
  const layout = layout_of(text);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(text, layout);
  return layout;
}

function required_format(format: unknown): Layout {
  if (format === undefined) throw new TypeError("missing format argument");
  return layout_for(format);
}

function two_arguments(caller: string, format: unknown, buffer: unknown): Layout {
  if (format === undefined || buffer === undefined) {
    throw new TypeError(`${caller} expected 2 arguments, got ${format === undefined ? 0 : 1}`);
  }
  return layout_for(format);
}

/**
 * How many bytes a format describes.
 *
 * CPython: `struct.calcsize`.
 *
 * @param format a format string, or its ASCII bytes
 * @returns bytes; rounded above 2⁵³, which no memory has
 * @throws {error} if the format is wrong
 * @throws {TypeError} if it is neither `string` nor bytes
 * @throws {UnicodeError} if it is not ASCII
 *
 * @example
 * ```ts
 * import { calcsize } from "@pysocket/socket/struct";
 *
 * console.log(calcsize("<bi"), calcsize("@bi")); // 5 8
 * ```
 */
export function calcsize(format: string | BytesLike): number {
  if (format === undefined) {
    throw new TypeError("_struct.calcsize() takes exactly one argument (0 given)");
  }
  return layout_for(format).size;
}

/**
 * Packs values.
 *
 * A value outside the range of its character is an error, and so is a number with a fraction where an integer is wanted, text
 * where bytes are, and another number of values than the format describes. Bytes that are too long for their `s` or `p` are
 * cut, and followed by zeros if they are too short. NaN has the same bytes always.
 *
 * CPython: `struct.pack`.
 *
 * @param format a format string, or its ASCII bytes
 * @param values as many as the format describes
 * @returns the bytes, on a buffer of their own
 * @throws {error} if the format is wrong, or a value does not fit it
 * @throws {OverflowError} if a number is too large for `e`, or for an `f` that is not native
 *
 * @example
 * ```ts
 * import { pack } from "@pysocket/socket/struct";
 *
 * console.log(pack(">bhq", 1, 2, 3n)); // such as 01 00 02 00 00 00 00 00 00 00 03
 * ```
 */
export function pack(format: string | BytesLike, ...values: StructArgument[]): Bytes {
  return pack_layout(required_format(format), values);
}

/**
 * Packs values into memory: into `buffer` from `offset` on, as many bytes as {@linkcode calcsize} says. Padding is written as
 * zeros. If a value does not fit, those before it have been written, and zeros for it and the others, as in CPython.
 *
 * CPython: `struct.pack_into`.
 *
 * @param format a format string, or its ASCII bytes
 * @param buffer where to
 * @param offset the first byte; from the end if it is negative
 * @param values as many as the format describes
 * @throws {error} if there is no room, or as {@linkcode pack} does
 * @throws {IndexError} if the offset does not fit in 64 bits
 * @throws {OverflowError} as {@linkcode pack} does
 *
 * @example
 * ```ts
 * import { pack_into } from "@pysocket/socket/struct";
 *
 * const memory = new Uint8Array(8);
 * pack_into("!H", memory, 2, 0xabcd);
 * pack_into("!H", memory, -2, 0x1234);
 * console.log(memory); // such as 00 00 ab cd 00 00 12 34
 * ```
 */
export function pack_into(
  format: string | BytesLike,
  buffer: BytesLike,
  offset: number | bigint,
  ...values: StructArgument[]
): void {
  pack_layout_into(required_format(format), buffer, offset, values);
}

/**
 * Unpacks bytes, exactly as many as {@linkcode calcsize} says.
 *
 * CPython: `struct.unpack`.
 *
 * @typeParam T the types of the values. TypeScript cannot read them out of the format, so this is a promise of the caller's,
 * like a cast: without it each value may be any of `StructValue`
 * @param format a format string, or its ASCII bytes
 * @param buffer the bytes
 * @returns the values; `s`, `p` and `c` are bytes on buffers of their own
 * @throws {error} if the format is wrong, or the number of bytes is another
 *
 * @example
 * ```ts
 * import { unpack } from "@pysocket/socket/struct";
 *
 * const [version, length] = unpack<[number, bigint]>("<HQ", Uint8Array.of(1, 0, 9, 0, 0, 0, 0, 0, 0, 0));
 * console.log(version, length); // 1 9n
 * ```
 */
export function unpack<T extends StructValue[] = StructValue[]>(
  format: string | BytesLike,
  buffer: BytesLike,
): T {
  return unpack_layout(two_arguments("unpack", format, buffer), buffer) as T;
}

/**
 * Unpacks bytes from the middle of others: from `offset` on, as many as {@linkcode calcsize} says.
 *
 * CPython: `struct.unpack_from`.
 *
 * @typeParam T the types of the values: see {@linkcode unpack}
 * @param format a format string, or its ASCII bytes
 * @param buffer the bytes
 * @param offset the first byte; from the end if it is negative
 * @returns the values
 * @throws {error} if the format is wrong, or there are too few bytes
 * @throws {OverflowError} if the offset does not fit in 64 bits
 *
 * @example
 * ```ts
 * import { unpack_from } from "@pysocket/socket/struct";
 *
 * const packet = Uint8Array.of(0, 0, 1, 2, 3, 4);
 * console.log(unpack_from("!HH", packet, 2), unpack_from("B", packet, -1)); // [ 258, 772 ] [ 4 ]
 * ```
 */
export function unpack_from<T extends StructValue[] = StructValue[]>(
  format: string | BytesLike,
  buffer: BytesLike,
  offset: number | bigint = 0,
): T {
  if (format === undefined) {
    throw new TypeError("unpack_from() takes at least 1 positional argument (0 given)");
  }
  if (buffer === undefined) throw new TypeError("unpack_from() missing required argument 'buffer' (pos 2)");
  return unpack_layout_from(layout_for(format), buffer, offset) as T;
}

/**
 * Unpacks structs that follow one another, each when it is asked for.
 *
 * CPython: `struct.iter_unpack`.
 *
 * @typeParam T the types of the values of each: see {@linkcode unpack}
 * @param format a format string, or its ASCII bytes
 * @param buffer the bytes, a multiple of what {@linkcode calcsize} says
 * @returns an iterator over arrays of values
 * @throws {error} if the format is wrong or describes no bytes, or the number of bytes is no multiple
 *
 * @example
 * ```ts
 * import { iter_unpack } from "@pysocket/socket/struct";
 *
 * for (const [x, y] of iter_unpack("<hh", new Uint8Array(12))) console.log(x, y);
 * ```
 */
export function iter_unpack<T extends StructValue[] = StructValue[]>(
  format: string | BytesLike,
  buffer: BytesLike,
): Generator<T> {
  return iterate_layout(two_arguments("iter_unpack", format, buffer), buffer) as Generator<T>;
}
