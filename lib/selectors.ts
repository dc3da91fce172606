/**
 * Python's `selectors` module: waiting for many sockets at once, whatever the system has for it.
 *
 * @example An echo server for many connections
 * ```ts no_run: serves for ever
 * import * as socket from "@pysocket/socket";
 * import * as selectors from "@pysocket/socket/selectors";
 *
 * type Callback = (sock: socket.Socket<socket.InetAddress>) => void;
 *
 * using sel = selectors.DefaultSelector<Callback>();
 * using server = socket.create_server(["127.0.0.1", 50007]);
 *
 * function accept(sock: socket.Socket<socket.InetAddress>) {
 *   const [conn] = sock.accept();
 *   sel.register(conn, selectors.EVENT_READ, read);
 * }
 *
 * function read(conn: socket.Socket<socket.InetAddress>) {
 *   const data = conn.recv(1000);
 *   if (data.length > 0) {
 *     conn.sendall(data);
 *   } else {
 *     sel.unregister(conn);
 *     conn.close();
 *   }
 * }
 *
 * sel.register(server, selectors.EVENT_READ, accept);
 * while (true) {
 *   for (const [key] of sel.select()) key.data?.(key.fileobj as socket.Socket<socket.InetAddress>);
 * }
 * ```
 *
 * @module
 */
import { select_constants } from "../ffi/select.ts";
import { is_integer, require_all, type_name } from "./arguments.ts";
import { callable } from "./callable.ts";
import {
  KeyError,
  OSError,
  OverflowError,
  RuntimeError,
  UnsupportedOperation,
  ValueError,
} from "./errors.ts";
import type { FileDescriptorLike } from "./polling/arguments.ts";
import { Epoll, epoll_milliseconds, ready_events, ready_fd, wait_for_events } from "./polling/epoll.ts";
import { kevent, Kqueue } from "./polling/kqueue.ts";
import { Poll } from "./polling/poll.ts";
import { inspect_as_string, repr } from "./repr.ts";
import { select } from "./select.ts";

export { KeyError, LookupError, OSError, OverflowError, RuntimeError, ValueError } from "./errors.ts";
export type { FileDescriptorLike, HasFileno } from "./polling/arguments.ts";

const { EPOLLIN, EPOLLOUT, KQ_EV_ADD, KQ_EV_DELETE, KQ_FILTER_READ, KQ_FILTER_WRITE, POLLIN, POLLOUT } =
  select_constants;

/** Wait until there is something to read, or a connection to accept. */
export const EVENT_READ = 1;
/** Wait until there is room to write, or a connection is made. */
export const EVENT_WRITE = 2;

/** Which file object is registered, for what: CPython's named tuple. */
export interface SelectorKey<Data = unknown> {
  /** The object that was registered. */
  readonly fileobj: FileDescriptorLike;
  /** Its descriptor. */
  readonly fd: number;
  /** What is waited for: `EVENT_READ`, `EVENT_WRITE`, or both. */
  readonly events: number;
  /** What was registered with it; `null` if there was nothing. */
  readonly data: Data | null;
  /** The four values, in this order. */
  [Symbol.iterator](): IterableIterator<FileDescriptorLike | number | Data | null>;
}

/** What makes keys; selectors do it. */
export interface SelectorKeyConstructor {
  /**
   * Makes a key.
   *
   * @param fileobj what is registered: a descriptor, or what has one
   * @param fd its descriptor
   * @param events what is waited for: `EVENT_READ`, `EVENT_WRITE`, or both
   * @param data what is registered with it
   */
  new <Data>(fileobj: FileDescriptorLike, fd: number, events: number, data: Data | null): SelectorKey<Data>;
  /**
   * Makes a key.
   *
   * @param fileobj what is registered: a descriptor, or what has one
   * @param fd its descriptor
   * @param events what is waited for: `EVENT_READ`, `EVENT_WRITE`, or both
   * @param data what is registered with it
   */
  <Data>(fileobj: FileDescriptorLike, fd: number, events: number, data: Data | null): SelectorKey<Data>;
  /** What every key has. */
  readonly prototype: SelectorKey;
}

