// Python's exceptions: OSError chooses its subclass by errno, and its message is what str(e) gives there.
import { at_most } from "../ffi/intrinsics.ts";
import { libc, system } from "../ffi/libc.ts";
import {
  KeyError,
  LookupError,
  name_errors,
  OverflowError,
  RuntimeError,
  UnicodeError,
  ValueError,
} from "./exceptions.ts";
import { repr, str } from "./repr.ts";

export { KeyError, LookupError, OverflowError, RuntimeError, UnicodeError, ValueError };

const { errors } = system;

/** The `errno` of a closed or foreign descriptor. */
export const EBADF: number = errors.EBADF;
/** The `errno` of a call that would have to wait. */
export const EAGAIN: number = errors.EAGAIN;
/** The same as {@linkcode EAGAIN}, on the systems supported here. */
export const EWOULDBLOCK: number = errors.EAGAIN;

let names: ReadonlyMap<number, string> | null = null;

/** The name of an `errno` value: `111` is `"ECONNREFUSED"`. */
function errno_name(number: number): string | undefined {
  names ??= new Map(Object.entries(errors).map(([name, number]) => [number, name]));
  return names.get(number);
}

const texts = new Map<number, string>();

/** libc's text for an errno, as Python's `os.strerror`. */
export function strerror(number: number): string {
  let text = texts.get(number);
  if (text === undefined) {
    const buffer = new Uint8Array(256);
    libc.strerror_r(number, buffer, at_most(256, buffer));
    text = new TextDecoder().decode(buffer.subarray(0, buffer.indexOf(0)));
    texts.set(number, text);
  }
  return text;
}

const messages = new Map<number, string>();

// Made once for each errno: a BlockingIOError in a polling loop is hot.
function system_message(number: number): string {
  let message = messages.get(number);
  if (message === undefined) {
    message = `[Errno ${number}] ${strerror(number)}`;
    messages.set(number, message);
  }
  return message;
}

function message_of(errno: unknown, strerror: unknown, filename: unknown, filename2: unknown): string {
  if (strerror === undefined) return errno === undefined ? "" : str(errno);
  if (filename === undefined && strerror === texts.get(errno as number)) {
    return system_message(errno as number);
  }
  const text = `[Errno ${str(errno)}] ${str(strerror)}`;
  if (filename === undefined || filename === null) return text;
  if (filename2 === undefined || filename2 === null) return `${text}: ${repr(filename)}`;
  return `${text}: ${repr(filename)} -> ${repr(filename2)}`;
}

/**
 * A system call's failure, CPython's `OSError`.
 *
 * Constructed with an errno that has a class of its own, it is an instance of that class, as in Python:
 * `new OSError(2, "No such file or directory") instanceof FileNotFoundError`.
 *
 * @example What a failed call says
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using closed = socket.socket();
 * closed.bind(["127.0.0.1", 0]); // and no listen()
 * using s = socket.socket();
 * try {
 *   s.connect(closed.getsockname());
 * } catch (error) {
 *   if (!(error instanceof socket.OSError)) throw error;
 *   console.log(error.name, error.code); // ConnectionRefusedError ECONNREFUSED
 *   console.log(error.message); // such as [Errno 111] Connection refused
 * }
 * ```
 */
export class OSError extends Error {
  // Where they are `null`, the prototype says so: errors are thrown in polling loops, and are to be small.
  /** The system's error number, or `null` for an error that no system call reported. */
  declare readonly errno: number | null;
  /** The system's text for it, or `null`. */
  declare readonly strerror: string | null;
  /** The file that the call was about, or `null`. */
  declare readonly filename: string | null;

  /**
   * `new OSError(message)` or `new OSError(errno, strerror, filename)`.
   *
   * @param errno an error number, or a message if it is all there is
   * @param strerror the text for the number
   * @param filename a file's name
   * @param _winerror as in Python, for Windows only
   * @param filename2 another file's name
   */
  constructor(
    errno?: unknown,
    strerror?: unknown,
    filename?: unknown,
    _winerror?: unknown,
    filename2?: unknown,
  ) {
    if (new.target === OSError && strerror !== undefined) {
      const Class = CLASSES.get(errno as number);
      if (Class !== undefined) return new Class(errno, strerror, filename, _winerror, filename2);
    }
    super(message_of(errno, strerror, filename, filename2));
    if (strerror === undefined) return;
    this.errno = errno as number | null;
    this.strerror = strerror as string | null;
    if (filename !== undefined) this.filename = filename as string | null;
  }

