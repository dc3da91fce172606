// Memory for what is received, and results that own their buffers.
import { system } from "../ffi/libc.ts";
import { require_argument, ssize_t } from "./arguments.ts";
import { OverflowError, ValueError } from "./errors.ts";

const { MSG_TRUNC } = system.constants;

/** The longest transfer of one call. Linux moves no more than this at once anyway. */
export const COUNT_MAX: number = 0x7ffff000;

/** Where the kernel may write before the result's size is known. */
const scratch = new Uint8Array(65536);

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
  return Math.min(wanted, COUNT_MAX);
}

/**
 * The memory for a result of at most `size` bytes. With MSG_TRUNC the kernel counts bytes that it did not write: then the
 * memory must be fresh, so that the result holds zeros and not what another call left.
 */
export function receiving_memory(size: number, flags: number): Uint8Array<ArrayBuffer> {
  return size <= scratch.length && (flags & MSG_TRUNC) === 0 ? scratch : new Uint8Array(size);
}

/**
 * The first `length` bytes, on a buffer of their own. As in CPython the result is as long as the kernel says, even where
 * MSG_TRUNC makes that more than the memory.
 */
export function owned(memory: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= memory.length) {
    return memory !== scratch && length === memory.length ? memory : memory.slice(0, length);
  }
  const longer = new Uint8Array(length);
  longer.set(memory);
  return longer;
}
