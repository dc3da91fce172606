import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import { install_checker, violations } from "../stress/checker.ts";
import { DEADLINE, messages } from "../transports.ts";

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

test("a sender's address is whole, however short the one before was, and whoever asked for it", () => {
  using unix = socket.socket(socket.AF_UNIX);
  using receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.bind(["::1", 0]);
  const address = receiver.getsockname();
  receiver.sendto("x", address);
  receiver.sendto("x", address);
  unix.getsockname();
  assertEquals(receiver.recvmsg(1)[3], address);
  const buffers = {
    *[Symbol.iterator]() {
      unix.getsockname();
      yield new Uint8Array(1);
    },
  };
  assertEquals(receiver.recvmsg_into(buffers)[3], address);
  assertEquals(violations, []);
});
