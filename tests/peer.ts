// Other programs for the tests to talk to: each is started, read line by line, and gone when its test ends.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import process from "node:process";

// Whatever the locale of the person at the keyboard is, what the tests compare with speaks C's language and UTF-8.
process.env["LC_ALL"] = "C.UTF-8";
process.env["PYTHONUTF8"] = "0";

/** How long a child may live, in milliseconds, unless its test says otherwise. */
const LIFETIME = 30_000;

/** What a command prints to `--version`; `null` if it does not run. */
function version_of(...command: string[]): string | null {
  const { status, stdout } = spawnSync(command[0]!, [...command.slice(1), "--version"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  return status === 0 ? stdout : null;
}

// pyenv keeps its versions away from PATH.
function pyenv_python(version: string): string | undefined {
  const latest = spawnSync("pyenv", ["prefix", version], { encoding: "utf8", timeout: 10_000 });
  return latest.status === 0 ? join(latest.stdout.trim(), "bin", "python3") : undefined;
}

function* pythons(): Generator<string> {
  const chosen = process.env["PYTHON"];
  if (chosen !== undefined) return chosen === "" ? undefined : yield chosen;
  const newest = pyenv_python("3.13.0");
  if (newest !== undefined) yield newest;
  yield* ["python3.13", "python3"];
}

function find_python(): { command: string; version: string } | null {
  for (const command of pythons()) {
    const version = version_of(command);
    if (version !== null) return { command, version: /^Python (\d+\.\d+)/.exec(version)?.[1] ?? "" };
  }
  return null;
}

const found_python = find_python();

/** The Python to compare with: `$PYTHON` and no other, else 3.13 if there is one, else what there is; `null` without any. */
export const python: string | null = found_python?.command ?? null;

/** Its version, as `3.13`. */
export const python_version: string | null = found_python?.version ?? null;

/** The runtimes that run this module. */
export type RuntimeName = "deno" | "bun" | "node";

/** The runtime that these tests run on. */
export const this_runtime: RuntimeName = process.versions["bun"] !== undefined
  ? "bun"
  : process.versions["deno"] !== undefined
  ? "deno"
  : "node";

/** Whether this Node can run our own code. An older one may be first on the path. */
function has_ffi(node: readonly string[]): boolean {
  const program = 'process.exit(process.getBuiltinModule?.("node:ffi") === undefined ? 1 : 0)';
  const words = [...node.slice(1), "--no-warnings", "--eval", program];
  return spawnSync(node[0]!, words, { timeout: 10_000 }).status === 0;
}

function find_runtime(name: RuntimeName): readonly string[] | null {
  const chosen = process.env[`PYSOCKET_${name.toUpperCase()}`];
  if (chosen !== undefined) return chosen.split(" ");
  if (name === this_runtime) return [process.execPath];
  if (version_of(name) === null) return null;
  return name !== "node" || has_ffi([name]) ? [name] : null;
}

/** Deno looks for a newer Deno meanwhile, in a thread with descriptors of its own, which a test would take for a leak. */
export const QUIET: Readonly<Record<string, string>> = { DENO_NO_UPDATE_CHECK: "1" };

const found_runtimes = new Map<RuntimeName, readonly string[] | null>();

/**
 * How a runtime is started: a command, to which arguments are added; `null` for one that is not installed. The environment
 * may say it, in words between spaces: `PYSOCKET_DENO`, `PYSOCKET_BUN`, `PYSOCKET_NODE`. Under an emulator it must, since
 * the file of the process that runs cannot be executed there.
 */
export function runtime_command(name: RuntimeName): readonly string[] | null {
  if (!found_runtimes.has(name)) found_runtimes.set(name, find_runtime(name));
  return found_runtimes.get(name)!;
}

/** What a script of ours needs besides FFI. */
export interface ScriptOptions {
  /** Everything that the runtime can forbid. */
  readonly everything_allowed?: boolean;
  /** A way to collect garbage: `gc()`, or Bun's own. */
  readonly gc?: boolean;
}

function flags({ everything_allowed = false, gc = false }: ScriptOptions): Record<RuntimeName, string[]> {
  return {
    deno: [
      "run",
      "--no-check",
      "--quiet",
      ...everything_allowed ? ["--allow-all"] : ["--no-prompt", "--allow-ffi"],
      ...gc ? ["--v8-flags=--expose-gc"] : [],
    ],
    bun: [...gc ? ["--expose-gc"] : [], "run"],
    node: ["--disable-warning=ExperimentalWarning", ...gc ? ["--expose-gc"] : []],
  };
}

/** The command that runs a script of ours; without options nothing is allowed but FFI. */
export function run_script(
  runtime: RuntimeName,
  script: string,
  args: readonly string[] = [],
  options: ScriptOptions = {},
): string[] {
  const command = runtime_command(runtime);
  if (command === null) throw new Error(`${runtime} is not installed`);
  return [...command, ...flags(options)[runtime], script, ...args];
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
export function start(command: readonly string[], lifetime: number = LIFETIME): Peer {
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: lifetime,
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
