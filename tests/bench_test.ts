// The bench runs and reports; what it measures is nobody's business here.
import { test } from "node:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "./assert.ts";
import { runtimes, start, this_runtime } from "./peer.ts";

function command(script: string, ...args: string[]): string[] {
  const file = fileURLToPath(new URL(`../bench/${script}`, import.meta.url));
  const flags = this_runtime === "deno" ? ["run", "--allow-all", "--quiet"] : ["run"];
  return [runtimes[this_runtime]!, ...flags, file, ...args];
}

const SHORT = ["--rounds=1", "--milliseconds=1"];

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

/** The cells of the table whose head begins with a title, by row. */
function table(report: string, title: string): Map<string, string[]> {
  const lines = report.split("\n");
  const head = lines.findIndex((line) => line.startsWith(`| ${title} `));
  assert(head >= 0, `there is no table ${title}`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
  const rows = lines.slice(head, end).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assertEquals(
    new Set(rows.map((row) => row.length)).size,
    1,
    "the rows of a table are of different lengths",
  );
  return new Map(rows.map(([name, ...cells]) => [name!, cells]));
}

const SPEED = /^\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\), CPU [\d.]+ [nµm]s$/;

test("bench syscall compares with C and judges", async () => {
  const { report, chart } = await bench([], "syscall", "--only=UDP");
  const cells = table(report, "work").get("sendto + recvfrom, UDP, 64 B")!;
  assertStringIncludes(report, "the peer is bench/c/peer.c");
  assertMatch(cells[0]!, /^[\d.]+ [nµm]s, CPU [\d.]+ [nµm]s$/);
  assertMatch(cells[this_runtime === "deno" ? 2 : 3]!, SPEED);
  assertEquals(cells[4], "0.83 (time 1.2)");
  assertMatch(cells[this_runtime === "deno" ? 5 : 6]!, /^(yes|no)$/);
  assertMatch(chart!, /^<svg [^]*this module on [^]*<\/svg>$/);
});

test("bench throughput has the runtimes' own TCP beside ours, over a peer of our own without a compiler", async () => {
  const { report } = await bench(["CC=false"], "throughput", "--only=ping-pong 64 B");
  assertStringIncludes(report, "the peer is bench/peer.ts");
  assertStringIncludes(report, "- C: its C program does not compile here");
  const own = this_runtime === "deno" ? "Deno.connect" : "Bun.connect";
  const rivals = report.slice(report.indexOf("## The runtimes' own TCP"));
  const column = table(rivals, "work").get("work")!.indexOf(own);
  assertMatch(table(rivals, "work").get("ping-pong 64 B")![column]!, SPEED);
});

test("bench startup measures what an import adds", async () => {
  const { report, chart } = await bench([], "startup");
  const [empty, importing] = table(report, "import").get(
    `this module on ${this_runtime === "deno" ? "Deno" : "Bun"}`,
  )!;
  assert(Number(empty) > 0 && Number(importing) > 0, report);
  assertEquals(chart, null, "there is nothing to draw");
});

test("bench refuses what it does not know", async () => {
  await using running = start(command("main.ts", "nothing"));
  assertEquals((await running.end()).code, 2);
});

test("bench/micro.ts measures single calls", async () => {
  await using running = start(command("micro.ts", "getsockname"));
  const { code, lines } = await running.end();
  assertEquals(code, 0);
  assertMatch(lines.join("\n"), /getsockname +[\d.]+ [nµm]s\/iter/);
});
