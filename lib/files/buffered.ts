// What the buffered file objects have in common.
import { as_int, is_integer, no_attribute, not_an_integer, require_argument, ssize_t } from "../arguments.ts";
import type { Bytes, BytesLike } from "../bytes.ts";
import { OSError, UnsupportedOperation, ValueError } from "../errors.ts";
import { IOBase, readline_by_reading, size_or_none } from "./base.ts";
import type { RawIO } from "./raw.ts";

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
  /** Moves to a position. */
  seek?(offset: number, whence: number): number;
  /** The position. */
  tell?(): number;
  /** Changes a file's length; a socket has none. */
  truncate(size?: number | null): number;
}

/** How many bytes a buffer holds. */
export function capacity(value: unknown): number {
  const size = ssize_t(value);
  if (size <= 0) throw new ValueError("buffer size must be strictly positive");
  return size;
}

/** The raw file object that `caller` was given, which must have the direction. */
export function raw_argument(
  raw: RawIO,
  direction: "readable" | "writable" | "seekable",
  caller: string,
): RawIO {
  require_argument(raw, `${caller}() missing required argument 'raw' (pos 1)`);
  if (typeof raw?.[direction] !== "function") throw no_attribute(raw, direction);
  if (!raw[direction]()) throw new UnsupportedOperation(`File or stream is not ${direction}.`);
  return raw;
}

/**
 * What a raw file object, or the code that overrides a socket's methods, says it has moved, as a number; NaN if that is
 * none that CPython would take.
 */
export function count_of(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return is_integer(value) ? Number(value) : NaN;
}

/** CPython's `RuntimeError` where the code under a buffered file object, which somebody may have overridden, uses it again. */
export function reentrant_call(file: object): Error {
  return new Error(`reentrant call inside ${file}`);
}

/** CPython's complaint where the raw file object was given away. */
export function detached(): ValueError {
  return new ValueError("raw stream has been detached");
}

function check_whence(whence: unknown): void {
  const number = ssize_t(whence);
  // 3 and 4 are Linux's SEEK_DATA and SEEK_HOLE.
  if (number < 0 || number > 4) throw new ValueError(`whence value ${number} unsupported`);
}

// An offset in a file.
function offset_argument(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  const compared = value as number;
  if (compared >= 2 ** 63 || compared < -(2 ** 63)) {
    throw new ValueError("cannot fit 'int' into an offset-sized integer");
  }
  return Number(value);
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

  /** Whether it has a position that can be changed. */
  override seekable(): boolean {
    return this.attached().seekable();
  }

  /** How far on the reader of this object is from the raw file object's position. @ignore */
  protected abstract distance(): number;

  /** Writes out what belongs at the position that is left. @ignore */
  protected abstract leave(): void;

  /** Forgets what was read at the position that was left. @ignore */
  protected abstract arrive(): void;

  /**
   * The position in the file.
   *
   * @throws {UnsupportedOperation} if it is a socket, which has none
   * @throws {OSError} if it is a pipe, which has none either
   */
  override tell(): number {
    const raw = this.attached();
    if (raw.tell === undefined) throw new UnsupportedOperation("seek");
    return raw.tell() + this.distance();
  }

  /**
   * Moves to a position, if it is a file that has one: sockets and pipes do not.
   *
   * @param offset where to go
   * @param whence from where: 0 the start, 1 here, 2 the end
   * @returns the new position
   */
  override seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    const raw = this.attached();
    check_whence(whence);
    if (this.closed) throw new ValueError("seek of closed file");
    if (!raw.seekable() || raw.seek === undefined) {
      throw new UnsupportedOperation("File or stream is not seekable.");
    }
    const target = offset_argument(offset);
    this.leave();
    const position = raw.seek(whence === 1 ? target + this.distance() : target, whence);
    if (!(position >= 0)) throw new OSError(`Raw stream returned invalid position ${position}`);
    this.arrive();
    return position;
  }

  /**
   * Makes the file so many bytes long, if it is one that can be written: sockets and pipes have no length.
   *
   * @param size how many bytes; `null` for as many as there are up to the position
   * @returns the new length
   */
  override truncate(size: number | null = null): number {
    const raw = this.attached();
    if (this.closed) throw new ValueError("truncate of closed file");
    if (!this.writable()) throw new UnsupportedOperation("truncate");
    this.flush();
    if (raw.truncate === undefined) throw new UnsupportedOperation("truncate");
    return raw.truncate(size);
  }

  /** @ignore */
  protected described(name: string): string {
    return this.raw === null ? `<${name}>` : `<${name} name=${this.raw.name}>`;
  }
}
