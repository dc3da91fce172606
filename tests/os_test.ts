import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as os from "../lib/os.ts";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "./assert.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { any_python, cpython, runtime, test_with } from "./needs.ts";
import { assert_same_as_python, open_file, options, type Step } from "./os_oracle.ts";
import { python, run_script, start, start_python, this_runtime } from "./peer.ts";
import { DEADLINE, temporary_directory } from "./transports.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

const PIPE: Step = ["r w", "pipe"];
const BIG = new Uint8Array(200_000).fill(0x78);
const EVERY_SORT = [-1, 1.5, "1", 2 ** 31, -(2 ** 31) - 1, 2n ** 70n, null, true, 1_000_000];

test_with(cpython)("what is no descriptor is refused as in CPython", () => {
  const functions: [string, ...unknown[]][] = [
    ["read", 1],
    ["write", bytes("")],
    ["readv", []],
    ["writev", []],
    ["close"],
    ["dup"],
    ["get_blocking"],
    ["get_inheritable"],
    ["set_inheritable", 1],
    ["set_blocking", true],
    ["isatty"],
    ["fstat"],
    ["lseek", 0, 0],
  ];
  const bad = EVERY_SORT.filter((fd) => fd !== true);
  assert_same_as_python(
    functions.map(([name, ...values]) => bad.map((fd): Step => ["", name, fd, ...values])),
  );
  assert_same_as_python([
    bad.map((fd): Step => ["", "dup2", fd, 5]),
    [PIPE, ...bad.map((fd): Step => ["", "dup2", "$r", fd])],
  ]);
});

test_with(cpython)("arguments that are wrong or missing get CPython's messages", () => {
  const functions = ["read", "write", "readv", "writev", "close", "dup", "dup2", "pipe2", "get_blocking"];
  functions.push("get_inheritable", "set_inheritable", "set_blocking", "isatty", "fstat", "lseek", "fdopen");
  const none = functions.map((name): Step => ["", name]);
  const one = ["read", "write", "readv", "writev", "dup2", "set_inheritable", "set_blocking", "lseek"];
  assert_same_as_python([none, [PIPE, ...one.map((name): Step => ["", name, "$r"]), ["", "lseek", "$r", 0]]]);
  assert_same_as_python([[
    PIPE,
    ...[-1, 1.5, "x", null, 2n ** 63n, 2n ** 63n - 1n, 0].map((size): Step => ["", "read", "$r", size]),
    ...["x", 5, null, bytes("")].map((data): Step => ["", "write", "$w", data]),
    ...[5, "abc", bytes("abc"), null, [5], ["x"], [null], [], [bytes("")]].flatMap((data): Step[] => [
      ["", "writev", "$w", data],
    ]),
    ...[5, bytes("abc"), null, [5], ["x"], [null], []].map((data): Step => ["", "readv", "$r", data]),
    ...[1, "x", 2 ** 31, -1, null].map((flags): Step => ["", "pipe2", flags]),
    ...["x", 1.5, null, 2 ** 31].map((value): Step => ["", "set_inheritable", "$r", value]),
    ...[1.5, "x", 2n ** 63n, 0].map((offset): Step => ["", "lseek", "$r", offset, 0]),
    ...["x", 9, 2 ** 31].map((whence): Step => ["", "lseek", "$r", 0, whence]),
  ]]);
});

