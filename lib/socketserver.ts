/**
 * Python's `socketserver` module: a server is a class, and each request gets an object of another class, whose `handle()`
 * does the work.
 *
 * What are class attributes in Python are static members here: `static override allow_reuse_address = true` in a class that
 * extends {@linkcode TCPServer}, or `socketserver.TCPServer.allow_reuse_address = true`. (JavaScript sets the fields of a
 * class when the constructor that it extends has returned, and that is too late for what a server is opened with.)
 *
 * `shutdown()` makes `serve_forever()` return after its current turn, and does not wait for that: there is no other thread
 * that could. It may be called by a handler, or by `service_actions()`, which runs once a turn.
 *
 * There are no `ThreadingMixIn` and `ForkingMixIn`, nor the classes made with them: JavaScript has no threads that share
 * objects, and no fork. What serves in parallel instead is workers: each makes its own server, with `allow_reuse_port`, or
 * accepts from one listener that it was given by number, `socket.socket(-1, -1, -1, fd)`.
 *
 * @example A server that sends back what it gets, in upper case
 * ```ts no_run: serves for ever
 * import * as socketserver from "@pysocket/socket/socketserver";
 *
 * class MyTCPHandler extends socketserver.StreamRequestHandler {
 *   override handle() {
 *     const data = this.rfile.readline();
 *     console.log(this.client_address, "wrote:", new TextDecoder().decode(data));
 *     this.wfile.write(new TextEncoder().encode(new TextDecoder().decode(data).toUpperCase()));
 *   }
 * }
 *
 * using server = socketserver.TCPServer(["localhost", 9999], MyTCPHandler);
 * server.serve_forever();
 * ```
 *
 * @module
 */
import type { Address, AddressLike, FamilyOf, InetAddress, UnixAddress } from "./address/types.ts";
import { no_attribute, require_all, type_name } from "./arguments.ts";
import { monotonic } from "./blocking.ts";
import { BufferedIOBase } from "./files/buffered.ts";
import type { BufferedReader } from "./files/reader.ts";
import { byte_length, type Bytes, bytes_like, type BytesLike } from "./bytes.ts";
import { callable } from "./callable.ts";
import { class_attributes } from "./class_attributes.ts";
import {
  AF_INET,
  AF_UNIX,
  IPPROTO_TCP,
  SHUT_WR,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_NODELAY,
} from "./constants.ts";
import { OSError } from "./errors.ts";
import { BytesIO } from "./files/bytes_io.ts";
import type { HasFileno } from "./polling/arguments.ts";
import { str } from "./repr.ts";
import { EVENT_READ, PollSelector } from "./selectors.ts";
import { type Socket, socket } from "./socket.ts";

export type { BytesIO } from "./files/bytes_io.ts";

/**
 * What handles requests: a class whose constructor takes a request, the client's address and the server, as
 * {@linkcode BaseRequestHandler} does, or a function of the same three.
 */
export type RequestHandlerClass =
  | (new (request: never, client_address: never, server: never) => object)
  | ((request: never, client_address: never, server: never) => unknown);

/** A request to a datagram server: the datagram, and the socket to answer with. */
export type Datagram<A = Address> = [data: Bytes, socket: Socket<A>];

// A handler that finish_request() has made, and not run yet.
let expected: { handler: BaseRequestHandler | null } | null = null;

function run(handler: BaseRequestHandler): void {
  handler.setup();
  try {
    handler.handle();
  } finally {
    handler.finish();
  }
}

/**
 * What handles one request: a class that extends it says how, in `handle()`.
 *
 * As in Python, making one handles the request. When a server makes it, that is put off until the constructor has returned:
 * only then has an object of a JavaScript class its fields.
 *
 * `Request` is a connected socket for stream servers, and {@linkcode Datagram} for datagram servers.
 */
export class BaseRequestHandler<Request = Socket, A = Address> {
  /** The request. */
  request: Request;
  /** Where it comes from. */
  client_address: A;
  /** The server that makes this object. */
  server: BaseServer<Request, A>;

  /**
   * Handles the request: calls `setup()`, `handle()` and, whatever they throw, `finish()`.
   *
   * @param request the request
   * @param client_address where it comes from
   * @param server the server
   */
  constructor(request: Request, client_address: A, server: BaseServer<Request, A>) {
    require_all("BaseRequestHandler.__init__()", { request, client_address, server });
    this.request = request;
    this.client_address = client_address;
    this.server = server;
    const handler = this as unknown as BaseRequestHandler;
    if (expected !== null && expected.handler === null) expected.handler = handler;
    else run(handler);
  }

