import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fsdecode, fsencode } from "../../lib/text/utf8.ts";
import { UnicodeError } from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { any_python, test_with } from "../needs.ts";
import { python } from "../peer.ts";

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// JSON keeps lone surrogates in escapes, on both sides.
const PROGRAM = `
import json, os, sys
def fsencode(name):
    try: return os.fsencode(name).hex()
    except UnicodeEncodeError as e: return f'UnicodeError: {e}'
bytes_list, names = json.load(sys.stdin)
json.dump([[os.fsdecode(bytes.fromhex(b)) for b in bytes_list], [fsencode(n) for n in names]], sys.stdout)
`;

function in_python(bytes: readonly string[], names: readonly string[]): [string[], string[]] {
  const child = spawnSync(python!, ["-X", "utf8", "-c", PROGRAM], {
    input: JSON.stringify([bytes, names]),
    encoding: "utf8",
    timeout: 20_000,
    maxBuffer: 1 << 26,
  });
  if (child.status !== 0) throw new Error(`python failed: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

// A generator with a seed, so that a failure can be repeated.
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}

const SEED = 20240913;

// Bytes that mean something in UTF-8 are met often, alone and in sequence.
const PIECES = [
  "61",
  "00",
  "ff",
  "80",
  "bf",
  "c0",
  "c2",
  "c3a9",
  "e0",
  "a0",
  "e282ac",
  "e2",
  "82",
  "ed",
  "9f",
  "eda080",
];
const MORE_PIECES = [
  ...PIECES,
  "edb3bf",
  "f0",
  "90",
  "f09f9880",
  "f4",
  "8f",
  "f48fbfbf",
  "f490",
  "f5",
  "efbbbf",
  "fe",
];

function random_bytes(next: (below: number) => number): string {
  return Array.from(
    { length: next(12) },
    () => next(3) === 0 ? next(256).toString(16).padStart(2, "0") : MORE_PIECES[next(MORE_PIECES.length)]!,
  ).join("");
}

const UNITS = [
  0x61,
  0,
  0x7f,
  0x80,
  0xe9,
  0x7ff,
  0x800,
  0xd7ff,
  0xd800,
  0xdbff,
  0xdc00,
  0xdc7f,
  0xdc80,
  0xdcff,
  0xdd00,
];
const MORE_UNITS = [...UNITS, 0xdfff, 0xe000, 0xfeff, 0xfffd, 0xffff];

function random_name(next: (below: number) => number): string {
  const units = Array.from(
    { length: next(10) },
    () => next(4) === 0 ? next(65536) : MORE_UNITS[next(MORE_UNITS.length)]!,
  );
  return String.fromCharCode(...units);
}

function encoded(name: string): string {
  try {
    return hex(fsencode(name));
  } catch (error) {
    if (error instanceof UnicodeError) return `UnicodeError: ${error.message}`;
    throw error;
  }
}

function bytes_of(text: string): Uint8Array {
  return new Uint8Array((text.match(/../g) ?? []).map((byte) => parseInt(byte, 16)));
}

test_with(any_python)("fsencode() and fsdecode() do what os.fsencode() and os.fsdecode() do", () => {
  const next = numbers(SEED);
  const bytes = Array.from({ length: 4000 }, () => random_bytes(next));
  const names = Array.from({ length: 4000 }, () => random_name(next));
  const [their_names, their_bytes] = in_python(bytes, names);
  const decoded = bytes.map((text) => fsdecode(bytes_of(text)));
  assertEquals(decoded, their_names);
  assertEquals(names.map(encoded), their_bytes);
});

test("fsencode(fsdecode(bytes)) gives any bytes back", () => {
  const next = numbers(SEED + 1);
  for (let round = 0; round < 4000; round++) {
    const bytes = random_bytes(next);
    assertEquals(encoded(fsdecode(bytes_of(bytes))), bytes);
  }
  for (let byte = 0; byte < 256; byte++) {
    const text = byte.toString(16).padStart(2, "0");
    assertEquals(encoded(fsdecode(bytes_of(text))), text);
  }
});

test("fsencode() tells which characters it cannot encode", () => {
  assertThrows(
    () => fsencode("a\ud800"),
    UnicodeError,
    "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed",
  );
  assertThrows(
    () => fsencode("\udc80\udc01\ud800x"),
    UnicodeError,
    "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed",
  );
});
