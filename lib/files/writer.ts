// A buffered writer: what is written gathers in one buffer until it is full.
import { require_argument } from "../arguments.ts";
import { bytes_like, type BytesLike } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { inspect_as_string } from "../repr.ts";
import { close_forgotten, close_no_more, DEFAULT_BUFFER_SIZE } from "./base.ts";
import { BufferedIOMixin, capacity, raw_argument, reentrant_call } from "./buffered.ts";
import type { RawIO } from "./raw.ts";
import { Unwritten } from "./unwritten.ts";

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

  /** How far on the writer is: beyond what has gone out. @ignore */
  protected override distance(): number {
    return this.#unwritten.length;
  }

  /** @ignore */
  protected override leave(): void {
    this.#unwritten.flush();
  }

  /** @ignore */
  protected override arrive(): void {}

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
   * CPython: `BufferedWriter.detach`.
   */
  override detach(): RawIO {
    const raw = this.attached();
    this.flush();
    this.#unwritten.raw = null;
    close_no_more(this.#unwritten);
    return raw;
  }

  /** CPython's `repr()`: `<_io.BufferedWriter name=3>`. */
  override toString(): string {
    return this.described(this.constructor === BufferedWriter ? "_io.BufferedWriter" : this.constructor.name);
  }
}

inspect_as_string(BufferedWriter);
