/**
 * The part of Python's `os` that is about descriptors: what other programs hand over, by inheritance or through
 * `recv_fds()`, can be read and written with it, and a selector can be woken through a pipe.
 *
 * @example A pipe
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.write(w, new TextEncoder().encode("through the kernel\n"));
 * os.close(w);
 * using f = os.fdopen(r);
 * for (const line of f) console.log(line);
 * ```
 *
 * @module
 */
import { errno, libc, system } from "../ffi/libc.ts";
import { as_int, is_integer, not_an_integer, require_argument, ssize_t } from "./arguments.ts";
import { type Bytes, bytes_like, type BytesLike, writable_bytes } from "./bytes.ts";
import * as descriptor from "./descriptor.ts";
import { os_error, OverflowError } from "./errors.ts";
import { type DescriptorFile, fdopen as open_file, type FdopenOptions } from "./files/fdopen.ts";
import type { FileIO } from "./files/file_io.ts";
import type { BufferedRandom } from "./files/random.ts";
import type { BufferedReader } from "./files/reader.ts";
import type { TextIOWrapper } from "./files/text.ts";
import type { BufferedWriter } from "./files/writer.ts";
import { type StatResult, status } from "./status.ts";
import {
  close_file,
  is_terminal,
  move_to,
  read_bytes,
  read_into,
  read_into_each,
  write_each,
  write_some,
} from "./transfers.ts";

export type { Bytes, BytesLike } from "./bytes.ts";
export type { BufferedIO, BufferedIOBase, BufferedIOMixin } from "./files/buffered.ts";
export type { IOBase } from "./files/base.ts";
export type { RawIO, RawIOBase } from "./files/raw.ts";
export type { TextOptions } from "./files/makefile.ts";
export type { Access } from "./files/file_io.ts";
export type {
  BufferedRandom,
  BufferedReader,
  BufferedWriter,
  DescriptorFile,
  FdopenOptions,
  FileIO,
  StatResult,
  TextIOWrapper,
};
export { S_IFMT, S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK } from "./status.ts";

const { EINVAL } = system.errors;
const { F_GETFL } = system.internals;

/** For {@linkcode pipe2}: programs that are started do not inherit the descriptors. */
export const O_CLOEXEC: number = system.internals.O_CLOEXEC;
/** For {@linkcode pipe2}: the descriptors are non-blocking. */
export const O_NONBLOCK: number = system.internals.O_NONBLOCK;
/** For {@linkcode lseek}: from the start. */
export const SEEK_SET = 0;
/** For {@linkcode lseek}: from the position. */
export const SEEK_CUR = 1;
/** For {@linkcode lseek}: from the end. */
export const SEEK_END = 2;

function missing(caller: string, expected: number, given: readonly unknown[]): TypeError {
  const count = given.filter((value) => value !== undefined).length;
  return new TypeError(`${caller} expected ${expected} arguments, got ${count}`);
}

// CPython's bytes need some room for themselves.
const BYTES_MAX = 2 ** 63 - 33;

/**
 * Reads from a descriptor.
 *
 * System call: read(2), again after a signal; CPython: `os.read`.
 *
 * @param fd a file descriptor
 * @param n at most how many bytes
 * @returns what there was, on a buffer of its own; of length 0 at the end
 * @throws {BlockingIOError} if the descriptor is non-blocking and there is nothing
 * @throws {OSError} if the descriptor is none, or not for reading
 *
 * @example A descriptor that another process sent
 * ```ts
 * import * as os from "@pysocket/socket/os";
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * const [r, w] = os.pipe();
 * socket.send_fds(a, ["a pipe"], [r]);
 * os.write(w, new TextEncoder().encode("hello"));
 *
 * const [, [received]] = socket.recv_fds(b, 100, 1);
 * console.log(new TextDecoder().decode(os.read(received!, 100)));
 * ```
 */
export function read(fd: number, n: number): Bytes {
  if (n === undefined) throw missing("read", 2, [fd]);
  const number = as_int(fd);
  const size = ssize_t(n);
  if (size < 0) throw os_error(EINVAL);
  if (size >= BYTES_MAX) throw new OverflowError("byte string is too large");
  return read_bytes(number, size);
}