  /** Called before `handle()`. Does nothing here. */
  setup(): void {}

  /** Does all the work. Does nothing here. */
  handle(): void {}

  /** Called after `handle()`, but not if `setup()` throws. Does nothing here. */
  finish(): void {}
}

/** A file object that sends what is written at once: CPython's `_SocketWriter`. */
class SocketWriter extends BufferedIOBase {
  readonly #socket: Socket;
  #closed = false;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  override get closed(): boolean {
    return this.#closed;
  }

  override close(): void {
    this.#closed = true;
  }

  override writable(): boolean {
    return true;
  }

  override write(data: BytesLike): number {
    const bytes = bytes_like(data);
    this.#socket.sendall(bytes);
    return byte_length(bytes);
  }

  override fileno(): number {
    return this.#socket.fileno();
  }
}

/**
 * Handles a connection with two file objects: `rfile` to read from, `wfile` to write to.
 *
 * CPython: `socketserver.StreamRequestHandler`.
 */
export class StreamRequestHandler<A = Address> extends BaseRequestHandler<Socket<A>, A> {
  /** The size of `rfile`'s buffer: 0 for none, -1 for the usual one, which is the default. */
  static rbufsize: number = -1;
  /** The size of `wfile`'s buffer: 0, which is the default, sends at once. */
  static wbufsize: number = 0;
  /** The timeout of the connection in seconds, if it is not `null`, which is the default. */
  static timeout: number | null = null;
  /** Whether to switch Nagle's algorithm off. With a `wbufsize` of 0 that means many small packets. */
  static disable_nagle_algorithm: boolean = false;

  /** The size of `rfile`'s buffer: a static member, or a field, of a class that extends this one. */
  declare rbufsize: number;
  /** The size of `wfile`'s buffer: a static member, or a field, of a class that extends this one. */
  declare wbufsize: number;
  /** The timeout of the connection: a static member, or a field, of a class that extends this one. */
  declare timeout: number | null;
  /** Whether to switch Nagle's algorithm off: a static member, or a field, of a class that extends this one. */
  declare disable_nagle_algorithm: boolean;
  /** The connection: the same as `request`. */
  declare connection: Socket<A>;
  /** Reads from the connection. A `SocketIO` if `rbufsize` is 0. */
  declare rfile: BufferedReader;
  /** Writes to the connection; what it holds is written out when the request has been handled. */
  declare wfile: BufferedIOBase;

  /** Makes the file objects. */
  override setup(): void {
    this.connection = this.request;
    if (this.timeout !== null) this.connection.settimeout(this.timeout);
    if (this.disable_nagle_algorithm) this.connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    this.rfile = this.connection.makefile("rb", this.rbufsize) as BufferedReader;
    this.wfile = this.wbufsize === 0
      ? new SocketWriter(this.connection as Socket)
      : this.connection.makefile("wb", this.wbufsize);
  }

  /** Writes out what is buffered, and closes the file objects. */
  override finish(): void {
    if (!this.wfile.closed) {
      try {
        this.wfile.flush();
      } catch (error) {
        // The connection may be broken by now.
        if (!(error instanceof OSError)) throw error;
      }
    }
    this.wfile.close();
    this.rfile.close();
  }
}

class_attributes(StreamRequestHandler, ["rbufsize", "wbufsize", "timeout", "disable_nagle_algorithm"]);

/**
 * Handles a datagram with two file objects in memory: `rfile` holds it, and what is written to `wfile` is sent back when it
 * has been handled.
 *
 * CPython: `socketserver.DatagramRequestHandler`.
 */
export class DatagramRequestHandler<A = Address> extends BaseRequestHandler<Datagram<A>, A> {
  /** The datagram. */
  declare packet: Bytes;
  /** The server's socket. */
  declare socket: Socket<A>;
  /** Reads the datagram. */
  declare rfile: BytesIO;
  /** Gathers the answer. */
  declare wfile: BytesIO;

  /** Makes the file objects. */
  override setup(): void {
    [this.packet, this.socket] = this.request;
    this.rfile = new BytesIO(this.packet);
    this.wfile = new BytesIO();
  }

  /** Sends what was written. */
  override finish(): void {
    this.socket.sendto(this.wfile.getvalue(), this.client_address as AddressLike);
  }
}

