// Buffered file objects: reads come out of one buffer that a single recv(2) fills, writes gather in one until it is full.
import { system } from "../../ffi/libc.ts";
import { as_int, is_integer, require_argument, ssize_t, type_name } from "../arguments.ts";
import { type Bytes, bytes_like, bytes_or_null, type BytesLike, join_bytes } from "../bytes.ts";
import { BlockingIOError, OSError, UnsupportedOperation, ValueError } from "../errors.ts";
import { inspect_as_string } from "../repr.ts";
import {
  close_forgotten,
  DEFAULT_BUFFER_SIZE,
  IOBase,
  LONGEST_READ,
  readline_by_reading,
  reentrant_call,
  size_or_none,
} from "./base.ts";

const { EAGAIN } = system.errors;

const NEWLINE = 10;

/** The raw file object under a buffered one: a `SocketIO`, or anything that does the same. */
export interface RawIO {
  /** Whether it is closed. */
  readonly closed: boolean;
  /** Its descriptor, or -1. */
  readonly name: number;
  /** `"rb"`, `"wb"` or `"rwb"`. */
  readonly mode: string;
  /** Reads into memory: how many bytes came, or `null` if it would block. */
  readinto(buffer: Uint8Array): number | null;
  /** Reads everything: the data, or `null` if it would block. */
  readall(): Bytes | null;
  /** Writes some of the data: how many bytes were taken, or `null` if it would block. */
  write(data: Uint8Array): number | null;
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
}

function capacity(value: unknown): number {
  const size = ssize_t(value);
  if (size <= 0) throw new ValueError("buffer size must be strictly positive");
  return size;
}

function raw_argument(raw: RawIO, direction: "readable" | "writable", caller: string): RawIO {
  require_argument(raw, `${caller}() missing required argument 'raw' (pos 1)`);
  if (!raw[direction]()) throw new UnsupportedOperation(`File or stream is not ${direction}.`);
  return raw;
}

// What a raw file object, or the code that overrides a socket's methods, says it has moved, as a number; NaN if that is
// none that CPython would take.
function count_of(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return is_integer(value) ? Number(value) : NaN;
}

function longer(memory: Bytes, length: number): Bytes {
  const result = new Uint8Array(length);
  result.set(memory);
  return result;
}

function check_whence(whence: unknown): void {
  const number = ssize_t(whence);
  // 3 and 4 are Linux's SEEK_DATA and SEEK_HOLE.
  if (number < 0 || number > 4) throw new ValueError(`whence value ${number} unsupported`);
}

/**
 * What buffered file objects have in common: CPython's `io.BufferedIOBase`. What one of them cannot do is an
 * `UnsupportedOperation`.
 */
export abstract class BufferedIOBase extends IOBase<Uint8Array> {
  /**
   * Reads data.
   *
   * @param size at most how many bytes; -1 or `null` for all
   */
  read(size: number | null = -1): Bytes | null {
    as_int(size);
    throw new UnsupportedOperation("read");
  }

  /**
   * Reads what is there, with at most one call of the system.
   *
   * @param size at most how many bytes; -1 for as many as the buffer holds
   */
  read1(size: number = -1): Bytes {
    as_int(size);
    throw new UnsupportedOperation("read1");
  }

  /**
   * Reads into memory until it is full.
   *
   * @param _buffer where to put it
   */
  readinto(_buffer: BytesLike): number | null {
    throw new UnsupportedOperation("read");
  }

  /**
   * Reads into memory, with at most one call of the system.
   *
   * @param _buffer where to put it
   */
  readinto1(_buffer: BytesLike): number | null {
    throw new UnsupportedOperation("read1");
  }

  /**
   * Reads a line.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   */
  override readline(size: number | null = -1): Bytes {
    return readline_by_reading(this, size_or_none(size));
  }

  /**
   * Writes data.
   *
   * @param _data the bytes
   */
  override write(_data: BytesLike): number {
    throw new UnsupportedOperation("write");
  }

  /** Gives the raw file object away. */
  detach(): RawIO {
    throw new UnsupportedOperation("detach");
  }

  /** How long a line is. */
  protected override length_of(line: Uint8Array): number {
    return line.length;
  }
}

function detached(): ValueError {
  return new ValueError("raw stream has been detached");
}

