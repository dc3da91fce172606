// The socket object.
import { at_most, min } from "../ffi/intrinsics.ts";
import { errno, libc, system } from "../ffi/libc.ts";
import { sockaddr, sockaddr_length } from "../ffi/sockaddr.ts";
import { decode_address, encode_address, expect_address, expect_peer } from "./address/table.ts";
import type {
  Address,
  AddressLike,
  AddressOf,
  FamilyOf,
  InetAddress,
  SenderOf,
  UnixAddress,
} from "./address/types.ts";
import { as_int, int, require_argument, require_positional, ssize_t } from "./arguments.ts";
import { getdefaulttimeout, parse_timeout, POLLIN, POLLOUT, retry_or_throw, wait_ready } from "./blocking.ts";
import { byte_length, type BytesLike, data_bytes, writable_bytes } from "./bytes.ts";
import { callable } from "./callable.ts";
import {
  close_descriptor,
  close_no_more,
  close_with,
  Descriptor,
  descriptor_number,
  flag,
  get_inheritable,
  set_blocking,
  set_inheritable,
} from "./descriptor.ts";
import { os_error, OSError, ValueError } from "./errors.ts";
import { take_failing_branches } from "./failing_branches.ts";
import type { BufferedRWPair } from "./files/pair.ts";
import type { BufferedReader } from "./files/reader.ts";
import type { BufferedWriter } from "./files/writer.ts";
import { makefile, type SocketFile, type TextOptions } from "./files/makefile.ts";
import type { SocketIO } from "./files/socket_io.ts";
import type { TextIOWrapper } from "./files/text.ts";
import { type AlgOptions, sendmsg_afalg } from "./messages/afalg.ts";
import type { AncillaryData, ReceivedAncillaryData } from "./messages/ancillary.ts";
import { type BatchMessage, recvmmsg, recvmmsg_into, sendmmsg } from "./messages/batches.ts";
import { recvmsg, recvmsg_into } from "./messages/recvmsg.ts";
import { type Caller, sendmsg } from "./messages/sendmsg.ts";
import { adopt, adopted_duplicate, creation_flags, open, unadopted, unopened } from "./opening.ts";
import { checked_size, COUNT_MAX, is_filled, owned, receiving_memory, size_argument } from "./receiving.ts";
import { inspect_as_string, str } from "./repr.ts";
import { type SendableFile, sendfile } from "./sendfile.ts";
import { send_all } from "./sending.ts";
import { getsockopt, int_option, setsockopt } from "./sockopt.ts";

const { AF_INET, AF_UNIX, MSG_DONTWAIT, SOCK_STREAM, SO_ERROR, SOL_SOCKET } = system.constants;
const { MSG_NOSIGNAL, SOCK_NONBLOCK } = system.internals;
const { EAGAIN, EINPROGRESS, EINTR, EISCONN, ENOTCONN } = system.errors;

/** Family, type and protocol. */
type Numbers = [family: number, type: number, proto: number];

/**
 * A socket: CPython's `socket.socket`, an endpoint of communication with a descriptor of its own.
 *
 * The class is exported as `socket`, which also works without `new`. `A` is the type of its addresses and follows from
 * the family. `Sender` is the type of what `recvfrom()` and its kin know of the sender, and follows from family and type:
 * `A` for datagrams of the internet families, and elsewhere `null` as well, where the kernel may name none. (From the queue
 * of errors, `MSG_ERRQUEUE`, it may be `null` in any case.)
 *
 * A socket that is forgotten is closed when the garbage collector finds it. Collectors tell that only while the event loop
 * turns, never during synchronous code, so a program that loops without `await` must close its sockets: with `close()`, or
 * by declaring them with `using`.
 *
 * @example An echo client
 * ```ts no_run: needs the echo server
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
 * s.connect(["127.0.0.1", 50007]);
 * s.sendall("Hello, world");
 * console.log(new TextDecoder().decode(s.recv(1024)));
 * ```
 */
