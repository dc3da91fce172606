// The socket object.
import { errno, libc, system } from "../ffi/libc.ts";
import { sockaddr, sockaddr_length } from "../ffi/sockaddr.ts";
import { decode_address, encode_address, expect_address } from "./address.ts";
import type { Address, AddressLike, FamilyOf, InetAddress } from "./address_types.ts";
import {
  as_int,
  int,
  is_integer,
  not_an_integer,
  require_argument,
  ssize_t,
  unsigned_int,
} from "./arguments.ts";
import {
  getdefaulttimeout,
  monotonic,
  parse_timeout,
  POLLIN,
  POLLOUT,
  retry_or_throw,
  timed_out,
  wait_ready,
} from "./blocking.ts";
import { byte_length, bytes_like, type BytesLike, data_bytes, writable_bytes } from "./bytes.ts";
import {
  close_descriptor,
  close_with,
  Descriptor,
  descriptor_number,
  dup,
  duplicate,
  flag,
  get_inheritable,
  set_blocking,
  set_inheritable,
} from "./descriptor.ts";
import { os_error, OSError, ValueError } from "./errors.ts";
import { inspect_as_string } from "./inspection.ts";
import { str } from "./repr.ts";

const { AF_INET, AF_UNIX, AF_VSOCK, MSG_DONTWAIT, MSG_TRUNC, SOCK_STREAM, SO_ERROR, SO_TYPE, SOL_SOCKET } =
  system.constants;
const { MSG_NOSIGNAL, SO_PROTOCOL, SOCK_CLOEXEC, SOCK_NONBLOCK } = system.internals;
const { EAGAIN, EBADF, EINPROGRESS, EINTR, EISCONN, ENOTSOCK } = system.errors;

/** The longest transfer of one call. Linux moves no more than this at once anyway. */
const COUNT_MAX = 0x7ffff000;

/** What a socket's type may carry besides the type itself. */
const CREATION_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK;

/** Where `recv()` lets the kernel write before the result's size is known. */
const scratch = new Uint8Array(65536);

/** Family, type and protocol. */
type Numbers = [family: number, type: number, proto: number];

function buffer_size(value: unknown, caller: string): number {
  require_argument(value, `${caller}() takes at least 1 argument (0 given)`);
  const size = ssize_t(value);
  if (size < 0) throw new ValueError(`negative buffersize in ${caller}`);
  return Math.min(size, COUNT_MAX);
}

// The memory for a result of at most `size` bytes. With MSG_TRUNC the kernel counts bytes that it did not write: then
// the memory must be fresh, so that the result holds zeros and not what another call left.
function receiving_memory(size: number, flags: number): Uint8Array<ArrayBuffer> {
  return size <= scratch.length && (flags & MSG_TRUNC) === 0 ? scratch : new Uint8Array(size);
}

// The first `length` bytes, on a buffer of their own. As in CPython the result is as long as the kernel says, even
// where MSG_TRUNC makes that more than the memory.
function owned(memory: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= memory.length) {
    return memory !== scratch && length === memory.length ? memory : memory.slice(0, length);
  }
  const longer = new Uint8Array(length);
  longer.set(memory);
  return longer;
}

const option_length = new Uint32Array(1);

function get_option(fd: number, level: number, option: number, memory: ArrayBufferView): number {
  option_length[0] = memory.byteLength;
  const n = libc.getsockopt(fd, level, option, memory, option_length), e = errno[0];
  return n < 0 ? e : 0;
}

function int_option(fd: number, level: number, option: number): number {
  const memory = new Int32Array(1) as Int32Array & { 0: number };
  const e = get_option(fd, level, option, memory);
  if (e !== 0) throw os_error(e);
  return memory[0];
}

// The family of the socket behind a descriptor that somebody hands over. A family that was given is believed, as in
// CPython, as long as there is a socket.
function family_of(fd: number, family: number): number {
  sockaddr_length[0] = sockaddr.length;
  const n = libc.getsockname(fd, sockaddr, sockaddr_length), e = errno[0];
  if (n < 0 && (family === -1 || e === EBADF || e === ENOTSOCK)) throw os_error(e);
  return family === -1 ? system.get_family(new DataView(sockaddr.buffer)) : family;
}

