// What `import` costs: the CPU time of whole processes, in the process and in the kernel, against the same runtime on an empty
// script.
import { join } from "node:path";
import { type Absences, type Effort, reason } from "./measure.ts";
import { median, type Spread, spread } from "./figures.ts";
import { bench_file, type Command, output, type Tools, with_words } from "./tools.ts";

/** What one import costs, in milliseconds of CPU time. */
export interface StartUp {
  readonly name: string;
  readonly empty: number;
  readonly importing: number;
  /** What the import adds: the difference of the medians, and how far the rounds' differences are apart. */
  readonly added: number;
  readonly spread: Spread;
  readonly goal: number | null;
}

/** An import that is to be measured. */
export interface Import {
  readonly name: string;
  readonly empty: Command;
  readonly importing: Command;
  readonly goal: number | null;
}

const BUNDLE = bench_file("../dist/mod.js");

/** All imports. */
export async function imports_of({ deno, bun, node_ffi, python, directory }: Tools): Promise<Import[]> {
  const cache = `NODE_COMPILE_CACHE=${join(directory, "compile-cache")}`;
  const node: Command = "missing" in node_ffi ? node_ffi : ["env", cache, ...node_ffi];
  const runtimes = [["Deno", deno, 12], ["Bun", bun, 12], [
    "Node, with NODE_COMPILE_CACHE",
    node,
    null,
  ]] as const;
  const bundle = join(directory, "bundle.mjs");
  await Deno.writeTextFile(bundle, `import ${JSON.stringify(BUNDLE)};\n`);
  const is_built = await Deno.stat(BUNDLE).then(() => true, () => false);
  function of_bundle(command: Command): Command {
    return is_built ? with_words(command, bundle) : { missing: "`deno task build` has not made it" };
  }
  return [
    ...runtimes.map(([name, command, goal]) => ({
      name: `mod.ts on ${name}`,
      empty: with_words(command, bench_file("startup/empty.ts")),
      importing: with_words(command, bench_file("startup/import.ts")),
      goal,
    })),
    ...runtimes.map(([name, command]) => ({
      name: `dist/mod.js on ${name}`,
      empty: with_words(command, bench_file("startup/empty.ts")),
      importing: of_bundle(command),
      goal: null,
    })),
    {
      name: "CPython's `import socket`",
      empty: with_words(python, "-c", ""),
      importing: with_words(python, "-c", "import socket"),
      goal: null,
    },
  ];
}

/** So many starts in a row are one measurement: bash tells milliseconds. */
const STARTS = 5;

const PROGRAM = `TIMEFORMAT="%U %S"
{ time for ((i = 0; i < ${STARTS}; i++)); do "$@" </dev/null >/dev/null 2>&1 || exit 1; done; } 2>&1`;

async function cpu_milliseconds(command: readonly string[]): Promise<number> {
  const text = await output("bash", "-c", PROGRAM, "bash", ...command);
  const [user = NaN, system = NaN] = text?.split(/\s+/).map(Number) ?? [];
  if (Number.isNaN(user + system)) throw new Error("it cannot be started, or there is no bash to time it");
  return (user + system) * 1000 / STARTS;
}

interface Runner extends Import {
  readonly times: { readonly empty: number[]; readonly importing: number[] };
}

/** Starts every process in turns. They are not pinned: a runtime starts on all its cores. */
export async function measure_startup(
  imports: readonly Import[],
  { rounds }: Effort,
  progress: (name: string) => void,
  absences: Absences,
): Promise<StartUp[]> {
  if (imports.length === 0) return [];
  const runners = new Set<Runner>(imports.map((one) => ({ ...one, times: { empty: [], importing: [] } })));
  // The first starts of each fill the caches of files and of compiled code.
  for (let round = -1; round < rounds; round++) {
    progress(round < 0 ? "start-up, filling caches" : `start-up, ${round + 1} of ${rounds}`);
    for (const runner of runners) {
      const { name, empty, importing, times } = runner;
      try {
        for (const [command, found] of [[empty, times.empty], [importing, times.importing]] as const) {
          if ("missing" in command) throw new Error(command.missing);
          const time = await cpu_milliseconds(command);
          if (round >= 0) found.push(time);
        }
      } catch (error) {
        absences.add(`start-up of ${name}: ${reason(error)}`);
        runners.delete(runner);
      }
    }
  }
  return Array.from(runners, ({ name, goal, times }) => {
    const empty = median(times.empty), importing = median(times.importing);
    const differences = times.importing.map((time, round) => time - times.empty[round]!);
    return { name, goal, empty, importing, added: importing - empty, spread: spread(differences) };
  });
}
