/**
 * Python's `select` module: waiting until any of many descriptors is ready.
 *
 * `select.select()` and `select.poll()` exist everywhere, `select.epoll()` on Linux, `select.kqueue()` on macOS; a name that
 * the system lacks is `undefined`, as Python leaves it out. What is waited for is a socket, a file object, anything else
 * with a `fileno()` method, or a descriptor by its number. The waits are synchronous, as all calls of this module are.
 *
 * @example
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import * as select from "@pysocket/socket/select";
 *
 * const [a, b] = socket.socketpair();
 * b.sendall("Hello");
 * const [readable, writable] = select.select([a, b], [a, b], [], 5);
 * console.log(readable.length, writable.length); // 1 2
 * ```
 *
 * @module
 */
import { min } from "../ffi/intrinsics.ts";
import { errno, libc, system } from "../ffi/libc.ts";
import { FD_SET_SIZE, FD_SETSIZE, select_constants as constants } from "../ffi/select.ts";
import { items_of } from "./arguments.ts";
import { monotonic } from "./blocking.ts";
import { os_error, OSError, ValueError } from "./errors.ts";
import { take_failing_branch } from "./failing_branches.ts";
import { file_descriptor, type FileDescriptorLike, nanoseconds, SECOND } from "./polling/arguments.ts";

export { KeyError, LookupError, OSError, OverflowError, ValueError } from "./errors.ts";
export type { FileDescriptorLike, HasFileno } from "./polling/arguments.ts";
export { type Epoll, epoll, type EpollConstructor } from "./polling/epoll.ts";
export {
  type Kevent,
  kevent,
  type KeventConstructor,
  type Kqueue,
  kqueue,
  type KqueueConstructor,
} from "./polling/kqueue.ts";
export { type Poll, poll, type PollConstructor } from "./polling/poll.ts";

const { EINTR } = system.errors;
const MICROSECOND = 1e3;

/** The same as {@linkcode OSError}, as in Python. */
export const error: typeof OSError = OSError;

/** Objects and their descriptors, side by side. */
interface Watched {
  readonly objects: unknown[];
  readonly fds: number[];
}

function watched(argument: unknown): Watched {
  const objects = items_of(argument, "arguments 1-3 must be sequences");
  const fds: number[] = [];
  for (const object of objects) {
    const fd = file_descriptor(object);
    if (fd >= FD_SETSIZE) throw new ValueError("filedescriptor out of range in select()");
    if (fds.length >= FD_SETSIZE) throw new ValueError("too many file descriptors in select()");
    fds.push(fd);
  }
  return { objects, fds };
}

// The sets are written when all of the caller's code has run, and read before any more does.
const readable = new Uint8Array(FD_SET_SIZE);
const writable = new Uint8Array(FD_SET_SIZE);
const exceptional = new Uint8Array(FD_SET_SIZE);
const timeval = new BigInt64Array(2);

function put_set(set: Uint8Array, fds: readonly number[]): void {
  set.fill(0);
  for (const fd of fds) set[fd >> 3]! |= 1 << (fd & 7);
}

function in_set(set: Uint8Array, { objects, fds }: Watched): unknown[] {
  return objects.filter((_, index) => (set[fds[index]! >> 3]! & 1 << (fds[index]! & 7)) !== 0);
}

function put_timeout(nanoseconds: number): void {
  const microseconds = Math.ceil(nanoseconds / MICROSECOND);
  const seconds = Math.floor(microseconds / 1e6);
  timeval[0] = BigInt(seconds);
  timeval[1] = BigInt(microseconds - seconds * 1e6);
}

/** Returns how many bits are left in the sets, or -errno. */
function select_once(count: number, timeout: BigInt64Array | null): number {
  const n = libc.select(count, readable, writable, exceptional, timeout), e = errno[0];
  return n < 0 ? -e : n;
}

let failing_branch_is_taken = false;

function take_select_branch(): void {
  failing_branch_is_taken = true;
  take_failing_branch(() => select_once(-1, timeval)); // EINVAL
}

function wait(lists: readonly [Watched, Watched, Watched], timeout: number | null): void {
  const count = Math.max(-1, ...lists.flatMap(({ fds }) => fds)) + 1;
  const deadline = timeout === null ? Infinity : monotonic() + timeout / SECOND;
  for (let left = timeout; left === null || left >= 0;) {
    put_set(readable, lists[0].fds);
    put_set(writable, lists[1].fds);
    put_set(exceptional, lists[2].fds);
    if (left !== null) put_timeout(left);
    const n = select_once(min(count, FD_SETSIZE), left === null ? null : timeval);
    if (n >= 0) return;
    if (n !== -EINTR) throw os_error(-n);
    if (left !== null) left = Math.ceil((deadline - monotonic()) * SECOND);
  }
  // The time was up when a signal came: the sets hold what was asked for.
  for (const set of [readable, writable, exceptional]) set.fill(0);
}

function count_given(values: readonly unknown[]): number {
  const missing = values.indexOf(undefined);
  return missing < 0 ? values.length : missing;
}