test_with(cpython)("pipes are written and read as in CPython", () => {
  assert_same_as_python([
    [
      PIPE,
      ["", "write", "$w", bytes("one two three four five")],
      ["", "read", "$r", 4],
      ["a", "memory", 4],
      ["b", "memory", 0],
      ["c", "memory", 100],
      ["", "readv", "$r", ["$a", "$b", "$c"]],
      ["", "$a.slice", 0],
      ["", "get", "$c", 14],
      ["", "writev", "$w", [bytes("x"), bytes(""), bytes("yz")]],
      ["", "read", "$r", 0],
      ["", "read", "$r", 10_000_000],
      ["", "close", "$w"],
      ["", "read", "$r", 10],
      ["", "readv", "$r", ["$a"]],
      ["", "close", "$r"],
      ["", "close", "$r"],
      ["", "read", "$r", 1],
      ["", "write", "$w", bytes("x")],
    ].filter(([, what]) => what !== "$a.slice" && what !== "get") as unknown as Step[],
    [PIPE, ["", "read", "$w", 1], ["", "write", "$r", bytes("x")], ["", "writev", "$r", [bytes("x")]]],
    [PIPE, ["", "close", "$r"], ["", "write", "$w", bytes("x")], ["", "writev", "$w", [bytes("x")]]],
    [["r w", "pipe2", os.O_NONBLOCK], ["", "get_blocking", "$r"], ["", "get_inheritable", "$w"]],
    [["r w", "pipe2", os.O_CLOEXEC], ["", "get_blocking", "$r"], ["", "get_inheritable", "$w"]],
  ]);
});

test_with(cpython)("a non-blocking pipe that has nothing, or no room, is as in CPython", () => {
  assert_same_as_python([[
    PIPE,
    ["", "get_blocking", "$r"],
    ["", "set_blocking", "$r", false],
    ["", "set_blocking", "$w", 0],
    ["", "get_blocking", "$r"],
    ["m", "memory", 5],
    ["", "read", "$r", 1],
    ["", "readv", "$r", ["$m"]],
    ["", "write", "$w", BIG],
    ["", "write", "$w", BIG],
    ["", "writev", "$w", [BIG]],
    ["", "set_blocking", "$r", true],
    ["", "get_blocking", "$r"],
    ["", "read", "$r", 7],
  ]]);
});

test("readinto() fills memory of the caller's", () => {
  const [r, w] = os.pipe();
  os.write(w, bytes("abcdefgh"));
  const memory = new Uint8Array(6);
  assertEquals([os.readinto(r, memory.subarray(1, 4)), text(memory)], [3, "\0abc\0\0"]);
  const numbers = new Uint16Array(2);
  assertEquals([os.readinto(r, numbers), text(new Uint8Array(numbers.buffer))], [4, "defg"]);
  assertEquals([os.readinto(r, new ArrayBuffer(9)), os.readinto(r, new Uint8Array(0))], [1, 0]);
  const none = new Uint8Array(8);
  structuredClone(none, { transfer: [none.buffer] });
  os.close(w);
  assertEquals([os.readinto(r, none), os.readinto(r, memory)], [0, 0]);
  // deno-lint-ignore no-explicit-any
  const { readinto } = os as any;
  assertThrows(() => readinto(), TypeError, "readinto expected 2 arguments, got 0");
  assertThrows(() => readinto(r), TypeError, "readinto expected 2 arguments, got 1");
  assertThrows(
    () => readinto(r, "x"),
    TypeError,
    "readinto() argument 1 must be read-write bytes-like object, not str",
  );
  assertThrows(() => readinto(r, Object.create(Uint8Array.prototype)), TypeError);
  assertThrows(() => os.readinto(-1, memory), socket.OSError, "[Errno 9] Bad file descriptor");
  os.set_blocking(r, false);
  os.close(r);
});

test("views are read and written with their own offset and length, and results have buffers of their own", () => {
  const [r, w] = os.pipe();
  const data = bytes("0123456789");
  assertEquals(os.write(w, data.subarray(2, 5)), 3);
  assertEquals(os.write(w, new DataView(data.buffer, 8)), 2);
  assertEquals(os.writev(w, [data.buffer, new Uint16Array(1)]), 12);
  const result = os.read(r, 100);
  assertEquals(text(result), "234890123456789\0\0");
  assertEquals([result.byteOffset, result.buffer.byteLength], [0, result.length]);
  os.write(w, bytes("abcdef"));
  const parts = [new Uint8Array(2), new DataView(data.buffer, 0, 3), new ArrayBuffer(9)];
  assertEquals(os.readv(r, parts), 6);
  assertEquals([
    text(parts[0] as Uint8Array),
    text(data),
    text(new Uint8Array(parts[2] as ArrayBuffer, 0, 1)),
  ], [
    "ab",
    "cde3456789",
    "f",
  ]);
  [r, w].forEach(os.close);
});

