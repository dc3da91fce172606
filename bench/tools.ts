// What the bench finds on this machine: compilers, runtimes, cores.
import { readFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import $ from "dax";
import { python, runtimes } from "../tests/peer.ts";

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

function installed(name: string, command: readonly (string | null)[]): Command {
  return command.every((part) => part !== null) ? command : { missing: `${name} is not installed` };
}

async function find_c(program: string): Promise<Command> {
  const compiler = await $.which("cc");
  if (compiler === undefined) return { missing: "there is no C compiler" };
  const built = bench_file(`build/${program}`);
  await $.path(bench_file("build")).mkdir();
  const result = await $`cc -O2 -o ${built} ${bench_file(`c/${program}.c`)} -lpthread`.noThrow();
  return result.code === 0 ? [built] : { missing: "its C program does not compile here" };
}

const DENO_FLAGS = ["run", "--allow-all", "--no-check", "--quiet"];

/** Everything that the bench can start. */
export interface Tools {
  readonly c: Command;
  readonly python: Command;
  readonly deno: Command;
  readonly bun: Command;
  readonly node: Command;
  /** The peer at the other end of every connection. */
  readonly peer: Command;
  /** What keeps a command on a core, or on all of them; nothing where that cannot be done. */
  readonly pins: { readonly peer: readonly string[]; readonly contestant: readonly string[] };
  /** What a reader must know about this run. */
  readonly facts: readonly string[];
}

// The cores that this process may use.
async function cores(): Promise<number[]> {
  if ((await $.which("taskset")) === undefined) return [];
  const list = (await output("taskset", "-c", "-p", String(process.pid))).split(": ")[1] ?? "";
  return list.split(",").filter((part) => part !== "").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

async function pin_everything(): Promise<{ pins: Tools["pins"]; fact: string }> {
  const usable = await cores();
  const [first, second] = usable;
  if (first === undefined || second === undefined) {
    const reason = usable.length === 0 ? "there is no taskset" : "there is one core";
    return {
      pins: { peer: [], contestant: [] },
      fact: `not pinned to cores, because ${reason}: expect figures to scatter widely`,
    };
  }
  return {
    pins: {
      peer: ["taskset", "-c", String(first)],
      contestant: ["taskset", "-c", String(second)],
    },
    fact:
      "pinned: the peer to one core, the contestant to another with all its threads; the driver is idle while they run",
  };
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
  const [c, c_peer, node] = [await find_c("contestant"), await find_c("peer"), await find_node()];
  const { pins, fact } = await pin_everything();
  const deno = installed("deno", [runtimes.deno]), bun = installed("bun", [runtimes.bun]);
  const own: Command = "missing" in deno ? bun : [...deno, ...DENO_FLAGS];
  const interpreter = installed("python3", [python]);
  const compiler = "missing" in c ? `no C (${c.missing})` : `C compiled with cc -O2`;
  return {
    c,
    python: interpreter,
    deno: "missing" in deno ? deno : [...deno, ...DENO_FLAGS],
    bun,
    node,
    peer: "missing" in c_peer ? ("missing" in own ? own : [...own, bench_file("peer.ts")]) : c_peer,
    pins,
    facts: [
      [
        await version(deno, "Deno", "--version"),
        await version(bun, "Bun", "--version"),
        await version(node, "Node", "--version"),
        await version(interpreter, "CPython", "--version"),
        compiler,
      ].join(", "),
      `${process.platform} ${release()}, ${process.arch}, ${availableParallelism()} cores`,
      fact,
      "missing" in c_peer
        ? "the peer is bench/peer.ts, for everybody the same"
        : "the peer is bench/c/peer.c",
    ],
  };
}