  /** The error number's name, such as `"ECONNREFUSED"`; `undefined` where `errno` is `null`. */
  get code(): string | undefined {
    return this.errno === null ? undefined : this.error_name(this.errno);
  }

  /** The name of an error number of this class. */
  protected error_name(number: number): string | undefined {
    return errno_name(number);
  }
}

/**
 * The call would block on a socket that may not: `EAGAIN`, `EALREADY`, `EINPROGRESS`.
 *
 * @example Nothing to receive, and no waiting
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * a.setblocking(false);
 * try {
 *   a.recv(1024);
 * } catch (error) {
 *   console.log(error instanceof socket.BlockingIOError && error.code); // EAGAIN
 * }
 * a.close();
 * b.close();
 * ```
 */
export class BlockingIOError extends OSError {
  /** How many bytes a buffered writer took before it blocked. */
  declare readonly characters_written: number;

  /**
   * Takes what {@linkcode OSError} takes; a third argument that is a number is `characters_written`, as in CPython.
   *
   * @param errno an error number, or a message if it is all there is
   * @param strerror the text for the number
   * @param filename a file's name, or the number of bytes written
   * @param winerror as in Python, for Windows only
   * @param filename2 another file's name
   */
  constructor(
    errno?: unknown,
    strerror?: unknown,
    filename?: unknown,
    winerror?: unknown,
    filename2?: unknown,
  ) {
    const counts = typeof filename === "number";
    super(errno, strerror, counts ? undefined : filename, winerror, filename2);
    if (counts) this.characters_written = filename;
  }
}

/** The base of the errors of a connection. */
export class ConnectionError extends OSError {}
/**
 * The other end is closed, or this end was shut down for writing: `EPIPE`, `ESHUTDOWN`.
 *
 * @example The reader has gone
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * b.close();
 * try {
 *   a.sendall("is anybody there?");
 * } catch (error) {
 *   console.log(error instanceof socket.BrokenPipeError && error.code); // EPIPE
 * }
 * a.close();
 * ```
 */
export class BrokenPipeError extends ConnectionError {}
/** `ECONNABORTED`. */
export class ConnectionAbortedError extends ConnectionError {}
/**
 * Nobody listens at the address: `ECONNREFUSED`.
 *
 * @example A port at which nobody listens
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using closed = socket.socket();
 * closed.bind(["127.0.0.1", 0]);
 * try {
 *   socket.create_connection(closed.getsockname());
 * } catch (error) {
 *   console.log(error instanceof socket.ConnectionRefusedError); // true
 * }
 * ```
 */
export class ConnectionRefusedError extends ConnectionError {}
/**
 * The peer reset the connection: `ECONNRESET`.
 *
 * @example A peer that leaves with data unread
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using server = socket.create_server(["127.0.0.1", 0]);
 * using client = socket.create_connection(server.getsockname());
 * const [conn] = server.accept();
 * client.sendall("nobody reads this");
 * conn.close();
 * try {
 *   client.recv(1024);
 * } catch (error) {
 *   console.log(error instanceof socket.ConnectionResetError && error.code); // ECONNRESET
 * }
 * ```
 */
export class ConnectionResetError extends ConnectionError {}
/** `ECHILD`. */
export class ChildProcessError extends OSError {}
/** `EEXIST`. */
export class FileExistsError extends OSError {}
/**
 * `ENOENT`.
 *
 * @example A UNIX socket that is not there
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket(socket.AF_UNIX);
 * try {
 *   s.connect("/run/no-such-socket");
 * } catch (error) {
 *   console.log(error instanceof socket.FileNotFoundError && error.code); // ENOENT
 * }
 * ```
 */
export class FileNotFoundError extends OSError {}
/** `EINTR`. */
export class InterruptedError extends OSError {}
/** `EISDIR`. */
export class IsADirectoryError extends OSError {}
/** `ENOTDIR`. */
export class NotADirectoryError extends OSError {}
/**
 * `EACCES` and `EPERM`.
 *
 * @example Raw sockets are not for everybody
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * try {
 *   using s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP);
 *   console.log(s.fileno() > 0); // such as true
 * } catch (error) {
 *   if (!(error instanceof socket.PermissionError)) throw error;
 *   console.log(error.message); // such as [Errno 1] Operation not permitted
 * }
 * ```
 */