test("readv() and writev() take 1024 buffers and no more", () => {
  const [r, w] = os.pipe();
  const many = Array.from({ length: 1024 }, (_, index) => Uint8Array.of(index));
  assertEquals(os.writev(w, many), 1024);
  assertEquals(os.readv(r, Array.from(many, () => new Uint8Array(1))), 1024);
  assertThrows(() => os.writev(w, [...many, ...many]), socket.OSError, "[Errno 22] Invalid argument");
  [r, w].forEach(os.close);
});

test("a pipe that nobody reads is a BrokenPipeError, and no end of the process", () => {
  const [r, w] = os.pipe();
  os.close(r);
  const error = assertThrows(() => os.write(w, bytes("x")), socket.BrokenPipeError, "[Errno 32] Broken pipe");
  assertEquals([error.errno, error.code], [32, "EPIPE"]);
  os.close(w);
});

test_with(cpython)("descriptors are duplicated and inherited as in CPython", () => {
  assert_same_as_python([
    [
      PIPE,
      ["d", "dup", "$w"],
      ["", "get_inheritable", "$d"],
      ["", "set_inheritable", "$d", true],
      ["", "get_inheritable", "$d"],
      ["", "set_inheritable", "$d", 0],
      ["", "get_inheritable", "$d"],
      ["", "close", "$w"],
      ["", "write", "$d", bytes("through the duplicate")],
      ["", "read", "$r", 100],
      ["", "close", "$d"],
      ["", "read", "$r", 100],
    ],
    [
      PIPE,
      ["r2 w2", "pipe"],
      ["x", "dup2", "$w", "$w2"],
      ["", "get_inheritable", "$w2"],
      ["", "write", "$x", bytes("here")],
      ["", "read", "$r", 10],
      ["", "read", "$r2", 10],
      ["x", "dup2", "$w", "$w2", false],
      ["", "get_inheritable", "$w2"],
      ["", "dup2", "$w", "$w", false],
      ["", "dup2", "$w", 1_000_000],
    ],
  ]);
  const [r, w] = os.pipe();
  assertEquals([os.dup2(w, r), os.dup2(w, w)], [r, w]);
  [r, w].forEach(os.close);
});

const KINDS = ["S_ISSOCK", "S_ISFIFO", "S_ISREG", "S_ISDIR", "S_ISCHR", "S_ISBLK", "S_ISLNK"] as const;

test("a mode is an unsigned int, as in CPython", () => {
  const cases: [unknown, new (message: string) => Error, string][] = [
    ["a", TypeError, "an integer is required"],
    [null, TypeError, "an integer is required"],
    [1.5, TypeError, "an integer is required"],
    [[new Uint8Array(1)], TypeError, "an integer is required"],
    [-1, socket.OverflowError, "can't convert negative value to unsigned int"],
    [-(2n ** 63n) - 1n, socket.OverflowError, "can't convert negative value to unsigned int"],
    [2 ** 32, socket.OverflowError, "mode out of range"],
    [2n ** 64n - 1n, socket.OverflowError, "mode out of range"],
    [2n ** 64n, socket.OverflowError, "Python int too large to convert to C unsigned long"],
  ];
  // deno-lint-ignore no-explicit-any
  const untyped = os as Record<string, any>;
  for (const name of ["S_IFMT", ...KINDS]) {
    for (const [mode, Class, message] of cases) {
      assertEquals(assertThrows(() => untyped[name](mode), Class).message, message);
    }
    const missing = assertThrows(() => untyped[name](), TypeError);
    assertEquals(missing.message, `_stat.${name}() takes exactly one argument (0 given)`);
  }
  assertEquals([untyped.S_IFMT(2 ** 31), untyped.S_IFMT(0xffffffff), untyped.S_IFMT(true)], [0, 0o170000, 0]);
  assertEquals([untyped.S_ISREG(0o100644n), untyped.S_ISLNK(0o120777)], [true, true]);
});

