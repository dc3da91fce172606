// sendfile(): files into stream sockets, by sendfile(2) where there is a descriptor that it can read from, else by
// reading and sending.
import { at_most } from "../ffi/intrinsics.ts";
import { errno, libc, system } from "../ffi/libc.ts";
import { nul_terminated } from "../ffi/memory.ts";
import { as_int, is_integer, no_attribute, not_an_integer, type_name } from "./arguments.ts";
import { POLLOUT, wait_ready } from "./blocking.ts";
import { byte_length, bytes_or_null } from "./bytes.ts";
import { descriptor_number } from "./descriptor.ts";
import {
  BlockingIOError,
  os_error,
  OSError,
  OverflowError,
  strerror,
  UnsupportedOperation,
  ValueError,
} from "./errors.ts";
import { fsdecode } from "./text/utf8.ts";
import { repr } from "./repr.ts";
import { fs_argument } from "./text/arguments.ts";

const { SOCK_STREAM } = system.constants;
const { O_CLOEXEC, O_RDONLY } = system.internals;
const { EAGAIN, EINTR, ESPIPE } = system.errors;

/** How much sendfile(2) is asked for at once, as in CPython. */
const TRANSFER_MAX = 2 ** 30;

/** How much is read at once where sendfile(2) cannot help: as in CPython, since it may be lost if sending fails. */
const BLOCK_SIZE = 8192;

/** The same where reading moves no position. */
const PREAD_SIZE = 65536;

/**
 * A file object: it has a descriptor, or can be read. Deno's `Deno.FsFile` is one, and so are this module's own.
 */
export interface FileObject {
  /** Must contain `b`, if it is there. */
  readonly mode?: unknown;
  /** The file's descriptor. */
  fileno?(): number;
  /** Reads into the array and returns how many bytes; `null` or 0 at the end. */
  readSync?(p: Uint8Array<ArrayBuffer>): number | null;
  /**
   * Reads and returns at most as many bytes as its argument says, none at the end; not a promise. Only used without
   * `readSync()`, beside which it may be anything.
   */
  read?(...values: never[]): unknown;
  /** Moves the position to `offset` bytes from the start, which is `whence` 0. */
  seek?(offset: number, whence: number): unknown;
  /** The same; preferred where a file has both. */
  seekSync?(offset: number, whence: number): unknown;
}

/** What `sendfile()` sends: a path, a descriptor, or a file object. */
export type SendableFile = string | URL | number | FileObject;

/** What `sendfile()` asks of its socket. */
interface StreamSocket {
  readonly type: number;
  fileno(): number;
  gettimeout(): number | null;
  send(data: Uint8Array): number;
}

/** Where the bytes come from. */
interface Source {
  /** For sendfile(2); `null` without one. */
  readonly fd: number | null;
  /** Reads on, from `position`; an empty result is the end. */
  read(size: number, position: number): Uint8Array;
  /** Moves to where reading starts, if that is possible or necessary. */
  start(position: number): void;
  /** Moves to where sending ended. */
  finish(position: number): void;
}

function nothing(): void {}

/** `name` is what the file is called in errors, `null` for a descriptor without a name. */
function descriptor_source(fd: number, name: string | null): Source {
  const memory = new Uint8Array(PREAD_SIZE);
  let seekable = true;
  function read(size: number, position: number): Uint8Array {
    for (;;) {
      const n = seekable
          ? libc.pread(fd, memory, at_most(size, memory), BigInt.asUintN(64, BigInt(position)))
          : libc.read(fd, memory, at_most(Math.min(size, BLOCK_SIZE), memory)),
        e = errno[0];
      if (n >= 0) return memory.subarray(0, n);
      if (e === ESPIPE && position === 0) seekable = false;
      else if (e !== EINTR) throw name === null ? os_error(e) : new OSError(e, strerror(e), name);
    }
  }
  return { fd, read, start: nothing, finish: nothing };
}

function read_into(file: FileObject, memory: Uint8Array<ArrayBuffer>): Uint8Array {
  const n: unknown = file.readSync!(memory) ?? 0;
  if (!Number.isInteger(n)) throw not_an_integer(n);
  if (n as number < 0 || n as number > byte_length(memory)) {
    throw new ValueError(`readSync() returned ${n}, and there is room for ${byte_length(memory)} bytes`);
  }
  return memory.subarray(0, n as number);
}

