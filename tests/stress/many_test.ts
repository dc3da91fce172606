import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertGreater } from "../assert.ts";
import { not_run } from "../peer.ts";
import { many } from "./many.ts";

test("ten thousand connections in one process, every byte accounted for", async () => {
  if (process.platform !== "linux") return not_run("/proc tells of the limit");
  const { problems, skipped, bytes } = await many(10_000);
  if (skipped !== null) return not_run(skipped);
  assertEquals(problems, []);
  assertGreater(bytes, 4_000_000);
});
