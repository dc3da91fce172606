// What Python's file objects have in common, whatever they read and write: its io.IOBase.
import { is_integer, require_argument, ssize_t, type_name } from "../arguments.ts";
import { type Bytes, join_bytes } from "../bytes.ts";
import { OSError, OverflowError, UnsupportedOperation, ValueError } from "../errors.ts";

/** How much a buffer holds if nothing else is said, and how much `readall()` asks for at once: CPython's. */
export const DEFAULT_BUFFER_SIZE = 8192;

/**
 * How much memory one read of a given size takes before it is known how much will come: what is asked for may be huge, and
 * is not there yet.
 */
export const LONGEST_READ: number = 1 << 20;

/** How CPython refuses most things to a file object that is closed. */
export function closed_file(): ValueError {
  return new ValueError("I/O operation on closed file.");
}

/** A size argument that may be `null` or missing for "no limit", which is -1. */
export function size_or_none(value: unknown): number {
  if (value === undefined || value === null) return -1;
  if (!is_integer(value)) {
    throw new TypeError(`argument should be integer or None, not '${type_name(value)}'`);
  }
  // Compared before it is made a number: the largest that fits rounds to one that does not.
  const compared = value as number;
  if (compared >= 2 ** 63 || compared < -(2 ** 63)) {
    throw new OverflowError("cannot fit 'int' into an index-sized integer");
  }
  return Number(value);
}

/**
 * What all file objects have: CPython's `io.IOBase`.
 *
 * A file object is its own iterator over lines, as in Python: a loop that is left with `break` can be taken up again by
 * another. `Line` is what a line is: bytes or a string.
 */
export abstract class IOBase<Line extends Uint8Array | string> implements IterableIterator<Line>, Disposable {
  /** Whether the file object is closed. */
  abstract readonly closed: boolean;

  /** Closes the file object. Closing it twice does nothing. */
  abstract close(): void;

  /**
   * Reads a line, with the newline at its end; of length 0 at the end of the stream.
   *
   * @param size where to stop if the line is longer; -1 or `null` for no limit
   */
  abstract readline(size?: number | null): Line;

  /** Writes data. */
  abstract write(data: Line): number | null;

  /** How many bytes or characters a line has. */
  protected abstract length_of(line: Line): number;

  /** Throws CPython's `ValueError` if the file object is closed. */
  protected check_closed(): void {
    if (this.closed) throw closed_file();
  }

  /** Writes out what is buffered; there is nothing here. */
  flush(): void {
    this.check_closed();
  }

  /** The descriptor behind the file object. */
  fileno(): number {
    throw new UnsupportedOperation("fileno");
  }

  /** Whether it is a terminal; a socket is none. */
  isatty(): boolean {
    this.check_closed();
    return false;
  }

  /** Whether it can be read. */
  readable(): boolean {
    return false;
  }

  /** Whether it can be written. */
  writable(): boolean {
    return false;
  }

  /** Whether it has a position that can be changed; a socket has none. */
  seekable(): boolean {
    return false;
  }

  /**
   * Moves to a position; a socket has none.
   *
   * @param offset where to go
   * @param whence from where: 0 the start, 1 here, 2 the end
   * @throws {UnsupportedOperation} if there is no position
   */
  seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek() takes at least 1 positional argument (0 given)");
    ssize_t(offset);
    ssize_t(whence);
    throw new UnsupportedOperation("seek");
  }

  /**
   * The position; a socket has none.
   *
   * @throws {UnsupportedOperation} if there is no position
   */
  tell(): number {
    throw new UnsupportedOperation("seek");
  }

  /**
   * Changes the length; a socket has none.
   *
   * @param _size the length
   * @throws {UnsupportedOperation} if there is no length
   */
  truncate(_size: number | null = null): number {
    throw new UnsupportedOperation("truncate");
  }

  /**
   * Reads all lines up to the end of the stream.
   *
   * @param hint once this many bytes or characters are there no further line is read; `null` or less than 1 for all
   */
  readlines(hint: number | null = null): Line[] {
    const enough = size_or_none(hint);
    const lines: Line[] = [];
    let length = 0;
    for (const line of this) {
      lines.push(line);
      length += enough > 0 ? this.length_of(line) : 0;
      if (enough > 0 && length > enough) break;
    }
    return lines;
  }

  /**
   * Writes several pieces of data, one by one and with nothing between them.
   *
   * @param lines what to write
   */
  writelines(lines: Iterable<Line>): void {
    this.check_closed();
    const iterable = lines as Iterable<Line> | null | undefined;
    if (typeof iterable?.[Symbol.iterator] !== "function") {
      throw new TypeError(`'${type_name(lines)}' object is not iterable`);
    }
    for (const line of lines) this.write(line);
  }

  /** The next line, for `for...of`: Python's `__next__`. */
  next(): IteratorResult<Line, undefined> {
    const value = this.readline();
    return value.length === 0 ? { value: undefined, done: true } : { value, done: false };
  }

  /** The file object itself, which iterates over its lines. */
  [Symbol.iterator](): this {
    this.check_closed();
    return this;
  }

  /** Closes the file object at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** A stream whose lines can be read although it has no `readline()` of its own. */
interface ByteStream {
  read(size: number): Uint8Array | null;
  peek?(size: number): Uint8Array;
}

// How much may be read without reading past the end of the line: what peek() shows of it, or a byte.
function safe_length(stream: ByteStream, limit: number): number {
  const ahead = stream.peek?.(1);
  if (ahead === undefined || ahead.length === 0) return 1;
  const newline = ahead.indexOf(10);
  return Math.min(newline < 0 ? ahead.length : newline + 1, limit);
}

/**
 * CPython's `IOBase.readline()`, built on `read()` and, where there is one, `peek()`.
 *
 * @param limit how many bytes at most; -1 for no limit. As in CPython the last piece that `peek()` shows is not cut to it,
 * so that a line may become longer where the buffer is smaller
 * @throws {OSError} if `read()` gives `null` because a non-blocking stream has nothing
 */
export function readline_by_reading(stream: ByteStream, limit: number): Bytes {
  const most = limit < 0 ? Infinity : limit;
  const pieces: Uint8Array[] = [];
  for (let length = 0; length < most;) {
    const piece = stream.read(safe_length(stream, most));
    if (piece === null) throw new OSError("read() should have returned a bytes object, not 'NoneType'");
    if (piece.length === 0) break;
    pieces.push(piece);
    length += piece.length;
    if (piece[piece.length - 1] === 10) break;
  }
  return join_bytes(pieces);
}

const forgotten = new FinalizationRegistry<{ close(): void }>((state) => {
  try {
    state.close();
  } catch {
    // As in CPython's destructors there is nobody who could be told.
  }
});

/**
 * Closes `state` when the collector finds that nobody holds `owner`, to which it must not refer. Collectors report that
 * from the event loop only, and not at all when the program ends.
 */
export function close_forgotten(owner: object, state: { close(): void }): void {
  forgotten.register(owner, state, state);
}

/** Ends what {@linkcode close_forgotten} began, for a file that is closed by hand: the registry would grow with every one. */
export function close_no_more(state: object): void {
  forgotten.unregister(state);
}