function reader(file: FileObject): (size: number) => Uint8Array {
  if (typeof file.readSync === "function") {
    return (size) => read_into(file, new Uint8Array(Math.min(size, BLOCK_SIZE)));
  }
  if (typeof file.read !== "function") throw no_attribute(file, "read");
  return (size) => {
    const data = (file as { read(size: number): unknown }).read(Math.min(size, BLOCK_SIZE));
    const bytes = bytes_or_null(data);
    if (bytes !== null) return bytes;
    throw new TypeError(`memoryview: a bytes-like object is required, not '${type_name(data)}'`);
  };
}

function seeker(file: FileObject): ((position: number) => unknown) | null {
  if (typeof file.seekSync === "function") return (position) => file.seekSync!(position, 0);
  if (typeof file.seek === "function") return (position) => file.seek!(position, 0);
  return null;
}

function object_descriptor(file: FileObject): number | null {
  if (typeof file.fileno !== "function") return null;
  try {
    return descriptor_number(file.fileno());
  } catch (error) {
    if (error instanceof UnsupportedOperation) return null;
    throw error;
  }
}

function object_source(file: FileObject): Source {
  const fd = object_descriptor(file);
  const readable = typeof file.readSync === "function" || typeof file.read === "function";
  // A file object may hold bytes that it has read ahead; one that cannot be read has none.
  const read = fd !== null && !readable ? descriptor_source(fd, null).read : reader(file);
  let seek = seeker(file);
  function start(position: number): void {
    if (fd !== null && !readable) return;
    if (seek === null && position !== 0) throw no_attribute(file, "seek");
    try {
      seek?.(position);
    } catch (error) {
      if (position !== 0) throw error;
      seek = null; // a pipe
    }
  }
  return { fd, read, start, finish: (position) => void seek?.(position) };
}

// What fileno() of a subclass says goes straight to C.
function socket_descriptor(socket: StreamSocket): number {
  const fileno: unknown = socket.fileno();
  if (!is_integer(fileno)) throw new ValueError(`Invalid file object: ${repr(fileno)}`);
  if (fileno as number < 0) throw new ValueError(`Invalid file descriptor: ${fileno}`);
  return as_int(fileno);
}

// And what its gettimeout() says, to the clock. As in CPython the shortest timeout looks once, and one below 0 too.
function socket_timeout(socket: StreamSocket): number | null {
  const timeout: unknown = socket.gettimeout();
  if (timeout === null) return null;
  if (typeof timeout !== "number" && !is_integer(timeout)) {
    throw new TypeError(`'<=' not supported between instances of '${type_name(timeout)}' and 'int'`);
  }
  const seconds = Number(timeout);
  if (seconds === 0) throw new ValueError("non-blocking sockets are not supported");
  if (Number.isNaN(seconds)) throw new ValueError("cannot convert float NaN to integer");
  if (seconds === Infinity) throw new OverflowError("cannot convert float infinity to integer");
  return Math.max(seconds, 0);
}

function send_by_sendfile(
  socket: StreamSocket,
  fd: number,
  transfer: Transfer,
  timeout: number | null,
): boolean {
  const fileno = socket_descriptor(socket);
  const offset = new BigInt64Array(1);
  while (transfer.left > 0) {
    offset[0] = BigInt(transfer.position);
    const n = libc.sendfile(fileno, fd, offset, Math.min(transfer.left, TRANSFER_MAX)), e = errno[0];
    if (n > 0) transfer.sent += n;
    else if (n === 0) return transfer.sent > 0 || is_at_end(fd, offset);
    // The timeout is for each transfer that makes progress, as in CPython.
    else if (e === EAGAIN) wait_ready(fileno, POLLOUT, timeout);
    else if (e !== EINTR) {
      // At the start it may be the file that does not suit; if it is the socket, send() will say so.
      if (transfer.sent === 0) return false;
      throw os_error(e);
    }
  }
  return true;
}

const one_byte = new Uint8Array(1);

// Nothing came: of a regular file that is the end, but the kernel also says it of special files that have something.
function is_at_end(fd: number, offset: BigInt64Array): boolean {
  return libc.pread(fd, one_byte, 1, BigInt.asUintN(64, offset[0]!)) === 0;
}

