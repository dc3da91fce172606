// Python's struct module and ours, side by side: every value, exception, message and byte left in memory.
import { spawnSync } from "node:child_process";
import * as struct from "../lib/struct.ts";
import { assert } from "./assert.ts";
import { python } from "./peer.ts";

const PROGRAM = `
import json, struct, sys
calls = json.load(sys.stdin.buffer)

DECODERS = {"int": int, "float": float, "bytes": bytes.fromhex, "bytearray": bytearray.fromhex, "tuple": tuple}

def decoded(value):
    if isinstance(value, dict):
        (kind, text), = value.items()
        return DECODERS[kind](text)
    return value

def encoded(value):
    if isinstance(value, tuple | list):
        return [encoded(item) for item in value]
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return {"float": "nan" if value != value else struct.pack(">d", value).hex()}
    if isinstance(value, int):
        return {"int": str(value)}
    return {"bytes": value.hex()}

def called(name, values):
    if name == "properties":
        made = struct.Struct(*values)
        return [made.format, made.size, repr(made)]
    if name.startswith("Struct."):
        return getattr(struct.Struct(values[0]), name[7:])(*values[1:])
    return getattr(struct, name)(*values)

CLASSES = {"UnicodeEncodeError": "UnicodeError"}

def outcome(name, values):
    values = [decoded(value) for value in values]
    try:
        value = called(name, values)
        result = {"value": encoded(list(value) if "iter" in name else value)}
    except Exception as error:
        name = type(error).__name__
        result = {"error": [CLASSES.get(name, name), str(error)]}
    memory = next((value for value in values if isinstance(value, bytearray)), None)
    return result if memory is None else {**result, "memory": memory.hex()}

json.dump([outcome(*call) for call in calls], sys.stdout)
`;

/** A call with our arguments, and with the same ones as Python gets them. */
export interface Scenario {
  readonly name: string;
  readonly ours: readonly unknown[];
  readonly theirs: readonly unknown[];
}

const hexadecimal = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function float_text(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}

/** Memory that a call writes to, as distinct from bytes that it reads. */
export class Memory {
  readonly bytes: Uint8Array;
  constructor(...bytes: number[]) {
    this.bytes = Uint8Array.from(bytes);
  }
}

/** A value for Python. A number is a float where one is wanted: Python's `5` and `5.0` are the same number here. */
function for_python(value: unknown, is_float = false): unknown {
  if (typeof value === "bigint") return { int: String(value) };
  if (typeof value === "number") {
    return is_float || !Number.isInteger(value)
      ? { float: float_text(value) }
      : { int: String(BigInt(value)) };
  }
  if (value instanceof Memory) return { bytearray: hexadecimal(value.bytes) };
  if (value instanceof Uint8Array) return { bytes: hexadecimal(value) };
  if (Array.isArray(value)) return { tuple: value };
  return value;
}

/** A call whose numbers are what they look like. */
export function scenario(name: string, ...values: unknown[]): Scenario {
  return { name, ours: values, theirs: values.map((value) => for_python(value)) };
}

/** A call whose last arguments are values for these characters. */
export function scenario_of_values(
  name: string,
  before: readonly unknown[],
  values: readonly (readonly [character: string, value: unknown])[],
): Scenario {
  return {
    name,
    ours: [...before, ...values.map(([, value]) => value)],
    theirs: [
      ...before.map((value) => for_python(value)),
      ...values.map(([character, value]) => for_python(value, "efd".includes(character))),
    ],
  };
}

// deno-lint-ignore no-explicit-any
type Callable = (...values: any[]) => unknown;

function called(name: string, values: readonly unknown[]): unknown {
  if (name === "properties") {
    const made = Reflect.apply(struct.Struct as Callable, undefined, values) as struct.Struct;
    return [made.format, made.size, String(made)];
  }
  if (!name.startsWith("Struct.")) {
    return Reflect.apply((struct as unknown as Record<string, Callable>)[name]!, undefined, values);
  }
  const made = struct.Struct(values[0] as string);
  return Reflect.apply((made as unknown as Record<string, Callable>)[name.slice(7)]!, made, values.slice(1));
}

function same_value(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(theirs)) {
    return Array.isArray(ours) && ours.length === theirs.length &&
      theirs.every((value, index) => same_value(ours[index], value));
  }
  if (theirs === null) return ours === undefined;
  if (typeof theirs !== "object") return ours === theirs;
  const [[kind, text]] = Object.entries(theirs) as [[string, string]];
  if (kind === "bytes") return ours instanceof Uint8Array && hexadecimal(ours) === text;
  if (kind === "float") return typeof ours === "number" && double_text(ours) === text;
  return typeof ours === "bigint" ? String(ours) === text : ours === Number(text);
}

function double_text(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

interface Outcome {
  readonly value?: unknown;
  readonly error?: readonly [string, string];
  readonly memory?: string;
}

function outcome({ name, ours }: Scenario): Outcome {
  const values = ours.map((value) => value instanceof Memory ? value.bytes.slice() : value);
  const memory = values[ours.findIndex((value) => value instanceof Memory)] as Uint8Array | undefined;
  const result = outcome_of_call(name, values);
  return memory === undefined ? result : { ...result, memory: hexadecimal(memory) };
}

function outcome_of_call(name: string, values: readonly unknown[]): Outcome {
  try {
    const value = called(name, values);
    return { value: name.endsWith("iter_unpack") ? [...value as Iterable<unknown>] : value };
  } catch (failure) {
    const { name, message } = failure as Error;
    return { error: [name, message] };
  }
}

function is_same(ours: Outcome, theirs: Outcome): boolean {
  if (ours.memory !== theirs.memory) return false;
  if (theirs.error !== undefined) return JSON.stringify(ours.error) === JSON.stringify(theirs.error);
  return ours.error === undefined && same_value(ours.value, theirs.value);
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, item) => typeof item === "bigint" ? `${item}n` : item);
}

/** What CPython makes of the calls. */
function ask_python(calls: readonly Scenario[]): Outcome[] {
  const { status, stdout, stderr } = spawnSync(python!, ["-c", PROGRAM], {
    input: JSON.stringify(calls.map(({ name, theirs }) => [name, theirs])),
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout);
}

// CPython finds out that a big-endian `q` or `Q` is too large after it has written some of its bytes.
function leaves_other_bytes({ ours: [format] }: Scenario, { error }: Outcome): boolean {
  return error !== undefined && /^[>!].*q/is.test(String(format)) && /^'[qQ]'/.test(error[1]);
}

/** Fails unless every call comes to what it comes to in CPython. The test needs `cpython` of needs.ts. */
export function assert_same_structs(calls: readonly Scenario[]): void {
  const theirs = ask_python(calls);
  const different: string[] = [];
  for (const [index, call] of calls.entries()) {
    let ours = outcome(call);
    const expected = theirs[index]!;
    if (leaves_other_bytes(call, expected)) ours = { ...ours, memory: expected.memory! };
    if (is_same(ours, expected)) continue;
    const what = `${call.name}(${call.theirs.map(shown).join(", ")})`;
    different.push(`${what}\n    here:    ${shown(ours)}\n    CPython: ${shown(expected)}`);
  }
  const summary = `${different.length} of ${calls.length} differ:\n${different.slice(0, 40).join("\n")}`;
  assert(different.length === 0, summary);
}
