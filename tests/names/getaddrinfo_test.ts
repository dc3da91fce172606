import { test } from "node:test";
import { libc } from "../../ffi/libc.ts";
import * as socket from "../../mod.ts";
import { assertEquals, assertGreater, assertThrows } from "../assert.ts";
import type { Call } from "../calls.ts";
import { cpython, test_with } from "../needs.ts";
import { assert_same_as_python, assert_same_with_file, other_files } from "../oracle.ts";
import { replaced } from "../replaced.ts";

const { AF_INET, AF_INET6, AF_UNIX, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_PASSIVE, AI_V4MAPPED } =
  socket;
const { NI_DGRAM, NI_NAMEREQD, NI_NOFQDN, NI_NUMERICHOST, NI_NUMERICSERV, SOCK_DGRAM, SOCK_STREAM } = socket;

const bytes = (text: string) => new TextEncoder().encode(text);

test_with(cpython)("getaddrinfo() gives CPython's results and errors for every kind of host", () => {
  assert_same_as_python([
    ["getaddrinfo", "localhost", 80],
    ["getaddrinfo", bytes("localhost"), 80],
    ["getaddrinfo", "127.0.0.1", 80],
    ["getaddrinfo", "1", 80],
    ["getaddrinfo", "0x7f.1", 80],
    ["getaddrinfo", "::1", 80],
    ["getaddrinfo", "::ffff:1.2.3.4", 80],
    ["getaddrinfo", "fe80::1%lo", 80],
    ["getaddrinfo", "fe80::1%1", 80],
    ["getaddrinfo", "fe80::1%4294967295", 80],
    ["getaddrinfo", "fe80::1%nosuch", 80],
    ["getaddrinfo", "", 80],
    ["getaddrinfo", bytes(""), 80],
    ["getaddrinfo", null, 80],
    ["getaddrinfo", null, 80, 0, 0, 0, AI_PASSIVE],
    ["getaddrinfo", null, null],
    ["getaddrinfo", "localhost\0x", 80],
    ["getaddrinfo", bytes("localhost\0x"), 80],
    ["getaddrinfo", "nosuch.invalid", 80],
    ["getaddrinfo", "<broadcast>", 80],
    ["getaddrinfo", "faß.invalid", 80],
    ["getaddrinfo", "１２７.0.0.1", 80],
    ["getaddrinfo", Uint8Array.of(0xff), 80],
    ["getaddrinfo", "\udc80", 80],
    ["getaddrinfo", "a".repeat(64), 80],
    ["getaddrinfo", "é".repeat(64), 80],
    ["getaddrinfo", "a..b", 80],
    ["getaddrinfo", ".", 80],
    ["getaddrinfo", bytes("a".repeat(100_000)), 80],
    ["getaddrinfo", 1, 80],
    ["getaddrinfo", true, 80],
    ["getaddrinfo", 1.5, 80],
    ["getaddrinfo", ["localhost"], 80],
    ["getaddrinfo"],
    ["getaddrinfo", "localhost"],
  ]);
});

test_with(cpython)("getaddrinfo() gives CPython's results and errors for every kind of port", () => {
  const ports = [
    0,
    80,
    65535,
    65536,
    -1,
    2 ** 31,
    2n ** 63n,
    -(2n ** 63n),
    -(2n ** 63n) - 1n,
    2n ** 64n + 80n,
  ];
  const names = ["80", "http", "domain", "nosuch", "", "80\0x", "-1", "é", "\udc80", "9".repeat(100)];
  const others = [null, bytes("http"), bytes("80\0x"), Uint8Array.of(0xff), true, 1.5, []];
  assert_same_as_python(
    [...ports, ...names, ...others].map((port) => ["getaddrinfo", "127.0.0.1", port, 0, SOCK_STREAM]),
  );
});

