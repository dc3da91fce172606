// What the raw file objects have in common, which read and write without a buffer, a system call each time.
import { system } from "../../ffi/libc.ts";
import { ssize_t } from "../arguments.ts";
import { type Bytes, type BytesLike, join_bytes } from "../bytes.ts";
import { OSError, ValueError } from "../errors.ts";
import { DEFAULT_BUFFER_SIZE, IOBase, LONGEST_READ, readline_by_reading, size_or_none } from "./base.ts";

/** The raw file object under a buffered one: a `SocketIO` or a `FileIO`, or anything that does the same. */
export interface RawIO {
  /** Whether it is closed. */
  readonly closed: boolean;
  /** Its descriptor, or -1. */
  readonly name: number;
  /** `"rb"`, `"wb"` or the like. */
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
  /** Moves to a position, and returns it. */
  seek?(offset: number, whence: number): number;
  /** The position. */
  tell?(): number;
  /** Changes the length, and returns it. */
  truncate?(size: number | null): number;
}

/** Whether an error says that a non-blocking stream would have to wait. */
export function would_block(error: unknown): boolean {
  return error instanceof OSError && error.errno === system.errors.EAGAIN;
}

/** What raw file objects have in common: CPython's `io.RawIOBase`. Reading is `readinto()`, in whatever form it is asked for. */
export abstract class RawIOBase extends IOBase<Uint8Array> {
  /**
   * Reads into memory.
   *
   * @param buffer where to put it
   * @returns how many bytes came, 0 at the end of the stream; `null` if it would block
   */
  abstract readinto(buffer: BytesLike): number | null;

  /**
   * Reads data, with one call of `readinto()`.
   *
   * CPython: `RawIOBase.read`.
   *
   * @param size at most how many bytes, of which one call brings 1 MiB or less; -1 for all up to the end of the stream
   * @returns what there was; `null` if the stream is non-blocking and there is nothing
   */
  read(size: number = -1): Bytes | null {
    const length = ssize_t(size);
    if (length < 0) return this.readall();
    const memory = new Uint8Array(Math.min(length, LONGEST_READ));
    const room = memory.length;
    const n = this.readinto(memory) ?? null;
    if (n === null || n === room) return n === null ? null : memory;
    const count = ssize_t(n);
    if (count < 0 || count > room) {
      throw new ValueError(`readinto returned ${count} outside buffer size ${room}`);
    }
    return memory.slice(0, count);
  }

  /**
   * Reads everything up to the end of the stream, or as much as a non-blocking one has.
   *
   * CPython: `RawIOBase.readall`.
   *
   * @returns the data; `null` if the stream is non-blocking and there is nothing
   */
  readall(): Bytes | null {
    const pieces: Bytes[] = [];
    for (;;) {
      const piece = this.read(DEFAULT_BUFFER_SIZE);
      if (piece === null && pieces.length === 0) return null;
      if (piece === null || piece.length === 0) return join_bytes(pieces);
      pieces.push(piece);
    }
  }

  /**
   * Reads a line, byte by byte: there is no buffer that could keep what comes after it.
   *
   * CPython: `IOBase.readline`.
   *
   * @param size at most how many bytes; -1 or `null` for no limit
   * @throws {OSError} if the stream is non-blocking and the line is not there yet; what there was of it is lost
   */
  override readline(size: number | null = -1): Bytes {
    return readline_by_reading(this, size_or_none(size));
  }

  /** How long a line is. */
  protected override length_of(line: Uint8Array): number {
    return line.length;
  }
}
