import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { UnicodeError } from "../../lib/errors.ts";
import { utf8_decode, utf8_encode } from "../../lib/text/utf8.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { any_python, test_with } from "../needs.ts";
import { python } from "../peer.ts";

/** What Python's `bytes.decode()` makes of each: the text, or the message. */
function decoded_by_python(all: readonly Uint8Array[]): unknown {
  const program = `
import json, sys
def decoded(data):
    try:
        return bytes(data).decode()
    except UnicodeDecodeError as error:
        return str(error)
print(json.dumps([decoded(data) for data in json.load(sys.stdin)]))
`;
  const { stdout } = spawnSync(python!, ["-c", program], {
    input: JSON.stringify(all.map((bytes) => Array.from(bytes))),
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
    timeout: 30_000,
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout);
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8_decode(bytes);
  } catch (error) {
    return (error as Error).message;
  }
}

// The bytes at which the rules change.
const EDGES = [
  0,
  0x41,
  0x7f,
  0x80,
  0x8f,
  0x90,
  0x9f,
  0xa0,
  0xbf,
  0xc0,
  0xc1,
  0xc2,
  0xdf,
  0xe0,
  0xe1,
  0xec,
  0xed,
  0xee,
]
  .concat([0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff]);

test_with(any_python)("utf8_decode() gives CPython's text and messages", () => {
  const longer = (heads: number[][], bytes = EDGES) =>
    heads.flatMap((head) => bytes.map((byte) => [...head, byte]));
  const two = longer(longer([[]]));
  const four = longer(longer(two.filter(([first]) => first! >= 0xe0)), [0x41, 0x80, 0xbf, 0xc2]);
  const all = [[], ...longer([[]]), ...two, ...longer(two), ...four].map((bytes) => Uint8Array.from(bytes));
  assertEquals(all.map(decoded), decoded_by_python(all));
});

test("utf8_encode() refuses what is no text, in CPython's words", () => {
  assertEquals(utf8_encode("aé€😀"), new TextEncoder().encode("aé€😀"));
  const messages: Record<string, string> = {
    "\udc80": "character '\\udc80' in position 0: surrogates not allowed",
    "😀\ud800": "character '\\ud800' in position 1: surrogates not allowed",
    "a\udc80\udc81b": "characters in position 1-2: surrogates not allowed",
  };
  for (const [text, message] of Object.entries(messages)) {
    const error = assertThrows(() => utf8_encode(text), UnicodeError);
    assertEquals(error.message, `'utf-8' codec can't encode ${message}`);
  }
});
