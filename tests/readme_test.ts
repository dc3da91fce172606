import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { assert, assertEquals } from "./assert.ts";
import { run_script, start, this_runtime } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const root = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map((match) => match[1]!);

test("the README's example runs as it is, but for where mod.ts is", async () => {
  const [example] = blocks("ts");
  using directory = temporary_directory();
  writeFileSync(
    directory.join("example.ts"),
    example!.replace('"./mod.ts"', JSON.stringify(new URL("mod.ts", root).href)),
  );
  await using script = start(run_script(this_runtime, directory.join("example.ts")));
  assertEquals(await script.end(), {
    code: 0,
    lines: ["Connected by 127.0.0.1", "Received Hello from its new owner"],
  });
});

test("the README's commands are tasks, and name the pinned Deno", () => {
  const { tasks } = JSON.parse(readFileSync(new URL("deno.json", root), "utf8"));
  const { devEngines } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const pinned = (runtime: string) =>
    devEngines.runtime.find(({ name }: { name: string }) => name === runtime).version;
  const commands = blocks("sh").flatMap((block) => block.trim().split("\n")).map((line) =>
    line.replace(/\s+#.*/, "")
  );
  assert(commands.length >= 4);
  for (const command of commands) {
    const match = /^(?:npx -y deno@(\S+)|deno) task (\S+)/.exec(command);
    assert(match !== null && match[2]! in tasks, command);
    if (match[1] !== undefined) assertEquals(match[1], pinned("deno"));
  }
  for (const [, name, version] of readme.matchAll(/\b(deno|bun)@([\d.]+)/g)) {
    assertEquals(version, pinned(name!));
  }
});

test("the README links to files that exist", () => {
  for (const [, path] of readme.matchAll(/\]\((?!http)([^)#]+)\)/g)) {
    assert(exists(new URL(path!, root)), path);
  }
});

function exists(url: URL): boolean {
  try {
    readFileSync(url);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EISDIR";
  }
}
