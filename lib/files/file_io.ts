// The raw file object over any descriptor: every read is one read(2), every write one write(2).
import { system } from "../../ffi/libc.ts";
import { as_int, is_integer, not_an_integer, require_argument } from "../arguments.ts";
import { type Bytes, bytes_like, type BytesLike, join_bytes, writable_bytes } from "../bytes.ts";
import { OSError, OverflowError, strerror, UnsupportedOperation, ValueError } from "../errors.ts";
import { inspect_as_string, repr } from "../repr.ts";
import { S_ISDIR, type StatResult, status } from "../status.ts";
import { close_file, cut_to, is_terminal, move_to, read_bytes, read_into, write_some } from "../transfers.ts";
import { close_forgotten, close_no_more, DEFAULT_BUFFER_SIZE, LONGEST_READ, size_or_none } from "./base.ts";
import { RawIOBase, would_block } from "./raw.ts";

const { EISDIR, ESPIPE } = system.errors;

/** What a mode means, as far as it is the raw file object's business. */
export interface Access {
  /** `r`, `w`, `a` or `x`. */
  readonly kind: string;
  /** Whether it had a `+`. */
  readonly updating: boolean;
}

// The descriptor, in an object of its own that outlives a forgotten file.
class Open {
  fd: number;
  readonly #owned: boolean;

  constructor(fd: number, owned: boolean) {
    this.fd = fd;
    this.#owned = owned;
  }

  close(): void {
    const { fd } = this;
    this.fd = -1;
    close_no_more(this);
    if (fd >= 0 && this.#owned) close_file(fd);
  }
}

/** An offset or a length in a file. */
function off_t(value: unknown): bigint {
  if (!is_integer(value)) throw not_an_integer(value);
  const offset = BigInt(value);
  if (BigInt.asIntN(64, offset) !== offset) {
    throw new OverflowError("Python int too large to convert to C long");
  }
  return offset;
}

function file_argument(value: unknown): number {
  if (is_integer(value) && Math.abs(Number(value)) > 0x7fffffff) {
    throw new TypeError("expected str, bytes or os.PathLike object, not int");
  }
  const fd = as_int(value);
  if (fd < 0) throw new ValueError("negative file descriptor");
  return fd;
}

function status_of_file(fd: number): StatResult {
  const found = status(fd);
  if (S_ISDIR(found.st_mode)) throw new OSError(EISDIR, strerror(EISDIR), fd);
  return found;
}

function closed_file(): ValueError {
  return new ValueError("I/O operation on closed file");
}

// CPython's bytes need some room for themselves. A BigInt, because no number lies between this and the largest size.
const BYTES_MAX = 2n ** 63n - 34n;

/**
 * A raw file object over a descriptor of any kind: CPython's `io.FileIO`, what `fdopen(fd, "rb", 0)` returns and what the
 * buffered ones stand on.
 *
 * One that is forgotten is closed when the garbage collector finds it.
 */
export class FileIO extends RawIOBase {
  /** The descriptor, also after it was closed. */
  readonly name: number;
  /** Whether closing the file object closes the descriptor. */
  readonly closefd: boolean;
  /** How many bytes are best read at once. @ignore */
  readonly _blksize: number;
  readonly #access: Access;
  readonly #open: Open;
  #seekable: boolean | null = null;

  /**
   * Makes a file object over a descriptor; `fdopen()` does it.
   *
   * @param file the descriptor
   * @param access what may be done
   * @param closefd whether closing the file object closes the descriptor
   * @throws {OSError} if it is none, or a directory's
   */
  constructor(file: number, access: Access, closefd: boolean) {
    super();
    this.name = file_argument(file);
    this.closefd = closefd;
    this.#access = access;
    const { st_blksize } = status_of_file(this.name);
    this._blksize = st_blksize > 1 ? st_blksize : DEFAULT_BUFFER_SIZE;
    if (access.kind === "a") this.#go_to_end();
    this.#open = new Open(this.name, closefd);
    if (closefd) close_forgotten(this, this.#open);
  }

  #go_to_end(): void {
    try {
      move_to(this.name, 0n, 2);
    } catch (error) {
      if (!(error instanceof OSError && error.errno === ESPIPE)) throw error;
    }
  }

  #fd(): number {
    const { fd } = this.#open;
    if (fd < 0) throw closed_file();
    return fd;
  }

  #reading_fd(): number {
    const fd = this.#fd();
    if (!this.#reads) throw new UnsupportedOperation("File not open for reading");
    return fd;
  }

  #writing_fd(): number {
    const fd = this.#fd();
    if (!this.#writes) throw new UnsupportedOperation("File not open for writing");
    return fd;
  }

