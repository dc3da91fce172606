import { assertEquals, assertGreater } from "../assert.ts";
import { run_child } from "./child.ts";
import type { Interrupted } from "./interrupts_child.ts";
import { unknown_problems } from "./known.ts";
import { compile_interrupt } from "./native.ts";
import { c_compiler, test_with } from "../needs.ts";

test_with(c_compiler)(
  "a handler without SA_RESTART ends no call early, prolongs no timeout and loses no byte",
  async () => {
    const library = compile_interrupt();
    const { report, trouble } = await run_child<Interrupted[]>("interrupts_child.ts", {
      library,
      milliseconds: 60,
    }, {
      seconds: 50,
    });
    assertEquals(trouble, null, trouble ?? "");
    const problems = report!.flatMap(({ name, problem }) => problem === null ? [] : [`${name}: ${problem}`]);
    assertEquals(unknown_problems(problems), []);
    assertGreater(report!.length, 30);
  },
);
