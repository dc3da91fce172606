// An echo server for thousands of connections, most of them idle: what one request costs.
import { Child } from "./child.ts";
import { type Cell, cell_of, is_scattered } from "./figures.ts";
import { type Absences, type Effort, reason, type Sample } from "./measure.ts";
import { bench_file, type Command, output, pin_driver, pinned, type Tools, with_words } from "./tools.ts";

/** How many connections are idle. */
export const IDLE: readonly number[] = [1_000, 5_000, 10_000];

/** What `--only` chooses by. */
export function name_of(idle: number): string {
  return `${idle.toLocaleString("en")} idle`;
}

/** How many are not. */
export const ACTIVE = 100;
/** The bytes of a request, which come back. */
export const SIZE = 64;
/** What a process may have open besides its connections. */
const OTHER_DESCRIPTORS = 200;

const LIMIT = "C, epoll";

/** Who serves, and how. */
interface Server {
  readonly name: string;
  readonly command: Command;
  /** This module, or what a runtime brings along; `null` for others. */
  readonly side: "ours" | "rival" | null;
}

function servers({ c, python, deno, bun, node, node_ffi }: Tools): Server[] {
  const ours = [["Deno", deno], ["Bun", bun], ["Node", node_ffi]] as const;
  const rivals = [
    ["Deno.listen", deno, "deno_listen"],
    ["Bun.listen", bun, "bun_listen"],
    ["node:net on Node", node, "node_net"],
  ] as const;
  return [
    { name: LIMIT, command: c.echo, side: null },
    { name: "CPython, selectors", command: with_words(python, bench_file("python/echo.py")), side: null },
    ...ours.flatMap(([runtime, command]) =>
      (["epoll", "selectors"] as const).map((way): Server => ({
        name: `this module on ${runtime}, ${way}`,
        command: with_words(command, bench_file(`servers/${way}.ts`)),
        side: "ours",
      }))
    ),
    ...rivals.map(([name, command, script]): Server => ({
      name,
      command: with_words(command, bench_file(`servers/${script}.ts`)),
      side: "rival",
    })),
  ];
}

/** What was measured of one server. */
export interface ServerFigures {
  readonly name: string;
  /** For each number of idle connections. */
  readonly cells: readonly Cell[];
  /** Resident memory in MiB with all connections before the rounds, and how much more there was after them. */
  readonly memory: { readonly before: number; readonly growth: number };
  /** What it must reach and does not; `null` where nothing is asked of it. */
  readonly missed: readonly string[] | null;
}

export interface Scale {
  /** The numbers of idle connections. */
  readonly idle: readonly number[];
  readonly servers: readonly ServerFigures[];
}

interface Player extends Server {
  readonly pid: string;
  /** Who asks it: bench/c/load.c. */
  readonly load: Child;
  /** For each number of idle connections a sample a round. */
  readonly samples: Sample[][];
  /** Its resident memory, for each number of idle connections before and after the rounds. */
  readonly memory: [before: number, after: number][];
}

/** A command that may have so many descriptors open. */
function with_descriptors(count: number, command: readonly string[]): string[] {
  return ["sh", "-c", `ulimit -n ${count} && exec "$@"`, "sh", ...command];
}

/** Where the children of one kind live. */
interface Places {
  readonly servers: AsyncDisposableStack;
  readonly loads: AsyncDisposableStack;
}

async function start(server: Server, descriptors: number, tools: Tools, places: Places): Promise<Player> {
  const { command } = server, { load } = tools.c;
  if ("missing" in command) throw new Error(command.missing);
  if ("missing" in load) throw new Error(load.missing);
  const serving = new Child(with_descriptors(descriptors, pinned(tools, "contestant", command)));
  places.servers.use(serving);
  const [, port = "", pid = ""] = await serving.words();
  const asking = new Child(with_descriptors(descriptors, [...pinned(tools, "peer", load), port, pid]));
  places.loads.use(asking);
  await asking.words();
  return { ...server, pid, load: asking, samples: [], memory: [] };
}

async function run({ load }: Player, milliseconds: number): Promise<Sample> {
  const answer = await load.ask(`run ${ACTIVE} ${milliseconds} ${SIZE}`);
  const [count = NaN, wall = NaN, cpu = NaN] = answer.map(Number);
  return { wall: wall / count, cpu: cpu / count };
}

async function expect_answers({ load }: Player, command: string, count: number): Promise<void> {
  const [answered] = await load.ask(command);
  if (Number(answered) !== count) throw new Error(`${answered} of ${count} connections were answered`);
}

async function resident({ pid }: Player): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]) / 1024;
}