/** Whatever is registered and waited for has a `fileno()`; CPython says what is wrong if it has none. */
function wait_for(server: object): ReturnType<typeof PollSelector> {
  const selector = PollSelector();
  selector.register(server as HasFileno, EVENT_READ);
  return selector;
}

/**
 * What every server has: requests are waited for, got, verified, processed, finished, each in a method that a class may
 * override.
 *
 * `Request` is what a request is, `A` what an address is.
 */
class BaseServerClass<Request = unknown, A = Address> implements Disposable {
  /** How long `handle_request()` waits, in seconds; `null`, the default, for ever. */
  static timeout: number | null = null;

  /** How long `handle_request()` waits: see the static member. */
  declare timeout: number | null;
  /** The server's address: what was asked for, and once it is bound what it got. */
  server_address: A;
  /** What handles requests. */
  RequestHandlerClass: RequestHandlerClass;
  /** The socket. A server without one has to override the methods that use it. */
  declare socket: Socket<A>;
  #shutdown_requested = false;

  /**
   * Remembers its arguments.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   */
  constructor(server_address: AddressLike, RequestHandlerClass: RequestHandlerClass) {
    require_all("BaseServer.__init__()", { server_address, RequestHandlerClass });
    this.server_address = server_address as A;
    this.RequestHandlerClass = RequestHandlerClass;
  }

  /** Called by the constructor of a server that is opened. Does nothing here. */
  server_activate(): void {}

  /**
   * Handles requests, one after the other, until {@linkcode shutdown} is called. `timeout` does not matter.
   *
   * CPython: `BaseServer.serve_forever`.
   *
   * @param poll_interval how long to wait for a request before `service_actions()` is called anyway: seconds, or `null` for
   *   as long as it takes
   */
  serve_forever(poll_interval: number | null = 0.5): void {
    try {
      using selector = wait_for(this);
      while (!this.#shutdown_requested) {
        if (selector.select(poll_interval).length > 0) this._handle_request_noblock();
        this.service_actions();
      }
    } finally {
      this.#shutdown_requested = false;
    }
  }

  /**
   * Makes `serve_forever()` return after its current turn; if it is not running, the next one returns at once. In CPython
   * another thread calls it, and waits.
   *
   * CPython: `BaseServer.shutdown`.
   */
  shutdown(): void {
    this.#shutdown_requested = true;
  }

  /** Called by `serve_forever()` once a turn. Does nothing here. */
  service_actions(): void {}

  /**
   * Waits for one request and handles it.
   *
   * CPython: `BaseServer.handle_request`.
   *
   * @returns what `handle_timeout()` returns, if the time was up first: the server's `timeout` or that of its socket, the
   *   shorter one
   */
  handle_request(): unknown {
    let timeout = this.socket.gettimeout();
    if (timeout === null) timeout = this.timeout;
    else if (this.timeout !== null) timeout = Math.min(timeout, this.timeout);
    const deadline = timeout === null ? Infinity : monotonic() + timeout;
    using selector = wait_for(this);
    for (;;) {
      if (selector.select(timeout).length > 0) return this._handle_request_noblock();
      if (timeout === null) continue;
      timeout = deadline - monotonic();
      if (timeout < 0) return this.handle_timeout();
    }
  }

  /**
   * Handles a request that is there.
   *
   * @ignore
   */
  _handle_request_noblock(): void {
    let request: Request, client_address: A;
    try {
      [request, client_address] = this.get_request();
    } catch (error) {
      // The client may be gone again.
      if (error instanceof OSError) return;
      throw error;
    }
    if (!this.verify_request(request, client_address)) return this.shutdown_request(request);
    try {
      this.process_request(request, client_address);
    } catch (error) {
      this.handle_error(request, client_address, error);
      this.shutdown_request(request);
    }
  }

  /** Gets a request, which is there. A class that extends this one says how. */
  get_request(): [request: Request, client_address: A] {
    throw no_attribute(this, "get_request");
  }

  /** Called by `handle_request()` if the time is up. Does nothing here. */
  handle_timeout(): unknown {
    return undefined;
  }

  /**
   * Whether to process a request: yes.
   *
   * @param _request the request
   * @param _client_address where it comes from
   */
  verify_request(_request: Request, _client_address: A): boolean {
    return true;
  }

  /**
   * Finishes a request and shuts it down.
   *
   * @param request the request
   * @param client_address where it comes from
   */
  process_request(request: Request, client_address: A): void {
    this.finish_request(request, client_address);
    this.shutdown_request(request);
  }