/**
 * Reads from a descriptor into memory of the caller's.
 *
 * System call: read(2), again after a signal; CPython: `os.readinto`, which came with 3.14.
 *
 * @param fd a file descriptor
 * @param buffer where to put it
 * @returns how many bytes came; 0 at the end
 * @throws {BlockingIOError} if the descriptor is non-blocking and there is nothing
 *
 * @example Into memory that is there already
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.write(w, new TextEncoder().encode("hello"));
 * const memory = new Uint8Array(100);
 * console.log(os.readinto(r, memory)); // 5
 * os.close(r);
 * os.close(w);
 * ```
 */
export function readinto(fd: number, buffer: BytesLike): number {
  if (buffer === undefined) throw missing("readinto", 2, [fd]);
  const number = as_int(fd);
  return read_into(number, buffer instanceof Uint8Array ? buffer : writable_bytes(buffer, "readinto"));
}

/**
 * Writes to a descriptor, as much as the system takes at once.
 *
 * System call: write(2), again after a signal; CPython: `os.write`.
 *
 * @param fd a file descriptor
 * @param data the bytes
 * @returns how many were taken
 * @throws {BlockingIOError} if the descriptor is non-blocking and there is no room
 * @throws {BrokenPipeError} if nobody can read what is written to the pipe any more
 *
 * @example All of it, since one call may take less
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const text = new TextEncoder().encode("all of it\n");
 * for (let sent = 0; sent < text.length;) sent += os.write(1, text.subarray(sent));
 * ```
 */
export function write(fd: number, data: BytesLike): number {
  if (data === undefined) throw missing("write", 2, [fd]);
  const number = as_int(fd);
  return write_some(number, data instanceof Uint8Array ? data : bytes_like(data));
}

// The items of what Python calls a sequence; those of bytes are numbers.
function sequence(value: unknown, caller: string): unknown[] {
  const is_sequence = Array.isArray(value) || typeof value === "string" || ArrayBuffer.isView(value);
  if (!is_sequence) throw new TypeError(`${caller}() arg 2 must be a sequence`);
  return Array.from(value as ArrayLike<unknown>);
}

/**
 * Reads from a descriptor into several pieces of memory, filling one after the other.
 *
 * System call: readv(2), again after a signal; CPython: `os.readv`.
 *
 * @param fd a file descriptor
 * @param buffers where to put it
 * @returns how many bytes came in all; 0 at the end
 * @throws {OSError} if there are more buffers than the system takes, 1024
 *
 * @example What came, in parts
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.write(w, new TextEncoder().encode("abcdef"));
 * const [first, second] = [new Uint8Array(2), new Uint8Array(10)];
 * console.log(os.readv(r, [first, second])); // 6
 * os.close(r);
 * os.close(w);
 * ```
 */
export function readv(fd: number, buffers: readonly BytesLike[]): number {
  if (buffers === undefined) throw missing("readv", 2, [fd]);
  const number = as_int(fd);
  return read_into_each(number, sequence(buffers, "readv").map(bytes_like));
}

/**
 * Writes several pieces to a descriptor, as if they were one.
 *
 * System call: writev(2), again after a signal; CPython: `os.writev`.
 *
 * @param fd a file descriptor
 * @param buffers the bytes
 * @returns how many bytes were taken in all
 * @throws {OSError} if there are more buffers than the system takes, 1024
 *
 * @example A header and what follows it
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * const body = new TextEncoder().encode("hello");
 * console.log(os.writev(w, [Uint8Array.of(body.length), body])); // 6
 * const [length, rest] = [new Uint8Array(1), new Uint8Array(100)];
 * console.log(os.readv(r, [length, rest]), length[0]); // 6 5
 * ```
 */
export function writev(fd: number, buffers: readonly BytesLike[]): number {
  if (buffers === undefined) throw missing("writev", 2, [fd]);
  const number = as_int(fd);
  return write_each(number, sequence(buffers, "writev").map(bytes_like));
}

