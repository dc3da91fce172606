// The checker notices what C would not. Its wrappers stay for good, so this file tries the rows and not the wrapping;
// the fuzzer's children run under it.
import { test } from "node:test";
import { libc, system } from "../../ffi/libc.ts";
import { assertEquals, assertMatch } from "../assert.ts";
import { complaint, unknown_functions } from "./checker.ts";

test("the checker knows every function of libc", () => {
  assertEquals(unknown_functions(), [], "say in tests/stress/checker.ts what their parameters need");
});

const bytes = new Uint8Array(8);
const detached = new Uint8Array(8);
detached.buffer.transfer(0);
const pretender = new Uint8Array(8);
Object.defineProperty(pretender, "byteLength", { value: 1000 });

test("lengths beyond the memory, texts without a NUL and numbers that are none are noticed", () => {
  const bad: [string, unknown[], RegExp][] = [
    ["recv", [3, bytes, 9, 0], /argument 2: 9 bytes in memory of 8/],
    ["recv", [3, detached, 8, 0], /argument 2: 8 bytes in memory of 0/],
    ["recv", [3, pretender, 9, 0], /argument 2: 9 bytes in memory of 8/],
    ["recv", [3, null, 8, 0], /argument 2: NULL for 8 bytes/],
    ["recv", [3, 4096, 8, 0], /argument 2: no view/],
    ["recv", [3, [], 0, 0], /argument 2: no view/],
    ["recv", [3.5, bytes, 8, 0], /argument 1: no int/],
    ["recv", [-0, bytes, 8, 0], /argument 1: no int/],
    ["recv", [3, bytes, -1, 0], /argument 3: no unsigned int/],
    ["recv", [3, bytes, 2 ** 32, 0], /argument 2: 4294967296 bytes/],
    ["recv", [3, bytes, 8, 2 ** 31], /argument 4: no int/],
    ["recv", [3, bytes, 8], /3 arguments instead of 4/],
    ["bind", [3, bytes, 9], /argument 2: 9 bytes/],
    ["getsockname", [3, bytes, new Uint32Array([9])], /argument 2: 9 bytes/],
    ["getsockname", [3, bytes, new Uint8Array(3)], /argument 2: 4 bytes in memory of 3/],
    ["open", [new Uint8Array([47, 47]), 0, 0], /argument 1: a text without a NUL/],
    ["poll", [new DataView(new ArrayBuffer(8)), 2, 0], /argument 1: 16 bytes in memory of 8/],
    ["ioctl", [3, 0n, bytes], /argument 3: a request that the checker does not know/],
    ["inet_pton", [system.constants.AF_INET6, new Uint8Array(1), bytes], /argument 3: 16 bytes/],
    ["no_such_function", [], /does not know/],
  ];
  for (const [name, values, expected] of bad) {
    assertMatch(complaint(name, values) ?? "nothing", expected, `${name}(${values.length})`);
  }
  assertEquals(complaint("recv", [3, bytes, 8, 0]), null);
  assertEquals(complaint("recv", [3, new Uint8Array(0), 0, 0]), null);
  assertEquals(complaint("getsockname", [3, bytes, new Uint32Array([8])]), null);
});

test("a message may point to no memory but living views", () => {
  const { msghdr } = system.structs;
  const header = new DataView(new ArrayBuffer(msghdr.size));
  assertEquals(complaint("sendmsg", [3, header, 0]), null);
  header.setUint32(msghdr.namelen, 16, true);
  assertMatch(complaint("sendmsg", [3, header, 0])!, /name: NULL for 16 bytes/);
  // An address that nobody took by way of address_of(), though it is a good one.
  header.setBigUint64(msghdr.name, libc.memset(new Uint8Array(new ArrayBuffer(64)), 0, 0), true);
  assertMatch(complaint("sendmsg", [3, header, 0])!, /name: an address that belongs to no view/);
});