function timeout_argument(timeout: unknown): number | null {
  if (timeout === null) return null;
  const exact = nanoseconds(timeout, SECOND, "timeout must be a float or None");
  if (exact < 0) throw new ValueError("timeout must be non-negative");
  return exact;
}

/**
 * Waits until one of several descriptors is ready, or the time is up. A signal does not end the wait.
 *
 * System call: select(2) itself, and not poll(2), which reports hang-ups and errors nobody asked for; so, as in CPython,
 * descriptors of 1024 and more need `select.poll()` or `select.epoll()`. CPython: `select.select`.
 *
 * @param rlist descriptors, or what has one, to wait for until they can be read
 * @param wlist the same, until they can be written
 * @param xlist the same, until something exceptional happens: urgent data, for a TCP socket
 * @param timeout seconds, rounded up; `null` waits for ever, 0 does not wait
 * @returns what is ready of each list: the same objects in the same order; three empty arrays if the time was up
 * @throws {ValueError} if a descriptor is negative, because its socket is closed, or 1024 or more
 * @throws {OSError} `EBADF` if a descriptor is not open
 *
 * @example A line from either of two connections
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import * as select from "@pysocket/socket/select";
 *
 * const [a, b] = socket.socketpair(), [c, d] = socket.socketpair();
 * d.sendall("hello");
 * const [readable] = select.select([a, c], [], [], 5);
 * for (const sock of readable) console.log(sock === c, sock.recv(100).length); // true 5
 * for (const sock of [a, b, c, d]) sock.close();
 * ```
 */
export function select<
  R extends FileDescriptorLike,
  W extends FileDescriptorLike,
  X extends FileDescriptorLike,
>(
  rlist: Iterable<R>,
  wlist: Iterable<W>,
  xlist: Iterable<X>,
  timeout: number | null = null,
): [rlist: R[], wlist: W[], xlist: X[]] {
  const given = count_given([rlist, wlist, xlist]);
  if (given < 3) throw new TypeError(`select expected at least 3 arguments, got ${given}`);
  const limit = timeout_argument(timeout);
  const lists: [Watched, Watched, Watched] = [watched(rlist), watched(wlist), watched(xlist)];
  if (!failing_branch_is_taken) take_select_branch();
  wait(lists, limit);
  return [
    in_set(readable, lists[0]) as R[],
    in_set(writable, lists[1]) as W[],
    in_set(exceptional, lists[2]) as X[],
  ];
}

// select()

/** How many bytes at least a pipe or FIFO that is writable takes without blocking, and whole. */
export const PIPE_BUF: number = constants.PIPE_BUF;

// poll()

/** There is data to read, a connection to accept, or the end of the stream. */
export const POLLIN: number = constants.POLLIN;
/** There is urgent data to read. */
export const POLLPRI: number = constants.POLLPRI;
/** There is room to write, or the connection is made. */
export const POLLOUT: number = constants.POLLOUT;
/** There is an error. Always reported. */
export const POLLERR: number = constants.POLLERR;
/** Hung up: the stream is over in both directions. Always reported. */
export const POLLHUP: number = constants.POLLHUP;
/** The descriptor is not open. Always reported. */
export const POLLNVAL: number = constants.POLLNVAL;
/** The peer will send no more. (Linux) */
export const POLLRDHUP: number = constants.POLLRDHUP;
/** There is normal data to read: the same as `POLLIN`. */
export const POLLRDNORM: number = constants.POLLRDNORM;
/** There is priority data to read. */
export const POLLRDBAND: number = constants.POLLRDBAND;
/** There is room for normal data: the same as `POLLOUT`. */
export const POLLWRNORM: number = constants.POLLWRNORM;
/** There is room for priority data. */
export const POLLWRBAND: number = constants.POLLWRBAND;
/** Nothing: no kernel reports it. (Linux) */
export const POLLMSG: number = constants.POLLMSG;

// epoll(): Linux

/** There is data to read, a connection to accept, or the end of the stream. */
export const EPOLLIN: number = constants.EPOLLIN;
/** There is urgent data to read. */
export const EPOLLPRI: number = constants.EPOLLPRI;
/** There is room to write, or the connection is made. */
export const EPOLLOUT: number = constants.EPOLLOUT;
/** There is an error. Always reported. */
export const EPOLLERR: number = constants.EPOLLERR;
/** Hung up: the stream is over in both directions. Always reported. */
export const EPOLLHUP: number = constants.EPOLLHUP;
/** The peer will send no more. */
export const EPOLLRDHUP: number = constants.EPOLLRDHUP;
/** Edge-triggered: reports a change once, however much there is left to read. */
export const EPOLLET: number = constants.EPOLLET;
/** Reports once, then is silent until `modify()`. */
export const EPOLLONESHOT: number = constants.EPOLLONESHOT;
/** Of several epoll objects that wait for the same descriptor, not all are woken. Only for `register()`. */
export const EPOLLEXCLUSIVE: number = constants.EPOLLEXCLUSIVE;
/** The same as `EPOLLIN`. */
export const EPOLLRDNORM: number = constants.EPOLLRDNORM;
/** There is priority data to read. */
export const EPOLLRDBAND: number = constants.EPOLLRDBAND;
/** The same as `EPOLLOUT`. */
export const EPOLLWRNORM: number = constants.EPOLLWRNORM;
/** There is room for priority data. */
export const EPOLLWRBAND: number = constants.EPOLLWRBAND;
/** Nothing: no kernel reports it. */
export const EPOLLMSG: number = constants.EPOLLMSG;
/** For the constructor of `epoll`: not inherited by other programs, which it never is. */
export const EPOLL_CLOEXEC: number = constants.EPOLL_CLOEXEC;