  get #reads(): boolean {
    return this.#access.kind === "r" || this.#access.updating;
  }

  get #writes(): boolean {
    return this.#access.kind !== "r" || this.#access.updating;
  }

  /** Whether the file object is closed. */
  override get closed(): boolean {
    return this.#open.fd < 0;
  }

  /** `"rb"`, `"wb"`, `"rb+"` or the like. */
  get mode(): string {
    const { kind, updating } = this.#access;
    const shown = updating && kind === "w" ? "r" : kind;
    return `${shown}b${updating ? "+" : ""}`;
  }

  /**
   * Reads into memory.
   *
   * System call: read(2); CPython: `FileIO.readinto`.
   *
   * @param buffer where to put it
   * @returns how many bytes came, 0 at the end; `null` if the descriptor is non-blocking and there is nothing
   */
  override readinto(buffer: BytesLike): number | null {
    require_argument(buffer, "readinto() takes exactly 1 positional argument (0 given)");
    const memory = buffer instanceof Uint8Array ? buffer : writable_bytes(buffer, "readinto");
    const fd = this.#reading_fd();
    try {
      return read_into(fd, memory);
    } catch (error) {
      if (would_block(error)) return null;
      throw error;
    }
  }

  /**
   * Reads data.
   *
   * System call: read(2); CPython: `FileIO.read`.
   *
   * @param size at most how many bytes; -1 or `null` for all up to the end
   * @returns what there was; `null` if the descriptor is non-blocking and there is nothing
   */
  override read(size: number | null = -1): Bytes | null {
    const length = size_or_none(size);
    const fd = this.#reading_fd();
    if (length < 0) return this.readall();
    if (size! > BYTES_MAX) throw new OverflowError("byte string is too large");
    return this.#read(fd, length);
  }

  #read(fd: number, length: number): Bytes | null {
    try {
      return read_bytes(fd, length);
    } catch (error) {
      if (would_block(error)) return null;
      throw error;
    }
  }

  /**
   * Reads everything up to the end, or as much as a non-blocking descriptor has.
   *
   * System call: read(2), repeated; CPython: `FileIO.readall`.
   *
   * @returns the data; `null` if the descriptor is non-blocking and there is nothing
   */
  override readall(): Bytes | null {
    const fd = this.#fd();
    const pieces: Bytes[] = [];
    for (let length = DEFAULT_BUFFER_SIZE;; length = Math.min(length * 2, LONGEST_READ)) {
      const piece = this.#read(fd, length);
      if (piece === null && pieces.length === 0) return null;
      if (piece === null || piece.length === 0) return join_bytes(pieces);
      pieces.push(piece);
    }
  }

  /**
   * Writes data, as much of it as the system takes at once.
   *
   * System call: write(2); CPython: `FileIO.write`.
   *
   * @param data the bytes
   * @returns how many were taken; `null` if the descriptor is non-blocking and there is no room
   */
  override write(data: BytesLike): number | null {
    require_argument(data, "write() takes exactly 1 positional argument (0 given)");
    const bytes = data instanceof Uint8Array ? data : bytes_like(data);
    const fd = this.#writing_fd();
    try {
      return write_some(fd, bytes);
    } catch (error) {
      if (would_block(error)) return null;
      throw error;
    }
  }

  /**
   * Moves to a position.
   *
   * System call: lseek(2); CPython: `FileIO.seek`.
   *
   * @param offset where to go
   * @param whence from where: 0 the start, 1 here, 2 the end
   * @returns the new position
   * @throws {OSError} if it is a pipe or a socket, which have none
   */
  override seek(offset: number, whence: number = 0): number {
    require_argument(offset, "seek expected at least 1 argument, got 0");
    const from = as_int(whence);
    return move_to(this.#fd(), off_t(offset), from);
  }

  /**
   * The position.
   *
   * System call: lseek(2); CPython: `FileIO.tell`.
   *
   * @throws {OSError} if it is a pipe or a socket, which have none
   */
  override tell(): number {
    return move_to(this.#fd(), 0n, 1);
  }

  /**
   * Makes the file so many bytes long. The position stays.
   *
   * System call: ftruncate(2); CPython: `FileIO.truncate`.
   *
   * @param size how many bytes; `null` for as many as there are up to the position
   * @returns the new length
   */
  override truncate(size: number | null = null): number {
    const fd = this.#writing_fd();
    const length = size === null || size === undefined ? BigInt(this.tell()) : off_t(size);
    cut_to(fd, length);
    return Number(length);
  }

  /** Whether it was made for reading. */
  override readable(): boolean {
    this.#fd();
    return this.#reads;
  }

  /** Whether it was made for writing. */
  override writable(): boolean {
    this.#fd();
    return this.#writes;
  }

  /** Whether it has a position: a pipe, a socket and most terminals do not. */
  override seekable(): boolean {
    this.#fd();
    this.#seekable ??= this.#has_position();
    return this.#seekable;
  }

  #has_position(): boolean {
    try {
      this.tell();
      return true;
    } catch {
      return false;
    }
  }

  /** Whether it is a terminal. */
  override isatty(): boolean {
    return is_terminal(this.#fd());
  }

  /** The descriptor. */
  override fileno(): number {
    return this.#fd();
  }

  /** Closes the file object, and its descriptor if `closefd` says so. */
  override close(): void {
    this.#open.close();
  }

  /** CPython's `repr()`: `<_io.FileIO name=3 mode='rb' closefd=True>`. */
  override toString(): string {
    const name = this.constructor === FileIO ? "_io.FileIO" : this.constructor.name;
    if (this.closed) return `<${name} [closed]>`;
    return `<${name} name=${this.name} mode=${repr(this.mode)} closefd=${repr(this.closefd)}>`;
  }
}

inspect_as_string(FileIO);
