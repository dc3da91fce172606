// The examples of the documentation: compiled, run as they stand, and compared with the output that they promise.
//
// A line `console.log(...); // text` promises that line of output, unless the text begins with "such as". What cannot run
// everywhere says so behind its language: ```ts no_run: needs a web server
// A block that begins with a file's name, `// worker.ts`, lies beside the other examples of its page under that name.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "./assert.ts";
import { options_page } from "../docs/options_tables.ts";
import { any_python, runtime, test_with } from "./needs.ts";
import { run_script, runtime_command, start, start_python, this_runtime } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const root = new URL("..", import.meta.url);
const text_of = (path: string) => readFileSync(new URL(path, root), "utf8");
const { exports, compilerOptions } = JSON.parse(text_of("deno.json"));

interface Example {
  /** The file that it is in. */
  readonly path: string;
  /** File and line. */
  readonly name: string;
  readonly code: string;
  /** Why it is not run; `undefined` if it is. */
  readonly no_run: string | undefined;
}

/** The code blocks of a file, in Markdown or in comments, with the modules that they import where they really are. */
function examples_of(path: string): Example[] {
  const blocks = text_of(path).matchAll(
    /^(?<margin>[ ]*(?:\*[ ])?)```ts(?:[ ]no_run: (?<no_run>[^\n]+))?\n(?<code>.*?)^[ ]*(?:\*[ ])?```$/gms,
  );
  return Array.from(blocks, ({ groups, index, input }) => {
    const { margin, no_run, code } = groups as { margin: string; no_run?: string; code: string };
    const lines = code.split("\n").map((line) => line.startsWith(margin) ? line.slice(margin.length) : "");
    const name = `${path}:${input.slice(0, index).split("\n").length}`;
    return { path, name, no_run, code: with_imports_resolved(lines.join("\n")) };
  });
}

function with_imports_resolved(code: string): string {
  return code.replace(
    /"(?:@pysocket\/socket(\/\w+)?|\.\/mod\.ts)"/g,
    (_, entry = "") => JSON.stringify(new URL(exports[`.${entry}`], root).href),
  );
}

const sources = ["mod.ts", ...files_in("lib", ".ts")];
const pages = ["README.md", ...files_in("docs", ".md")];
const examples = [...sources, ...pages].flatMap(examples_of);

function files_in(folder: string, suffix: string): string[] {
  const names = readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(suffix)).sort().map((name) => `${folder}/${name}`);
}

/** The lines of output that an example promises. */
function promised(code: string): string[] {
  const comments = code.matchAll(/^.*console\.log\(.*\); \/\/ (?!such as)(.*)$/gm);
  return Array.from(comments, ([, text]) => without_quotes(text!));
}