test("fstat() tells what a descriptor is", () => {
  const kinds = (fd: number) => KINDS.filter((kind) => os[kind](os.fstat(fd).st_mode));
  using directory = temporary_directory();
  writeFileSync(directory.join("file"), "12345");
  const [r, w] = os.pipe();
  using s = socket.socket();
  const file = open_file(directory.join("file"), 0), folder = open_file(directory.path, 0);
  const device = open_file("/dev/null", 0);
  const all: [number, string][] = [[r, "S_ISFIFO"], [s.fileno(), "S_ISSOCK"], [file, "S_ISREG"]];
  all.push([folder, "S_ISDIR"], [device, "S_ISCHR"]);
  for (const [fd, kind] of all) assertEquals<string[]>(kinds(fd), [kind]);
  assertEquals([os.fstat(file).st_size, os.fstat(file).st_nlink, os.isatty(file)], [5, 1, false]);
  assertEquals([os.fstat(r).st_ino === os.fstat(w).st_ino, os.fstat(r).st_ino === os.fstat(file).st_ino], [
    true,
    false,
  ]);
  [r, w, file, folder, device].forEach(os.close);
});

test_with(any_python)("fstat() says what CPython's says", () => {
  using directory = temporary_directory();
  const path = directory.join("file");
  writeFileSync(path, "x".repeat(10_000));
  for (const name of [path, directory.path, "/dev/null", "/dev/zero", "/"]) {
    const fd = open_file(name, 0);
    const ours = Object.entries(os.fstat(fd)).map(([member, value]) => [member, String(value)]);
    os.close(fd);
    const program = `import json, os, sys
found = os.stat(sys.argv[1])
print(json.dumps([[name, str(getattr(found, name))] for name in sys.argv[2:]]))`;
    const names = ours.map(([member]) => member!);
    const { stdout } = spawnSync(python!, ["-c", program, name, ...names], {
      encoding: "utf8",
      timeout: 20_000,
    });
    const theirs: [string, string][] = JSON.parse(stdout);
    const times = ["st_atime", "st_mtime", "st_ctime"];
    const plain = (rows: string[][]) =>
      rows.map(([member, value]) => [member, times.includes(member!) ? String(Number(value)) : value]);
    assertEquals(plain(ours as string[][]), plain(theirs), name);
  }
});

test_with(cpython)("positions of files are moved as in CPython", () => {
  assert_same_as_python([[
    ["f", "file", bytes("0123456789")],
    ["", "lseek", "$f", 3, 0],
    ["", "read", "$f", 2],
    ["", "lseek", "$f", -1, 1],
    ["", "read", "$f", 2],
    ["", "lseek", "$f", -2, 2],
    ["", "read", "$f", 9],
    ["", "lseek", "$f", -1, 0],
    ["", "lseek", "$f", 2n ** 40n, 0],
    ["", "lseek", "$f", 0, 1],
    ["", "read", "$f", 9],
  ]]);
});

