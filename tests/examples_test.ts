import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertMatch } from "./assert.ts";
import { any_python, command_that_runs, type Missing, runtime, test_with } from "./needs.ts";
import { type Peer, python, run_script, type RuntimeName, start, this_runtime } from "./peer.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Who can play a part: our examples on each runtime, and the same programs in Python. */
type Player = RuntimeName | "Python";

function play(player: Player, program: string, port: number): Peer {
  return start(
    player === "Python"
      ? [python!, "-u", file(`peers/${program}.py`), `${port}`]
      : run_script(player, file(`../examples/${program}.ts`), [`${port}`]),
  );
}

function missing(player: Player): Missing {
  return player === "Python" ? any_python : runtime(player);
}

function free_port(): number {
  using probe = socket.socket();
  probe.bind(["", 0]);
  return probe.getsockname()[1];
}

async function wait_until_bound(port: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    using probe = socket.socket();
    try {
      probe.bind(["", port]);
    } catch (error) {
      if (error instanceof socket.OSError && error.code === "EADDRINUSE") return;
      throw error;
    }
    probe.close();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the server never bound its port");
}

// bind() comes a moment before listen(): a client that is too early is refused and started again.
async function converse(server: Player, client: Player, pair: readonly [string, string]) {
  const port = free_port();
  await using serving = play(server, pair[0], port);
  await wait_until_bound(port);
  for (let attempt = 0;; attempt++) {
    await using asking = play(client, pair[1], port);
    const answer = await asking.end();
    if (answer.code !== 0 && attempt < 5) continue;
    return { answer, served: await serving.end() };
  }
}

const us = this_runtime;
// So every two have met when the tests have run on all three.
const them = ({ deno: "bun", bun: "node", node: "deno" } as const)[us];

for (const [server, client] of [[us, us], [us, "Python"], ["Python", us], [us, them], [them, us]] as const) {
  const test_of_pair = test_with(missing(server), missing(client));

  test_of_pair(`the echo programs: ${server} serves ${client}`, async () => {
    const { answer, served } = await converse(server, client, ["echo_server", "echo_client"]);
    assertEquals(answer, { code: 0, lines: ["Received Hello, world"] });
    assertEquals([served.code, served.lines.length], [0, 1]);
    assertMatch(served.lines[0]!, /^Connected by .*127\.0\.0\.1/);
  });

  test_of_pair(
    `the determined sender and the patient receiver: ${server} receives from ${client}`,
    async () => {
      const { answer, served } = await converse(server, client, ["patient_receiver", "determined_sender"]);
      assertEquals(answer, { code: 0, lines: ["Sent 1048576 received 1048576"] });
      assertEquals([served.code, served.lines.at(-1)], [0, "Received 1048576"]);
    },
  );
}

// The demo takes the one on the path.
const has_python = command_that_runs("python3", "--version") === null;

test_with(runtime("deno"))("the demo ends by itself, having shown every conversation", async () => {
  await using demo = start(
    run_script("deno", file("../examples/demo/main.ts"), [], { everything_allowed: true }),
  );
  const { code, lines } = await demo.end();
  assertEquals(code, 0);
  const titles = lines.filter((line) => !line.startsWith(" ")).map((line) => line.split(":")[0]);
  assertEquals(titles, has_python ? ["TCP", "TCP", "TCP", "UDP", "UNIX"] : ["TCP", "TCP", "UDP", "UNIX"]);
  const talks = has_python ? 5 : 3;
  assertEquals(lines.filter((line) => line === '  client: received "Hello, world"').length, talks);
  assertEquals(
    lines.filter((line) => /^ {2}client: round trip: [\d.]+ µs, median of 1000$/.test(line)).length,
    talks,
  );
  const saw = /^ {2}server: saw "Hello, world" from .*, and 1000 more messages$/;
  assertEquals(lines.filter((line) => saw.test(line)).length, talks);
});

test("every example has a test", () => {
  const names = (folder: string) => readdirSync(file(folder), { recursive: true, encoding: "utf8" });
  const tests = ["examples_test.ts", ...names("examples").map((name) => `examples/${name}`)]
    .filter((name) => name.endsWith("_test.ts"))
    .map((name) => readFileSync(file(name), "utf8")).join();
  const programs = names("../examples").filter((name) => name.endsWith(".ts") && !name.startsWith("demo/"));
  assert(programs.length > 4, `only ${programs}`);
  const quoted = (program: string) => `"${program.replaceAll("\\", "/").slice(0, -".ts".length)}"`;
  assertEquals(programs.filter((program) => !tests.includes(quoted(program))), []);
  const index = readFileSync(file("../examples/README.md"), "utf8");
  const shared = ["netlink/messages.ts"];
  assertEquals(
    programs.filter((program) => !shared.includes(program) && !index.includes(`(${program})`)),
    [],
  );
});
