// A buffered reader: reads come out of one buffer, which a single call of the system fills.
import { require_argument, ssize_t, type_name } from "../arguments.ts";
import { type Bytes, bytes_or_null, type BytesLike, join_bytes } from "../bytes.ts";
import { OSError, ValueError } from "../errors.ts";
import { inspect_as_string } from "../repr.ts";
import { DEFAULT_BUFFER_SIZE, LONGEST_READ, size_or_none } from "./base.ts";
import { BufferedIOMixin, capacity, count_of, detached, raw_argument, reentrant_call } from "./buffered.ts";
import type { RawIO } from "./raw.ts";
import { ends_line, ReadAhead } from "./read_ahead.ts";

function longer(memory: Bytes, length: number): Bytes {
  const result = new Uint8Array(length);
  result.set(memory);
  return result;
}

/**
 * Reads a stream through a buffer: CPython's `io.BufferedReader`, what `makefile("rb")` returns.
 *
 * On a non-blocking socket `read()` gives what there is, and `null` if that is nothing; `readline()`, `read1()` and
 * `peek()` give what there is, which may be less than a line or nothing.
 *
 * @example Lines of bytes
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * a.sendall("one\ntwo\n");
 * a.close();
 * using f = b.makefile("rb");
 * for (const line of f) console.log(line.length); // such as 4
 * b.close();
 * ```
 */
export class BufferedReader extends BufferedIOMixin {
  #raw: RawIO | null;
  readonly #ahead: ReadAhead;
  #reading = false;

  /**
   * Buffers a raw file object for reading.
   *
   * @param raw the raw file object to read
   * @param buffer_size how many bytes the buffer holds
   * @throws {UnsupportedOperation} if it cannot be read
   */
  constructor(raw: RawIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super();
    this.#raw = raw_argument(raw, "readable", "BufferedReader");
    this.#ahead = new ReadAhead(capacity(buffer_size));
  }

  /** The raw file object underneath; `null` once it is detached. */
  override get raw(): RawIO | null {
    return this.#raw;
  }

  // Only an empty buffer lets a closed file be noticed, as in CPython.
  #check_open(operation: string): RawIO {
    const raw = this.#raw;
    if (raw === null) throw detached();
    if (this.#ahead.length === 0 && raw.closed) throw new ValueError(`${operation} of closed file`);
    return raw;
  }

  // Reads once: how many bytes came, or null if the stream would block.
  #read_raw(memory: Uint8Array): number | null {
    const room = memory.length;
    const n = count_of(this.#busy((raw) => raw.readinto(memory)));
    if (Number.isNaN(n)) throw new OSError("raw readinto() failed");
    if (n !== null && !(n >= 0 && n <= room)) {
      throw new OSError(
        `raw readinto() returned invalid length ${n} (should have been between 0 and ${room})`,
      );
    }
    return n;
  }

  // The buffer is empty whenever this is called, so that all calls from within end here, too.
  #busy<Result>(read: (raw: RawIO) => Result): Result {
    const raw = this.attached();
    if (this.#reading) throw reentrant_call(this);
    this.#reading = true;
    try {
      return read(raw);
    } finally {
      this.#reading = false;
    }
  }