  /** Closes the server. Does nothing here. */
  server_close(): void {}

  /**
   * Makes an object of `RequestHandlerClass`, which handles the request.
   *
   * @param request the request
   * @param client_address where it comes from
   */
  finish_request(request: Request, client_address: A): void {
    const outer = expected;
    const mine: { handler: BaseRequestHandler | null } = { handler: null };
    expected = mine;
    try {
      make_handler(this.RequestHandlerClass, [request, client_address, this]);
    } finally {
      expected = outer;
    }
    if (mine.handler !== null) run(mine.handler);
  }

  /**
   * Called when a request has been processed.
   *
   * @param request the request
   */
  shutdown_request(request: Request): void {
    this.close_request(request);
  }

  /**
   * Cleans up after a request. Does nothing here.
   *
   * @param _request the request
   */
  close_request(_request: Request): void {}

  /**
   * Called when processing a request throws: writes the error to the console's error stream. The server goes on.
   *
   * @param _request the request
   * @param client_address where it comes from
   * @param error what was thrown
   */
  handle_error(_request: Request, client_address: A, error?: unknown): void {
    const line = "-".repeat(40);
    console.error(line);
    console.error(`Exception occurred during processing of request from ${str(client_address)}`);
    console.error(error instanceof Error ? error.stack ?? String(error) : error);
    console.error(line);
  }

  /** Closes the server at the end of the block that declared it with `using`. */
  [Symbol.dispose](): void {
    this.server_close();
  }
}

class_attributes(BaseServerClass, ["timeout"]);

function make_handler(Class: unknown, values: unknown[]): unknown {
  if (typeof Class !== "function") throw new TypeError(`'${type_name(Class)}' object is not callable`);
  return Class.prototype === undefined ? Class(...values) : Reflect.construct(Class, values);
}

/** What the constructor reads, before the fields of a class that extends it are set. */
const OPENED_WITH = [
  "address_family",
  "socket_type",
  "request_queue_size",
  "allow_reuse_address",
  "allow_reuse_port",
] as const;

/** A server on a stream socket: CPython's `socketserver.TCPServer`. */
class TCPServerClass<A = InetAddress, Request = Socket<A>> extends BaseServerClass<Request, A> {
  /** The family of the server's socket. */
  static address_family: number = AF_INET;
  /** Its type. */
  static socket_type: number = SOCK_STREAM;
  /** How many connections may wait to be accepted. */
  static request_queue_size: number = 5;
  /** Whether the address may be one that was in use a moment ago (`SO_REUSEADDR`). */
  static allow_reuse_address: boolean = false;
  /** Whether other sockets may serve at the same address (`SO_REUSEPORT`). */
  static allow_reuse_port: boolean = false;

  /** The family of the server's socket: see the static member. */
  declare address_family: number;
  /** Its type: see the static member. */
  declare socket_type: number;
  /** How many connections may wait to be accepted: see the static member. */
  declare request_queue_size: number;
  /** Whether the address may be one that was in use a moment ago: see the static member. */
  declare allow_reuse_address: boolean;
  /** Whether other sockets may serve at the same address: see the static member. */
  declare allow_reuse_port: boolean;

  /**
   * Opens the server.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   * @param bind_and_activate whether to call `server_bind()` and `server_activate()` now
   */
  constructor(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
    bind_and_activate: boolean = true,
  ) {
    require_all("TCPServer.__init__()", { server_address, RequestHandlerClass });
    super(server_address, RequestHandlerClass);
    // Not configurable: a field of that name, which would come too late, is an error instead of being overlooked.
    for (const name of OPENED_WITH) {
      Object.defineProperty(this, name, { value: this[name], enumerable: true, writable: true });
    }
    this.socket = socket(this.address_family as FamilyOf<A>, this.socket_type) as unknown as Socket<A>;
    if (!bind_and_activate) return;
    try {
      this.server_bind();
      this.server_activate();
    } catch (error) {
      this.server_close();
      throw error;
    }
  }

  /** Binds the socket. `server_address` is then what it is bound to. */
  server_bind(): void {
    if (this.allow_reuse_address) this.socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (this.allow_reuse_port && SO_REUSEPORT !== undefined) {
      this.socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
    }
    this.socket.bind(this.server_address as AddressLike);
    this.server_address = this.socket.getsockname();
  }

  /** Makes the socket listen. */
  override server_activate(): void {
    this.socket.listen(this.request_queue_size);
  }

