// Native memory: addresses of views, and copies of what an address points to.
import { at_most, byte_length, typed_array } from "./intrinsics.ts";
import { libc } from "./libc.ts";

const { buffer: buffer_of, byteOffset: offset_of } = typed_array;
const Words = Uint32Array, Addresses = BigUint64Array;

/**
 * The address of a view's first byte; it stays valid while the view is reachable and neither detached nor resized.
 *
 * memset() of nothing returns the address that it was given, at a fraction of what the runtimes' own pointer objects cost.
 */
export function address_of(view: Uint8Array): bigint {
  // The engines keep small typed arrays inside their heaps and move the bytes out when `buffer` is first read: for good,
  // so read it first.
  buffer_of.call(view);
  return libc.memset(view, 0, 0);
}

/** The pointer that lies at `offset` in `memory`. */
export function pointer_at(memory: Uint8Array, offset: number): bigint {
  return new Addresses(buffer_of.call(memory), offset_of.call(memory) + offset, 1)[0]!;
}

/** The number of 32 bits that lies at `offset` in `memory`. */
export function word_at(memory: Uint8Array, offset: number): number {
  return new Words(buffer_of.call(memory), offset_of.call(memory) + offset, 1)[0]!;
}

/** Copies `length` bytes from a native address. */
export function copy_of(address: bigint, length: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(length);
  if (length > 0) libc.memcpy(copy, address, at_most(length, copy));
  return copy;
}

/** Copies the C string at a native address, without its NUL. */
export function c_string(address: bigint): Uint8Array<ArrayBuffer> {
  return copy_of(address, Number(libc.strlen(address)));
}

/** A copy of the C string in `memory`, without its NUL. */
export function until_nul(memory: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = memory.indexOf(0);
  return new Uint8Array(end < 0 ? memory : memory.subarray(0, end));
}

/** `bytes` and a NUL behind them, as C wants a string. */
export function nul_terminated(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = byte_length(bytes);
  const terminated = new Uint8Array(length + 1);
  terminated.set(bytes);
  terminated[length] = 0;
  return terminated;
}
