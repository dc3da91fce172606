// Bytes through any descriptor, not only a socket's: read(2), write(2) and their like.
import { at_most, min } from "../ffi/intrinsics.ts";
import { errno, libc } from "../ffi/libc.ts";
import { data_vector, put_buffers, release } from "../ffi/message.ts";
import { POLLIN, POLLOUT, retry_or_throw } from "./blocking.ts";
import { byte_length, type Bytes } from "./bytes.ts";
import { os_error } from "./errors.ts";
import { take_failing_branch } from "./failing_branches.ts";
import { COUNT_MAX, owned, receiving_memory } from "./receiving.ts";

let have_failed = false;

function fail_first(): void {
  have_failed = true;
  const memory = new Uint8Array(1);
  take_failing_branch(() => read_bytes(-1, 1));
  take_failing_branch(() => read_into(-1, memory));
  take_failing_branch(() => write_some(-1, memory));
}

/** Reads at most `size` bytes, with one read(2); none at the end. */
export function read_bytes(fd: number, size: number): Bytes {
  if (!have_failed) fail_first();
  const length = min(size, COUNT_MAX);
  const memory = receiving_memory(length, 0, false);
  for (let deadline = 0;;) {
    const room = at_most(length, memory);
    const n = libc.read(fd, room === 0 ? null : memory, room), e = errno[0];
    if (n >= 0) return owned(memory, n);
    deadline = retry_or_throw(e, fd, null, POLLIN, deadline);
  }
}

/** Reads into memory, with one read(2): how many bytes came. */
export function read_into(fd: number, memory: Uint8Array): number {
  if (!have_failed) fail_first();
  for (let deadline = 0;;) {
    const length = min(byte_length(memory), COUNT_MAX);
    const n = libc.read(fd, length === 0 ? null : memory, length), e = errno[0];
    if (n >= 0) return n;
    deadline = retry_or_throw(e, fd, null, POLLIN, deadline);
  }
}

/** Writes with one write(2): how many bytes were taken. */
export function write_some(fd: number, bytes: Uint8Array): number {
  if (!have_failed) fail_first();
  for (let deadline = 0;;) {
    const length = min(byte_length(bytes), COUNT_MAX);
    const n = libc.write(fd, length === 0 ? null : bytes, length), e = errno[0];
    if (n >= 0) return n;
    deadline = retry_or_throw(e, fd, null, POLLOUT, deadline);
  }
}

let vectors_have_failed = false;

function fail_vectors_first(): void {
  vectors_have_failed = true;
  take_failing_branch(() => read_into_each(-1, []));
  take_failing_branch(() => write_each(-1, []));
}

/** Reads into several pieces of memory, one after the other, with one readv(2): how many bytes came. */
export function read_into_each(fd: number, buffers: readonly Uint8Array[]): number {
  if (!vectors_have_failed) fail_vectors_first();
  try {
    for (let deadline = 0;;) {
      put_buffers(buffers);
      const n = libc.readv(fd, data_vector(), buffers.length), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, fd, null, POLLIN, deadline);
    }
  } finally {
    release();
  }
}

/** Writes several pieces, one after the other, with one writev(2): how many bytes were taken. */
export function write_each(fd: number, buffers: readonly Uint8Array[]): number {
  if (!vectors_have_failed) fail_vectors_first();
  try {
    for (let deadline = 0;;) {
      put_buffers(buffers);
      const n = libc.writev(fd, data_vector(), buffers.length), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, fd, null, POLLOUT, deadline);
    }
  } finally {
    release();
  }
}

/**
 * Moves a file's position.
 *
 * @param whence from where: 0 the start, 1 here, 2 the end
 * @returns the new position
 */
export function move_to(fd: number, offset: bigint, whence: number): number {
  const position = libc.lseek(fd, BigInt.asUintN(64, offset), whence), e = errno[0];
  if (BigInt.asIntN(64, position) < 0n) throw os_error(e);
  return Number(position);
}

/** Makes a file so many bytes long. */
export function cut_to(fd: number, length: bigint): void {
  const n = libc.ftruncate(fd, BigInt.asUintN(64, length)), e = errno[0];
  if (n < 0) throw os_error(e);
}

/** Closes any descriptor. */
export function close_file(fd: number): void {
  // Never again after EINTR: Linux has closed it by then, and the number may be somebody else's.
  const n = libc.close(fd), e = errno[0];
  if (n < 0) throw os_error(e);
}

/** Whether it is a terminal. */
export function is_terminal(fd: number): boolean {
  return libc.isatty(fd) === 1;
}
