import { assertEquals } from "../assert.ts";
import { run_child } from "./child.ts";
import { linux, test_with } from "../needs.ts";

test_with(linux)(
  "workers beside each other, with a descriptor from another thread, and ended while they are blocked",
  async () => {
    const { report, trouble } = await run_child<{ still_open: number; problems: string[] }>(
      "workers_child.ts",
      { workers: 3, rounds: 200 },
    );
    assertEquals(trouble, null, trouble ?? "");
    assertEquals(report!.problems, []);
    // Whether a collector closes what a worker leaves open is the runtime's business.
    console.log(`${report!.still_open} of 20 sockets that a worker left open are still open`);
  },
);
