// kqueue and kevent objects: CPython's select.kqueue and select.kevent. macOS only.
import { kevent as layout } from "../../ffi/darwin_select.ts";
import { errno, libc, system } from "../../ffi/libc.ts";
import { select_constants } from "../../ffi/select.ts";
import { as_int, is_integer, items_of, not_an_integer, require_argument, type_name } from "../arguments.ts";
import { monotonic } from "../blocking.ts";
import { callable } from "../callable.ts";
import { close_no_more, close_with, Descriptor, set_inheritable } from "../descriptor.ts";
import { os_error, OverflowError, ValueError } from "../errors.ts";
import { inspect_as_string } from "../repr.ts";
import { take_failing_branch } from "../failing_branches.ts";
import { file_descriptor, type FileDescriptorLike, nanoseconds, SECOND } from "./arguments.ts";

const { EBADF, EINTR } = system.errors;
const { KQ_EV_ADD, KQ_FILTER_READ } = select_constants;

// CPython's argument formats, where they are not in lib/arguments.ts.

function whole(value: unknown): bigint {
  if (!is_integer(value)) throw not_an_integer(value);
  return BigInt(value);
}

/** Format `h`. */
function short(value: unknown): number {
  const number = whole(value);
  if (number > 0x7fff) throw new OverflowError("signed short integer is greater than maximum");
  if (number < -0x8000) throw new OverflowError("signed short integer is less than minimum");
  return Number(number);
}

/** `PyLong_AsSize_t`. */
function size_t(value: unknown): bigint {
  const number = whole(value);
  if (number < 0) throw new OverflowError("can't convert negative value to size_t");
  if (number >> 64n) throw new OverflowError("Python int too large to convert to C size_t");
  return number;
}

/** Format `L`. */
function long_long(value: unknown): bigint {
  const number = whole(value);
  if (BigInt.asIntN(64, number) !== number) throw new OverflowError("int too big to convert");
  return number;
}

// A number while it is exact.
function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * One change or event of a kqueue: CPython's `select.kevent`, a `struct kevent` (macOS).
 *
 * Integers of 64 bits are numbers while that is exact, else bigints.
 */
export class Kevent {
  #ident: bigint = 0n;
  #filter: number = 0;
  #flags: number = 0;
  #fflags: number = 0;
  #data: bigint = 0n;
  #udata: bigint = 0n;

  /**
   * Makes a change.
   *
   * @param ident what it is about: for most filters a descriptor, or what has one
   * @param filter a `KQ_FILTER_*` constant
   * @param flags `KQ_EV_*` constants, combined
   * @param fflags what the filter wants besides: `KQ_NOTE_*` constants
   * @param data what else the filter wants
   * @param udata any integer, which comes back with the events
   */
  constructor(
    ident: FileDescriptorLike | bigint,
    filter: number = KQ_FILTER_READ,
    flags: number = KQ_EV_ADD,
    fflags: number = 0,
    data: number | bigint = 0,
    udata: number | bigint = 0,
  ) {
    require_argument(ident, "function missing required argument 'ident' (pos 1)");
    this.filter = filter;
    this.flags = flags;
    this.fflags = fflags;
    this.data = data;
    this.udata = udata;
    this.#ident = is_integer(ident) ? size_t(ident) : BigInt(file_descriptor(ident));
  }