class Key<Data> implements SelectorKey<Data> {
  readonly fileobj: FileDescriptorLike;
  readonly fd: number;
  readonly events: number;
  readonly data: Data | null;

  constructor(fileobj: FileDescriptorLike, fd: number, events: number, data: Data | null) {
    require_all("SelectorKey.__new__()", { fileobj, fd, events, data });
    this.fileobj = fileobj;
    this.fd = fd;
    this.events = events;
    this.data = data;
  }

  *[Symbol.iterator](): IterableIterator<FileDescriptorLike | number | Data | null> {
    yield this.fileobj;
    yield this.fd;
    yield this.events;
    yield this.data;
  }

  toString(): string {
    return `SelectorKey(fileobj=${repr(this.fileobj)}, fd=${this.fd}, events=${this.events}, data=${
      repr(this.data)
    })`;
  }
}

inspect_as_string(Key);

/** Makes a key: `SelectorKey(fileobj, fd, events, data)`. */
export const SelectorKey: SelectorKeyConstructor = callable(Key, "SelectorKey");

/** Python's `int()` of what a `fileno()` returned. */
function to_int(value: unknown): number {
  if (is_integer(value)) return Number(value);
  if (typeof value === "number") return float_to_int(Math.trunc(value));
  if (typeof value !== "string") {
    throw new TypeError(`int() argument must be a string, not '${type_name(value)}'`);
  }
  if (!/^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value)) {
    throw new ValueError(`invalid literal for int(): ${repr(value)}`);
  }
  return Number(value.replaceAll("_", ""));
}

function float_to_int(number: number): number {
  if (Number.isNaN(number)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(number)) throw new OverflowError("cannot convert float infinity to integer");
  return number;
}

function fd_of(fileobj: unknown): number {
  let fd: number;
  if (is_integer(fileobj)) {
    fd = Number(fileobj) + 0; // -0 is 0
  } else {
    try {
      fd = to_int((fileobj as { fileno(): unknown }).fileno());
    } catch (error) {
      // CPython's UnsupportedOperation is a ValueError besides.
      const is_invalid = [TypeError, ValueError, UnsupportedOperation].some((Class) =>
        error instanceof Class
      );
      throw is_invalid ? new ValueError(`Invalid file object: ${repr(fileobj)}`) : error;
    }
  }
  if (fd < 0) throw new ValueError(`Invalid file descriptor: ${fd}`);
  return fd;
}

/** Python's `events & mask`. */
function masked(events: unknown, mask: number): number {
  if (typeof events === "number" && (events | 0) === events) return events & mask;
  if (!is_integer(events)) {
    throw new TypeError(`unsupported operand type(s) for &: '${type_name(events)}' and 'int'`);
  }
  return Number(BigInt(events) & BigInt(mask));
}

function check_events(events: unknown): void {
  if (!events || masked(events, ~(EVENT_READ | EVENT_WRITE)) !== 0) {
    throw new ValueError(`Invalid events: ${repr(events)}`);
  }
}

function not_registered(fileobj: unknown): KeyError {
  return new KeyError(`${repr(fileobj)} is not registered`);
}

// How CPython complains of a comparison.
function comparable(value: unknown, complaint: (type: string) => string): number {
  if (typeof value !== "number" && !is_integer(value)) throw new TypeError(complaint(type_name(value)));
  return Number(value);
}

/** Milliseconds, rounded up; 0 for what is no time at all. */
function ceil_milliseconds(timeout: unknown): number {
  const seconds = comparable(
    timeout,
    (type) => `'<=' not supported between instances of '${type}' and 'int'`,
  );
  return seconds <= 0 ? 0 : float_to_int(Math.ceil(seconds * 1e3));
}

const ABSTRACT = ["get_map", "register", "select", "unregister"] as const;

// Python's NotImplementedError: somebody has called a method of the abstract class, with super.
function not_implemented(): RuntimeError {
  return new RuntimeError("not implemented");
}

