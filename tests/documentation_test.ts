// The examples of the documentation: compiled, run as they stand, and compared with the output that they promise.
//
// A line `console.log(...); // text` promises that line of output, unless the text begins with "such as". What cannot run
// everywhere says so behind its language: ```ts no_run: needs a web server
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "./assert.ts";
import { not_run, run_script, runtimes, start, this_runtime } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const root = new URL("..", import.meta.url);
const text_of = (path: string) => readFileSync(new URL(path, root), "utf8");
const { exports, compilerOptions } = JSON.parse(text_of("deno.json"));

interface Example {
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
    return { name, no_run, code: with_imports_resolved(lines.join("\n")) };
  });
}

function with_imports_resolved(code: string): string {
  return code.replace(
    /"@pysocket\/socket(\/\w+)?"/g,
    (_, entry = "") => JSON.stringify(new URL(exports[`.${entry}`], root).href),
  );
}

const sources = ["mod.ts", ...files_in("lib", ".ts")];
const examples = sources.flatMap(examples_of);

function files_in(folder: string, suffix: string): string[] {
  const names = readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(suffix)).sort().map((name) => `${folder}/${name}`);
}

/** The lines of output that an example promises. */
function promised(code: string): string[] {
  const comments = code.matchAll(/^.*console\.log\(.*\); \/\/ (?!such as)(.*)$/gm);
  return Array.from(comments, ([, text]) => text!);
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

for (const { name, code, no_run } of examples) {
  test(`the example at ${name} runs`, async () => {
    if (no_run !== undefined) return not_run(`the example at ${name}: ${no_run}`);
    using directory = temporary_directory();
    writeFileSync(directory.join("example.ts"), code);
    await using child = start(run_script(this_runtime, directory.join("example.ts")));
    const { code: status, lines } = await child.end();
    assertEquals(status, 0, `${lines.join("\n")}\n${code}`);
    // What quotes a console prints is the runtime's choice.
    const output = lines.map((line) => line.replaceAll("'", '"'));
    assertEquals(broken_promises(promised(code), output), [], lines.join("\n"));
  });
}

test("each example compiles by itself, with nothing missing or left over", () => {
  if (runtimes.deno === null) return not_run("there is no Deno, the one runtime that checks types");
  using directory = temporary_directory();
  const options = { compilerOptions: { ...compilerOptions, noUnusedLocals: true } };
  writeFileSync(directory.join("deno.json"), JSON.stringify(options));
  const files = examples.map(({ name, code }) => {
    const file = directory.join(`${name.replaceAll(/\W/g, "_")}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return file;
  });
  assert(files.length > 80, `only ${files.length} examples were found`);
  const { status, stderr } = spawnSync(runtimes.deno, ["check", "--quiet", ...files], {
    cwd: directory.path,
    encoding: "utf8",
    timeout: 120_000,
  });
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
  const { stdout } = spawnSync(runtimes.deno!, ["doc", "--json", ...Object.values<string>(exports)], {
    cwd: fileURLToPath(root),
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 64 << 20,
  });
  const { nodes }: { nodes: Record<string, { symbols: DocumentedSymbol[] }> } = JSON.parse(stdout);
  return Object.values(nodes).flatMap(({ symbols }) => symbols);
}

test("every public function and every method of a socket has an example", () => {
  if (runtimes.deno === null) return not_run("there is no Deno, whose `deno doc` knows the public names");
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
