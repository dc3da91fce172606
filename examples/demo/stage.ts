// Where the demo's programs play: each is a process of its own, with a pipe to its output, and is gone when its scene is over.
import $ from "npm:dax@0.49.0";
import process from "node:process";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** Python, if it is here. */
export const python: string | null = await $.commandExists("python3") ? "python3" : null;

const DENO = [process.execPath, "run", "--quiet", "--no-prompt", "--no-check", "--allow-ffi"];

/** A program that has ended badly, with what it said of that. */
export class Failure extends Error {}

/** A program that runs. */
export interface Program extends AsyncDisposable {
  /** The next line that it writes. */
  line(): Promise<string>;
  /** All other lines, until it has ended. */
  lines(): AsyncGenerator<string>;
  /** Waits until it has ended. */
  end(): Promise<void>;
}

/** Starts a program of examples/: a name such as `ping` or `demo/server`; one that ends in `.py` is Python's. */
export function play(name: string, ...args: readonly (string | number)[]): Program {
  const is_python = name.endsWith(".py");
  const file = fileURLToPath(new URL(`../${name}${is_python ? "" : ".ts"}`, import.meta.url));
  const command = [...is_python ? [python!] : DENO, file, ...args.map(String)];
  const child = $`${command}`.stdout("piped").stderr("piped").noThrow().timeout("20s").spawn();
  const said = new Response(child.stderr() as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  const output = createInterface({ input: Readable.fromWeb(child.stdout() as never) })
    [Symbol.asyncIterator]();

  async function next(): Promise<string | null> {
    const { value, done } = await output.next();
    return done ? null : String(value);
  }

  async function end(): Promise<void> {
    const { code } = await child;
    if (code !== 0) throw new Failure(last_words(name, await said));
  }

  return {
    async line() {
      const line = await next();
      if (line !== null) return line;
      await end();
      throw new Failure(`${name} ended without a word`);
    },
    async *lines() {
      for (let line = await next(); line !== null; line = await next()) yield line;
      await end();
    },
    end,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child;
    },
  };
}

/** The line of an error's report that says what it was. */
function last_words(name: string, report: string): string {
  const lines = report.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((line) => /Error: /.test(line)) ?? lines[0] ?? `${name} was stopped`;
  return line.replace(/^error: (Uncaught )?(\(in promise\) )?/, "");
}
