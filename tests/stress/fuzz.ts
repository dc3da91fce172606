// The fuzzer: batches of cases, each in a process of its own, so that a crash is a result like any other.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "../fast_check.ts";
import { catalogue } from "./catalogue.ts";
import { type ChildOptions, run_child } from "./child.ts";
import { type Plan, plan } from "./plans.ts";

/** What a batch did. */
export interface Batch {
  readonly seed: number;
  readonly cases: number;
  readonly returned: number;
  readonly threw: number;
  /** Known faults that were met, and how often. */
  readonly passed: Readonly<Record<string, number>>;
  /** What is wrong, with the smallest case that shows it; `null` if nothing is. */
  readonly failure: string | null;
}

interface Report {
  cases: number;
  returned: number;
  threw: number;
  passed: Record<string, number>;
  failure: { plan: Plan; problem: string; path: string } | null;
}

/** How a case is printed: it can be given to the child again. */
function text_of(plan: Plan): string {
  const calls = plan.commands.map((command) => `  ${JSON.stringify(command)}`).join("\n");
  return `${calls}\n  replaced: ${JSON.stringify(plan.replaced)}`;
}

// A child that crashed cannot shrink its case: each smaller one is tried in a child of its own.
async function shrunk(seed: number, index: number, trouble: string, options: ChildOptions): Promise<string> {
  const found = await catalogue([]);
  const crashes = async (plan: Plan) => {
    const { report, trouble } = await run_child<{ problems: string[] }>(
      "fuzz_child.ts",
      { seed, runs: 0, seconds: 0, trace: "/dev/null", only: plan },
      { ...options, seconds: 20 },
    );
    return trouble !== null || report!.problems.length > 0;
  };
  const property = fc.asyncProperty(plan(found), async (plan) => !(await crashes(plan)));
  const details = await fc.check(property, {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: 120_000,
  });
  const smallest = details.counterexample?.[0];
  const [original] = fc.sample(plan(found), { seed, path: String(index), numRuns: 1 });
  return smallest === undefined
    ? `${trouble}\nnot alone, but in the run of its batch (case ${index}):\n${text_of(original!)}`
    : `${trouble}\n${text_of(smallest)}`;
}

// Which case the child was at; `null` before the first.
function case_in(trace: string): number | null {
  try {
    return Number(readFileSync(trace, "utf8"));
  } catch {
    return null;
  }
}

/** Runs a batch of the cases of a seed, for so many seconds. */
export async function fuzz(seed: number, seconds: number, options: ChildOptions = {}): Promise<Batch> {
  const directory = mkdtempSync(join(tmpdir(), "pysocket-trace-"));
  const trace = join(directory, "trace");
  try {
    const request = { seed, runs: 1_000_000, seconds, trace };
    const { report, trouble } = await run_child<Report>("fuzz_child.ts", request, {
      ...options,
      seconds: seconds + 60,
    });
    if (trouble === null) {
      const { failure } = report!;
      return {
        ...report!,
        seed,
        failure: failure === null
          ? null
          : `${failure.problem}\npath ${failure.path}\n${text_of(failure.plan)}`,
      };
    }
    const failed = { seed, cases: 0, returned: 0, threw: 0, passed: {} };
    const index = case_in(trace);
    if (index === null) return { ...failed, failure: trouble };
    const failure = await shrunk(seed, index, trouble, options);
    return { ...failed, cases: index, failure };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Puts hostile code in the place of each intrinsic while the calls are made that have memory of the caller's at hand. */
export async function sweep(
  which: "few" | "all",
  options: ChildOptions = {},
): Promise<{ cases: number; failures: string[] }> {
  const request = { seed: 0, runs: 0, seconds: 0, trace: "/dev/null", sweep: which };
  const { report, trouble } = await run_child<{ cases: number; failures: string[] }>(
    "fuzz_child.ts",
    request,
    {
      ...options,
      seconds: 180,
    },
  );
  return trouble === null ? report! : { cases: 0, failures: [trouble] };
}
