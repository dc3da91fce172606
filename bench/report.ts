// What was measured, as text: Markdown whose tables are also readable in a terminal.
import { type Cell, is_scattered, type Results, type Spread } from "./figures.ts";
import { ACTIVE, name_of, type Scale, SCALE_GOALS, SIZE } from "./scale.ts";
import type { StartUp } from "./startup.ts";
import { type ContestantName, HERE, type Here, type Section, type Work } from "./works.ts";

/** All that a report is made of. */
export interface Run {
  readonly facts: readonly string[];
  readonly works: readonly Work[];
  readonly results: Results;
  readonly scale: Scale | null;
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

/** Nanoseconds in three digits. */
function duration(nanoseconds: number): string {
  const rounded = Number(nanoseconds.toPrecision(3));
  const [unit, size] = rounded < 1e3 ? ["ns", 1] : rounded < 1e6 ? ["µs", 1e3] : ["ms", 1e6];
  return `${(rounded / size).toPrecision(3)} ${unit}`;
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

function compared(cell: Cell): string {
  const { speed, cpu } = cell.compared!;
  const median = is_scattered(speed) ? "scattered" : speed.median.toFixed(2);
  return `${median} (${range(speed)}), CPU ${duration(cell.cpu)} ×${cpu.toFixed(2)}`;
}

function text_of(cell: Cell | null, work: Work): string {
  if (cell === null) return NOTHING;
  return cell.compared === null ? absolute(cell, work) : compared(cell);
}

function verdict(work: Work, results: Results, here: Here): string {
  const cell = results.cell(work.name, here);
  if (work.goals.length === 0 || cell === null) return NOTHING;
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

function scale_table({ idle, servers }: Scale): string[] {
  const head = [
    "server",
    ...idle.map(name_of),
    "memory, MiB",
    "must reach and does not",
  ];
  const rows = servers.map(({ name, cells, memory, missed }) => [
    name,
    ...cells.map((cell) =>
      cell.compared === null
        ? `${(1e6 / cell.time).toFixed(1)} thousand/s, CPU ${duration(cell.cpu)}`
        : compared(cell)
    ),
    `${memory.before.toFixed(0)} + ${Math.max(memory.growth, 0).toFixed(1)}`,
    missed === null ? NOTHING : missed.join("; ") || "nothing",
  ]);
  return table(head, rows);
}

function scale_text({ idle }: Scale): string {
  const most = Math.max(...idle).toLocaleString("en");
  return `An echo server in one process on one core. ${ACTIVE} connections ask, ${SIZE} bytes at a time, and ask again when they were` +
    " answered; the others are idle. bench/c/load.c asks, and compares every byte. The figures are requests per second against C's," +
    ` as above; \`memory\` is what the process has resident with ${most} idle connections before the rounds, and what the rounds` +
    ` added. To be reached is ${SCALE_GOALS}.`;
}

function startup_table(startups: readonly StartUp[]): string[] {
  const head = ["import", "empty script", "importing", "added", "rounds", "must reach", "met"];
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
export function markdown({ facts, works, results, scale, startups, absences }: Run): string {
  const measured = works.filter((work) => results.measured(work.name));
  const of_section = (name: Section) => measured.filter((work) => work.section === name);
  const limit = results.limit === "C"
    ? "C with the same system calls"
    : "CPython, because there is no C compiler here";
  const main = (name: Section) => {
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
    "Where the rounds are a factor of four apart, `scattered` stands in the place of a figure; `–` where somebody has no such call.",
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
      "Without sockets",
      "",
      main("struct"),
    ),
    ...section(
      "Many connections",
      scale === null ? "" : scale_text(scale),
      scale === null ? [] : scale_table(scale),
    ),
    ...section(
      "Import",
      "Milliseconds of CPU time, in the process and in the kernel, of whole processes in turns, not pinned, with warm caches. `added`" +
        " is the difference of the medians.",
      startups.length === 0 ? [] : startup_table(startups),
    ),
    ...section("Not run", "", absences.map((absence) => `- ${absence}`)),
    "",
  ].join("\n");
}