/**
 * What every selector has: CPython's abstract class.
 *
 * `Data` is the type of what is registered with a file object. A selector is closed at the end of the block that declared it
 * with `using`.
 */
export abstract class BaseSelector<Data = unknown> implements Disposable {
  /**
   * For classes that extend it.
   *
   * @throws {TypeError} if a method is missing that has to be there
   */
  constructor() {
    const missing = ABSTRACT.filter((name) => this[name] === BaseSelector.prototype[name]);
    if (missing.length === 0) return;
    throw new TypeError(
      `Can't instantiate abstract class ${this.constructor.name} without an implementation for abstract ` +
        `method${missing.length === 1 ? "" : "s"} ${missing.map(repr).join(", ")}`,
    );
  }

  /**
   * Registers a file object.
   *
   * CPython: `BaseSelector.register`.
   *
   * @param _fileobj a socket, a file object, anything else with `fileno()`, or a descriptor
   * @param _events `EVENT_READ`, `EVENT_WRITE`, or both
   * @param _data anything, which `select()` gives back
   * @returns the key
   * @throws {ValueError} if the events or the file object are invalid
   * @throws {KeyError} if its descriptor is registered already
   */
  register(_fileobj: FileDescriptorLike, _events: number, _data?: Data | null): SelectorKey<Data> {
    throw not_implemented();
  }

  /**
   * Removes a file object. It may have been closed in the meantime.
   *
   * CPython: `BaseSelector.unregister`.
   *
   * @param _fileobj what was registered, or its descriptor
   * @returns the key that it had
   * @throws {KeyError} if it was not registered
   * @throws {ValueError} if it is closed and was not registered
   */
  unregister(_fileobj: FileDescriptorLike): SelectorKey<Data> {
    throw not_implemented();
  }

  /**
   * Changes what is waited for, or what is registered with a file object.
   *
   * CPython: `BaseSelector.modify`.
   *
   * @param fileobj what was registered, or its descriptor
   * @param events `EVENT_READ`, `EVENT_WRITE`, or both
   * @param data anything; if it is not given, there is none
   * @returns the new key
   * @throws {KeyError} if it was not registered
   */
  modify(fileobj: FileDescriptorLike, events: number, data: Data | null = null): SelectorKey<Data> {
    this.unregister(fileobj);
    return this.register(fileobj, events, data);
  }

  /**
   * Waits until something is ready, or the time is up. A signal does not end the wait.
   *
   * CPython: `BaseSelector.select`.
   *
   * @param _timeout seconds, rounded up; `null` waits for ever, 0 and less does not wait
   * @returns the key of each file object that is ready, and for what
   */
  select(_timeout?: number | null): [key: SelectorKey<Data>, events: number][] {
    throw not_implemented();
  }

  /**
   * Closes the selector. What was registered with it stays open.
   *
   * CPython: `BaseSelector.close`.
   */
  close(): void {}

  /**
   * The key of a file object.
   *
   * CPython: `BaseSelector.get_key`.
   *
   * @param fileobj what was registered, or its descriptor
   * @throws {KeyError} if it was not registered
   * @throws {RuntimeError} if the selector is closed
   */
  get_key(fileobj: FileDescriptorLike): SelectorKey<Data> {
    const map = this.get_map();
    if (map === null) throw new RuntimeError("Selector is closed");
    require_all("BaseSelector.get_key()", { fileobj });
    const key = map.get(fileobj);
    if (key === undefined) throw not_registered(fileobj);
    return key;
  }

  /**
   * What is registered: a map that cannot be changed and always shows the present. It finds a key by the file object or by
   * its descriptor, and iterates over the descriptors.
   *
   * CPython: `BaseSelector.get_map`.
   *
   * @returns the map; `null` if the selector is closed
   */
  get_map(): ReadonlyMap<FileDescriptorLike, SelectorKey<Data>> | null {
    throw not_implemented();
  }

