import { assertEquals, assertGreater, assertLess } from "../assert.ts";
import { run_child } from "./child.ts";
import { linux, test_with } from "../needs.ts";

test_with(linux)(
  "without a free descriptor, with one, and in a full system: the right error, and nothing is left",
  async () => {
    const { report, trouble } = await run_child<{ tried: number; problems: string[]; skipped: string[] }>(
      "scarce_child.ts",
      { inject: true },
    );
    assertEquals(trouble, null, trouble ?? "");
    const { tried, problems, skipped } = report!;
    skipped.forEach((reason) => console.log(`not tried: ${reason}`));
    assertEquals(problems, []);
    if (skipped.length === 0) assertGreater(tried, 40);
  },
);

test_with(linux)(
  "thousands of connections, and objects of every kind however they end, leave neither descriptors nor memory",
  async () => {
    const { report, trouble } = await run_child<{ connections: number; grown: number; problems: string[] }>(
      "soak_child.ts",
      { connections: 4000, seconds: 3, objects: 50 },
    );
    assertEquals(trouble, null, trouble ?? "");
    const { connections, grown, problems } = report!;
    console.log(`${connections} connections, ${grown.toFixed(1)} MiB more`);
    assertEquals(problems, []);
    assertGreater(connections, 500);
    assertLess(grown, 30);
  },
);
