import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, assertNotEquals, assertStringIncludes } from "../assert.ts";
import { any_python, cpython, test_with } from "../needs.ts";
import { python } from "../peer.ts";
import { outcome } from "./ours.ts";
import { deliberate_differences, MODES, scenarios, since_3_13 } from "./scenarios.ts";

type Outcomes = Map<string, unknown>;
const key = (line: string, mode: string) => `${mode}: ${line}`;

function ask_python(
  pairs: readonly (readonly [string, string])[],
): Outcomes {
  const oracle = fileURLToPath(new URL("oracle.py", import.meta.url));
  const input = JSON.stringify(pairs);
  const { stdout, stderr, status } = spawnSync(python!, [oracle], {
    input,
    timeout: 120_000,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`oracle.py ended with ${status}: ${stderr}`);
  const { outcomes } = JSON.parse(String(stdout));
  return new Map(pairs.map(([line, mode], index) => [key(line, mode), outcomes[index]]));
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

  before(() => {
    if (any_python === null) theirs = ask_python(pairs);
  });

  for (const mode of MODES) {
    const lines = scenarios.filter(({ modes }) => modes.includes(mode)).map(({ line }) => line);
    const is_reference = cpython === null;
    const what = is_reference ? "scenarios" : "scenarios without their messages";
    test_with(any_python)(`${lines.length} ${what}, ${mode}`, () => {
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

  if (cpython !== null) test_with(cpython)(`the messages of ${scenarios.length} scenarios`, () => {});

  test("what differs on purpose is in docs/differences.md", () => {
    const page = readFileSync(new URL("../../docs/differences.md", import.meta.url), "utf8");
    for (const { reason } of deliberate_differences) assertStringIncludes(page, reason);
  });

  for (const { line, modes } of deliberate_differences) {
    test_with(cpython)(`differs on purpose: ${line}`, () => {
      for (const mode of modes ?? MODES) {
        assertNotEquals(JSON.stringify(outcome(line, mode)), JSON.stringify(theirs.get(key(line, mode))));
      }
    });
  }
});
