// Text over a buffered file object.
import { require_argument, ssize_t, type_name } from "../arguments.ts";
import { utf8_or_complaint } from "../text/arguments.ts";
import type { RawIO } from "./buffered.ts";
import type { Decoder, Encoder } from "../text/codec.ts";
import { UnsupportedOperation, ValueError } from "../errors.ts";
import { inspect_as_string, repr } from "../repr.ts";
import { type Bytes, join_bytes } from "../bytes.ts";
import { close_forgotten, closed_file, IOBase, size_or_none } from "./base.ts";
import { NewlineDecoder } from "./newlines.ts";
import { lookup_codec } from "../text/encodings.ts";

/** The buffered file object under a text file: one of those of this module, or anything that does the same. */
export interface BufferedIO {
  /** Whether it is closed. */
  readonly closed: boolean;
  /** Its descriptor, if it has one of its own. */
  readonly name?: number;
  /** The raw file object underneath. */
  readonly raw?: RawIO | null;
  /** Reads everything: the data, or `null` if it would block. */
  read(): Bytes | null;
  /** Reads what is there. */
  read1(size: number): Uint8Array;
  /** `read1()`, but what is returned holds only until the next call. @ignore */
  _view1?(size: number): Uint8Array;
  /** Writes all of the data. */
  write(data: Uint8Array): number;
  /** Writes out what it holds. */
  flush(): void;
  /** Closes it. */
  close(): void;
  /** Whether it can be read. */
  readable(): boolean;
  /** Whether it can be written. */
  writable(): boolean;
  /** Whether it has a position. */
  seekable(): boolean;
  /** Whether it is a terminal. */
  isatty(): boolean;
  /** Its descriptor. */
  fileno(): number;
  /** A socket has no length. */
  truncate(size?: number | null): number;
}

/** How many bytes are decoded at once, and how many are gathered before they are written: CPython's. */
const CHUNK_SIZE = 8192;

/** What UTF-8 is called where nobody names an encoding: CPython's name for the locale's. */
const DEFAULT_ENCODING = "UTF-8";

const HIGH_SURROGATE = /[\ud800-\udbff]/;

