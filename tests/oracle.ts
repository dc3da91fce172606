// The same calls here and in CPython: what each returned or raised must be the same.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assertEquals } from "./assert.ts";
import { answer, type Call, type Outcome, to_json } from "./calls.ts";
import { cpython, type Missing, permission_for } from "./needs.ts";
import { python, run_script, this_runtime } from "./peer.ts";

const PROGRAM = `
import json, socket, sys
calls = json.load(sys.stdin)

def from_json(value):
    if isinstance(value, list):
        return tuple(map(from_json, value))
    if isinstance(value, dict):
        if "bytes" in value:
            return bytes(value["bytes"])
        if "int" in value:
            return int(value["int"])
        return dict(from_json(value["keywords"]))
    return value

def to_json(value):
    if isinstance(value, socket.socket):
        value.close()
        return "a socket"
    return value

CLASSES = {
    "UnicodeEncodeError": "UnicodeError",
    "UnicodeDecodeError": "UnicodeError",
    "AttributeError": "TypeError",
    "ExceptionGroup": "AggregateError",
}

def outcome(name, *values):
    keywords = values[-1] if values and isinstance(values[-1], dict) else {}
    values = values[:-1] if keywords else values
    try:
        return {"value": to_json(getattr(socket, name)(*values, **keywords))}
    except Exception as error:
        name = type(error).__name__
        return {"error": [CLASSES.get(name, name), getattr(error, "errno", None), str(error)]}

print(json.dumps([outcome(*from_json(call)) for call in calls]))
`;

function run([program, ...words]: readonly string[], calls: string): string {
  const { status, stdout, stderr } = spawnSync(program!, words, {
    input: calls,
    encoding: "utf8",
    timeout: 30_000,
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}

function check(calls: readonly Call[], here: string, there: string): void {
  const ours = JSON.parse(here) as Outcome[], theirs = JSON.parse(there) as Outcome[];
  for (const [index, call] of calls.entries()) {
    assertEquals([call, ours[index]], [call, theirs[index]]);
  }
}

/**
 * Fails unless every call gives what it gives in CPython: the value, or the exception's class, errno and message. The
 * test needs {@linkcode cpython}.
 */
export function assert_same_as_python(calls: readonly Call[]): void {
  const text = JSON.stringify(to_json(calls));
  check(calls, answer(text), run([python!, "-c", PROGRAM], text));
}

const CHILD = join(dirname(fileURLToPath(import.meta.url)), "calls_child.ts");

/**
 * The same for calls made in children, one of ours and one of CPython's, that a command starts whose last words are
 * theirs: one that changes the system for them alone. The test needs {@linkcode permission_for} it, and CPython.
 */
export function assert_same_under(command: readonly string[], calls: readonly Call[]): void {
  const text = JSON.stringify(to_json(calls));
  const here = run([...command, ...run_script(this_runtime, CHILD)], text);
  check(calls, here, run([...command, python!, "-c", PROGRAM], text));
}

/** What {@linkcode assert_same_with_file} needs. */
export const other_files: Missing = cpython ?? permission_for("unshare", "--mount");

/** The same for calls made where a file of the system has other contents. */
export function assert_same_with_file(path: string, contents: Uint8Array, calls: readonly Call[]): void {
  const directory = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    const file = join(directory, "contents");
    writeFileSync(file, contents);
    const mount = 'mount --bind "$0" "$1" && shift && exec "$@"';
    assert_same_under(["unshare", "--mount", "sh", "-c", mount, file, path], calls);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
