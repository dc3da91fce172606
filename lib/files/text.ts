// Text over a buffered file object.
import { no_attribute, require_argument, ssize_t, type_name } from "../arguments.ts";
import { utf8_or_complaint } from "../text/arguments.ts";
import type { Decoder, Encoder } from "../text/codec.ts";
import { UnsupportedOperation, ValueError } from "../errors.ts";
import { inspect_as_string, repr } from "../repr.ts";
import { close_forgotten, close_no_more, closed_file, IOBase, size_or_none } from "./base.ts";
import type { BufferedIO } from "./buffered.ts";
import { characters_in, DecodedText } from "./decoded.ts";
import { NewlineDecoder } from "./newlines.ts";
import { UnwrittenText } from "./unwritten.ts";
import { lookup_codec } from "../text/encodings.ts";

/** How many bytes are decoded at once: CPython's. */
const CHUNK_SIZE = 8192;

/** What UTF-8 is called where nobody names an encoding: CPython's name for the locale's. */
const DEFAULT_ENCODING = "UTF-8";

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

  readonly #pending: UnwrittenText;
  readonly #decoder: Decoder | null;
  readonly #encoder: Encoder | null;
  readonly #decoded: DecodedText;
  // What "\n" is written as.
  readonly #written_newline: string;
  // How many bytes a character has had lately, which tells how much to read for so many.
  #chunk_bytes = 0;

  /**
   * Makes a text file of a buffered one.
   *
   * @param buffer the buffered file object underneath
   * @param encoding the encoding's name; `null` means UTF-8. Those of Chinese, Japanese and Korean are only read, as the
   * platform's `TextDecoder` reads them, and know the handlers `"strict"`, `"ignore"` and `"replace"`
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
    this.#decoded = new DecodedText(end ?? "\n");
    this.#written_newline = end === null || end === "" ? "\n" : end;
    if (typeof buffer?.readable !== "function") throw no_attribute(buffer, "readable");
    const decoder = buffer.readable() ? codec.decoder(this.errors) : null;
    const universal = end === null || end === "";
    this.#decoder = decoder !== null && universal ? new NewlineDecoder(decoder, end === null) : decoder;
    this.#encoder = buffer.writable() ? codec.encoder(this.errors) : null;
    this.#pending = new UnwrittenText(buffer);
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

  // Decodes the next chunk, enough for so many characters if that is more: whether there was anything.
  #read_chunk(characters: number): boolean {
    const decoder = this.#open_decoder();
    const buffer = this.#attached();
    const size = Math.max(CHUNK_SIZE, this.#bytes_for(characters));
    const bytes = buffer._view1 === undefined ? buffer.read1(size) : buffer._view1(size);
    const { length } = bytes;
    this.#decoded.set(decoder.decode(bytes, length === 0));
    this.#chunk_bytes = length;
    return length > 0 || !this.#decoded.empty;
  }

  #bytes_for(characters: number): number {
    const { text } = this.#decoded;
    if (characters <= CHUNK_SIZE / 4 || text === "") return characters;
    return Math.floor(Math.max(this.#chunk_bytes / characters_in(text), 1) * characters);
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
    if (characters < 0) return this.#read_all(decoder);
    return this.#read_some(Math.min(characters, Number.MAX_SAFE_INTEGER)); // no text is longer
  }

  #read_all(decoder: Decoder): string {
    const bytes = this.#attached().read();
    if (bytes === null) throw decoder.no_bytes();
    const text = decoder.decode(bytes, true);
    const before = this.#decoded.take_all();
    this.#decoded.set("");
    return before + text;
  }

  #read_some(characters: number): string {
    let text = this.#decoded.take(characters);
    let left = characters - characters_in(text);
    while (left > 0 && this.#read_chunk(left)) {
      const piece = this.#decoded.take(left);
      text += piece;
      left -= characters_in(piece);
    }
    return text;
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
      const end = this.#decoded.end_of_line();
      if (end > 0) return this.#decoded.take_until(end);
    }
    return this.#readline(size);
  }

  #readline(size: unknown): string {
    const limit = ssize_t(size);
    this.#open_buffer();
    this.#pending.write();
    const decoded = this.#decoded;
    // As in CPython only the first chunk is waited for where nothing is wanted.
    if (limit === 0 && decoded.text !== "") return "";
    let line = "";
    let carried = "";
    for (let left = limit < 0 ? Infinity : limit;;) {
      if (!this.#have_text()) return line + carried;
      if (carried !== "") decoded.set(carried + decoded.text);
      const end = decoded.end_of_line();
      carried = end === 0 && decoded.ends_with_half() ? "\r" : "";
      const most = left === Infinity ? Infinity : decoded.index_after(left);
      const stop = end === 0 ? decoded.text.length - carried.length : end;
      const piece = decoded.take_until(Math.min(stop, most));
      line += piece;
      if (end > 0 || most <= stop) return line;
      if (left !== Infinity) left -= characters_in(piece);
      decoded.set("");
    }
  }

  #have_text(): boolean {
    while (this.#decoded.empty) {
      if (!this.#read_chunk(0)) return false;
    }
    return true;
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
      throw new TypeError(`write() argument must be str, not ${text === null ? "None" : type_name(text)}`);
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
      close_no_more(this.#pending);
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
    close_no_more(this.#pending);
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

  /** Whether it has a position that can be changed. */
  override seekable(): boolean {
    return this.#attached().seekable();
  }

  #seekable_buffer(): BufferedIO {
    const buffer = this.#open_buffer();
    if (!buffer.seekable()) throw new UnsupportedOperation("underlying stream is not seekable");
    return buffer;
  }

  /**
   * Moves to a position in bytes, if it is a file that has one: sockets and pipes do not.
   *
   * CPython: `TextIOWrapper.seek`, without the positions that its `tell()` makes up between characters.
   *
   * @param offset where to go
   * @param whence from where: 0 the start, 2 the end, where `offset` must be 0
   * @returns the new position
   */
  override seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    const buffer = this.#seekable_buffer();
    if (whence === 1) {
      if (offset !== 0) throw new UnsupportedOperation("can't do nonzero cur-relative seeks");
      return this.tell();
    }
    if (whence === 2 && offset !== 0) throw new UnsupportedOperation("can't do nonzero end-relative seeks");
    if (whence !== 0 && whence !== 2) throw new ValueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
    if (offset < 0) throw new ValueError(`negative seek position ${offset}`);
    this.flush();
    const position = buffer.seek!(offset, whence);
    this.#decoded.set("");
    this.#decoder?.reset();
    return position;
  }

  /**
   * The position in bytes, if it is a file that has one and no text was decoded ahead.
   *
   * @throws {UnsupportedOperation} while there is text that was decoded ahead, of which nobody knows how many bytes it was
   */
  override tell(): number {
    const buffer = this.#seekable_buffer();
    this.flush();
    if (this.#decoded.text === "") return buffer.tell!();
    throw new UnsupportedOperation("the position between decoded characters is not known");
  }

  /**
   * Makes the file so many bytes long, if it is one that can be written: sockets and pipes have no length.
   *
   * @param size how many bytes; `null` for as many as there are up to the position
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
