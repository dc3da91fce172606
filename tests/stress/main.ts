// Tries to break the module, for as long as wanted; or runs a program with the checker in front of libc.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { parseArgs } from "node:util";
import { type RuntimeName, this_runtime } from "../peer.ts";
import { command, run_child } from "./child.ts";
import { engines, errno } from "./errno.ts";
import { fuzz, sweep } from "./fuzz.ts";
import type { Interrupted } from "./interrupts_child.ts";
import { unknown_problems } from "./known.ts";
import { lossy_link } from "./lossy.ts";
import { free_port, many } from "./many.ts";
import { compile_interrupt } from "./native.ts";
import { random } from "./random.ts";
import { transfer, transfers } from "./transfers.ts";

const USAGE = `deno task stress [--minutes=10] [--seed=S] [--only=PART] [--runtime=deno|bun|node]
deno task stress --check FILE [ARGUMENTS]

The first turn runs every part, which takes one to two minutes, however few are asked for.`;

function leave_with_usage(complaint: string): never {
  console.error(`${complaint}\n\n${USAGE}`);
  process.exit(2);
}

function parsed_arguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        minutes: { type: "string", default: "10" },
        only: { type: "string" },
        runtime: { type: "string", default: this_runtime },
        seed: { type: "string" },
      },
    });
  } catch (error) {
    leave_with_usage((error as Error).message);
  }
}

const { values: options, positionals } = parsed_arguments();
if (options.help) {
  console.log(USAGE);
  process.exit();
}

function number_of(name: "minutes" | "seed", value: string): number {
  const number = Number(value);
  if (value === "" || !(number >= 0)) leave_with_usage(`--${name}=${value} is no number`);
  return number;
}

if (options.check) {
  const [file, ...rest] = positionals;
  if (file === undefined) leave_with_usage("--check wants a file");
  const [program, ...parameters] = command("check.ts", { runtime: options.runtime as RuntimeName }) as [
    string,
    ...string[],
  ];
  const { status } = spawnSync(program, [...parameters, file, ...rest], { stdio: "inherit" });
  process.exit(status ?? 1);
}

const minutes = number_of("minutes", options.minutes);
const seed = options.seed === undefined
  ? Math.floor(Math.random() * 2 ** 31)
  : number_of("seed", options.seed);
const runtime = options.runtime as RuntimeName;
const child = { runtime };
const begin = performance.now();
const end = begin + minutes * 60_000;
const next = random(seed);
const another_seed = () => Math.floor(next() * 2 ** 31);
const library = compile_interrupt();

/** What one round of a part did. */
interface Round {
  /** What is counted, for the table in the end. */
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  /** Why it could not be tried. */
  readonly skipped?: string | null;
}