test_with(cpython)(
  "getaddrinfo() gives CPython's results and errors for families, types, protocols and flags",
  () => {
    const call = (...values: unknown[]): Call => ["getaddrinfo", "localhost", "http", ...values];
    assert_same_as_python([
      call(AF_INET),
      call(AF_INET6),
      call(AF_INET6, SOCK_STREAM, 0, AI_V4MAPPED),
      call(AF_UNIX),
      call(-5),
      call(true),
      call(0, SOCK_DGRAM),
      call(0, 99),
      call(0, 0, socket.IPPROTO_UDP),
      call(0, 0, 99),
      call(0, SOCK_DGRAM, socket.IPPROTO_TCP),
      call(0, SOCK_STREAM, 0, AI_CANONNAME),
      call(0, SOCK_STREAM, 0, AI_NUMERICHOST),
      call(0, SOCK_STREAM, 0, AI_NUMERICSERV),
      call(0, SOCK_STREAM, 0, -1),
      call(2 ** 31),
      call(-(2 ** 31) - 1),
      call(2n ** 63n),
      call(0, 2 ** 31),
      call(0, 0, 2 ** 31),
      call(0, 0, 0, 2 ** 31),
      call("x"),
      call(0, null),
      call(0, 0, 1.5),
      call(0, 0, 0, []),
      ["getaddrinfo", "127.0.0.1", "http", 0, SOCK_STREAM, 0, AI_CANONNAME],
      ["getaddrinfo", "::1", "http", 0, SOCK_STREAM, 0, AI_CANONNAME | AI_NUMERICHOST],
      // The first complaint is the one about the numbers.
      ["getaddrinfo", 1, [], "x"],
      ["getaddrinfo", 1, []],
    ]);
  },
);

test("getaddrinfo() gives what opens a socket and connects it, without a cast", () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  const [host, port] = server.getsockname();
  const [found] = socket.getaddrinfo(host, port, 0, SOCK_STREAM);
  const [family, type, proto, , address] = found!;
  using client = socket.socket(family, type, proto);
  client.settimeout(5);
  client.connect(address);
  const peer: socket.InetAddress | socket.Inet6Address = client.getpeername();
  assertEquals(peer, [host, port]);
});

test("getaddrinfo() takes any view, by what it really holds", () => {
  const host = new Uint8Array([1, ...bytes("127.0.0.1"), 1]);
  const [[, , , , address]] = socket.getaddrinfo(host.subarray(1, 10), 1) as [socket.ResolvedAddress];
  assertEquals(address, ["127.0.0.1", 1]);

  const lying = bytes("127.0.0.1");
  Object.defineProperty(lying, "length", { value: 1 << 30 });
  Object.defineProperty(lying, "byteLength", { value: 1 << 30 });
  assertEquals(socket.getaddrinfo(lying, 1)[0]![4], ["127.0.0.1", 1]);

  const detached = bytes("127.0.0.1");
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  assertThrows(() => socket.getaddrinfo(detached, 1), socket.gaierror);

  const shared = new Uint8Array(new SharedArrayBuffer(9));
  shared.set(bytes("127.0.0.1"));
  assertEquals(socket.getaddrinfo(shared, 1)[0]![4], ["127.0.0.1", 1]);
});