function send_by_reading(socket: StreamSocket, source: Source, transfer: Transfer): void {
  source.start(transfer.position);
  while (transfer.left > 0) {
    let data = source.read(transfer.left, transfer.position);
    if (byte_length(data) === 0) return;
    while (byte_length(data) > 0) {
      const n: unknown = send(socket, data);
      if (!is_integer(n)) throw not_an_integer(n);
      if (Number(n) < 0) throw new ValueError(`send() returned ${n}`);
      transfer.sent += Number(n);
      data = data.subarray(Number(n));
    }
  }
}

// A blocking socket says that it would block when its SO_SNDTIMEO runs out; CPython tries again then.
function send(socket: StreamSocket, data: Uint8Array): number {
  for (;;) {
    try {
      return socket.send(data);
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
    }
  }
}

/** How far it has got. */
class Transfer {
  readonly #offset: number;
  readonly #count: number;
  sent = 0;

  constructor(offset: number, count: number) {
    this.#offset = offset;
    this.#count = count;
  }

  get position(): number {
    return this.#offset + this.sent;
  }

  get left(): number {
    return this.#count - this.sent;
  }
}

function send_source(socket: StreamSocket, source: Source, offset: unknown, limit: number): number {
  const timeout = socket_timeout(socket);
  const transfer = new Transfer(file_offset(offset), limit);
  try {
    if (source.fd === null || !send_by_sendfile(socket, source.fd, transfer, timeout)) {
      send_by_reading(socket, source, transfer);
    }
  } finally {
    if (transfer.sent > 0) source.finish(transfer.position);
  }
  return transfer.sent;
}

// The bytes of a URL's path, whatever they encode: a file's name need not be UTF-8.
function url_path(url: URL): Uint8Array {
  if (url.protocol !== "file:" || url.hostname !== "") {
    throw new TypeError(`a URL of a local file is required, not ${repr(url.href)}`);
  }
  const decoded = url.pathname.replace(
    /%([0-9a-f]{2})/gi,
    (_, hex) => String.fromCharCode(parseInt(hex, 16)),
  );
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

function open(path: Uint8Array, name: string): number {
  const c_path = nul_terminated(path);
  for (;;) {
    const fd = libc.open(c_path, O_RDONLY | O_CLOEXEC, 0), e = errno[0];
    if (fd >= 0) return fd;
    if (e !== EINTR) throw new OSError(e, strerror(e), name);
  }
}

function send_path(socket: StreamSocket, file: string | URL, offset: unknown, limit: number): number {
  const path = fs_argument(typeof file === "string" ? file : url_path(file));
  const name = typeof file === "string" ? file : fsdecode(path);
  const fd = open(path, name);
  try {
    return send_source(socket, descriptor_source(fd, name), offset, limit);
  } finally {
    libc.close(fd);
  }
}

function check_mode(file: unknown): void {
  const mode = (file as FileObject | null)?.mode;
  if (typeof mode === "string" && !mode.includes("b")) {
    throw new ValueError("file should be opened in binary mode");
  }
}

function byte_count(count: unknown): number {
  if (count === null) return Infinity;
  const complaint = `count must be a positive integer (got ${repr(count)})`;
  if (!is_integer(count)) throw new TypeError(complaint);
  if (Number(count) <= 0) throw new ValueError(complaint);
  return Number(count);
}

function file_offset(offset: unknown): number {
  // CPython sends the file before it says so.
  if (offset === null) throw new TypeError("unsupported operand type(s) for +=: 'NoneType' and 'int'");
  if (!is_integer(offset)) throw not_an_integer(offset);
  if (BigInt.asIntN(64, BigInt(offset)) !== BigInt(offset)) {
    throw new OverflowError("Python int too large to convert to C long");
  }
  return Number(offset);
}

/** The guts of `socket.sendfile()`. */
export function sendfile(socket: StreamSocket, file: unknown, offset: unknown, count: unknown): number {
  check_mode(file);
  if ((socket.type & SOCK_STREAM) === 0) throw new ValueError("only SOCK_STREAM type sockets are supported");
  const limit = byte_count(count);
  if (typeof file === "string" || file instanceof URL) return send_path(socket, file, offset, limit);
  if (typeof file === "number" || typeof file === "bigint") {
    return send_source(socket, descriptor_source(descriptor_number(file), null), offset, limit);
  }
  if (typeof file !== "object" || file === null) throw no_attribute(file, "read");
  return send_source(socket, object_source(file as FileObject), offset, limit);
}
