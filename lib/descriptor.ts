// File descriptors: who owns one, and the calls that any descriptor takes.
import { errno, libc, system } from "../ffi/libc.ts";
import { as_int, is_integer, not_an_integer, require_argument } from "./arguments.ts";
import { os_error, OverflowError } from "./errors.ts";

const { ECONNRESET } = system.errors;
const { F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, FD_CLOEXEC, FIONBIO } = system.internals;

/** A descriptor that is owned, with what is known of its socket. Whoever gives `fd` away or closes it writes -1. */
export class Descriptor {
  fd: number;
  readonly family: number;
  readonly type: number;
  readonly proto: number;

  constructor(fd: number, family: number, type: number, proto: number) {
    this.fd = fd;
    this.family = family;
    this.type = type;
    this.proto = proto;
  }
}

const forgotten = new FinalizationRegistry<Descriptor>((descriptor) => {
  if (descriptor.fd >= 0) libc.close(descriptor.fd);
});

/**
 * Closes the descriptor when the collector finds that nobody holds `owner` any more. Collectors report that from the
 * event loop only: a program that never returns to it must close what it opens.
 */
export function close_with(owner: object, descriptor: Descriptor): void {
  // The descriptor is its own token: as small as an object can be, and there already.
  forgotten.register(owner, descriptor, descriptor);
}

/**
 * Ends what {@linkcode close_with} began, for a descriptor that is closed by hand or given away. The registry of a program
 * that never returns to the event loop would grow with every socket.
 */
export function close_no_more(descriptor: Descriptor): void {
  forgotten.unregister(descriptor);
}

/** Closes a descriptor. */
export function close_descriptor(fd: number): void {
  // Never again after EINTR: Linux has closed it by then, and the number may be somebody else's.
  const n = libc.close(fd), e = errno[0];
  // A peer may reset the connection before it is closed here; that is no failure.
  if (n < 0 && e !== ECONNRESET) throw os_error(e);
}

/** Switches between blocking and non-blocking. */
export function set_blocking(fd: number, blocking: boolean): void {
  const flag = new Int32Array([blocking ? 0 : 1]);
  const n = libc.ioctl(fd, BigInt(FIONBIO), flag), e = errno[0];
  if (n < 0) throw os_error(e);
}

/** A duplicate that is not inherited. */
export function duplicate(fd: number): number {
  const n = libc.fcntl(fd, F_DUPFD_CLOEXEC, 0), e = errno[0];
  if (n < 0) throw os_error(e);
  return n;
}

function descriptor_flags(fd: number): number {
  const n = libc.fcntl(fd, F_GETFD, 0), e = errno[0];
  if (n < 0) throw os_error(e);
  return n;
}

/** Whether a program started with exec(3) inherits the descriptor. */
export function get_inheritable(fd: number): boolean {
  return (descriptor_flags(fd) & FD_CLOEXEC) === 0;
}

/** Decides whether a program started with exec(3) inherits the descriptor. */
export function set_inheritable(fd: number, inheritable: boolean): void {
  const flags = descriptor_flags(fd);
  const n = libc.fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC), e = errno[0];
  if (n < 0) throw os_error(e);
}

/** A descriptor argument. CPython keeps the low 32 bits of a C `long`. */
export function descriptor_number(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  const number = BigInt(value);
  if (BigInt.asIntN(64, number) !== number) {
    throw new OverflowError("Python int too large to convert to C long");
  }
  return Number(BigInt.asIntN(32, number));
}

/**
 * Duplicates a file descriptor. The duplicate is not inherited by child processes.
 *
 * System call: fcntl(2) with `F_DUPFD_CLOEXEC`; CPython: `socket.dup`.
 *
 * @param fd a file descriptor
 * @returns the new descriptor, which the caller owns
 * @throws {OSError} `EBADF` if there is no such descriptor
 *
 * @example A descriptor for somebody else to close
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * const fd = socket.dup(a.fileno());
 * a.close();
 * socket.close(fd);
 * console.log(b.recv(100).length); // 0
 * b.close();
 * ```
 */
export function dup(fd: number): number {
  require_argument(fd, "_socket.dup() takes exactly one argument (0 given)");
  return duplicate(descriptor_number(fd));
}

/**
 * Closes a socket's file descriptor. For a socket object use its method: the object would not learn of this.
 *
 * System call: close(2); CPython: `socket.close`.
 *
 * @param fd a file descriptor
 * @throws {OSError} `EBADF` if there is no such descriptor
 *
 * @example What `detach()` gave
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket();
 * socket.close(s.detach());
 * ```
 */
export function close(fd: number): void {
  require_argument(fd, "_socket.close() takes exactly one argument (0 given)");
  close_descriptor(descriptor_number(fd));
}

/** An integer argument that stands for a boolean. */
export function flag(value: unknown): boolean {
  return as_int(value) !== 0;
}