const METHODS: Step[] = [
  ...[3, -5, null, "x", 1.5, 2n ** 63n - 1n, 2n ** 63n].map((size): Step => ["", "$f.read", size]),
  ["", "$f.read"],
  ["", "$f.readall"],
  ["", "$f.seek", 0],
  ["m", "memory", 2],
  ["", "$f.readinto", "$m"],
  ["", "$f.readinto", 5],
  ["", "$f.readinto"],
  ["", "$f.readline"],
  ["", "$f.readline", 2],
  ["", "$f.write", bytes("abc")],
  ["", "$f.write", "x"],
  ["", "$f.write", 5],
  ["", "$f.write"],
  ["", "$f.seek", 1, 9],
  ["", "$f.seek", 1, "x"],
  ["", "$f.seek", -1],
  ["", "$f.seek", 2, 1],
  ["", "$f.seek", -1, 2],
  ["", "$f.seek", 1.5],
  ["", "$f.seek", "x"],
  ["", "$f.seek", 2n ** 63n],
  ["", "$f.seek"],
  ["", "$f.tell"],
  ["", "$f.truncate", 4],
  ["", "$f.truncate"],
  ["", "$f.truncate", -1],
  ["", "$f.truncate", "x"],
  ["", "$f.truncate", 1.5],
  ...["seekable", "readable", "writable", "isatty"].map((name): Step => ["", `$f.${name}`]),
  ...["mode", "closefd", "closed"].map((name): Step => ["", "get", "$f", name]),
  ["", "$f.flush"],
  ["", "$f.writelines", [bytes("a"), bytes("b")]],
  ["", "repr", "$f"],
  ["", "$f.seek", 0],
  ["", "list", "$f"],
  ["", "$f.readlines"],
  ["", "$f.close"],
  ["", "$f.close"],
  ["", "repr", "$f"],
];

const FILE: Step = ["fd", "file", bytes("hello\nworld\nlast")];

test_with(cpython)("raw file objects are as in CPython, over files and pipes, open and closed", () => {
  const over_file = ["rb", "wb", "ab", "xb", "rb+", "wb+", "ab+"].flatMap((mode): Step[][] => [
    [FILE, ["f", "fdopen", "$fd", mode, 0], ...METHODS],
    [FILE, ["f", "fdopen", "$fd", mode, 0], ["", "$f.close"], ...METHODS],
  ]);
  const over_pipe = [["rb", "$r"], ["wb", "$w"], ["ab", "$w"]].map(([mode, fd]): Step[] => [
    ["r w", "pipe2", os.O_NONBLOCK | os.O_CLOEXEC],
    ["f", "fdopen", fd, mode, 0],
    ...METHODS,
  ]);
  assert_same_as_python([...over_file, ...over_pipe]);
});

/** What is left of them for buffered file objects, whose reading and writing is compared over sockets, in tests/files/. */
const BUFFERED = METHODS.filter(([, what, value, more]) => {
  if (["$f.readall", "$f.readinto"].includes(what) || more === "closefd" || more === "x") return false;
  if (["$f.read", "$f.write", "$f.seek"].includes(what)) {
    return value instanceof Uint8Array || Number(value) >= 0 && Number(value) < 9;
  }
  return what !== "$f.truncate" || value !== "x";
});

test_with(cpython)("buffered file objects are as in CPython, over files, open and closed", () => {
  assert_same_as_python(
    ["rb", "wb", "ab", "rb+", "wb+"].flatMap((mode) =>
      [3, 100, -1].flatMap((size): Step[][] => [
        [FILE, ["f", "fdopen", "$fd", mode, size], ...BUFFERED],
        [FILE, ["f", "fdopen", "$fd", mode, size], ["", "$f.close"], ...BUFFERED],
      ])
    ),
  );
});

test_with(cpython)("a file is read and written at one position, as in CPython", () => {
  const at_one_position: Step[] = [
    ["", "$f.read", 3],
    ["", "$f.tell"],
    ["", "$f.write", bytes("XY")],
    ["", "$f.tell"],
    ["", "$f.readline"],
    ["", "$f.seek", -2, 1],
    ["", "$f.write", bytes("Z")],
    ["", "$f.peek", 1],
    ["", "$f.read1", 2],
    ["", "$f.seek", 0],
    ["", "$f.read"],
    ["", "$f.write", bytes("end")],
    ["", "$f.flush"],
    ["", "$f.tell"],
    ["", "$f.seek", -5, 2],
    ["", "$f.read", 4],
    ["", "$f.truncate"],
    ["", "$f.tell"],
    ["", "$f.seek", 4],
    ["", "$f.truncate", 6],
    ["", "$f.read"],
    ["", "$f.seek", 0],
    ["", "list", "$f"],
    ["", "$f.seek", 9, 7],
    ["", "$f.seek", -1],
    ["", "repr", "$f"],
    ["", "$f.close"],
  ];
  const sizes = [2, 4, 100, -1];
  assert_same_as_python(sizes.map((size) => [FILE, ["f", "fdopen", "$fd", "rb+", size], ...at_one_position]));
});