  /** Closes the selector at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

type Keys<Data> = Map<number, SelectorKey<Data>>;

/** The keys by descriptor, found by file object too. */
class SelectorMapping<Data> implements ReadonlyMap<FileDescriptorLike, SelectorKey<Data>> {
  readonly #keys: Keys<Data>;
  readonly #lookup: (fileobj: unknown) => number;

  constructor(keys: Keys<Data>, lookup: (fileobj: unknown) => number) {
    this.#keys = keys;
    this.#lookup = lookup;
  }

  get size(): number {
    return this.#keys.size;
  }

  get(fileobj: FileDescriptorLike): SelectorKey<Data> | undefined {
    return this.#keys.get(this.#lookup(fileobj));
  }

  has(fileobj: FileDescriptorLike): boolean {
    return this.#keys.has(this.#lookup(fileobj));
  }

  keys(): MapIterator<number> {
    return this.#keys.keys();
  }

  values(): MapIterator<SelectorKey<Data>> {
    return this.#keys.values();
  }

  entries(): MapIterator<[number, SelectorKey<Data>]> {
    return this.#keys.entries();
  }

  [Symbol.iterator](): MapIterator<[number, SelectorKey<Data>]> {
    return this.#keys.entries();
  }

  forEach(
    callback: (
      key: SelectorKey<Data>,
      fd: number,
      map: ReadonlyMap<FileDescriptorLike, SelectorKey<Data>>,
    ) => void,
    this_value?: unknown,
  ): void {
    this.#keys.forEach((key, fd) => callback.call(this_value, key, fd, this));
  }
}

/** A selector that remembers what is registered: CPython's `_BaseSelectorImpl`. */
abstract class KeyedSelector<Data> extends BaseSelector<Data> {
  readonly #keys: Keys<Data> = new Map();
  #map: SelectorMapping<Data> | null = new SelectorMapping(this.#keys, (fileobj) => this.lookup(fileobj));
  /** The class that CPython names when arguments are missing. */
  protected readonly owner: string = "_BaseSelectorImpl";

  protected get registered(): ReadonlyMap<number, SelectorKey<Data>> {
    return this.#keys;
  }

  /** The descriptor of a file object; if it has none any more, the one that it was registered with. */
  protected lookup(fileobj: unknown): number {
    try {
      return fd_of(fileobj);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      for (const key of this.#keys.values()) {
        if (key.fileobj === fileobj) return key.fd;
      }
      throw error;
    }
  }

  protected known(fileobj: unknown): SelectorKey<Data> {
    const key = this.#keys.get(this.lookup(fileobj));
    if (key === undefined) throw not_registered(fileobj);
    return key;
  }

  protected put(key: SelectorKey<Data>): SelectorKey<Data> {
    this.#keys.set(key.fd, key);
    return key;
  }

  protected forget(key: SelectorKey<Data>): void {
    this.#keys.delete(key.fd);
  }

  override register(
    fileobj: FileDescriptorLike,
    events: number,
    data: Data | null = null,
  ): SelectorKey<Data> {
    require_all(`${this.owner}.register()`, { fileobj, events });
    check_events(events);
    const key = new Key(fileobj, this.lookup(fileobj), Number(events), data);
    if (this.#keys.has(key.fd)) {
      throw new KeyError(`${repr(fileobj)} (FD ${key.fd}) is already registered`);
    }
    return this.put(key);
  }

  override unregister(fileobj: FileDescriptorLike): SelectorKey<Data> {
    require_all(`${this.owner}.unregister()`, { fileobj });
    const key = this.known(fileobj);
    this.forget(key);
    return key;
  }

  override modify(fileobj: FileDescriptorLike, events: number, data: Data | null = null): SelectorKey<Data> {
    require_all("_BaseSelectorImpl.modify()", { fileobj, events });
    const key = this.known(fileobj);
    if (events !== key.events) return super.modify(fileobj, events, data);
    return data === key.data ? key : this.put(new Key(key.fileobj, key.fd, key.events, data));
  }

  override close(): void {
    this.#keys.clear();
    this.#map = null;
  }

