// Python's exceptions that no system call raises. What needs no libc imports them from here, and needs no permission.
import { repr } from "./repr.ts";

/**
 * Python's `ValueError`: the type is right and the value is not.
 *
 * @example A number that makes no sense
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket();
 * try {
 *   s.settimeout(-1);
 * } catch (error) {
 *   if (!(error instanceof socket.ValueError)) throw error;
 *   console.log(error.message); // Timeout value out of range
 * }
 * ```
 */
export class ValueError extends RangeError {}
/**
 * Python's `OverflowError`: a number outside the range of what C takes.
 *
 * @example A port has 16 bits
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket();
 * try {
 *   s.bind(["127.0.0.1", 70000]);
 * } catch (error) {
 *   if (!(error instanceof socket.OverflowError)) throw error;
 *   console.log(error.message); // bind(): port must be 0-65535.
 * }
 * ```
 */
export class OverflowError extends RangeError {}
/**
 * Python's `UnicodeError`, also where Python raises `UnicodeEncodeError` or `UnicodeDecodeError`.
 *
 * @example Bytes that are no text
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * a.sendall(Uint8Array.of(0xff, 10));
 * try {
 *   using f = b.makefile("r");
 *   f.readline();
 * } catch (error) {
 *   console.log(error instanceof socket.UnicodeError); // true
 * }
 * a.close();
 * b.close();
 * ```
 */
export class UnicodeError extends ValueError {}
/**
 * Python's `LookupError`: no encoding or error handler has this name.
 *
 * @example An encoding that does not exist
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket();
 * try {
 *   s.makefile("r", null, { encoding: "klingon" });
 * } catch (error) {
 *   if (!(error instanceof socket.LookupError)) throw error;
 *   console.log(error.message); // unknown encoding: klingon
 * }
 * ```
 */
export class LookupError extends Error {}
/** Python's `KeyError`: a mapping has no such key. */
export class KeyError extends LookupError {
  /**
   * The message is the key, written as Python's `repr()` writes it.
   *
   * @param key what was looked for, or a sentence about it
   */
  constructor(key?: unknown) {
    super(key === undefined ? "" : repr(key));
  }
}
/** Python's `RuntimeError`: none of the other errors fits. */
export class RuntimeError extends Error {}
/** Python's `IndexError`: an offset that no index can be. */
export class IndexError extends LookupError {}

/** Gives classes of errors the names by which Python knows them. */
export function name_errors(classes: Readonly<Record<string, { readonly prototype: Error }>>): void {
  // On the prototypes and written out, so that errors are small and a bundler that renames classes changes nothing.
  for (const [value, { prototype }] of Object.entries(classes)) {
    Object.defineProperty(prototype, "name", { value, configurable: true, writable: true });
  }
}

name_errors({ ValueError, OverflowError, UnicodeError, LookupError, KeyError, IndexError, RuntimeError });