test_with(cpython)("fdopen() makes the file objects that CPython makes, of the same descriptors", () => {
  const shown: Step[] = [["", "repr", "$f"], ["", "get", "$f", "mode"], ["", "get", "$f", "closed"], [
    "",
    "$f.close",
  ]];
  const same = (...values: unknown[]): Step[] => [FILE, ["f", "fdopen", "$fd", ...values], ...shown];
  const modes = ["r", "w", "a", "x", "rt", "at", "rb", "wb", "ab", "xb", "r+", "w+", "rb+", "r+b", "+br"];
  assert_same_as_python([
    ...modes.map((mode) => same(mode)),
    ...modes.map((mode) => same(mode, 1)),
    ...modes.map((mode) => same(mode, 0)).map((steps) => steps.slice(0, 2)),
    same("r", -5),
    same("rb", -1, options({ closefd: false })),
    same("r", -1, options({ encoding: "latin-1", errors: "replace", newline: "" })),
  ]);
  const wrong: unknown[][] = [
    ["q"],
    ["rr"],
    ["rw"],
    [""],
    ["b"],
    ["+"],
    ["rbt"],
    ["U"],
    ["rU"],
    ["r\0"],
    [5],
    [null],
    [bytes("r")],
    ["rb", "x"],
    ["rb", 1.5],
    ["rb", null],
    ["rb", 2 ** 31],
    ["r", 0],
    ["r", 0, options({ closefd: false })],
    ["rb", -1, options({ encoding: "utf-8" })],
    ["rb", -1, options({ errors: "strict" })],
    ["rb", -1, options({ newline: "" })],
    ["r", -1, options({ encoding: "nope" })],
    ["r", -1, options({ encoding: 5 })],
    ["r", -1, options({ errors: 5 })],
    ["r", -1, options({ newline: "x" })],
    ["r", -1, options({ foo: 1 })],
    ["rwb", -1, options({ encoding: "x" })],
  ];
  assert_same_as_python(wrong.map((values): Step[] => [
    FILE,
    ["", "fdopen", "$fd", ...values],
    ["", "get_inheritable", "$fd"],
  ]));
  assert_same_as_python([
    ["x", null, -1, 1_000_000, 1.5, 2 ** 31].map((fd): Step => ["", "fdopen", fd]),
    [["d", "directory"], ["", "fdopen", "$d"], ["", "get_inheritable", "$d"]],
    [PIPE, ["", "fdopen", "$r", "r+"], ["", "get_inheritable", "$r"]],
  ]);
});