  override get_map(): ReadonlyMap<FileDescriptorLike, SelectorKey<Data>> | null {
    return this.#map;
  }
}

/** A selector that stands on select(2), and has its limit: descriptors below 1024. */
export type SelectSelector<Data = unknown> = BaseSelector<Data>;

/** What makes selectors on select(2). */
export interface SelectSelectorConstructor {
  /** Makes a selector on select(2), for descriptors below 1024. */
  new <Data = unknown>(): SelectSelector<Data>;
  /** Makes a selector on select(2), for descriptors below 1024. */
  <Data = unknown>(): SelectSelector<Data>;
  /** The methods of every such selector. */
  readonly prototype: SelectSelector;
}

class SelectSelectorClass<Data> extends KeyedSelector<Data> {
  readonly #readers = new Set<number>();
  readonly #writers = new Set<number>();
  protected override readonly owner: string = "SelectSelector";

  override register(
    fileobj: FileDescriptorLike,
    events: number,
    data: Data | null = null,
  ): SelectorKey<Data> {
    const key = super.register(fileobj, events, data);
    if (key.events & EVENT_READ) this.#readers.add(key.fd);
    if (key.events & EVENT_WRITE) this.#writers.add(key.fd);
    return key;
  }

  override unregister(fileobj: FileDescriptorLike): SelectorKey<Data> {
    const key = super.unregister(fileobj);
    this.#readers.delete(key.fd);
    this.#writers.delete(key.fd);
    return key;
  }

  override select(timeout: number | null = null): [SelectorKey<Data>, number][] {
    const [readable, writable] = select(this.#readers, this.#writers, [], no_less_than_0(timeout));
    const events = new Map(readable.map((fd) => [fd, EVENT_READ]));
    for (const fd of writable) events.set(fd, (events.get(fd) ?? 0) | EVENT_WRITE);
    const ready: [SelectorKey<Data>, number][] = [];
    for (const [fd, happened] of events) {
      const key = this.registered.get(fd);
      if (key !== undefined) ready.push([key, happened & key.events]);
    }
    return ready;
  }
}

// Python's max(timeout, 0), which leaves NaN alone.
function no_less_than_0(timeout: number | null): number | null {
  if (timeout === null) return null;
  comparable(timeout, (type) => `'>' not supported between instances of 'int' and '${type}'`);
  return 0 > timeout ? 0 : timeout;
}

/** Makes a selector on select(2). */
export const SelectSelector: SelectSelectorConstructor = callable(SelectSelectorClass, "SelectSelector");

/** What a selector stands on. */
interface Poller {
  register(fd: number, events: number): void;
  modify(fd: number, events: number): void;
  unregister(fd: number): void;
}

/** A selector on poll(2) or epoll(7): CPython's `_PollLikeSelector`. */
abstract class PollLikeSelector<Data> extends KeyedSelector<Data> {
  protected override readonly owner: string = "_PollLikeSelector";
  protected abstract readonly poller: Poller;
  /** What the system calls `EVENT_READ` and `EVENT_WRITE`. */
  protected abstract readonly masks: readonly [read: number, write: number];

  #mask(events: unknown): number {
    const [read, write] = this.masks;
    return (masked(events, EVENT_READ) && read) | (masked(events, EVENT_WRITE) && write);
  }

