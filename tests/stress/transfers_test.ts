import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertGreater } from "../assert.ts";
import { not_run } from "../peer.ts";
import { lossy_link } from "./lossy.ts";
import { free_port } from "./many.ts";
import { compile_interrupt } from "./native.ts";
import { transfer, transfers } from "./transfers.ts";

test("every way to send and every way to receive: the same SHA-256 at both ends, under signals and resets", async () => {
  if (process.platform !== "linux") return not_run("it goes through Linux's abstract names");
  const library = compile_interrupt();
  if (library === null) not_run("there is no C compiler: the transfers are made without signals");
  const list = transfers(1, 1, 150_000, ["tcp", "unix", "seqpacket", "dgram"]);
  const meeting = { host: "127.0.0.1", port: free_port(), name: `pysocket-${process.pid}` };
  const { bytes, problems } = await transfer(list, meeting, library, 60);
  console.log(`${list.length} transfers, ${bytes} bytes`);
  assertEquals(problems, []);
  assertGreater(bytes, 1_000_000);
});

test("over a link that loses, doubles and disorders packets", async () => {
  const link = await lossy_link(15);
  if (typeof link === "string") return not_run(link);
  await using _link = link;
  const all = transfers(2, 1, 60_000, ["tcp"]);
  const list = all.slice(0, 12).map((transfer) => ({ ...transfer, reset: null }));
  const meeting = { host: link.host, port: 5000, name: "" };
  const options = { receiver: { prefix: link.receiver }, sender: { prefix: link.sender } };
  const { bytes, problems } = await transfer(list, meeting, compile_interrupt(), 60, options);
  assertEquals(problems, []);
  assertGreater(bytes, 100_000);
});
