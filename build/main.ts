// Builds dist/: one ES module for each entry of deno.json, with declarations, source maps and a package.json for npm.
//
//   deno task build
//
// What the entries share lies in two chunks, so that there is one socket class however it is imported: `base`, which needs no
// libc and therefore no permission, and `core`, which is the socket module. The same sources give the same bytes.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { rolldown, type RolldownOutput } from "npm:rolldown@1.3.2";
import { rollup } from "npm:rollup@4.68.8";
import { dts } from "npm:rollup-plugin-dts@6.5.1";
// The plugin takes the compiler that is there, and needs one with an interface for programs.
import "npm:typescript@6.0.3";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.argv[2] ?? join(root, "dist");

interface Configuration {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
}

async function json<Value>(file: string): Promise<Value> {
  return JSON.parse(await readFile(join(root, file), "utf8"));
}

const { name, version, license, exports } = await json<Configuration>("deno.json");
const { devEngines } = await json<{ devEngines: { runtime: { name: string; version: string }[] } }>(
  "package.json",
);

/** The entries: `mod` for the package itself, and one for each of its modules. */
const entries: [name: string, source: string][] = Object.entries(exports).map(([path, source]) => [
  path === "." ? "mod" : basename(path),
  join(root, source),
]);

const input = Object.fromEntries(entries);

/** A module and all that it imports. */
async function reachable(file: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = (await readFile(file, "utf8")).matchAll(
    /^(?:import|export)(?! type)[^;]*? from "(\.[^"]+)"/gm,
  );
  for (const [, path] of imports) await reachable(join(dirname(file), path!), found);
  return found;
}

function texts({ output }: RolldownOutput): Map<string, string> {
  return new Map(
    output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]),
  );
}

/** The modules and their source maps, by file name. */
async function modules(): Promise<Map<string, string>> {
  const core = await reachable(input["mod"]!), base = await reachable(input["struct"]!);
  core.delete(input["mod"]!);
  const bundle = await rolldown({ input, platform: "neutral", cwd: root });
  return texts(
    await bundle.generate({
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "[name].js",
      sourcemap: true,
      // Names and lines stay, for whoever reads a stack: with an uncaught error Node prints the whole line.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
      comments: false,
      sourcemapPathTransform: (path) => path.replace(/^(?:\.\.\/)+/, ""),
      codeSplitting: {
        groups: [
          { name: "base", test: (id) => core.has(id) && base.has(id), priority: 1 },
          { name: "core", test: (id) => core.has(id) },
          { name: "polling", test: (id) => id.includes("/lib/polling/") },
        ],
      },
    }),
  );
}

/** The declarations, by file name. */
async function declarations(): Promise<Map<string, string>> {
  const bundle = await rollup({
    input,
    plugins: [dts({
      compilerOptions: {
        target: 99,
        module: 99,
        moduleResolution: 100,
        allowImportingTsExtensions: true,
        noEmit: true,
        strict: true,
        types: [],
      },
    })],
  });
  const { output } = await bundle.generate({
    entryFileNames: "[name].d.ts",
    chunkFileNames: "types-[name].d.ts",
  });
  await bundle.close();
  return new Map(
    output.flatMap((chunk) => chunk.type === "chunk" ? [[chunk.fileName, DISPOSABLE + chunk.code]] : []),
  );
}

// For those whose target is older than `using`.
const DISPOSABLE = '/// <reference lib="esnext.disposable" />\n';

const types_comment = (file: string) => `/* @ts-self-types="./${file}.d.ts" */\n`;

/** Tells Deno, which looks for no declarations of its own accord, where they are: in a line of its own before the code. */
function with_types(files: Map<string, string>): Map<string, string> {
  const result = new Map(files);
  for (const [entry] of entries) {
    result.set(`${entry}.js`, types_comment(entry) + files.get(`${entry}.js`)!);
    const map = files.get(`${entry}.js.map`);
    if (map === undefined) continue;
    const { mappings, ...rest } = JSON.parse(map);
    result.set(`${entry}.js.map`, JSON.stringify({ ...rest, mappings: `;${mappings}` }));
  }
  return result;
}

/** For Deno, which takes "./types-x.js" in a declaration by the letter: a module of that name that has its types only. */
function stand_ins(types: Map<string, string>): Map<string, string> {
  const shared = [...types.keys()].filter((file) => file.startsWith("types-"));
  return new Map(shared.map((file) => {
    const stem = file.slice(0, -".d.ts".length);
    return [`${stem}.js`, `${types_comment(stem)}export {};\n`];
  }));
}

function manifest(): string {
  const paths = Object.keys(exports).map((path): [string, unknown] => {
    const entry = path === "." ? "mod" : basename(path);
    return [path, { types: `./${entry}.d.ts`, default: `./${entry}.js` }];
  });
  // From the minor versions that the tests run on: Node has node:ffi no longer than that.
  const engines = devEngines.runtime.map(({ name, version }) => [name, `>=${version.replace(/\.\d+$/, "")}`]);
  return JSON.stringify(
    {
      name,
      version,
      description: "Python's socket module, whole and exact, over libc: for Deno, Bun and Node",
      keywords: ["socket", "python", "ffi", "libc", "tcp", "udp", "unix", "raw", "netlink", "multicast"],
      license,
      type: "module",
      sideEffects: false,
      exports: { ...Object.fromEntries(paths), "./package.json": "./package.json" },
      engines: Object.fromEntries(engines),
    },
    null,
    2,
  ) + "\n";
}

const types = await declarations();
const files = new Map([
  ...with_types(await modules()),
  ...types,
  ...stand_ins(types),
  ["package.json", manifest()],
]);
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
for (const [file, text] of files) await writeFile(join(dist, file), text);
for (const file of ["README.md", "LICENSE"]) await copyFile(join(root, file), join(dist, file));
console.log(`${dist}: ${name} ${version}, ${Object.keys(exports).length} entries`);
process.exit(0);
