// poll objects: CPython's select.poll.
import { data_view, min } from "../../ffi/intrinsics.ts";
import { errno, libc, system } from "../../ffi/libc.ts";
import { select_constants } from "../../ffi/select.ts";
import { is_integer, require_argument } from "../arguments.ts";
import { callable } from "../callable.ts";
import { KeyError, os_error, OverflowError, ValueError } from "../errors.ts";
import { take_failing_branch } from "../failing_branches.ts";
import {
  checked_milliseconds,
  deadline_of,
  file_descriptor,
  type FileDescriptorLike,
  MILLISECOND,
  milliseconds_until,
  nanoseconds,
} from "./arguments.ts";

const { EINTR, ENOENT } = system.errors;
const { fd: FD, events: EVENTS, revents: REVENTS, size: SIZE } = system.structs.pollfd;
const { POLLIN, POLLOUT, POLLPRI } = select_constants;

/** CPython's converter for `unsigned short`. */
function unsigned_short(value: unknown): number {
  if (!is_integer(value)) throw new TypeError("an integer is required");
  const number = Number(value);
  if (number < 0) throw new ValueError("value must be positive");
  if (number >= 2 ** 64) throw new OverflowError("Python int too large to convert to C unsigned long");
  if (number > 0xffff) throw new OverflowError("Python int too large for C unsigned short");
  return number;
}

/** Returns how many descriptors are ready, or -errno. */
function poll_once(memory: DataView, count: number, milliseconds: number): number {
  const n = libc.poll(memory, count, milliseconds), e = errno[0];
  return n < 0 ? -e : n;
}

let failing_branch_is_taken = false;

function take_poll_branch(memory: DataView): void {
  failing_branch_is_taken = true;
  // More descriptors than any process may have: EINVAL.
  take_failing_branch(() => poll_once(memory, 0xffffffff, 0));
}

/**
 * Waits for any of many descriptors: CPython's polling object, which `select.poll()` makes.
 *
 * Every wait tells the system about all descriptors again; an `epoll` object need not.
 *
 * @example Wait for one of two sockets
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import * as select from "@pysocket/socket/select";
 *
 * const [a, b] = socket.socketpair();
 * const poller = select.poll();
 * poller.register(a, select.POLLIN);
 * b.sendall("Hello");
 * for (const [fd, event] of poller.poll(1000)) {
 *   if (fd === a.fileno() && event & select.POLLIN) console.log(a.recv(1024));
 * }
 * ```
 */
export class Poll {
  readonly #events: Map<number, number> = new Map();
  // What the system is told: so many descriptors, and whether they are still those of the map.
  #memory: DataView = new DataView(new ArrayBuffer(SIZE));
  #count = 0;
  #is_current = false;

  /**
   * Adds a descriptor, or changes what is waited for on one that is there.
   *
   * CPython: `poll.register`.
   *
   * @param fd a descriptor, or what has one
   * @param eventmask `POLLIN`, `POLLPRI`, `POLLOUT` and the others, combined; all three if it is not given. Errors and
   *   hang-ups are always reported
   */
  register(fd: FileDescriptorLike, eventmask: number = POLLIN | POLLPRI | POLLOUT): void {
    require_argument(fd, "register expected at least 1 argument, got 0");
    const number = file_descriptor(fd);
    this.#events.set(number, unsigned_short(eventmask));
    this.#is_current = false;
  }

  /**
   * Changes what is waited for.
   *
   * CPython: `poll.modify`.
   *
   * @param fd a descriptor that was registered, or what has it
   * @param eventmask as for {@linkcode register}
   * @throws {FileNotFoundError} if it was not
   */
  modify(fd: FileDescriptorLike, eventmask: number): void {
    require_argument(fd, "modify expected 2 arguments, got 0");
    require_argument(eventmask, "modify expected 2 arguments, got 1");
    const number = file_descriptor(fd);
    const events = unsigned_short(eventmask);
    if (!this.#events.has(number)) throw os_error(ENOENT);
    this.#events.set(number, events);
    this.#is_current = false;
  }

  /**
   * Removes a descriptor.
   *
   * CPython: `poll.unregister`.
   *
   * @param fd a descriptor that was registered, or what has it
   * @throws {KeyError} if it was not
   */
  unregister(fd: FileDescriptorLike): void {
    require_argument(fd, "poll.unregister() takes exactly one argument (0 given)");
    const number = file_descriptor(fd);
    if (!this.#events.delete(number)) throw new KeyError(number);
    this.#is_current = false;
  }

  /**
   * Waits until something happens on a descriptor, or the time is up. A signal does not end the wait.
   *
   * System call: poll(2); CPython: `poll.poll`.
   *
   * @param timeout milliseconds, rounded up; `null` or less than 0 waits for ever
   * @returns the descriptors that something happened on, in the order of their registration, each with the events: what was
   *   asked for, and `POLLERR`, `POLLHUP`, or `POLLNVAL` for a descriptor that is not open
   */
  poll(timeout: number | null = null): [fd: number, event: number][] {
    const milliseconds = timeout === null ? -1 : checked_milliseconds(away_from_zero(
      nanoseconds(timeout, MILLISECOND, "timeout must be an integer or None") / MILLISECOND,
    ));
    if (!this.#is_current) this.#write();
    return this.#ready(this.#wait(milliseconds));
  }

  #write(): void {
    const size = this.#events.size * SIZE;
    if (this.#memory.byteLength < size) this.#memory = new DataView(new ArrayBuffer(size * 2));
    let at = 0;
    for (const [fd, events] of this.#events) {
      this.#memory.setInt32(at + FD, fd, true);
      this.#memory.setUint16(at + EVENTS, events, true);
      at += SIZE;
    }
    this.#count = this.#events.size;
    this.#is_current = true;
  }

  #wait(milliseconds: number): number {
    if (!failing_branch_is_taken) take_poll_branch(this.#memory);
    const deadline = deadline_of(milliseconds);
    for (;;) {
      const room = data_view.byteLength.call(this.#memory) / SIZE;
      const n = poll_once(this.#memory, min(this.#count, room), milliseconds);
      if (n >= 0) return n;
      if (n !== -EINTR) throw os_error(-n);
      if (milliseconds <= 0) continue;
      milliseconds = milliseconds_until(deadline);
      if (milliseconds < 0) return 0;
    }
  }

  #ready(count: number): [fd: number, event: number][] {
    const ready: [number, number][] = [];
    for (let at = 0; ready.length < count; at += SIZE) {
      const events = this.#memory.getUint16(at + REVENTS, true);
      if (events !== 0) ready.push([this.#memory.getInt32(at + FD, true), events]);
    }
    return ready;
  }
}

function away_from_zero(number: number): number {
  return number < 0 ? Math.floor(number) : Math.ceil(number);
}

/** What makes polling objects. */
export interface PollConstructor {
  /** Makes a polling object without descriptors. */
  new (): Poll;
  /** Makes a polling object without descriptors. */
  (): Poll;
  /** The methods of every polling object. */
  readonly prototype: Poll;
}

/** Makes a {@linkcode Poll}ing object: `select.poll()`. */
export const poll: PollConstructor = callable(Poll, "poll");

/** The type of a polling object. */
export type poll = Poll;
