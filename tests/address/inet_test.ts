import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  between,
  tracing,
} from "./cpython_address.ts";
import { any_python, test_with } from "../needs.ts";

const { AF_INET, AF_INET6, AF_RDS } = socket;

const text = (value: string) => new TextEncoder().encode(value);

const PORTS = [
  0,
  1,
  80,
  65535,
  65536,
  -1,
  2 ** 31,
  2 ** 32,
  -(2 ** 40),
  2n ** 64n,
  7n,
  1.5,
  "80",
  null,
  true,
];
const PORTS_AND_BYTES = [...PORTS, text("80")];

// Names that no resolver is asked for over a network.
const HOSTS = [
  "",
  "<broadcast>",
  "255.255.255.255",
  "0.0.0.0",
  "127.0.0.1",
  "localhost",
  "LOCALHOST",
  text("127.0.0.1"),
  text("localhost"),
  text(""),
  text("<broadcast>"),
  "127.1",
  "1",
  "0x7f.1",
  "127.0.0.01",
  "0177.0.0.1",
  "4294967295",
  "::1",
  "::",
  "::ffff:127.0.0.1",
  "fe80::1%lo",
  "fe80::1%1",
  "127.0.0.1\0",
  "\0",
  text("a\0b"),
  "１２７.0.0.1",
  "localhost。",
  "\ud800",
  "é".repeat(64),
  "a..é",
  5,
  null,
  ["127.0.0.1"],
];

// glibc's resolver runs in both processes: what it finds, and its words, are the same.
for (const [name, family] of Object.entries({ AF_INET, AF_RDS })) {
  test_with(any_python)(`${name} addresses are encoded as in CPython`, () => {
    const addresses = [
      1,
      null,
      "127.0.0.1",
      text("x"),
      [],
      ["127.0.0.1"],
      ["127.0.0.1", 1, 2],
      ...HOSTS.map((host) => [host, 4321]),
      ...PORTS_AND_BYTES.flatMap((port) => [["127.0.0.1", port], ["localhost", port], [5, port]]),
    ];
    assert_encoded_as_in_python(addresses.map((address) => ({ family, address })), between(8, 16));
  });
}

test_with(any_python)(
  "AF_INET addresses with names or wrong ports are complained of in CPython's order",
  () => {
    const addresses = [["\ud800", "x"], ["127.0.0.1\0", 70000], ["::1", 70000], [null, null]];
    assert_encoded_as_in_python(addresses.map((address) => ({ family: AF_INET, address })), between(8, 16));
  },
);

test_with(any_python)("AF_INET6 addresses are encoded as in CPython", () => {
  const words = [
    0,
    1,
    -1,
    0xfffff,
    0x100000,
    2 ** 32 - 1,
    2 ** 32 + 5,
    -(2 ** 40),
    1.5,
    "x",
    null,
    true,
    2n ** 64n,
  ];
  const addresses = [
    1,
    null,
    "::1",
    text("::1"),
    [],
    ["::1"],
    ["::1", 1, 2, 3, 4],
    ...HOSTS.map((host) => [host, 4321]),
    ...HOSTS.map((host) => [host, 4321, 5, 6]),
    ...PORTS_AND_BYTES.flatMap((port) => [["::1", port], ["localhost", port, 1], [5, port]]),
    ...words.flatMap((word) => [["::1", 1, word], ["::1", 1, 2, word], ["::1", 70000, word, word]]),
  ];
  assert_encoded_as_in_python(addresses.map((address) => ({ family: AF_INET6, address })));
});

test_with(tracing)("AF_INET addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_INET, [
    { bytes: "020000507f0000010000000000000000" },
    { bytes: "0200ffffffffffff0000000000000000" },
    { bytes: "02000000000000000000000000000000" },
  ]);
});

test_with(tracing)("AF_INET6 addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_INET6, [
    { bytes: "0a000050000000000000000000000000000000000000000100000000" },
    { bytes: "0a00ffffffffffff20010db8000000000000000000000001ffffffff" },
    { bytes: "0a00000000012345fe8000000000000000000000000000ff02000000" },
    { bytes: "0a0000000000000000000000000000000000ffff7f00000100000000" },
  ]);
});

test_with(tracing)("addresses of families that nobody knows are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_INET, [
    { bytes: "150000507f0000010000000000000000" }, // AF_RDS, whose addresses say AF_INET
    { bytes: "ffff000102030405060708090a0b0c0d" },
    { bytes: "7b0001020304" },
    { bytes: "0000" },
  ]);
});

test("an address is checked before the socket is used", () => {
  const s = socket.socket(AF_INET);
  s.close();
  assertThrows(() => s.bind(["127.0.0.1", 70000]), socket.OverflowError, "bind(): port must be 0-65535.");
  assertThrows(
    () => s.connect(["127.0.0.1", -1]),
    socket.OverflowError,
    "connect(): port must be 0-65535.",
  );
  assertThrows(
    () => s.connect_ex(5 as never),
    TypeError,
    "connect_ex(): AF_INET address must be tuple, not int",
  );
  assertThrows(() => s.bind(["127.0.0.1", 0]), socket.OSError, errno_message("EBADF"));
});

test("bind() and getsockname() with every form of a host", () => {
  for (const host of ["", "127.0.0.1", "localhost", text("127.0.0.1"), "127.1"]) {
    using s = socket.socket(AF_INET, socket.SOCK_DGRAM);
    s.bind([host, 0]);
    assertEquals(s.getsockname()[0], host === "" ? "0.0.0.0" : "127.0.0.1");
  }
});

test("an IPv6 link-local address keeps its scope", () => {
  using s = socket.socket(AF_INET6, socket.SOCK_DGRAM);
  s.bind(["::1", 0, 0, 0]);
  const [host, port, flowinfo, scope_id] = s.getsockname();
  assertEquals([host, flowinfo, scope_id], ["::1", 0, 0]);
  using other = socket.socket(AF_INET6, socket.SOCK_DGRAM);
  other.connect(["::1", port, 5]);
  assertEquals(other.getpeername().slice(0, 2), ["::1", port]);
});