  override register(
    fileobj: FileDescriptorLike,
    events: number,
    data: Data | null = null,
  ): SelectorKey<Data> {
    const key = super.register(fileobj, events, data);
    try {
      this.poller.register(key.fd, this.#mask(key.events));
    } catch (error) {
      this.forget(key);
      throw error;
    }
    return key;
  }

  override unregister(fileobj: FileDescriptorLike): SelectorKey<Data> {
    const key = super.unregister(fileobj);
    try {
      this.poller.unregister(key.fd);
    } catch (error) {
      // The descriptor may have been closed, and the system has forgotten it.
      if (!(error instanceof OSError)) throw error;
    }
    return key;
  }

  override modify(fileobj: FileDescriptorLike, events: number, data: Data | null = null): SelectorKey<Data> {
    require_all(`${this.owner}.modify()`, { fileobj, events });
    const key = this.known(fileobj);
    if (events !== key.events) this.#change(key, this.#mask(events));
    else if (data === key.data) return key;
    return this.put(new Key(key.fileobj, key.fd, Number(events), data));
  }

  #change(key: SelectorKey<Data>, mask: number): void {
    try {
      this.poller.modify(key.fd, mask);
    } catch (error) {
      this.forget(key);
      throw error;
    }
  }
}

/** A selector that stands on poll(2). */
export type PollSelector<Data = unknown> = BaseSelector<Data>;

/** What makes selectors on poll(2). */
export interface PollSelectorConstructor {
  /** Makes a selector on poll(2). */
  new <Data = unknown>(): PollSelector<Data>;
  /** Makes a selector on poll(2). */
  <Data = unknown>(): PollSelector<Data>;
  /** The methods of every such selector. */
  readonly prototype: PollSelector;
}

class PollSelectorClass<Data> extends PollLikeSelector<Data> {
  protected readonly poller: Poll = new Poll();
  protected readonly masks = [POLLIN, POLLOUT] as const;

  override select(timeout: number | null = null): [SelectorKey<Data>, number][] {
    const milliseconds = timeout === null ? null : BigInt(ceil_milliseconds(timeout)) as unknown as number;
    const ready: [SelectorKey<Data>, number][] = [];
    for (const [fd, event] of this.poller.poll(milliseconds)) {
      const key = this.registered.get(fd);
      if (key === undefined) continue;
      const happened = (event & ~POLLIN && EVENT_WRITE) | (event & ~POLLOUT && EVENT_READ);
      ready.push([key, happened & key.events]);
    }
    return ready;
  }
}

/** Makes a selector on poll(2). */
export const PollSelector: PollSelectorConstructor = callable(PollSelectorClass, "PollSelector");

/** A selector that has a descriptor of its own. */
export interface KernelSelector<Data = unknown> extends BaseSelector<Data> {
  /**
   * The descriptor of the selector itself.
   *
   * @throws {ValueError} if the selector is closed
   */
  fileno(): number;
}

/** What makes selectors that have a descriptor of their own. */
export interface KernelSelectorConstructor {
  /**
   * Makes a selector on epoll(7) or kqueue(2), which has a descriptor of its own until it is closed.
   *
   * @throws {OSError} if the system refuses
   */
  new <Data = unknown>(): KernelSelector<Data>;
  /**
   * Makes a selector on epoll(7) or kqueue(2), which has a descriptor of its own until it is closed.
   *
   * @throws {OSError} if the system refuses
   */
  <Data = unknown>(): KernelSelector<Data>;
  /** The methods of every such selector. */
  readonly prototype: KernelSelector;
}

class EpollSelectorClass<Data> extends PollLikeSelector<Data> implements KernelSelector<Data> {
  protected readonly poller: Epoll = new Epoll();
  protected readonly masks = [EPOLLIN, EPOLLOUT] as const;

  fileno(): number {
    return this.poller.fileno();
  }

  override select(timeout: number | null = null): [SelectorKey<Data>, number][] {
    const seconds = timeout === null ? -1 : ceil_milliseconds(timeout) * 1e-3;
    const epfd = this.poller.fileno();
    const keys = this.registered;
    const count = wait_for_events(epfd, keys.size || 1, float_milliseconds(seconds));
    const ready: [SelectorKey<Data>, number][] = [];
    for (let index = 0; index < count; index++) {
      const key = keys.get(ready_fd(index));
      if (key === undefined) continue;
      const event = ready_events(index);
      const happened = (event & ~EPOLLIN && EVENT_WRITE) | (event & ~EPOLLOUT && EVENT_READ);
      ready.push([key, happened & key.events]);
    }
    return ready;
  }

