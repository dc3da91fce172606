import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { UnicodeError } from "../../lib/errors.ts";
import { idna_encode } from "../../lib/names/idna.ts";
import { assertEquals, assertGreater, assertStrictEquals, assertThrows } from "../assert.ts";
import { any_python, cpython, test_with } from "../needs.ts";
import { python } from "../peer.ts";

const encoded = (name: string) => String.fromCharCode(...idna_encode(name));

function assert_refused(name: string, what: string): void {
  const { message } = assertThrows(() => idna_encode(name), UnicodeError);
  assertEquals(message, `'idna' codec can't encode ${what}`);
}

test("idna_encode() gives bytes on a buffer of their own", () => {
  const bytes = idna_encode("bücher.example");
  assertEquals(bytes, new TextEncoder().encode("xn--bcher-kva.example"));
  assertStrictEquals(bytes.byteOffset, 0);
  assertStrictEquals(bytes.buffer.byteLength, bytes.length);
});

test("idna_encode() leaves ASCII as it is", () => {
  for (const name of ["", "localhost", "WWW.Example", "a.b.", "a b\0", "xn--mnchen-3ya.de", "a".repeat(63)]) {
    assertEquals(encoded(name), name);
  }
});

test("idna_encode() encodes what is not ASCII", () => {
  assertEquals(encoded("münchen.de"), "xn--mnchen-3ya.de");
  assertEquals(encoded("münchen.de."), "xn--mnchen-3ya.de.");
  assertEquals(encoded("日本語。ＪＰ"), "xn--wgv71a119e.jp");
  assertEquals(encoded("ａ．b｡c"), "a.b.c");
  assertEquals(encoded("☃.Net"), "xn--n3h.Net");
  assertEquals(encoded("😀.fm"), "xn--e28h.fm");
});

test("idna_encode() folds case", () => {
  assertEquals(encoded("faß.de"), "fass.de");
  assertEquals(encoded("ẞ"), "ss");
  assertEquals(encoded("ΑΒΓ"), "xn--mxacd");
  assertEquals(encoded("Ελλάς"), "xn--hxarsa5b");
  assertEquals(encoded("İı"), "xn--i-fka32l");
  assertEquals(encoded("℡.no"), "tel.no");
  assertEquals(encoded("\u037a\u0301"), "xn-- -vlb");
});

test("idna_encode() decomposes only what Unicode 3.2 did, and as it did", () => {
  assertEquals(encoded("\u{1d456}"), "i");
  assertEquals(encoded("\u{1d4c1}"), "xn--731h");
  assertEquals(encoded("\u1d2c"), "xn--z8f");
  assertEquals(encoded("\u{2f868}"), "xn--j74i");
});

test("idna_encode() ignores what table B.1 maps to nothing", () => {
  assertEquals(encoded("é\xad"), "xn--9ca");
  assertEquals(encoded("XN--\xadabc"), "xn--abc");
  assert_refused("\xad.a", "character '\\xad' in position 0: label empty");
});

test("idna_encode() refuses empty labels", () => {
  assert_refused(".", "character '\\x2e' in position 0: label empty");
  assert_refused("a..b", "character '\\x2e' in position 2: label empty");
  assert_refused("é..b", "character '\\x2e' in position 2: label empty");
  assert_refused("a。．", "character '\\uff0e' in position 2: label empty");
  assert_refused(`${"a".repeat(64)}..b`, "character '\\x2e' in position 65: label empty");
});

test("idna_encode() refuses labels above 63 bytes", () => {
  assertEquals(encoded("é" + "a".repeat(55)).length, 63);
  assert_refused("é" + "a".repeat(56), "characters in position 0-56: label too long");
  assert_refused("a".repeat(64), "characters in position 0-63: label too long");
  assert_refused(`é.${"a".repeat(64)}`, "characters in position 2-65: label too long");
  assert_refused("ß".repeat(32), "characters in position 0-63: label too long");
  assert_refused("é".repeat(100_000), "characters in position 0-99999: label too long");
});

test("idna_encode() refuses an encoded look on what is not ASCII", () => {
  assert_refused("a.Xn--é", "characters in position 2-5: Label starts with ACE prefix");
});

test("idna_encode() refuses prohibited characters", () => {
  assert_refused("é.a\u2028", "character '\\u2028' in position 3: Invalid character '\\u2028'");
  assert_refused("é\x80", "character '\\x80' in position 1: Invalid character '\\x80'");
  assert_refused("\u{e0001}", "character '\\U000e0001' in position 0: Invalid character '\\U000e0001'");
  assert_refused("\ufffd", "character '\\ufffd' in position 0: Invalid character '\ufffd'");
  // The position is one in what nameprep made of the label.
  assert_refused("ﬃ\ue000", "characters in position 3-3: Invalid character '\\ue000'");
});

