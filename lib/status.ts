// What a descriptor is: fstat(2), and Python's `stat` as far as it reads the result.
import { errno, libc } from "../ffi/libc.ts";
import { stat_member, stat_memory } from "../ffi/stat.ts";
import { is_integer, require_argument } from "./arguments.ts";
import { os_error, OverflowError } from "./errors.ts";

/** What {@linkcode fstat} tells: Python's `os.stat_result`, by its names. */
export interface StatResult {
  /** What kind of file it is, see {@linkcode S_IFMT}, and who may read and write it. */
  readonly st_mode: number;
  /** The file's number, which with `st_dev` says which file it is; it may need all of its 64 bits. */
  readonly st_ino: bigint;
  /** The device that the file is on. */
  readonly st_dev: number;
  /** How many names the file has. */
  readonly st_nlink: number;
  /** The owner. */
  readonly st_uid: number;
  /** The owner's group. */
  readonly st_gid: number;
  /** How many bytes a regular file has. */
  readonly st_size: number;
  /** When it was last read, in seconds since 1970. */
  readonly st_atime: number;
  /** When it was last written, in seconds since 1970. */
  readonly st_mtime: number;
  /** When it, or what is said here of it, last changed, in seconds since 1970. */
  readonly st_ctime: number;
  /** `st_atime` in nanoseconds. */
  readonly st_atime_ns: bigint;
  /** `st_mtime` in nanoseconds. */
  readonly st_mtime_ns: bigint;
  /** `st_ctime` in nanoseconds. */
  readonly st_ctime_ns: bigint;
  /** How many bytes are best read at once. */
  readonly st_blksize: number;
  /** How many blocks of 512 bytes it takes. */
  readonly st_blocks: number;
  /** Which device it is, if it is one. */
  readonly st_rdev: number;
}

/** What fstat(2) says of a descriptor. */
export function status(fd: number): StatResult {
  const memory = stat_memory();
  const n = libc.fstat(fd, memory), e = errno[0];
  if (n < 0) throw os_error(e);
  const number = (name: string) => Number(stat_member(memory, name));
  const seconds = (name: string) => number(name) + 1e-9 * number(`${name}_nsec`);
  const nanoseconds = (name: string) =>
    stat_member(memory, name) * 1_000_000_000n + stat_member(memory, `${name}_nsec`);
  return {
    st_mode: number("mode"),
    st_ino: stat_member(memory, "ino"),
    st_dev: number("dev"),
    st_nlink: number("nlink"),
    st_uid: number("uid"),
    st_gid: number("gid"),
    st_size: number("size"),
    st_atime: seconds("atime"),
    st_mtime: seconds("mtime"),
    st_ctime: seconds("ctime"),
    st_atime_ns: nanoseconds("atime"),
    st_mtime_ns: nanoseconds("mtime"),
    st_ctime_ns: nanoseconds("ctime"),
    st_blksize: number("blksize"),
    st_blocks: number("blocks"),
    st_rdev: number("rdev"),
  };
}

function file_type(mode: unknown, caller: string): number {
  require_argument(mode, `_stat.${caller}() takes exactly one argument (0 given)`);
  if (!is_integer(mode)) throw new TypeError("an integer is required");
  const bits = BigInt(mode);
  if (bits < 0n) throw new OverflowError("can't convert negative value to unsigned int");
  if (bits >= 2n ** 64n) throw new OverflowError("Python int too large to convert to C unsigned long");
  if (bits > 0xffffffffn) throw new OverflowError("mode out of range");
  return Number(bits) & 0o170000;
}

/**
 * The part of a mode that says what kind of file it is.
 *
 * CPython: `stat.S_IFMT`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example A mode without its permissions
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_IFMT(0o100644).toString(8)); // 100000
 * ```
 */
export function S_IFMT(mode: number): number {
  return file_type(mode, "S_IFMT");
}

/**
 * Whether it is a socket.
 *
 * CPython: `stat.S_ISSOCK`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example What socketpair() makes
 * ```ts
 * import * as os from "@pysocket/socket/os";
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * console.log(os.S_ISSOCK(os.fstat(a.fileno()).st_mode)); // true
 * a.close();
 * b.close();
 * ```
 */
export function S_ISSOCK(mode: number): boolean {
  return file_type(mode, "S_ISSOCK") === 0o140000;
}

/**
 * Whether it is a symbolic link.
 *
 * CPython: `stat.S_ISLNK`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example The mode of a symbolic link
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_ISLNK(0o120777)); // true
 * ```
 */
export function S_ISLNK(mode: number): boolean {
  return file_type(mode, "S_ISLNK") === 0o120000;
}

/**
 * Whether it is a regular file.
 *
 * CPython: `stat.S_ISREG`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example The mode of a file
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_ISREG(0o100644)); // true
 * ```
 */
export function S_ISREG(mode: number): boolean {
  return file_type(mode, "S_ISREG") === 0o100000;
}

/**
 * Whether it is a block device.
 *
 * CPython: `stat.S_ISBLK`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example The mode of a disk
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_ISBLK(0o060660)); // true
 * ```
 */
export function S_ISBLK(mode: number): boolean {
  return file_type(mode, "S_ISBLK") === 0o060000;
}

/**
 * Whether it is a directory.
 *
 * CPython: `stat.S_ISDIR`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example The mode of a directory
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_ISDIR(0o040755)); // true
 * ```
 */
export function S_ISDIR(mode: number): boolean {
  return file_type(mode, "S_ISDIR") === 0o040000;
}

/**
 * Whether it is a character device, as terminals are.
 *
 * CPython: `stat.S_ISCHR`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example The mode of a terminal
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * console.log(os.S_ISCHR(0o020620)); // true
 * ```
 */
export function S_ISCHR(mode: number): boolean {
  return file_type(mode, "S_ISCHR") === 0o020000;
}

/**
 * Whether it is a pipe, named or not.
 *
 * CPython: `stat.S_ISFIFO`.
 *
 * @param mode the `st_mode` of {@linkcode StatResult}
 * @throws {OverflowError} if it is no `unsigned int`
 *
 * @example What pipe() makes
 * ```ts
 * import * as os from "@pysocket/socket/os";
 *
 * const [r, w] = os.pipe();
 * console.log(os.S_ISFIFO(os.fstat(r).st_mode)); // true
 * os.close(r);
 * os.close(w);
 * ```
 */
export function S_ISFIFO(mode: number): boolean {
  return file_type(mode, "S_ISFIFO") === 0o010000;
}
