import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fsencode } from "../../lib/text/utf8.ts";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../assert.ts";
import { assert_decoded_as_in_python, assert_encoded_as_in_python, tracing } from "./cpython_address.ts";
import { any_python, test_with } from "../needs.ts";
import { temporary_directory } from "../transports.ts";

const { AF_UNIX, SOCK_DGRAM, SOCK_STREAM } = socket;

const text = (value: string) => new TextEncoder().encode(value);

test_with(any_python)("AF_UNIX addresses are encoded as in CPython", () => {
  const addresses = [
    "",
    "x",
    "/a/b c",
    "x".repeat(107),
    "x".repeat(108),
    "x".repeat(109),
    "x".repeat(5000),
    "é".repeat(53),
    "é".repeat(54),
    "\0",
    "\0name",
    "\0a\0b",
    "\0" + "x".repeat(107),
    "\0" + "x".repeat(108),
    "a\0b",
    "a\0",
    "\udc80\udcff",
    "a\ud800",
    "\udc80\ud800\udc81x",
    "😀",
    text("x"),
    text(""),
    text("\0name"),
    text("x".repeat(107)),
    text("x".repeat(108)),
    new Uint8Array([0xff, 0xfe]),
    new Uint8Array(108),
    new Uint8Array(109),
    5,
    1.5,
    null,
    true,
    [],
    ["x"],
  ];
  assert_encoded_as_in_python(addresses.map((address) => ({ family: AF_UNIX, address })));
});

test_with(tracing)("AF_UNIX addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_UNIX, [
    { bytes: "0100" + "6100" },
    { bytes: "0100" + "612f6200" },
    { bytes: "0100" + "00" },
    { bytes: "0100" + "006162" },
    { bytes: "0100" + "00610062ff00" },
    { bytes: "0100" + "fffe00" },
    { bytes: "0100" + "c3a900" },
    { bytes: "0100" + "61".repeat(107) + "00" },
    { bytes: "0100" + "00" + "61".repeat(107) },
    { bytes: "0100" + "6100" + "62".repeat(100) },
  ]);
});

test("an unnamed AF_UNIX socket", () => {
  using s = socket.socket(AF_UNIX, SOCK_STREAM);
  assertEquals(s.getsockname(), "");
  const [a, b] = socket.socketpair();
  assertEquals([a.getpeername(), b.getsockname()], ["", ""]);
  a.close();
  b.close();
});

test('AF_UNIX: bind("") has the kernel choose an abstract name', () => {
  using s = socket.socket(AF_UNIX, SOCK_DGRAM);
  s.bind("");
  const name: unknown = s.getsockname();
  assert(name instanceof Uint8Array);
  assertEquals([name[0], name.length, name.byteOffset, name.buffer.byteLength], [0, 6, 0, 6]);
});

test("AF_UNIX: abstract names may hold any byte", () => {
  using server = socket.socket(AF_UNIX, SOCK_DGRAM);
  using client = socket.socket(AF_UNIX, SOCK_DGRAM);
  const name = new Uint8Array([0, 0, 255, 0, 10, ...text(`pysocket ${Math.random()}`), 0]);
  server.bind(name);
  server.settimeout(10);
  assertEquals(server.getsockname() as unknown, name);
  client.sendto("hello", name);
  // A client without a name of its own: CPython says None.
  assertEquals(server.recvfrom(10), [text("hello"), null as never]);
});

test("AF_UNIX: a file with a name that is not UTF-8", () => {
  using directory = temporary_directory();
  // Not by join(), which under Bun replaces such characters.
  const path = `${directory.path}/s\udcff\udc80`;
  using server = socket.socket(AF_UNIX, SOCK_STREAM);
  server.bind(path);
  server.listen();
  assertEquals(server.getsockname(), path);
  // The kernel's own list has the bytes; the runtimes' file functions would not show them.
  const name = Buffer.from([...text(directory.path), 0x2f, 0x73, 0xff, 0x80, 0x0a]);
  assert(readFileSync("/proc/net/unix").includes(name));
  using client = socket.socket(AF_UNIX, SOCK_STREAM);
  client.connect(fsencode(path));
  assertEquals(client.getpeername(), path);
});

test("AF_UNIX: the longest path, with and without the room for its NUL", () => {
  using directory = temporary_directory();
  const longest = join(directory.path, "x".repeat(107 - directory.path.length - 1));
  using s = socket.socket(AF_UNIX, SOCK_DGRAM);
  assertThrows(() => s.bind(longest + "x"), socket.OSError, "AF_UNIX path too long");
  s.bind(longest);
  assertEquals(s.getsockname(), longest);
});

test("AF_UNIX: views are taken at their own offset and length", () => {
  const bytes = text("xx\0pysocket-view");
  const view = new DataView(bytes.buffer, 2);
  using s = socket.socket(AF_UNIX, SOCK_DGRAM);
  s.bind(view);
  assertEquals(s.getsockname() as unknown, bytes.slice(2));
});
