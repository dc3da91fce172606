// The bench: what a system call costs from here, how fast bytes move, how many connections one process serves, and what an
// import costs.
//
//   deno task bench                        everything; writes bench/report.md and bench/report.svg
//   deno task bench syscall --only=recv    a part, to the terminal
//   deno task bench --quick                all in less than two minutes
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./chart.ts";
import { Results } from "./figures.ts";
import { type Absences, type Effort, measure } from "./measure.ts";
import { markdown, type Run } from "./report.ts";
import { IDLE, measure_scale, name_of } from "./scale.ts";
import { imports_of, measure_startup } from "./startup.ts";
import { bench_file, find_tools } from "./tools.ts";
import { WORKS } from "./works.ts";

const PARTS = ["syscall", "throughput", "struct", "scale", "startup"];

const HELP = `Usage: bench [${PARTS.join(" | ")}] ...

  --only=TEXT         only works whose name contains it
  --quick             all in less than two minutes: fewer and shorter rounds
  --rounds=N          how many rounds
  --milliseconds=N    how long a contestant works in a round
  --warm-up=N         how many milliseconds it has worked before
  --report=DIRECTORY  where report.md and report.svg go; without it a run of everything writes them to bench/

bench/micro.ts measures single calls of this module on the runtime that runs it.
`;

const { values: options, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    milliseconds: { type: "string" },
    "warm-up": { type: "string" },
    report: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

function fail(message: string): never {
  console.error(`${message}\n\n${HELP}`);
  Deno.exit(2);
}

function positive(name: "rounds" | "milliseconds" | "warm-up", otherwise: number, quick: number): number {
  const text = options[name] ?? (options.quick ? quick : otherwise), number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : fail(`--${name} must be a whole number above 0`);
}

if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
const unknown = positionals.find((part) => !PARTS.includes(part));
if (unknown !== undefined) fail(`there is no part ${unknown}`);

const parts = positionals.length > 0 ? positionals : PARTS;
const only = options.only ?? "";
const effort: Effort = {
  rounds: positive("rounds", 9, 3),
  milliseconds: positive("milliseconds", 80, 30),
  warm_up: positive("warm-up", 500, 50),
};

/** Shows what is under way, in a line of the terminal that is written again and again. */
function progress(what: string): void {
  if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${what}`));
}

/** Measures what was asked for; `null` if nothing has such a name. */
async function measure_all(directory: string): Promise<Run | null> {
  progress("looking for compilers and runtimes");
  const tools = await find_tools(directory);
  const works = WORKS.filter(({ section, name }) => parts.includes(section) && name.includes(only));
  const idle = parts.includes("scale") ? IDLE.filter((count) => name_of(count).includes(only)) : [];
  const imports = parts.includes("startup")
    ? (await imports_of(tools)).filter(({ name }) => name.includes(only))
    : [];
  if (works.length + idle.length + imports.length === 0) return null;
  const absences: Absences = new Set();
  const samples = await measure(works, tools, effort, progress, absences);
  const scale = await measure_scale(idle, tools, effort, progress, absences);
  const startups = await measure_startup(imports, effort, progress, absences);
  progress("");
  return {
    facts: [
      ...tools.facts,
      `${effort.rounds} rounds of ${effort.milliseconds} ms for each contestant at each work (twice as many where two processes ` +
      `meet), after ${effort.warm_up} ms that do not count`,
    ],
    works,
    results: new Results(samples, "missing" in tools.c.contestant ? "CPython" : "C"),
    scale,
    startups,
    absences: [...absences],
  };
}

const directory = await Deno.makeTempDir({ prefix: "bench-" });
const measured = await measure_all(directory).finally(() => Deno.remove(directory, { recursive: true }));
if (measured === null) fail(`nothing has a name that contains ${only}`);

const report = markdown(measured);
console.log(report);
const everything = positionals.length === 0 && only === "";
const target = options.report ?? (everything ? bench_file(".") : null);
if (target !== null) {
  await Deno.mkdir(target, { recursive: true });
  await Deno.writeTextFile(join(target, "report.md"), report);
  const svg = chart(measured.scale);
  if (svg !== null) await Deno.writeTextFile(join(target, "report.svg"), svg);
}
