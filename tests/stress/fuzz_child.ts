// One batch of the fuzzer, in a process of its own. Its argument is JSON; its last line of output is the result.
import { openSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import fc from "../fast_check.ts";
import { install_checker } from "./checker.ts";
import { install_guard } from "./guard.ts";
import { known } from "./known.ts";
import { carry_out, type Plan, plan, sweep, targets } from "./plans.ts";
import { answer, request as asked } from "./request.ts";

/** What the parent asks for: so many cases of a seed, or one case. */
interface Request {
  seed: number;
  runs: number;
  seconds: number;
  /** The file in which the child says which case it is at. */
  trace: string;
  only?: Plan;
  /** Instead of random cases, the sweep: the likeliest ones, or all. */
  sweep?: "few" | "all";
}

const request: Request = asked();
install_guard();
install_checker();
const trace = openSync(request.trace, "w");
const found = await targets();
const encoder = new TextEncoder();
const passed: Record<string, number> = {};
let index = 0, returned = 0, threw = 0;

function problems_of(plan: Plan): string[] {
  const outcome = carry_out(plan, found);
  returned += outcome.returned;
  threw += outcome.threw;
  return outcome.problems.filter((problem) => {
    const reason = known.find(([pattern]) => pattern.test(problem))?.[1];
    if (reason !== undefined) passed[reason] = (passed[reason] ?? 0) + 1;
    return reason === undefined;
  });
}

async function check(plan: Plan): Promise<void> {
  // Where the parent looks if this was the last case.
  writeSync(trace, encoder.encode(String(index++).padEnd(9)), 0, 9, 0);
  const problems = problems_of(plan);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  // Collectors report from the event loop.
  if (index % 64 === 0) await setImmediate();
}

if (request.only !== undefined) {
  answer({ problems: problems_of(request.only) });
} else if (request.sweep !== undefined) {
  const failures: string[] = [];
  let cases = 0;
  for (const plan of sweep(request.sweep === "few")) {
    cases++;
    failures.push(...problems_of(plan));
  }
  answer({ cases, passed, failures });
} else {
  const details = await fc.check(fc.asyncProperty(plan(found), check), {
    seed: request.seed,
    numRuns: request.runs,
    interruptAfterTimeLimit: request.seconds * 1000,
  });
  const failure = details.failed
    ? {
      plan: details.counterexample?.[0] ?? null,
      problem: String((details.errorInstance as Error | null)?.message ?? details.errorInstance),
      path: details.counterexamplePath,
    }
    : null;
  answer({ cases: details.numRuns, returned, threw, passed, failure });
}
