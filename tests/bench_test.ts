// The bench runs and reports; what it measures is nobody's business here.
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "./assert.ts";
import { command_that_runs, runtime, success_of, test_with } from "./needs.ts";
import { run_script, start } from "./peer.ts";

// Its driver is a program for Deno, whatever runtime these tests run on; those who are measured run on all of them.
const deno = runtime("deno");
const compiler = command_that_runs("cc", "--version");
const descriptors = command_that_runs("sh", "-c", "ulimit -n 1300");
// Its C programs are compiled into its own directory.
const own_directory = success_of("permission to write", () => {
  accessSync(new URL("../bench", import.meta.url), constants.W_OK);
});

function command(script: string, ...args: string[]): string[] {
  const file = fileURLToPath(new URL(`../bench/${script}`, import.meta.url));
  return run_script("deno", file, args, { everything_allowed: true });
}

const SHORT = ["--rounds=1", "--milliseconds=1", "--warm-up=1"];

interface Written {
  readonly report: string;
  readonly chart: string | null;
}

// Runs a part of the bench, and returns what it wrote, which must also be what it printed.
async function bench(environment: readonly string[], ...args: string[]): Promise<Written> {
  const directory = await mkdtemp(join(tmpdir(), "bench-test-"));
  try {
    await using running = start([
      "env",
      "NO_COLOR=1",
      ...environment,
      ...command("main.ts", ...SHORT, `--report=${directory}`, ...args),
    ]);
    const { code, lines } = await running.end();
    assertEquals(code, 0, lines.join("\n"));
    const report = await readFile(join(directory, "report.md"), "utf8");
    assertStringIncludes(lines.join("\n"), report.trim());
    return { report, chart: await readFile(join(directory, "report.svg"), "utf8").catch(() => null) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A row of the first table that has it, by the titles of the columns. */
function row(report: string, name: string): Record<string, string> {
  const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
  const lines = report.split("\n");
  const index = lines.findIndex((line) => line.startsWith(`| ${name} `));
  assert(index >= 0, `there is no row ${name} in ${report}`);
  const titles = cells(lines[lines.findLastIndex((line, at) => at < index && line.startsWith("| ---")) - 1]!);
  const found = cells(lines[index]!);
  assertEquals(found.length, titles.length, "a row has another length than its head");
  return Object.fromEntries(titles.map((title, column) => [title, found[column]!]));
}

const ABSOLUTE = /^[\d.]+ [nµm]s, CPU [\d.]+ [nµm]s$/;
const COMPARED = /^\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\), CPU [\d.]+ [nµm]s ×\d+\.\d\d$/;

test_with(deno, own_directory, compiler)("bench syscall compares with C and judges", async () => {
  const { report, chart } = await bench([], "syscall", "--only=UDP");
  const found = row(report, "sendto + recvfrom_into, UDP, 64 B");
  assertEquals(found["must reach"], "0.83 (time 1.2)");
  assertStringIncludes(report, "the peer is bench/c/peer.c");
  assertMatch(found["C, one operation"]!, ABSOLUTE);
  assertMatch(found["this module on Deno"]!, COMPARED, report);
  assertMatch(found["Deno: met"]!, /^(yes|no)$/);
  assertEquals(chart, null, "there is nothing to draw");
});

test_with(deno, own_directory)(
  "bench throughput has the runtimes' own TCP beside ours, and does without a compiler",
  async () => {
    const { report } = await bench(["CC=false"], "throughput", "--only=ping-pong, recv_into, 64 B");
    assertStringIncludes(report, "the peer is bench/peer.ts");
    assertStringIncludes(report, "- C: there is no C compiler");
    // What must be reached is a ratio to C.
    assertMatch(row(report, "ping-pong, recv_into, 64 B")["Deno: met"]!, /^(no|not known)/);
    const rivals = report.slice(report.indexOf("## The runtimes' own TCP"));
    assertMatch(row(rivals, "ping-pong, recv_into, 64 B")["Deno.connect"]!, /CPU [\d.]+ [nµm]s/);
  },
);

test_with(deno, own_directory)("bench says who could not take part", async () => {
  const { report } = await bench(["PYTHON=true"], "syscall", "--only=getsockname");
  assertStringIncludes(report, "- CPython: could not be started (it ended early)");
  assertEquals(row(report, "getsockname")["CPython"], "–");
});

test_with(deno, own_directory)("bench struct compares with what is written by hand", async () => {
  const { report } = await bench([], "struct", "--only=unpack");
  assertMatch(row(report, "unpack !HHI, Struct.unpack_from")["Deno: met"]!, /^(yes|no)$/);
  assertMatch(row(report, "unpack !HHI, by hand with a DataView")["this module on Deno"]!, ABSOLUTE);
});

test_with(deno, own_directory, compiler, descriptors)(
  "bench scale serves a thousand connections, and draws",
  async () => {
    const { report, chart } = await bench([], "scale", "--only=1,000 idle");
    assertMatch(row(report, "C, epoll")["1,000 idle"]!, /^[\d.]+ thousand\/s, CPU [\d.]+ [nµm]s$/);
    for (const name of ["this module on Deno, epoll", "this module on Deno, selectors", "Deno.listen"]) {
      assertMatch(row(report, name)["1,000 idle"]!, COMPARED);
    }
    assertMatch(chart!, /^<svg [^]*pysocket on Deno[^]*<\/svg>\s*$/);
  },
);

test_with(deno, own_directory)("bench startup measures what an import adds", async () => {
  const { report } = await bench([], "startup", "--only=mod.ts on Deno");
  const found = row(report, "mod.ts on Deno");
  assert(Number(found["empty script"]) > 0 && Number(found["importing"]) > 0, report);
});

test_with(deno, own_directory)("bench refuses what it does not know", async () => {
  await using running = start(command("main.ts", "nothing"));
  assertEquals((await running.end()).code, 2);
});

test_with(deno, own_directory)("bench/micro.ts measures single calls", async () => {
  await using running = start(command("micro.ts", "getsockname"));
  const { code, lines } = await running.end();
  assertEquals(code, 0);
  assertMatch(lines.join("\n"), /^getsockname +\d+ ns, least +\d+ ns$/);
});
