import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, assertNotEquals, assertStringIncludes } from "../assert.ts";
import { not_run, python } from "../peer.ts";
import { outcome } from "./ours.ts";
import { deliberate_differences, MODES, scenarios, since_3_13 } from "./scenarios.ts";

type Outcomes = Map<string, unknown>;
const key = (line: string, mode: string) => `${mode}: ${line}`;

function ask_python(
  pairs: readonly (readonly [string, string])[],
): { version: number[]; outcomes: Outcomes } {
  const oracle = fileURLToPath(new URL("oracle.py", import.meta.url));
  const input = JSON.stringify(pairs);
  const { stdout, stderr, status } = spawnSync(python!, [oracle], {
    input,
    timeout: 120_000,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`oracle.py ended with ${status}: ${stderr}`);
  const { version, outcomes } = JSON.parse(String(stdout));
  return {
    version,
    outcomes: new Map(pairs.map(([line, mode], index) => [key(line, mode), outcomes[index]])),
  };
}

// Other versions of Python word their errors differently.
function no_message(value: unknown): unknown {
  return value !== null && typeof value === "object" && "message" in value
    ? { ...value, message: "" }
    : value;
}

const all = [
  ...scenarios,
  ...deliberate_differences.map(({ line, modes }) => ({ line, modes: modes ?? MODES })),
];
const pairs = all.flatMap(({ line, modes }) => modes.map((mode) => [line, mode] as const));

describe("side by side with CPython", () => {
  let theirs: Outcomes = new Map();
  let version: number[] = [];

  before(() => {
    if (python !== null) ({ outcomes: theirs, version } = ask_python(pairs));
  });

  for (const mode of MODES) {
    const lines = scenarios.filter(({ modes }) => modes.includes(mode)).map(({ line }) => line);
    test(`${lines.length} scenarios, ${mode}`, () => {
      if (python === null) return not_run("there is no python3 to compare with");
      const is_reference = version.join(".") === "3.13";
      if (!is_reference) {
        not_run(`messages are CPython 3.13's, and this is ${version.join(".")}: they are not compared`);
      }
      const different: string[] = [];
      for (const line of lines) {
        if (!is_reference && since_3_13.has(line)) continue;
        const [ours, expected] = [outcome(line, mode), theirs.get(key(line, mode))];
        const [shown, wanted] = [ours, expected].map((value) =>
          JSON.stringify(is_reference ? value : no_message(value))
        );
        if (shown !== wanted) different.push(`${line}\n    here:    ${shown}\n    CPython: ${wanted}`);
      }
      assert(
        different.length === 0,
        `${different.length} of ${lines.length} differ:\n${different.join("\n")}`,
      );
    });
  }

  for (const { line, reason, modes } of deliberate_differences) {
    test(`differs on purpose: ${line}`, () => {
      const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
      assertStringIncludes(readme, reason, "the README's table of differences");
      if (python === null || version.join(".") !== "3.13") {
        return not_run("there is no CPython 3.13 to differ from");
      }
      for (const mode of modes ?? MODES) {
        assertNotEquals(JSON.stringify(outcome(line, mode)), JSON.stringify(theirs.get(key(line, mode))));
      }
    });
  }
});
