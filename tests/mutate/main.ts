// `deno task mutate FILE[:LINE-LINE] [--tests=a_test.ts,b_test.ts] [--runtime=bun]`: puts faults into a file, one at a time, and says
// which of them the tests did not notice.
//
// Stryker makes the faults: all of them at once, in a copy of the project, where an environment variable switches one on.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install_fast_check } from "../install_fast_check.ts";
import { equivalent } from "./equivalent.ts";
import { tests_of } from "./tests.ts";

const STRYKER = "@stryker-mutator/core@10.1.1";

const root = fileURLToPath(new URL("../../", import.meta.url));

const { values: options, positionals: [place] } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: "string", default: "1" },
    runtime: { type: "string", default: "deno" },
    tests: { type: "string" },
  },
});
const [file] = place?.split(":") ?? [];
if (file === undefined || !existsSync(join(root, file))) throw new Error("deno task mutate FILE");

const tests = options.tests?.split(",") ?? tests_of(file);
if (tests.length === 0) throw new Error(`which tests look at ${file}? --tests=a_test.ts,b_test.ts`);
const COMMANDS: Record<string, string> = {
  bun: `bun test --bail --timeout 30000 ${tests.map((test) => `./${test}`).join(" ")}`,
  deno: `deno test -A --no-check --fail-fast ${tests.join(" ")}`,
};
const command = COMMANDS[options.runtime];
if (command === undefined) throw new Error(`--runtime=${Object.keys(COMMANDS).join("|")}`);

if (options.runtime === "bun") install_fast_check("bun", ["bun"]);

/** What Stryker reports, as far as it is read here. */
interface Report {
  files: Record<string, { mutants: Mutant[]; source: string }>;
}

interface Mutant {
  id: string;
  status: "Killed" | "Survived" | "Timeout" | "RuntimeError" | "CompileError" | "NoCoverage" | "Ignored";
  replacement: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
}

function original_of(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
  lines[0] = lines[0]!.slice(start.column - 1);
  return lines.join(" ").replace(/\s+/g, " ");
}

const directory = mkdtempSync(join(tmpdir(), "pysocket-mutate-"));
const report_file = join(directory, "report.json"), config = join(directory, "stryker.json");
writeFileSync(
  config,
  JSON.stringify({
    testRunner: "command",
    commandRunner: { command },
    mutate: [place],
    // Texts are the business of the comparison with CPython.
    mutator: { excludedMutations: ["StringLiteral"] },
    concurrency: Number(options.concurrency),
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report_file },
    tempDirName: join(directory, "sandbox"),
    ignorePatterns: ["bench", "docs"],
    disableTypeChecks: false,
    timeoutMS: 20_000,
    allowConsoleColors: false,
  }),
);
try {
  console.log(`${file}: ${command}`);
  const { status } = spawnSync("npx", ["-y", "-p", STRYKER, "stryker", "run", config], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Stryker failed");
  const report: Report = JSON.parse(readFileSync(report_file, "utf8"));
  const { mutants, source } = report.files[file]!;
  const counted = mutants.filter(({ status }) => status !== "Ignored" && status !== "CompileError");
  const survivors = counted.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  let unexplained = 0, explained = 0;
  for (const { location, replacement } of survivors) {
    const original = original_of(source, location), fault = replacement.replace(/\s+/g, " ");
    const line = source.split("\n")[location.start.line - 1]!;
    const reason = equivalent.find((entry) =>
      entry.file === file && entry.original === original && (entry.replacement ?? fault) === fault &&
      line.includes(entry.line ?? "")
    )?.reason;
    if (reason === undefined) unexplained++;
    else explained++;
    console.log(
      `${file}:${location.start.line}  ${original}  =>  ${fault}${
        reason === undefined ? "" : `  (${reason})`
      }`,
    );
  }
  const killed = counted.length - survivors.length;
  console.log(
    `${file}: ${counted.length} faults, ${killed} noticed, ${explained} that change nothing, ${unexplained} not noticed: ` +
      `${(100 * killed / (counted.length - explained)).toFixed(1)} %`,
  );
  process.exitCode = unexplained === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