/** A line without its quotes: which ones a console prints is the runtime's choice. */
function without_quotes(line: string): string {
  return line.replaceAll(/['"]/g, "");
}

/** Those of the promises, which come in this order, that were not kept. */
function broken_promises(promises: readonly string[], lines: readonly string[]): string[] {
  let at = 0;
  return promises.filter((promise) => {
    const found = lines.indexOf(promise, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

/** The blocks of a page that have a file's name. */
function named_files(page: string): [name: string, code: string][] {
  return examples.filter(({ path }) => path === page).flatMap(({ code }) => {
    const name = /^\/\/ (\w+\.ts)\n/.exec(code)?.[1];
    return name === undefined ? [] : [[name, code]];
  });
}

/** The command that runs a program that imports files by names that it makes up, and starts workers that are files. */
function run_reader(file: string): string[] {
  const [program, ...words] = run_script(this_runtime, file);
  const flags = this_runtime === "deno" ? ["--allow-read"] : [];
  return [program!, ...words.slice(0, -1), ...flags, ...words.slice(-1)];
}

/** Runs examples one after the other in one child, and returns the lines that each printed. */
async function output_of(path: string, runnable: readonly Example[]): Promise<string[][]> {
  using directory = temporary_directory();
  for (const [file, text] of named_files(path)) writeFileSync(directory.join(file), text);
  const program = runnable.map(({ code }, index) => {
    writeFileSync(directory.join(`example_${index}.ts`), code);
    return `console.log("example ${index}");\nawait import("./example_${index}.ts");\n`;
  });
  const end = 'import process from "node:process";\nprocess.on("exit", () => console.log("done"));\n';
  writeFileSync(directory.join("examples.ts"), end + program.join(""));
  await using child = start(run_reader(directory.join("examples.ts")));
  const { code: status, lines } = await child.end();
  const starts = runnable.map((_, index) => lines.indexOf(`example ${index}`)).filter((at) => at >= 0);
  const last = runnable[starts.length - 1];
  assert(lines.at(-1) === "done" && status === 0, `${last?.name} failed:\n${last?.code}`);
  return starts.map((start, index) => lines.slice(start + 1, starts[index + 1] ?? -1));
}

/** Whether something of an example happens when it has come to its end. */
function goes_on({ code }: Example): boolean {
  return /\b(setTimeout|setInterval|Worker|process\.on)\b/.test(code);
}

/** What runs in one child: the examples of a file, but for those that go on. */
const runs: [name: string, runnable: Example[]][] = [];
for (const path of new Set(examples.map(({ path }) => path))) {
  const runnable = examples.filter((example) => example.path === path && example.no_run === undefined);
  const ending = runnable.filter((example) => !goes_on(example));
  if (ending.length > 0) runs.push([`the examples of ${path}`, ending]);
  for (const example of runnable.filter(goes_on)) runs.push([`the example at ${example.name}`, [example]]);
}

for (const [name, runnable] of runs) {
  test(`${name}: what they print is what they promise`, async () => {
    for (const [index, lines] of (await output_of(runnable[0]!.path, runnable)).entries()) {
      const { name, code } = runnable[index]!;
      assertEquals(
        broken_promises(promised(code), lines.map(without_quotes)),
        [],
        `${name}\n${lines.join("\n")}`,
      );
    }
  });
}

for (const { name, no_run } of examples) {
  if (no_run !== undefined) test_with(no_run)(`the example at ${name} runs`, () => {});
}

for (const path of pages) {
  for (const [index, [, program]] of [...text_of(path).matchAll(/^```python\n(.*?)^```$/gms)].entries()) {
    test_with(any_python)(`the Python program ${index + 1} of ${path} runs`, async () => {
      await using child = start_python(program!);
      const { code, lines } = await child.end();
      assertEquals(code, 0, `${lines.join("\n")}\n${program}`);
    });
  }
}

// Deno is the one runtime that checks types, and `deno doc` knows them and the public names.
const test_with_deno = test_with(runtime("deno"));

function run_deno(
  cwd: string,
  words: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  const [program, ...first_words] = runtime_command("deno")!;
  return spawnSync(program!, [...first_words, ...words], {
    cwd,
    encoding: "utf8",
    timeout: 120_000,
    maxBuffer: 64 << 20,
  });
}

test_with_deno("docs/options.md has the tables that lib/options says", () => {
  assertEquals(
    text_of("docs/options.md"),
    options_page(runtime_command("deno")!),
    "run docs/options_tables.ts",
  );
});

test_with_deno("each example compiles by itself, with nothing missing or left over", () => {
  using directory = temporary_directory();
  const options = { compilerOptions: { ...compilerOptions, noUnusedLocals: true } };
  writeFileSync(directory.join("deno.json"), JSON.stringify(options));
  const files = examples.map(({ name, code }) => {
    const file = directory.join(`${name.replaceAll(/\W/g, "_")}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return file;
  });
  assert(files.length > 80, `only ${files.length} examples were found`);
  const { status, stderr } = run_deno(directory.path, ["check", "--quiet", ...files]);
  assertEquals(status, 0, stderr);
});

/** Methods of a socket at which no reader would ask how. */
const SELF_EXPLANATORY = [
  "close",
  "fileno",
  "get_inheritable",
  "getblocking",
  "getsockname",
  "gettimeout",
  "set_inheritable",
  "toString",
];

/** What `deno doc --json` says of a name, as far as it matters here. */
interface Documented {
  readonly name: string;
  readonly kind: string;
  readonly jsDoc?: { readonly tags?: readonly { readonly kind: string }[] };
}

interface DocumentedSymbol {
  readonly name: string;
  readonly declarations:
    readonly (Documented & { readonly def?: { readonly methods?: readonly Documented[] } })[];
}

function has_example({ jsDoc }: Documented): boolean {
  return jsDoc?.tags?.some(({ kind }) => kind === "example") ?? false;
}

/** The functions without an example; an overload may have the one for all of them. */
function without_example(functions: readonly Documented[]): string[] {
  const documented = functions.filter(has_example).map(({ name }) => name);
  const names = functions.map(({ name }) => name).filter((name) => /^[a-zA-Z]/.test(name));
  return [...new Set(names)].filter((name) => !documented.includes(name));
}

function public_symbols(): DocumentedSymbol[] {
  const { stdout } = run_deno(fileURLToPath(root), ["doc", "--json", ...Object.values<string>(exports)]);
  const { nodes }: { nodes: Record<string, { symbols: DocumentedSymbol[] }> } = JSON.parse(stdout);
  return Object.values(nodes).flatMap(({ symbols }) => symbols);
}

test_with_deno("every public function and every method of a socket has an example", () => {
  const symbols = public_symbols();
  const functions = symbols.flatMap(({ name, declarations }) =>
    declarations.filter(({ kind }) => kind === "function").map((declaration) => ({ ...declaration, name }))
  );
  const [socket] = symbols.filter(({ name }) => name === "Socket").map(({ declarations }) =>
    declarations[0]!
  );
  const methods = socket!.def!.methods!.filter(({ kind }) => kind === "method");
  assert(functions.length > 30 && methods.length > 30, `${functions.length} and ${methods.length}`);
  assertEquals(without_example(functions), []);
  assertEquals(without_example(methods).sort(), SELF_EXPLANATORY);
});
