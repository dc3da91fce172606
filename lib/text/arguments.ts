// Strings on their way to C: which types pass, how they are encoded, and what CPython says of the others.
import { type_name } from "../arguments.ts";
import { bytes_or_null } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { fsencode, utf8_encode } from "./utf8.ts";

/** A `str` without NUL, as UTF-8: CPython's argument format `s`. `what` names the argument. */
export function utf8_argument(value: unknown, what: string): Uint8Array<ArrayBuffer> {
  return utf8_or_complaint(value, `${what} must be str, not ${type_or_none(value)}`);
}

/** The same where CPython has a text of its own for a wrong type. */
export function utf8_or_complaint(value: unknown, complaint: string): Uint8Array<ArrayBuffer> {
  if (typeof value !== "string") throw new TypeError(complaint);
  const bytes = utf8_encode(value);
  if (bytes.includes(0)) throw new ValueError("embedded null character");
  return bytes;
}

/** A name as the file system spells it, without NUL: CPython's `PyUnicode_FSConverter`. */
export function fs_argument(value: unknown): Uint8Array {
  const bytes = typeof value === "string" ? fsencode(value) : bytes_or_null(value);
  if (bytes === null) {
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${type_name(value)}`);
  }
  if (bytes.includes(0)) throw new ValueError("embedded null byte");
  return bytes;
}

/** The type's name as CPython's argument formats give it. */
export function type_or_none(value: unknown): string {
  return value === null ? "None" : type_name(value);
}
