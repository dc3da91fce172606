import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import type { Call } from "../calls.ts";
import { cpython, on_musl, permission_for, test_with } from "../needs.ts";
import { assert_same_as_python, assert_same_under, assert_same_with_file, other_files } from "../oracle.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const HOSTS = [
  "localhost",
  latin1("localhost"),
  "127.0.0.1",
  "1",
  "1.2.3.4",
  "255.255.255.255",
  "192.0.2.77",
  "::1",
  "fe80::1",
  "fe80::1%lo",
  "nosuch.invalid",
  latin1("a".repeat(3000)),
  latin1("\xff"),
  "a\0b",
  latin1("a\0b"),
  "a".repeat(64),
  "é".repeat(64),
  "faß.invalid",
  "a..b",
  "\udc80",
  1,
  1.5,
  true,
  null,
  ["localhost"],
];

for (const name of ["gethostbyname", "gethostbyname_ex", "gethostbyaddr"]) {
  test_with(cpython)(`${name}() gives CPython's results and errors`, () => {
    assert_same_as_python([[name], ...HOSTS.map((host): Call => [name, host])]);
  });
}

test_with(cpython)("getfqdn() takes names in bytes", () => {
  const names = [
    "localhost",
    "",
    " \t\n",
    " localhost\x0b",
    ...on_musl ? [] : ["0.0.0.0"],
    "::",
    "127.0.0.1",
    "nosuch.invalid",
    "\xff",
    "a\0b",
  ];
  assert_same_as_python([
    ...names.map((name): Call => ["getfqdn", latin1(name)]).filter(([, name]) => !gives_bytes(name)),
    ["getfqdn", null],
    ["getfqdn", 5],
  ]);
  // JSON has no bytes: names of which nothing is known are given back.
  // musl knows a name for any address: its digits.
  for (const name of [...on_musl ? [] : ["0.0.0.0"], "nosuch.invalid", "\xff"]) {
    assertEquals(socket.getfqdn(latin1(` ${name}\n`)), latin1(name));
  }
});

const gives_bytes = (name: unknown) =>
  ["0.0.0.0", "::", "nosuch.invalid", "\xff"].includes(String.fromCharCode(...name as Uint8Array));

test_with(cpython)("the names that stand for any address and for broadcast", () => {
  assert_same_as_python([
    ["gethostbyname", ""],
    ["gethostbyname", "<broadcast>"],
    ["gethostbyaddr", ""],
    ["gethostbyaddr", "<broadcast>"],
    // CPython reads the global h_errno, which musl does not set.
    ...on_musl ? [] : [["gethostbyname_ex", ""] as const],
  ]);
  // The error that CPython shows here is the one that an earlier look-up left.
  const error = assertThrows(() => socket.gethostbyname_ex("<broadcast>"), socket.herror, "[Errno 1]");
  assertEquals([error.errno, error.code], [1, "HOST_NOT_FOUND"]);
});

test_with(other_files)("hosts with other names, several addresses, and names that are no UTF-8", () => {
  const hosts = latin1([
    "127.0.0.1 localhost",
    "10.0.0.1 m\xfcller",
    "10.0.0.2 good b\xe4d",
    "10.0.0.3 gut m\xc3\xbcller",
    "::5 six six.alias ip6",
    "10.0.0.4 host.one host.two",
    "10.0.0.5 host.one",
    "10.0.0.6 short a.fq.dn b.fq.dn",
    "10.0.0.7 plain other",
    "10.0.0.8 xn--mller-kva.example",
    `10.0.0.9 many ${Array.from({ length: 3000 }, (_, index) => `alias${index}`).join(" ")}`,
    "",
  ].join("\n"));
  const addresses = Array.from({ length: 8 }, (_, index) => `10.0.0.${index + 1}`);
  const names = [
    "six",
    "host.one",
    "host.two",
    "short",
    "other",
    "müller.example",
    "good",
    latin1("m\xfcller"),
  ];
  assert_same_with_file("/etc/hosts", hosts, [
    ...addresses.flatMap((address): Call[] => [["gethostbyaddr", address], ["getfqdn", address]]),
    ...names.flatMap((name): Call[] => [["gethostbyname_ex", name], ["gethostbyaddr", name]]),
    ["gethostbyaddr", "::5"],
    ["getfqdn", "::5"],
    // CPython gives its look-up 16 KiB, and no more.
    ["gethostbyname", "many"],
  ]);
});

test_with(cpython)("getfqdn() gives CPython's results and errors", () => {
  assert_same_as_python([
    ["getfqdn"],
    ...["", "localhost", " localhost\t\n", "0.0.0.0", "::", " :: ", "127.0.0.1", "nosuch.invalid", " nosuch "]
      .map((name): Call => ["getfqdn", name]),
    ["getfqdn", "\x1c\x1d\x1e\x1f\x85\xa0\u2028\u3000nosuch\u205f"],
    ["getfqdn", "\ufeffnosuch\ufeff"],
    ["getfqdn", "\u200bnosuch"],
    ["getfqdn", "a".repeat(64)],
    ["getfqdn", 1],
    ["getfqdn", null],
  ]);
});

test_with(cpython)("gethostname() and sethostname() give CPython's results and errors", () => {
  assert_same_as_python([
    ["gethostname"],
    ["sethostname"],
    ["sethostname", 1],
    ["sethostname", null],
    ["sethostname", ["a"]],
    ["sethostname", "a\0b"],
    ["sethostname", "\ud800"],
    ["sethostname", "a".repeat(65)],
    ["sethostname", latin1("a".repeat(100_000))],
  ]);
});

test_with(cpython, permission_for("unshare", "--uts"))("sethostname() names the machine", () => {
  assert_same_under(["unshare", "--uts"], [
    ["sethostname", "pysocket.example"],
    ["gethostname"],
    ["getfqdn"],
    ["sethostname", latin1("m\xfcller")],
    ["gethostname"],
    ["getfqdn"],
    ["sethostname", "müller\udcff"],
    ["gethostname"],
    ["sethostname", "a".repeat(64)],
    ["gethostname"],
    ["sethostname", latin1("a\0b")],
    ["gethostname"],
    ["sethostname", ""],
    ["gethostname"],
  ]);
});

const without_permission = ["setpriv", "--bounding-set", "-sys_admin"];

test_with(cpython, permission_for(...without_permission))(
  "sethostname() fails without the permission",
  () => {
    const name = socket.gethostname();
    assert_same_under(without_permission, [["sethostname", name], ["gethostname"]]);
    assertEquals(socket.gethostname(), name);
  },
);

test("results of one look-up survive the next", () => {
  const first = socket.gethostbyaddr("127.0.0.1"), copy = structuredClone(first);
  for (let count = 0; count < 1000; count++) {
    socket.gethostbyname_ex("1.2.3.4");
    socket.getservbyport(80);
  }
  assertEquals(first, copy);
});
