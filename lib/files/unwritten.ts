// What was written and has not gone out yet, in objects of their own that outlive a forgotten file.
import { system } from "../../ffi/libc.ts";
import { type Bytes, join_bytes } from "../bytes.ts";
import { BlockingIOError, OSError } from "../errors.ts";
import { type BufferedIO, count_of, detached } from "./buffered.ts";
import type { RawIO } from "./raw.ts";

const { EAGAIN } = system.errors;

function blocked(written: number): BlockingIOError {
  return new BlockingIOError(EAGAIN, "write could not complete without blocking", written);
}

/** What a buffered writer has not written yet. */
export class Unwritten {
  raw: RawIO | null;
  readonly memory: Bytes;
  start = 0;
  end = 0;
  writing = false;

  constructor(raw: RawIO, size: number) {
    this.raw = raw;
    this.memory = new Uint8Array(size);
  }

  get length(): number {
    return this.end - this.start;
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

/** How many bytes of text are gathered before they are written: CPython's. */
const GATHERED = 8192;

/** Encoded text that was not given to the buffered file object yet. */
export class UnwrittenText {
  buffer: BufferedIO | null;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(buffer: BufferedIO) {
    this.buffer = buffer;
  }

  get empty(): boolean {
    return this.#length === 0;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length >= GATHERED) this.write();
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= GATHERED) this.write();
  }

  // Whatever comes of it, the buffer has it then: as in CPython, what it does not take is reported and gone.
  write(): void {
    if (this.#length === 0 || this.buffer === null) return;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    this.buffer.write(pieces.length === 1 ? pieces[0]! : join_bytes(pieces));
  }

  close(): void {
    if (this.buffer === null || this.buffer.closed) return;
    try {
      this.write();
    } finally {
      this.buffer.close();
    }
  }
}
