import { assertEquals, assertGreater, assertGreaterOrEqual } from "../assert.ts";
import { this_runtime } from "../peer.ts";
import { engines, errno, FIRST_ENGINES } from "./errno.ts";
import { linux, test_with } from "../needs.ts";

for (const engine of engines().slice(0, FIRST_ENGINES)) {
  test_with(linux)(
    `${this_runtime}, ${engine.name}: every failure has its own errno, for the first time and hot`,
    async () => {
      const { kinds, failures, wrong } = await errno(engine, 1, { successes: 500, times: 20, workers: 1 });
      assertEquals(wrong, []);
      assertGreater(kinds, 40);
      assertGreaterOrEqual(failures, 2 * kinds);
    },
  );
}
