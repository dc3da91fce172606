// Memory that a process loses.
import process from "node:process";

/** By how many MiB the process grows while `call` runs `count` times, warmed up before. */
export function growth(count: number, call: () => void): number {
  const run = (count: number) => {
    for (let index = 0; index < count; index++) call();
    return process.memoryUsage().rss / 2 ** 20;
  };
  const before = run(count / 10);
  return run(count) - before;
}
