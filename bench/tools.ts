// What the bench finds on this machine: compilers, runtimes, cores.
import { fileURLToPath } from "node:url";
import { python } from "../tests/peer.ts";

/** A file of the bench. */
export function bench_file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A command, or the reason why there is none. */
export type Command = readonly string[] | { readonly missing: string };

/** A command with more words behind it. */
export function with_words(command: Command, ...words: string[]): Command {
  return "missing" in command ? command : [...command, ...words];
}

/** What a command prints; `null` if it cannot be run or fails. */
export async function output(...[program, ...args]: readonly string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(program!, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function installed(name: string): Promise<Command> {
  return await output(name, "--version") === null ? { missing: `${name} is not installed` } : [name];
}

/** Node runs TypeScript from here on. */
const NODE_LEAST = [22, 18];

async function find_node(): Promise<Command> {
  const version = await output("node", "--version");
  const [major = 0, minor = 0] = version?.slice(1).split(".").map(Number) ?? [];
  if (major > NODE_LEAST[0]! || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1]!)) return ["node"];
  const found = version === null ? "no node was found" : `node ${version.slice(1)} was found`;
  return { missing: `node ${NODE_LEAST.join(".")} or newer is needed, which runs TypeScript; ${found}` };
}

async function find_node_with_ffi(): Promise<Command> {
  const program = 'process.exit(process.getBuiltinModule?.("node:ffi") === undefined ? 1 : 0)';
  return await output("node", "--no-warnings", "--eval", program) === null
    ? { missing: "there is no node that has node:ffi" }
    : ["node", "--disable-warning=ExperimentalWarning"];
}

/** Compiles a program of bench/c. */
async function find_c(program: string, directory: string): Promise<Command> {
  const compiler = Deno.env.get("CC") ?? "cc";
  if (await output(compiler, "--version") === null) return { missing: "there is no C compiler" };
  const built = `${directory}/${program}`;
  const compiled = await output(compiler, "-O2", "-pthread", "-o", built, bench_file(`c/${program}.c`));
  return compiled === null ? { missing: "its C program does not compile here" } : [built];
}

const DENO_FLAGS = ["run", "--allow-all", "--no-check", "--quiet"];

/** Everything that the bench can start. */
export interface Tools {
  /** The programs of bench/c: who works, who is at the other end, and the echo server with who asks it. */
  readonly c: Readonly<Record<"contestant" | "peer" | "echo" | "load", Command>>;
  readonly python: Command;
  readonly deno: Command;
  readonly bun: Command;
  /** The Node that runs TypeScript. */
  readonly node: Command;
  /** The Node that also has node:ffi. */
  readonly node_ffi: Command;
  /** The peer at the other end of every connection. */
  readonly peer: Command;
  /** Which core does what; `null` where nobody can be kept on one. */
  readonly cores: Cores | null;
  /** What a reader must know about this run. */
  readonly facts: readonly string[];
  /** Where files may be left until the bench is over. */
  readonly directory: string;
}

/** Who works on which core, as taskset writes them. */
export interface Cores {
  readonly driver: string;
  readonly peer: string;
  readonly contestant: string;
  /** All that there are for us. */
  readonly all: string;
}

/** A command that is kept on one core, if that is possible. */
export function pinned(tools: Tools, place: "peer" | "contestant", command: readonly string[]): string[] {
  return tools.cores === null ? [...command] : ["taskset", "-c", tools.cores[place], ...command];
}

/** Has this process, and what it starts from now on, run on some cores. */
export async function pin_driver(cores: string): Promise<void> {
  await output("taskset", "-a", "-c", "-p", cores, String(Deno.pid));
}

// taskset says "pid 1's current affinity list: 0,2-5".
async function find_cores(): Promise<Cores | string> {
  const answer = await output("taskset", "-c", "-p", String(Deno.pid));
  if (answer === null) return "there is no taskset";
  const all = answer.split(": ")[1] ?? "";
  const numbers = all.split(",").filter((part) => part !== "").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
  });
  const [driver, second, third] = numbers;
  if (driver === undefined || second === undefined) return "there is one core";
  return { driver, peer: third === undefined ? driver : second, contestant: third ?? second, all };
}

function pinning(cores: Cores | string): string {
  if (typeof cores === "string") {
    return `not pinned to cores, because ${cores}: expect figures to scatter widely`;
  }
  const company = cores.peer === cores.driver ? "which the driver shares" : "the driver to a third";
  return `pinned: the contestant to one core with all its threads, the peer to another, ${company}`;
}

interface Pinned {
  readonly devEngines: { readonly runtime: readonly { name: string; version: string }[] };
}

async function version(command: Command, name: string): Promise<string> {
  if ("missing" in command) return `no ${name} (${command.missing})`;
  const found = /\d+\.\d+\.\d+/.exec(await output(...command, "--version") ?? "")?.[0] ??
    "of unknown version";
  const { devEngines }: Pinned = JSON.parse(await Deno.readTextFile(bench_file("../package.json")));
  const expected = devEngines.runtime.find((runtime) => runtime.name === name.toLowerCase())?.version;
  const remark = expected === undefined || expected === found ? "" : ` (package.json pins ${expected})`;
  return `${name} ${found}${remark}`;
}

/** @param directory where compiled programs go */
export async function find_tools(directory: string): Promise<Tools> {
  const [contestant, peer, echo, load, bun, node, node_ffi, cores] = await Promise.all([
    find_c("contestant", directory),
    find_c("peer", directory),
    find_c("echo", directory),
    find_c("load", directory),
    installed("bun"),
    find_node(),
    find_node_with_ffi(),
    find_cores(),
  ]);
  const python_command = python === null ? { missing: "python3 is not installed" } : [python];
  const deno = [Deno.execPath()], deno_run = [...deno, ...DENO_FLAGS];
  const { os, arch } = Deno.build;
  const versions = [
    await version(deno, "Deno"),
    await version(bun, "Bun"),
    await version(node, "Node"),
    await version(python_command, "CPython"),
    "missing" in contestant ? `no C (${contestant.missing})` : "C compiled with -O2",
  ];
  return {
    c: { contestant, peer, echo, load },
    python: python_command,
    deno: deno_run,
    bun,
    node,
    node_ffi,
    peer: "missing" in peer ? [...deno_run, bench_file("peer.ts")] : peer,
    cores: typeof cores === "string" ? null : cores,
    facts: [
      versions.join(", "),
      `${os} ${Deno.osRelease()}, ${arch}, ${navigator.hardwareConcurrency} cores`,
      pinning(cores),
      `the peer is ${"missing" in peer ? "bench/peer.ts" : "bench/c/peer.c"}, for everybody the same`,
    ],
    directory,
  };
}
