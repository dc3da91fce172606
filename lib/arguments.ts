// Arguments as CPython reads them: which types pass, which numbers fit, and what it says of the others.
import { typed_array_name } from "../ffi/intrinsics.ts";
import { OverflowError } from "./exceptions.ts";

/** What Python calls the type of a JavaScript value, for CPython's messages. */
export function type_name(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    case "function":
      return "function";
    case "undefined":
      return "NoneType";
  }
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "tuple";
  if (typed_array_name.call(value) === "Uint8Array") return "bytes";
  const name = (value as object).constructor?.name;
  return name === "Object" ? "dict" : typeof name === "string" ? name : "object";
}

/** What follows CPython's words where an object was meant to name a parameter that has no name here. */
export function hint_at_position(value: unknown): string {
  return type_name(value) === "dict" ? " (this parameter goes by its position: pass the value itself)" : "";
}

/** CPython's complaint where an integer is wanted. */
export function not_an_integer(value: unknown): TypeError {
  const complaint = `'${type_name(value)}' object cannot be interpreted as an integer`;
  return new TypeError(complaint + hint_at_position(value));
}

/** CPython's complaint where an object lacks what is asked of it. */
export function no_attribute(value: unknown, name: string): TypeError {
  return new TypeError(`'${type_name(value)}' object has no attribute '${name}'`);
}

/** Whether Python would take the value for an `int`: its `bool` is one. */
export function is_integer(value: unknown): value is number | bigint | boolean {
  return Number.isInteger(value) || typeof value === "bigint" || typeof value === "boolean";
}

/** Complains, with `message`, of an argument that was not given. */
export function require_argument(value: unknown, message: string): void {
  if (value === undefined) throw new TypeError(message);
}

/**
 * Complains, as a function that is written in Python does, of arguments that were not given.
 *
 * @param values the parameters without defaults, by name, in their order
 */
export function require_all(caller: string, values: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(values).filter((name) => values[name] === undefined).map((name) => `'${name}'`);
  const last = names.pop();
  if (last === undefined) return;
  const count = names.length + 1;
  const list = count === 1 ? last : `${names.join(", ")}${count > 2 ? "," : ""} and ${last}`;
  throw new TypeError(
    `${caller} missing ${count} required positional argument${count === 1 ? "" : "s"}: ${list}`,
  );
}

/** Complains, as Python does of a function of its own, of positional arguments that were not given. */
export function require_positional(
  caller: string,
  names: readonly string[],
  values: readonly unknown[],
): void {
  const first = values.findIndex((value) => value === undefined);
  if (first < 0) return;
  const quoted = names.slice(first).map((name) => `'${name}'`);
  const count = quoted.length, last = quoted.pop()!;
  const list = count === 1
    ? last
    : count === 2
    ? `${quoted[0]} and ${last}`
    : `${quoted.join(", ")}, and ${last}`;
  throw new TypeError(
    `${caller}() missing ${count} required positional argument${count === 1 ? "" : "s"}: ${list}`,
  );
}

const INT_MAX = 0x7fffffff;
const LONG_MAX = 2 ** 63;

// Compared before it is made a number: a BigInt may be just outside the range, and round to its limit.
function is_within(value: number | bigint | boolean, least: number, most: number): boolean {
  const compared = value as number;
  return compared >= least && compared <= most;
}

function fits_long(value: number | bigint | boolean): boolean {
  return is_within(value, -LONG_MAX, LONG_MAX) && (value as number) < LONG_MAX;
}

// A number for C: the runtimes refuse -0.
function plain(value: number | bigint | boolean): number {
  return Number(value) + 0;
}

function checked_int(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  if (!fits_long(value)) throw new OverflowError("Python int too large to convert to C long");
  if (!is_within(value, -Infinity, INT_MAX)) {
    throw new OverflowError("signed integer is greater than maximum");
  }
  if (!is_within(value, -INT_MAX - 1, Infinity)) {
    throw new OverflowError("signed integer is less than minimum");
  }
  return plain(value);
}

/** A C `int`: CPython's argument format `i`. */
export function int(value: unknown): number {
  if (typeof value === "number" && (value | 0) === value) return value | 0;
  return checked_int(value);
}

/** A C `int` where CPython converts without a format (`PyLong_AsInt`), which words an overflow differently. */
export function as_int(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  if (!is_within(value, -INT_MAX - 1, INT_MAX)) {
    throw new OverflowError("Python int too large to convert to C int");
  }
  return plain(value);
}

/** A C `unsigned int` that wraps silently: CPython's argument format `I`. */
export function unsigned_int(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  return Number(BigInt.asUintN(32, BigInt(value)));
}

/** A C `ssize_t`: CPython's argument format `n`. */
export function ssize_t(value: unknown): number {
  if (!is_integer(value)) throw not_an_integer(value);
  if (!fits_long(value)) throw new OverflowError("Python int too large to convert to C ssize_t");
  return plain(value);
}

/** The items of an iterable, in an array of our own; `complaint` is what CPython says of anything else. */
export function items_of(value: unknown, complaint: string): unknown[] {
  const iterable = value as Iterable<unknown> | null | undefined;
  if (typeof iterable?.[Symbol.iterator] !== "function") throw new TypeError(complaint);
  return [...iterable];
}

/**
 * Checks the options object that stands for Python's keyword-only parameters.
 *
 * @param complaint what CPython says of one positional argument too many
 */
export function check_keywords(
  options: unknown,
  names: readonly string[],
  caller: string,
  complaint: string,
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${caller}() ${complaint}`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${caller}() got an unexpected keyword argument '${unknown}'`);
  }
}
