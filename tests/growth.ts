// Memory that a process loses.
import process from "node:process";

const ROUNDS = 4;

/**
 * By how many MiB the process grows while `call` runs `count` times, warmed up before. Of several rounds the smallest counts:
 * a leak grows in each, while the runtime and what other tests have left come and go.
 */
export function growth(count: number, call: () => void): number {
  const run = (count: number) => {
    for (let index = 0; index < count; index++) call();
    // Bun runs the whole suite in one process, and is in no hurry to collect.
    (globalThis as { Bun?: { gc(synchronously: boolean): void } }).Bun?.gc(true);
    return process.memoryUsage().rss / 2 ** 20;
  };
  let before = run(count / 10), least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const after = run(count);
    least = Math.min(least, after - before);
    before = after;
  }
  return least;
}