/**
 * Closes a descriptor. One that a socket or a file object has is theirs to close.
 *
 * System call: close(2); CPython: `os.close`.
 *
 * @param fd a file descriptor
 *
 * @example Closing an end is what the other end sees
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.close(w);
 * console.log(os.read(r, 100).length); // 0
 * os.close(r);
 * ```
 */
export function close(fd: number): void {
  require_argument(fd, "close() missing required argument 'fd' (pos 1)");
  close_file(as_int(fd));
}

function open_pipe(flags: number): [r: number, w: number] {
  const pair = new Int32Array(2);
  const n = libc.pipe2(pair, flags), e = errno[0];
  if (n < 0) throw os_error(e);
  return [pair[0]!, pair[1]!];
}

/**
 * Makes a pipe. Programs that are started do not inherit it: see {@linkcode set_inheritable}.
 *
 * System call: pipe2(2); CPython: `os.pipe`.
 *
 * @returns the end for reading and the end for writing, which the caller owns
 *
 * @example Waking a loop that waits for descriptors
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.set_blocking(r, false);
 * os.write(w, Uint8Array.of(0)); // from a worker, say
 * console.log(os.read(r, 4096).length); // 1
 * ```
 */
export function pipe(): [r: number, w: number] {
  return open_pipe(O_CLOEXEC);
}

function pipe2_with_flags(flags: number): [r: number, w: number] {
  require_argument(flags, "posix.pipe2() takes exactly one argument (0 given)");
  return open_pipe(as_int(flags));
}

/**
 * Makes a pipe. `undefined` on macOS, where Python does not have it either.
 *
 * System call: pipe2(2); CPython: `os.pipe2`.
 *
 * @param flags {@linkcode O_CLOEXEC}, {@linkcode O_NONBLOCK} or both; with 0 it blocks and is inherited
 * @returns the end for reading and the end for writing, which the caller owns
 *
 * @example Neither waiting nor inherited
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC);
 * console.log(os.get_blocking(r), os.get_inheritable(w)); // false false
 * os.close(r);
 * os.close(w);
 * ```
 */
export const pipe2: (flags: number) => [r: number, w: number] = system.replacements["pipe2"] === undefined
  ? pipe2_with_flags
  : undefined as never;

/**
 * Duplicates a descriptor. Programs that are started do not inherit the duplicate.
 *
 * System call: fcntl(2) with `F_DUPFD_CLOEXEC`; CPython: `os.dup`.
 *
 * @param fd a file descriptor
 * @returns the new descriptor, which the caller owns
 *
 * @example A duplicate keeps the pipe open
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * const copy = os.dup(w);
 * os.close(w);
 * os.write(copy, new TextEncoder().encode("still open"));
 * console.log(os.read(r, 100).length); // 10
 * os.close(r);
 * os.close(copy);
 * ```
 */
export function dup(fd: number): number {
  require_argument(fd, "posix.dup() takes exactly one argument (0 given)");
  return descriptor.duplicate(as_int(fd));
}

/**
 * Makes a number a duplicate of a descriptor. What the number was before is closed.
 *
 * System call: dup2(2), or dup3(2) with `O_CLOEXEC`; CPython: `os.dup2`.
 *
 * @param fd a file descriptor
 * @param fd2 the number that the duplicate gets
 * @param inheritable whether programs that are started inherit the duplicate
 * @returns `fd2`
 *
 * @example One pipe in the place of another
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * const [r2, w2] = os.pipe();
 * os.dup2(w, w2); // what is written there comes out of the first pipe
 * os.write(w2, new TextEncoder().encode("hello"));
 * console.log(os.read(r, 100).length); // 5
 * [r, w, r2, w2].forEach(os.close);
 * ```
 */
export function dup2(fd: number, fd2: number, inheritable: boolean = true): number {
  require_argument(fd, "dup2() missing required argument 'fd' (pos 1)");
  require_argument(fd2, "dup2() missing required argument 'fd2' (pos 2)");
  const from = as_int(fd), to = as_int(fd2);
  const n = inheritable ? libc.dup2(from, to) : libc.dup3(from, to, O_CLOEXEC), e = errno[0];
  if (n < 0) throw os_error(e);
  return to;
}