// A text's length as Python counts it: a pair of surrogates is one character.
function characters_in(text: string): number {
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

function string_or_none(value: unknown, name: string): string | null {
  if (value === null || value === undefined) return null;
  utf8_or_complaint(
    value,
    `TextIOWrapper() argument '${name}' must be str or None, not ${type_name(value)}`,
  );
  return value as string;
}

function check_newline(newline: string | null): void {
  if (newline === null || ["", "\n", "\r", "\r\n"].includes(newline)) return;
  throw new ValueError(`illegal newline value: ${newline}`);
}

// Encoded text that was not given to the buffer yet, in an object of its own that outlives a forgotten file.
class Pending {
  buffer: BufferedIO | null;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(buffer: BufferedIO) {
    this.buffer = buffer;
  }

  get empty(): boolean {
    return this.#length === 0;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length >= CHUNK_SIZE) this.write();
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= CHUNK_SIZE) this.write();
  }

  // Whatever comes of it, the buffer has it then: as in CPython, what it does not take is reported and gone.
  write(): void {
    if (this.#length === 0 || this.buffer === null) return;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    this.buffer.write(pieces.length === 1 ? pieces[0]! : join_bytes(pieces));
  }

  close(): void {
    if (this.buffer === null || this.buffer.closed) return;
    try {
      this.write();
    } finally {
      this.buffer.close();
    }
  }
}

/**
 * Text over a buffered file object: CPython's `io.TextIOWrapper`, what `makefile("r")`, `makefile("w")` and
 * `makefile("rw")` return.
 *
 * A character is a Unicode code point: `read(1)` never returns half of a pair of surrogates, and lengths are counted
 * likewise.
 *
 * Text is decoded a chunk at a time, ahead of what was asked for. As in CPython, writing makes the reading side forget the
 * beginning of a character whose rest has not arrived; and what a non-blocking socket does not take of a long text is
 * gone, except for the `characters_written` bytes that the `BlockingIOError` counts.
 *
 * A file that is forgotten is flushed and closed when the garbage collector finds it, as CPython's destructor does; but
 * collectors tell that only while the event loop turns, and never at the end of the program. What must arrive needs
 * `flush()`, `close()` or `using`.
 *
 * @example A conversation in lines
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * using client = a.makefile("rw", null, { newline: "\r\n" }), server = b.makefile("rw");
 * client.write("HELO example\n");
 * client.flush();
 * console.log(JSON.stringify(server.readline())); // "HELO example\n"
 * server.write("250 at your service\n");
 * server.flush();
 * a.close();
 * b.close();
 * ```
 */
export class TextIOWrapper extends IOBase<string> {
  /** The encoding's name, as it was given. */
  readonly encoding: string;
  /** The error handler's name. */
  readonly errors: string;
  /** Whether every line that is written goes out at once. */
  readonly line_buffering: boolean;
  /** Whether everything that is written goes to the buffer at once. */
  readonly write_through: boolean;
  /** The mode, as `makefile()` was given it. */
  declare mode?: string;

  readonly #pending: Pending;
  readonly #decoder: Decoder | null;
  readonly #encoder: Encoder | null;
  // What ends a line in the decoded text; "" means "\n", "\r" and "\r\n".
  readonly #line_end: string;
  // What "\n" is written as.
  readonly #written_newline: string;
  // Decoded text, and how much of it was read.
  #chunk = "";
  #used = 0;
  // Where the next "\r" in it is.
  #return = -1;
  // How many bytes a character has had lately, which tells how much to read for so many.
  #chunk_bytes = 0;

  /**
   * Makes a text file of a buffered one.
   *
   * @param buffer the buffered file object underneath
   * @param encoding the encoding's name; `null` means UTF-8. Those of Chinese, Japanese and Korean are only read, by the
   * tables of `TextDecoder`, which accept more than CPython's: `"gb2312"` all of GBK, `"euc_kr"` all of CP949
   * @param errors the handler for what cannot be decoded or encoded: `"strict"`, which `null` means, `"ignore"`,
   * `"replace"`, `"backslashreplace"`, `"surrogateescape"`, `"surrogatepass"` or `"xmlcharrefreplace"`. CPython's
   * `"namereplace"` is missing: JavaScript does not know the names of characters
   * @param newline what ends a line. Reading: `null` for "\n", "\r" and "\r\n", which all become "\n"; `""` for the same,
   * unchanged; or one of them. Writing: what "\n" becomes, where `null` and `""` leave it
   * @param line_buffering whether every line that is written goes out at once
   * @param write_through whether everything that is written goes to the buffer at once
   * @throws {LookupError} if the encoding is unknown
   */
  constructor(
    buffer: BufferedIO,
    encoding: string | null = null,
    errors: string | null = null,
    newline: string | null = null,
    line_buffering: boolean = false,
    write_through: boolean = false,
  ) {
    super();
    require_argument(buffer, "TextIOWrapper() missing required argument 'buffer' (pos 1)");
    const name = string_or_none(encoding, "encoding");
    this.encoding = name === null || name === "locale" ? DEFAULT_ENCODING : name;
    const end = string_or_none(newline, "newline");
    this.errors = string_or_none(errors, "errors") ?? "strict";
    check_newline(end);
    const codec = lookup_codec(this.encoding);
    this.line_buffering = Boolean(line_buffering);
    this.write_through = Boolean(write_through);
    this.#line_end = end ?? "\n";
    this.#written_newline = end === null || end === "" ? "\n" : end;
    const decoder = buffer.readable() ? codec.decoder(this.errors) : null;
    const universal = end === null || end === "";
    this.#decoder = decoder !== null && universal ? new NewlineDecoder(decoder, end === null) : decoder;
    this.#encoder = buffer.writable() ? codec.encoder(this.errors) : null;
    this.#pending = new Pending(buffer);
    if (this.#encoder !== null) close_forgotten(this, this.#pending);
  }

  /** The buffered file object underneath; `null` once it is detached. */
  get buffer(): BufferedIO | null {
    return this.#pending.buffer;
  }

  #attached(): BufferedIO {
    const { buffer } = this.#pending;
    if (buffer === null) throw new ValueError("underlying buffer has been detached");
    return buffer;
  }

  #open_buffer(): BufferedIO {
    const buffer = this.#attached();
    if (buffer.closed) throw closed_file();
    return buffer;
  }

  #open_decoder(): Decoder {
    this.#open_buffer();
    if (this.#decoder === null) throw new UnsupportedOperation("not readable");
    return this.#decoder;
  }

  /** Whether the file object is closed. */
  override get closed(): boolean {
    return this.#attached().closed;
  }

  /** The descriptor; -1 once the file object is closed; absent where there are two directions, as in CPython. */
  get name(): number | undefined {
    return this.#attached().name;
  }

  /** The ends of lines that were seen so far: one, an array of several, or `null` for none. */
  get newlines(): string | string[] | null {
    this.#attached();
    return this.#decoder instanceof NewlineDecoder ? this.#decoder.newlines : null;
  }

  #set_chunk(text: string): void {
    this.#chunk = text;
    this.#used = 0;
    this.#return = -1;
  }

  // Decodes the next chunk, enough for so many characters if that is more: whether there was anything.
  #read_chunk(characters: number): boolean {
    const decoder = this.#open_decoder();
    const buffer = this.#attached();
    const size = Math.max(CHUNK_SIZE, this.#bytes_for(characters));
    const bytes = buffer._view1 === undefined ? buffer.read1(size) : buffer._view1(size);
    const { length } = bytes;
    this.#set_chunk(decoder.decode(bytes, length === 0));
    this.#chunk_bytes = length;
    return length > 0 || this.#chunk !== "";
  }

  #bytes_for(characters: number): number {
    if (characters <= CHUNK_SIZE / 4 || this.#chunk === "") return characters;
    return Math.floor(Math.max(this.#chunk_bytes / characters_in(this.#chunk), 1) * characters);
  }

  /**
   * Reads text.
   *
   * System call: recv(2), as often as it takes; CPython: `TextIOWrapper.read`.
   *
   * @param size how many characters: fewer come only at the end of the stream, or where a non-blocking socket has no
   * more; -1 or `null` for all
   * @throws {TypeError} if all is wanted and a non-blocking socket has nothing, as in CPython
   * @throws {UnicodeError} if the bytes are no text of the encoding; the chunk that they were in is gone
   */
  read(size: number | null = -1): string {
    const characters = size_or_none(size);
    const decoder = this.#open_decoder();
    this.#pending.write();
    return characters < 0 ? this.#read_all(decoder) : this.#read_some(characters);
  }

  #read_all(decoder: Decoder): string {
    const bytes = this.#attached().read();
    if (bytes === null) throw decoder.no_bytes();
    const text = decoder.decode(bytes, true);
    const before = this.#take(this.#chunk.length);
    this.#set_chunk("");
    return before + text;
  }

  #read_some(characters: number): string {
    let text = this.#take(index_after(this.#chunk, this.#used, characters));
    let left = characters - characters_in(text);
    while (left > 0 && this.#read_chunk(left)) {
      const piece = this.#take(index_after(this.#chunk, 0, left));
      text += piece;
      left -= characters_in(piece);
    }
    return text;
  }

  // The text up to an index in the chunk.
  #take(end: number): string {
    const start = this.#used;
    this.#used = end;
    return this.#chunk.slice(start, end);
  }

  /**
   * Reads a line, with the newline at its end.
   *
   * System call: recv(2), when no line is decoded yet; CPython: `TextIOWrapper.readline`.
   *
   * @param size at most how many characters; -1 for no limit
   * @returns the line; without a newline at the end of the stream, or where a non-blocking socket has no more; of length
   * 0 if there is nothing at all
   * @throws {UnicodeError} if the bytes are no text of the encoding; the chunk that they were in is gone
   */
  override readline(size: number | null = -1): string {
    const { buffer } = this.#pending;
    if (size === -1 && buffer !== null && !buffer.closed && this.#pending.empty) {
      const end = this.#end_of_line();
      if (end > 0) return this.#take(end);
    }
    return this.#readline(size);
  }

  // The index behind the next line in the chunk, or 0.
  #end_of_line(): number {
    const line_end = this.#line_end;
    if (line_end === "") return this.#universal_end();
    const start = this.#chunk.indexOf(line_end, this.#used);
    return start < 0 ? 0 : start + line_end.length;
  }

  #universal_end(): number {
    const newline = this.#chunk.indexOf("\n", this.#used);
    if (this.#return < this.#used) {
      const found = this.#chunk.indexOf("\r", this.#used);
      this.#return = found < 0 ? Infinity : found;
    }
    if (newline >= 0 && newline <= this.#return + 1) return newline + 1;
    return this.#return === Infinity ? 0 : this.#return + 1;
  }

  #readline(size: unknown): string {
    const limit = ssize_t(size);
    this.#open_buffer();
    this.#pending.write();
    // As in CPython only the first chunk is waited for where nothing is wanted.
    if (limit === 0 && this.#chunk !== "") return "";
    let line = "";
    let carried = "";
    for (let left = limit < 0 ? Infinity : limit;;) {
      if (!this.#have_text()) return line + carried;
      if (carried !== "") this.#set_chunk(carried + this.#chunk);
      const end = this.#end_of_line();
      carried = end === 0 && this.#ends_with_half() ? "\r" : "";
      const most = left === Infinity ? Infinity : this.#index_after(left);
      const stop = end === 0 ? this.#chunk.length - carried.length : end;
      const piece = this.#take(Math.min(stop, most));
      line += piece;
      if (end > 0 || most <= stop) return line;
      if (left !== Infinity) left -= characters_in(piece);
      this.#set_chunk("");
    }
  }

  // The index behind so many characters, or Infinity if there are not so many.
  #index_after(characters: number): number {
    const index = index_after(this.#chunk, this.#used, characters);
    return characters_in(this.#chunk.slice(this.#used, index)) < characters ? Infinity : index;
  }

  #have_text(): boolean {
    while (this.#used === this.#chunk.length) {
      if (!this.#read_chunk(0)) return false;
    }
    return true;
  }

  // Whether the chunk ends with a "\r" that may be half of the end of a line.
  #ends_with_half(): boolean {
    return this.#line_end === "\r\n" && this.#chunk.endsWith("\r");
  }

  /**
   * Writes text.
   *
   * System call: send(2), when the buffers are full; CPython: `TextIOWrapper.write`.
   *
   * @param text the text
   * @returns how many characters it has
   * @throws {UnicodeError} if the encoding does not have one of them
   */
  override write(text: string): number {
    require_argument(text, "TextIOWrapper.write() takes exactly one argument (0 given)");
    if (typeof text !== "string") {
      throw new TypeError(`write() argument must be str, not ${type_name(text)}`);
    }
    const buffer = this.#open_buffer();
    if (this.#encoder === null) throw new UnsupportedOperation("not writable");
    const newline = this.#written_newline;
    this.#pending.append(this.#encoder(newline === "\n" ? text : text.replaceAll("\n", newline)));
    const ends_line = this.line_buffering && /[\n\r]/.test(text);
    if (this.write_through || ends_line) this.#pending.write();
    if (ends_line) buffer.flush();
    this.#decoder?.reset();
    return characters_in(text);
  }

  /** Writes out what is buffered. */
  override flush(): void {
    const buffer = this.#open_buffer();
    this.#pending.write();
    buffer.flush();
  }

  /** Writes out what is buffered and closes the file object, even if the writing fails. */
  override close(): void {
    const buffer = this.#attached();
    if (buffer.closed) return;
    try {
      this.flush();
    } finally {
      buffer.close();
    }
  }

  /**
   * Writes out what is buffered and gives the buffered file object away. This object is of no more use.
   *
   * CPython: `TextIOWrapper.detach`.
   */
  detach(): BufferedIO {
    const buffer = this.#attached();
    this.flush();
    this.#pending.buffer = null;
    return buffer;
  }

  /** The socket's descriptor, if there is only one direction. */
  override fileno(): number {
    return this.#attached().fileno();
  }

  /** Whether it is a terminal; a socket is none. */
  override isatty(): boolean {
    return this.#attached().isatty();
  }

  /** Whether it was made for reading. */
  override readable(): boolean {
    return this.#attached().readable();
  }

  /** Whether it was made for writing. */
  override writable(): boolean {
    return this.#attached().writable();
  }

  /** Whether it has a position: no. */
  override seekable(): boolean {
    return this.#attached().seekable();
  }

  /**
   * A socket has no position.
   *
   * @param offset where to go
   * @param _whence from where
   */
  override seek(offset: number, _whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    this.#open_buffer();
    throw new UnsupportedOperation("underlying stream is not seekable");
  }

  /** A socket has no position. */
  override tell(): number {
    this.#open_buffer();
    throw new UnsupportedOperation("underlying stream is not seekable");
  }

  /**
   * A socket has no length.
   *
   * @param size the length
   */
  override truncate(size: number | null = null): number {
    this.flush();
    return this.#attached().truncate(size);
  }

  /** How long a line is. */
  protected override length_of(line: string): number {
    return characters_in(line);
  }

  /** CPython's `repr()`: `<_io.TextIOWrapper name=3 mode='r' encoding='UTF-8'>`. */
  override toString(): string {
    const name = this.constructor === TextIOWrapper ? "_io.TextIOWrapper" : this.constructor.name;
    const fd = this.#pending.buffer?.name;
    const number = fd === undefined ? "" : ` name=${fd}`;
    const mode = this.mode === undefined ? "" : ` mode=${repr(this.mode)}`;
    return `<${name}${number}${mode} encoding=${repr(this.encoding)}>`;
  }
}

inspect_as_string(TextIOWrapper);