  /** Closes the socket. */
  override server_close(): void {
    this.socket.close();
  }

  /** The socket's descriptor. */
  fileno(): number {
    return this.socket.fileno();
  }

  /** Accepts a connection. */
  override get_request(): [request: Request, client_address: A] {
    return this.socket.accept() as unknown as [Request, A];
  }

  /**
   * Ends what is sent on a connection, and closes it.
   *
   * @param request the connection
   */
  override shutdown_request(request: Request): void {
    try {
      (request as Socket).shutdown(SHUT_WR);
    } catch (error) {
      // The connection may be over.
      if (!(error instanceof OSError)) throw error;
    }
    this.close_request(request);
  }

  /**
   * Closes a connection.
   *
   * @param request the connection
   */
  override close_request(request: Request): void {
    (request as Socket).close();
  }
}

class_attributes(TCPServerClass, OPENED_WITH);

/** A server on a datagram socket: CPython's `socketserver.UDPServer`. */
class UDPServerClass<A = InetAddress> extends TCPServerClass<A, Datagram<A>> {
  /** Its type. */
  static override socket_type: number = SOCK_DGRAM;
  /** Whether the address may be one that was in use a moment ago (`SO_REUSEADDR`). */
  static override allow_reuse_address: boolean = false;
  /** Whether other sockets may serve at the same address (`SO_REUSEPORT`). */
  static override allow_reuse_port: boolean = false;
  /** How much of a datagram is received. */
  static max_packet_size: number = 8192;

  /** How much of a datagram is received: see the static member. */
  declare max_packet_size: number;

  /** Receives a datagram. */
  override get_request(): [request: Datagram<A>, client_address: A] {
    const [data, client_address] = this.socket.recvfrom(this.max_packet_size);
    return [[data, this.socket], client_address as A];
  }

  /** Does nothing: a datagram socket does not listen. */
  override server_activate(): void {}

  /**
   * Has nothing to shut down.
   *
   * @param request the datagram
   */
  override shutdown_request(request: Datagram<A>): void {
    this.close_request(request);
  }

  /**
   * Has nothing to close.
   *
   * @param _request the datagram
   */
  override close_request(_request: Datagram<A>): void {}
}

class_attributes(UDPServerClass, ["max_packet_size"]);

class UnixStreamServerClass extends TCPServerClass<UnixAddress> {
  static override address_family: number = AF_UNIX;
}

class UnixDatagramServerClass extends UDPServerClass<UnixAddress> {
  static override address_family: number = AF_UNIX;
}

export type { BaseServerClass, TCPServerClass, UDPServerClass };

/** What makes servers without a socket, for classes that extend it. */
export interface BaseServerConstructor {
  /**
   * Makes a server without a socket, which remembers its arguments.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   */
  new <Request = unknown, A = Address>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
  ): BaseServer<Request, A>;
  /**
   * Makes a server without a socket, which remembers its arguments.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   */
  <Request = unknown, A = Address>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
  ): BaseServer<Request, A>;
  /** The methods of every server. */
  readonly prototype: BaseServer;
  /** How long `handle_request()` waits, in seconds; `null`, the default, for ever. */
  timeout: number | null;
}

/** What a server is opened with: Python's class attributes. */
export interface ServerAttributes {
  /** How long `handle_request()` waits, in seconds; `null`, the default, for ever. */
  timeout: number | null;
  /** The family of the server's socket. */
  address_family: number;
  /** Its type. */
  socket_type: number;
  /** How many connections may wait to be accepted: 5. */
  request_queue_size: number;
  /** Whether the address may be one that was in use a moment ago (`SO_REUSEADDR`): no. */
  allow_reuse_address: boolean;
  /** Whether other sockets may serve at the same address (`SO_REUSEPORT`): no. */
  allow_reuse_port: boolean;
}

/** What makes stream servers. */
export interface TCPServerConstructor<DefaultAddress = InetAddress> extends ServerAttributes {
  /**
   * Opens a server on a stream socket: see {@linkcode TCPServer}.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   * @param bind_and_activate whether to call `server_bind()` and `server_activate()` now: yes
   * @throws {OSError} if the system refuses
   */
  new <A = DefaultAddress>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
    bind_and_activate?: boolean,
  ): TCPServer<A>;
  /**
   * Opens a server on a stream socket: see {@linkcode TCPServer}.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   * @param bind_and_activate whether to call `server_bind()` and `server_activate()` now: yes
   * @throws {OSError} if the system refuses
   */
  <A = DefaultAddress>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
    bind_and_activate?: boolean,
  ): TCPServer<A>;
  /** The methods of every stream server. */
  readonly prototype: TCPServer;
}

