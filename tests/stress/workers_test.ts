import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "../assert.ts";
import { not_run } from "../peer.ts";
import { run_child } from "./child.ts";

test("workers beside each other, with a descriptor from another thread, and ended while they are blocked", async () => {
  if (process.platform !== "linux") return not_run("/proc tells of descriptors");
  const { report, trouble } = await run_child<{ still_open: number; problems: string[] }>(
    "workers_child.ts",
    { workers: 3, rounds: 200 },
  );
  assertEquals(trouble, null, trouble ?? "");
  assertEquals(report!.problems, []);
  // Whether a collector closes what a worker leaves open is the runtime's business.
  console.log(`${report!.still_open} of 20 sockets that a worker left open are still open`);
});