/**
 * Whether reading and writing wait.
 *
 * System call: fcntl(2) with `F_GETFL`; CPython: `os.get_blocking`.
 *
 * @param fd a file descriptor
 *
 * @example A pipe that does not wait
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC);
 * console.log(os.get_blocking(r)); // false
 * os.close(r);
 * os.close(w);
 * ```
 */
export function get_blocking(fd: number): boolean {
  require_argument(fd, "posix.get_blocking() takes exactly one argument (0 given)");
  const n = libc.fcntl(as_int(fd), F_GETFL, 0), e = errno[0];
  if (n < 0) throw os_error(e);
  return (n & O_NONBLOCK) === 0;
}

/**
 * Decides whether reading and writing wait, for all who share the open file.
 *
 * System call: ioctl(2) with `FIONBIO`; CPython: `os.set_blocking`.
 *
 * @param fd a file descriptor
 * @param blocking whether they wait
 *
 * @example Reading what is there, if anything is
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.set_blocking(r, false);
 * try {
 *   os.read(r, 100);
 * } catch (error) {
 *   console.log(String(error)); // BlockingIOError: [Errno 11] Resource temporarily unavailable
 * }
 * os.close(r);
 * os.close(w);
 * ```
 */
export function set_blocking(fd: number, blocking: boolean): void {
  if (blocking === undefined) throw missing("set_blocking", 2, [fd]);
  descriptor.set_blocking(as_int(fd), Boolean(blocking));
}

/**
 * Whether programs that are started inherit a descriptor.
 *
 * System call: fcntl(2) with `F_GETFD`; CPython: `os.get_inheritable`.
 *
 * @param fd a file descriptor
 *
 * @example Nothing is inherited by itself
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * console.log(os.get_inheritable(w)); // false
 * os.close(r);
 * os.close(w);
 * ```
 */
export function get_inheritable(fd: number): boolean {
  require_argument(fd, "posix.get_inheritable() takes exactly one argument (0 given)");
  return descriptor.get_inheritable(as_int(fd));
}

/**
 * Decides whether programs that are started inherit a descriptor. The runtimes' own functions for starting programs may
 * close it for them all the same: what they pass on is what they are told to.
 *
 * System call: fcntl(2) with `F_SETFD`; CPython: `os.set_inheritable`.
 *
 * @param fd a file descriptor
 * @param inheritable whether they inherit it
 *
 * @example For a program that is started with exec(3)
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * os.set_inheritable(w, true);
 * console.log(os.get_inheritable(w)); // true
 * os.close(r);
 * os.close(w);
 * ```
 */
export function set_inheritable(fd: number, inheritable: boolean): void {
  if (inheritable === undefined) throw missing("set_inheritable", 2, [fd]);
  const number = as_int(fd);
  descriptor.set_inheritable(number, as_int(inheritable) !== 0);
}

/**
 * Whether a descriptor is a terminal. What is no descriptor is none.
 *
 * System call: ioctl(2), by isatty(3); CPython: `os.isatty`.
 *
 * @param fd a file descriptor
 *
 * @example Who reads the output?
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.isatty(1) ? "somebody reads this" : "this goes elsewhere");
 * ```
 */
export function isatty(fd: number): boolean {
  require_argument(fd, "posix.isatty() takes exactly one argument (0 given)");
  return is_terminal(as_int(fd));
}

/**
 * What a descriptor is.
 *
 * System call: fstat(2); CPython: `os.fstat`.
 *
 * @param fd a file descriptor
 *
 * @example What was handed over?
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const { st_mode, st_size } = os.fstat(0);
 * if (os.S_ISREG(st_mode)) console.log(`a file of ${st_size} bytes`);
 * else if (os.S_ISFIFO(st_mode)) console.log("a pipe");
 * else if (os.S_ISSOCK(st_mode)) console.log("a socket");
 * ```
 */
