// Memory that a process loses.
import process from "node:process";

/** By how many MiB the process grows while `call` runs `count` times, warmed up before. */
export function growth(count: number, call: () => void): number {
  const run = (count: number) => {
    for (let index = 0; index < count; index++) call();
    // Bun runs the whole suite in one process, and is in no hurry to collect.
    (globalThis as { Bun?: { gc(synchronously: boolean): void } }).Bun?.gc(true);
    return process.memoryUsage().rss / 2 ** 20;
  };
  const before = run(count / 10);
  return run(count) - before;
}
