import { test } from "node:test";
import { assertEquals } from "../assert.ts";
import { install_checker, violations } from "../stress/checker.ts";
import { messages } from "../transports.ts";

install_checker();

test("whatever room ancillary data is given, there is memory for it", () => {
  using pair = messages["UNIX datagram, abstract"]!();
  for (const room of [0, 1, 16, 4095, 4096, 4097, 100_000]) {
    pair.a.send("1");
    pair.a.send("2");
    assertEquals(pair.b.recvmsg(1, room).slice(0, 2), [Uint8Array.of(49), []]);
    assertEquals(pair.b.recvmsg_into([new Uint8Array(1)], room).slice(0, 2), [1, []]);
  }
  assertEquals(violations, []);
});
