import { test } from "node:test";
import { assert, assertEquals, assertGreater } from "../assert.ts";
import { catalogue } from "./catalogue.ts";
import { fuzz, sweep } from "./fuzz.ts";

test("the fuzzer finds what there is to call, with the names of its parameters", async () => {
  const targets = await catalogue([]);
  assertGreater(targets.size, 200);
  assertEquals(targets.get(". socket.recv_into")?.parameters, ["buffer", "nbytes", "flags"]);
  assertEquals(targets.get(". create_connection")?.parameters, [
    "address",
    "timeout",
    "source_address",
    "options",
  ]);
  assertEquals(targets.get(". socket")?.parameters, ["family", "type", "proto", "fileno"]);
  assert(targets.has("./options get_option"));
});

test("thousands of calls with arguments of every type: no crash, no byte beside a view, no descriptor left", async () => {
  const { cases, returned, threw, passed, failure } = await fuzz(1, 3);
  assertEquals(failure, null, failure ?? "");
  console.log(`${cases} cases, ${returned} calls returned, ${threw} threw`, passed);
  assertGreater(returned, 100);
  assertGreater(threw, 100);
});

test("a program that replaces clocks and other intrinsics runs no code between a length and its call", async () => {
  const { cases, failures } = await sweep("few");
  assertEquals(failures, []);
  assertGreater(cases, 100);
});