test("idna_encode() refuses lone surrogates", () => {
  assert_refused("\udc80", "character '\\udc80' in position 0: Invalid character '\\udc80'");
  assert_refused("a\ud800b", "character '\\ud800' in position 1: Invalid character '\\ud800'");
  assert_refused("\ud83d\xad\ude00", "character '\\ud83d' in position 0: Invalid character '\\ud83d'");
});

test("idna_encode() refuses labels that mix directions", () => {
  assertEquals(encoded("אב.example"), "xn--4dbc.example");
  assertEquals(encoded("א٠א"), "xn--4dba54b");
  assert_refused("אa", "character '\\x61' in position 1: Violation of BIDI requirement 2");
  assert_refused("1א", "character '\\x31' in position 0: Violation of BIDI requirement 3");
  assert_refused("א-", "character '\\x2d' in position 1: Violation of BIDI requirement 3");
});

const PROGRAM = `
import json, sys
def encode(name):
    try: return name.encode("idna").decode("ascii")
    except UnicodeError as error: return {"error": str(error)}
json.dump([sys.version.split()[0], [encode(name) for name in json.load(sys.stdin.buffer)]], sys.stdout)
`;

type Outcome = string | { error: string };

function in_python(names: readonly string[]): [version: string, outcomes: Outcome[]] {
  const { status, stdout, stderr } = spawnSync(python!, ["-c", PROGRAM], {
    input: JSON.stringify(names),
    encoding: "utf8",
    timeout: 30_000,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return JSON.parse(stdout);
}

function outcome(name: string): Outcome {
  try {
    return encoded(name);
  } catch (error) {
    if (error instanceof UnicodeError) return { error: error.message };
    throw error;
  }
}

// A generator with a seed, so that a failure can be repeated.
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}

/** First and last of what a label is made of; what every label may have, and then what some have. */
const ASCII: readonly [number, number] = [0x2d, 0x7a];
const POOLS: readonly (readonly [number, number])[] = [
  ASCII,
  [0xa0, 0x24f], // Latin
  [0x300, 0x36f], // marks
  [0x370, 0x3ff], // Greek
  [0x590, 0x6ff], // Hebrew and Arabic
  [0x5d0, 0x5ea], // Hebrew letters
  [0x900, 0xdff], // the scripts of India
  [0x1100, 0x11ff], // Hangul, and their syllables
  [0xac00, 0xd7a3],
  [0x1e00, 0x1fff], // Latin and Greek with marks
  [0x2000, 0x206f], // punctuation, some of it ignored, some prohibited
  [0x2100, 0x24ff], // letters and numbers as symbols
  [0x3000, 0x33ff], // Kana, units
  [0xd7f0, 0xe010], // surrogates
  [0xf900, 0xffff], // compatibility forms
  [0x1d400, 0x1d7ff], // mathematical letters
  [0x2f800, 0x2fa1f], // compatibility ideographs
  [0, 0x10ffff],
];

function random_label(next: (below: number) => number): string {
  const pools = [ASCII, POOLS[next(POOLS.length)]!, POOLS[next(POOLS.length)]!].slice(next(3));
  const length = next(20) === 0 ? next(70) : 1 + next(7);
  return Array.from({ length }, () => {
    const [first, last] = pools[next(pools.length)]!;
    return String.fromCodePoint(first + next(last - first + 1));
  }).join("");
}

function random_name(next: (below: number) => number): string {
  const labels = Array.from({ length: 1 + next(3) }, () => random_label(next));
  return labels.join(".。．｡"[next(4)]);
}

// Other versions word their errors differently.
const worded = cpython === null;
if (!worded) test_with(cpython)("idna_encode() complains of random names as CPython's codec does", () => {});

test_with(any_python)("idna_encode() gives what CPython's codec gives for random names", () => {
  const next = numbers(3490);
  const names = Array.from({ length: 5000 }, () => random_name(next));
  const [, expected] = in_python(names);
  let refused = 0;
  for (const [index, name] of names.entries()) {
    const theirs = expected[index]!, ours = outcome(name);
    if (typeof theirs !== "string") refused++;
    const same = worded || typeof theirs === "string" || typeof ours === "string" ? ours : theirs;
    assertEquals([name, same], [name, theirs]);
  }
  assertGreater(refused, 0);
});
