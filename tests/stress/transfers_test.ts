import process from "node:process";
import { assertEquals, assertGreater } from "../assert.ts";
import { lossy_link, no_lossy_link } from "./lossy.ts";
import { free_port } from "./many.ts";
import { compile_interrupt } from "./native.ts";
import { linux, test_with } from "../needs.ts";
import { transfer, transfers } from "./transfers.ts";

test_with(linux)(
  "every way to send and every way to receive: the same SHA-256 at both ends, under signals and resets",
  async () => {
    // Without a compiler it goes without signals.
    const library = compile_interrupt();
    const list = transfers(1, 1, 150_000, ["tcp", "unix", "seqpacket", "dgram"]);
    const meeting = { host: "127.0.0.1", port: free_port(), name: `pysocket-${process.pid}` };
    const { bytes, problems } = await transfer(list, meeting, library, 60);
    console.log(`${list.length} transfers, ${bytes} bytes`);
    assertEquals(problems, []);
    assertGreater(bytes, 1_000_000);
  },
);

test_with(await no_lossy_link())("over a link that loses, doubles and disorders packets", async () => {
  const link = await lossy_link(15);
  if (typeof link === "string") throw new Error(link);
  await using _link = link;
  const all = transfers(2, 1, 60_000, ["tcp"]);
  const list = all.slice(0, 12).map((transfer) => ({ ...transfer, reset: null }));
  const meeting = { host: link.host, port: 5000, name: "" };
  const options = { receiver: { prefix: link.receiver }, sender: { prefix: link.sender } };
  const { bytes, problems } = await transfer(list, meeting, compile_interrupt(), 60, options);
  assertEquals(problems, []);
  assertGreater(bytes, 100_000);
});
