import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { assertEquals, assertGreater } from "../assert.ts";
import type { Call } from "../calls.ts";
import { cpython, on_musl, test_with } from "../needs.ts";
import { assert_same_as_python, assert_same_with_file, other_files } from "../oracle.ts";

/** The lines of a database, split into words, without comments. */
function entries(path: string): string[][] {
  return readFileSync(path, "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "").map((line) => line.split(/\s+/));
}

test_with(cpython)("every entry of /etc/services, by name, by alias and by port", () => {
  const calls: Call[] = [];
  for (const [name, where, ...aliases] of entries("/etc/services")) {
    const [port, protocol] = where!.split("/") as [string, string];
    for (const known of [name, ...aliases]) {
      calls.push(["getservbyname", known], ["getservbyname", known, protocol]);
    }
    // musl's getservbyport(), which CPython calls, has room for 32 bytes, one pointer and the protocol among them.
    if (on_musl && name!.length > 12) continue;
    calls.push(["getservbyport", Number(port)], ["getservbyport", Number(port), protocol]);
  }
  assertGreater(calls.length, 100);
  assert_same_as_python(calls);
});

test_with(cpython)("every entry of /etc/protocols, by name and by alias", () => {
  const names = entries("/etc/protocols").flatMap(([name, , ...aliases]) => [name, ...aliases]);
  assertGreater(names.length, 50);
  assert_same_as_python(names.map((name) => ["getprotobyname", name]));
});

const STRINGS = [
  "",
  "nosuch",
  "é",
  "a\0b",
  "\udc80",
  "\0\udc80",
  "x".repeat(100_000),
  Uint8Array.of(104),
  1,
  1.5,
];

test_with(cpython)("getservbyname(), getservbyport() and getprotobyname() give CPython's errors", () => {
  const wrong = [...STRINGS, true, null, ["http"]];
  assert_same_as_python([
    ["getservbyname"],
    ["getservbyport"],
    ["getprotobyname"],
    ...wrong.flatMap((value): Call[] => [
      ["getservbyname", value],
      ["getservbyname", "http", value],
      ["getservbyport", 80, value],
      ["getservbyport", -1, value],
      ["getprotobyname", value],
    ]),
    ...[0, 1, 2, 65535, 65536, -1, 2 ** 31, -(2 ** 31) - 1, 2n ** 63n, "80", 80.5, true, null, []]
      .map((port): Call => ["getservbyport", port]),
    ["getservbyport", 80, "udp"],
    ["getservbyname", "http", "udp"],
    ["getservbyname", "HTTP"],
    ["getprotobyname", "TCP"],
  ]);
});

test_with(other_files)(
  "a service whose name is no UTF-8, and one with more aliases than fit at first",
  () => {
    const aliases = Array.from({ length: 5000 }, (_, index) => `alias${index}`);
    const services = `fo\xe9 9999/tcp\nmany 9998/tcp ${aliases.join(" ")}\n`;
    assert_same_with_file(
      "/etc/services",
      Uint8Array.from(services, (character) => character.charCodeAt(0)),
      [
        ["getservbyport", 9999],
        ["getservbyname", "fo\udce9"],
        ["getservbyport", 9998],
        ["getservbyname", "alias4999"],
      ],
    );
  },
);

test("look-ups in several threads at once keep apart", async () => {
  const entries = [
    { port: 80, service: "http", protocol: "tcp", number: 6 },
    { port: 22, service: "ssh", protocol: "udp", number: 17 },
  ];
  const wrong = await Promise.all(entries.map((entry) =>
    new Promise((resolve, reject) => {
      const workerData = { ...entry, rounds: 10_000 };
      const worker = new Worker(new URL("./services_worker.ts", import.meta.url), { workerData });
      worker.once("message", resolve);
      worker.once("error", reject);
    })
  ));
  assertEquals(wrong, [0, 0]);
});