/** What a buffered reader and a buffered writer share: a raw file object underneath, which can be detached. */
export abstract class BufferedIOMixin extends BufferedIOBase {
  /** The raw file object underneath; `null` once it is detached. */
  abstract readonly raw: RawIO | null;

  /** @ignore */
  protected attached(): RawIO {
    const { raw } = this;
    if (raw === null) throw detached();
    return raw;
  }

  /** Whether the raw file object is closed. */
  override get closed(): boolean {
    return this.attached().closed;
  }

  /** The descriptor; -1 once the file object is closed. */
  get name(): number {
    return this.attached().name;
  }

  /** The raw file object's mode: `"rb"`, `"wb"` or `"rwb"`. */
  get mode(): string {
    return this.attached().mode;
  }

  /** The socket's descriptor. */
  override fileno(): number {
    return this.attached().fileno();
  }

  /** Whether it is a terminal; a socket is none. */
  override isatty(): boolean {
    return this.attached().isatty();
  }

  /** Whether it has a position: no. */
  override seekable(): boolean {
    return this.attached().seekable();
  }

  /** A socket has no position. */
  override tell(): number {
    this.attached();
    throw new UnsupportedOperation("seek");
  }

  /**
   * A socket has no position.
   *
   * @param offset where to go
   * @param whence from where
   */
  override seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    this.attached();
    check_whence(whence);
    if (this.closed) throw new ValueError("seek of closed file");
    throw new UnsupportedOperation("File or stream is not seekable.");
  }

  /**
   * A socket has no length.
   *
   * @param _size the length
   */
  override truncate(_size: number | null = null): number {
    if (this.closed) throw new ValueError("truncate of closed file");
    throw new UnsupportedOperation("truncate");
  }

  /** @ignore */
  protected described(name: string): string {
    return this.raw === null ? `<${name}>` : `<${name} name=${this.raw.name}>`;
  }
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
  readonly #size: number;
  // One byte longer than the buffer: a newline stands there, so that a search for one always finds one, and another
  // behind the data, so that it need not go on through what was read before. Only the first is sure to be there: where a
  // read fails, memory may have been written nevertheless.
  readonly #memory: Bytes;
  readonly #room: Bytes;
  #start = 0;
  #end = 0;
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
    this.#size = capacity(buffer_size);
    this.#memory = new Uint8Array(this.#size + 1);
    this.#room = this.#memory.subarray(0, this.#size);
    this.#memory[0] = this.#memory[this.#size] = NEWLINE;
  }

  /** The raw file object underneath; `null` once it is detached. */
  override get raw(): RawIO | null {
    return this.#raw;
  }

  // Only an empty buffer lets a closed file be noticed, as in CPython.
  #check_open(operation: string): RawIO {
    const raw = this.#raw;
    if (raw === null) throw detached();
    if (this.#start === this.#end && raw.closed) throw new ValueError(`${operation} of closed file`);
    return raw;
  }

  #forget(): void {
    this.#start = this.#end = 0;
    this.#memory[0] = NEWLINE;
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
  #refill(memory: Uint8Array = this.#room): number | null {
    this.#forget();
    const n = this.#read_raw(memory);
    this.#end = n ?? 0;
    this.#memory[this.#end] = NEWLINE;
    return n;
  }

  #take(length: number): Bytes {
    const start = this.#start;
    this.#start = start + length;
    return this.#memory.slice(start, start + length);
  }

  /** A line that is in the buffer as a whole, or `null`. @ignore */
  _whole_line(): Bytes | null {
    const start = this.#start;
    const end = this.#memory.indexOf(NEWLINE, start) + 1;
    if (end > this.#end) return null;
    this.#start = end;
    return this.#memory.slice(start, end);
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
    return (size === -1 ? this._whole_line() : null) ?? this.#readline(size_or_none(size));
  }

  #readline(size: number): Bytes {
    this.#check_open("readline");
    const pieces: Bytes[] = [];
    for (let left = size < 0 ? Infinity : size;;) {
      const newline = this.#memory.indexOf(NEWLINE, this.#start);
      const piece = this.#take(Math.min(newline + 1, this.#end, this.#start + left) - this.#start);
      if (piece.length > 0) pieces.push(piece);
      left -= piece.length;
      if (left === 0 || piece[piece.length - 1] === NEWLINE || !this.#refill()) break;
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
    return length <= this.#end - this.#start ? this.#take(length) : this.#read_long(length);
  }

  #read_all(): Bytes | null {
    const buffered = this.#take(this.#end - this.#start);
    this.#forget();
    const rest = this.#busy((raw) => raw.readall());
    if (buffered.length === 0) return rest;
    return rest === null || rest.length === 0 ? buffered : join_bytes([buffered, rest]);
  }

  // More than the buffer holds now: whole blocks go straight to the result, the rest through the buffer. The result grows
  // with what comes, and always has room for what the buffer may hold.
  #read_long(length: number): Bytes | null {
    let result: Bytes = new Uint8Array(Math.min(length, this.#end - this.#start + LONGEST_READ));
    let written = this.#move(result);
    for (;;) {
      const left = length - written;
      if (left === 0) return result;
      if (result.length - written < Math.min(left, this.#size)) {
        result = longer(result, Math.min(length, result.length * 2 + this.#size));
      }
      const direct = Math.min(left - left % this.#size, result.length - written);
      const n = direct > 0 ? this.#read_raw(result.subarray(written, written + direct)) : this.#refill();
      if (n === null && written === 0) return null;
      if (n === null || n === 0) return result.slice(0, written);
      written += direct > 0 ? n : this.#move(result.subarray(written));
    }
  }

  // Moves what is buffered, as far as there is room: how many bytes that were.
  #move(target: Uint8Array): number {
    const start = this.#start;
    const length = Math.min(this.#end - start, target.length);
    target.set(this.#memory.subarray(start, start + length));
    this.#start = start + length;
    return length;
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
    const length = wanted < 0 ? this.#size : Math.min(wanted, Math.max(this.#size, LONGEST_READ));
    if (this.#start === this.#end && length > 0) {
      if (length > this.#size) return this.#read_once(new Uint8Array(length));
      this.#refill(this.#room.subarray(0, length));
    }
    const start = this.#start;
    this.#start = Math.min(start + length, this.#end);
    return this.#memory.subarray(start, this.#start);
  }

  #read_once(memory: Bytes): Bytes {
    this.#forget();
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
    if (this.#start === this.#end) this.#refill();
    return this.#memory.slice(this.#start, this.#end);
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
    let written = this.#move(memory);
    while (written < memory.length) {
      const direct = memory.length - written > this.#size;
      if (once && written > 0 && !direct) break;
      const n = direct ? this.#read_raw(memory.subarray(written)) : this.#refill();
      if (n === null && written === 0) return null;
      if (n === null || n === 0) break;
      written += direct ? n : this.#move(memory.subarray(written));
      if (once && direct) break;
    }
    return written;
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
      this.#forget();
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
    this.#forget();
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

function blocked(written: number): BlockingIOError {
  return new BlockingIOError(EAGAIN, "write could not complete without blocking", written);
}

// What a writer has not written yet, in an object of its own that outlives a forgotten writer.
class Unwritten {
  raw: RawIO | null;
  readonly memory: Bytes;
  start = 0;
  end = 0;
  writing = false;

  constructor(raw: RawIO, size: number) {
    this.raw = raw;
    this.memory = new Uint8Array(size);
  }

  attached(): RawIO {
    if (this.raw === null) throw detached();
    return this.raw;
  }

  // Writes once: how many bytes were taken, or null if the stream would block.
  write_raw(data: Uint8Array): number | null {
    const raw = this.attached();
    const room = data.length;
    this.writing = true;
    try {
      const n = count_of(raw.write(data));
      if (n === null || (n >= 0 && n <= room)) return n;
      throw new OSError(
        `raw write() returned invalid length ${n || -1} (should have been between 0 and ${room})`,
      );
    } finally {
      this.writing = false;
    }
  }

  flush(): void {
    while (this.start < this.end) {
      const n = this.write_raw(this.memory.subarray(this.start, this.end));
      if (n === null) throw blocked(0);
      this.start += n;
    }
    this.start = this.end = 0;
  }

  // Buffers as much as there is room for: how many bytes that were.
  append(data: Uint8Array): number {
    const length = Math.min(data.length, this.memory.length - this.end);
    this.memory.set(length === data.length ? data : data.subarray(0, length), this.end);
    this.end += length;
    return length;
  }

  write(data: Uint8Array): number {
    const size = this.memory.length;
    if (data.length < size && data.length <= size - this.end) return this.append(data);
    try {
      this.flush();
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
      return this.#write_behind(data);
    }
    return this.#write_through(data);
  }

  // The stream is blocked: what is left moves to the front, so that there is more room.
  #write_behind(data: Uint8Array): number {
    this.memory.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.start = 0;
    const taken = this.append(data);
    if (taken < data.length) throw blocked(taken);
    return taken;
  }

  // The buffer is empty: what would fill it goes straight to the stream.
  #write_through(data: Uint8Array): number {
    let written = 0;
    while (data.length - written >= this.memory.length) {
      const n = this.write_raw(data.subarray(written));
      if (n === null) break;
      written += n;
    }
    written += this.append(data.subarray(written));
    if (written < data.length) throw blocked(written);
    return written;
  }

  close(): void {
    const { raw } = this;
    if (raw === null || raw.closed) return;
    try {
      this.flush();
    } finally {
      raw.close();
    }
  }
}

/**
 * Writes a stream through a buffer: CPython's `io.BufferedWriter`, what `makefile("wb")` returns.
 *
 * Data goes out when the buffer is full, and with `flush()` and `close()`. If a non-blocking socket takes no more, `write()`
 * throws a `BlockingIOError` whose `characters_written` says how many bytes of the argument were taken; what was taken is
 * kept, and goes out first when there is room.
 *
 * A writer that is forgotten is flushed and closed when the garbage collector finds it, as CPython's destructor does; but
 * collectors tell that only while the event loop turns, and never at the end of the program. What must arrive needs
 * `flush()`, `close()` or `using`.
 *
 * @example Many small pieces, one system call
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * using f = a.makefile("wb");
 * for (let byte = 0; byte < 256; byte++) f.write(Uint8Array.of(byte));
 * f.flush();
 * console.log(b.recv(1024).length); // 256
 * a.close();
 * b.close();
 * ```
 */
export class BufferedWriter extends BufferedIOMixin {
  readonly #unwritten: Unwritten;

  /**
   * Buffers a raw file object for writing.
   *
   * @param raw the raw file object to write
   * @param buffer_size how many bytes the buffer holds
   * @throws {UnsupportedOperation} if it cannot be written
   */
  constructor(raw: RawIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super();
    const checked = raw_argument(raw, "writable", "BufferedWriter");
    this.#unwritten = new Unwritten(checked, capacity(buffer_size));
    close_forgotten(this, this.#unwritten);
  }

  /** The raw file object underneath; `null` once it is detached. */
  override get raw(): RawIO | null {
    return this.#unwritten.raw;
  }

  /**
   * Writes data, to the buffer if it has room.
   *
   * System call: send(2), when the buffer is full; CPython: `BufferedWriter.write`.
   *
   * @param data the bytes
   * @returns how many bytes there were
   * @throws {BlockingIOError} if a non-blocking socket does not take them, and the buffer not all of them
   */
  override write(data: BytesLike): number {
    require_argument(data, "BufferedWriter.write() takes exactly one argument (0 given)");
    const bytes = bytes_like(data);
    if (this.closed) throw new ValueError("write to closed file");
    this.#check_not_writing();
    return this.#unwritten.write(bytes);
  }

  #check_not_writing(): void {
    if (this.#unwritten.writing) throw reentrant_call(this);
  }

  /**
   * Writes out what is buffered.
   *
   * System call: send(2), repeated; CPython: `BufferedWriter.flush`.
   *
   * @throws {BlockingIOError} if a non-blocking socket does not take all of it; the rest stays in the buffer
   */
  override flush(): void {
    if (this.closed) throw new ValueError("flush of closed file");
    this.#check_not_writing();
    this.#unwritten.flush();
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
      raw.close();
    }
  }

  /**
   * Writes out what is buffered and gives the raw file object away. This object is of no more use.
   *
   * CPython: `BufferedWriter.detach`.
   */
  override detach(): RawIO {
    const raw = this.attached();
    this.flush();
    this.#unwritten.raw = null;
    return raw;
  }

  /** CPython's `repr()`: `<_io.BufferedWriter name=3>`. */
  override toString(): string {
    return this.described(this.constructor === BufferedWriter ? "_io.BufferedWriter" : this.constructor.name);
  }
}

/**
 * Reads and writes a stream in two directions that know nothing of each other: CPython's `io.BufferedRWPair`, what
 * `makefile("rwb")` returns. It has no descriptor, no name and no mode, as in CPython.
 *
 * What is said of {@linkcode BufferedReader} and {@linkcode BufferedWriter} holds, but `readline()` of a non-blocking
 * socket throws an `OSError` if the line is not there as a whole, and loses what was there, as in CPython.
 *
 * @example Requests and answers in bytes
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * using client = a.makefile("rwb"), server = b.makefile("rwb");
 * client.write(Uint8Array.of(1, 2, 10));
 * client.flush();
 * server.write(server.readline());
 * server.flush();
 * console.log(client.readline().join()); // 1,2,10
 * a.close();
 * b.close();
 * ```
 */
export class BufferedRWPair extends BufferedIOBase {
  readonly #reader: BufferedReader;
  readonly #writer: BufferedWriter;

  /**
   * Buffers a raw file object for reading and one for writing.
   *
   * @param reader the raw file object to read
   * @param writer the raw file object to write; it may be the same
   * @param buffer_size how many bytes each of the two buffers holds
   * @throws {UnsupportedOperation} if they cannot be read or written
   */
  constructor(reader: RawIO, writer: RawIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super();
    raw_argument(reader, "readable", "BufferedRWPair");
    raw_argument(writer, "writable", "BufferedRWPair");
    this.#reader = new BufferedReader(reader, buffer_size);
    this.#writer = new BufferedWriter(writer, buffer_size);
  }

  /** Whether the file object is closed. */
  override get closed(): boolean {
    return this.#writer.closed;
  }

  /**
   * Reads data: see {@linkcode BufferedReader.read}.
   *
   * @param size how many bytes; -1 or `null` for all
   */
  override read(size: number | null = -1): Bytes | null {
    return this.#reader.read(size);
  }

  /**
   * Reads what is there: see {@linkcode BufferedReader.read1}.
   *
   * @param size at most how many bytes
   */
  override read1(size: number = -1): Bytes {
    return this.#reader.read1(size);
  }

  /** What `read1()` reads, where it lies: to be used before the next call. @ignore */
  _view1(size: number): Uint8Array {
    return this.read1 === BufferedRWPair.prototype.read1 ? this.#reader._view1(size) : this.read1(size);
  }

  /**
   * Reads into memory until it is full: see {@linkcode BufferedReader.readinto}.
   *
   * @param buffer where to put it
   */
  override readinto(buffer: BytesLike): number | null {
    return this.#reader.readinto(buffer);
  }

  /**
   * Reads into memory, at most once: see {@linkcode BufferedReader.readinto1}.
   *
   * @param buffer where to put it
   */
  override readinto1(buffer: BytesLike): number | null {
    return this.#reader.readinto1(buffer);
  }

  /**
   * Shows what comes next without reading it: see {@linkcode BufferedReader.peek}.
   *
   * @param size is ignored
   */
  peek(size: number = 0): Bytes {
    return this.#reader.peek(size);
  }

  /**
   * Reads a line, with the newline at its end.
   *
   * CPython: `IOBase.readline`, which it is for this class.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   * @throws {OSError} if the socket is non-blocking and the line is not there as a whole; what there was of it is lost
   */
  override readline(size: number | null = -1): Bytes {
    return (size === -1 ? this.#reader._whole_line() : null) ?? super.readline(size);
  }

  /**
   * Writes data, to the buffer if it has room: see {@linkcode BufferedWriter.write}.
   *
   * @param data the bytes
   */
  override write(data: BytesLike): number {
    return this.#writer.write(data);
  }

  /** Writes out what is buffered: see {@linkcode BufferedWriter.flush}. */
  override flush(): void {
    this.#writer.flush();
  }

  /** Whether it can be read: yes. */
  override readable(): boolean {
    return this.#reader.readable();
  }

  /** Whether it can be written: yes. */
  override writable(): boolean {
    return this.#writer.writable();
  }

  /** Whether it is a terminal; a socket is none. */
  override isatty(): boolean {
    return this.#writer.isatty() || this.#reader.isatty();
  }

  /** Writes out what is buffered and closes the file object, even if the writing fails. */
  override close(): void {
    try {
      this.#writer.close();
    } finally {
      this.#reader.close();
    }
  }

  /** `<_io.BufferedRWPair object>`; there is no address to tell. */
  override toString(): string {
    return `<${this.constructor === BufferedRWPair ? "_io.BufferedRWPair" : this.constructor.name} object>`;
  }
}

inspect_as_string(BufferedReader);
inspect_as_string(BufferedWriter);
inspect_as_string(BufferedRWPair);