export class PermissionError extends OSError {}
/** `ESRCH`. */
export class ProcessLookupError extends OSError {}
/**
 * A timeout set with `settimeout()` ran out (then `errno` is `null`), or the system's did: `ETIMEDOUT`.
 *
 * @example A socket's own timeout has no errno
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * a.settimeout(0.1);
 * try {
 *   a.recv(1024);
 * } catch (error) {
 *   if (!(error instanceof socket.TimeoutError)) throw error;
 *   console.log(error.message, error.errno); // timed out null
 * }
 * a.close();
 * b.close();
 * ```
 */
export class TimeoutError extends OSError {}

const CLASSES: ReadonlyMap<number, typeof OSError> = new Map<number, typeof OSError>([
  [errors.EAGAIN, BlockingIOError],
  [errors.EALREADY, BlockingIOError],
  [errors.EINPROGRESS, BlockingIOError],
  [errors.EPIPE, BrokenPipeError],
  [errors.ESHUTDOWN, BrokenPipeError],
  [errors.ECHILD, ChildProcessError],
  [errors.ECONNABORTED, ConnectionAbortedError],
  [errors.ECONNREFUSED, ConnectionRefusedError],
  [errors.ECONNRESET, ConnectionResetError],
  [errors.EEXIST, FileExistsError],
  [errors.ENOENT, FileNotFoundError],
  [errors.EINTR, InterruptedError],
  [errors.EISDIR, IsADirectoryError],
  [errors.ENOTDIR, NotADirectoryError],
  [errors.EACCES, PermissionError],
  [errors.EPERM, PermissionError],
  [errors.ESRCH, ProcessLookupError],
  [errors.ETIMEDOUT, TimeoutError],
]);

function class_of(number: number): typeof OSError {
  return CLASSES.get(number) ?? OSError;
}

/** The error for an `errno` that a system call left. */
export function os_error(number: number): OSError {
  return new (class_of(number))(number, strerror(number));
}

function constant_name(prefix: string, number: number): string | undefined {
  const found = Object.entries(system.constants).find(([name, value]) =>
    value === number && name.startsWith(prefix)
  );
  return found?.[0];
}

/**
 * A failure of `getaddrinfo()` or `getnameinfo()`: `errno` is an `EAI_*` code, and `code` its name.
 *
 * @example A host that has no address
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * try {
 *   socket.getaddrinfo("no number", 80, 0, 0, 0, socket.AI_NUMERICHOST);
 * } catch (error) {
 *   if (!(error instanceof socket.gaierror)) throw error;
 *   console.log(error.code, error.errno === socket.EAI_NONAME); // EAI_NONAME true
 * }
 * ```
 */
export class gaierror extends OSError {
  /** The name of an `EAI_*` code. */
  protected override error_name(number: number): string | undefined {
    return constant_name("EAI_", number);
  }
}

const H_ERRORS: Record<number, string> = {
  1: "HOST_NOT_FOUND",
  2: "TRY_AGAIN",
  3: "NO_RECOVERY",
  4: "NO_DATA",
};

/**
 * A failure of `gethostbyaddr()` and the other functions that report through `h_errno`.
 *
 * @example An address that has no name
 * ```ts no_run: asks a name server
 * import * as socket from "@pysocket/socket";
 *
 * try {
 *   console.log(socket.gethostbyaddr("192.0.2.1"));
 * } catch (error) {
 *   if (!(error instanceof socket.herror)) throw error;
 *   console.log(error.code); // HOST_NOT_FOUND
 * }
 * ```
 */
export class herror extends OSError {
  /** The name of an `h_errno` value. */
  protected override error_name(number: number): string | undefined {
    return H_ERRORS[number];
  }
}

/**
 * Python's `io.UnsupportedOperation`: the file object cannot do this.
 *
 * @example Not every file can do everything
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * using f = a.makefile("rb");
 * try {
 *   f.write(Uint8Array.of(1));
 * } catch (error) {
 *   console.log(error instanceof socket.UnsupportedOperation); // true
 * }
 * a.close();
 * b.close();
 * ```
 */
export class UnsupportedOperation extends OSError {}

const named = {
  OSError,
  BlockingIOError,
  ConnectionError,
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionRefusedError,
  ConnectionResetError,
  ChildProcessError,
  FileExistsError,
  FileNotFoundError,
  InterruptedError,
  IsADirectoryError,
  NotADirectoryError,
  PermissionError,
  ProcessLookupError,
  TimeoutError,
  gaierror,
  herror,
  UnsupportedOperation,
};

const defaults = [
  [OSError.prototype, "errno", null],
  [OSError.prototype, "strerror", null],
  [OSError.prototype, "filename", null],
  [BlockingIOError.prototype, "characters_written", 0],
] as const;

for (const [prototype, name, value] of defaults) {
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}

name_errors(named);
