// Runs the tests on one runtime, and counts by its reports for machines: `tests/run.ts deno|bun|node [file...]`.
// Each file is a process of its own, as many at once as there are processors.
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { install_fast_check } from "./install_fast_check.ts";
import { QUIET, runtime_command, type RuntimeName } from "./peer.ts";

/** No test takes longer, in milliseconds. */
const PATIENCE = "60000";

/** Nor a file of them, should one be blocked in a call, where the runtime cannot end it. */
const FILE_PATIENCE = 300_000;

/** The command that runs a file of tests, and writes its report in JUnit's form. */
const COMMANDS: Record<RuntimeName, (file: string, report: string) => string[]> = {
  // Types are checked by `deno check`, once for everybody.
  deno: (file, report) => [
    "test",
    "--allow-all",
    "--no-check",
    "--lock=tests/deno.lock",
    `--junit-path=${report}`,
    file,
  ],
  bun: (file, report) => [
    "test",
    `--timeout=${PATIENCE}`,
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    file.startsWith("/") ? file : `./${file}`,
  ],
  node: (file, report) => [
    "--disable-warning=ExperimentalWarning",
    "--test",
    "--test-isolation=none",
    `--test-timeout=${PATIENCE}`,
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${report}`,
    file,
  ],
};

/** What came of a run. */
interface Results {
  passed: number;
  /** What failed, by name. */
  failed: string[];
  /** Why tests were skipped, and how many for each reason. */
  skipped: Map<string, number>;
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescaped(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (whole, number: string | undefined, name: string) => {
    if (number === undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(parseInt(name, number === "#x" ? 16 : 10));
  });
}

/** Why a test was skipped: tests/needs.ts puts it into the name. */
function skip_reason(name: string): string {
  return /\(skipped: (.*)\)$/s.exec(name)?.[1] ?? `no reason given: ${name}`;
}

const TESTCASE = /<testcase((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>(.*?)<\/testcase>)/gs;

function read_report(text: string): Results {
  const results: Results = { passed: 0, failed: [], skipped: new Map() };
  for (const [, attributes, content = ""] of text.matchAll(TESTCASE)) {
    const name = unescaped(/\bname="([^"]*)"/.exec(attributes!)![1]!);
    if (/<(failure|error)\b/.test(content)) results.failed.push(name);
    else if (!/<skipped\b/.test(content)) results.passed++;
    else {
      const reason = skip_reason(name);
      results.skipped.set(reason, (results.skipped.get(reason) ?? 0) + 1);
    }
  }
  return results;
}

/** Runs one command; what it printed comes when it has ended, so that no two are mixed. */
async function run(command: readonly string[], report: string): Promise<number> {
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: FILE_PATIENCE,
    killSignal: "SIGKILL",
    // Node strips the types of every file again for every file of tests, unless it may keep what it made.
    env: {
      NODE_COMPILE_CACHE: join(process.cwd(), "node_modules/.cache/node"),
      ...process.env,
      TEST_REPORT: report,
      ...QUIET,
    },
  });
  const printed: Uint8Array[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Uint8Array) => printed.push(data));
  }
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  process.stdout.write(Buffer.concat(printed));
  return status;
}

async function run_file(
  words: readonly string[],
  file: string,
  report: string,
  total: Results,
): Promise<void> {
  const status = await run([...words, ...COMMANDS[name as RuntimeName](file, report)], report);
  // A runtime that ended too early wrote none.
  const results = read_report(existsSync(report) ? readFileSync(report, "utf8") : "");
  total.passed += results.passed;
  // A run that ended badly without a failed test is a failure of its own.
  if (results.failed.length === 0 && status !== 0) results.failed.push(`it ended with status ${status}`);
  total.failed.push(...results.failed.map((name) => `${file}: ${name}`));
  for (const [reason, count] of results.skipped) {
    total.skipped.set(reason, (total.skipped.get(reason) ?? 0) + count);
  }
}

const [name, ...chosen] = process.argv.slice(2);
const command = runtime_command(name as RuntimeName);
if (command === null) {
  console.error(`${name} is not installed`);
  process.exit(1);
}

for (const file of chosen.filter((file) => !existsSync(file))) {
  console.error(`there is no ${file}`);
  process.exit(1);
}

install_fast_check(name as RuntimeName, command);
const directory = mkdtempSync(join(tmpdir(), "pysocket-tests-"));
const files = chosen.length > 0 ? chosen : globSync("tests/**/*_test.ts").sort();
const total: Results = { passed: 0, failed: [], skipped: new Map() };
const queue = files.entries();
await Promise.all(Array.from({ length: availableParallelism() }, async () => {
  for (const [index, file] of queue) await run_file(command, file, join(directory, `${index}.xml`), total);
}));
rmSync(directory, { recursive: true });

let skips = 0;
for (const [reason, count] of total.skipped) {
  console.log(`skipped ${count}: ${reason}`);
  skips += count;
}
// No test at all is a failure too.
if (total.passed === 0) total.failed.push("no test passed");
for (const name of total.failed) console.log(`failed  ${name}`);
console.log(`${total.passed} passed, ${total.failed.length} failed, ${skips} skipped`);
process.exit(total.failed.length === 0 ? 0 : 1);
