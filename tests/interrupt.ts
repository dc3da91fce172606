// Signals that come while a system call waits, whose handler does not let the kernel make the call again. No JavaScript runtime
// can install such a handler: a few lines of C do, where there is a compiler.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bun } from "../ffi/bun.ts";
import { deno } from "../ffi/deno.ts";
import type { Library } from "../ffi/runtime.ts";
import { not_run } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const SOURCE = fileURLToPath(new URL("interrupt.c", import.meta.url));

function compiled(target: string): boolean {
  const options = ["-shared", "-fPIC", "-pthread", "-o", target, SOURCE];
  return ["cc", "gcc", "clang"].some((compiler) =>
    spawnSync(compiler, options, { stdio: "ignore", timeout: 30_000 }).status === 0
  );
}

/** The library's functions. */
interface Interrupts {
  start(microseconds: number, count: number): number;
  stop(): number;
}

function open_library(): Interrupts | null {
  using directory = temporary_directory();
  const path = directory.join("interrupt.so");
  if (!compiled(path)) return null;
  const symbol: Library = (deno() ?? bun())!.open(path);
  return {
    start: symbol("interrupt_start", { result: "i32", parameters: ["i32", "i32"] }),
    stop: symbol("interrupt_stop", { result: "i32", parameters: [] }),
  };
}

let library: Interrupts | null | undefined;

/**
 * Makes a call while this thread gets signals.
 *
 * @param interval seconds between them
 * @param count how many, if the call lasts long enough
 * @returns what the call gave, and how many signals came; `null` without a C compiler, which the log says
 */
export function under_signals<Result>(
  interval: number,
  count: number,
  call: () => Result,
): { result: Result; signals: number } | null {
  if (library === undefined) library = open_library();
  if (library === null) {
    not_run("there is no C compiler, so no signal interrupts a call");
    return null;
  }
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
export interface OtherThread extends Disposable {
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
  const worker = new Worker(new URL("interrupt_worker.ts", import.meta.url), { type: "module" });
  const message = () =>
    new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
  await message();
  const result = message() as Promise<number>;
  worker.postMessage({ task, fd, delay });
  return { result, [Symbol.dispose]: () => worker.terminate() };
}
