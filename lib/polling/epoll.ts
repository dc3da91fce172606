// epoll objects: CPython's select.epoll. Linux only.
import { byte_length, min } from "../../ffi/intrinsics.ts";
import { epoll_event } from "../../ffi/linux_select.ts";
import { errno, libc, platform, system } from "../../ffi/libc.ts";
import { select_constants } from "../../ffi/select.ts";
import { as_int, require_argument, unsigned_int } from "../arguments.ts";
import { callable } from "../callable.ts";
import { close_no_more, close_with, Descriptor } from "../descriptor.ts";
import { os_error, OSError, ValueError } from "../errors.ts";
import { take_failing_branch } from "../failing_branches.ts";
import {
  checked_milliseconds,
  deadline_of,
  file_descriptor,
  type FileDescriptorLike,
  MILLISECOND,
  milliseconds_until,
  nanoseconds,
  SECOND,
} from "./arguments.ts";

const { EBADF, EINTR, EINVAL } = system.errors;
const { EPOLL_CLOEXEC, EPOLLIN, EPOLLOUT, EPOLLPRI } = select_constants;
const CTL_ADD = 1, CTL_DEL = 2, CTL_MOD = 3;

// The members are 32 bits wide and aligned to that, packed or not.
const layout = epoll_event(platform.arch);
const EVENTS = layout.events / 4, FD = layout.fd / 4, SIZE = layout.size / 4;

/** What the kernel takes: INT_MAX bytes of events. */
const MAXEVENTS_MAX = Math.floor(0x7fffffff / layout.size);

/** As many as a process may have descriptors, if nobody raised the system's limit: there is no memory for more at once. */
const MOST_AT_ONCE = 1 << 20;

/** CPython's default: one less than select(2) has room for. */
const DEFAULT_MAXEVENTS = 1023;

const event = new Int32Array(SIZE);

/** Makes epoll_ctl(2) report to nobody; returns 0 or -errno. */
function control(epfd: number, operation: number, fd: number, events: number): number {
  event[EVENTS] = events;
  event[FD] = fd;
  const n = libc.epoll_ctl(epfd, operation, fd, event), e = errno[0];
  return n < 0 ? -e : n;
}

// One for all objects: what a wait brings is read before anybody's code runs, which might wait again.
let memory = new Int32Array(0);

// At least twice as much as before: a selector asks for one event more with each descriptor that it is given.
function make_room(most: number): void {
  memory = new Int32Array(Math.max(most * SIZE, Math.min(2 * memory.length, MOST_AT_ONCE * SIZE)));
}

function wait_once(epfd: number, maxevents: number, milliseconds: number): number {
  const n = libc.epoll_wait(epfd, memory, maxevents, milliseconds), e = errno[0];
  return n < 0 ? -e : n;
}

/**
 * Waits for events, which {@linkcode ready_fd} and {@linkcode ready_events} then tell of until the next wait.
 *
 * @param milliseconds less than 0 for ever
 * @returns how many there are
 */
export function wait_for_events(epfd: number, maxevents: number, milliseconds: number): number {
  if (maxevents > MAXEVENTS_MAX) throw os_error(EINVAL);
  const most = Math.min(maxevents, MOST_AT_ONCE);
  if (memory.length < most * SIZE) make_room(most);
  const deadline = deadline_of(milliseconds);
  for (;;) {
    const n = wait_once(epfd, min(most, byte_length(memory) / layout.size), milliseconds);
    if (n >= 0) return n;
    if (n !== -EINTR) throw os_error(-n);
    if (milliseconds <= 0) continue;
    milliseconds = milliseconds_until(deadline);
    if (milliseconds < 0) return 0;
  }
}

/** The descriptor of an event that the last wait brought. */
export function ready_fd(index: number): number {
  return memory[index * SIZE + FD]!;
}

/** What happened on it. */
export function ready_events(index: number): number {
  return memory[index * SIZE + EVENTS]! >>> 0;
}

/** Seconds as epoll_wait(2) takes them: milliseconds, rounded up. */
export function epoll_milliseconds(timeout: unknown): number {
  const exact = nanoseconds(timeout, SECOND, "timeout must be an integer or None");
  return checked_milliseconds(Math.ceil(exact / MILLISECOND) + 0);
}

let failing_branches_are_taken = false;

function take_failing_branches(): void {
  failing_branches_are_taken = true;
  memory = new Int32Array(DEFAULT_MAXEVENTS * SIZE);
  take_failing_branch(() => wait_once(-1, 1, 0));
  take_failing_branch(() => control(-1, CTL_DEL, -1, 0));
}

