// The same calls of `os` and of its file objects here and in CPython: every step must come to the same.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { errno, libc } from "../ffi/libc.ts";
import { nul_terminated } from "../ffi/memory.ts";
import * as os from "../lib/os.ts";
import { assertEquals, fail } from "./assert.ts";
import { python } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

/**
 * One step: the names that what comes of it gets, or `""`, and what is done. A value that is a string of the form `"$name"`
 * is what has that name. `"file"` makes a file with these contents, `"get"` reads an attribute, `"memory"` makes memory,
 * `"$f.read"` is a method, and everything else a function of `os`.
 */
export type Step = readonly [names: string, what: string, ...values: unknown[]];

const PROGRAM = `
import json, os, re, socket, sys, tempfile

NAMES = {"UnicodeDecodeError": "UnicodeError", "UnicodeEncodeError": "UnicodeError"}

def from_json(value, known):
    if isinstance(value, dict):
        return int(value["int"]) if "int" in value else bytes(value["bytes"])
    if isinstance(value, list):
        return [from_json(one, known) for one in value]
    if isinstance(value, str) and value.startswith("$"):
        return known[value[1:]]
    return value

def to_json(value):
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": list(value)}
    if isinstance(value, (list, tuple)):
        return list(map(to_json, value))
    if isinstance(value, str):
        return anonymous(value)
    if value is None or isinstance(value, (int, bool)):
        return value
    return f"a {type(value).__name__}"

def anonymous(text):
    return re.sub(r"name=\\d+", "name=N", re.sub(r"directory: \\d+", "directory: N", text))

def make_file(contents):
    fd, path = tempfile.mkstemp()
    os.unlink(path)
    os.write(fd, contents)
    os.lseek(fd, 0, 0)
    return fd

def do(what, values, options, known):
    if what == "file":
        return make_file(*values)
    if what == "directory":
        return os.open("/", os.O_RDONLY)
    if what == "memory":
        return bytearray(*values)
    if what == "get":
        return getattr(*values)
    if what == "list":
        return list(*values)
    if what == "repr":
        return repr(*values)
    if what.startswith("$"):
        name, method = what[1:].split(".")
        return getattr(known[name], method)(*values, **options)
    return getattr(os, what)(*values, **options)

def take(step, known):
    names, what, *values = step
    options = {}
    if values and isinstance(values[-1], dict) and "options" in values[-1]:
        options = {name: from_json(value, known) for name, value in values.pop()["options"].items()}
    try:
        result = do(what, from_json(values, known), options, known)
    except Exception as error:
        name = type(error).__name__
        return {"error": [NAMES.get(name, name), getattr(error, "errno", None), anonymous(str(error))]}
    if names == "":
        return {"value": to_json(result)}
    parts = result if " " in names else [result]
    known.update(zip(names.split(" "), parts))
    return "named"

print(json.dumps([[take(step, known) for step in steps] for steps in json.load(sys.stdin) for known in [{}]]))
`;

/** Keyword arguments: here a trailing options object. */
export function options(named: Record<string, unknown>): unknown {
  return { options: named };
}

function to_json(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Array.from(value) };
  if (typeof value === "bigint") return { int: String(value) };
  if (Array.isArray(value)) return value.map(to_json);
  if (typeof value === "string") return anonymous(value);
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  if ("options" in value) return value;
  return `a ${value.constructor.name}`;
}

function anonymous(text: string): string {
  return text.replaceAll(/name=\d+/g, "name=N").replace(/directory: \d+/, "directory: N");
}

/** A descriptor of a new file. (What node:fs returns on Deno is a number of Deno's own.) */
export function open_file(path: string, flags: number): number {
  const fd = libc.open(nul_terminated(new TextEncoder().encode(path)), flags | os.O_CLOEXEC, 0o600),
    e = errno[0];
  if (fd < 0) throw new Error(`open(${path}): errno ${e}`);
  return fd;
}

/** O_RDWR | O_CREAT, as Linux has them. */
const READ_WRITE_CREATE = 0o102;

function make_file(contents: Uint8Array): number {
  using directory = temporary_directory();
  const fd = open_file(directory.join("file"), READ_WRITE_CREATE);
  os.write(fd, contents);
  os.lseek(fd, 0, 0);
  return fd;
}

// deno-lint-ignore no-explicit-any
type Anything = any;

function call_method(known: Map<string, unknown>, what: string, values: Anything[]): unknown {
  const [name, method] = what.slice(1).split(".");
  const f = known.get(name!) as Anything;
  return f[method!](...values);
}

function act(known: Map<string, unknown>, what: string, values: Anything[]): unknown {
  switch (what) {
    case "file":
      return make_file(values[0]);
    case "directory":
      return open_file("/", 0);
    case "memory":
      return new Uint8Array(values[0]);
    case "get":
      return values[0][values[1]];
    case "list":
      return [...values[0]];
    case "repr":
      return String(values[0]);
  }
  return what.startsWith("$") ? call_method(known, what, values) : (os as Anything)[what](...values);
}

function resolved(value: unknown, known: Map<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, known));
  if (typeof value === "string" && value.startsWith("$")) return known.get(value.slice(1));
  if (typeof value === "object" && value !== null && "options" in value) return value.options;
  return value;
}

function take([names, what, ...values]: Step, known: Map<string, unknown>): unknown {
  try {
    const result = act(known, what, resolved(values, known) as unknown[]);
    if (names === "") return { value: to_json(result) };
    const parts = names.includes(" ") ? result as unknown[] : [result];
    names.split(" ").forEach((name, index) => known.set(name, parts[index]));
    return "named";
  } catch (error) {
    const { name, message, errno = null } = error as Error & { errno?: number | null };
    return { error: [name, errno, anonymous(message)] };
  }
}

function ask_python(scenarios: readonly (readonly Step[])[]): unknown[][] {
  const { status, stdout, stderr } = spawnSync(python!, ["-W", "ignore", "-c", PROGRAM], {
    input: JSON.stringify(scenarios.map(to_json)),
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONUTF8: "0", LC_ALL: "C.UTF-8" },
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout);
}

/**
 * Fails unless every step of every scenario comes to what it comes to in CPython. What is left open is closed. The test needs
 * `cpython` of needs.ts.
 */
export function assert_same_as_python(scenarios: readonly (readonly Step[])[]): void {
  const theirs = ask_python(scenarios);
  for (const [index, steps] of scenarios.entries()) {
    const known = new Map<string, unknown>();
    const ours = steps.map((step) => take(step, known));
    assertEquals(ours.length, theirs[index]!.length);
    for (const [number, outcome] of ours.entries()) {
      const [here, there] = [JSON.stringify(outcome), JSON.stringify(theirs[index]![number])];
      if (here !== there) {
        const so_far = JSON.stringify(to_json(steps.slice(0, number + 1)));
        fail(`${so_far}\n  here:    ${here}\n  CPython: ${there}`);
      }
    }
    for (const value of known.values()) release(value);
  }
}

// Closes what a scenario has left open.
function release(value: unknown): void {
  try {
    if (typeof value === "number") os.close(value);
    else (value as Disposable)?.[Symbol.dispose]?.();
  } catch {
    // It was closed by the scenario.
  }
}