function adopt(fileno: unknown, family: number, type: number, proto: number): Descriptor {
  const fd = descriptor_number(fileno);
  if (fd < 0) throw new ValueError("negative file descriptor");
  const found = family_of(fd, family);
  if (type === -1) type = int_option(fd, SOL_SOCKET, SO_TYPE);
  if (proto === -1) proto = SO_PROTOCOL < 0 ? 0 : int_option(fd, SOL_SOCKET, SO_PROTOCOL);
  return new Descriptor(fd, found, type & ~CREATION_FLAGS, proto);
}

// The type bits with which the kernel makes new descriptors as the module's default timeout wants them.
function creation_flags(): number {
  return getdefaulttimeout() === null ? SOCK_CLOEXEC : CREATION_FLAGS;
}

function open(family: number, type: number, proto: number): Descriptor {
  const fd = libc.socket(family, type | creation_flags(), proto), e = errno[0];
  if (fd < 0) throw os_error(e);
  return new Descriptor(fd, family, type & ~CREATION_FLAGS, proto);
}

/**
 * A socket: CPython's `socket.socket`, an endpoint of communication with a descriptor of its own.
 *
 * The class is exported as `socket`, which also works without `new`. `A` is the type of its addresses and follows from
 * the family: `socket.socket(socket.AF_UNIX)` is a `Socket<string>`.
 *
 * A socket that is forgotten is closed when the garbage collector finds it. Collectors tell that only while the event loop
 * turns, never during synchronous code, so a program that loops without `await` must close its sockets: with `close()`, or
 * by declaring them with `using`.
 *
 * @example An echo client
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
 * s.connect(["127.0.0.1", 50007]);
 * s.sendall("Hello, world");
 * console.log(new TextDecoder().decode(s.recv(1024)));
 * ```
 */
export class Socket<A = Address> implements Disposable {
  readonly #descriptor: Descriptor;
  #timeout: number | null = null;
  // MSG_DONTWAIT under a timeout: the call must come back even if somebody who shares the description made it blocking.
  #flags = 0;
  #closed = false;
  /** How many file objects of `makefile()` are open. @ignore */
  _io_refs = 0;

