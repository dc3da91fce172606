// Runs works on contestants, in turns.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.ts";
import { bench_file, type Command, pin_driver, type Tools } from "./tools.ts";
import { type ContestantName, HERE, type Work } from "./works.ts";

/** What one operation took in one round, in nanoseconds. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
}

/** The samples of each work, by contestant; one a round. */
export type Samples = Map<string, Map<ContestantName, Sample[]>>;

/** Everybody that could not take part in something, and why. */
export type Absences = Set<string>;

export interface Effort {
  readonly rounds: number;
  /** How long a contestant works in one round, in milliseconds. */
  readonly milliseconds: number;
}

/** All contestants, in the order of the rounds. */
export function contestants(tools: Tools): [ContestantName, Command][] {
  function script(command: Command, path: string): Command {
    return "missing" in command ? command : [...command, bench_file(path)];
  }
  return [
    ["C", tools.c],
    ["CPython", script(tools.python, "python/contestant.py")],
    ["this module on Deno", script(tools.deno, "contestants/pysocket.ts")],
    ["this module on Bun", script(tools.bun, "contestants/pysocket.ts")],
    ["this module on Node", script(tools.node_ffi, "contestants/pysocket.ts")],
    ["Deno.connect", script(tools.deno, "contestants/deno_connect.ts")],
    ["node:net on Deno", script(tools.deno, "contestants/node_net.ts")],
    ["node:net on Node", script(tools.node, "contestants/node_net.ts")],
    ["node:net on Bun", script(tools.bun, "contestants/node_net.ts")],
    ["Bun.connect", script(tools.bun, "contestants/bun_connect.ts")],
  ];
}

/** Sizes at which a stream is the same work to those who cannot choose how much they receive at once. */
const RIVAL_SIZE = 64 * 1024;

const RIVALS = /^(Deno|Bun|node)/;

function takes_part(name: ContestantName, calls: readonly string[], work: Work): boolean {
  const same_work = !RIVALS.test(name) || !work.call.startsWith("recv") || work.size === RIVAL_SIZE;
  return calls.includes(work.call) && same_work;
}

interface Contestant {
  readonly name: ContestantName;
  readonly child: Child;
  readonly calls: readonly string[];
}

interface Player extends Contestant {
  /** How many operations make a round. */
  readonly count: number;
}

/** Every count is a multiple: datagrams go in windows of 32, and a window should not be a round. */
const STEP = 64;

async function run({ child }: Contestant, work: Work, count: number): Promise<Sample> {
  const [wall = NaN, cpu = NaN] = (await child.ask(`run ${work.call} ${work.size} ${count}`)).map(Number);
  return { wall: wall / count, cpu: cpu / count };
}

// Finds how many operations make a round, which at the same time warms the contestant up: the compilers of JavaScript need
// a while, and a run of full length that does not count.
async function warm_up(contestant: Contestant, work: Work, { milliseconds }: Effort): Promise<Player> {
  const goal = milliseconds * 1e6;
  for (let count = STEP, long_runs = 0;;) {
    const { wall } = await run(contestant, work, count);
    const fitting = Math.max(Math.ceil(goal / wall / STEP), 1) * STEP;
    if (wall * count >= goal / 2) long_runs++;
    if (long_runs === 2) return { ...contestant, count: fitting };
    count = Math.min(fitting, count * 16);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function start(
  name: ContestantName,
  command: readonly string[],
  absences: Absences,
): Promise<Contestant | null> {
  const child = new Child(command);
  try {
    const [, ...calls] = await child.words();
    return { name, child, calls };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    absences.add(`${name}: could not be started (${reason(error)})`);
    return null;
  }
}

// One work, its rounds interleaved. Whoever fails is out, because its next answer may be the one that is late.
async function compete(
  work: Work,
  present: readonly Contestant[],
  out: Set<Child>,
  effort: Effort,
  absences: Absences,
): Promise<Map<ContestantName, Sample[]>> {
  const samples = new Map<ContestantName, Sample[]>();
  async function attempt<T>({ name, child }: Contestant, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      out.add(child);
      samples.delete(name);
      absences.add(`${work.name}: ${name} failed (${reason(error)}), and was asked for no more of this kind`);
      return null;
    }
  }
  const players: Player[] = [];
  for (const contestant of present) {
    const player = await attempt(contestant, () => warm_up(contestant, work, effort));
    if (player === null) continue;
    players.push(player);
    samples.set(player.name, []);
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const player of players) {
      if (out.has(player.child)) continue;
      const sample = await attempt(player, () => run(player, work, player.count));
      if (sample !== null) samples.get(player.name)!.push(sample);
    }
  }
  return samples;
}

/** Measures works. Contestants live through all works of the same call, so that one that fails spoils nothing else. */
export async function measure(
  works: readonly Work[],
  tools: Tools,
  effort: Effort,
  progress: (work: Work) => void,
): Promise<{ samples: Samples; absences: Absences }> {
  const samples: Samples = new Map();
  const absences: Absences = new Set();
  const commands: [ContestantName, readonly string[]][] = [];
  for (const [name, command] of contestants(tools)) {
    if ("missing" in command) absences.add(`${name}: ${command.missing}`);
    else commands.push([name, command]);
  }
  const { cores } = tools;
  const on = (core: string | undefined) => core === undefined ? [] : ["taskset", "-c", core];
  if ("missing" in tools.peer) throw new Error(`there is nobody to talk to: ${tools.peer.missing}`);

  const directory = await mkdtemp(join(tmpdir(), "bench-"));
  const file = join(directory, "file");
  await writeFile(file, new Uint8Array(1 << 20));
  await using peer = new Child([...on(cores?.peer), ...tools.peer]);
  try {
    if (cores !== null) await pin_driver(cores.driver);
    const [, tcp_port = "", udp_port = ""] = await peer.words();
    // Whoever has no such call is not started for it a second time.
    const known = new Map<ContestantName, readonly string[]>();
    for (const call of new Set(works.map((work) => work.call))) {
      await using stack = new AsyncDisposableStack();
      const starting = commands
        .filter(([name]) => known.get(name)?.includes(call) ?? true)
        .map(([name, command]) =>
          start(name, [...on(cores?.contestant), ...command, tcp_port, udp_port, file], absences)
        );
      const present = (await Promise.all(starting)).filter((contestant) => contestant !== null);
      const out = new Set<Child>();
      for (const { name, child, calls } of present) {
        stack.use(child);
        known.set(name, calls);
      }
      for (const work of works.filter((work) => work.call === call)) {
        progress(work);
        const players = present.filter(({ name, calls, child }) =>
          takes_part(name, calls, work) && !out.has(child)
        );
        samples.set(work.name, await compete(work, players, out, effort, absences));
      }
    }
    for (const work of works) {
      for (const name of ["CPython", ...HERE] as const) {
        if (known.get(name)?.includes(work.call) === false) {
          absences.add(`${work.name}: ${name} has no such call`);
        }
      }
    }
  } finally {
    if (cores !== null) await pin_driver(cores.all);
    await rm(directory, { recursive: true });
  }
  return { samples, absences };
}
