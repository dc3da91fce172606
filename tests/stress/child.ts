// Processes of our own in which things are tried that may end badly: each gets a request in a file, and its last
// line of output is its report.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { QUIET, runtime_command, type RuntimeName, this_runtime } from "../peer.ts";

/** How a child is run. */
export interface ChildOptions {
  /** Another runtime than this one, from the PATH. */
  readonly runtime?: RuntimeName;
  /** Options of V8's, which Bun does not have. */
  readonly v8_flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A program and its arguments in front of the command. */
  readonly prefix?: readonly string[];
  /** After how many seconds it is killed. */
  readonly seconds?: number;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command that runs a script of this directory. */
export function command(
  script: string,
  { runtime = this_runtime, v8_flags = [], prefix = [] }: ChildOptions,
): string[] {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const flags: Record<RuntimeName, string[]> = {
    bun: ["--expose-gc"],
    deno: [
      "run",
      "-A",
      "--no-check",
      `--config=${join(root, "deno.json")}`,
      `--v8-flags=${["--expose-gc", ...v8_flags].join(",")}`,
    ],
    node: ["--expose-gc", "--disable-warning=ExperimentalWarning", ...v8_flags],
  };
  return [...prefix, ...runtime_command(runtime)!, ...flags[runtime], path];
}

/** How a child ended. */
export interface Ending<Report> {
  /** Its report; `null` if there is none. */
  readonly report: Report | null;
  /** What is wrong with the way in which it ended, with the end of what it wrote; `null` if nothing is. */
  readonly trouble: string | null;
}

/** Runs a script of this directory, in an empty directory of its own. */
export async function run_child<Report>(
  script: string,
  request: unknown,
  options: ChildOptions = {},
): Promise<Ending<Report>> {
  const { seconds = 60, environment = {} } = options;
  const directory = mkdtempSync(join(tmpdir(), "pysocket-stress-"));
  const file = join(directory, "request");
  writeFileSync(file, JSON.stringify(request));
  const [program, ...rest] = command(script, options) as [string, ...string[]];
  const child = spawn(program, [...rest, file], {
    cwd: directory,
    env: { ...process.env, ...QUIET, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "", errors = "", late = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => out += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors = (errors + text).slice(-4000));
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, seconds * 1000);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve([code, signal]));
  });
  clearTimeout(timer);
  rmSync(directory, { recursive: true, force: true });
  const ending = late
    ? `was killed after ${seconds} s`
    : signal !== null
    ? `ended by ${signal}`
    : `ended with ${code}`;
  const report = report_in(out);
  const well = !late && code === 0 && report !== null;
  return {
    report: report as Report | null,
    trouble: well ? null : `${ending}: ${errors}${out.slice(-1000)}`,
  };
}

function report_in(out: string): unknown {
  try {
    return JSON.parse(out.trimEnd().split("\n").at(-1)!);
  } catch {
    return null;
  }
}
