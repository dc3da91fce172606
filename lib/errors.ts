// Python's exceptions: OSError chooses its subclass by errno, and its message is what str(e) gives there.
import { libc, system } from "../ffi/libc.ts";

const { errors } = system;

/** The names of `errno` values: `111` to `"ECONNREFUSED"`. */
const NAMES = new Map(Object.entries(errors).map(([name, number]) => [number, name]));

const texts = new Map<number, string>();

/** libc's text for an errno, as Python's `os.strerror`. */
export function strerror(number: number): string {
  let text = texts.get(number);
  if (text === undefined) {
    const buffer = new Uint8Array(256);
    libc.strerror_r(number, buffer, buffer.length);
    text = new TextDecoder().decode(buffer.subarray(0, buffer.indexOf(0)));
    texts.set(number, text);
  }
  return text;
}

function message_of(args: readonly unknown[]): string {
  const [first, strerror, filename] = args;
  if (args.length === 0) return "";
  if (args.length === 1) return String(first);
  const text = `[Errno ${first ?? "None"}] ${strerror}`;
  return filename === undefined || filename === null ? text : `${text}: '${filename}'`;
}

/**
 * A system call's failure, CPython's `OSError`.
 *
 * Constructed with an errno that has a class of its own, it is an instance of that class, as in Python:
 * `new OSError(2, "No such file or directory") instanceof FileNotFoundError`.
 */
export class OSError extends Error {
  /** The system's error number, or `null` for an error that no system call reported. */
  readonly errno: number | null = null;
  /** The system's text for it, or `null`. */
  readonly strerror: string | null = null;
  /** The file that the call was about, or `null`. */
  readonly filename: string | null = null;
  /** The error number's name, such as `"ECONNREFUSED"`; absent where `errno` is `null`. */
  declare readonly code?: string;

  /**
   * `new OSError(message)` or `new OSError(errno, strerror, filename)`.
   *
   * @param args one message, or an error number, its text and optionally a file's name
   */
  constructor(...args: readonly unknown[]) {
    if (new.target === OSError && args.length > 1 && args.length < 4) {
      const Class = CLASSES.get(args[0] as number);
      if (Class !== undefined) return new Class(...args);
    }
    super(message_of(args));
    if (args.length > 1) {
      const number = args[0] as number;
      this.errno = number;
      this.strerror = args[1] as string;
      if (args.length > 2) this.filename = args[2] as string | null;
      const code = this.error_name(number);
      if (code !== undefined) this.code = code;
    }
  }

  /** The name of an error number of this class. */
  protected error_name(number: number): string | undefined {
    return NAMES.get(number);
  }
}

/** The call would block on a socket that may not: `EAGAIN`, `EALREADY`, `EINPROGRESS`. */
export class BlockingIOError extends OSError {
  /** How many bytes a buffered writer took before it blocked. */
  readonly characters_written: number = 0;

  /**
   * Takes what {@linkcode OSError} takes, and a count.
   *
   * @param args as for {@linkcode OSError}, but the third is the number of bytes written, as in CPython
   */
  constructor(...args: readonly unknown[]) {
    const counted = args.length === 3 && typeof args[2] === "number";
    super(...(counted ? args.slice(0, 2) : args));
    if (counted) this.characters_written = args[2] as number;
  }
}

/** The base of the errors of a connection. */
export class ConnectionError extends OSError {}
/** The other end is closed, or this end was shut down for writing: `EPIPE`, `ESHUTDOWN`. */
export class BrokenPipeError extends ConnectionError {}
/** `ECONNABORTED`. */
export class ConnectionAbortedError extends ConnectionError {}
/** Nobody listens at the address: `ECONNREFUSED`. */
export class ConnectionRefusedError extends ConnectionError {}
/** The peer reset the connection: `ECONNRESET`. */
export class ConnectionResetError extends ConnectionError {}
/** `ECHILD`. */
export class ChildProcessError extends OSError {}
/** `EEXIST`. */
export class FileExistsError extends OSError {}
/** `ENOENT`. */
export class FileNotFoundError extends OSError {}
/** `EINTR`. */
export class InterruptedError extends OSError {}
/** `EISDIR`. */
export class IsADirectoryError extends OSError {}
/** `ENOTDIR`. */
export class NotADirectoryError extends OSError {}
/** `EACCES` and `EPERM`. */
export class PermissionError extends OSError {}
/** `ESRCH`. */
export class ProcessLookupError extends OSError {}
/** A timeout set with `settimeout()` ran out (then `errno` is `null`), or the system's did: `ETIMEDOUT`. */
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

/** The error for an `errno` that a system call left. */
export function os_error(number: number): OSError {
  const Class = CLASSES.get(number) ?? OSError;
  return new Class(number, strerror(number));
}

function constant_name(prefix: string, number: number): string | undefined {
  const found = Object.entries(system.constants).find(([name, value]) =>
    value === number && name.startsWith(prefix)
  );
  return found?.[0];
}

/** A failure of `getaddrinfo()` or `getnameinfo()`: `errno` is an `EAI_*` code, and `code` its name. */
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

/** A failure of `gethostbyaddr()` and the other functions that report through `h_errno`. */
export class herror extends OSError {
  /** The name of an `h_errno` value. */
  protected override error_name(number: number): string | undefined {
    return H_ERRORS[number];
  }
}

/** Python's `ValueError`: the type is right and the value is not. */
export class ValueError extends RangeError {}
/** Python's `OverflowError`: a number outside the range of what C takes. */
export class OverflowError extends RangeError {}
/** Python's `UnicodeError`, also where Python raises `UnicodeEncodeError` or `UnicodeDecodeError`. */
export class UnicodeError extends ValueError {}
/** Python's `LookupError`: no encoding or error handler has this name. */
export class LookupError extends Error {}
/** Python's `io.UnsupportedOperation`: the file object cannot do this. */
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
  ValueError,
  OverflowError,
  UnicodeError,
  LookupError,
  UnsupportedOperation,
};

// On the prototypes and written out, so that errors are small and a bundler that renames classes changes nothing.
for (const [value, { prototype }] of Object.entries(named)) {
  Object.defineProperty(prototype, "name", { value, configurable: true, writable: true });
}