/** How many idle connections a process here may have. */
async function permitted(wanted: readonly number[], absences: Absences): Promise<number[]> {
  const counts: number[] = [];
  for (const count of wanted) {
    const needed = count + ACTIVE + OTHER_DESCRIPTORS;
    if (await output("sh", "-c", `ulimit -n ${needed}`) !== null) counts.push(count);
    else absences.add(`scale, ${name_of(count)}: no permission for ${needed} descriptors`);
  }
  return counts;
}

/** Has all servers do everything in turns. Whoever fails is out. */
async function compete(
  tools: Tools,
  idle: readonly number[],
  { rounds, milliseconds, warm_up }: Effort,
  progress: (name: string) => void,
  absences: Absences,
): Promise<Player[]> {
  // Those who ask outlive those who answer, which would complain of being hung up on.
  await using loads = new AsyncDisposableStack();
  await using serving = new AsyncDisposableStack();
  const places = { servers: serving, loads };
  const players = new Map<string, Player>();
  function drop(name: string, error: unknown): null {
    absences.add(`scale: ${name}: ${reason(error)}`);
    players.delete(name);
    return null;
  }
  async function everybody(act: (player: Player) => Promise<unknown>): Promise<void> {
    for (const [name, player] of players) await act(player).catch((error) => drop(name, error));
  }
  progress("scale: starting the servers");
  const descriptors = Math.max(...idle) + ACTIVE + OTHER_DESCRIPTORS;
  const starting = servers(tools).map((server) =>
    start(server, descriptors, tools, places).catch((error) => drop(server.name, error))
  );
  for (const player of await Promise.all(starting)) if (player !== null) players.set(player.name, player);
  for (const [index, count] of idle.entries()) {
    progress(`scale: ${name_of(count)}`);
    await everybody(async (player) => {
      await expect_answers(player, `hold ${count}`, count);
      await run(player, warm_up);
      player.samples[index] = [];
      player.memory[index] = [await resident(player), NaN];
    });
    for (let round = 0; round < rounds; round++) {
      await everybody(async (player) => player.samples[index]!.push(await run(player, milliseconds)));
    }
    await everybody(async (player) => {
      player.memory[index]![1] = await resident(player);
      // Nobody was forgotten.
      await expect_answers(player, "check", count);
    });
  }
  return [...players.values()];
}

/** What must be reached. */
export const SCALE_GOALS =
  "0.95 of C's rate, above every runtime's own server, and CPU time that grows no more than C's";

function judge(cells: readonly Cell[], rivals: readonly (readonly Cell[])[]): string[] {
  const speed = (cell: Cell) => cell.compared!.speed.median, cpu = (cell: Cell) => cell.compared!.cpu;
  if (cells.some((cell) => is_scattered(cell.compared!.speed))) {
    return ["not known: the rounds are scattered"];
  }
  const missed: string[] = [];
  if (cells.some((cell) => speed(cell) < 0.95)) missed.push("0.95 of C's rate");
  const is_behind = rivals.some((others) => others.some((cell, index) => speed(cell) > speed(cells[index]!)));
  if (is_behind) missed.push("above the runtimes' own");
  if (cpu(cells.at(-1)!) > 1.05 * cpu(cells[0]!)) missed.push("CPU time grows no more than C's");
  return missed;
}

/** Measures echo servers with so many idle connections, the numbers ascending; `null` if that cannot be. */
export async function measure_scale(
  wanted: readonly number[],
  tools: Tools,
  effort: Effort,
  progress: (name: string) => void,
  absences: Absences,
): Promise<Scale | null> {
  if (wanted.length === 0) return null;
  if ("missing" in tools.c.load) {
    absences.add(`scale: ${tools.c.load.missing}`);
    return null;
  }
  const idle = await permitted(wanted, absences);
  if (idle.length === 0) return null;
  if (tools.cores !== null) await pin_driver(tools.cores.driver);
  const players = await compete(tools, idle, effort, progress, absences).finally(async () => {
    if (tools.cores !== null) await pin_driver(tools.cores.all);
  });
  const limit = players.find(({ name }) => name === LIMIT);
  if (limit === undefined) return null;
  const cells = new Map(players.map((player) => [
    player,
    player.samples.map((samples, index) => cell_of(samples, player === limit ? [] : limit.samples[index]!)),
  ]));
  const rivals = players.filter(({ side }) => side === "rival").map((player) => cells.get(player)!);
  const measured = players.map((player) => {
    const own = cells.get(player)!, [before, after] = player.memory.at(-1)!;
    return {
      name: player.name,
      cells: own,
      memory: { before, growth: after - before },
      missed: player.side === "ours" ? judge(own, rivals) : null,
    };
  });
  return { idle, servers: measured };
}
