// A small C library for what JavaScript cannot do to itself: be interrupted, and be helped while it is blocked.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bun } from "../../ffi/bun.ts";
import { deno } from "../../ffi/deno.ts";
import { system } from "../../ffi/libc.ts";
import { node } from "../../ffi/node.ts";
import type { NativeFunction, Runtime, Signature } from "../../ffi/runtime.ts";

const i32 = (count: number): Signature => ({ result: "i32", parameters: Array(count).fill("i32") });

const functions = {
  interrupt_start: i32(1),
  interrupt_stop: i32(0),
  later_start: i32(4),
  later_join: i32(0),
};

/** The library's functions. */
export type Interrupt = Record<keyof typeof functions, NativeFunction>;

/** Compiles a C file of this directory; `null` where there is no compiler. `more` are further arguments for it. */
export function compiled(source: string, name: string, ...more: string[]): string | null {
  const directory = mkdtempSync(join(tmpdir(), "pysocket-c-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const output = join(directory, name);
  const path = fileURLToPath(new URL(source, import.meta.url));
  const { status, error, stderr } = spawnSync("cc", ["-O1", "-pthread", "-o", output, path, ...more], {
    encoding: "utf8",
  });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  return output;
}

/** The library; `null` where there is no compiler. */
export function compile_interrupt(): string | null {
  return compiled("interrupt.c", "interrupt.so", "-shared", "-fPIC");
}

/** What calls C on this runtime. */
export function this_binding(): Runtime {
  return (deno() ?? bun() ?? node())!;
}

/** Opens the library. */
export function open_interrupt(path: string): Interrupt {
  const library = this_binding().open(path);
  const bound = Object.entries(functions).map(([name, signature]) => [name, library(name, signature)]);
  return Object.fromEntries(bound) as Interrupt;
}

/** Sets a limit of this process's: a resource and its soft and hard values. */
export function set_limit(resource: number, soft: bigint, hard: bigint): boolean {
  const runtime = this_binding();
  const name = system.libraries(runtime.arch)[0]!;
  const setrlimit = runtime.open(name)("setrlimit", { result: "i32", parameters: ["i32", "buffer"] });
  return setrlimit(resource, new BigUint64Array([soft, hard])) === 0;
}