  override close(): void {
    this.poller.close();
    super.close();
  }
}

// What CPython passes on is a float, whose overflow has a message of its own.
function float_milliseconds(seconds: number): number {
  if (seconds * 1e9 >= 2 ** 63) throw new OverflowError("timestamp out of range for platform time_t");
  return epoll_milliseconds(seconds);
}

/** A selector that stands on epoll(7). (Linux) */
export type EpollSelector<Data = unknown> = KernelSelector<Data>;

/** Makes a selector on epoll(7), whose waits cost the same for any number of idle file objects. (Linux) */
export const EpollSelector: KernelSelectorConstructor = EPOLLIN === undefined
  ? undefined as never
  : callable(EpollSelectorClass, "EpollSelector");

class KqueueSelectorClass<Data> extends KeyedSelector<Data> implements KernelSelector<Data> {
  readonly #kqueue = new Kqueue();
  // Reading and writing are two events of one descriptor.
  #most = 0;
  protected override readonly owner: string = "KqueueSelector";

  fileno(): number {
    return this.#kqueue.fileno();
  }

  #control(fd: number, filter: number, flags: number): void {
    this.#kqueue.control([kevent(fd, filter, flags)], 0, 0);
  }

  override register(
    fileobj: FileDescriptorLike,
    events: number,
    data: Data | null = null,
  ): SelectorKey<Data> {
    const key = super.register(fileobj, events, data);
    try {
      for (const filter of filters(key.events)) {
        this.#control(key.fd, filter, KQ_EV_ADD);
        this.#most++;
      }
    } catch (error) {
      this.forget(key);
      throw error;
    }
    return key;
  }

  override unregister(fileobj: FileDescriptorLike): SelectorKey<Data> {
    const key = super.unregister(fileobj);
    for (const filter of filters(key.events)) {
      this.#most--;
      try {
        this.#control(key.fd, filter, KQ_EV_DELETE);
      } catch (error) {
        // The descriptor may have been closed, and the system has forgotten it.
        if (!(error instanceof OSError)) throw error;
      }
    }
    return key;
  }

  override select(timeout: number | null = null): [SelectorKey<Data>, number][] {
    const ready: [SelectorKey<Data>, number][] = [];
    for (const event of this.#kqueue.control(null, this.#most || 1, no_less_than_0(timeout))) {
      const key = this.registered.get(Number(event.ident));
      if (key === undefined) continue;
      const happened = (event.filter === KQ_FILTER_READ ? EVENT_READ : 0) |
        (event.filter === KQ_FILTER_WRITE ? EVENT_WRITE : 0);
      ready.push([key, happened & key.events]);
    }
    return ready;
  }

  override close(): void {
    this.#kqueue.close();
    super.close();
  }
}

function filters(events: number): number[] {
  const wanted: number[] = [];
  if (events & EVENT_READ) wanted.push(KQ_FILTER_READ);
  if (events & EVENT_WRITE) wanted.push(KQ_FILTER_WRITE);
  return wanted;
}

/** A selector that stands on kqueue(2). (macOS) */
export type KqueueSelector<Data = unknown> = KernelSelector<Data>;

/** Makes a selector on kqueue(2), whose waits cost the same for any number of idle file objects. (macOS) */
export const KqueueSelector: KernelSelectorConstructor = KQ_EV_ADD === undefined
  ? undefined as never
  : callable(KqueueSelectorClass, "KqueueSelector");

/** The best selector of this system: {@linkcode EpollSelector} on Linux, {@linkcode KqueueSelector} on macOS. */
export type DefaultSelector<Data = unknown> = KernelSelector<Data>;

/**
 * Makes the best selector of this system: {@linkcode EpollSelector} on Linux, {@linkcode KqueueSelector} on macOS.
 *
 * @example Wait for a socket
 * ```ts
 * import * as socket from "@pysocket/socket";
 * import * as selectors from "@pysocket/socket/selectors";
 *
 * const [a, b] = socket.socketpair();
 * using selector = selectors.DefaultSelector<string>();
 * selector.register(a, selectors.EVENT_READ, "left");
 * b.sendall("Hello");
 * for (const [key, events] of selector.select(1)) console.log(key.data, events); // left 1
 * ```
 */
export const DefaultSelector: KernelSelectorConstructor = EpollSelector ?? KqueueSelector;
