// What the bench finds on this machine: compilers, runtimes, cores.
import { readFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import $ from "dax";
import { python, runtime_command, type RuntimeName } from "../tests/peer.ts";

/** A file of the bench. */
export function bench_file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A command, or the reason why there is none. */
export type Command = readonly string[] | { readonly missing: string };

async function output(...command: string[]): Promise<string> {
  return await $`${command}`.stdout("piped").stderr("null").noThrow().then((result) => result.stdout.trim());
}

/** Node runs TypeScript from here on. */
const NODE_LEAST = [22, 18];

async function find_node(): Promise<Command> {
  const version = (await $.which("node")) === undefined ? "" : await output("node", "--version");
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  if (major > NODE_LEAST[0]! || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1]!)) return ["node"];
  const found = version === "" ? "no node was found" : `node ${version.slice(1)} was found`;
  return { missing: `node ${NODE_LEAST.join(".")} or newer is needed, which runs TypeScript; ${found}` };
}

function installed(name: RuntimeName): Command {
  return runtime_command(name) ?? { missing: `${name} is not installed` };
}

async function find_c(program: string): Promise<Command> {
  const compiler = process.env["CC"] ?? "cc";
  if ((await $.which(compiler)) === undefined) return { missing: "there is no C compiler" };
  const built = bench_file(`build/${program}`);
  await $.path(bench_file("build")).mkdir();
  const source = bench_file(`c/${program}.c`);
  const result = await $`${[compiler, "-O2", "-pthread", "-o", built, source]}`.stderr("null").noThrow();
  return result.code === 0 ? [built] : { missing: "its C program does not compile here" };
}

const DENO_FLAGS = ["run", "--allow-all", "--no-check", "--quiet"];

/** Everything that the bench can start. */
export interface Tools {
  readonly c: Command;
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
}

/** Who works on which core, as taskset writes them. */
export interface Cores {
  readonly driver: string;
  readonly peer: string;
  readonly contestant: string;
  /** All that there are for us. */
  readonly all: string;
}

const own_process = String(process.pid);

/** Has this process, and what it starts from now on, run on some cores. */
export async function pin_driver(cores: string): Promise<void> {
  await output("taskset", "-a", "-c", "-p", cores, own_process);
}

// taskset says "pid 1's current affinity list: 0,2-5".
async function find_cores(): Promise<Cores | string> {
  if ((await $.which("taskset")) === undefined) return "there is no taskset";
  const all = (await output("taskset", "-c", "-p", own_process)).split(": ")[1] ?? "";
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

function pinned_version(name: string): string {
  const { devEngines } = JSON.parse(readFileSync(bench_file("../package.json"), "utf8"));
  return devEngines.runtime.find((runtime: { name: string }) => runtime.name === name).version;
}

async function version(command: Command, name: string, ...args: string[]): Promise<string> {
  if ("missing" in command) return `no ${name} (${command.missing})`;
  const found = /\d+\.\d+\.\d+/.exec(await output(...command, ...args))?.[0] ?? "of unknown version";
  const pinned = name === "CPython" ? found : pinned_version(name.toLowerCase());
  return `${name} ${found}${pinned === found ? "" : ` (package.json pins ${pinned})`}`;
}

export async function find_tools(): Promise<Tools> {
  const c = await find_c("contestant"), c_peer = await find_c("peer");
  const python_command = python === null ? { missing: "python3 is not installed" } : [python];
  const deno = installed("deno"), bun = installed("bun"), ffi = runtime_command("node");
  const deno_run = "missing" in deno ? deno : [...deno, ...DENO_FLAGS];
  const node = await find_node(), cores = await find_cores();
  const runtime = "missing" in deno_run ? bun : deno_run;
  const own_peer = "missing" in runtime ? runtime : [...runtime, bench_file("peer.ts")];
  const versions = [
    await version(deno, "Deno", "--version"),
    await version(bun, "Bun", "--version"),
    await version(node, "Node", "--version"),
    await version(python_command, "CPython", "--version"),
    "missing" in c ? `no C (${c.missing})` : "C compiled with -O2",
  ];
  return {
    c,
    python: python_command,
    deno: deno_run,
    bun,
    node,
    node_ffi: ffi === null
      ? { missing: "there is no node that has node:ffi" }
      : [...ffi, "--disable-warning=ExperimentalWarning"],
    peer: "missing" in c_peer ? own_peer : c_peer,
    cores: typeof cores === "string" ? null : cores,
    facts: [
      versions.join(", "),
      `${process.platform} ${release()}, ${process.arch}, ${availableParallelism()} cores`,
      pinning(cores),
      `the peer is ${"missing" in c_peer ? "bench/peer.ts" : "bench/c/peer.c"}, for everybody the same`,
    ],
  };
}