function open(): number {
  const fd = libc.epoll_create1(EPOLL_CLOEXEC), e = errno[0];
  if (fd < 0) throw os_error(e);
  return fd;
}

/**
 * Waits for any of many descriptors, which the kernel remembers: CPython's epoll object, which `select.epoll()` makes
 * (Linux). A wait costs no more for ten thousand idle descriptors than for ten.
 *
 * A descriptor that is closed is forgotten by the kernel, once no duplicate of it is open any more. An epoll object that is
 * forgotten is closed when the garbage collector finds it, as a socket is.
 *
 * @example An echo server for many connections
 * ```ts no_run: serves for ever
 * import * as socket from "@pysocket/socket";
 * import * as select from "@pysocket/socket/select";
 *
 * using server = socket.create_server(["127.0.0.1", 50007]);
 * using poller = select.epoll();
 * poller.register(server, select.EPOLLIN);
 * const connections = new Map<number, ReturnType<typeof server.accept>[0]>();
 * while (true) {
 *   for (const [fd] of poller.poll()) {
 *     if (fd === server.fileno()) {
 *       const [connection] = server.accept();
 *       connections.set(connection.fileno(), connection);
 *       poller.register(connection, select.EPOLLIN);
 *       continue;
 *     }
 *     const connection = connections.get(fd)!;
 *     const data = connection.recv(4096);
 *     if (data.length > 0) {
 *       connection.sendall(data);
 *     } else {
 *       connections.delete(fd);
 *       connection.close();
 *     }
 *   }
 * }
 * ```
 */
export class Epoll implements Disposable {
  readonly #descriptor: Descriptor;

  /**
   * Makes an epoll object without descriptors.
   *
   * System call: epoll_create1(2); CPython: `select.epoll`.
   *
   * @param sizehint how many descriptors are expected, or -1. Kernels have long stopped asking; it is checked all the same
   * @param flags 0 or `EPOLL_CLOEXEC`, which makes no difference: the descriptor is never inherited
   * @throws {ValueError} if `sizehint` is 0 or less than -1
   */
  constructor(sizehint: number = -1, flags: number = 0) {
    if (!failing_branches_are_taken) take_failing_branches();
    // fromfd() hands over what it was given.
    const adopted: unknown = sizehint;
    if (adopted instanceof Descriptor) {
      this.#descriptor = adopted;
    } else {
      const hint = as_int(sizehint);
      const bits = as_int(flags);
      if (hint !== -1 && hint <= 0) throw new ValueError("negative sizehint");
      if (bits !== 0 && bits !== EPOLL_CLOEXEC) throw new OSError("invalid flags");
      this.#descriptor = new Descriptor(open(), 0, 0, 0);
    }
    close_with(this, this.#descriptor);
  }

  /**
   * Makes an epoll object of an epoll descriptor, which it takes over.
   *
   * CPython: `epoll.fromfd`.
   *
   * @param fd an epoll descriptor; -1 opens a new one, as in CPython
   */
  static fromfd(fd: number): Epoll {
    require_argument(fd, "epoll.fromfd() takes exactly one argument (0 given)");
    const number = as_int(fd);
    if (number < -1) throw os_error(EBADF);
    const descriptor = new Descriptor(number === -1 ? open() : number, 0, 0, 0);
    return new this(descriptor as unknown as number);
  }

  #open(): number {
    const { fd } = this.#descriptor;
    if (fd < 0) throw new ValueError("I/O operation on closed epoll object");
    return fd;
  }

  #control(operation: number, fd: number, events: number): void {
    const n = control(this.#open(), operation, fd, events);
    if (n < 0) throw os_error(-n);
  }

  /** Whether the epoll object is closed. */
  get closed(): boolean {
    return this.#descriptor.fd < 0;
  }