// kqueue(): macOS. What an event is about

/** There is something to read on a descriptor; `data` says how much. */
export const KQ_FILTER_READ: number = constants.KQ_FILTER_READ;
/** There is room to write on a descriptor; `data` says how much. */
export const KQ_FILTER_WRITE: number = constants.KQ_FILTER_WRITE;
/** Asynchronous input or output is done. */
export const KQ_FILTER_AIO: number = constants.KQ_FILTER_AIO;
/** Something happens to a file: see `KQ_NOTE_DELETE` and the following. */
export const KQ_FILTER_VNODE: number = constants.KQ_FILTER_VNODE;
/** Something happens to a process: see `KQ_NOTE_EXIT` and the following. */
export const KQ_FILTER_PROC: number = constants.KQ_FILTER_PROC;
/** The program is sent a signal. */
export const KQ_FILTER_SIGNAL: number = constants.KQ_FILTER_SIGNAL;
/** Time passes: `data` is the period in milliseconds. */
export const KQ_FILTER_TIMER: number = constants.KQ_FILTER_TIMER;

// kqueue(): macOS. What a change does, and what an event is

/** Adds an event, or changes it. */
export const KQ_EV_ADD: number = constants.KQ_EV_ADD;
/** Deletes an event. */
export const KQ_EV_DELETE: number = constants.KQ_EV_DELETE;
/** Lets the event be returned. */
export const KQ_EV_ENABLE: number = constants.KQ_EV_ENABLE;
/** Does not let the event be returned. */
export const KQ_EV_DISABLE: number = constants.KQ_EV_DISABLE;
/** Returns the event once, then deletes it. */
export const KQ_EV_ONESHOT: number = constants.KQ_EV_ONESHOT;
/** Resets the event when it is returned: reports changes instead of states. */
export const KQ_EV_CLEAR: number = constants.KQ_EV_CLEAR;
/** The bits that the system uses. */
export const KQ_EV_SYSFLAGS: number = constants.KQ_EV_SYSFLAGS;
/** A bit for filters. */
export const KQ_EV_FLAG1: number = constants.KQ_EV_FLAG1;
/** The end of the stream. */
export const KQ_EV_EOF: number = constants.KQ_EV_EOF;
/** A change failed: `data` is its errno. */
export const KQ_EV_ERROR: number = constants.KQ_EV_ERROR;

// kqueue(): macOS. What a filter wants besides

/** `KQ_FILTER_READ` and `KQ_FILTER_WRITE`: not before there is as much as `data` says. */
export const KQ_NOTE_LOWAT: number = constants.KQ_NOTE_LOWAT;
/** The file was deleted. */
export const KQ_NOTE_DELETE: number = constants.KQ_NOTE_DELETE;
/** The file was written to. */
export const KQ_NOTE_WRITE: number = constants.KQ_NOTE_WRITE;
/** The file grew. */
export const KQ_NOTE_EXTEND: number = constants.KQ_NOTE_EXTEND;
/** The file's attributes changed. */
export const KQ_NOTE_ATTRIB: number = constants.KQ_NOTE_ATTRIB;
/** The file's number of links changed. */
export const KQ_NOTE_LINK: number = constants.KQ_NOTE_LINK;
/** The file was renamed. */
export const KQ_NOTE_RENAME: number = constants.KQ_NOTE_RENAME;
/** Access to the file was revoked, or its file system is gone. */
export const KQ_NOTE_REVOKE: number = constants.KQ_NOTE_REVOKE;
/** The process ended. */
export const KQ_NOTE_EXIT: number = constants.KQ_NOTE_EXIT;
/** The process forked. */
export const KQ_NOTE_FORK: number = constants.KQ_NOTE_FORK;
/** The process runs another program. */
export const KQ_NOTE_EXEC: number = constants.KQ_NOTE_EXEC;
/** The bits of `KQ_FILTER_PROC` that say what happens. */
export const KQ_NOTE_PCTRLMASK: number = constants.KQ_NOTE_PCTRLMASK;
/** The bits of `KQ_FILTER_PROC` that are data. */
export const KQ_NOTE_PDATAMASK: number = constants.KQ_NOTE_PDATAMASK;
/** Follows the process across forks. No longer supported by the system. */
export const KQ_NOTE_TRACK: number = constants.KQ_NOTE_TRACK;
/** An event of a child that was followed. */
export const KQ_NOTE_CHILD: number = constants.KQ_NOTE_CHILD;
/** A child could not be followed. */
export const KQ_NOTE_TRACKERR: number = constants.KQ_NOTE_TRACKERR;
