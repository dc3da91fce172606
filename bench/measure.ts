// Runs works on contestants, in turns.
import { join } from "node:path";
import { Child } from "./child.ts";
import { bench_file, type Command, pin_driver, pinned, type Tools, with_words } from "./tools.ts";
import type { ContestantName, Work } from "./works.ts";

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
  /** How long a contestant has worked before its first round counts, in milliseconds. */
  readonly warm_up: number;
}

/** All contestants, in the order of the rounds. */
function contestants({ c, python, deno, bun, node, node_ffi }: Tools): [ContestantName, Command][] {
  const pysocket = bench_file("contestants/pysocket.ts"), node_net = bench_file("contestants/node_net.ts");
  return [
    ["C", c.contestant],
    ["CPython", with_words(python, bench_file("python/contestant.py"))],
    ["this module on Deno", with_words(deno, pysocket)],
    ["this module on Bun", with_words(bun, pysocket)],
    ["this module on Node", with_words(node_ffi, pysocket)],
    ["Deno.connect", with_words(deno, bench_file("contestants/deno_connect.ts"))],
    ["node:net on Deno", with_words(deno, node_net)],
    ["node:net on Node", with_words(node, node_net)],
    ["node:net on Bun", with_words(bun, node_net)],
    ["Bun.connect", with_words(bun, bench_file("contestants/bun_connect.ts"))],
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

// Everybody works for the same time before it counts: the compilers of JavaScript need it, the others get it too. That also
// shows how many operations make a round.
async function warm_up(contestant: Contestant, work: Work, effort: Effort): Promise<Player> {
  const round = effort.milliseconds * 1e6;
  for (let left = effort.warm_up * work.warm_up * 1e6, count = STEP;;) {
    const { wall } = await run(contestant, work, count);
    left -= wall * count;
    const fitting = Math.max(Math.ceil(round / wall / STEP), 1) * STEP;
    if (left <= 0) return { ...contestant, count: fitting };
    count = Math.min(fitting, count * 16);
  }
}

export function reason(error: unknown): string {
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
  for (let round = 0; round < effort.rounds * work.rounds; round++) {
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
  progress: (name: string) => void,
  absences: Absences,
): Promise<Samples> {
  const samples: Samples = new Map();
  if (works.length === 0) return samples;
  const commands: [ContestantName, readonly string[]][] = [];
  for (const [name, command] of contestants(tools)) {
    if ("missing" in command) absences.add(`${name}: ${command.missing}`);
    else commands.push([name, command]);
  }
  if ("missing" in tools.peer) throw new Error(`there is nobody to talk to: ${tools.peer.missing}`);
  const file = join(tools.directory, "file");
  await Deno.writeFile(file, new Uint8Array(1 << 20));
  await using peer = new Child(pinned(tools, "peer", tools.peer));
  try {
    if (tools.cores !== null) await pin_driver(tools.cores.driver);
    const [, tcp_port = "", udp_port = ""] = await peer.words();
    // Whoever has no such call, or cannot be started, is not started for it a second time.
    const known = new Map<ContestantName, readonly string[]>();
    for (const call of new Set(works.map((work) => work.call))) {
      await using stack = new AsyncDisposableStack();
      const able = commands.filter(([name]) => known.get(name)?.includes(call) ?? true);
      const starting = able.map(([name, command]) =>
        start(name, [...pinned(tools, "contestant", command), tcp_port, udp_port, file], absences)
      );
      for (const [name] of able) known.set(name, []);
      const present = (await Promise.all(starting)).filter((contestant) => contestant !== null);
      const out = new Set<Child>();
      for (const { name, child, calls } of present) {
        stack.use(child);
        known.set(name, calls);
      }
      for (const work of works.filter((work) => work.call === call)) {
        progress(`${samples.size + 1} of ${works.length}: ${work.name}`);
        const players = present.filter(({ name, calls, child }) =>
          takes_part(name, calls, work) && !out.has(child)
        );
        samples.set(work.name, await compete(work, players, out, effort, absences));
      }
    }
  } finally {
    if (tools.cores !== null) await pin_driver(tools.cores.all);
  }
  return samples;
}
