import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assert, assertNotEquals, assertStringIncludes } from "../assert.ts";
import { any_python, cpython, test_with } from "../needs.ts";
import { python } from "../peer.ts";
import { temporary_directory } from "../transports.ts";
import { outcome } from "./ours.ts";
import { deliberate_differences, MODES, scenarios, since_3_13 } from "./scenarios.ts";

type Outcomes = Map<string, unknown>;
const key = (line: string, mode: string) => `${mode}: ${line}`;

/** What Python makes of the scenarios in the file, while we go on. */
async function ask_python(file: string): Promise<Outcomes> {
  const oracle = fileURLToPath(new URL("oracle.py", import.meta.url));
  const options = { maxBuffer: 1 << 26, timeout: 120_000 };
  const { stdout } = await promisify(execFile)(python!, [oracle, file], options);
  const { outcomes } = JSON.parse(stdout);
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
  const directory = temporary_directory();
  let asked: Promise<Outcomes>;

  before(() => {
    if (any_python !== null) return;
    writeFileSync(directory.join("scenarios.json"), JSON.stringify(pairs));
    asked = ask_python(directory.join("scenarios.json"));
    // Whoever waits for it is told.
    asked.catch(() => {});
  });

  after(() => directory[Symbol.dispose]());

  for (const mode of MODES) {
    const lines = scenarios.filter(({ modes }) => modes.includes(mode)).map(({ line }) => line);
    const is_reference = cpython === null;
    const what = is_reference ? "scenarios" : "scenarios without their messages";
    test_with(any_python)(`${lines.length} ${what}, ${mode}`, async () => {
      const comparable = is_reference ? lines : lines.filter((line) => !since_3_13.has(line));
      const ours = new Map(comparable.map((line) => [line, outcome(line, mode)]));
      const theirs = await asked;
      const different: string[] = [];
      for (const line of comparable) {
        const [shown, wanted] = [ours.get(line), theirs.get(key(line, mode))].map((value) =>
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
    test_with(cpython)(`differs on purpose: ${line}`, async () => {
      const theirs = await asked;
      for (const mode of modes ?? MODES) {
        assertNotEquals(JSON.stringify(outcome(line, mode)), JSON.stringify(theirs.get(key(line, mode))));
      }
    });
  }
});
