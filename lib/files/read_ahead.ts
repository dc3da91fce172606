// What a buffered reader has read and nobody has taken yet.
import type { Bytes } from "../bytes.ts";

const NEWLINE = 10;

/** The bytes that one read of the stream brought, as far as they were not taken yet. */
export class ReadAhead {
  /** The memory for a read: to be filled from its start once everything is taken. */
  readonly room: Bytes;
  // One byte longer than the room: a newline stands there, so that a search for one always finds one, and another behind
  // the data, so that it need not go on through what was read before. Only the first is sure to be there: where a read
  // fails, the room may have been written nevertheless.
  readonly #memory: Bytes;
  #start = 0;
  #end = 0;

  /** @param size how many bytes there is room for */
  constructor(size: number) {
    this.#memory = new Uint8Array(size + 1);
    this.room = this.#memory.subarray(0, size);
    this.#memory[0] = this.#memory[size] = NEWLINE;
  }

  /** How many bytes were not taken yet. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Forgets what was not taken. */
  forget(): void {
    this.#start = this.#end = 0;
    this.#memory[0] = NEWLINE;
  }

  /** Says that so many bytes were read into the room. */
  filled(length: number): void {
    this.#start = 0;
    this.#end = length;
    this.#memory[length] = NEWLINE;
  }

  /** Takes so many bytes. */
  take(length: number): Bytes {
    const start = this.#start;
    this.#start = start + length;
    return this.#memory.slice(start, start + length);
  }

  /** Takes a line that is here as a whole, or `null`. */
  take_line(): Bytes | null {
    const start = this.#start;
    const end = this.#memory.indexOf(NEWLINE, start) + 1;
    if (end > this.#end) return null;
    this.#start = end;
    return this.#memory.slice(start, end);
  }

  /** Takes a line or what is here of it, but not more than so many bytes. */
  take_of_line(limit: number): Bytes {
    const newline = this.#memory.indexOf(NEWLINE, this.#start);
    return this.take(Math.min(newline + 1, this.#end, this.#start + limit) - this.#start);
  }

  /** Takes up to so many bytes without copying them: they hold until the room is filled again. */
  take_view(limit: number): Bytes {
    const start = this.#start;
    this.#start = Math.min(start + limit, this.#end);
    return this.#memory.subarray(start, this.#start);
  }

  /** Takes as many bytes as the target has room for: how many that were. */
  move_to(target: Uint8Array): number {
    const start = this.#start;
    const length = Math.min(this.#end - start, target.length);
    target.set(this.#memory.subarray(start, start + length));
    this.#start = start + length;
    return length;
  }

  /** A copy of what was not taken yet. */
  copy(): Bytes {
    return this.#memory.slice(this.#start, this.#end);
  }
}

/** Whether a line ends here. */
export function ends_line(piece: Uint8Array): boolean {
  return piece[piece.length - 1] === NEWLINE;
}
