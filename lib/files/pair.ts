// A buffered reader and a buffered writer as one file object.
import type { Bytes, BytesLike } from "../bytes.ts";
import { inspect_as_string } from "../repr.ts";
import { DEFAULT_BUFFER_SIZE } from "./base.ts";
import { BufferedIOBase, raw_argument } from "./buffered.ts";
import type { RawIO } from "./raw.ts";
import { BufferedReader } from "./reader.ts";
import { BufferedWriter } from "./writer.ts";

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

inspect_as_string(BufferedRWPair);
