// Arguments that everything that waits for descriptors takes: descriptors, and how long to wait.
import { as_int, is_integer, type_name } from "../arguments.ts";
import { monotonic, to_nanoseconds } from "../blocking.ts";
import { OverflowError, ValueError } from "../errors.ts";

/** What has a descriptor: a socket, a file object, or anything else with this method. */
export interface HasFileno {
  /** The descriptor. */
  fileno(): number;
}

/** A descriptor, or what has one. */
export type FileDescriptorLike = number | HasFileno;

function descriptor_of(value: unknown): number | bigint | boolean {
  if (is_integer(value)) return value;
  const method: unknown = (value as { fileno?: unknown } | null | undefined)?.fileno;
  if (method === undefined) throw new TypeError("argument must be an int, or have a fileno() method.");
  if (typeof method !== "function") throw new TypeError(`'${type_name(method)}' object is not callable`);
  const number: unknown = method.call(value);
  if (!is_integer(number)) throw new TypeError("fileno() returned a non-integer");
  return number;
}

/** A descriptor argument: CPython's `PyObject_AsFileDescriptor`. */
export function file_descriptor(value: unknown): number {
  const fd = as_int(descriptor_of(value));
  if (fd < 0) throw new ValueError(`file descriptor cannot be a negative integer (${fd})`);
  return fd;
}

/** Nanoseconds in a second. */
export const SECOND = 1e9;
/** Nanoseconds in a millisecond. */
export const MILLISECOND = 1e6;

/**
 * A timeout argument in nanoseconds, rounded away from 0.
 *
 * @param unit how many nanoseconds the value counts
 * @param complaint what CPython says of what is no number
 */
export function nanoseconds(value: unknown, unit: number, complaint: string): number {
  if (typeof value !== "number" && !is_integer(value)) throw new TypeError(complaint);
  return to_nanoseconds(value, unit);
}

/** Milliseconds for poll(2) and epoll_wait(2): less than 0 is for ever. */
export function checked_milliseconds(milliseconds: number): number {
  if (milliseconds > 0x7fffffff || milliseconds < -0x80000000) {
    throw new OverflowError("timeout is too large");
  }
  return milliseconds < 0 ? -1 : milliseconds;
}

/** When a wait that starts now is over, on the {@linkcode monotonic} clock; 0 if that does not matter. */
export function deadline_of(milliseconds: number): number {
  return milliseconds > 0 ? monotonic() + milliseconds / 1000 : 0;
}

/** How long a wait that a signal interrupted has to go on, in milliseconds; less than 0 if the time is up. */
export function milliseconds_until(deadline: number): number {
  return Math.ceil((deadline - monotonic()) * 1000) + 0; // -0 is 0
}