export class Socket<A = Address, Sender = A | null> implements Disposable {
  readonly #descriptor: Descriptor;
  #timeout: number | null = null;
  // MSG_DONTWAIT under a timeout: the call must come back even if somebody who shares the description made it blocking.
  #flags = 0;
  #closed = false;
  // Whether the last recv() of much got most of it: then the next one's result is likely to be as large as its memory.
  #fills = false;
  #io_refs = 0;

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
    if (!hot_methods_have_failed) fail_hot_methods();
    // accept() and socketpair() hand over the owners of what they are about to open.
    const prepared: unknown = fileno;
    if (prepared instanceof Descriptor) {
      this.#descriptor = prepared;
      this.#set_timeout(getdefaulttimeout());
      close_with(this, prepared);
      return;
    }
    const numbers: Numbers = [as_int(family), as_int(type), as_int(proto)];
    const fd = fileno === null ? -1 : descriptor_number(fileno);
    this.#descriptor = fileno === null
      ? unopened(
        or_default(numbers[0], AF_INET),
        or_default(numbers[1], SOCK_STREAM),
        or_default(numbers[2], 0),
      )
      : unadopted(fd, ...numbers);
    const non_blocking = numbers[1] !== -1 && (numbers[1] & SOCK_NONBLOCK) !== 0;
    this.#set_timeout(non_blocking ? 0 : getdefaulttimeout());
    // A type that says so is believed, as in CPython; the descriptor is left as it is.
    if (fileno !== null && !non_blocking && this.#timeout !== null) set_blocking(fd, false);
    close_with(this, this.#descriptor);
    if (fileno === null) open(this.#descriptor, or_default(numbers[1], SOCK_STREAM));
    else adopt(this.#descriptor, fd);
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
   * @throws {BlockingIOError} if the socket is non-blocking and nobody waits to be accepted
   *
   * @example A connection from the program itself
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using server = socket.create_server(["127.0.0.1", 0]);
   * using client = socket.create_connection(server.getsockname());
   * const [conn, address] = server.accept();
   * console.log(address[1] === client.getsockname()[1]); // true
   * conn.close();
   * ```
   */
  accept(): [conn: Socket<A>, address: A] {
    const descriptor = this.#descriptor;
    const flags = creation_flags();
    // Unlike recv(2), accept(2) has no flag that makes it come back under a timeout if somebody who shares the description
    // made it blocking. And whoever sets a timeout expects to wait.
    let deadline = 0;
    if (this.#flags !== 0) deadline = wait_ready(descriptor.fd, POLLIN, this.#timeout);
    const owner = unopened(descriptor.family, descriptor.type, descriptor.proto);
    const connection = wrap<A>(owner);
    for (;;) {
      const peer = expect_peer(descriptor);
      const n = libc.accept4(descriptor.fd, peer, sockaddr_length, flags), e = errno[0];
      owner.fd = n;
      if (n >= 0) return [connection, decode_address(descriptor) as A];
      deadline = this.#accept_again(e, deadline, owner);
    }
  }

  #accept_again(number: number, deadline: number, owner: Descriptor): number {
    try {
      return retry_or_throw(number, this.#descriptor.fd, this.#timeout, POLLIN, deadline);
    } catch (error) {
      close_no_more(owner);
      throw error;
    }
  }

  /**
   * Binds the socket to a local address.
   *
   * System call: bind(2); CPython: `socket.bind`.
   *
   * @param address in the form of the socket's family: `["127.0.0.1", 80]`; the host `""` means any address
   * @throws {OSError} `EADDRINUSE` if somebody else has the address, `EADDRNOTAVAIL` if it is not this machine's
   * @throws {PermissionError} for a port below 1024, without the privilege
   * @throws {OverflowError} if the port is not 0 to 65535
   *
   * @example A port that the system chooses
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * s.bind(["127.0.0.1", 0]);
   * const [host, port] = s.getsockname();
   * console.log(host, port > 0); // 127.0.0.1 true
   * ```
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
    if (this.#io_refs <= 0) this.#close_descriptor();
  }

  /**
   * How many file objects of `makefile()` are open. No property of the object's own, which JSON would show.
   *
   * @ignore
   */
  get _io_refs(): number {
    return this.#io_refs;
  }

  /** @ignore */
  set _io_refs(count: number) {
    this.#io_refs = count;
  }

  /**
   * What a file object of `makefile()` says when it is closed: the last one closes a closed socket.
   *
   * @ignore
   */
  _decref_socketios(): void {
    if (this.#io_refs > 0) this.#io_refs--;
    if (this.#closed) this.close();
  }

  #close_descriptor(): void {
    const { fd } = this.#descriptor;
    if (fd < 0) return;
    this.#descriptor.fd = -1;
    close_no_more(this.#descriptor);
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
   * @throws {ConnectionRefusedError} if nobody listens there
   * @throws {gaierror} if the host is unknown
   *
   * @example Trying for five seconds
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using server = socket.create_server(["127.0.0.1", 0]);
   * using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
   * s.settimeout(5);
   * try {
   *   s.connect(server.getsockname());
   *   console.log("connected"); // connected
   * } catch (error) {
   *   if (!(error instanceof socket.OSError)) throw error;
   *   console.log(error.message); // such as [Errno 111] Connection refused
   * }
   * ```
   */
  connect(address: AddressLike): void {
    require_argument(address, "socket.connect() takes exactly one argument (0 given)");
    for (;;) {
      const number = this.#start_connecting(address, "connect");
      if (number === 0) return;
      if (!this.#connects_later(number)) throw os_error(number);
      if (this.#finish_connecting(number)) return;
    }
  }

  /**
   * Connects to a remote address, and returns the system's error instead of throwing it. Errors that do not come from
   * connect(2), such as an unknown host, are thrown.
   *
   * System call: connect(2); CPython: `socket.connect_ex`.
   *
   * @param address as for {@linkcode connect}
   * @returns 0, or an errno; `EAGAIN` if the socket's timeout ran out
   * @throws {gaierror} if the host is unknown
   *
   * @example Is the port open?
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const server = socket.create_server(["127.0.0.1", 0]);
   * const address = server.getsockname();
   * using first = socket.socket();
   * console.log(first.connect_ex(address) === 0); // true
   * server.close();
   * using second = socket.socket();
   * console.log(second.connect_ex(address) === 0); // false
   * ```
   */
  connect_ex(address: AddressLike): number {
    require_argument(address, "socket.connect_ex() takes exactly one argument (0 given)");
    for (;;) {
      const number = this.#start_connecting(address, "connect_ex");
      if (!this.#connects_later(number)) return number;
      try {
        if (this.#finish_connecting(number)) return 0;
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
        return error.errno ?? EAGAIN;
      }
    }
  }

  #start_connecting(address: unknown, caller: string): number {
    const length = encode_address(address, caller, this.#descriptor);
    const n = libc.connect(this.#descriptor.fd, sockaddr, length), e = errno[0];
    return n < 0 ? e : 0;
  }

  // An interrupted connect(2) must not be made again at once: the connection is under way already.
  #connects_later(number: number): boolean {
    return number === EINTR ? this.#timeout !== 0 : number === EINPROGRESS && this.#flags !== 0;
  }

  // Returns false if the call is to be made again: a UNIX socket that waited for room in the listener's queue has nothing
  // under way after a signal. CPython takes it for connected.
  #finish_connecting(number: number): boolean {
    const { fd } = this.#descriptor;
    wait_ready(fd, POLLOUT, this.#timeout);
    const failure = int_option(fd, SOL_SOCKET, SO_ERROR);
    if (failure !== 0 && failure !== EISCONN) throw os_error(failure);
    return number !== EINTR || this.#has_peer();
  }

  #has_peer(): boolean {
    expect_address(this.#descriptor);
    const n = libc.getpeername(this.#descriptor.fd, sockaddr, sockaddr_length), e = errno[0];
    return n === 0 || e !== ENOTCONN;
  }

  /**
   * Gives the descriptor away: the socket is closed, the descriptor stays open.
   *
   * CPython: `socket.detach`.
   *
   * @returns the descriptor, which the caller owns now; -1 if the socket was closed
   *
   * @example A descriptor changes its owner
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * const fd = a.detach();
   * using again = socket.socket(-1, -1, -1, fd);
   * console.log(a.fileno(), again.fileno() === fd, again.family === socket.AF_UNIX); // -1 true true
   * b.close();
   * ```
   */
  detach(): number {
    const { fd } = this.#descriptor;
    this.#closed = true;
    this.#descriptor.fd = -1;
    close_no_more(this.#descriptor);
    return fd;
  }

  /**
   * Duplicates the socket: another object of the same class on a duplicate of the descriptor, with the same timeout.
   * The duplicate is not inherited by child processes.
   *
   * System call: fcntl(2) with `F_DUPFD_CLOEXEC`; CPython: `socket.dup`.
   *
   * @throws {OSError} `EBADF` if the socket is closed
   *
   * @example The connection lives until its last descriptor is closed
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * const copy = a.dup();
   * a.close();
   * copy.sendall("still open");
   * console.log(new TextDecoder().decode(b.recv(100))); // still open
   * copy.close();
   * b.close();
   * ```
   */
  dup(): this {
    const { family, type, proto } = this.#descriptor;
    const Class = this.constructor as new (
      family: number,
      type: number,
      proto: number,
      fileno: number,
    ) => this;
    const copy = adopted_duplicate(this.#descriptor.fd, (fd) => new Class(family, type, proto, fd));
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
   *
   * @example Who is at the other end?
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using server = socket.create_server(["127.0.0.1", 0]);
   * using client = socket.create_connection(server.getsockname());
   * console.log(client.getpeername()[0]); // 127.0.0.1
   * ```
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
   *
   * @returns in the form of the socket's family; for IP the port is a number in host order
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
   * @throws {OSError} `ENOPROTOOPT` if there is no such option at that level
   *
   * @example An integer, and a struct of two
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket();
   * s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1);
   * console.log(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)); // 1
   * const linger = s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8);
   * console.log(new Int32Array(linger.buffer).join()); // 0,0
   * ```
   */
  getsockopt(level: number, optname: number): number;
  /**
   * Reads a socket option whose value is not an integer.
   *
   * @param level `SOL_SOCKET`, `IPPROTO_TCP`, ...
   * @param optname an option of that level
   * @param buflen how many bytes the value may take, at most 1024; 0 for an integer option
   * @returns the bytes
   * @throws {OSError} `ENOPROTOOPT` if there is no such option at that level
   */
  getsockopt(level: number, optname: number, buflen: number): Uint8Array<ArrayBuffer>;
  getsockopt(level: number, optname: number, buflen: number = 0): number | Uint8Array<ArrayBuffer> {
    return getsockopt(this.#descriptor, level, optname, buflen);
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
   * @throws {OSError} `ENOPROTOOPT` if there is no such option at that level, `EINVAL` if the value does not suit it
   *
   * @example An integer, a struct, and a name
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket();
   * s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
   * s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0)); // onoff, seconds
   * s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, new TextEncoder().encode("reno"));
   * ```
   */
  setsockopt(level: number, optname: number, value: number | boolean | BytesLike): void;
  /** Sets a socket option to NULL, with a length. */
  setsockopt(level: number, optname: number, value: null, optlen: number): void;
  setsockopt(
    level: number,
    optname: number,
    value: number | boolean | BytesLike | null,
    optlen?: number,
  ): void {
    setsockopt(this.#descriptor, level, optname, value, optlen);
  }

  /**
   * Lets the socket accept connections.
   *
   * System call: listen(2); CPython: `socket.listen`.
   *
   * @param backlog how many connections may wait to be accepted; less than 0 counts as 0
   * @throws {OSError} `EADDRINUSE` if another socket listens at the address
   *
   * @example Step by step, what `create_server()` does at once
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using server = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
   * server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
   * server.bind(["127.0.0.1", 0]);
   * server.listen(16);
   * ```
   */
  listen(backlog: number = 128): void {
    const length = Math.max(int(backlog), 0);
    const n = libc.listen(this.#descriptor.fd, length), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * Makes a file object that reads and writes the socket.
   *
   * Closing it does not close the socket; but a socket that is closed keeps its descriptor until its last file object is
   * closed. On a socket with a timeout, a read that times out makes the file object useless for reading.
   *
   * CPython: `socket.makefile`.
   *
   * @param mode `"r"` for reading, `"w"` for writing or both, with `"b"` for bytes instead of text
   * @param buffering how many bytes the buffer holds; `null` for 8192; 0, for binary modes only, for no buffer
   * @param options how text is encoded, and what ends a line
   * @returns a {@linkcode TextIOWrapper}; for bytes a {@linkcode BufferedReader}, {@linkcode BufferedWriter} or
   * {@linkcode BufferedRWPair}; without a buffer a {@linkcode SocketIO}
   * @throws {ValueError} if the mode is another, or text is to have no buffer
   * @throws {LookupError} if the encoding is unknown
   *
   * @example A request line by line
   * ```ts no_run: needs a web server
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.create_connection(["127.0.0.1", 80]);
   * using f = s.makefile("rw", null, { newline: "\r\n" });
   * f.write("GET / HTTP/1.0\n\n");
   * f.flush();
   * for (const line of f) console.log(line);
   * ```
   */
  makefile(mode?: "r" | "w" | "rw" | "wr", buffering?: number | null, options?: TextOptions): TextIOWrapper;
  /**
   * Makes a file object that reads and writes bytes without a buffer.
   *
   * @param mode `"rb"` for reading, `"wb"` for writing, `"rwb"` for both
   * @param buffering 0 for no buffer
   * @returns a {@linkcode SocketIO}
   */
  makefile(mode: "rb" | "wb" | "rwb", buffering: 0): SocketIO;
  /**
   * Makes a file object that reads bytes.
   *
   * @param mode `"rb"`, or `"b"`, which is the same
   * @param buffering how many bytes the buffer holds; `null` for 8192
   * @returns a {@linkcode BufferedReader}
   */
  makefile(mode: "rb" | "b", buffering?: number | null): BufferedReader;
  /**
   * Makes a file object that writes bytes.
   *
   * @param mode `"wb"`
   * @param buffering how many bytes the buffer holds; `null` for 8192
   * @returns a {@linkcode BufferedWriter}
   */
  makefile(mode: "wb", buffering?: number | null): BufferedWriter;
  /**
   * Makes a file object that reads and writes bytes.
   *
   * @param mode `"rwb"`
   * @param buffering how many bytes the buffer holds; `null` for 8192, for each direction
   * @returns a {@linkcode BufferedRWPair}
   */
  makefile(mode: "rwb", buffering?: number | null): BufferedRWPair;
  /**
   * Makes a file object for a mode that is not known beforehand.
   *
   * @param mode `"r"` for reading, `"w"` for writing or both, with `"b"` for bytes instead of text
   * @param buffering how many bytes the buffer holds; `null` for 8192; 0, for binary modes only, for no buffer
   * @param options how text is encoded, and what ends a line
   * @returns the file object
   * @throws {ValueError} if the mode is another, or text is to have no buffer
   */
  makefile(mode: string, buffering?: number | null, options?: TextOptions): SocketFile;
  makefile(mode: string = "r", buffering: number | null = null, options: TextOptions = {}): SocketFile {
    return makefile(this, mode, buffering, options);
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
   *
   * @example Everything up to the end of the stream
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("Hello, world");
   * a.close();
   * for (let data = b.recv(1024); data.length > 0; data = b.recv(1024)) {
   *   console.log(new TextDecoder().decode(data)); // Hello, world
   * }
   * b.close();
   * ```
   */
  recv(bufsize: number, flags: number = 0): Uint8Array<ArrayBuffer> {
    const wanted = size_argument(bufsize, "recv");
    const bits = int(flags) | this.#flags;
    const size = checked_size(wanted, "recv");
    if (size === 0) return new Uint8Array(0);
    const { fd } = this.#descriptor;
    const memory = receiving_memory(size, bits, this.#fills);
    for (let deadline = 0;;) {
      const n = libc.recv(fd, memory, size, bits), e = errno[0];
      if (n >= 0) {
        this.#fills = is_filled(size, n);
        return owned(memory, n);
      }
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
   * @throws {ValueError} if `nbytes` is negative, or more than there is room for
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   *
   * @example Exactly as many bytes as a record has
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("twelve bytes, and more");
   * const record = new Uint8Array(12);
   * for (let filled = 0; filled < record.length;) {
   *   const n = b.recv_into(record.subarray(filled));
   *   if (n === 0) throw new Error("the stream ended within a record");
   *   filled += n;
   * }
   * console.log(new TextDecoder().decode(record)); // twelve bytes
   * a.close();
   * b.close();
   * ```
   */
  recv_into(buffer: BytesLike, nbytes: number = 0, flags: number = 0): number {
    const memory = buffer instanceof Uint8Array ? buffer : writable_argument(buffer, "recv_into");
    const wanted = ssize_t(nbytes);
    const bits = int(flags) | this.#flags;
    const room = byte_length(memory);
    if (wanted < 0) throw new ValueError("negative buffersize in recv_into");
    if (wanted > room) throw new ValueError("buffer too small for requested bytes");
    const size = min(wanted === 0 ? room : wanted, COUNT_MAX);
    if (size === 0) return 0;
    const { fd } = this.#descriptor;
    for (let room = size, deadline = 0;;) {
      const n = libc.recv(fd, room === 0 ? null : memory, room, bits), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, fd, this.#timeout, POLLIN, deadline);
      room = at_most(size, memory);
    }
  }

  /**
   * Receives data and learns where it came from.
   *
   * System call: recvfrom(2); CPython: `socket.recvfrom`.
   *
   * @param bufsize at most how many bytes; what a datagram has beyond them is lost
   * @param flags `MSG_*` bits
   * @returns the data, on a buffer of its own, and the sender's address; `null` where the kernel names none: on a connected
   *   stream, and from a UNIX datagram socket that is not bound
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   *
   * @example A datagram, and an answer to whoever sent it
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * server.bind(["127.0.0.1", 0]);
   * using client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * client.sendto("ping", server.getsockname());
   * const [data, address] = server.recvfrom(2048);
   * server.sendto(data, address);
   * console.log(client.recv(2048).length); // 4
   * ```
   */
  recvfrom(bufsize: number, flags: number = 0): [data: Uint8Array<ArrayBuffer>, address: Sender] {
    const wanted = size_argument(bufsize, "recvfrom");
    const bits = int(flags) | this.#flags;
    const size = checked_size(wanted, "recvfrom");
    const memory = receiving_memory(size, bits, false);
    const n = this.#receive_from(memory, size, bits);
    return [owned(memory, n), decode_address(this.#descriptor) as Sender];
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
   * @throws {ValueError} if `nbytes` is negative, or more than there is room for
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   *
   * @example Many datagrams, one array
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * s.bind(["127.0.0.1", 0]);
   * for (const text of ["one", "three"]) s.sendto(text, s.getsockname());
   * const memory = new Uint8Array(2048);
   * for (let round = 0; round < 2; round++) {
   *   const [n, address] = s.recvfrom_into(memory);
   *   console.log(n, address[0]); // such as 3 127.0.0.1
   * }
   * ```
   */
  recvfrom_into(buffer: BytesLike, nbytes: number = 0, flags: number = 0): [nbytes: number, address: Sender] {
    const memory = buffer instanceof Uint8Array ? buffer : writable_argument(buffer, "recvfrom_into");
    const wanted = ssize_t(nbytes);
    const bits = int(flags) | this.#flags;
    const room = byte_length(memory);
    if (wanted < 0) throw new ValueError("negative buffersize in recvfrom_into");
    if (wanted > room) throw new ValueError("nbytes is greater than the length of the buffer");
    const size = min(wanted === 0 ? room : wanted, COUNT_MAX);
    return [this.#receive_from(memory, size, bits), decode_address(this.#descriptor) as Sender];
  }

  #receive_from(memory: Uint8Array, size: number, flags: number): number {
    const descriptor = this.#descriptor;
    for (let room = size, deadline = 0;;) {
      expect_address(descriptor);
      const view = room === 0 ? null : memory;
      const n = libc.recvfrom(descriptor.fd, view, room, flags, sockaddr, sockaddr_length), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, descriptor.fd, this.#timeout, POLLIN, deadline);
      room = at_most(size, memory);
    }
  }

  // What the functions behind the methods below need to know.
  #caller(flags: number): Caller {
    return { descriptor: this.#descriptor, timeout: this.#timeout, flags: this.#flags | flags };
  }

  /**
   * Receives data and ancillary data, such as descriptors that another process passes.
   *
   * Descriptors in the result (`SCM_RIGHTS`) are open, belong to the caller, and are inherited by child processes unless
   * `flags` holds `MSG_CMSG_CLOEXEC`. If the room is too small the kernel cuts the ancillary data off and sets `MSG_CTRUNC`
   * in `msg_flags`; whatever descriptors it opened are in the result all the same. If the call throws, they are closed.
   *
   * System call: recvmsg(2); CPython: `socket.recvmsg`.
   *
   * @param bufsize at most how many bytes of data
   * @param ancbufsize how much room there is for ancillary data: see {@linkcode CMSG_SPACE}
   * @param flags `MSG_*` bits
   * @returns the data, the control messages that came with it, the message's `MSG_*` bits, and the sender's address
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   *
   * @example Whether a datagram was too long for its memory
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
   * a.send("too long");
   * const [data, , flags] = b.recvmsg(3);
   * console.log(data.length, (flags & socket.MSG_TRUNC) !== 0); // 3 true
   * a.close();
   * b.close();
   * ```
   *
   * @example Who wrote it (Linux)
   * ```ts
   * import * as socket from "@pysocket/socket";
   * import { unpack } from "@pysocket/socket/options";
   *
   * const [a, b] = socket.socketpair();
   * b.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1);
   * a.sendall("hello");
   * const [, ancdata] = b.recvmsg(100, socket.CMSG_SPACE(12));
   * for (const [level, type, data] of ancdata) {
   *   if (level !== socket.SOL_SOCKET || type !== socket.SCM_CREDENTIALS) continue;
   *   console.log(unpack("ucred", data)); // such as { pid: 4711, uid: 1000, gid: 1000 }
   * }
   * a.close();
   * b.close();
   * ```
   */
  recvmsg(
    bufsize: number,
    ancbufsize: number = 0,
    flags: number = 0,
  ): [data: Uint8Array<ArrayBuffer>, ancdata: ReceivedAncillaryData, msg_flags: number, address: Sender] {
    return recvmsg(this.#caller(0), bufsize, ancbufsize, flags) as [
      Uint8Array<ArrayBuffer>,
      ReceivedAncillaryData,
      number,
      Sender,
    ];
  }

  /**
   * Receives data into several buffers of the caller's, filled one after the other, and ancillary data.
   *
   * System call: recvmsg(2); CPython: `socket.recvmsg_into`.
   *
   * @param buffers where to put the data
   * @param ancbufsize how much room there is for ancillary data: see {@linkcode CMSG_SPACE}
   * @param flags `MSG_*` bits
   * @returns how many bytes of data came, and the rest as from {@linkcode recvmsg}
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is nothing
   *
   * @example A header and what follows it
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
   * a.sendmsg([Uint8Array.of(0, 5), "hello"]);
   * const header = new Uint8Array(2), body = new Uint8Array(100);
   * const [n] = b.recvmsg_into([header, body]);
   * console.log(n, header[1], new TextDecoder().decode(body.subarray(0, n - 2))); // 7 5 hello
   * a.close();
   * b.close();
   * ```
   */
  recvmsg_into(
    buffers: Iterable<BytesLike>,
    ancbufsize: number = 0,
    flags: number = 0,
  ): [nbytes: number, ancdata: ReceivedAncillaryData, msg_flags: number, address: Sender] {
    return recvmsg_into(this.#caller(0), buffers, ancbufsize, flags) as [
      number,
      ReceivedAncillaryData,
      number,
      Sender,
    ];
  }

  /**
   * Receives many datagrams at once. Python has no such method; for one datagram it is what {@linkcode recvfrom} is.
   *
   * It waits, as long as the timeout allows, for the first datagram only, and takes with it whatever else is there. An error
   * after the first is not lost: the next call throws it.
   *
   * System call: recvmmsg(2).
   *
   * @param vlen at most how many datagrams; more than 1024 count as 1024
   * @param bufsize at most how many bytes of each; what a datagram has beyond them is lost
   * @param flags `MSG_*` bits
   * @returns for each datagram its data, on a buffer of its own, and the sender's address
   * @throws {TimeoutError} if the timeout runs out before the first
   * @throws {BlockingIOError} if the socket is non-blocking and there is none
   *
   * @example
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * s.bind(["127.0.0.1", 0]);
   * s.sendmmsg([["one", s.getsockname()], ["two", s.getsockname()]]);
   * for (const [data, address] of s.recvmmsg(64, 2048)) console.log(address, data);
   * ```
   */
  recvmmsg(
    vlen: number,
    bufsize: number,
    flags: number = 0,
  ): [data: Uint8Array<ArrayBuffer>, address: Sender][] {
    return recvmmsg(this.#caller(0), vlen, bufsize, flags) as [Uint8Array<ArrayBuffer>, Sender][];
  }

  /**
   * Receives many datagrams at once, each into a buffer of the caller's: {@linkcode recvmmsg} for the highest rates.
   *
   * System call: recvmmsg(2).
   *
   * @param buffers where to put them, one for each; those beyond 1024 are not used
   * @param flags `MSG_*` bits
   * @returns for each datagram how many bytes came, and the sender's address
   * @throws {TimeoutError} if the timeout runs out before the first
   * @throws {BlockingIOError} if the socket is non-blocking and there is none
   *
   * @example Up to 64 datagrams into memory that is used again
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * s.bind(["127.0.0.1", 0]);
   * s.sendmmsg(["one", "two"].map((text) => [text, s.getsockname()] as const));
   * const buffers = Array.from({ length: 64 }, () => new Uint8Array(2048));
   * s.recvmmsg_into(buffers).forEach(([n, address], index) => {
   *   console.log(address[0], new TextDecoder().decode(buffers[index]!.subarray(0, n))); // such as 127.0.0.1 one
   * });
   * ```
   */
  recvmmsg_into(buffers: Iterable<BytesLike>, flags: number = 0): [nbytes: number, address: Sender][] {
    return recvmmsg_into(this.#caller(0), buffers, flags) as [number, Sender][];
  }

  /**
   * Sends data. The peer's having gone is an exception, never a signal.
   *
   * System call: send(2); CPython: `socket.send`.
   *
   * @param data bytes, or a string that is sent as UTF-8
   * @param flags `MSG_*` bits
   * @returns how many bytes were taken, which may be fewer than there are
   * @throws {BrokenPipeError} if the peer has closed, or this end was shut down for writing
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is no room
   *
   * @example What is left after a part was taken
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.setblocking(false);
   * const data = new Uint8Array(10_000_000);
   * const n = a.send(data);
   * const rest = data.subarray(n);
   * console.log(n > 0, rest.length < data.length); // true true
   * a.close();
   * b.close();
   * ```
   */
  send(data: BytesLike | string, flags: number = 0): number {
    const bytes = data instanceof Uint8Array ? data : data_argument(data, "send");
    const bits = int(flags) | this.#flags | MSG_NOSIGNAL;
    const { fd } = this.#descriptor;
    for (let deadline = 0;;) {
      const size = min(byte_length(bytes), COUNT_MAX);
      const n = libc.send(fd, size === 0 ? null : bytes, size, bits), e = errno[0];
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
   * @throws {BrokenPipeError} if the peer has closed, or this end was shut down for writing
   * @throws {TimeoutError} if the socket's timeout runs out before all is sent
   * @throws {BlockingIOError} if the socket is non-blocking and there is no room
   *
   * @example Text goes as UTF-8, bytes as they are
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("grün");
   * a.sendall(Uint8Array.of(10));
   * console.log(b.recv(100).length); // 6
   * a.close();
   * b.close();
   * ```
   */
  sendall(data: BytesLike | string, flags: number = 0): void {
    const bytes = data instanceof Uint8Array ? data : data_argument(data, "sendall");
    const bits = int(flags) | this.#flags | MSG_NOSIGNAL;
    send_all(this.#descriptor.fd, bytes, 0, bits, this.#timeout, 0);
  }

  /**
   * Sends data to an address, from a socket that is not connected.
   *
   * System call: sendto(2); CPython: `socket.sendto`.
   *
   * @param data bytes, or a string that is sent as UTF-8
   * @param address in the form of the socket's family
   * @returns how many bytes were sent
   * @throws {OSError} `EMSGSIZE` if the data is too long for one datagram
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is no room
   *
   * @example A datagram to a port of this machine
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * receiver.bind(["127.0.0.1", 0]);
   * using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * console.log(sender.sendto("hello", receiver.getsockname())); // 5
   * ```
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
    for (let deadline = 0;;) {
      const size = min(byte_length(bytes), COUNT_MAX);
      const n = libc.sendto(descriptor.fd, size === 0 ? null : bytes, size, bits, sockaddr, length),
        e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, descriptor.fd, this.#timeout, POLLOUT, deadline);
    }
  }

  /**
   * Sends data that lies in several buffers as one message, with ancillary data and to an address.
   *
   * System call: sendmsg(2); CPython: `socket.sendmsg`.
   *
   * @param buffers the data in parts: bytes, or strings that are sent as UTF-8; on Linux at most 1024
   * @param ancdata control messages; see {@linkcode send_fds} for descriptors
   * @param flags `MSG_*` bits
   * @param address where to, in the form of the socket's family; `null` on a connected socket
   * @returns how many bytes of data were sent
   * @throws {OSError} `EMSGSIZE` if there are too many buffers, or the data is too long for one datagram
   * @throws {TimeoutError} if the socket's timeout runs out
   * @throws {BlockingIOError} if the socket is non-blocking and there is no room
   *
   * @example One datagram of two parts
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * receiver.bind(["127.0.0.1", 0]);
   * using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * sender.sendmsg([Uint8Array.of(1), "hello"], [], 0, receiver.getsockname());
   * console.log(receiver.recv(100).length); // 6
   * ```
   */
  sendmsg(
    buffers: Iterable<BytesLike | string>,
    ancdata?: AncillaryData,
    flags: number = 0,
    address: AddressLike | null = null,
  ): number {
    return sendmsg(this.#caller(MSG_NOSIGNAL), buffers, ancdata, flags, address);
  }

  /**
   * Sends data to an algorithm of the kernel's, and tells it what to do. The socket is one that an `AF_ALG` socket accepted.
   *
   * System call: sendmsg(2); CPython: `socket.sendmsg_afalg`.
   *
   * @param msg the data in parts; `undefined` for none
   * @param options `op`, and what the operation needs
   * @throws {OSError} if the socket is not of family `AF_ALG`
   *
   * @example AES, by the kernel
   * ```ts no_run: needs a kernel with AF_ALG
   * import * as socket from "@pysocket/socket";
   *
   * using algorithm = socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET);
   * algorithm.bind(["skcipher", "cbc(aes)"]);
   * algorithm.setsockopt(socket.SOL_ALG, socket.ALG_SET_KEY, new Uint8Array(16));
   * const [operation] = algorithm.accept();
   * operation.sendmsg_afalg(["sixteen bytes..."], { op: socket.ALG_OP_ENCRYPT, iv: new Uint8Array(16) });
   * console.log(operation.recv(16));
   * operation.close();
   * ```
   */
  sendmsg_afalg(msg: Iterable<BytesLike | string> | undefined, options: AlgOptions): number {
    return sendmsg_afalg(this.#caller(MSG_NOSIGNAL), msg, options);
  }

  /**
   * Sends many messages at once. Python has no such method; for one message it is what {@linkcode sendto} or
   * {@linkcode send} is.
   *
   * As the kernel has it, an error counts only if not even the first message could be sent; otherwise the result says how
   * far it got, and the error, if it lasts, is the next call's. The timeout is for the first message.
   *
   * A stream keeps no messages apart, and may take part of one when there is no more room or a signal comes. Then the rest of
   * it is sent as {@linkcode sendall} does it, within the timeout, before anything else: what was begun is finished, and
   * counts once. A failure of that is thrown, and nobody knows how much was sent; only a non-blocking socket, which cannot wait, says it.
   *
   * System calls: sendmmsg(2), repeated for more than 1024 messages, and send(2) for the rest of one.
   *
   * @param messages for each `[data, address]`, or on a connected socket the data alone
   * @param flags `MSG_*` bits
   * @returns how many messages were sent, all of each
   * @throws {TimeoutError} if the timeout runs out before the first is sent, or before one that was begun is finished
   * @throws {BlockingIOError} if the socket is non-blocking and there is no room for the first, or for all of one: then
   *   `characters_written` says how many bytes were taken, of all messages together
   *
   * @example Three datagrams in one system call
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * receiver.bind(["127.0.0.1", 0]);
   * using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
   * sender.connect(receiver.getsockname());
   * console.log(sender.sendmmsg(["one", "two", "three"])); // 3
   * ```
   */
  sendmmsg(messages: Iterable<BatchMessage>, flags: number = 0): number {
    return sendmmsg(this.#caller(MSG_NOSIGNAL), messages, flags);
  }

  /**
   * Sends a file, up to its end or `count` bytes. The socket must be a stream, and blocking or with a timeout, which is for
   * each part that makes progress.
   *
   * A regular file goes from the kernel's memory to the socket by sendfile(2); anything else is read and sent. The position
   * of a file object is left just behind what was sent, also if that fails; the one of a descriptor, or of an object without
   * `seek()`, is left alone by sendfile(2).
   *
   * System calls: sendfile(2), or pread(2) and send(2); CPython: `socket.sendfile`.
   *
   * @param file a path, a descriptor, or a file object: something with `fileno()`, `readSync()` or a synchronous `read()`
   * @param offset where in the file to begin
   * @param count at most how many bytes; `null` for all
   * @returns how many bytes were sent
   * @throws {ValueError} if the socket is no stream or is non-blocking, or the file is not open in binary mode
   * @throws {TimeoutError} if the timeout runs out before a part is sent
   *
   * @example The program sends its own source
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * const sent = a.sendfile(new URL(import.meta.url));
   * a.close();
   * using f = b.makefile("r");
   * console.log(sent > 0, f.readline()); // such as true import * as socket from "@pysocket/socket";
   * b.close();
   * ```
   */
  sendfile(file: SendableFile, offset: number = 0, count: number | null = null): number {
    require_argument(file, "socket.sendfile() missing 1 required positional argument: 'file'");
    return sendfile(this, file, offset, count);
  }

  /**
   * Shuts down one or both directions of the connection.
   *
   * System call: shutdown(2); CPython: `socket.shutdown`.
   *
   * @param how `SHUT_RD`, `SHUT_WR` or `SHUT_RDWR`
   * @throws {OSError} `ENOTCONN` if the socket is not connected
   *
   * @example "That was all", and still an answer
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * a.sendall("question");
   * a.shutdown(socket.SHUT_WR);
   * while (b.recv(1024).length > 0);
   * b.sendall("answer");
   * console.log(new TextDecoder().decode(a.recv(1024))); // answer
   * a.close();
   * b.close();
   * ```
   */
  shutdown(how: number): void {
    require_argument(how, "socket.shutdown() takes exactly one argument (0 given)");
    const direction = as_int(how);
    const n = libc.shutdown(this.#descriptor.fd, direction), e = errno[0];
    if (n < 0) throw os_error(e);
  }

  /**
   * `setblocking(true)` is `settimeout(null)`, `setblocking(false)` is `settimeout(0)`.
   *
   * System call: ioctl(2) with `FIONBIO`; CPython: `socket.setblocking`.
   *
   * @param flag whether operations wait
   *
   * @example Take what is there, and do not wait
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * b.setblocking(false);
   * try {
   *   b.recv(1024);
   * } catch (error) {
   *   if (!(error instanceof socket.BlockingIOError)) throw error;
   *   console.log("nothing yet"); // nothing yet
   * }
   * a.close();
   * b.close();
   * ```
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
   *
   * @example Half a second is enough
   * ```ts
   * import * as socket from "@pysocket/socket";
   *
   * const [a, b] = socket.socketpair();
   * b.settimeout(0.5);
   * try {
   *   b.recv(1024);
   * } catch (error) {
   *   if (!(error instanceof socket.TimeoutError)) throw error;
   *   console.log(error.message); // timed out
   * }
   * a.close();
   * b.close();
   * ```
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

function data_argument(data: unknown, caller: string): Uint8Array {
  require_argument(data, `${caller}() takes at least 1 argument (0 given)`);
  return data_bytes(data);
}

function writable_argument(buffer: unknown, caller: string): Uint8Array {
  require_argument(buffer, `${caller}() missing required argument 'buffer' (pos 1)`);
  return writable_bytes(buffer, caller);
}

let hot_methods_have_failed = false;

// That binds the functions of libc that they call, for which a program that makes no socket need not pay.
function fail_hot_methods(): void {
  hot_methods_have_failed = true;
  take_failing_branches(wrap(new Descriptor(-1, AF_INET, SOCK_STREAM, 0)));
  libc.close(-1); // which may be needed when the stack is too full to bind anything
}

/** What makes sockets: the class, which may also be called as a function, as in Python. */
export interface SocketConstructor {
  /**
   * Opens a socket, or wraps a descriptor: see {@linkcode Socket}.
   *
   * @param family address family, an `AF_*` constant; -1 means `AF_INET`, or with `fileno` the descriptor's own
   * @param type `SOCK_STREAM`, `SOCK_DGRAM`, ...; -1 means `SOCK_STREAM`, or with `fileno` the descriptor's own
   * @param proto protocol number, 0 for the usual one; -1 means 0, or with `fileno` the descriptor's own
   * @param fileno a descriptor that the socket takes over instead of opening one; `null` for none
   * @throws {OSError} if the system refuses, or `fileno` is no socket
   */
  new <Family extends number = FamilyOf<InetAddress>, Type extends number = number>(
    family?: Family,
    type?: Type,
    proto?: number,
    fileno?: number | null,
  ): Socket<AddressOf<Family>, SenderOf<Family, Type>>;
  /**
   * Opens a socket, or wraps a descriptor: see {@linkcode Socket}.
   *
   * @param family address family, an `AF_*` constant; -1 means `AF_INET`, or with `fileno` the descriptor's own
   * @param type `SOCK_STREAM`, `SOCK_DGRAM`, ...; -1 means `SOCK_STREAM`, or with `fileno` the descriptor's own
   * @param proto protocol number, 0 for the usual one; -1 means 0, or with `fileno` the descriptor's own
   * @param fileno a descriptor that the socket takes over instead of opening one; `null` for none
   * @throws {OSError} if the system refuses, or `fileno` is no socket
   */
  <Family extends number = FamilyOf<InetAddress>, Type extends number = number>(
    family?: Family,
    type?: Type,
    proto?: number,
    fileno?: number | null,
  ): Socket<AddressOf<Family>, SenderOf<Family, Type>>;
  /** The methods of every socket. */
  readonly prototype: Socket;
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
export const socket: SocketConstructor = callable<SocketConstructor>(Socket, "socket");

/** The type of a socket whose addresses have the type `A`, and that receives from a `Sender`. */
export type socket<A = Address, Sender = A | null> = Socket<A, Sender>;

inspect_as_string(Socket);

/** A socket for a descriptor that is about to be opened. */
function wrap<A>(descriptor: Descriptor): Socket<A> {
  return new Socket<A>(-1, -1, -1, descriptor as unknown as number);
}

const pair = new Int32Array(2) as Int32Array & { 0: number; 1: number };

/**
 * Makes two sockets that are connected with each other.
 *
 * System call: socketpair(2); CPython: `socket.socketpair`.
 *
 * @param family address family; `null` means `AF_UNIX`
 * @param type `SOCK_STREAM`, `SOCK_DGRAM` or `SOCK_SEQPACKET`
 * @param proto protocol number, 0 for the usual one
 * @returns the two sockets, not inherited by child processes
 * @throws {OSError} if the system refuses; for most families there is no such thing
 *
 * @example Two ends in one program
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * a.sendall("ping");
 * b.sendall(b.recv(100));
 * console.log(new TextDecoder().decode(a.recv(100))); // ping
 * a.close();
 * b.close();
 * ```
 */
export function socketpair<Family extends number = FamilyOf<UnixAddress, UnixAddress | null>>(
  family: Family | null = null,
  type: number = SOCK_STREAM,
  proto: number = 0,
): [Socket<AddressOf<Family>>, Socket<AddressOf<Family>>] {
  const numbers: Numbers = [family === null ? AF_UNIX : int(family), int(type), int(proto)];
  const owners = [unopened(...numbers), unopened(...numbers)] as const;
  const a = wrap<AddressOf<Family>>(owners[0]), b = wrap<AddressOf<Family>>(owners[1]);
  const n = libc.socketpair(numbers[0], numbers[1] | creation_flags(), numbers[2], pair), e = errno[0];
  if (n === 0) {
    owners[0].fd = pair[0];
    owners[1].fd = pair[1];
  } else {
    owners.forEach(close_no_more);
    throw os_error(e);
  }
  if ((numbers[1] & SOCK_NONBLOCK) !== 0) {
    a.settimeout(0);
    b.settimeout(0);
  }
  return [a, b];
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
 * @returns a socket of its own, to be closed on its own
 * @throws {OSError} `EBADF` if there is no such descriptor
 *
 * @example A second object for a descriptor that belongs to somebody else
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * const copy = socket.fromfd(a.fileno(), socket.AF_UNIX, socket.SOCK_STREAM);
 * copy.sendall("hello");
 * copy.close();
 * console.log(a.fileno() >= 0, b.recv(100).length); // true 5
 * a.close();
 * b.close();
 * ```
 */
export function fromfd<Family extends number, Type extends number>(
  fd: number,
  family: Family,
  type: Type,
  proto: number = 0,
): Socket<AddressOf<Family>, SenderOf<Family, Type>> {
  require_positional("fromfd", ["fd", "family", "type"], [fd, family, type]);
  return adopted_duplicate(descriptor_number(fd), (copy) => new socket(family, type, proto, copy));
}
