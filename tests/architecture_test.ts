import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "./assert.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });
}

const files = ["mod.ts", ...sources("lib"), ...sources("ffi")];

function code_of(file: string): string {
  return readFileSync(join(root, file), "utf8").replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
}

function imports_of(file: string): string[] {
  const text = code_of(file);
  const found = text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)";|^import "([^"]+)";/gm);
  return Array.from(found, ([, from, bare]) => from ?? bare!);
}

const graph = new Map(files.map((file) => [file, imports_of(file)]));

function target(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier));
}

/** The floors of ARCHITECTURE.md: which paths stand on which. */
const floors = Array.from(
  readFileSync(join(root, "ARCHITECTURE.md"), "utf8").matchAll(/^\| (\d+) +\| ((?:`[^`]+` *)+)\|/gm),
  ([, floor, paths]) => ({
    floor: Number(floor),
    paths: Array.from(paths!.matchAll(/`([^`]+)`/g), ([, path]) => path!),
  }),
);

/** The place of a file: of all paths that name it or its folder, the longest. */
function place(file: string): { floor: number; path: string } {
  const places = floors.flatMap(({ floor, paths }) => paths.map((path) => ({ floor, path })));
  const holding = places.filter(({ path }) => path.endsWith("/") ? file.startsWith(path) : file === path);
  const [found] = holding.sort((a, b) => b.path.length - a.path.length);
  assert(found !== undefined, `${file} stands on no floor of ARCHITECTURE.md`);
  return found;
}

test("sources import relative paths of files that there are, and nothing else", () => {
  for (const [file, specifiers] of graph) {
    for (const specifier of specifiers) {
      assert(/^\.\.?\/.*\.ts$/.test(specifier), `${file} imports ${specifier}`);
      assert(files.includes(target(file, specifier)), `${file} imports ${specifier}`);
    }
  }
});

test("every path of ARCHITECTURE.md's table is there, and every file stands on a floor", () => {
  for (const { paths } of floors) {
    for (const path of paths) {
      assert(files.some((file) => path.endsWith("/") ? file.startsWith(path) : file === path), path);
    }
  }
  files.forEach(place);
});

test("imports run down the floors of ARCHITECTURE.md, or stay in a room", () => {
  const wrong: string[] = [];
  for (const [file, specifiers] of graph) {
    const from = place(file);
    for (const specifier of specifiers) {
      const other = target(file, specifier);
      const to = place(other);
      const neighbours = from.floor === to.floor &&
        (dirname(file) === dirname(other) || from.path === to.path);
      if (to.floor >= from.floor && !neighbours) {
        wrong.push(`${file} (${from.floor}) -> ${other} (${to.floor})`);
      }
    }
  }
  assertEquals(wrong, []);
});

test("no files import each other in a circle", () => {
  const done = new Set<string>();
  function walk(file: string, path: readonly string[]): void {
    assert(!path.includes(file), [...path.slice(path.indexOf(file)), file].join(" -> "));
    if (done.has(file)) return;
    for (const specifier of graph.get(file)!) walk(target(file, specifier), [...path, file]);
    done.add(file);
  }
  for (const file of files) walk(file, []);
});

test("ffi/ knows no Python, and lib/ no runtime and no operating system", () => {
  for (const file of files) {
    const text = code_of(file);
    if (file.startsWith("lib/")) {
      assert(!/(?<!")\b(Deno|Bun|process)\.|["'](linux|darwin)["']/.test(text), file);
    }
    if (file.startsWith("ffi/")) assert(!/from "\.\.\/lib\//.test(text), file);
  }
});