test_with(cpython)("getnameinfo() gives CPython's results and errors", () => {
  const numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  const call = (...values: unknown[]): Call => ["getnameinfo", ...values];
  assert_same_as_python([
    ...[0, NI_NUMERICHOST, NI_NUMERICSERV, numeric, NI_DGRAM, NI_NOFQDN, NI_NAMEREQD, -1, 2 ** 31, 2n ** 63n]
      .map((flags) => call(["127.0.0.1", 80], flags)),
    call(["192.0.2.9", 80], 0),
    call(["192.0.2.9", 12345], 0),
    call(["192.0.2.9", 80], NI_NAMEREQD),
    call(["127.0.0.1", true], 0),
    call(["127.0.0.1", 65536], 0),
    call(["127.0.0.1", 70000], numeric),
    call(["127.0.0.1", -1], 0),
    call(["127.0.0.1", 2 ** 31], 0),
    call(["127.0.0.1", 2n ** 63n], 0),
    call(["127.0.0.1", "80"], 0),
    call(["127.0.0.1", 1.5], 0),
    call([], 0),
    call(["127.0.0.1"], 0),
    call(["127.0.0.1", 80, 0], 0),
    call(["127.0.0.1", 80, 0, 0], 0),
    call(["127.0.0.1", 80, 0, 0, 0], 0),
    call(["127.0.0.1", 80, 0x100000], 0),
    call([bytes("127.0.0.1"), 80], 0),
    call([null, 80], 0),
    call(["127.0.0.1\0", 80], 0),
    call(["127.0.0.1\0\udc80", 80], 0),
    call(["é", 80], 0),
    call(["localhost", 80], 0),
    call(["", 80], 0),
    call(["::1", 80], 0),
    call(["::1", 80, 0], numeric),
    call(["::1", 80, 0xfffff, 0], numeric),
    call(["::1", 80, 0x100000, 0], numeric),
    call(["::1", 80, 0x100000, "x"], numeric),
    call(["::1", 80, -1], numeric),
    call(["::1", 80, 2 ** 32], numeric),
    call(["::1", 80, 2n ** 64n + 1n], numeric),
    call(["::1", 80, "x"], numeric),
    call(["fe80::1", 80, 0, 1], numeric),
    call(["fe80::1", 80, 0, 77], numeric),
    call(["fe80::1", 80, 0, 2n ** 32n + 1n], numeric),
    call(["fe80::1%lo", 80, 0, 0], numeric),
    call(["fe80::1%lo", 80], numeric),
    call("127.0.0.1", 0),
    call(null, 0),
    call(1, 0),
    call(1, "x"),
    call(["127.0.0.1", 80], "x"),
    call(["127.0.0.1", 80], null),
    call(["127.0.0.1", 80]),
    call(),
  ]);
});

test_with(other_files)(
  "getaddrinfo() and getnameinfo() read names as CPython does, also those that are no UTF-8",
  () => {
    const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
    const hosts = latin1(
      "127.0.0.1 localhost\n::1 localhost\n10.0.0.1 m\xfcller\n10.0.0.2 m\xc3\xbcller two\n10.0.0.3 two\n",
    );
    assert_same_with_file("/etc/hosts", hosts, [
      ["getaddrinfo", "localhost", 80],
      ["getaddrinfo", "two", 80, 0, SOCK_STREAM, 0, AI_CANONNAME],
      ["getaddrinfo", latin1("m\xfcller"), 80, 0, SOCK_STREAM],
      ["getaddrinfo", latin1("m\xfcller"), 80, 0, SOCK_STREAM, 0, AI_CANONNAME],
      ["getaddrinfo", latin1("m\xc3\xbcller"), 80, 0, SOCK_STREAM, 0, AI_CANONNAME],
      ["getnameinfo", ["10.0.0.1", 80], 0],
      ["getnameinfo", ["10.0.0.2", 80], 0],
      ["getnameinfo", ["::1", 80, 0, 0], 0],
    ]);
  },
);

test("getaddrinfo() frees every list that it gets, once", () => {
  const { getaddrinfo, freeaddrinfo } = libc, lists: bigint[] = [], freed: bigint[] = [];
  using _get = replaced(libc, "getaddrinfo", {
    value(...values: Parameters<typeof getaddrinfo>) {
      const error = getaddrinfo(...values);
      if (error === 0) lists.push((values[3] as BigUint64Array)[0]!);
      return error;
    },
  });
  using _free = replaced(libc, "freeaddrinfo", {
    value(list: bigint) {
      freed.push(list);
      freeaddrinfo(list);
    },
  });
  socket.getaddrinfo("127.0.0.1", 80, 0, SOCK_STREAM, 0, AI_CANONNAME);
  socket.getaddrinfo("localhost", null);
  assertThrows(() => socket.getaddrinfo("nosuch.invalid", 80), socket.gaierror);
  socket.gethostbyname("127.0.0.1");
  socket.socket(socket.AF_INET6).close();
  using udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  udp.connect(["localhost", 9]);
  assertGreater(lists.length, 2);
  assertEquals(freed, lists);
});