test_with(cpython)("text is written and read through pipes and files as in CPython", () => {
  const data = "first\nsecond \u00e9\u20ac\r\nthird\rfourth";
  const through_pipe = [null, "", "\n", "\r\n"].flatMap((newline) =>
    ["utf-8", "latin-1", "utf-16-le"].map((encoding): Step[] => [
      PIPE,
      ["o", "fdopen", "$w", "w", -1, options({ encoding, newline, errors: "replace" })],
      ["f", "fdopen", "$r", "r", -1, options({ encoding, newline, errors: "replace" })],
      ["", "$o.write", data],
      ["", "$o.seekable"],
      ["", "$o.tell"],
      ["", "$f.seek", 0],
      ["", "$o.close"],
      ["", "$f.readline"],
      ["", "list", "$f"],
      ["", "$f.close"],
    ])
  );
  const in_file: Step[][] = ["r", "r+"].map((mode): Step[] => [
    ["fd", "file", bytes(data)],
    ["f", "fdopen", "$fd", mode],
    ["", "$f.tell"],
    ["", "$f.read", 8],
    ["", "$f.seek", 0],
    ["", "$f.readline"],
    ["", "$f.seek", 0, 2],
    ["", "$f.read"],
    ["", "$f.seek", 6],
    ["", "$f.readline"],
    ["", "$f.seek", 1, 1],
    ["", "$f.seek", 1, 2],
    ["", "$f.seek", 1, 5],
    ["", "$f.seek", -1],
    ["", "$f.seek", 0, 2],
    ["", "$f.write", "\nmore\n"],
    ["", "$f.tell"],
    ["", "$f.truncate", 3],
    ["", "$f.seek", 0],
    ["", "$f.read"],
    ["", "$f.close"],
  ]);
  assert_same_as_python([...through_pipe, ...in_file]);
});

test("the types follow the mode", () => {
  const [r, w] = os.pipe();
  const leave = { closefd: false };
  const files: [os.BufferedReader, os.BufferedWriter, os.FileIO] = [
    os.fdopen(r, "rb", -1, leave),
    os.fdopen(w, "wb", -1, leave),
    os.fdopen(r, "rb", 0, leave),
  ];
  const texts: os.TextIOWrapper[] = [os.fdopen(r), os.fdopen(w, "w")];
  for (const file of [...files, ...texts]) file.close();
});

test("`using` closes the file object and its descriptor, unless closefd is false", () => {
  const before = descriptors();
  const [r, w] = os.pipe();
  {
    using f = os.fdopen(w, "w", -1, { closefd: false });
    f.write("kept\n");
  }
  os.write(w, bytes("open\n"));
  {
    using f = os.fdopen(w, "wb");
    f.write(bytes("last"));
    assertEquals([f.fileno(), f.name], [w, w]);
  }
  assertThrows(() => os.write(w, bytes("x")), socket.OSError, "[Errno 9]");
  using f = os.fdopen(r);
  assertEquals([...f], ["kept\n", "open\n", "last"]);
  f.close();
  assertEquals(opened_since(before), []);
});

test("file objects can be asked for with a socket's descriptor", () => {
  const [a, b] = socket.socketpair();
  const fd = a.detach();
  using f = os.fdopen(fd, "rb");
  b.sendall("over a socket\nrest");
  b.close();
  assertEquals([text(f.readline()), text(f.read()!), f.seekable()], ["over a socket\n", "rest", false]);
});

test("a non-blocking file object gives null, and counts what it took, as a socket's does", () => {
  const [r, w] = os.pipe2(os.O_NONBLOCK);
  using reader = os.fdopen(r, "rb"), writer = os.fdopen(w, "wb");
  assertEquals([reader.read(1), reader.read1(1).length, reader.raw!.readall()], [null, 0, null]);
  const error = assertThrows(() => writer.write(BIG), socket.BlockingIOError);
  assert(error.characters_written > 0);
  let length = 0;
  for (let data = reader.read(100_000); data !== null; data = reader.read(100_000)) {
    length += data.length;
    writer.flush();
  }
  assertEquals(length, error.characters_written);
});

test("forgotten file objects lose nothing that was written", async () => {
  const command = run_script(this_runtime, file("peers/forgotten_file_object.ts"), [], { gc: true });
  await using child = start(command);
  assertEquals(await child.end(), { code: 0, lines: ["flushed by the collector", "0"] });
});

test("sendfile() sends a file object of fdopen() from its position", () => {
  using directory = temporary_directory();
  writeFileSync(directory.join("file"), "0123456789");
  const [a, b] = socket.socketpair();
  using f = os.fdopen(open_file(directory.join("file"), 0), "rb");
  assertEquals(text(f.read(2)!), "01");
  assertEquals([a.sendfile(f, 5), f.tell(), text(b.recv(100))], [5, 10, "56789"]);
  a.close();
  b.close();
});

