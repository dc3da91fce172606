// Native memory: addresses of views, and copies of what an address points to.
import { libc } from "./libc.ts";

/**
 * The address of a view's first byte; it stays valid while the view is reachable and neither detached nor resized.
 *
 * memset() of nothing returns the address that it was given, at a fraction of what the runtimes' own pointer objects cost.
 */
export function address_of(view: ArrayBufferView): bigint {
  // Bun keeps small typed arrays inside its heap and moves their bytes out when `buffer` is first read, so read it first.
  void view.buffer;
  return libc.memset(view, 0, 0);
}

/** Copies `length` bytes from a native address. */
export function copy_of(address: bigint, length: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(length);
  if (length > 0) libc.memcpy(copy, address, length);
  return copy;
}

/** Copies the C string at a native address, without its NUL. */
export function c_string(address: bigint): Uint8Array<ArrayBuffer> {
  return copy_of(address, Number(libc.strlen(address)));
}

/** `bytes` and a NUL behind them, as C wants a string. */
export function nul_terminated(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const terminated = new Uint8Array(bytes.length + 1);
  terminated.set(bytes);
  return terminated;
}