  /**
   * Closes the epoll object. Closing it twice does nothing.
   *
   * System call: close(2); CPython: `epoll.close`.
   */
  close(): void {
    const { fd } = this.#descriptor;
    if (fd < 0) return;
    this.#descriptor.fd = -1;
    close_no_more(this.#descriptor);
    libc.close(fd);
  }

  /** Closes the epoll object at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * The descriptor of the epoll object itself, which another one may wait for.
   *
   * CPython: `epoll.fileno`.
   *
   * @throws {ValueError} if the epoll object is closed
   */
  fileno(): number {
    return this.#open();
  }

  /**
   * Adds a descriptor.
   *
   * System call: epoll_ctl(2) with `EPOLL_CTL_ADD`; CPython: `epoll.register`.
   *
   * @param fd a descriptor, or what has one
   * @param eventmask `EPOLL*` constants, combined; `EPOLLIN | EPOLLPRI | EPOLLOUT` if it is not given. Errors and hang-ups
   *   are always reported
   * @throws {FileExistsError} if it is there already
   * @throws {PermissionError} if it is a descriptor that cannot be waited for, such as a regular file's
   */
  register(fd: FileDescriptorLike, eventmask: number = EPOLLIN | EPOLLPRI | EPOLLOUT): void {
    require_argument(fd, "register() missing required argument 'fd' (pos 1)");
    const number = file_descriptor(fd);
    this.#control(CTL_ADD, number, unsigned_int(eventmask));
  }

  /**
   * Changes what is waited for. A descriptor that `EPOLLONESHOT` silenced reports again.
   *
   * System call: epoll_ctl(2) with `EPOLL_CTL_MOD`; CPython: `epoll.modify`.
   *
   * @param fd a descriptor that was registered, or what has it
   * @param eventmask as for {@linkcode register}
   * @throws {FileNotFoundError} if it was not
   */
  modify(fd: FileDescriptorLike, eventmask: number): void {
    require_argument(fd, "modify() missing required argument 'fd' (pos 1)");
    require_argument(eventmask, "modify() missing required argument 'eventmask' (pos 2)");
    const number = file_descriptor(fd);
    this.#control(CTL_MOD, number, unsigned_int(eventmask));
  }

  /**
   * Removes a descriptor.
   *
   * System call: epoll_ctl(2) with `EPOLL_CTL_DEL`; CPython: `epoll.unregister`.
   *
   * @param fd a descriptor that was registered, or what has it
   * @throws {FileNotFoundError} if it was not
   */
  unregister(fd: FileDescriptorLike): void {
    require_argument(fd, "unregister() missing required argument 'fd' (pos 1)");
    this.#control(CTL_DEL, file_descriptor(fd), 0);
  }

  /**
   * Waits until something happens on a descriptor, or the time is up. A signal does not end the wait.
   *
   * System call: epoll_wait(2); CPython: `epoll.poll`.
   *
   * @param timeout seconds, rounded up to milliseconds; `null` waits for ever, and so does what is -1 millisecond or less
   * @param maxevents how many events are wanted at most; -1 for 1023
   * @returns the descriptors that something happened on, each with the events
   */
  poll(timeout: number | null = null, maxevents: number = -1): [fd: number, event: number][] {
    const wanted = as_int(maxevents);
    const epfd = this.#open();
    const milliseconds = timeout === null ? -1 : epoll_milliseconds(timeout);
    if (wanted !== -1 && wanted < 1) {
      throw new ValueError(`maxevents must be greater than 0, got ${wanted}`);
    }
    const count = wait_for_events(epfd, wanted === -1 ? DEFAULT_MAXEVENTS : wanted, milliseconds);
    const ready: [number, number][] = [];
    for (let index = 0; index < count; index++) ready.push([ready_fd(index), ready_events(index)]);
    return ready;
  }
}

/** What makes epoll objects. */
export interface EpollConstructor {
  /**
   * Makes an epoll object without descriptors: see {@linkcode Epoll}.
   *
   * @param sizehint how many descriptors are expected, or -1; it is checked, and makes no difference
   * @param flags 0 or `EPOLL_CLOEXEC`, which makes no difference: the descriptor is never inherited
   * @throws {ValueError} if `sizehint` is 0 or less than -1
   */
  new (sizehint?: number, flags?: number): Epoll;
  /**
   * Makes an epoll object without descriptors: see {@linkcode Epoll}.
   *
   * @param sizehint how many descriptors are expected, or -1; it is checked, and makes no difference
   * @param flags 0 or `EPOLL_CLOEXEC`, which makes no difference: the descriptor is never inherited
   * @throws {ValueError} if `sizehint` is 0 or less than -1
   */
  (sizehint?: number, flags?: number): Epoll;
  /** Makes an epoll object of an epoll descriptor, which it takes over. */
  fromfd(fd: number): Epoll;
  /** The methods of every epoll object. */
  readonly prototype: Epoll;
}

/** Makes an {@linkcode Epoll} object: `select.epoll()`. (Linux) */
export const epoll: EpollConstructor = EPOLL_CLOEXEC === undefined
  ? undefined as never
  : callable(Epoll, "epoll");

/** The type of an epoll object. */
export type epoll = Epoll;