const READER = file("peers/descriptor_reader.ts");

for (const name of ["deno", "bun", "node"] as const) {
  test_with(runtime(name))(`a descriptor that was passed is read by another process (${name})`, async () => {
    using directory = temporary_directory();
    using server = socket.socket(socket.AF_UNIX);
    server.bind(directory.join("s"));
    server.listen(1);
    server.settimeout(20);
    await using peer = start(run_script(name, READER, [directory.join("s")]));
    const [connection] = server.accept();
    const [r, w] = os.pipe();
    socket.send_fds(connection, ["x"], [r]);
    os.close(r);
    connection.close();
    os.write(w, bytes("head\nline one\nline two"));
    os.close(w);
    assertEquals(await peer.end(), {
      code: 0,
      lines: ["a pipe", "head", "line one", "line two"],
    });
  });

  test_with(any_python, runtime(name))(`a pipe that was inherited is read (${name})`, () => {
    const parent = `import os, subprocess, sys
r, w = os.pipe()
child = subprocess.Popen([*sys.argv[1:], str(r)], pass_fds=(r,))
os.close(r)
os.write(w, b"head\\nline one\\nline two")
os.close(w)
sys.exit(child.wait(20))`;
    const { stdout, status } = spawnSync(python!, ["-c", parent, ...run_script(name, READER)], {
      encoding: "utf8",
      timeout: 40_000,
    });
    assertEquals([status, stdout.split("\n")], [0, ["a pipe", "head", "line one", "line two", ""]]);
  });
}

test_with(any_python)("a pipe is written by a Python child that inherited it", () => {
  const [r, w] = os.pipe();
  const program = "import os\nwith os.fdopen(3, 'w') as f: f.write('from the child\\n')";
  const { status } = spawnSync(python!, ["-c", program], {
    stdio: ["ignore", "ignore", "inherit", w],
    timeout: 20_000,
  });
  os.close(w);
  using f = os.fdopen(r);
  assertEquals([status, [...f]], [0, ["from the child\n"]]);
});

test_with(any_python)("a descriptor that Python sent is read", async () => {
  using directory = temporary_directory();
  using server = socket.socket(socket.AF_UNIX);
  server.bind(directory.join("s"));
  server.listen(1);
  server.settimeout(DEADLINE);
  writeFileSync(directory.join("file"), "contents of the file");
  await using peer = start_python(
    `import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
with open(sys.argv[2]) as f:
    socket.send_fds(s, [b"x"], [f.fileno()])`,
    directory.join("s"),
    directory.join("file"),
  );
  const [connection] = server.accept();
  connection.settimeout(DEADLINE);
  const [, [fd]] = socket.recv_fds(connection, 1, 1);
  connection.close();
  assertEquals([text(os.read(fd!, 8)), os.fstat(fd!).st_size], ["contents", 20]);
  using f = os.fdopen(fd!);
  assertEquals(f.read(), " of the file");
  assertStrictEquals((await peer.end()).code, 0);
});

test_with(any_python)("a read that a signal interrupts goes on", async () => {
  const [r, w] = os.pipe();
  let delivered = 0;
  const count = () => delivered++;
  process.on("SIGUSR1", count);
  try {
    await sleep(50);
    const program = `import os, signal, sys, time
for round in range(50):
    time.sleep(0.002)
    os.kill(int(sys.argv[1]), signal.SIGUSR1)
os.write(3, b"after fifty signals")`;
    const { spawn } = await import("node:child_process");
    const child = spawn(python!, ["-c", program, String(process.pid)], {
      stdio: ["ignore", "ignore", "inherit", w],
      timeout: 20_000,
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    os.close(w);
    assertEquals(text(os.read(r, 100)), "after fifty signals");
    await ended;
    await sleep(50);
    assert(delivered > 0);
  } finally {
    process.off("SIGUSR1", count);
    os.close(r);
  }
});