  /**
   * Opens a socket, or wraps a descriptor.
   *
   * System call: socket(2); CPython: `socket.socket`.
   *
   * @param family address family, an `AF_*` constant; -1 means `AF_INET`, or with `fileno` the descriptor's own
   * @param type `SOCK_STREAM`, `SOCK_DGRAM`, ...; -1 means `SOCK_STREAM`, or with `fileno` the descriptor's own
   * @param proto protocol number, 0 for the usual one; -1 means 0, or with `fileno` the descriptor's own
   * @param fileno a descriptor that the socket takes over instead of opening one; `null` for none
   * @throws {OSError} if the system refuses, or `fileno` is no socket
   */
  constructor(family: FamilyOf<A> = -1, type: number = -1, proto: number = -1, fileno: number | null = null) {
    // accept() and socketpair() hand over what they have just opened and know all about.
    const opened: unknown = fileno;
    if (opened instanceof Descriptor) {
      this.#descriptor = opened;
      this.#set_timeout(getdefaulttimeout());
    } else {
      const numbers: Numbers = [as_int(family), as_int(type), as_int(proto)];
      this.#descriptor = fileno === null
        ? open(
          or_default(numbers[0], AF_INET),
          or_default(numbers[1], SOCK_STREAM),
          or_default(numbers[2], 0),
        )
        : adopt(fileno, ...numbers);
      const non_blocking = numbers[1] !== -1 && (numbers[1] & SOCK_NONBLOCK) !== 0;
      this.#set_timeout(non_blocking ? 0 : getdefaulttimeout());
      if (fileno !== null && this.#timeout !== null) set_blocking(this.#descriptor.fd, false);
    }
    close_with(this, this.#descriptor);
  }

  #set_timeout(timeout: number | null): void {
    this.#timeout = timeout;
    this.#flags = timeout === null || timeout === 0 ? 0 : MSG_DONTWAIT;
  }

  /** The address family, an `AF_*` number. */
  get family(): number {
    return this.#descriptor.family;
  }

  /** The socket type, a `SOCK_*` number without `SOCK_NONBLOCK` and `SOCK_CLOEXEC`. */
  get type(): number {
    return this.#descriptor.type;
  }

  /** The protocol number. */
  get proto(): number {
    return this.#descriptor.proto;
  }

  /** The timeout, as {@linkcode gettimeout} returns it. */
  get timeout(): number | null {
    return this.#timeout;
  }

  /**
   * Accepts a connection. The socket must be bound and listening.
   *
   * System call: accept4(2); CPython: `socket.accept`.
   *
   * @returns a new socket for the connection, not inherited by child processes, and the address at its other end
   * @throws {TimeoutError} if the socket's timeout runs out
   */
  accept(): [conn: Socket<A>, address: A] {
    const descriptor = this.#descriptor;
    const flags = creation_flags();
    for (let deadline = 0;;) {
      expect_address(descriptor);
      const fd = libc.accept4(descriptor.fd, sockaddr, sockaddr_length, flags), e = errno[0];
      if (fd >= 0) return this.#accepted(fd);
      deadline = retry_or_throw(e, descriptor.fd, this.#timeout, POLLIN, deadline);
    }
  }

  #accepted(fd: number): [Socket<A>, A] {
    const { family, type, proto } = this.#descriptor;
    const connection = wrap<A>(new Descriptor(fd, family, type, proto));
    return [connection, decode_address(this.#descriptor) as A];
  }

  /**
   * Binds the socket to a local address.
   *
   * System call: bind(2); CPython: `socket.bind`.
   *
   * @param address in the form of the socket's family: `["127.0.0.1", 80]`; the host `""` means any address
   */
  bind(address: AddressLike): void {
    require_argument(address, "socket.bind() takes exactly one argument (0 given)");
    const length = encode_address(address, "bind", this.#descriptor);
    const n = libc.bind(this.#descriptor.fd, sockaddr, length), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * Closes the socket. While a file object of `makefile()` is open, the descriptor stays open behind it.
   *
   * System call: close(2); CPython: `socket.close`.
   */
  close(): void {
    this.#closed = true;
    if (this._io_refs <= 0) this.#close_descriptor();
  }

  /** What a file object of `makefile()` says when it is closed: the last one closes a closed socket. @ignore */
  _decref_socketios(): void {
    if (this._io_refs > 0) this._io_refs--;
    if (this.#closed) this.close();
  }

  #close_descriptor(): void {
    const { fd } = this.#descriptor;
    if (fd < 0) return;
    this.#descriptor.fd = -1;
    close_descriptor(fd);
  }

  /** Closes the socket at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    if (!this.#closed) this.close();
  }

  /**
   * Connects to a remote address. A connection that a signal interrupts goes on, and is waited for.
   *
   * System call: connect(2); CPython: `socket.connect`.
   *
   * @param address in the form of the socket's family; a host name is looked up, and its first address is used
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} `EINPROGRESS`, if the socket is non-blocking: it becomes writable when it is connected
   */
  connect(address: AddressLike): void {
    require_argument(address, "socket.connect() takes exactly one argument (0 given)");
    const number = this.#start_connecting(address, "connect");
    if (number === 0) return;
    if (!this.#connects_later(number)) throw os_error(number);
    this.#finish_connecting();
  }

  /**
   * Connects to a remote address, and returns the system's error instead of throwing it. Errors that do not come from
   * connect(2), such as an unknown host, are thrown.
   *
   * System call: connect(2); CPython: `socket.connect_ex`.
   *
   * @param address as for {@linkcode connect}
   * @returns 0, or an errno; `EAGAIN` if the socket's timeout ran out
   */
  connect_ex(address: AddressLike): number {
    require_argument(address, "socket.connect_ex() takes exactly one argument (0 given)");
    const number = this.#start_connecting(address, "connect_ex");
    if (!this.#connects_later(number)) return number;
    try {
      this.#finish_connecting();
      return 0;
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      return error.errno ?? EAGAIN;
    }
  }

  #start_connecting(address: unknown, caller: string): number {
    const length = encode_address(address, caller, this.#descriptor);
    const n = libc.connect(this.#descriptor.fd, sockaddr, length), e = errno[0];
    return n < 0 ? e : 0;
  }

  // An interrupted connect(2) must not be made again: the connection is under way already.
  #connects_later(number: number): boolean {
    return number === EINTR ? this.#timeout !== 0 : number === EINPROGRESS && this.#flags !== 0;
  }

  #finish_connecting(): void {
    const { fd } = this.#descriptor;
    wait_ready(fd, POLLOUT, this.#timeout === null ? Infinity : monotonic() + this.#timeout);
    const number = int_option(fd, SOL_SOCKET, SO_ERROR);
    if (number !== 0 && number !== EISCONN) throw os_error(number);
  }

  /**
   * Gives the descriptor away: the socket is closed, the descriptor stays open.
   *
   * CPython: `socket.detach`.
   *
   * @returns the descriptor, which the caller owns now; -1 if the socket was closed
   */
  detach(): number {
    const { fd } = this.#descriptor;
    this.#closed = true;
    this.#descriptor.fd = -1;
    return fd;
  }

  /**
   * Duplicates the socket: another object of the same class on a duplicate of the descriptor, with the same timeout.
   * The duplicate is not inherited by child processes.
   *
   * System call: fcntl(2) with `F_DUPFD_CLOEXEC`; CPython: `socket.dup`.
   */
  dup(): this {
    const { family, type, proto } = this.#descriptor;
    const Class = this.constructor as new (
      family: number,
      type: number,
      proto: number,
      fileno: number,
    ) => this;
    const copy = new Class(family, type, proto, duplicate(this.#descriptor.fd));
    copy.settimeout(this.#timeout);
    return copy;
  }

  /**
   * The descriptor, for functions that take one.
   *
   * CPython: `socket.fileno`.
   *
   * @returns the descriptor, still owned by the socket; -1 once it is closed
   */
  fileno(): number {
    return this.#descriptor.fd;
  }

  /**
   * The address of the other end.
   *
   * System call: getpeername(2); CPython: `socket.getpeername`.
   *
   * @throws {OSError} `ENOTCONN` if there is none
   */
  getpeername(): A {
    expect_address(this.#descriptor);
    const n = libc.getpeername(this.#descriptor.fd, sockaddr, sockaddr_length), e = errno[0];
    if (n < 0) throw os_error(e);
    return decode_address(this.#descriptor) as A;
  }

  /**
   * The address that the socket is bound to.
   *
   * System call: getsockname(2); CPython: `socket.getsockname`.
   */
  getsockname(): A {
    expect_address(this.#descriptor);
    const n = libc.getsockname(this.#descriptor.fd, sockaddr, sockaddr_length), e = errno[0];
    if (n < 0) throw os_error(e);
    return decode_address(this.#descriptor) as A;
  }

  /**
   * Reads a socket option.
   *
   * System call: getsockopt(2); CPython: `socket.getsockopt`.
   *
   * @param level `SOL_SOCKET`, `IPPROTO_TCP`, ...
   * @param optname an option of that level
   * @param buflen 0 for an integer option; otherwise how many bytes the value may take, at most 1024
   * @returns the integer, or with `buflen` the bytes
   */
  getsockopt(level: number, optname: number): number;
  /** Reads a socket option whose value is not an integer. */
  getsockopt(level: number, optname: number, buflen: number): Uint8Array<ArrayBuffer>;
  getsockopt(level: number, optname: number, buflen: number = 0): number | Uint8Array<ArrayBuffer> {
    if (optname === undefined) {
      throw new TypeError(
        `getsockopt() takes at least 2 arguments (${level === undefined ? 0 : 1} given)`,
      );
    }
    const numbers: [number, number] = [int(level), int(optname)];
    const size = int(buflen);
    const { fd, family } = this.#descriptor;
    if (size === 0) return family === AF_VSOCK ? vsock_option(fd, ...numbers) : int_option(fd, ...numbers);
    if (family === AF_VSOCK) throw new OSError("getsockopt string buffer not allowed");
    if (size < 0 || size > 1024) throw new OSError("getsockopt buflen out of range");
    const memory = new Uint8Array(size);
    const e = get_option(fd, ...numbers, memory);
    if (e !== 0) throw os_error(e);
    return memory.slice(0, option_length[0]);
  }

  /**
   * Sets a socket option.
   *
   * System call: setsockopt(2); CPython: `socket.setsockopt`.
   *
   * @param level `SOL_SOCKET`, `IPPROTO_TCP`, ...
   * @param optname an option of that level
   * @param value an integer; or the bytes of the value, as the system lays it out; or `null` for a NULL value
   * @param optlen with `null`: the length to pass beside it
   */
  setsockopt(level: number, optname: number, value: number | BytesLike): void;
  /** Sets a socket option to NULL, with a length. */
  setsockopt(level: number, optname: number, value: null, optlen: number): void;
  setsockopt(level: number, optname: number, value: number | BytesLike | null, optlen?: number): void {
    const given = [level, optname, value, optlen].findLastIndex((argument) => argument !== undefined) + 1;
    if (given < 3) throw new TypeError(`setsockopt() takes exactly 3 arguments (${given} given)`);
    const numbers: [number, number] = [int(level), int(optname)];
    const memory = option_value(value, optlen, this.#descriptor.family);
    const length = memory === null ? unsigned_int(optlen) : memory.byteLength;
    const n = libc.setsockopt(this.#descriptor.fd, ...numbers, memory, length), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * Lets the socket accept connections.
   *
   * System call: listen(2); CPython: `socket.listen`.
   *
   * @param backlog how many connections may wait to be accepted; less than 0 counts as 0
   */
  listen(backlog: number = 128): void {
    const length = Math.max(int(backlog), 0);
    const n = libc.listen(this.#descriptor.fd, length), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * Receives data.
   *
   * System call: recv(2); CPython: `socket.recv`.
   *
   * @param bufsize at most how many bytes
   * @param flags `MSG_*` bits
   * @returns what there was, on a buffer of its own; of length 0 at the end of the stream
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   */
  recv(bufsize: number, flags: number = 0): Uint8Array<ArrayBuffer> {
    const size = buffer_size(bufsize, "recv");
    const bits = int(flags) | this.#flags;
    if (size === 0) return new Uint8Array(0);
    const { fd } = this.#descriptor;
    const memory = receiving_memory(size, bits);
    for (let deadline = 0;;) {
      const n = libc.recv(fd, memory, size, bits), e = errno[0];
      if (n >= 0) return owned(memory, n);
      deadline = retry_or_throw(e, fd, this.#timeout, POLLIN, deadline);
    }
  }

  /**
   * Receives data into memory of the caller's.
   *
   * System call: recv(2); CPython: `socket.recv_into`.
   *
   * @param buffer where to put it
   * @param nbytes at most how many bytes; 0 for as many as fit
   * @param flags `MSG_*` bits
   * @returns how many bytes came; 0 at the end of the stream
   */
  recv_into(buffer: BytesLike, nbytes: number = 0, flags: number = 0): number {
    const memory = buffer instanceof Uint8Array ? buffer : writable_argument(buffer, "recv_into");
    const room = byte_length(memory);
    const wanted = ssize_t(nbytes);
    const bits = int(flags) | this.#flags;
    if (wanted < 0) throw new ValueError("negative buffersize in recv_into");
    if (wanted > room) throw new ValueError("buffer too small for requested bytes");
    const size = Math.min(wanted === 0 ? room : wanted, COUNT_MAX);
    if (size === 0) return 0;
    const { fd } = this.#descriptor;
    for (let deadline = 0;;) {
      const n = libc.recv(fd, memory, size, bits), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, fd, this.#timeout, POLLIN, deadline);
    }
  }

  /**
   * Receives data and learns where it came from.
   *
   * System call: recvfrom(2); CPython: `socket.recvfrom`.
   *
   * @param bufsize at most how many bytes; what a datagram has beyond them is lost
   * @param flags `MSG_*` bits
   * @returns the data, on a buffer of its own, and the sender's address, which is `null` on a connected stream
   */
  recvfrom(bufsize: number, flags: number = 0): [data: Uint8Array<ArrayBuffer>, address: A] {
    const size = buffer_size(bufsize, "recvfrom");
    const bits = int(flags) | this.#flags;
    const memory = receiving_memory(size, bits);
    const n = this.#receive_from(memory, size, bits);
    return [owned(memory, n), decode_address(this.#descriptor) as A];
  }

  /**
   * Receives data into memory of the caller's and learns where it came from.
   *
   * System call: recvfrom(2); CPython: `socket.recvfrom_into`.
   *
   * @param buffer where to put it
   * @param nbytes at most how many bytes; 0 for as many as fit
   * @param flags `MSG_*` bits
   * @returns how many bytes came, and the sender's address
   */
  recvfrom_into(buffer: BytesLike, nbytes: number = 0, flags: number = 0): [nbytes: number, address: A] {
    const memory = buffer instanceof Uint8Array ? buffer : writable_argument(buffer, "recvfrom_into");
    const room = byte_length(memory);
    const wanted = ssize_t(nbytes);
    const bits = int(flags) | this.#flags;
    if (wanted < 0) throw new ValueError("negative buffersize in recvfrom_into");
    if (wanted > room) throw new ValueError("nbytes is greater than the length of the buffer");
    const n = this.#receive_from(memory, Math.min(wanted === 0 ? room : wanted, COUNT_MAX), bits);
    return [n, decode_address(this.#descriptor) as A];
  }

  #receive_from(memory: Uint8Array, size: number, flags: number): number {
    const descriptor = this.#descriptor;
    for (let deadline = 0;;) {
      expect_address(descriptor);
      const n = libc.recvfrom(descriptor.fd, memory, size, flags, sockaddr, sockaddr_length), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, descriptor.fd, this.#timeout, POLLIN, deadline);
    }
  }

  /**
   * Sends data. The peer's having gone is an exception, never a signal.
   *
   * System call: send(2); CPython: `socket.send`.
   *
   * @param data bytes, or a string that is sent as UTF-8
   * @param flags `MSG_*` bits
   * @returns how many bytes were taken, which may be fewer than there are
   */
  send(data: BytesLike | string, flags: number = 0): number {
    const bytes = data instanceof Uint8Array ? data : data_argument(data, "send");
    const size = Math.min(byte_length(bytes), COUNT_MAX);
    const bits = int(flags) | this.#flags | MSG_NOSIGNAL;
    const { fd } = this.#descriptor;
    for (let deadline = 0;;) {
      const n = libc.send(fd, bytes, size, bits), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, fd, this.#timeout, POLLOUT, deadline);
    }
  }

  /**
   * Sends all of the data. The socket's timeout covers the whole of it. After an error nobody knows how much was sent.
   *
   * System call: send(2), repeated; CPython: `socket.sendall`.
   *
   * @param data bytes, or a string that is sent as UTF-8
   * @param flags `MSG_*` bits
   */
  sendall(data: BytesLike | string, flags: number = 0): void {
    let bytes = data instanceof Uint8Array ? data : data_argument(data, "sendall");
    let left = byte_length(bytes);
    const bits = int(flags) | this.#flags | MSG_NOSIGNAL;
    const { fd } = this.#descriptor;
    for (let deadline = 0;;) {
      const n = libc.send(fd, bytes, Math.min(left, COUNT_MAX), bits), e = errno[0];
      if (n < 0) {
        deadline = retry_or_throw(e, fd, this.#timeout, POLLOUT, deadline);
        continue;
      }
      if (n >= left) return;
      left -= n;
      bytes = bytes_like(bytes).subarray(n);
      deadline = this.#check_deadline(deadline);
    }
  }

  // Progress alone does not extend a timeout.
  #check_deadline(deadline: number): number {
    if (this.#timeout === null || this.#timeout === 0) return 0;
    const now = monotonic();
    if (deadline === 0) return now + this.#timeout;
    if (now >= deadline) throw timed_out();
    return deadline;
  }

  /**
   * Sends data to an address, from a socket that is not connected.
   *
   * System call: sendto(2); CPython: `socket.sendto`.
   *
   * @param data bytes, or a string that is sent as UTF-8
   * @param address in the form of the socket's family
   * @returns how many bytes were sent
   */
  sendto(data: BytesLike | string, address: AddressLike): number;
  /** Sends data to an address, with flags before the address as CPython has them. */
  sendto(data: BytesLike | string, flags: number, address: AddressLike): number;
  sendto(data: BytesLike | string, flags_or_address: unknown, address?: AddressLike): number {
    if (flags_or_address === undefined) {
      throw new TypeError(`sendto() takes 2 or 3 arguments (${data === undefined ? 0 : 1} given)`);
    }
    const bytes = data instanceof Uint8Array ? data : data_bytes(data);
    const three = address !== undefined;
    const bits = (three ? int(flags_or_address) : 0) | this.#flags | MSG_NOSIGNAL;
    const descriptor = this.#descriptor;
    const length = encode_address(three ? address : flags_or_address, "sendto", descriptor);
    const size = Math.min(byte_length(bytes), COUNT_MAX);
    for (let deadline = 0;;) {
      const n = libc.sendto(descriptor.fd, bytes, size, bits, sockaddr, length), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, descriptor.fd, this.#timeout, POLLOUT, deadline);
    }
  }

  /**
   * Shuts down one or both directions of the connection.
   *
   * System call: shutdown(2); CPython: `socket.shutdown`.
   *
   * @param how `SHUT_RD`, `SHUT_WR` or `SHUT_RDWR`
   */
  shutdown(how: number): void {
    require_argument(how, "socket.shutdown() takes exactly one argument (0 given)");
    const direction = int(how);
    const n = libc.shutdown(this.#descriptor.fd, direction), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * `setblocking(true)` is `settimeout(null)`, `setblocking(false)` is `settimeout(0)`.
   *
   * System call: ioctl(2) with `FIONBIO`; CPython: `socket.setblocking`.
   *
   * @param flag whether operations wait
   */
  setblocking(flag: boolean): void {
    require_argument(flag, "socket.setblocking() takes exactly one argument (0 given)");
    this.settimeout(flag ? null : 0);
  }

  /**
   * Whether operations wait.
   *
   * CPython: `socket.getblocking`.
   *
   * @returns `false` if the timeout is 0, `true` if there is none or it is longer
   */
  getblocking(): boolean {
    return this.#timeout !== 0;
  }

  /**
   * Sets how long operations may wait. The timeout covers the whole of an operation, also of `sendall()` and `connect()`.
   *
   * System call: ioctl(2) with `FIONBIO`; CPython: `socket.settimeout`.
   *
   * @param timeout seconds; 0 makes the socket non-blocking; `null` lets it wait without end
   * @throws {ValueError} if it is negative
   */
  settimeout(timeout: number | null): void {
    require_argument(timeout, "socket.settimeout() takes exactly one argument (0 given)");
    this.#set_timeout(parse_timeout(timeout));
    set_blocking(this.#descriptor.fd, this.#timeout === null);
  }

  /**
   * How long operations may wait.
   *
   * CPython: `socket.gettimeout`.
   *
   * @returns seconds, or `null` if there is no timeout
   */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /**
   * Whether child processes inherit the descriptor.
   *
   * System call: fcntl(2) with `F_GETFD`; CPython: `socket.get_inheritable`.
   */
  get_inheritable(): boolean {
    return get_inheritable(this.#descriptor.fd);
  }

  /**
   * Decides whether child processes inherit the descriptor; new sockets are not inherited.
   *
   * System call: fcntl(2) with `F_SETFD`; CPython: `socket.set_inheritable`.
   *
   * @param inheritable whether they do
   */
  set_inheritable(inheritable: boolean): void {
    require_argument(
      inheritable,
      "socket.set_inheritable() missing 1 required positional argument: 'inheritable'",
    );
    set_inheritable(this.#descriptor.fd, flag(inheritable));
  }

  /** CPython's `repr()`: `<socket.socket fd=3, family=2, type=1, proto=0, laddr=('0.0.0.0', 0)>`. */
  toString(): string {
    const { fd, family, type, proto } = this.#descriptor;
    const name = this.constructor === socket ? "socket.socket" : this.constructor.name;
    const closed = this.#closed ? " [closed]" : "";
    const addresses = this.#closed ? "" : this.#address_text("laddr") + this.#address_text("raddr");
    return `<${name}${closed} fd=${fd}, family=${family}, type=${type}, proto=${proto}${addresses}>`;
  }

  #address_text(name: "laddr" | "raddr"): string {
    try {
      const address: unknown = name === "laddr" ? this.getsockname() : this.getpeername();
      return address === "" || address === null ? "" : `, ${name}=${str(address)}`;
    } catch (error) {
      if (error instanceof OSError) return "";
      throw error;
    }
  }
}

function or_default(number: number, value: number): number {
  return number === -1 ? value : number;
}

// Vsock options have 64 bits, and CPython reads and writes every one of theirs so.
function vsock_option(fd: number, level: number, option: number): number {
  const memory = new BigUint64Array(1);
  const e = get_option(fd, level, option, memory);
  if (e !== 0) throw os_error(e);
  return Number(memory[0]);
}

function is_c_int(value: unknown): value is number {
  return is_integer(value) && Math.abs(Number(value) + 0.5) < 2 ** 31;
}

// The value's memory, or null for NULL. CPython tries an integer, then NULL, then bytes; complaints are the last one's.
function option_value(value: unknown, optlen: unknown, family: number): ArrayBufferView | null {
  if (family === AF_VSOCK) {
    if (!is_integer(value)) throw not_an_integer(value);
    return new BigUint64Array([BigInt.asUintN(64, BigInt(value))]);
  }
  if (optlen === undefined) return is_c_int(value) ? new Int32Array([Number(value)]) : bytes_like(value);
  if (value === null && is_integer(optlen)) return null;
  throw new TypeError("setsockopt() takes exactly 3 arguments (4 given)");
}

function data_argument(data: unknown, caller: string): Uint8Array {
  require_argument(data, `${caller}() takes at least 1 argument (0 given)`);
  return data_bytes(data);
}

function writable_argument(buffer: unknown, caller: string): Uint8Array {
  require_argument(buffer, `${caller}() missing required argument 'buffer' (pos 1)`);
  return writable_bytes(buffer, caller);
}

// A hot method's first failure is the worst moment to read errno: the engine, which has never seen the failing branch,
// throws its optimised code away between the call and the read, and may make system calls of its own while it does
// (measured: a stranger's EAGAIN in 63 of 108,500 failures; none once the branch has been taken). So each takes it now.
function take_failing_branches(): void {
  const closed = wrap(new Descriptor(-1, AF_INET, SOCK_STREAM, 0));
  const memory = new Uint8Array(1);
  const calls = [
    () => closed.recv(1),
    () => closed.recv_into(memory),
    () => closed.recvfrom(1),
    () => closed.recvfrom_into(memory),
    () => closed.send(memory),
    () => closed.sendall(memory),
    () => closed.sendto(memory, ["127.0.0.1", 1]),
    () => closed.connect(["127.0.0.1", 1]),
    () => closed.accept(),
  ];
  for (let round = 0; round < 3; round++) {
    for (const call of calls) {
      try {
        call();
      } catch { /* EBADF, as intended */ }
    }
  }
}

/** What makes sockets: the class, which may also be called as a function, as in Python. */
export interface SocketConstructor {
  /** Opens a socket, or wraps a descriptor: see {@linkcode Socket}. */
  new <A = InetAddress>(
    family?: FamilyOf<A>,
    type?: number,
    proto?: number,
    fileno?: number | null,
  ): Socket<A>;
  /** The same without `new`. */
  <A = InetAddress>(family?: FamilyOf<A>, type?: number, proto?: number, fileno?: number | null): Socket<A>;
  /** The methods of every socket. */
  readonly prototype: Socket;
}

// A class cannot be called. This function can, and it constructs what `new` or a subclass's super() asks for.
function callable(Class: typeof Socket): SocketConstructor {
  function socket(...values: unknown[]): unknown {
    return Reflect.construct(Class, values, new.target ?? socket);
  }
  Object.setPrototypeOf(socket, Class);
  Object.defineProperty(socket, "prototype", { value: Class.prototype, writable: false });
  Object.defineProperty(Class.prototype, "constructor", { value: socket });
  return socket as unknown as SocketConstructor;
}

/**
 * The socket class. `socket.socket(...)` and `new socket.socket(...)` are the same; it can be extended.
 *
 * @example
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
 * s.bind(["127.0.0.1", 0]);
 * console.log(String(s));
 * s.close();
 * ```
 */
export const socket: SocketConstructor = callable(Socket);

/** The type of a socket whose addresses have the type `A`. */
export type socket<A = Address> = Socket<A>;

inspect_as_string(Socket);

/** A socket on a descriptor that has just been opened. */
function wrap<A>(descriptor: Descriptor): Socket<A> {
  return new socket<A>(-1, -1, -1, descriptor as unknown as number);
}

const pair = new Int32Array(2);

/**
 * Makes two sockets that are connected with each other.
 *
 * System call: socketpair(2); CPython: `socket.socketpair`.
 *
 * @param family address family; `null` means `AF_UNIX`
 * @param type `SOCK_STREAM`, `SOCK_DGRAM` or `SOCK_SEQPACKET`
 * @param proto protocol number, 0 for the usual one
 */
export function socketpair<A = string>(
  family: FamilyOf<A> | null = null,
  type: number = SOCK_STREAM,
  proto: number = 0,
): [Socket<A>, Socket<A>] {
  const numbers: Numbers = [family === null ? AF_UNIX : int(family), int(type), int(proto)];
  const n = libc.socketpair(numbers[0], numbers[1] | creation_flags(), numbers[2], pair), e = errno[0];
  if (n < 0) throw os_error(e);
  const sockets = Array.from(
    pair,
    (fd) => wrap<A>(new Descriptor(fd, numbers[0], numbers[1] & ~CREATION_FLAGS, numbers[2])),
  );
  if ((numbers[1] & SOCK_NONBLOCK) !== 0) sockets.forEach((socket) => socket.settimeout(0));
  return sockets as [Socket<A>, Socket<A>];
}

/**
 * Makes a socket of a duplicate of a descriptor; the descriptor itself stays its owner's. To take it over, use the
 * constructor's `fileno`.
 *
 * System call: fcntl(2) with `F_DUPFD_CLOEXEC`; CPython: `socket.fromfd`.
 *
 * @param fd a socket's descriptor
 * @param family its address family
 * @param type its type
 * @param proto its protocol number
 */
export function fromfd<A = InetAddress>(
  fd: number,
  family: FamilyOf<A>,
  type: number,
  proto: number = 0,
): Socket<A> {
  const copy = dup(fd);
  try {
    return new socket<A>(family, type, proto, copy);
  } catch (error) {
    libc.close(copy);
    throw error;
  }
}

take_failing_branches();
