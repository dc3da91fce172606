// Memory that a process loses.
import process from "node:process";
import { assertLess } from "./assert.ts";

const ROUNDS = 4;

/**
 * Fails if the process grows by so many MiB or more in each of several rounds of `count` calls, after a warm-up. One round
 * below is enough, and the last: a leak grows in each, while the runtime and what other tests have left come and go.
 */
export function assert_growth_below(limit: number, count: number, call: () => void): void {
  const run = (count: number) => {
    for (let index = 0; index < count; index++) call();
    // Bun runs the whole suite in one process, and is in no hurry to collect.
    (globalThis as { Bun?: { gc(synchronously: boolean): void } }).Bun?.gc(true);
    return process.memoryUsage().rss / 2 ** 20;
  };
  let before = run(count / 10), least = Infinity;
  for (let round = 0; round < ROUNDS && least >= limit; round++) {
    const after = run(count);
    least = Math.min(least, after - before);
    before = after;
  }
  assertLess(least, limit, `MiB in each of ${ROUNDS} rounds`);
}
