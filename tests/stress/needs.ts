// What a part of the stress needs besides the runtime. Without it the part is skipped, and its name says why.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";

/** Why something is not there; `null` if it is. */
export type Missing = string | null;

/** `test()`; or, if something is missing, a skip whose name has the reason. */
export function test_with(
  ...needs: readonly Missing[]
): (name: string, body: () => void | Promise<void>) => void {
  const reason = needs.find((missing) => missing !== null);
  if (reason === undefined) return (name, body) => void test(name, body);
  return (name) => void test.skip(`${name} (skipped: ${reason})`, () => {});
}

/** Linux, for its /proc, its limits, and the errors that are its own. */
export const linux: Missing = process.platform === "linux" ? null : `this is ${process.platform}, not Linux`;

/** A C compiler. */
export const c_compiler: Missing = spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0
  ? null
  : "there is no C compiler";