const parts: Record<string, () => Promise<Round>> = {
  async fuzz() {
    const seed = another_seed();
    const { cases, returned, threw, failure } = await fuzz(seed, 30, child);
    const problems = failure === null ? [] : [`seed ${seed}: ${failure}`];
    return { counts: { cases, calls: returned + threw }, problems };
  },
  async sweep() {
    const { cases, failures } = await sweep("all", child);
    return { counts: { cases }, problems: failures };
  },
  async errno() {
    const problems: string[] = [];
    let sum = 0;
    for (const engine of engines(runtime)) {
      const { failures, wrong } = await errno(engine, another_seed(), {
        successes: 2000,
        times: 300,
        workers: 2,
      }, child);
      sum += failures;
      problems.push(...wrong.map((text) => `${engine.name}: ${text}`));
    }
    return { counts: { failures: sum }, problems };
  },
  async interrupts() {
    if (library === null) return { counts: {}, problems: [], skipped: "there is no C compiler" };
    const milliseconds = 20 + Math.floor(next() * 300);
    const { report, trouble } = await run_child<Interrupted[]>("interrupts_child.ts", {
      library,
      milliseconds,
    }, child);
    if (trouble !== null) return { counts: {}, problems: [trouble] };
    const problems = report!.flatMap(({ name, problem }) => problem === null ? [] : [`${name}: ${problem}`]);
    const signals = report!.reduce((sum, { signals }) => sum + signals, 0);
    return { counts: { calls: report!.length, signals }, problems: unknown_problems(problems) };
  },
  async transfers() {
    const list = transfers(another_seed(), 3, next() < 0.2 ? 8 << 20 : 600_000, [
      "tcp",
      "unix",
      "seqpacket",
      "dgram",
    ]);
    const meeting = { host: "127.0.0.1", port: free_port(), name: `pysocket-stress-${process.pid}` };
    const { transfers: made, bytes, problems } = await transfer(list, meeting, library, 600, {
      receiver: child,
      sender: child,
    });
    return { counts: { transfers: made, MiB: bytes / 2 ** 20 }, problems };
  },
  async lossy() {
    const link = await lossy_link(5 + Math.floor(next() * 20));
    if (typeof link === "string") return { counts: {}, problems: [], skipped: link };
    await using _link = link;
    const list = transfers(another_seed(), 1, 200_000, ["tcp"]);
    const meeting = { host: link.host, port: 5000, name: "" };
    const { transfers: made, bytes, problems } = await transfer(list, meeting, library, 900, {
      receiver: { ...child, prefix: link.receiver },
      sender: { ...child, prefix: link.sender },
    });
    return { counts: { transfers: made, MiB: bytes / 2 ** 20 }, problems };
  },
  async scarce() {
    const { report, trouble } = await run_child<{ tried: number; problems: string[]; skipped: string[] }>(
      "scarce_child.ts",
      { inject: true },
      child,
    );
    if (trouble !== null) return { counts: {}, problems: [trouble] };
    return {
      counts: { calls: report!.tried },
      problems: report!.problems,
      skipped: report!.skipped[0] ?? null,
    };
  },
  async soak() {
    const seconds = Math.min(120, Math.max(5, minutes * 12));
    const request = { connections: 1_000_000, seconds, objects: 300 };
    const { report, trouble } = await run_child<{ connections: number; grown: number; problems: string[] }>(
      "soak_child.ts",
      request,
      { ...child, seconds: seconds + 120 },
    );
    if (trouble !== null) return { counts: {}, problems: [trouble] };
    const { connections, grown, problems } = report!;
    const leak = grown > 50 ? [`${grown.toFixed(1)} MiB more after ${connections} connections`] : [];
    return { counts: { connections }, problems: [...problems, ...leak] };
  },
  async workers() {
    const request = { workers: 8, rounds: 500 };
    const { report, trouble } = await run_child<{ problems: string[] }>("workers_child.ts", request, child);
    if (trouble !== null) return { counts: {}, problems: [trouble] };
    return { counts: { conversations: request.workers * request.rounds }, problems: report!.problems };
  },
  async many() {
    const { problems, skipped, bytes } = await many(10_000, child);
    return { counts: { connections: 10_000, bytes }, problems, skipped };
  },
};

if (options.only !== undefined && !(options.only in parts)) {
  leave_with_usage(`--only=${options.only} is none of ${Object.keys(parts).join(", ")}`);
}

function clock(): string {
  const seconds = Math.floor((performance.now() - begin) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

console.log(`${runtime}, ${minutes} minutes, --seed=${seed}`);
const totals = new Map<string, Map<string, number>>(), skipped = new Map<string, string>();
let failed = 0;

for (let turn = 0; turn === 0 || performance.now() < end; turn++) {
  for (const [name, run] of Object.entries(parts)) {
    if (options.only !== undefined && name !== options.only) continue;
    if (turn > 0 && performance.now() >= end) break;
    const round = await run();
    if (round.skipped) skipped.set(name, round.skipped);
    const sums = totals.get(name) ?? new Map<string, number>();
    totals.set(name, sums);
    for (const [what, count] of Object.entries(round.counts)) sums.set(what, (sums.get(what) ?? 0) + count);
    const text = Object.entries(round.counts).map(([what, count]) => `${Math.round(count)} ${what}`).join(
      ", ",
    );
    console.log(`${clock()}  ${name}: ${round.skipped ? `not run: ${round.skipped}` : text}`);
    for (const problem of round.problems) {
      failed++;
      console.log(`FAILED ${name}: ${problem}`);
    }
  }
}

console.log("\nIn all:");
for (const [name, sums] of totals) {
  const text = [...sums].map(([what, count]) => `${Math.round(count).toLocaleString("en")} ${what}`).join(
    ", ",
  );
  console.log(`  ${name}: ${skipped.has(name) ? `not run: ${skipped.get(name)}` : text}`);
}
const again = `deno task stress --runtime=${runtime} --seed=${seed}${
  options.only ? ` --only=${options.only}` : ""
}`;
console.log(failed === 0 ? "nothing went wrong" : `${failed} problems; again: ${again}`);
process.exit(failed === 0 ? 0 : 1);