  // Reads once into the buffer, which is empty.
  #refill(room: Bytes = this.#ahead.room): number | null {
    this.#ahead.forget();
    const n = this.#read_raw(room);
    this.#ahead.filled(n ?? 0);
    return n;
  }

  /** A line that is in the buffer as a whole, or `null`. @ignore */
  _whole_line(): Bytes | null {
    return this.#ahead.take_line();
  }

  /**
   * Reads a line, with the newline at its end.
   *
   * System call: recv(2), when the buffer does not hold the line; CPython: `BufferedReader.readline`.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   * @returns the line; without a newline at the end of the stream, or where a non-blocking socket has no more; of length
   * 0 if there is nothing at all
   */
  override readline(size: number | null = -1): Bytes {
    return (size === -1 ? this.#ahead.take_line() : null) ?? this.#readline(size_or_none(size));
  }

  #readline(size: number): Bytes {
    this.#check_open("readline");
    const pieces: Bytes[] = [];
    for (let left = size < 0 ? Infinity : size;;) {
      const piece = this.#ahead.take_of_line(left);
      if (piece.length > 0) pieces.push(piece);
      left -= piece.length;
      if (left === 0 || ends_line(piece) || !this.#refill()) break;
    }
    return pieces.length === 1 ? pieces[0]! : join_bytes(pieces);
  }

  /**
   * Reads data.
   *
   * System call: recv(2), as often as it takes; CPython: `BufferedReader.read`.
   *
   * @param size how many bytes: fewer come only at the end of the stream, or where a non-blocking socket has no more;
   * -1 or `null` for all
   * @returns the data; `null` if the socket is non-blocking and there is nothing
   */
  override read(size: number | null = -1): Bytes | null {
    const length = size_or_none(size);
    if (this.#raw === null) throw detached();
    if (length < -1) throw new ValueError("read length must be non-negative or -1");
    this.#check_open("read");
    if (length === -1) return this.#read_all();
    return length <= this.#ahead.length ? this.#ahead.take(length) : this.#read_long(length);
  }

  #read_all(): Bytes | null {
    const buffered = this.#ahead.take(this.#ahead.length);
    this.#ahead.forget();
    const rest = this.#busy((raw) => raw.readall());
    if (buffered.length === 0) return rest;
    return rest === null || rest.length === 0 ? buffered : join_bytes([buffered, rest]);
  }

  // More than the buffer holds now: whole blocks go straight to the result, the rest through the buffer. The result grows
  // with what comes, and always has room for what the buffer may hold.
  #read_long(length: number): Bytes | null {
    const ahead = this.#ahead;
    const size = ahead.room.length;
    let result: Bytes = new Uint8Array(Math.min(length, ahead.length + LONGEST_READ));
    let written = ahead.move_to(result);
    for (;;) {
      const left = length - written;
      if (left === 0) return result;
      if (result.length - written < Math.min(left, size)) {
        result = longer(result, Math.min(length, result.length * 2 + size));
      }
      const direct = Math.min(left - left % size, result.length - written);
      const n = direct > 0 ? this.#read_raw(result.subarray(written, written + direct)) : this.#refill();
      if (n === null && written === 0) return null;
      if (n === null || n === 0) return result.slice(0, written);
      written += direct > 0 ? n : ahead.move_to(result.subarray(written));
    }
  }

  /**
   * Reads what is there: what is buffered, or else what one call of the system gives.
   *
   * System call: recv(2), at most once; CPython: `BufferedReader.read1`.
   *
   * @param size at most how many bytes, of which one call brings 1 MiB, or what the buffer holds if that is more; -1 for
   * as many as the buffer holds
   * @returns the data; of length 0 at the end of the stream, or if the socket is non-blocking and there is nothing
   */
  override read1(size: number = -1): Bytes {
    return this.#view1(size).slice();
  }

  /** What `read1()` reads, where it lies: to be used before the next call. @ignore */
  _view1(size: number): Uint8Array {
    return this.read1 === BufferedReader.prototype.read1 ? this.#view1(size) : this.read1(size);
  }

  #view1(size: number): Bytes {
    const wanted = ssize_t(size);
    this.#check_open("read");
    const { room } = this.#ahead;
    const length = wanted < 0 ? room.length : Math.min(wanted, Math.max(room.length, LONGEST_READ));
    if (this.#ahead.length === 0 && length > 0) {
      if (length > room.length) return this.#read_once(new Uint8Array(length));
      this.#refill(room.subarray(0, length));
    }
    return this.#ahead.take_view(length);
  }

  #read_once(memory: Bytes): Bytes {
    this.#ahead.forget();
    return memory.subarray(0, this.#read_raw(memory) ?? 0);
  }

  /**
   * Shows what comes next without reading it.
   *
   * System call: recv(2), if nothing is buffered; CPython: `BufferedReader.peek`.
   *
   * @param size is ignored
   * @returns what is buffered; of length 0 at the end of the stream, or if a non-blocking socket has nothing
   *
   * @example What kind of client is this?
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("GET / HTTP/1.1\r\n");
   * using f = b.makefile("rb");
   * console.log(f.peek()[0] === 0x16 ? "TLS" : "text"); // text
   * console.log(f.readline().length); // 16
   * a.close();
   * b.close();
   * ```
   */
  peek(size: number = 0): Bytes {
    ssize_t(size);
    this.#check_open("peek");
    if (this.#ahead.length === 0) this.#refill();
    return this.#ahead.copy();
  }

  /**
   * Reads into memory until it is full.
   *
   * System call: recv(2), as often as it takes; CPython: `BufferedReader.readinto`.
   *
   * @param buffer where to put it
   * @returns how many bytes came: fewer than there is room only at the end of the stream, or where a non-blocking socket
   * has no more; `null` if the socket is non-blocking and there is nothing
   *
   * @example Exactly as many bytes as a record has
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("twelve bytes, and more");
   * using f = b.makefile("rb");
   * const record = new Uint8Array(12);
   * console.log(f.readinto(record)); // 12
   * a.close();
   * b.close();
   * ```
   */
  override readinto(buffer: BytesLike): number | null {
    return this.#readinto(memory_argument(buffer, "readinto"), false);
  }

  /**
   * Reads into memory, with at most one call of the system.
   *
   * System call: recv(2), at most once; CPython: `BufferedReader.readinto1`.
   *
   * @param buffer where to put it
   * @returns how many bytes came; `null` if the socket is non-blocking and there is nothing
   */
  override readinto1(buffer: BytesLike): number | null {
    return this.#readinto(memory_argument(buffer, "readinto1"), true);
  }

  #readinto(memory: Uint8Array, once: boolean): number | null {
    this.#check_open("readinto");
    const ahead = this.#ahead;
    let written = ahead.move_to(memory);
    while (written < memory.length) {
      const direct = memory.length - written > ahead.room.length;
      if (once && written > 0 && !direct) break;
      const n = direct ? this.#read_raw(memory.subarray(written)) : this.#refill();
      if (n === null && written === 0) return null;
      if (n === null || n === 0) break;
      written += direct ? n : ahead.move_to(memory.subarray(written));
      if (once && direct) break;
    }
    return written;
  }

  /** How many bytes were read ahead. @ignore */
  _ahead(): number {
    return this.#ahead.length;
  }

  /** Forgets what was read ahead: how many bytes that were. @ignore */
  _forget(): number {
    const { length } = this.#ahead;
    this.#ahead.forget();
    return length;
  }

  /** How far on the reader is: behind what was read ahead. @ignore */
  protected override distance(): number {
    return -this.#ahead.length;
  }

  /** @ignore */
  protected override leave(): void {}

  /** @ignore */
  protected override arrive(): void {
    this.#ahead.forget();
  }

  /** Whether it can be read: yes. */
  override readable(): boolean {
    return this.attached().readable();
  }

  /** Does nothing but complain of a file object that is closed. */
  override flush(): void {
    this.attached().flush();
  }

  /** Closes the file object. What is buffered is gone. */
  override close(): void {
    const raw = this.attached();
    if (this.#reading) throw reentrant_call(this);
    if (raw.closed) return;
    try {
      this.flush();
    } finally {
      this.#ahead.forget();
      raw.close();
    }
  }

  /**
   * Gives the raw file object away. What is buffered is gone, and this object is of no more use.
   *
   * CPython: `BufferedReader.detach`.
   */
  override detach(): RawIO {
    const raw = this.attached();
    this.flush();
    this.#ahead.forget();
    this.#raw = null;
    return raw;
  }

  /** CPython's `repr()`: `<_io.BufferedReader name=3>`. */
  override toString(): string {
    return this.described(this.constructor === BufferedReader ? "_io.BufferedReader" : this.constructor.name);
  }
}

function memory_argument(buffer: unknown, caller: string): Uint8Array {
  require_argument(buffer, `BufferedReader.${caller}() takes exactly one argument (0 given)`);
  const bytes = bytes_or_null(buffer);
  if (bytes !== null) return bytes;
  const found = buffer === null ? "None" : type_name(buffer);
  throw new TypeError(`${caller}() argument must be read-write bytes-like object, not ${found}`);
}

inspect_as_string(BufferedReader);
