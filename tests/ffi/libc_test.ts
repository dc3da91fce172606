import { spawnSync } from "node:child_process";
import { test } from "node:test";
import process from "node:process";
import { errno, libc, system } from "../../ffi/libc.ts";
import { strerror } from "../../lib/errors.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { not_run, runtimes } from "../peer.ts";

test("a function is bound when it is first used, and stays the same", () => {
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
  const worker = new Worker(new URL("errno_worker.ts", import.meta.url), { type: "module" });
  try {
    const ended = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.postMessage("start");
    for (let i = 0; i < 20_000; i++) {
      const n = libc.close(-1), e = errno[0];
      assertEquals([n, e], [-1, system.errors.EBADF]);
    }
    assertEquals(await ended, 0);
  } finally {
    worker.terminate();
  }
});

test("another runtime is told what is supported, in one sentence", () => {
  const program = `import(${
    JSON.stringify(new URL("../../mod.ts", import.meta.url).href)
  }).catch((e) => console.log(e.message))`;
  const { stdout, error } = spawnSync("node", ["-e", program], { encoding: "utf8", timeout: 20_000 });
  const version = spawnSync("node", ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (error || Number(/^v(\d+)/.exec(version)?.[1]) < 26) {
    return not_run("there is no Node 26, which reads TypeScript");
  }
  assertMatch(
    stdout,
    /^pysocket runs on Deno and Bun, on Linux and macOS, on x86-64 and arm64; this is another .*\n$/,
  );
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

/** What a program prints that has the module as `socket`. */
function output(command: readonly string[], program: string, env = {}): string {
  const [runtime, ...options] = command;
  const { stdout, stderr } = spawnSync(runtime!, [
    ...options,
    `const socket = await import(${MODULE}); ${program}`,
  ], {
    encoding: "utf8",
    timeout: 30_000,
    env: { ...process.env, ...env },
  });
  return stdout + stderr;
}

const LOG =
  "const log = (call) => { try { console.log(call()); } catch (error) { console.log(String(error)); } };";

test("a permission that is revoked leaves what was used before, and says so of the rest", () => {
  if (runtimes.deno === null) return not_run("there is no Deno, which has permissions");
  const command = [runtimes.deno, "eval", "--no-check"];
  const revoke = `${LOG} Deno.permissions.revokeSync({ name: "ffi" }); `;
  assertEquals(
    output(
      command,
      `socket.socket().close(); ${revoke} log(() => socket.socket(999)); log(() => socket.inet_aton("1.2.3.4"));`,
    ),
    `OSError: [Errno 97] ${strerror(97)}\nError: pysocket cannot call inet_aton: Deno's ` +
      "permission for FFI was revoked before the function was first used\n",
  );
  assertMatch(
    output(command, `${revoke} log(() => socket.socket());`),
    /^Error: pysocket cannot call .* was revoked before/,
  );
});

test("Bun without its JIT is told what is missing", () => {
  if (runtimes.bun === null) return not_run("there is no Bun");
  const program = `${LOG} log(() => socket.socket().close());`;
  assertEquals(
    output([runtimes.bun, "-e"], program, { BUN_JSC_useJIT: "0" }),
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
