// What a test needs besides the runtime that it runs on. A test that lacks it is skipped, and its name says why.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { system } from "../ffi/libc.ts";
import * as socket from "../mod.ts";
import { python, python_version, runtime_command, type RuntimeName } from "./peer.ts";

/** Why something is not there; `null` if it is. */
export type Missing = string | null;

/**
 * `test()`; or, if something is missing, a skip.
 *
 * Of the runtimes only Node prints the reason of a skip, and Deno knows no skip once a test runs: so it is decided before,
 * and the name, which all print, has the reason too.
 */
export function test_with(
  ...needs: readonly Missing[]
): (name: string, body: () => void | Promise<void>) => void {
  const reason = needs.find((missing) => missing !== null);
  if (reason === undefined) return (name, body) => void test(name, body);
  return (name, body) => void test(`${name} (skipped: ${reason})`, { skip: reason }, body);
}

/** Any Python. */
export const any_python: Missing = python === null ? "there is no python3" : null;

/** The Python whose values and messages are ours. */
export const cpython: Missing = any_python ??
  (python_version === "3.13" ? null : `this is Python ${python_version}, not 3.13`);

/** A command that does nothing if all is well, such as one that asks for a version. */
export function command_that_runs(...[program, ...words]: readonly string[]): Missing {
  const { status } = spawnSync(program!, words, { stdio: "ignore", timeout: 10_000 });
  return status === 0 ? null : `${program} is not installed`;
}

/** A C compiler. */
export const c_compiler: Missing = command_that_runs("cc", "--version");

/** Permission for a command that changes the system for the one that it starts: its last word is left out. */
export function permission_for(...[program, ...words]: readonly string[]): Missing {
  const { status } = spawnSync(program!, [...words, "true"], { stdio: "ignore", timeout: 10_000 });
  return status === 0 ? null : `no permission for ${[program, ...words].join(" ")}`;
}

/** A runtime. */
export function runtime(name: RuntimeName): Missing {
  return runtime_command(name) === null ? `${name} is not installed` : null;
}

/** Whether this Linux's libc is musl: it has names of hosts that are shorter than everybody else's. */
export const on_musl: boolean = system.constants.NI_MAXHOST === 255;

/** Linux, for what is read from its /proc or its own structs. */
export const linux: Missing = process.platform === "linux" ? null : `this is ${process.platform}, not Linux`;

/** Something that throws if it is not there. */
export function success_of(what: string, attempt: () => void): Missing {
  try {
    attempt();
    return null;
  } catch (error) {
    return `no ${what}: ${error}`;
  }
}

/** So many descriptors more than are open, and some to spare. */
export function room_for_descriptors(count: number): Missing {
  const opened: number[] = [];
  using s = socket.socket();
  try {
    while (opened.length < count + 100) opened.push(socket.dup(s.fileno()));
    return null;
  } catch {
    return `this process may have only ${opened.length} descriptors more`;
  } finally {
    opened.forEach((fd) => socket.close(fd));
  }
}

/** A socket of this kind: the system has it, and lets us. */
export function can_open(what: string, family: number, type: number, proto = 0): Missing {
  return success_of(what, () => socket.socket(family, type, proto).close());
}