  /** What it is about. */
  get ident(): number | bigint {
    return plain(this.#ident);
  }

  set ident(value: number | bigint) {
    this.#ident = size_t(value);
  }

  /** A `KQ_FILTER_*` constant. */
  get filter(): number {
    return this.#filter;
  }

  set filter(value: number) {
    this.#filter = short(value);
  }

  /** `KQ_EV_*` constants, combined. */
  get flags(): number {
    return this.#flags;
  }

  set flags(value: number) {
    this.#flags = Number(BigInt.asUintN(16, whole(value)));
  }

  /** `KQ_NOTE_*` constants, combined. */
  get fflags(): number {
    return this.#fflags;
  }

  set fflags(value: number) {
    this.#fflags = Number(BigInt.asUintN(32, whole(value)));
  }

  /** What the filter says besides: how much can be read, say. */
  get data(): number | bigint {
    return plain(this.#data);
  }

  set data(value: number | bigint) {
    this.#data = long_long(value);
  }

  /** The integer that came with the change. */
  get udata(): number | bigint {
    return plain(this.#udata);
  }

  set udata(value: number | bigint) {
    this.#udata = BigInt.asUintN(64, whole(value));
  }

  /** Python's `repr()`. */
  toString(): string {
    const [flags, fflags, data, udata] = [
      this.#flags,
      this.#fflags,
      BigInt.asUintN(64, this.#data),
      this.#udata,
    ].map((number) => `0x${number.toString(16)}`);
    return `<select.kevent ident=${this.#ident} filter=${this.#filter} flags=${flags} fflags=${fflags} ` +
      `data=${data} udata=${udata}>`;
  }

  /** @ignore */
  static _write(event: Kevent, memory: DataView, at: number): void {
    memory.setBigUint64(at + layout.ident, event.#ident, true);
    memory.setInt16(at + layout.filter, event.#filter, true);
    memory.setUint16(at + layout.flags, event.#flags, true);
    memory.setUint32(at + layout.fflags, event.#fflags, true);
    memory.setBigInt64(at + layout.data, event.#data, true);
    memory.setBigUint64(at + layout.udata, event.#udata, true);
  }

  /** @ignore */
  static _read(memory: DataView, at: number): Kevent {
    return new Kevent(
      memory.getBigUint64(at + layout.ident, true),
      memory.getInt16(at + layout.filter, true),
      memory.getUint16(at + layout.flags, true),
      memory.getUint32(at + layout.fflags, true),
      memory.getBigInt64(at + layout.data, true),
      memory.getBigUint64(at + layout.udata, true),
    );
  }
}

inspect_as_string(Kevent);

/** As many as a process may be told of at once; there is no memory for more. */
const MOST_AT_ONCE = 1 << 20;

// One for all objects: what a call brings is read before anybody's code runs, which might make another.
let memory = new DataView(new ArrayBuffer(0));
const timespec = new BigInt64Array(2);

/** Returns how many events there are, or -errno. */
function kevent_once(
  kq: number,
  changes: DataView | null,
  count: number,
  maxevents: number,
  timeout: BigInt64Array | null,
): number {
  const n = libc.kevent(kq, changes, count, memory, maxevents, timeout), e = errno[0];
  return n < 0 ? -e : n;
}

let failing_branch_is_taken = false;

function take_kevent_branch(): void {
  failing_branch_is_taken = true;
  take_failing_branch(() => kevent_once(-1, null, 0, 0, timespec));
}

function put_timeout(nanoseconds: number): void {
  const seconds = Math.floor(nanoseconds / SECOND);
  timespec[0] = BigInt(seconds);
  timespec[1] = BigInt(nanoseconds - seconds * SECOND);
}

/**
 * Makes changes, then waits for events, which {@linkcode ready_event} then tells of until the next call.
 *
 * @param timeout nanoseconds; `null` waits for ever
 * @returns how many there are
 */
function change_and_wait(kq: number, changes: Kevent[], maxevents: number, timeout: number | null): number {
  const most = Math.min(maxevents, MOST_AT_ONCE);
  const list = changes.length === 0 ? null : new DataView(new ArrayBuffer(changes.length * layout.size));
  changes.forEach((change, index) => Kevent._write(change, list!, index * layout.size));
  if (memory.byteLength < most * layout.size) memory = new DataView(new ArrayBuffer(most * layout.size));
  const deadline = timeout === null ? Infinity : monotonic() + timeout / SECOND;
  for (;;) {
    if (timeout !== null) put_timeout(timeout);
    const n = kevent_once(kq, list, changes.length, most, timeout === null ? null : timespec);
    if (n >= 0) return n;
    if (n !== -EINTR) throw os_error(-n);
    if (timeout === null) continue;
    timeout = Math.ceil((deadline - monotonic()) * SECOND);
    if (timeout < 0) return 0;
  }
}

function timeout_argument(timeout: unknown): number | null {
  if (timeout === null) return null;
  const complaint = `timeout argument must be a number or None, got ${type_name(timeout)}`;
  let exact: number;
  try {
    exact = nanoseconds(timeout, SECOND, complaint);
  } catch {
    throw new TypeError(complaint);
  }
  if (exact < 0) throw new ValueError("timeout must be positive or None");
  return exact;
}

function changes_argument(changelist: unknown): Kevent[] {
  if (changelist === null) return [];
  const changes = items_of(changelist, "changelist is not iterable");
  for (const change of changes) {
    if (!(change instanceof Kevent)) {
      throw new TypeError("changelist must be an iterable of select.kevent objects");
    }
  }
  return changes as Kevent[];
}

function open(): number {
  const fd = libc.kqueue(), e = errno[0];
  if (fd < 0) throw os_error(e);
  try {
    set_inheritable(fd, false);
    return fd;
  } catch (error) {
    libc.close(fd);
    throw error;
  }
}

/**
 * Waits for events of many kinds, which the kernel remembers: CPython's kqueue object, which `select.kqueue()` makes
 * (macOS).
 *
 * One that is forgotten is closed when the garbage collector finds it, as a socket is.
 *
 * @example Wait until a socket has something to read
 * ```ts no_run: macOS
 * import * as socket from "@pysocket/socket";
 * import * as select from "@pysocket/socket/select";
 *
 * using s = socket.create_connection(["127.0.0.1", 50007]);
 * using queue = select.kqueue();
 * const change = select.kevent(s, select.KQ_FILTER_READ, select.KQ_EV_ADD);
 * for (const event of queue.control([change], 10, 5)) console.log(event.ident, "has", event.data, "bytes");
 * ```
 */
export class Kqueue implements Disposable {
  readonly #descriptor: Descriptor;

  /**
   * Makes a kqueue object.
   *
   * System call: kqueue(2); CPython: `select.kqueue`.
   */
  constructor() {
    if (!failing_branch_is_taken) take_kevent_branch();
    // fromfd() hands over what it was given.
    const adopted: unknown = arguments[0];
    this.#descriptor = adopted instanceof Descriptor ? adopted : new Descriptor(open(), 0, 0, 0);
    close_with(this, this.#descriptor);
  }

  /**
   * Makes a kqueue object of a kqueue's descriptor, which it takes over.
   *
   * CPython: `kqueue.fromfd`.
   *
   * @param fd a kqueue's descriptor; -1 opens a new one, as in CPython
   */
  static fromfd(fd: number): Kqueue {
    require_argument(fd, "kqueue.fromfd() takes exactly one argument (0 given)");
    const number = as_int(fd);
    if (number < -1) throw os_error(EBADF);
    const Class = this as unknown as new (descriptor: Descriptor) => Kqueue;
    return new Class(new Descriptor(number === -1 ? open() : number, 0, 0, 0));
  }

  #open(): number {
    const { fd } = this.#descriptor;
    if (fd < 0) throw new ValueError("I/O operation on closed kqueue object");
    return fd;
  }

  /** Whether the kqueue object is closed. */
  get closed(): boolean {
    return this.#descriptor.fd < 0;
  }

  /**
   * Closes the kqueue object. Closing it twice does nothing.
   *
   * System call: close(2); CPython: `kqueue.close`.
   */
  close(): void {
    const { fd } = this.#descriptor;
    if (fd < 0) return;
    this.#descriptor.fd = -1;
    close_no_more(this.#descriptor);
    libc.close(fd);
  }

  /** Closes the kqueue object at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * The descriptor of the kqueue itself, which another one may wait for.
   *
   * CPython: `kqueue.fileno`.
   *
   * @throws {ValueError} if the kqueue object is closed
   */
  fileno(): number {
    return this.#open();
  }

  /**
   * Changes what is waited for, and waits until something happens or the time is up. A signal does not end the wait.
   *
   * System call: kevent(2); CPython: `kqueue.control`.
   *
   * @param changelist what to add, delete, enable or disable; `null` for nothing
   * @param maxevents how many events are wanted at most; 0 does not wait
   * @param timeout seconds; `null` waits for ever
   * @returns what happened
   */
  control(changelist: Iterable<Kevent> | null, maxevents: number, timeout: number | null = null): Kevent[] {
    require_argument(changelist, "control expected at least 2 arguments, got 0");
    require_argument(maxevents, "control expected at least 2 arguments, got 1");
    const most = as_int(maxevents);
    this.#open();
    if (most < 0) throw new ValueError(`Length of eventlist must be 0 or positive, got ${most}`);
    const limit = timeout_argument(timeout);
    const changes = changes_argument(changelist);
    const count = change_and_wait(this.#open(), changes, most, limit);
    const ready: Kevent[] = [];
    for (let index = 0; index < count; index++) ready.push(Kevent._read(memory, index * layout.size));
    return ready;
  }
}

/** What makes kevent objects. */
export interface KeventConstructor {
  /**
   * Makes a change: see {@linkcode Kevent}.
   *
   * @param ident what it is about: for most filters a descriptor, or what has one
   * @param filter a `KQ_FILTER_*` constant
   * @param flags `KQ_EV_*` constants, combined
   * @param fflags what the filter wants besides: `KQ_NOTE_*` constants
   * @param data what else the filter wants
   * @param udata any integer, which comes back with the events
   */
  new (
    ident: FileDescriptorLike | bigint,
    filter?: number,
    flags?: number,
    fflags?: number,
    data?: number | bigint,
    udata?: number | bigint,
  ): Kevent;
  /**
   * Makes a change: see {@linkcode Kevent}.
   *
   * @param ident what it is about: for most filters a descriptor, or what has one
   * @param filter a `KQ_FILTER_*` constant
   * @param flags `KQ_EV_*` constants, combined
   * @param fflags what the filter wants besides: `KQ_NOTE_*` constants
   * @param data what else the filter wants
   * @param udata any integer, which comes back with the events
   */
  (
    ident: FileDescriptorLike | bigint,
    filter?: number,
    flags?: number,
    fflags?: number,
    data?: number | bigint,
    udata?: number | bigint,
  ): Kevent;
  /** The members of every kevent object. */
  readonly prototype: Kevent;
}

/** What makes kqueue objects. */
export interface KqueueConstructor {
  /** Makes a kqueue object: see {@linkcode Kqueue}. */
  new (): Kqueue;
  /** Makes a kqueue object: see {@linkcode Kqueue}. */
  (): Kqueue;
  /** Makes a kqueue object of a kqueue's descriptor, which it takes over. */
  fromfd(fd: number): Kqueue;
  /** The methods of every kqueue object. */
  readonly prototype: Kqueue;
}

const is_missing = KQ_EV_ADD === undefined;

/** Makes a {@linkcode Kevent}: `select.kevent(fd, select.KQ_FILTER_READ)`. (macOS) */
export const kevent: KeventConstructor = is_missing ? undefined as never : callable(Kevent, "kevent");

/** The type of a kevent object. */
export type kevent = Kevent;

/** Makes a {@linkcode Kqueue}: `select.kqueue()`. (macOS) */
export const kqueue: KqueueConstructor = is_missing ? undefined as never : callable(Kqueue, "kqueue");

/** The type of a kqueue object. */
export type kqueue = Kqueue;
