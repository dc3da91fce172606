import { test } from "node:test";
import {
  cmsg_len,
  cmsg_space,
  Memory,
  read_control_message,
  write_control_message,
} from "../../ffi/message.ts";
import { assertEquals } from "../assert.ts";

test("a control message without data is one, and the next one lies behind it", () => {
  const control = new Memory(cmsg_space(0) + cmsg_space(5) + cmsg_space(8));
  let at = write_control_message(control, 0, 1, 2, new Uint8Array(0));
  at = write_control_message(control, at, 3, 4, new Uint8Array([1, 2, 3, 4, 5]));
  at = write_control_message(control, at, -1, 6, new Uint8Array(8));
  assertEquals(at, control.bytes.length);
  const found: [number, number, number][] = [];
  for (let next = 0;;) {
    const message = read_control_message(control, next, control.bytes.length);
    if (message === null) break;
    found.push([message.level, message.type, message.end - message.start]);
    next = message.next;
  }
  assertEquals(found, [[1, 2, 0], [3, 4, 5], [-1, 6, 8]]);
});

test("a control message that was cut off ends where the memory does, and one without a whole header is none", () => {
  const control = new Memory(cmsg_space(8));
  write_control_message(control, 0, 1, 2, new Uint8Array(8));
  for (const room of [8, 5, 1, 0]) {
    const message = read_control_message(control, 0, cmsg_len(room));
    assertEquals(message && message.end - message.start, room);
  }
  assertEquals(read_control_message(control, 0, cmsg_len(0) - 1), null);
  assertEquals(read_control_message(control, cmsg_space(8), cmsg_space(8)), null);
});
