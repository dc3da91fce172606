// The programs of examples/, started as their readers start them, and what some of them need of the machine.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as socket from "../../mod.ts";
import type { Missing } from "../needs.ts";
import { type Peer, run_script, start, this_runtime } from "../peer.ts";

/** What an example needs beside its arguments. */
export interface ExampleOptions {
  /** Deno's permissions beside `--allow-ffi`, as the example's header names them. */
  readonly permissions?: readonly string[];
  /** A command to start it with, such as {@linkcode in_namespace}. */
  readonly under?: readonly string[];
}

/** The command that starts an example on this runtime. */
export function example_command(
  name: string,
  args: readonly unknown[] = [],
  { permissions = [], under = [] }: ExampleOptions = {},
): string[] {
  const file = fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url));
  const command = run_script(this_runtime, file);
  const at = command.indexOf(file);
  const flags = this_runtime === "deno" ? permissions : [];
  return [...under, ...command.slice(0, at), ...flags, file, ...args.map(String)];
}

/** Starts an example on this runtime. */
export function start_example(name: string, args: readonly unknown[] = [], options?: ExampleOptions): Peer {
  return start(example_command(name, args, options));
}

/**
 * Starts a command in a network of its own, of which it is root; `prepare` are commands of the shell that run before. Whatever
 * those leave running ends with the command.
 */
export function in_namespace(prepare: string = "ip link set lo up"): string[] {
  const flags = ["--map-root-user", "--net", "--mount-proc", "--pid", "--fork", "--kill-child"];
  return ["unshare", ...flags, "sh", "-c", `${prepare}\nexec "$@"`, "sh"];
}

/** Whether a command ends well. */
export function runs(...[program, ...words]: string[]): boolean {
  return spawnSync(program!, words, { stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** Networks of one's own. */
export const namespaces: Missing = runs(...in_namespace("ip link set lo up || exit 1"), "true")
  ? null
  : "no network namespace can be made with unshare and ip";

/** A program. */
export function installed(program: string): Missing {
  return runs("sh", "-c", `command -v "$1"`, "sh", program) ? null : `${program} is not installed`;
}

/** A port at which nobody listens just now. */
export function free_port(type: number = socket.SOCK_STREAM): number {
  using probe = socket.socket(socket.AF_INET, type);
  probe.bind(["127.0.0.1", 0]);
  return probe.getsockname()[1];
}

/** The text of bytes. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Connects to a server that is about to start. */
export async function connected(address: socket.AddressLike): Promise<socket.Socket> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const s = socket.socket(typeof address === "string" ? socket.AF_UNIX : socket.AF_INET);
    s.settimeout(10);
    try {
      s.connect(address);
      return s as socket.Socket;
    } catch (error) {
      s.close();
      if (!(error instanceof socket.ConnectionRefusedError || error instanceof socket.FileNotFoundError)) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nobody listens at ${address}`);
}
