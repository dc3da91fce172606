// The one place that decides what a failed call means: restart it, wait until the socket is ready, or throw.
import { ceil, min } from "../ffi/intrinsics.ts";
import { errno, libc, system } from "../ffi/libc.ts";
import { os_error, OverflowError, TimeoutError, ValueError } from "./errors.ts";
import { is_integer, not_an_integer, require_argument } from "./arguments.ts";

const { EAGAIN, EINTR } = system.errors;
const { SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET } = system.constants;
const { CLOCK_MONOTONIC } = system.internals;
const { fd: FD, events: EVENTS, revents: REVENTS, size } = system.structs.pollfd;

/** Wait for data, or for a connection to accept. */
export const POLLIN: number = system.internals.POLLIN;
/** Wait for room, or for a connection to be made. */
export const POLLOUT: number = system.internals.POLLOUT;

const POLL_MAX = 0x7fffffff;
const NANOSECONDS = 1e9;

// struct timespec: two numbers of 64 bits, of which the second is small.
const timespec = new Uint32Array(4) as Uint32Array & { 0: number; 1: number; 2: number };

/** A clock that only goes forward, in seconds: the system's, since a program may replace `performance` by anything. */
export function monotonic(): number {
  libc.clock_gettime(CLOCK_MONOTONIC, timespec);
  return timespec[1] * 0x100000000 + timespec[0] + timespec[2] / NANOSECONDS;
}

const pollfd = new Int32Array(size / 4);
const pollfd_events = new Int16Array(pollfd.buffer);

/**
 * Polls one descriptor, once.
 *
 * @param timeout seconds, rounded up to the milliseconds of poll(2); `null` waits without end
 * @returns the ready events, 0 if the time ran out first, or -errno
 */
export function poll_once(fd: number, events: number, timeout: number | null): number {
  pollfd[FD / 4] = fd;
  pollfd_events[EVENTS / 2] = events;
  pollfd_events[REVENTS / 2] = 0;
  const milliseconds = timeout === null ? -1 : min(ceil(timeout * 1000), POLL_MAX);
  const n = libc.poll(pollfd, 1, milliseconds), e = errno[0];
  return n < 0 ? -e : n === 0 ? 0 : pollfd_events[REVENTS / 2]!;
}

/** CPython's exception when a socket's timeout has run out. It comes from no system call and has no errno. */
export function timed_out(): TimeoutError {
  return new TimeoutError("timed out");
}

/**
 * Polls until `fd` is ready, restarting after signals. It looks at least once, however short the timeout, and looks at the
 * clock only then, as CPython does.
 *
 * @param timeout seconds; `null` for none
 * @returns the deadline on the {@linkcode monotonic} clock, `Infinity` for none
 */
export function wait_ready(fd: number, events: number, timeout: number | null): number {
  const deadline = timeout === null ? Infinity : monotonic() + timeout;
  wait(fd, events, deadline, timeout);
  return deadline;
}

function wait_again(fd: number, events: number, deadline: number): void {
  const left = deadline - monotonic();
  if (left < 0) throw timed_out();
  wait(fd, events, deadline, left);
}

function wait(fd: number, events: number, deadline: number, left: number | null): void {
  // poll(2) would pass over a closed socket and wait; the call itself has the right error.
  if (fd < 0) return;
  for (;;) {
    const ready = poll_once(fd, events, left);
    if (ready > 0) return;
    if (ready < 0 && ready !== -EINTR) throw os_error(-ready);
    // poll(2) takes at most 24 days at once: a longer wait that ended early goes round again.
    if (left !== null) left = deadline - monotonic();
    if (left !== null && left < 0) throw timed_out();
  }
}

// A blocking descriptor says EAGAIN when SO_RCVTIMEO or SO_SNDTIMEO ran out, or when another process made the shared
// description non-blocking: CPython raises. But the number can also be a stranger's, put there by the runtime between
// the call and the read of errno. A socket that has no such timeout and is ready cannot have had one of its own.
function is_strange(fd: number, events: number): boolean {
  return !has_system_timeout(fd, events) && poll_once(fd, events, 0) !== 0;
}

const timeval = new Uint32Array(4);
const timeval_length = new Uint32Array(1);

