// A file object over memory: CPython's io.BytesIO.
import { as_int, require_argument, ssize_t } from "../arguments.ts";
import { BufferedIOBase } from "./buffered.ts";
import { type Bytes, bytes_like, type BytesLike, writable_bytes } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { size_or_none } from "./base.ts";

const NEWLINE = 10;

/** A file object that reads from memory and writes to it: CPython's `io.BytesIO`. */
export class BytesIO extends BufferedIOBase {
  #memory: Bytes;
  #length: number;
  #position = 0;
  #closed = false;

  /**
   * Makes a file object over a copy of some bytes.
   *
   * @param initial_bytes the content; `null` for none. Reading and writing start at its beginning
   */
  constructor(initial_bytes: BytesLike | null = null) {
    super();
    this.#memory = initial_bytes === null ? new Uint8Array(0) : new Uint8Array(bytes_like(initial_bytes));
    this.#length = this.#memory.length;
  }

  /** Whether the file object is closed. */
  override get closed(): boolean {
    return this.#closed;
  }

  /** Closes the file object, and forgets its content. */
  override close(): void {
    this.#closed = true;
    this.#memory = new Uint8Array(0);
    this.#length = 0;
  }

  /** Everything, whatever the position. */
  getvalue(): Bytes {
    this.check_closed();
    return this.#memory.slice(0, this.#length);
  }

  /**
   * Reads data.
   *
   * @param size at most how many bytes; -1 or `null` for all
   */
  override read(size: number | null = -1): Bytes {
    const most = size_or_none(size);
    this.check_closed();
    return this.#take(most < 0 ? this.#left() : most);
  }

  /**
   * The same as {@linkcode read}.
   *
   * @param size at most how many bytes; -1 or `null` for all
   */
  override read1(size: number | null = -1): Bytes {
    return this.read(size);
  }

  #left(): number {
    return Math.max(this.#length - this.#position, 0);
  }

  #take(most: number): Bytes {
    const start = this.#position;
    const taken = this.#memory.slice(start, start + Math.min(most, this.#left()));
    this.#position += taken.length;
    return taken;
  }

  /**
   * Reads into memory until it is full, or there is no more.
   *
   * @param buffer where to put it
   * @returns how many bytes were read
   */
  override readinto(buffer: BytesLike): number {
    require_argument(buffer, "BytesIO.readinto() takes exactly one argument (0 given)");
    const bytes = writable_bytes(buffer, "readinto");
    this.check_closed();
    const taken = this.#take(bytes.length);
    bytes.set(taken);
    return taken.length;
  }

  /**
   * The same as {@linkcode readinto}.
   *
   * @param buffer where to put it
   * @returns how many bytes were read
   */
  override readinto1(buffer: BytesLike): number {
    return this.readinto(buffer);
  }

  /**
   * Reads a line.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   */
  override readline(size: number | null = -1): Bytes {
    const limit = size_or_none(size);
    this.check_closed();
    const end = this.#memory.subarray(0, this.#length).indexOf(NEWLINE, this.#position);
    const length = end < 0 ? this.#left() : end + 1 - this.#position;
    return this.#take(limit < 0 ? length : Math.min(limit, length));
  }

  /**
   * Reads all lines up to the end.
   *
   * @param hint once there are this many bytes no further line is read; `null` or less than 1 for all
   */
  override readlines(hint: number | null = null): Bytes[] {
    const enough = size_or_none(hint);
    this.check_closed();
    const lines: Bytes[] = [];
    for (let length = 0; enough <= 0 || length < enough;) {
      const line = this.readline();
      if (line.length === 0) break;
      lines.push(line);
      length += line.length;
    }
    return lines;
  }

  /**
   * Writes data over what is at the position, and moves on.
   *
   * @param data the bytes
   * @returns how many bytes were written: all
   */
  override write(data: BytesLike): number {
    require_argument(data, "BytesIO.write() takes exactly one argument (0 given)");
    this.check_closed();
    const bytes = bytes_like(data);
    if (bytes.length === 0) return 0;
    const end = this.#position + bytes.length;
    if (this.#memory.length < end) this.#grow(end);
    this.#memory.set(bytes, this.#position);
    this.#position = end;
    this.#length = Math.max(this.#length, end);
    return bytes.length;
  }

  #grow(length: number): void {
    const memory = new Uint8Array(Math.max(length, Math.min(this.#memory.length * 2, length + (1 << 20))));
    memory.set(this.#memory.subarray(0, this.#length));
    this.#memory = memory;
  }

  /** The position. */
  override tell(): number {
    this.check_closed();
    return this.#position;
  }

  /**
   * Moves the position, past the end too: what is written there has zeros before it.
   *
   * @param offset where to go
   * @param whence from where: 0 the start, 1 here, 2 the end
   * @returns the new position
   */
  override seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    const distance = ssize_t(offset);
    const from = as_int(whence);
    this.check_closed();
    if (from < 0 || from > 2) throw new ValueError(`invalid whence (${from}, should be 0, 1 or 2)`);
    if (from === 0 && distance < 0) throw new ValueError(`negative seek value ${distance}`);
    const base = from === 0 ? 0 : from === 1 ? this.#position : this.#length;
    this.#position = Math.max(base + distance, 0);
    return this.#position;
  }

  /**
   * Cuts the content off. The position stays.
   *
   * @param size how many bytes to keep; `null` for as many as are before the position
   * @returns the size that was asked for
   */
  override truncate(size: number | null = null): number {
    const asked = size === null ? null : size_or_none(size);
    this.check_closed();
    const length = asked ?? this.#position;
    if (length < 0) throw new ValueError(`negative size value ${length}`);
    if (length < this.#length) {
      this.#memory.fill(0, length, this.#length);
      this.#length = length;
    }
    return length;
  }

  /** Whether it can be read: yes. */
  override readable(): boolean {
    this.check_closed();
    return true;
  }

  /** Whether it can be written: yes. */
  override writable(): boolean {
    this.check_closed();
    return true;
  }

  /** Whether it has a position: yes. */
  override seekable(): boolean {
    this.check_closed();
    return true;
  }
}
