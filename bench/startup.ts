// What `import` costs: whole processes, against the same runtime on an empty script.
import $ from "dax";
import type { Absences, Effort } from "./measure.ts";
import { median, type Spread, spread } from "./figures.ts";
import { bench_file, type Command, type Tools } from "./tools.ts";

/** What one import costs, in milliseconds. */
export interface StartUp {
  readonly name: string;
  readonly empty: number;
  readonly importing: number;
  /** What the import adds: the difference of the medians, and how far the rounds' differences are apart. */
  readonly added: number;
  readonly spread: Spread;
  readonly goal: number | null;
}

interface Candidate {
  readonly name: string;
  readonly command: Command;
  readonly empty: readonly string[];
  readonly importing: readonly string[];
  readonly goal: number | null;
}

const SCRIPTS = { empty: [bench_file("startup/empty.ts")], importing: [bench_file("startup/import.ts")] };

function candidates({ deno, bun, node_ffi, python }: Tools): Candidate[] {
  return [
    { name: "this module on Deno", command: deno, ...SCRIPTS, goal: 5 },
    { name: "this module on Bun", command: bun, ...SCRIPTS, goal: null },
    { name: "this module on Node", command: node_ffi, ...SCRIPTS, goal: null },
    {
      name: "CPython's `import socket`",
      command: python,
      empty: ["-c", ""],
      importing: ["-c", "import socket"],
      goal: null,
    },
  ];
}

async function milliseconds(command: readonly string[]): Promise<number> {
  const started = performance.now();
  await $`${command}`.stdin("null").stdout("null");
  return performance.now() - started;
}

/** Process starts are few and far apart: so many make as sure a figure as a round of calls. */
const STARTS_A_ROUND = 3;

/** Starts every process in turns. They are not pinned: a runtime starts on all its cores. */
export async function measure_startup(
  tools: Tools,
  { rounds }: Effort,
  progress: (name: string) => void,
): Promise<{ startups: StartUp[]; absences: Absences }> {
  const absences: Absences = new Set();
  const present = candidates(tools).flatMap(({ command, ...rest }) => {
    if (!("missing" in command)) return [{ command, ...rest, times: { empty: [], importing: [] } as Times }];
    absences.add(`start-up of ${rest.name}: ${command.missing}`);
    return [];
  });
  // The first start of each fills the caches of files and of compiled code.
  for (let start = -1; start < rounds * STARTS_A_ROUND; start++) {
    progress(start < 0 ? "start-up, filling caches" : `start-up, ${start + 1} of ${rounds * STARTS_A_ROUND}`);
    for (const { command, empty, importing, times } of present) {
      const pair = [
        await milliseconds([...command, ...empty]),
        await milliseconds([...command, ...importing]),
      ] as const;
      if (start < 0) continue;
      times.empty.push(pair[0]);
      times.importing.push(pair[1]);
    }
  }
  const startups = present.map(({ name, goal, times }) => {
    const empty = median(times.empty), importing = median(times.importing);
    const differences = times.importing.map((time, start) => time - times.empty[start]!);
    return { name, goal, empty, importing, added: importing - empty, spread: spread(differences) };
  });
  return { startups, absences };
}

interface Times {
  readonly empty: number[];
  readonly importing: number[];
}
