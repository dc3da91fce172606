// A buffered file object that reads and writes a file at one position.
import { require_argument } from "../arguments.ts";
import { type Bytes, bytes_like, type BytesLike } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { inspect_as_string } from "../repr.ts";
import { close_forgotten, close_no_more, DEFAULT_BUFFER_SIZE } from "./base.ts";
import { BufferedIOMixin, capacity, raw_argument, reentrant_call } from "./buffered.ts";
import type { RawIO } from "./raw.ts";
import { BufferedReader } from "./reader.ts";
import { Unwritten } from "./unwritten.ts";

/**
 * Reads and writes a file that has a position: CPython's `io.BufferedRandom`, what `fdopen(fd, "rb+")` returns.
 *
 * What is said of {@linkcode BufferedReader} and {@linkcode BufferedWriter} holds. What was written goes out before
 * anything is read; what was read ahead is forgotten before anything is written.
 */
export class BufferedRandom extends BufferedIOMixin {
  readonly #reader: BufferedReader;
  readonly #unwritten: Unwritten;

  /**
   * Buffers a raw file object for reading and writing.
   *
   * @param raw the raw file object
   * @param buffer_size how many bytes the buffer holds
   * @throws {UnsupportedOperation} if it has no position, or cannot be read or written
   */
  constructor(raw: RawIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super();
    raw_argument(raw, "seekable", "BufferedRandom");
    raw_argument(raw, "readable", "BufferedRandom");
    raw_argument(raw, "writable", "BufferedRandom");
    this.#reader = new BufferedReader(raw, buffer_size);
    this.#unwritten = new Unwritten(raw, capacity(buffer_size));
    close_forgotten(this, this.#unwritten);
  }

  /** The raw file object underneath; `null` once it is detached. */
  override get raw(): RawIO | null {
    return this.#unwritten.raw;
  }

  #reader_at_position(): BufferedReader {
    this.attached();
    if (this.#unwritten.length > 0) this.#unwritten.flush();
    return this.#reader;
  }

  // The raw file object is as far as was read ahead: back to where the user is.
  #go_back(): void {
    const ahead = this.#reader._forget();
    if (ahead > 0) this.attached().seek!(-ahead, 1);
  }

  /**
   * Reads data: see {@linkcode BufferedReader.read}.
   *
   * @param size how many bytes; -1 or `null` for all
   */
  override read(size: number | null = -1): Bytes | null {
    return this.#reader_at_position().read(size);
  }

  /**
   * Reads what is there: see {@linkcode BufferedReader.read1}.
   *
   * @param size at most how many bytes
   */
  override read1(size: number = -1): Bytes {
    return this.#reader_at_position().read1(size);
  }

  /**
   * Reads into memory until it is full: see {@linkcode BufferedReader.readinto}.
   *
   * @param buffer where to put it
   */
  override readinto(buffer: BytesLike): number | null {
    return this.#reader_at_position().readinto(buffer);
  }

  /**
   * Reads into memory, at most once: see {@linkcode BufferedReader.readinto1}.
   *
   * @param buffer where to put it
   */
  override readinto1(buffer: BytesLike): number | null {
    return this.#reader_at_position().readinto1(buffer);
  }

  /**
   * Shows what comes next without reading it: see {@linkcode BufferedReader.peek}.
   *
   * @param size is ignored
   */
  peek(size: number = 0): Bytes {
    return this.#reader_at_position().peek(size);
  }

  /**
   * Reads a line, with the newline at its end: see {@linkcode BufferedReader.readline}.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   */
  override readline(size: number | null = -1): Bytes {
    return this.#reader_at_position().readline(size);
  }

  /**
   * Writes data, to the buffer if it has room: see {@linkcode BufferedWriter.write}.
   *
   * @param data the bytes
   */
  override write(data: BytesLike): number {
    require_argument(data, "BufferedRandom.write() takes exactly one argument (0 given)");
    const bytes = bytes_like(data);
    if (this.closed) throw new ValueError("write to closed file");
    this.#check_not_writing();
    this.#go_back();
    return this.#unwritten.write(bytes);
  }

  #check_not_writing(): void {
    if (this.#unwritten.writing) throw reentrant_call(this);
  }

  /** Writes out what is buffered, and forgets what was read ahead. */
  override flush(): void {
    if (this.closed) throw new ValueError("flush of closed file");
    this.#check_not_writing();
    this.#unwritten.flush();
    this.#go_back();
  }

  /** How far on the user is. @ignore */
  protected override distance(): number {
    return this.#unwritten.length - this.#reader._ahead();
  }

  /** @ignore */
  protected override leave(): void {
    this.#unwritten.flush();
  }

  /** @ignore */
  protected override arrive(): void {
    this.#reader._forget();
  }

  /** Whether it can be read: yes. */
  override readable(): boolean {
    return this.attached().readable();
  }

  /** Whether it can be written: yes. */
  override writable(): boolean {
    return this.attached().writable();
  }

  /** Writes out what is buffered and closes the file object, even if the writing fails. */
  override close(): void {
    const raw = this.attached();
    this.#check_not_writing();
    if (raw.closed) return;
    try {
      this.flush();
    } finally {
      close_no_more(this.#unwritten);
      raw.close();
    }
  }

  /**
   * Writes out what is buffered and gives the raw file object away. This object is of no more use.
   *
   * CPython: `BufferedRandom.detach`.
   */
  override detach(): RawIO {
    const raw = this.attached();
    this.flush();
    this.#unwritten.raw = null;
    close_no_more(this.#unwritten);
    return raw;
  }

  /** CPython's `repr()`: `<_io.BufferedRandom name=3>`. */
  override toString(): string {
    return this.described(this.constructor === BufferedRandom ? "_io.BufferedRandom" : this.constructor.name);
  }
}

inspect_as_string(BufferedRandom);
