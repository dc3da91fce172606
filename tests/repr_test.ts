import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { repr, str } from "../lib/repr.ts";
import { assertEquals } from "./assert.ts";
import { any_python, test_with } from "./needs.ts";
import { python } from "./peer.ts";

const STRINGS = [
  "",
  "plain",
  "it's",
  'a "b"',
  `both ' and "`,
  "back\\slash",
  "\n\r\t\0\x01\x7f",
  "ünï",
  "\u00a0",
  "\u200b",
  "日本",
  "😀",
  "\ud800",
  "\u2028",
  "\ue000",
];
const VALUES = [...STRINGS, 0, -5, 1.5, true, false, null, ["127.0.0.1", 80], ["x"], [], [["a", 1], null]];

test_with(any_python)("repr() is Python's", () => {
  const program = `
import json, sys
def value(v): return tuple(map(value, v)) if isinstance(v, list) else v
print(json.dumps([[repr(value(v)), str(value(v))] for v in json.load(sys.stdin)]))`;
  const { stdout } = spawnSync(python!, ["-c", program], {
    input: JSON.stringify(VALUES),
    encoding: "utf8",
    timeout: 20_000,
  });
  assertEquals(VALUES.map((value) => [repr(value), str(value)]), JSON.parse(stdout));
});

test("repr() of bytes is Python's", () => {
  assertEquals(repr(Uint8Array.from([97, 0, 255, 39, 92, 10])), `b"a\\x00\\xff'\\\\\\n"`);
  assertEquals(repr(new Uint8Array(0)), "b''");
});

test("repr() of what cannot say what it is says its kind", () => {
  const silent = {
    toString() {
      throw new Error("nothing to say");
    },
  };
  const detached = new Uint16Array(4);
  detached.buffer.transfer();
  assertEquals(repr(silent), "[object Object]");
  assertEquals(repr(Object.create(null)), "[object Object]");
  assertEquals(typeof repr(detached), "string");
  const liar = new Proxy(new Uint8Array(2), { get: (_, key) => key === "length" ? 2 : undefined });
  assertEquals(typeof repr(liar), "string");
  class Odd extends Uint8Array {
    override *[Symbol.iterator](): ArrayIterator<number> {
      yield undefined as never;
    }
  }
  assertEquals(repr(Odd.of(1, 65)), "b'\\x01A'");
});
