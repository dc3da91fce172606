// The file object nearest to the socket: every read is one recv(2), every write one send(2).
import { no_attribute, require_argument } from "../arguments.ts";
import { bytes_like, type BytesLike } from "../bytes.ts";
import { OSError, TimeoutError, UnsupportedOperation, ValueError } from "../errors.ts";
import { inspect_as_string, repr } from "../repr.ts";
import { close_forgotten, close_no_more, closed_file } from "./base.ts";
import { RawIOBase, would_block } from "./raw.ts";

/** What a {@linkcode SocketIO} needs of its socket. */
export interface FileSocket {
  /** Receives into memory. */
  recv_into(buffer: BytesLike): number;
  /** Sends some of the data. */
  send(data: BytesLike): number;
  /** The descriptor. */
  fileno(): number;
  /** Hears that a file object was closed. */
  _decref_socketios(): void;
}

const MODES = ["r", "w", "rw", "rb", "wb", "rwb"];

function descriptor_of(socket: FileSocket): number {
  if (typeof socket.fileno !== "function") throw no_attribute(socket, "fileno");
  return socket.fileno();
}

// What is left to do for a SocketIO that was forgotten. It must not keep the socket alive: a socket that is forgotten too
// closes its descriptor itself.
class Reference {
  readonly #socket: WeakRef<FileSocket>;
  counted = true;

  constructor(socket: FileSocket) {
    this.#socket = new WeakRef(socket);
  }

  close(): void {
    const socket = this.#socket.deref();
    if (this.counted && socket !== undefined) socket._decref_socketios();
    this.counted = false;
    close_no_more(this);
  }
}

/**
 * A raw file object over a socket: CPython's `socket.SocketIO`, what `makefile("rb", 0)` returns and what the buffered
 * ones stand on.
 *
 * Closing it does not close the socket; but a socket that was closed keeps its descriptor until the last file object is
 * closed. One that is forgotten counts as closed when the garbage collector finds it.
 *
 * @example Every read is one recv(2)
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * using f = b.makefile("rb", 0);
 * a.sendall("Hello, world");
 * console.log(f.read(5)?.length, f.read(100)?.length); // 5 7
 * a.close();
 * b.close();
 * ```
 */
export class SocketIO extends RawIOBase {
  #socket: FileSocket | null;
  readonly #reference: Reference;
  readonly #mode: string;
  #timeout_occurred = false;

  /**
   * Makes a file object over a socket; `makefile()` does it and counts it.
   *
   * @param sock the socket
   * @param mode `"r"`, `"w"` or `"rw"`, with or without `"b"`
   * @throws {ValueError} if the mode is another
   */
  constructor(sock: FileSocket, mode: string) {
    super();
    if (!MODES.includes(mode)) throw new ValueError(`invalid mode: ${repr(mode)}`);
    this.#mode = mode.endsWith("b") ? mode : `${mode}b`;
    this.#socket = sock;
    this.#reference = new Reference(sock);
    close_forgotten(this, this.#reference);
  }

  /** Whether the file object is closed. */
  override get closed(): boolean {
    return this.#socket === null;
  }

  /** The descriptor; -1 once the file object is closed. */
  get name(): number {
    return this.#socket === null ? -1 : descriptor_of(this.#socket);
  }

  /** `"rb"`, `"wb"` or `"rwb"`. */
  get mode(): string {
    return this.#mode;
  }

  #open_socket(): FileSocket {
    if (this.#socket === null) throw closed_file();
    return this.#socket;
  }

  /**
   * Receives into memory.
   *
   * System call: recv(2); CPython: `SocketIO.readinto`.
   *
   * @param buffer where to put it
   * @returns how many bytes came, 0 at the end of the stream; `null` if the socket is non-blocking and there is nothing
   * @throws {OSError} after a timeout, at every further call: nobody knows what was lost
   */
  override readinto(buffer: BytesLike): number | null {
    require_argument(buffer, "SocketIO.readinto() missing 1 required positional argument: 'b'");
    const socket = this.#open_socket();
    if (!this.#mode.startsWith("r")) throw new UnsupportedOperation("File or stream is not readable.");
    if (this.#timeout_occurred) throw new OSError("cannot read from timed out object");
    try {
      return socket.recv_into(buffer);
    } catch (error) {
      if (error instanceof TimeoutError) this.#timeout_occurred = true;
      if (would_block(error)) return null;
      throw error;
    }
  }

  /**
   * Sends data, as much of it as the system takes at once.
   *
   * System call: send(2); CPython: `SocketIO.write`.
   *
   * @param data the bytes
   * @returns how many were taken; `null` if the socket is non-blocking and there is no room
   */
  override write(data: BytesLike): number | null {
    require_argument(data, "SocketIO.write() missing 1 required positional argument: 'b'");
    const socket = this.#open_socket();
    if (!this.#mode.includes("w")) throw new UnsupportedOperation("File or stream is not writable.");
    try {
      return socket.send(data instanceof Uint8Array ? data : bytes_like(data));
    } catch (error) {
      if (would_block(error)) return null;
      throw error;
    }
  }

  #check_open(): void {
    if (this.closed) throw new ValueError("I/O operation on closed socket.");
  }

  /** Whether it was made for reading. */
  override readable(): boolean {
    this.#check_open();
    return this.#mode.startsWith("r");
  }

  /** Whether it was made for writing. */
  override writable(): boolean {
    this.#check_open();
    return this.#mode.includes("w");
  }

  /** Whether it has a position: no. */
  override seekable(): boolean {
    this.#check_open();
    return false;
  }

  /** The socket's descriptor. */
  override fileno(): number {
    return descriptor_of(this.#open_socket());
  }

  /** Closes the file object; the socket only if it was closed before and this is its last file object. */
  override close(): void {
    this.#socket = null;
    this.#reference.close();
  }

  /** `<socket.SocketIO object>`; there is no address to tell. */
  override toString(): string {
    return `<${this.constructor === SocketIO ? "socket.SocketIO" : this.constructor.name} object>`;
  }
}

inspect_as_string(SocketIO);
