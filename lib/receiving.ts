// Memory for what is received, and results that own their buffers.
import { min } from "../ffi/intrinsics.ts";
import { system } from "../ffi/libc.ts";
import { require_argument, ssize_t } from "./arguments.ts";
import { OverflowError, ValueError } from "./errors.ts";

const { MSG_TRUNC } = system.constants;

/** The longest transfer of one call. Linux moves no more than this at once anyway. */
export const COUNT_MAX: number = 0x7ffff000;

const SCRATCH_SIZE = 1 << 20;

/** As it was at the import, so that what it makes is as long as it was told. */
const Memory = Uint8Array;

/** Where the kernel may write before the result's size is known; nothing until something is received. */
let scratch: Uint8Array<ArrayBuffer> = new Memory(0);
let scratch_size = 0;

/** Up to here, making memory that is then not filled costs more than a copy of what came. */
const SMALL = 8192;

/** From here on a copy made by the constructor is faster than slice(): it does not clear the memory first. */
const LARGE = 32768;

/** The argument that says how many bytes `caller` may receive. */
export function size_argument(value: unknown, caller: string): number {
  require_argument(value, `${caller}() takes at least 1 argument (0 given)`);
  return ssize_t(value);
}

// CPython's bytes need some room for themselves. As a double this is 2⁶³, which is what the largest `ssize_t` becomes.
const BYTES_MAX = 2 ** 63 - 33;

/** As many of the wanted bytes as one call can bring; `caller` is for the complaint about fewer than none. */
export function checked_size(wanted: number, caller: string): number {
  if (wanted < 0) throw new ValueError(`negative buffersize in ${caller}`);
  if (wanted >= BYTES_MAX) throw new OverflowError("byte string is too large");
  return min(wanted, COUNT_MAX);
}

/** Whether a result of `length` bytes, of the `size` that were wanted, is worth memory of its own from the start. */
export function is_filled(size: number, length: number): boolean {
  return size > SMALL && length > size * 0.75;
}

/**
 * The memory for a result of at most `size` bytes. With MSG_TRUNC the kernel counts bytes that it did not write: then the
 * memory must be fresh, so that the result holds zeros and not what another call left.
 *
 * @param fills whether the result is likely to take all of it: then it is the result's own
 */
export function receiving_memory(size: number, flags: number, fills: boolean): Uint8Array<ArrayBuffer> {
  const own = size > scratch_size || (fills && size > SMALL) || (flags & MSG_TRUNC) !== 0;
  return own ? large_memory(size, flags, fills) : scratch;
}

function large_memory(size: number, flags: number, fills: boolean): Uint8Array<ArrayBuffer> {
  if (scratch_size !== 0) return new Memory(size);
  scratch = new Memory(SCRATCH_SIZE);
  scratch_size = SCRATCH_SIZE;
  return receiving_memory(size, flags, fills);
}

/**
 * The first `length` bytes, on a buffer of their own. As in CPython the result is as long as the kernel says, even where
 * MSG_TRUNC makes that more than the memory.
 */
export function owned(memory: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= memory.length) {
    if (memory !== scratch && length === memory.length) return memory;
    return length < LARGE ? memory.slice(0, length) : new Uint8Array(memory.subarray(0, length));
  }
  const longer = new Uint8Array(length);
  longer.set(memory);
  return longer;
}
