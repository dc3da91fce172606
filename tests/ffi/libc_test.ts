import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { errno, libc, system } from "../../ffi/libc.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { not_run } from "../peer.ts";

test("a function is bound when it is first used, and stays the same", () => {
  // Nobody calls this one on Linux; of the others, some test in this process may have been the first.
  const bound = () => "value" in Object.getOwnPropertyDescriptor(libc, "accept")!;
  if (system.replacements["accept4"] === undefined) assertEquals(bound(), false);
  const first = libc.accept;
  assertEquals(bound(), true);
  assertEquals(libc.accept, first);
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
