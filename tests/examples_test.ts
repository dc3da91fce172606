import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertMatch } from "./assert.ts";
import { any_python, command_that_runs, type Missing, permission_for, runtime, test_with } from "./needs.ts";
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

// A client that is too early is refused, and started again. (Nothing but a client can tell whether the server listens: whoever
// tries to bind its port may be what it finds there.)
async function converse(server: Player, client: Player, pair: readonly [string, string]) {
  const port = free_port();
  await using serving = play(server, pair[0], port);
  for (let attempt = 0;; attempt++) {
    await using asking = play(client, pair[1], port);
    const answer = await asking.end();
    if (answer.code === 0 || attempt === 50) return { answer, served: await serving.end() };
    await sleep(50);
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

const on_deno: Missing = us === "deno" ? null : "the demo runs on Deno";
const demo_test = test_with(on_deno);

function demo_command(...words: string[]): string[] {
  return run_script("deno", file("../examples/demo/main.ts"), words, { everything_allowed: true });
}

const MICROSECONDS = "[\\d.]+ µs";

// The demo takes the Python on the path.
const has_python = command_that_runs("python3", "--version") === null;

// Each scene, and what has to be among its lines. The last of them may be a privilege that is missing.
const SCENES: [title: string, ...lines: string[]][] = [
  [
    "Echo",
    ...has_python
      ? ["Python +with Python", "Python +with TypeScript", "TypeScript +with Python"]
        .map((pair) => `TCP +${pair} +${MICROSECONDS}`)
      : ["There is no python3 here to compare with"],
    ...["TCP", "UDP", "UNIX"].map((kind) => `${kind} +TypeScript with TypeScript +${MICROSECONDS}`),
  ],
  [
    "A descriptor goes to another process",
    "process \\d+ has passed descriptor \\d+",
    "read: Hello, through a pipe",
  ],
  ["Datagrams that say who sent them", "process \\d+ of user \\d+: .*I am"],
  ["Multicast", ...Array(2).fill("[\\d.]+: Hello, everybody")],
  ["Ping", "answer 2 from 127.0.0.1 after [\\d.]+ ms|This needs a privilege: .*"],
  ["Many datagrams in one system call", "64 in one recvmmsg.* thousand a second, [\\d.]+ times as many"],
  ["Inside a TCP connection", "1 MiB, round trip .*", "800 MiB, round trip .*", "the other end took 800 MiB"],
];

demo_test("the demo shows all its scenes, in 80 columns", async () => {
  await using demo = start(demo_command(), 60_000);
  const { code, lines } = await demo.end();
  const output = lines.join("\n");
  assertEquals(code, 0, output);
  assertEquals(lines.filter((line) => line !== "" && !line.startsWith(" ")), SCENES.map(([title]) => title));
  assertEquals(lines.filter((line) => line.length > 80), []);
  for (const [title, ...expected] of SCENES) {
    const scene = output.slice(output.indexOf(title)).split("\n\n")[0]!;
    assertMatch(scene, new RegExp(expected.map((line) => `^  (${line})`).join("[^]*"), "m"));
  }
});

demo_test("the demo says that there is no Python, and goes on", async () => {
  await using demo = start(["env", "PATH=/nowhere", ...demo_command("echo")]);
  const { code, lines } = await demo.end();
  assertEquals(code, 0);
  assertEquals(lines.slice(0, 2), ["", "Echo"]);
  assert(lines.includes("  There is no python3 here to compare with"), lines.join("\n"));
  assertMatch(lines.at(-1)!, /^ {2}UNIX +TypeScript with TypeScript +[\d.]+ µs$/);
});

// An unprivileged user, or root without the one privilege.
const WITHOUT_RAW_SOCKETS = ["setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-all"];

test_with(on_deno, permission_for(...WITHOUT_RAW_SOCKETS, "true"))(
  "the demo says that a privilege is missing, and goes on",
  async () => {
    await using demo = start([...WITHOUT_RAW_SOCKETS, ...demo_command("ping")]);
    const { code, lines } = await demo.end();
    assertEquals(code, 0);
    assertMatch(lines.join("\n"), /^ {2}(This needs a privilege: PermissionError: \[Errno 1\]|answer 2 )/m);
  },
);

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
  const shared = ["netlink/messages.ts", "selectors/relay.ts", "selectors/tasks.ts"];
  assertEquals(
    programs.filter((program) => !shared.includes(program) && !index.includes(`(${program})`)),
    [],
  );
});
