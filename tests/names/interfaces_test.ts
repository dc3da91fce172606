import { test } from "node:test";
import { libc } from "../../ffi/libc.ts";
import * as socket from "../../mod.ts";
import { assert, assertEquals } from "../assert.ts";
import type { Call } from "../calls.ts";
import { cpython, permission_for, test_with } from "../needs.ts";
import { assert_same_as_python, assert_same_under } from "../oracle.ts";
import { replaced } from "../replaced.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test_with(cpython)(
  "if_nameindex(), if_nametoindex() and if_indextoname() agree with CPython and with each other",
  () => {
    const interfaces = socket.if_nameindex();
    assert(interfaces.length > 0);
    for (const [index, name] of interfaces) {
      assertEquals(socket.if_nametoindex(name), index);
      assertEquals(socket.if_indextoname(index), name);
    }
    assert_same_as_python([
      ["if_nameindex"],
      ...interfaces.flatMap(([index, name]): Call[] => [
        ["if_indextoname", index],
        ["if_indextoname", BigInt(index)],
        ["if_nametoindex", name],
        ["if_nametoindex", bytes(name)],
      ]),
    ]);
  },
);

test_with(cpython)("if_nametoindex() and if_indextoname() give CPython's errors", () => {
  const names = [
    "",
    "nosuch",
    "a".repeat(15),
    "a".repeat(16),
    "a".repeat(100_000),
    "a\0b",
    "\udc80",
    "\ud800",
  ];
  const indices = [true, 0, 999, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2n ** 64n, -(2n ** 64n)];
  assert_same_as_python([
    ["if_nametoindex"],
    ["if_indextoname"],
    ...[...names, bytes("nosuch"), bytes("a\0b"), 1, true, null, ["lo"]].map((name): Call => [
      "if_nametoindex",
      name,
    ]),
    ...[...indices, "lo", 1.5, null, [1]].map((index): Call => ["if_indextoname", index]),
  ]);
});

test_with(cpython, permission_for("unshare", "--net"))(
  "interfaces whose names are no ASCII, and no UTF-8",
  () => {
    const add = (name: string) => `ip link add name "$(printf '${name}')" type bridge`;
    const setup = `${add("m\\303\\274")} && ${add("b\\377d")} && exec "$@"`;
    assert_same_under(["unshare", "--net", "sh", "-c", setup, "sh"], [
      ["if_nameindex"],
      ["if_nametoindex", "mü"],
      ["if_nametoindex", "b\udcffd"],
      ["if_nametoindex", Uint8Array.of(0x62, 0xff, 0x64)],
      ["if_indextoname", 2],
      ["if_indextoname", 3],
    ]);
  },
);

test("if_nameindex() frees every list that it gets, once", () => {
  const { if_nameindex, if_freenameindex } = libc, lists: bigint[] = [], freed: bigint[] = [];
  using _get = replaced(libc, "if_nameindex", {
    value() {
      const list = if_nameindex();
      lists.push(list);
      return list;
    },
  });
  using _free = replaced(libc, "if_freenameindex", {
    value(list: bigint) {
      freed.push(list);
      if_freenameindex(list);
    },
  });
  assertEquals(socket.if_nameindex(), socket.if_nameindex());
  assertEquals([lists.length, freed], [2, lists]);
});
