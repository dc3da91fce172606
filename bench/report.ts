// What was measured, as text: Markdown whose tables are also readable in a terminal.
import type { Cell, Results, Spread } from "./figures.ts";
import type { StartUp } from "./startup.ts";
import { type ContestantName, HERE, type Here, type Work } from "./works.ts";

/** All that a report is made of. */
export interface Run {
  readonly facts: readonly string[];
  readonly works: readonly Work[];
  readonly results: Results;
  readonly startups: readonly StartUp[];
  readonly absences: readonly string[];
}

const MAIN: readonly ContestantName[] = ["CPython", ...HERE];

const RIVALS: readonly ContestantName[] = [
  "Deno.connect",
  "node:net on Deno",
  "Bun.connect",
  "node:net on Bun",
  "node:net on Node",
];

const NOTHING = "–";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length), 3, title.length)
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

/** Nanoseconds, as short as can be. */
function duration(nanoseconds: number): string {
  const [value, unit] = nanoseconds < 1e3
    ? [nanoseconds, "ns"]
    : nanoseconds < 1e6
    ? [nanoseconds / 1e3, "µs"]
    : [nanoseconds / 1e6, "ms"];
  return `${value.toPrecision(3).replace(/e\+2$/, "00")} ${unit}`;
}

function rate(bytes: number, nanoseconds: number): string {
  const megabytes = bytes / nanoseconds * 1e3;
  return megabytes < 1000 ? `${megabytes.toFixed(0)} MB/s` : `${(megabytes / 1000).toFixed(1)} GB/s`;
}

function range({ least, most }: Spread): string {
  return `${least.toFixed(2)}–${most.toFixed(2)}`;
}

function absolute({ time, cpu }: Cell, work: Work): string {
  const moved = work.streams ? `, ${rate(work.size, time)}` : "";
  return `${duration(time)}${moved}, CPU ${duration(cpu)}`;
}

function text_of(cell: Cell | null, work: Work): string {
  if (cell === null) return NOTHING;
  if (cell.compared === null) return absolute(cell, work);
  const { speed, cpu } = cell.compared;
  return `${speed.median.toFixed(2)} (${range(speed)}), CPU ${duration(cell.cpu)} ×${cpu.toFixed(2)}`;
}

function verdict(work: Work, results: Results, here: Here): string {
  if (work.goals.length === 0 || results.cell(work.name, here) === null) return NOTHING;
  const judged = work.goals.map((goal) => ({ goal, reached: goal.reached(results, work.name, here) }));
  const missed = judged.filter(({ reached }) => reached === false).map(({ goal }) => goal.text);
  if (missed.length > 0) return judged.length === 1 ? "no" : `no: ${missed.join("; ")}`;
  const open = judged.filter(({ reached }) => reached === null).map(({ goal }) => goal.text);
  return open.length > 0 ? `not known: ${open.join("; ")}` : "yes";
}

function main_table(works: readonly Work[], results: Results): string[] {
  const contestants = MAIN.filter((name) => name !== results.limit);
  const head = [
    "work",
    `${results.limit}, one operation`,
    ...contestants,
    "must reach",
    ...HERE.map((here) => `${here.split(" ").at(-1)}: met`),
  ];
  const rows = works.map((work) => [
    work.name.replace(/,$/, ""),
    text_of(results.cell(work.name, results.limit), work),
    ...contestants.map((name) => text_of(results.cell(work.name, name), work)),
    work.goals.map(({ text }) => text).join("; ") || NOTHING,
    ...HERE.map((here) => verdict(work, results, here)),
  ]);
  return table(head, rows);
}

function rivals_table(works: readonly Work[], results: Results): string[] {
  const columns = [...HERE, ...RIVALS];
  const rows = works
    .filter((work) => RIVALS.some((name) => results.cell(work.name, name) !== null))
    .map((work) => [
      work.name,
      ...columns.map((name) => text_of(results.cell(work.name, name), work)),
    ]);
  return rows.length === 0 ? [] : table(["work", ...columns], rows);
}

function startup_table(startups: readonly StartUp[]): string[] {
  const head = [
    "import",
    "empty script, ms",
    "importing, ms",
    "added, ms",
    "rounds, ms",
    "must reach",
    "met",
  ];
  const rows = startups.map(({ name, empty, importing, added, spread, goal }) => [
    name,
    empty.toFixed(1),
    importing.toFixed(1),
    added.toFixed(1),
    `${spread.least.toFixed(1)}–${spread.most.toFixed(1)}`,
    goal === null ? NOTHING : `${goal} ms`,
    goal === null ? NOTHING : added <= goal ? "yes" : "no",
  ]);
  return table(head, rows);
}

function section(title: string, text: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `## ${title}`, "", ...(text === "" ? [] : [text, ""]), ...lines];
}

/** The report. */
export function markdown({ facts, works, results, startups, absences }: Run): string {
  const measured = works.filter((work) => results.measured(work.name));
  const of_section = (name: Work["section"]) => measured.filter((work) => work.section === name);
  const limit = results.limit === "C"
    ? "C with the same system calls"
    : "CPython, because there is no C compiler here";
  const main = (name: Work["section"]) => {
    const chosen = of_section(name);
    return chosen.length === 0 ? [] : main_table(chosen, results);
  };
  return [
    "# What it costs, measured",
    "",
    ...facts.map((fact) => `- ${fact}`),
    "",
    `Figures without a unit are speeds against the limit, ${limit}: 1.00 is as fast, 0.50 takes twice the time. Each is the median over`,
    "all rounds, with the slowest and the fastest round behind it; in a round everybody works in turn, and is compared with the",
    "others of that round. `CPU` is what one operation costs in processor time, in the process and in the kernel, and how many times",
    "the limit's that is: it is far less noisy than time. Streams count in messages of the given size, whatever pieces they arrive in.",
    ...section(
      "System calls",
      "Both ends are in one process.",
      main("syscall"),
    ),
    ...section(
      "Throughput",
      "The other end is a program that is the same for everybody.",
      main("throughput"),
    ),
    ...section(
      "The runtimes' own TCP",
      "They wait by events or promises. Where they receive in memory of the caller's they stand beside `recv_into`, where they hand" +
        " over memory beside `recv`.",
      rivals_table(measured, results),
    ),
    ...section(
      "Start-up",
      "Whole processes in turns, not pinned; `added` is the difference of the medians.",
      startups.length === 0 ? [] : startup_table(startups),
    ),
    ...section("Not run", "", absences.map((absence) => `- ${absence}`)),
    "",
  ].join("\n");
}
