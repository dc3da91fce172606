import { spawnSync } from "node:child_process";
import { test } from "node:test";
import process from "node:process";
import { Worker } from "node:worker_threads";
import { errno, libc, system } from "../../ffi/libc.ts";
import { strerror } from "../../lib/errors.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../assert.ts";
import { runtime, test_with } from "../needs.ts";
import { runtime_command, type RuntimeName } from "../peer.ts";

test("a function is bound when it is first used, and stays the same", async () => {
  // An instance of its own, of which no other test has used anything.
  const { libc }: typeof import("../../ffi/libc.ts") = await import("../../ffi/libc.ts?unused" as string);
  const bound = () => "value" in Object.getOwnPropertyDescriptor(libc, "if_indextoname")!;
  assertEquals(bound(), false);
  const first = libc.if_indextoname;
  assertEquals(bound(), true);
  assertEquals(libc.if_indextoname, first);
});

test("errno is the failed call's", () => {
  for (let i = 0; i < 1000; i++) {
    const closed = libc.close(-1), e1 = errno[0];
    const unknown = libc.socket(999, 1, 0), e2 = errno[0];
    assertEquals([closed, e1, unknown, e2], [-1, system.errors.EBADF, -1, system.errors.EAFNOSUPPORT]);
  }
});

test("errno is each thread's own", async () => {
  const worker = new Worker(new URL("errno_worker.ts", import.meta.url));
  try {
    const ended = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    worker.postMessage("start");
    for (let i = 0; i < 20_000; i++) {
      const n = libc.close(-1), e = errno[0];
      assertEquals([n, e], [-1, system.errors.EBADF]);
    }
    assertEquals(await ended, 0);
  } finally {
    await worker.terminate();
  }
});

const node = runtime("node");

/** What Node says when it imports the module, started with these flags, after this line. */
function imported_by_node(flags: readonly string[], line: string): string {
  const program = `${line}\nimport(${
    JSON.stringify(new URL("../../mod.ts", import.meta.url).href)
  }).then(() => console.log("imported"), (error) => console.log(error.message))`;
  const [command, ...words] = [...runtime_command("node")!, "--no-warnings", ...flags, "--eval", program];
  return spawnSync(command!, words, { encoding: "utf8", timeout: 20_000 }).stdout.trim();
}

test_with(node)("another runtime is told what is supported, in one sentence", () => {
  assertMatch(
    imported_by_node([], "Object.defineProperty(process, 'versions', { value: {} })"),
    /^pysocket runs on Deno, Bun and Node, on Linux and macOS, on x86-64 and arm64; this is another [^\n]*$/,
  );
});

test_with(node)("a Node without node:ffi is told from which version on there is one", () => {
  assertMatch(
    imported_by_node(["--no-experimental-ffi"], ""),
    /^this Node \([\d.]+\) has no node:ffi, through which pysocket calls libc: run with Node 26\.10 or later/,
  );
});

test_with(node)("Node's permission is asked for by its flag", () => {
  const reading = ["--permission", "--allow-fs-read=*"];
  assertMatch(imported_by_node(reading, ""), /needs Node's permission for that: run with --allow-ffi$/);
  assertEquals(imported_by_node([...reading, "--allow-ffi"], ""), "imported");
});

test("the tables of both systems have what the module reads", async () => {
  const { linux } = await import("../../ffi/linux.ts");
  const { darwin } = await import("../../ffi/darwin.ts");
  for (const table of [linux, darwin]) {
    for (const [name, value] of Object.entries({ ...table.internals, ...table.errors, ...table.constants })) {
      assert(Number.isInteger(value), name);
    }
  }
});

const MODULE = JSON.stringify(new URL("../../mod.ts", import.meta.url).href);

/** What a program prints that has the module as `socket`, and `log()` for what a call gives or throws. */
function output(name: RuntimeName, flags: readonly string[], program: string, env = {}): string {
  const [command, ...words] = runtime_command(name)!;
  const lines = [
    "const log = (call) => { try { console.log(call()); } catch (error) { console.log(String(error)); } };",
    `const socket = await import(${MODULE});`,
    program,
  ];
  const options = { encoding: "utf8", timeout: 30_000, env: { ...process.env, ...env } } as const;
  const { stdout, stderr } = spawnSync(command!, [...words, ...flags, lines.join("\n")], options);
  return stdout + stderr;
}

const REVOKED = "Deno's permission for FFI was revoked before the function was first used";

test_with(runtime("deno"))(
  "a permission that is revoked leaves what was used, and says so of the rest",
  () => {
    const revoke = `Deno.permissions.revokeSync({ name: "ffi" });`;
    const used =
      `socket.socket().close(); ${revoke} log(() => socket.socket(999)); log(() => socket.inet_aton("1"));`;
    assertEquals(
      output("deno", ["eval", "--no-check"], used),
      `OSError: [Errno 97] ${strerror(97)}\nError: pysocket cannot call inet_aton: ${REVOKED}\n`,
    );
    assertStringIncludes(
      output("deno", ["eval", "--no-check"], `${revoke} log(() => socket.socket());`),
      `Error: pysocket cannot call __errno_location: ${REVOKED}`,
    );
  },
);

test_with(runtime("bun"))("Bun without its JIT is told what is missing", () => {
  assertEquals(
    output("bun", ["-e"], "log(() => socket.socket().close());", { BUN_JSC_useJIT: "0" }),
    "Error: pysocket calls libc through bun:ffi, which needs Bun's JIT: unset BUN_JSC_useJIT\n",
  );
});

test("what has the text for a function's errors is bound with it", () => {
  const is_bound = (name: string) => "value" in Object.getOwnPropertyDescriptor(libc, name)!;
  void libc.getnameinfo;
  void libc.gethostbyname_r;
  void libc.listen;
  assertEquals(["gai_strerror", "hstrerror", "strerror_r"].map(is_bound), [true, true, true]);
});
