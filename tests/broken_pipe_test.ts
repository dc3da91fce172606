import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertEquals } from "./assert.ts";
import { start, this_runtime } from "./peer.ts";

test("a peer that has gone is an exception even where SIGPIPE ends a program", async () => {
  const script = fileURLToPath(new URL("peers/broken_pipe.ts", import.meta.url));
  const flags = this_runtime === "deno" ? ["run", "-A", "--no-check"] : [];
  await using child = start([process.execPath, ...flags, script]);
  assertEquals(await child.end(), {
    code: 0,
    lines: [
      "send(): BrokenPipeError",
      "send() of a string: BrokenPipeError",
      "sendall(): BrokenPipeError",
      "sendmsg(): BrokenPipeError",
      "sendmmsg(): BrokenPipeError",
      "send_fds(): BrokenPipeError",
      "makefile().write(): BrokenPipeError",
      "sendto(): BrokenPipeError",
    ],
  });
});
