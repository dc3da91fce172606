import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertGreater, assertGreaterOrEqual } from "../assert.ts";
import { not_run } from "../peer.ts";
import { this_runtime } from "./child.ts";
import { engines, errno, FIRST_ENGINES } from "./errno.ts";

const is_linux = process.platform === "linux";

for (const engine of engines().slice(0, FIRST_ENGINES)) {
  test(`${this_runtime}, ${engine.name}: every failure has its own errno, for the first time and hot`, async () => {
    if (!is_linux) return not_run("the errors are Linux's");
    const { kinds, failures, wrong } = await errno(engine, 1, { successes: 500, times: 20, workers: 1 });
    assertEquals(wrong, []);
    assertGreater(kinds, 40);
    assertGreaterOrEqual(failures, 2 * kinds);
  });
}
