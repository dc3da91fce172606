// Other programs for the tests to talk to: each is started, read line by line, and gone when its test ends.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import process from "node:process";

/** How long any child may live, in milliseconds. */
const LIFETIME = 30_000;

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: 10_000 }).status === 0;
}

function first_that_runs(...candidates: (string | undefined)[]): string | null {
  return candidates.find((candidate) => candidate !== undefined && runs(candidate, "--version")) ?? null;
}

const on_bun = process.versions["bun"] !== undefined;

// pyenv keeps its versions away from PATH.
function pyenv_python(version: string): string | undefined {
  const latest = spawnSync("pyenv", ["prefix", version], { encoding: "utf8", timeout: 10_000 });
  return latest.status === 0 ? join(latest.stdout.trim(), "bin", "python3") : undefined;
}

/** The Python to compare with: `$PYTHON`, else 3.13 if there is one, else what there is; `null` without any. */
export const python: string | null = first_that_runs(
  process.env["PYTHON"],
  pyenv_python("3.13.0"),
  "python3.13",
  "python3",
);

/** The programs that run our own code, by the runtime's name; `null` for one that is not installed. */
export const runtimes: Readonly<Record<"deno" | "bun", string | null>> = {
  deno: on_bun ? first_that_runs("deno") : process.execPath,
  bun: on_bun ? process.execPath : first_that_runs("bun"),
};

/** The runtime that these tests run on. */
export const this_runtime: "deno" | "bun" = on_bun ? "bun" : "deno";

/** The command that runs a script of ours with nothing allowed but FFI. */
export function run_script(runtime: "deno" | "bun", script: string, ...args: string[]): string[] {
  const program = runtimes[runtime];
  if (program === null) throw new Error(`${runtime} is not installed`);
  const flags = runtime === "deno" ? ["run", "--no-prompt", "--allow-ffi", "--no-check"] : ["run"];
  return [program, ...flags, script, ...args];
}

/** Says that something could not be tried here, in the one form that a reader of the log can search for. */
export function not_run(reason: string): void {
  console.log(`not run: ${reason}`);
}

/** A running child. */
export interface Peer extends AsyncDisposable {
  /** The next line of its standard output; `null` when there is no more. */
  line(): Promise<string | null>;
  /** Waits until it ends; resolves to its status and all lines that were not read. */
  end(): Promise<{ code: number; lines: string[] }>;
}

/**
 * Starts a program. It is killed when the returned object is disposed, or its lifetime is over.
 *
 * node:child_process starts it before this returns, which matters here: our next call may block the event loop.
 */
export function start(command: readonly string[]): Peer {
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: LIFETIME,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal === null ? -1 : 128)));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function line(): Promise<string | null> {
    const { value, done } = await lines.next();
    return done ? null : value;
  }
  async function end(): Promise<{ code: number; lines: string[] }> {
    const rest: string[] = [];
    for (let text = await line(); text !== null; text = await line()) rest.push(text);
    return { code: await ended, lines: rest };
  }
  return {
    line,
    end,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs a Python program that is given as text. */
export function start_python(program: string, ...args: string[]): Peer {
  if (python === null) throw new Error("there is no python3");
  return start([python, "-u", "-c", program, ...args]);
}
