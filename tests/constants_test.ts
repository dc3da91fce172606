// The constants against a real Python, and against the C headers.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { darwin } from "../ffi/darwin.ts";
import { system } from "../ffi/libc.ts";
import { linux } from "../ffi/linux.ts";
import * as module from "../lib/constants.ts";
import { assert, assertEquals, assertGreater, assertStrictEquals } from "./assert.ts";
import { any_python, command_that_runs, cpython, type Missing, on_musl, test_with } from "./needs.ts";
import { python } from "./peer.ts";

type Numbers = Record<string, number>;

interface Python {
  constants: Numbers;
  enumerations: Record<string, { numbers: Numbers; names: Record<string, string> }>;
}

const { has_ipv6, AddressFamily, SocketKind, MsgFlag, AddressInfo, ...exported } = module;
const numbers = Object.fromEntries(Object.entries(exported).filter(([, value]) => value !== undefined));
const enumerations = { AddressFamily, SocketKind, MsgFlag, AddressInfo };

// What the headers that the interpreter was compiled with say, which differs between versions of glibc, and in musl.
const OF_THE_HEADERS = ["SOMAXCONN", "NI_MAXHOST", "NI_IDN"];

// What CPython 3.13 has or lacks depending on how it was built: with BlueZ's headers; with the fix of its issue 129719.
const OF_THE_BUILD =
  /^(AF_BLUETOOTH|BDADDR_|BTPROTO_|BT_|HCI_|L2CAP_|SO_HCI|SOL_(BLUETOOTH|HCI|L2CAP|RFCOMM|SCO)|CAN_RAW_ERR_FILTER$)/;

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

function ask_python(): Python {
  const { status, stdout, stderr } = spawnSync(python!, ["-c", PYTHON_PROGRAM], {
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

let asked: Python | null = null;

function test_against(needed: Missing, name: string, body: (reference: Python) => void): void {
  test_with(needed)(name, () => body(asked ??= ask_python()));
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

test("constants are the names of every system, and nothing else", () => {
  const tables = new Set([...Object.keys(linux.constants), ...Object.keys(darwin.constants)]);
  assertEquals(Object.keys(exported).sort(), [...tables].sort());
});

test("constants have this system's numbers, and are undefined where it has none", () => {
  const ours: Readonly<Numbers> = system.constants;
  for (const [name, value] of Object.entries(exported)) assertStrictEquals(value, ours[name], name);
  assertEquals(numbers, { ...ours });
  for (const value of Object.values(numbers)) assert(Number.isSafeInteger(value));
});

test("has_ipv6 is true", () => {
  assertStrictEquals(has_ipv6, true);
});

test_against(any_python, "constants have Python's numbers", ({ constants }) => {
  assert_same_in_common(without(numbers, OF_THE_HEADERS), constants);
});

test_against(cpython, "constants include every integer name of Python 3.13", ({ constants }) => {
  const theirs = Object.keys(constants);
  assertGreater(theirs.length, 100);
  const optional = (name: string) => OF_THE_BUILD.test(name) || OF_THE_HEADERS.includes(name);
  assertEquals(theirs.filter((name) => !Object.hasOwn(numbers, name) && !optional(name)), []);
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
      const members = Object.keys(theirs.numbers).filter((member) => !OF_THE_BUILD.test(member));
      assertEquals(Object.keys(ours).filter((member) => Object.hasOwn(theirs.numbers, member)), members);
    },
  );
}

const HEADERS = [
  "sys/types.h",
  "sys/socket.h",
  "sys/ioctl.h",
  "sys/un.h",
  "net/ethernet.h",
  "net/if.h",
  "netinet/in.h",
  "netinet/tcp.h",
  "netdb.h",
  // macOS
  "sys/kern_control.h",
  "sys/sys_domain.h",
  // Linux
  "linux/can.h",
  "linux/can/bcm.h",
  "linux/can/isotp.h",
  "linux/can/j1939.h",
  "linux/can/raw.h",
  "linux/if_alg.h",
  "linux/if_ether.h",
  "linux/if_packet.h",
  "linux/netlink.h",
  "linux/qrtr.h",
  "linux/rds.h",
  "linux/tipc.h",
  "linux/vm_sockets.h",
];

// Members of C enumerations, which #ifdef does not see, with the header that declares them.
const ENUMERATORS: [names: RegExp, header: string][] = [
  [/^CAN_BCM_[RT]X_(SETUP|DELETE|READ|SEND|STATUS|EXPIRED|TIMEOUT|CHANGED)$/, "linux/can/bcm.h"],
  [/^CAN_RAW_/, "linux/can/raw.h"],
  [/^(SO_J1939_|SCM_J1939_|J1939_(NLA|EE)_)/, "linux/can/j1939.h"],
];

function c_program(names: string[]): string {
  const includes = HEADERS.map((header) => `#if __has_include(<${header}>)\n#include <${header}>\n#endif\n`);
  const lines = names.map((name) => {
    // Only Python's names of these begin so.
    const c_name = name.replace(/^CAN_BCM_(?=.)/, "");
    const header = ENUMERATORS.find(([pattern]) => pattern.test(name))?.[1];
    const condition = header === undefined ? `defined(${c_name})` : `__has_include(<${header}>)`;
    return `#if ${condition}\nprintf("${name} %lld\\n", (long long)(${c_name}));\n#endif\n`;
  });
  return `#define _GNU_SOURCE
#define __APPLE_USE_RFC_3542 1
#include <stdio.h>
${includes.join("")}
int main(void) {
#if defined(__linux__) && !defined(__GLIBC__)
puts("musl 1");
#endif
${lines.join("")}
return 0;
}
`;
}

function numbers_in_c(names: string[]): Numbers {
  const directory = mkdtempSync(join(tmpdir(), "pysocket-"));
  try {
    const [source, program] = [join(directory, "constants.c"), join(directory, "constants")];
    writeFileSync(source, c_program(names));
    const compiler = spawnSync("cc", ["-o", program, source], { encoding: "utf8", timeout: 60_000 });
    assertStrictEquals(compiler.status, 0, compiler.stderr);
    const { status, stdout, stderr } = spawnSync(program, { encoding: "utf8", timeout: 60_000 });
    assertStrictEquals(status, 0, stderr);
    return Object.fromEntries(
      stdout.trim().split("\n").map((line) => line.split(" ")).map((
        [name, number],
      ) => [name, Number(number)]),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test_with(command_that_runs("cc", "--version"))("constants have the numbers of the C headers", () => {
  const { musl, ...in_c } = numbers_in_c(Object.keys(numbers));
  assert_same_in_common(musl || on_musl ? without(numbers, OF_THE_HEADERS) : numbers, in_c);
  // Names that the headers do not declare are few: those of Python, or newer than the headers.
  assertGreater(Object.keys(in_c).length, Object.keys(numbers).length / 2);
});