function has_system_timeout(fd: number, events: number): boolean {
  timeval[0] =
    timeval[1] =
    timeval[2] =
    timeval[3] =
      0;
  timeval_length[0] = 16;
  libc.getsockopt(fd, SOL_SOCKET, events === POLLIN ? SO_RCVTIMEO : SO_SNDTIMEO, timeval, timeval_length);
  return (timeval[0] | timeval[1] | timeval[2] | timeval[3]) !== 0;
}

/** The deadline, so to speak, of a call without timeout that was made again. */
const TRIED_AGAIN = -1;

/**
 * Handles a failed call on a socket: returns if it is to be made again, or throws.
 *
 * @param number the errno of the failure
 * @param fd the descriptor
 * @param timeout the socket's timeout: `null` blocks, 0 never blocks, else seconds
 * @param events what to wait for
 * @param deadline what the previous failure of the same call returned, 0 at the first
 * @returns the deadline of the whole operation, to be passed on when the call fails again
 */
export function retry_or_throw(
  number: number,
  fd: number,
  timeout: number | null,
  events: number,
  deadline: number,
): number {
  // Under a timeout no call waits but poll(2): a signal has taken no time.
  if (number === EINTR) return deadline;
  if (number !== EAGAIN) throw os_error(number);
  if (timeout === 0) throw os_error(number);
  if (timeout === null) {
    // Once: a UNIX datagram socket is called writable while its peer's queue is full.
    if (deadline === 0 && is_strange(fd, events)) return TRIED_AGAIN;
    throw os_error(number);
  }
  if (deadline === 0) return wait_ready(fd, events, timeout);
  wait_again(fd, events, deadline);
  return deadline;
}

/**
 * A time as CPython keeps it: a whole number of nanoseconds, rounded away from 0, in the range of 64 bits.
 *
 * @param unit how many nanoseconds the value counts
 */
export function to_nanoseconds(value: number | bigint | boolean, unit: number): number {
  const number = Number(value);
  if (Number.isNaN(number)) throw new ValueError("Invalid value NaN (not a number)");
  const nanoseconds = number * unit;
  if (Math.abs(nanoseconds) >= 2 ** 63) {
    // What is an int and what is a float in Python is all one here, and numbers as large as this are rarely written out.
    const is_int = typeof value === "bigint" || Number.isSafeInteger(value);
    throw new OverflowError(
      is_int ? "timestamp too large to convert to C PyTime_t" : "timestamp out of range for platform time_t",
    );
  }
  return (nanoseconds < 0 ? Math.floor(nanoseconds) : Math.ceil(nanoseconds)) + 0; // -0 is 0
}

/** A timeout argument: seconds, or `null`. As in CPython it is a whole number of nanoseconds, rounded up. */
export function parse_timeout(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value !== "number" && !is_integer(value)) throw not_an_integer(value);
  const nanoseconds = to_nanoseconds(value, NANOSECONDS);
  if (nanoseconds < 0) throw new ValueError("Timeout value out of range");
  return nanoseconds / NANOSECONDS;
}

let default_timeout: number | null = null;

/**
 * The timeout that new sockets start with.
 *
 * CPython: `socket.getdefaulttimeout`.
 *
 * @returns seconds, or `null` for blocking sockets, which is what a program starts with
 *
 * @example What new sockets start with
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * socket.setdefaulttimeout(5);
 * using s = socket.socket();
 * console.log(socket.getdefaulttimeout(), s.gettimeout()); // 5 5
 * ```
 */
export function getdefaulttimeout(): number | null {
  return default_timeout;
}

/**
 * Sets the timeout that new sockets start with.
 *
 * CPython: `socket.setdefaulttimeout`.
 *
 * @param timeout seconds, 0 for non-blocking sockets, `null` for blocking ones
 * @throws {ValueError} if it is negative
 *
 * @example No socket waits for more than ten seconds
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * socket.setdefaulttimeout(10);
 * using server = socket.create_server(["127.0.0.1", 0]);
 * console.log(server.gettimeout()); // 10
 * ```
 */
export function setdefaulttimeout(timeout: number | null): void {
  require_argument(timeout, "_socket.setdefaulttimeout() takes exactly one argument (0 given)");
  default_timeout = parse_timeout(timeout);
}