/** What makes datagram servers. */
export interface UDPServerConstructor<DefaultAddress = InetAddress> extends ServerAttributes {
  /**
   * Opens a server on a datagram socket: see {@linkcode UDPServer}.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   * @param bind_and_activate whether to call `server_bind()` and `server_activate()` now: yes
   * @throws {OSError} if the system refuses
   */
  new <A = DefaultAddress>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
    bind_and_activate?: boolean,
  ): UDPServer<A>;
  /**
   * Opens a server on a datagram socket: see {@linkcode UDPServer}.
   *
   * @param server_address where to serve
   * @param RequestHandlerClass what handles requests
   * @param bind_and_activate whether to call `server_bind()` and `server_activate()` now: yes
   * @throws {OSError} if the system refuses
   */
  <A = DefaultAddress>(
    server_address: AddressLike,
    RequestHandlerClass: RequestHandlerClass,
    bind_and_activate?: boolean,
  ): UDPServer<A>;
  /** The methods of every datagram server. */
  readonly prototype: UDPServer;
  /** How much of a datagram is received: 8192 bytes. */
  max_packet_size: number;
}

/** What every server has. */
export type BaseServer<Request = unknown, A = Address> = BaseServerClass<Request, A>;

/** Makes a server without a socket, for classes that extend it. */
export const BaseServer: BaseServerConstructor = callable(BaseServerClass, "BaseServer");

/** A server on a stream socket. */
export type TCPServer<A = InetAddress> = TCPServerClass<A>;

/**
 * Opens a server on a TCP socket: `socketserver.TCPServer(server_address, RequestHandlerClass, bind_and_activate)`.
 *
 * @example A server at an address that was in use a moment ago
 * ```ts no_run: serves for ever
 * import * as socketserver from "@pysocket/socket/socketserver";
 *
 * class Echo extends socketserver.BaseRequestHandler {
 *   override handle() {
 *     const connection = this.request;
 *     for (let data = connection.recv(1024); data.length > 0; data = connection.recv(1024)) connection.sendall(data);
 *   }
 * }
 *
 * class Server extends socketserver.TCPServer {
 *   static override allow_reuse_address = true;
 * }
 *
 * using server = new Server(["127.0.0.1", 9999], Echo);
 * server.handle_request();
 * ```
 */
export const TCPServer: TCPServerConstructor = callable(TCPServerClass, "TCPServer");

/** A server on a datagram socket. */
export type UDPServer<A = InetAddress> = UDPServerClass<A>;

/**
 * Opens a server on a UDP socket: `socketserver.UDPServer(server_address, RequestHandlerClass, bind_and_activate)`.
 *
 * @example
 * ```ts no_run: serves for ever
 * import * as socketserver from "@pysocket/socket/socketserver";
 *
 * class MyUDPHandler extends socketserver.BaseRequestHandler<socketserver.Datagram> {
 *   override handle() {
 *     const [data, socket] = this.request;
 *     socket.sendto(data, this.client_address);
 *   }
 * }
 *
 * using server = socketserver.UDPServer(["localhost", 9999], MyUDPHandler);
 * server.serve_forever();
 * ```
 */
export const UDPServer: UDPServerConstructor = callable(UDPServerClass, "UDPServer");

/** A server on a UNIX stream socket. */
export type UnixStreamServer = TCPServerClass<UnixAddress>;

/** Opens a server on a UNIX stream socket, whose address is a path. */
export const UnixStreamServer: TCPServerConstructor<UnixAddress> = callable(
  UnixStreamServerClass,
  "UnixStreamServer",
);

/** A server on a UNIX datagram socket. */
export type UnixDatagramServer = UDPServerClass<UnixAddress>;

/** Opens a server on a UNIX datagram socket, whose address is a path. */
export const UnixDatagramServer: UDPServerConstructor<UnixAddress> = callable(
  UnixDatagramServerClass,
  "UnixDatagramServer",
);

// A class that extends another finds the static members that were set on what is exported.
for (
  const [Class, Base] of [
    [TCPServerClass, BaseServer],
    [UDPServerClass, TCPServer],
    [UnixStreamServerClass, TCPServer],
    [UnixDatagramServerClass, UDPServer],
  ] as const
) {
  Object.setPrototypeOf(Class, Base);
}
