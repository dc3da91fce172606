// The constants against a real Python; headers_test.ts has them against C's headers.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { darwin } from "../ffi/darwin.ts";
import { system } from "../ffi/libc.ts";
import { linux } from "../ffi/linux.ts";
import * as module from "../lib/constants.ts";
import { assert, assertEquals, assertGreater, assertStrictEquals } from "./assert.ts";
import { any_python, cpython, type Missing, test_with } from "./needs.ts";
import { python_with } from "./address/cpython_address.ts";
import { python } from "./peer.ts";

type Numbers = Record<string, number>;

interface Python {
  constants: Numbers;
  enumerations: Record<string, { numbers: Numbers; names: Record<string, string> }>;
}

const { has_ipv6, BDADDR_ANY, BDADDR_LOCAL, AddressFamily, SocketKind, MsgFlag, AddressInfo, ...exported } =
  module;
const numbers = Object.fromEntries(Object.entries(exported).filter(([, value]) => value !== undefined));
const enumerations = { AddressFamily, SocketKind, MsgFlag, AddressInfo };

// What the headers that the interpreter was compiled with say, which differs between versions of glibc, and in musl.
const OF_THE_HEADERS = ["SOMAXCONN", "NI_MAXHOST", "NI_IDN"];

const PYTHON_PROGRAM = `
import json, socket, sys
leaked = ("EBADF", "EAGAIN", "EWOULDBLOCK")
json.dump({
  "constants": {
    name: int(value) for name, value in vars(socket).items()
    if isinstance(value, int) and not isinstance(value, bool) and name not in leaked
  },
  "enumerations": {
    enumeration.__name__: {
      "numbers": {name: int(member) for name, member in enumeration.__members__.items()},
      "names": {int(member): enumeration(int(member)).name for member in enumeration.__members__.values()},
    } for enumeration in (socket.AddressFamily, socket.SocketKind, socket.MsgFlag, socket.AddressInfo)
  },
}, sys.stdout)
`;

function ask_python(python: string): Python {
  const { status, stdout, stderr } = spawnSync(python, ["-c", PYTHON_PROGRAM], {
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

let asked: Python | null = null;

function test_against(needed: Missing, name: string, body: (reference: Python) => void): void {
  test_with(needed)(name, () => body(asked ??= ask_python(python!)));
}

/** Of both, what both have; at least one entry. */
function in_common<T>(ours: Record<string, T>, theirs: Record<string, T>): Record<string, T>[] {
  const names = Object.keys(ours).filter((name) => Object.hasOwn(theirs, name)).sort();
  assertGreater(names.length, 0);
  return [ours, theirs].map((all) => Object.fromEntries(names.map((name) => [name, all[name] as T])));
}

function assert_same_in_common<T>(ours: Record<string, T>, theirs: Record<string, T>): void {
  const [some_of_ours, some_of_theirs] = in_common(ours, theirs);
  assertEquals(some_of_ours, some_of_theirs);
}

function without(record: Numbers, names: readonly string[]): Numbers {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

const extra_names = [...Object.keys(linux.extra_constants), ...Object.keys(darwin.extra_constants)];

test("constants are the names of every system, and nothing else", () => {
  const tables = new Set([...Object.keys(linux.constants), ...Object.keys(darwin.constants), ...extra_names]);
  assertEquals(Object.keys(exported).sort(), [...tables].sort());
});

test("what is no name of Python 3.13 is marked so in its documentation, and nothing else is", () => {
  const source = readFileSync(new URL("../lib/constants.ts", import.meta.url), "utf8");
  const documented = source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\nexport const (\w+)/gs);
  const marked = [...documented].filter(([, text]) =>
    /\((macOS, |Linux, )?(not in Python|Python 3\.1[45])\)/.test(
      text!.replace(/\n \*/g, ""),
    )
  );
  assertEquals(marked.map(([, , name]) => name!).sort(), [...new Set(extra_names)].sort());
});

test("constants have this system's numbers, and are undefined where it has none", () => {
  const ours: Readonly<Numbers> = { ...system.constants, ...system.extra_constants };
  for (const [name, value] of Object.entries(exported)) assertStrictEquals(value, ours[name], name);
  assertEquals(numbers, { ...ours });
  for (const value of Object.values(numbers)) assert(Number.isSafeInteger(value));
});

test("has_ipv6 is true", () => {
  assertStrictEquals(has_ipv6, true);
});

test("Bluetooth's addresses are there where its family is", () => {
  const there = module.AF_BLUETOOTH !== undefined;
  assertEquals([typeof BDADDR_ANY, typeof BDADDR_LOCAL], Array(2).fill(there ? "string" : "undefined"));
});

test_against(any_python, "constants have Python's numbers", ({ constants }) => {
  assert_same_in_common(without(numbers, OF_THE_HEADERS), constants);
});

test_against(cpython, "constants include every integer name of Python 3.13", ({ constants }) => {
  const theirs = Object.keys(constants);
  assertGreater(theirs.length, 100);
  assertEquals(
    theirs.filter((name) => !Object.hasOwn(system.constants, name) && !OF_THE_HEADERS.includes(name)),
    [],
  );
});

const python_with_bluetooth = python_with("AF_BLUETOOTH");
const needs_bluetooth = python_with_bluetooth === null ? "no Python with AF_BLUETOOTH" : null;

test_with(needs_bluetooth)("constants include Bluetooth's, of a Python that has it", () => {
  const bluetooth = ask_python(python_with_bluetooth!);
  const theirs = Object.keys(bluetooth.constants);
  assert(theirs.includes("HCI_FILTER"));
  assert_same_in_common(without(numbers, OF_THE_HEADERS), bluetooth.constants);
  assertEquals(theirs.filter((name) => !Object.hasOwn(numbers, name)), []);
});

for (const [name, enumeration] of Object.entries(enumerations)) {
  const ours: Numbers = {};
  const our_names: Record<string, string> = {};
  for (const [key, value] of Object.entries(enumeration)) {
    if (typeof value === "number") ours[key] = value;
    else our_names[key] = value as string;
  }

  test(`${name} is frozen`, () => {
    assert(Object.isFrozen(enumeration));
  });

  test(`${name} leads from each of its names to its number, and back to a name of that number`, () => {
    assertGreater(Object.keys(ours).length, 0);
    for (const [member, number] of Object.entries(ours)) {
      assertStrictEquals(number, numbers[member]);
      assertStrictEquals(ours[our_names[number] as string], number);
    }
    assertEquals(new Set(Object.keys(our_names).map(Number)), new Set(Object.values(ours)));
  });

  test_against(any_python, `${name} has Python's numbers and names`, ({ enumerations }) => {
    const theirs = enumerations[name];
    assert(theirs !== undefined);
    assert_same_in_common(ours, theirs.numbers);
    assert_same_in_common(our_names, theirs.names);
  });

  test_against(
    cpython,
    `${name} has all of Python's names in its order: by number, then by name`,
    (reference) => {
      const theirs = reference.enumerations[name]!;
      const members = Object.keys(theirs.numbers);
      assertEquals(Object.keys(ours).filter((member) => Object.hasOwn(theirs.numbers, member)), members);
    },
  );
}
