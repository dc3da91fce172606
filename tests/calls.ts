// Calls of the module written as JSON, so that they can be made elsewhere too.
import * as socket from "../mod.ts";

/** A function of the module and its arguments; the last may be `keywords({ ... })`. */
export type Call = readonly [name: string, ...values: unknown[]];

/** What a call gave: a value, or an exception's class, errno and message. */
export type Outcome = { value: unknown } | { error: [name: string, errno: number | null, message: string] };

class Keywords {
  readonly options: Record<string, unknown>;
  constructor(options: Record<string, unknown>) {
    this.options = options;
  }
}

/** Keyword arguments: here a trailing options object. */
export function keywords(options: Record<string, unknown>): unknown {
  return new Keywords(options);
}

// Lists stay lists and stand for tuples; what JSON lacks has an object of its own.
export function to_json(value: unknown): unknown {
  if (value instanceof Keywords) return { keywords: to_json(Object.entries(value.options)) };
  if (value instanceof Uint8Array) return { bytes: Array.from(value) };
  if (typeof value === "bigint") return { int: String(value) };
  return Array.isArray(value) ? value.map(to_json) : value;
}

// deno-lint-ignore no-explicit-any
export function from_json(value: any): unknown {
  if (Array.isArray(value)) return value.map(from_json);
  if (value?.keywords !== undefined) return Object.fromEntries(from_json(value.keywords) as []);
  if (value?.bytes !== undefined) return Uint8Array.from(value.bytes);
  if (value?.int !== undefined) return BigInt(value.int);
  return value;
}

function error_outcome(error: Error & { errno?: number | null }): Outcome {
  return { error: [error.name, error.errno ?? null, error.message] };
}

// deno-lint-ignore no-explicit-any
const functions = socket as Record<string, any>;

function outcome([name, ...values]: Call): Outcome {
  try {
    const value = functions[name](...values);
    if (!(value instanceof socket.socket)) return { value: value ?? null };
    (value as socket.Socket).close();
    return { value: "a socket" };
  } catch (error) {
    return error_outcome(error as Error);
  }
}

/** What the calls give here; both as JSON. */
export function answer(calls: string): string {
  return JSON.stringify((from_json(JSON.parse(calls)) as Call[]).map(outcome));
}
