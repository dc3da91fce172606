// A fresh process that fails in every way, while workers of its own do the same.
import { Worker } from "node:worker_threads";
import { fail_in_every_way, type Failures, type Plan } from "./errno_run.ts";
import { answer, request } from "./request.ts";

const { seed, successes, times, workers }: Plan & { workers: number } = request();

function in_worker(plan: Plan): Promise<Failures> {
  const worker = new Worker(new URL("errno_worker.ts", import.meta.url), { workerData: plan });
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", resolve);
  });
}

const others = Array.from({ length: workers }, (_, index) =>
  // Half of them succeed first.
  in_worker({ seed: seed + 1 + index, successes: index % 2 === 0 ? successes : 0, times }));
// The workers are started from the event loop, and are to run while this thread is busy.
await new Promise((resolve) => setTimeout(resolve, workers > 0 ? 200 : 0));
const own = fail_in_every_way({ seed, successes, times });
const all = [own, ...await Promise.all(others)];
answer({
  kinds: own.kinds,
  failures: all.reduce((sum, { failures }) => sum + failures, 0),
  wrong: all.flatMap(({ wrong }) => wrong).slice(0, 50),
});
