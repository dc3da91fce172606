// Python's exceptions that no system call raises. What needs no libc imports them from here, and needs no permission.

/** Python's `ValueError`: the type is right and the value is not. */
export class ValueError extends RangeError {}
/** Python's `OverflowError`: a number outside the range of what C takes. */
export class OverflowError extends RangeError {}
/** Python's `UnicodeError`, also where Python raises `UnicodeEncodeError` or `UnicodeDecodeError`. */
export class UnicodeError extends ValueError {}
/** Python's `LookupError`: no encoding or error handler has this name. */
export class LookupError extends Error {}
/** Python's `IndexError`: an offset that no index can be. */
export class IndexError extends LookupError {}

/** Gives classes of errors the names by which Python knows them. */
export function name_errors(classes: Readonly<Record<string, { readonly prototype: Error }>>): void {
  // On the prototypes and written out, so that errors are small and a bundler that renames classes changes nothing.
  for (const [value, { prototype }] of Object.entries(classes)) {
    Object.defineProperty(prototype, "name", { value, configurable: true, writable: true });
  }
}

name_errors({ ValueError, OverflowError, UnicodeError, LookupError, IndexError });