export function fstat(fd: number): StatResult {
  require_argument(fd, "fstat() missing required argument 'fd' (pos 1)");
  return status(as_int(fd));
}

/**
 * Moves the position of a file.
 *
 * System call: lseek(2); CPython: `os.lseek`.
 *
 * @param fd a file descriptor
 * @param position where to go, in bytes
 * @param whence from where: {@linkcode SEEK_SET}, {@linkcode SEEK_CUR} or {@linkcode SEEK_END}
 * @returns the new position
 * @throws {OSError} if it is a pipe or a socket, which have none
 *
 * @example How long is the input?
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const { st_mode } = os.fstat(0);
 * if (os.S_ISREG(st_mode)) console.log(os.lseek(0, 0, os.SEEK_END), "bytes");
 * ```
 */
export function lseek(fd: number, position: number | bigint, whence: number): number {
  if (whence === undefined) throw missing("lseek", 3, [fd, position]);
  const number = as_int(fd);
  if (!is_integer(position)) throw not_an_integer(position);
  const from = as_int(whence);
  const offset = BigInt(position);
  if (BigInt.asIntN(64, offset) !== offset) {
    throw new OverflowError("Python int too large to convert to C long");
  }
  return move_to(number, offset, from);
}

/**
 * Makes a file object over a descriptor, which is closed with it.
 *
 * System call: fstat(2), and for `"a"` lseek(2); CPython: `os.fdopen`, which is `io.open` with a descriptor.
 *
 * @param fd a file descriptor
 * @param mode `"r"` to read, `"w"`, `"a"` (from the end) or `"x"` to write, with `"+"` both, which needs a file that has a
 *   position; with `"b"` in bytes, else as text
 * @param buffering how many bytes the buffer holds; -1 for as many as the system finds best, and lines on a terminal; 0 for
 *   no buffer, for bytes only; 1 for lines, for text only
 * @param options for text the encoding, the handler of errors and the ends of lines, see {@linkcode TextIOWrapper};
 *   `closefd: false` leaves the descriptor open
 * @returns the file object, which owns the descriptor
 * @throws {ValueError} if the mode is none; the descriptor is left alone
 * @throws {LookupError} if the encoding is unknown; as in CPython the descriptor is closed then
 *
 * @example Lines out of a pipe
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * {
 *   using out = os.fdopen(w, "w");
 *   out.write("first\nsecond\n");
 * }
 * using lines = os.fdopen(r, "r", -1, { encoding: "ascii" });
 * console.log(lines.readline(), [...lines]);
 * ```
 */
export function fdopen(
  fd: number,
  mode?: "r" | "w" | "a" | "x" | "r+" | "w+" | "a+",
  buffering?: number,
  options?: FdopenOptions,
): TextIOWrapper;
/** Makes a file object that reads and writes bytes without a buffer. */
export function fdopen(
  fd: number,
  mode: "rb" | "wb" | "ab" | "xb" | "rb+" | "r+b" | "wb+" | "w+b",
  buffering: 0,
  options?: FdopenOptions,
): FileIO;
/** Makes a file object that reads bytes. */
export function fdopen(fd: number, mode: "rb", buffering?: number, options?: FdopenOptions): BufferedReader;
/** Makes a file object that writes bytes. */
export function fdopen(
  fd: number,
  mode: "wb" | "ab" | "xb",
  buffering?: number,
  options?: FdopenOptions,
): BufferedWriter;
/** Makes a file object that reads and writes bytes. */
export function fdopen(
  fd: number,
  mode: "rb+" | "r+b" | "wb+" | "w+b",
  buffering?: number,
  options?: FdopenOptions,
): BufferedRandom;
/** Makes a file object for a mode that is not known beforehand. */
export function fdopen(
  fd: number,
  mode: string,
  buffering?: number,
  options?: FdopenOptions,
): DescriptorFile;
export function fdopen(
  fd: number,
  mode: string = "r",
  buffering: number = -1,
  options: FdopenOptions = {},
): DescriptorFile {
  require_argument(fd, "fdopen() missing 1 required positional argument: 'fd'");
  return open_file(fd, mode, buffering, options);
}
