// BytesIO against io.BytesIO: the same thousands of calls, drawn at random, and what each came to.
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { BytesIO } from "../../lib/files/bytes_io.ts";
import { UnsupportedOperation, ValueError } from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { any_python, test_with } from "../needs.ts";
import { python } from "../peer.ts";

type Call = [method: string, ...values: (number | string | null)[]];

const PYTHON = `
import io, json, sys

def shown(value):
    return list(value) if isinstance(value, bytes) else [list(line) for line in value] if isinstance(value, list) else value

def run(file, method, values):
    if method == "write":
        values = [values[0].encode("latin-1")]
    if method == "readinto":
        memory = bytearray(values[0])
        return [file.readinto(memory), list(memory)]
    try:
        return shown(getattr(file, method)(*values))
    except (ValueError, io.UnsupportedOperation) as error:
        return type(error).__name__

outcomes = []
for initial, calls in json.load(sys.stdin):
    file = io.BytesIO(initial.encode("latin-1"))
    outcomes.append([[run(file, method, values), file.tell(), list(file.getvalue())] for method, *values in calls])
print(json.dumps(outcomes))`;

function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(shown);
  return value ?? null;
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function run(file: BytesIO, [method, ...values]: Call): unknown {
  const plain: unknown[] = method === "write" ? [latin1(values[0] as string)] : values;
  if (method === "readinto") {
    const memory = new Uint8Array(values[0] as number);
    return [file.readinto(memory), [...memory]];
  }
  try {
    return shown((file as unknown as Record<string, (...values: unknown[]) => unknown>)[method]!(...plain));
  } catch (error) {
    if (error instanceof ValueError || error instanceof UnsupportedOperation) return error.name;
    throw error;
  }
}

// Park and Miller's generator: the same calls every time.
let state = 7;
function below(limit: number): number {
  state = state * 48271 % 0x7fffffff;
  return state % limit;
}

function text(): string {
  return Array.from({ length: below(9) }, () => "ab\n\xff"[below(4)]).join("");
}

function call(): Call {
  const size = () => [-1, null, 0, 1, 2, 5, 30][below(7)]!;
  const calls: (() => Call)[] = [
    () => ["read", size()],
    () => ["read1", size()],
    () => ["readline", size()],
    () => ["readlines", size()],
    () => ["readinto", below(6)],
    () => ["write", text()],
    () => ["write", text()],
    () => ["seek", below(20) - 5, below(4)],
    () => ["seek", below(12)],
    () => ["truncate", [null, 0, 3, 30, -1][below(5)]!],
    () => ["truncate"],
    () => ["getvalue"],
    () => ["readable"],
    () => ["seekable"],
    () => ["fileno"],
    () => ["detach"],
    () => ["flush"],
  ];
  return calls[below(calls.length)]!();
}

test_with(any_python)("BytesIO does what io.BytesIO does", () => {
  const programs = Array.from(
    { length: 300 },
    () => [text() + text(), Array.from({ length: 20 }, call)] as [string, Call[]],
  );
  const { stdout, stderr, status } = spawnSync(python!, ["-c", PYTHON], {
    input: JSON.stringify(programs),
    encoding: "utf8",
    maxBuffer: 1 << 26,
    timeout: 60_000,
  });
  assertEquals(status, 0, stderr);
  const theirs: unknown[] = JSON.parse(stdout);
  programs.forEach(([initial, calls], index) => {
    const file = new BytesIO(latin1(initial));
    const ours = calls.map((call) => [run(file, call), file.tell(), [...file.getvalue()]]);
    assertEquals(ours, theirs[index], JSON.stringify([initial, calls]));
  });
});

test("BytesIO keeps a copy, gives copies away, and iterates over lines", () => {
  const initial = latin1("one\ntwo");
  const file = new BytesIO(initial);
  initial.fill(0);
  const value = file.getvalue();
  assertEquals(value, latin1("one\ntwo"));
  assertEquals([value.byteOffset, value.buffer.byteLength], [0, 7]);
  value.fill(0);
  assertEquals([...file], [latin1("one\n"), latin1("two")]);
  file.writelines([latin1("x"), latin1("y")]);
  assertEquals(file.getvalue(), latin1("one\ntwoxy"));
});

test("BytesIO refuses everything once it is closed, and what is no bytes", () => {
  const file = new BytesIO();
  assertThrows(() => file.write("x" as never), TypeError, "a bytes-like object is required, not 'str'");
  assertThrows(() => new BytesIO(5 as never), TypeError, "a bytes-like object is required, not 'int'");
  file.close();
  file.close();
  const calls = [
    "read",
    "readline",
    "readlines",
    "getvalue",
    "tell",
    "truncate",
    "readable",
    "flush",
    "isatty",
  ];
  for (const method of calls) {
    const call = (file as unknown as Record<string, () => unknown>)[method]!;
    assertThrows(() => call.apply(file), ValueError, "I/O operation on closed file.", method);
  }
  assertThrows(() => file.seek(0), ValueError, "I/O operation on closed file.");
  assertThrows(() => file.write(new Uint8Array(0)), ValueError, "I/O operation on closed file.");
});
