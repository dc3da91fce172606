// fast-check for the runtimes that do not fetch by themselves what a module imports.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { RuntimeName } from "./peer.ts";

/** The one package that the tests use, in the version that they say. Deno takes it by itself. */
const FAST_CHECK = /"npm:(fast-check)@([\d.]+)"/;

/** How it is put into node_modules, which git ignores, and into nothing else. */
const INSTALL: Partial<Record<RuntimeName, (command: readonly string[]) => readonly string[]>> = {
  bun: (command) => [...command, "add", "--no-save"],
  node: () => ["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"],
};

/** Has it there for a runtime, which is started by `command`. */
export function install_fast_check(name: RuntimeName, command: readonly string[]): void {
  const text = readFileSync(new URL("fast_check.ts", import.meta.url), "utf8");
  const [, fast_check, version] = FAST_CHECK.exec(text)!;
  const file = `node_modules/${fast_check}/package.json`;
  if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version) return;
  const words = INSTALL[name]?.(command);
  if (words === undefined) return;
  const { status } = spawnSync(words[0]!, [...words.slice(1), `${fast_check}@${version}`], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${fast_check} could not be installed`);
}
