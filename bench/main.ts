// The bench: what a system call costs from here, how fast bytes move, and what an import costs.
//
//   deno task bench                        everything; writes bench/report.md and bench/report.svg
//   deno task bench syscall --only=recv    a part, to the terminal
//   bun run bench/main.ts --quick          the same on Bun, in less than two minutes
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import $ from "dax";
import { chart } from "./chart.ts";
import { Results } from "./figures.ts";
import { type Effort, measure } from "./measure.ts";
import { markdown } from "./report.ts";
import { measure_startup } from "./startup.ts";
import { bench_file, find_tools } from "./tools.ts";
import { type Work, WORKS } from "./works.ts";

const PARTS = ["syscall", "throughput", "startup"];

const HELP = `Usage: bench [${PARTS.join(" | ")}] ...

  --only=TEXT         only works whose name contains it
  --quick             all in less than two minutes: fewer and shorter rounds
  --rounds=N          how many rounds
  --milliseconds=N    how long a contestant works in a round
  --report=DIRECTORY  where report.md and report.svg go; without it a run of everything writes them to bench/

bench/micro.ts measures single calls of this module on the runtime that runs it.
`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    milliseconds: { type: "string" },
    report: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

function fail(message: string): never {
  console.error(`${message}\n\n${HELP}`);
  process.exit(2);
}

function positive(text: string | undefined, otherwise: number, name: string): number {
  const number = text === undefined ? otherwise : Number(text);
  return Number.isInteger(number) && number > 0 ? number : fail(`--${name} must be a whole number above 0`);
}

if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const unknown = positionals.find((part) => !PARTS.includes(part));
if (unknown !== undefined) fail(`there is no part ${unknown}`);

const parts = positionals.length > 0 ? positionals : PARTS;
const { only } = options;
const effort: Effort = {
  rounds: positive(options.rounds, options.quick ? 3 : 9, "rounds"),
  milliseconds: positive(options.milliseconds, options.quick ? 50 : 200, "milliseconds"),
};
const works: readonly Work[] = WORKS.filter((work) =>
  parts.includes(work.section) && (only === undefined || work.name.includes(only))
);
const with_startup = parts.includes("startup") && (only === undefined || "startup".includes(only));
if (works.length === 0 && !with_startup) fail(`no work has a name that contains ${only}`);

const tools = await find_tools();

const bar = $.progress("bench", { length: works.length + (with_startup ? 1 : 0) });
let before = "";
function progress(name: string): void {
  if (before !== "") bar.increment();
  before = name;
  bar.message(name);
}

const { samples, absences } = await measure(works, tools, effort, (work) => progress(work.name));
if (with_startup) progress("start-up");
const startup = with_startup
  ? await measure_startup(tools, effort, (name) => bar.message(name))
  : { startups: [], absences: [] };
bar.finish();

const results = new Results(samples);
const report = markdown({
  facts: [
    ...tools.facts,
    `${effort.rounds} rounds of ${effort.milliseconds} ms for each contestant at each work`,
  ],
  works,
  results,
  startups: startup.startups,
  absences: [...absences, ...startup.absences],
});
console.log(report);

const everything = positionals.length === 0 && only === undefined;
const directory = options.report ?? (everything ? bench_file(".") : null);
if (directory !== null) {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "report.md"), report);
  const svg = chart(works, results);
  if (svg !== null) await writeFile(join(directory, "report.svg"), svg);
}
process.exit(0);
