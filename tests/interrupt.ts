// Signals that come while a system call waits, whose handler does not let the kernel make the call again. No JavaScript runtime
// can install such a handler: a few lines of C do, where there is a compiler.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { bun } from "../ffi/bun.ts";
import { deno } from "../ffi/deno.ts";
import { node } from "../ffi/node.ts";
import type { Library } from "../ffi/runtime.ts";
import { c_compiler } from "./needs.ts";
import { temporary_directory } from "./transports.ts";

const SOURCE = fileURLToPath(new URL("interrupt.c", import.meta.url));

/** The library's functions. */
interface Interrupts {
  start(microseconds: number, count: number): number;
  stop(): number;
}

function open_library(): Interrupts {
  using directory = temporary_directory();
  const path = directory.join("interrupt.so");
  const { status, stderr } = spawnSync("cc", ["-shared", "-fPIC", "-pthread", "-o", path, SOURCE], {
    encoding: "utf8",
    timeout: 30_000,
  });
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  const symbol: Library = (deno() ?? bun() ?? node())!.open(path);
  return {
    start: symbol("interrupt_start", { result: "i32", parameters: ["i32", "i32"] }),
    stop: symbol("interrupt_stop", { result: "i32", parameters: [] }),
  };
}

// Not when it is first needed: by then others may have begun to count.
const library = c_compiler === null ? open_library() : null;

/**
 * Makes a call while this thread gets signals.
 *
 * @param interval seconds between them
 * @param count how many, if the call lasts long enough
 * @returns what the call gave, and how many signals came
 */
export function under_signals<Result>(
  interval: number,
  count: number,
  call: () => Result,
): { result: Result; signals: number } {
  if (library === null) throw new Error(c_compiler!);
  if (library.start(Math.round(interval * 1e6), count) !== 0) throw new Error("pthread_create() failed");
  let signals = -1;
  try {
    const result = call();
    signals = library.stop();
    return { result, signals };
  } finally {
    if (signals < 0) library.stop();
  }
}

/** What another thread does with a descriptor. */
export interface OtherThread extends AsyncDisposable {
  /** The number that came out of it. */
  readonly result: Promise<number>;
}

/**
 * Lets another thread accept a connection, or count what comes until the end, while this one is blocked.
 *
 * @param fd a socket's descriptor, still the caller's
 * @param delay after how many seconds it begins
 */
export async function in_another_thread(
  task: "accept" | "count",
  fd: number,
  delay: number,
): Promise<OtherThread> {
  const worker = new Worker(new URL("interrupt_worker.ts", import.meta.url));
  const message = () =>
    new Promise<unknown>((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await message();
  const result = message() as Promise<number>;
  worker.postMessage({ task, fd, delay });
  return {
    result,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
