// What the suite uses of @std/assert, by its names and behaviour, on node:assert: no registry is needed to run the tests.
// `deno task test:jsr` puts jsr:@std/assert in this file's place. node:assert itself gives back no caught error, narrows no
// type but by assert(), and its runtimes disagree about a message that is undefined.
import { AssertionError, deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...values: any[]) => E;

function check(condition: boolean, message: string, hint?: string): asserts condition {
  if (!condition) throw new AssertionError({ message: hint === undefined ? message : `${message}: ${hint}` });
}

/** Fails. */
export function fail(message?: string): never {
  throw new AssertionError({ message: message ?? "Failed assertion." });
}

/** Fails unless the value is truthy. */
export function assert(value: unknown, message = ""): asserts value {
  check(Boolean(value), message);
}

/** Fails unless both are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  if (message === undefined) deepStrictEqual(actual, expected);
  else deepStrictEqual(actual, expected, message);
}

/** Fails if both are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  if (message === undefined) notDeepStrictEqual(actual, expected);
  else notDeepStrictEqual(actual, expected, message);
}

/** Fails unless both are the same value. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  check(Object.is(actual, expected), `${String(actual)} is not ${String(expected)}`, message);
}

/** Fails unless the value is an instance of the class. */
export function assertInstanceOf<E>(
  actual: unknown,
  // deno-lint-ignore no-explicit-any
  Class: abstract new (...values: any[]) => E,
  message?: string,
): asserts actual is E {
  check(actual instanceof Class, `${String(actual)} is no instance of ${Class.name}`, message);
}

/** Fails unless the text contains the part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  check(actual.includes(expected), `"${actual}" does not contain "${expected}"`, message);
}

/** Fails unless the text matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  check(expected.test(actual), `"${actual}" does not match ${expected}`, message);
}

/** Fails unless the first is greater. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  check(actual > expected, `${actual} is not > ${expected}`, message);
}

/** Fails unless the first is greater or equal. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  check(actual >= expected, `${actual} is not >= ${expected}`, message);
}

/** Fails unless the first is less. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  check(actual < expected, `${actual} is not < ${expected}`, message);
}

/** Fails unless the first is less or equal. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  check(actual <= expected, `${actual} is not <= ${expected}`, message);
}

/** Fails unless the error is of the class and its message contains the text. */
function checkError<E extends Error>(
  error: unknown,
  Class: ErrorClass<E>,
  includes?: string,
  message?: string,
): asserts error is E {
  assertInstanceOf(error, Class, message);
  if (includes !== undefined) assertStringIncludes(error.message, includes, message);
}

/** Fails unless the function throws such an error, which it returns. */
export function assertThrows<E extends Error>(
  fn: () => unknown,
  Class: ErrorClass<E>,
  includes?: string,
  message?: string,
): E {
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    checkError(error, Class, includes, message);
    return error;
  }
  check(thrown !== undefined, `Expected function to throw ${Class.name}`, message);
  throw thrown;
}

/** Fails unless the promise is rejected with such an error, to which it resolves. */
export async function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  Class: ErrorClass<E>,
  includes?: string,
  message?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    checkError(error, Class, includes, message);
    return error;
  }
  fail(message ?? `Expected function to reject with ${Class.name}`);
}
