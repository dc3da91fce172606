import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";
import { cpython, test_with } from "../needs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function pair(timeout: number | null = 5): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(timeout);
  return sockets;
}

const STATES: Step[][] = [
  [],
  [["call", "close"]],
  [["call", "detach"]],
];

const ASKED: Step[] = [
  ...["closed", "mode"].map((name): Step => ["get", name]),
  ...["readable", "writable", "seekable", "isatty", "tell", "truncate", "flush"].map((
    name,
  ): Step => ["call", name]),
  ["call", "seek", 0],
  ["call", "seek", 0, 9],
  ["call", "truncate", 5],
  ["call", "read", 1],
  ["call", "read", -2],
  ["call", "read", "x"],
  ["call", "read", 1.5],
  ["call", "read1", 1],
  ["call", "readline"],
  ["call", "readline", 0],
  ["call", "readline", "x"],
  ["call", "readlines"],
  ["call", "readlines", "x"],
  ["call", "__next__"],
  ["into", "readinto", 2],
  ["into", "readinto1", 2],
  ["call", "write", bytes("x")],
  ["call", "write", "x"],
  ["call", "write", 5],
  ["call", "write", new Uint8Array(0)],
  ["call", "writelines", [bytes("a"), bytes("b")]],
  ["call", "writelines", []],
  ["call", "writelines", 5],
  ["call", "writelines", ["x"]],
  ["call", "writelines", [1]],
  ["call", "detach"],
  ["call", "close"],
  ["call", "close"],
];

test_with(cpython)("a file object that is open, closed or detached answers as in CPython", () => {
  const modes = ["rb", "wb", "rwb"];
  assert_same_conversations(
    modes.flatMap((mode) =>
      STATES.flatMap((state) =>
        ASKED.map((asked): Conversation => ({
          mode,
          steps: [["send", "data\nmore\n"], ["end"], ...state, asked, ["hear"]],
        }))
      )
    ),
  );
});

test("a raw file object of one's own is checked as in CPython", () => {
  const raw = (n: number) =>
    ({
      ...Object.fromEntries(["flush", "close"].map((name) => [name, () => {}])),
      ...Object.fromEntries(["readable", "writable", "seekable"].map((name) => [name, () => true])),
      readinto: () => n,
      write: () => n,
      closed: false,
    }) as unknown as socket.RawIO;
  for (const n of [-1, 9]) {
    const reader = new socket.BufferedReader(raw(n), 8);
    const message = `raw readinto() returned invalid length ${n} (should have been between 0 and 8)`;
    assertThrows(() => reader.read(1), socket.OSError, message);
    const writer = new socket.BufferedWriter(raw(n), 4);
    writer.write(bytes("abc"));
    const complaint = `raw write() returned invalid length ${n} (should have been between 0 and 3)`;
    assertThrows(() => writer.flush(), socket.OSError, complaint);
  }
});

// A buffered file object over a raw one of which only this is special.
function reader_of(readinto: (buffer: Uint8Array) => unknown, size = 8): socket.BufferedReader {
  const raw = { readable: () => true, flush: () => {}, close: () => {}, closed: false, name: 7, readinto };
  return new socket.BufferedReader(raw as unknown as socket.RawIO, size);
}

test("counts that are none are refused as in CPython", () => {
  for (const n of ["3", [5], 1.5, NaN, {}]) {
    const reader = reader_of(() => n);
    for (const read of [() => reader.readline(), () => reader.read(9), () => reader.read1(20)]) {
      assertThrows(read, socket.OSError, "raw readinto() failed");
    }
    const raw = { writable: () => true, close: () => {}, closed: false, write: () => n };
    const writer = new socket.BufferedWriter(raw as unknown as socket.RawIO, 4);
    writer.write(bytes("abc"));
    const complaint = "raw write() returned invalid length -1 (should have been between 0 and 3)";
    assertThrows(() => writer.flush(), socket.OSError, complaint);
  }
  assertEquals(reader_of((buffer) => buffer.fill(0) === buffer).read1(), new Uint8Array(1));
  assertEquals(reader_of((buffer) => BigInt(buffer.fill(0).length)).read1(2), new Uint8Array(2));
  assertStrictEquals(reader_of(() => undefined).read(1), null);
});

test("constructors say what an object that is no file lacks, as CPython's do", () => {
  // deno-lint-ignore no-explicit-any
  const { BufferedReader, BufferedRWPair, BufferedWriter, TextIOWrapper } = socket as any;
  for (const [no_file, type] of [[null, "NoneType"], [{}, "dict"], [5, "int"]]) {
    const lacks = (name: string) => `'${type}' object has no attribute '${name}'`;
    assertThrows(() => new BufferedReader(no_file), TypeError, lacks("readable"));
    assertThrows(() => new BufferedWriter(no_file), TypeError, lacks("writable"));
    assertThrows(() => new BufferedRWPair(no_file, no_file), TypeError, lacks("readable"));
    assertThrows(() => new TextIOWrapper(no_file), TypeError, lacks("readable"));
  }
});

test("constructors refuse what cannot be read or written, and empty buffers", () => {
  const [a, b] = pair();
  const reading = new socket.SocketIO(a, "r"), writing = new socket.SocketIO(a, "w");
  const { BufferedReader, BufferedWriter, BufferedRWPair, UnsupportedOperation, ValueError } = socket;
  assertThrows(() => new BufferedReader(writing), UnsupportedOperation, "File or stream is not readable.");
  assertThrows(() => new BufferedWriter(reading), UnsupportedOperation, "File or stream is not writable.");
  assertThrows(() => new BufferedRWPair(writing, writing), UnsupportedOperation, "not readable");
  assertThrows(() => new BufferedRWPair(reading, reading), UnsupportedOperation, "not writable");
  for (const size of [0, -1]) {
    assertThrows(
      () => new BufferedReader(reading, size),
      ValueError,
      "buffer size must be strictly positive",
    );
    assertThrows(
      () => new BufferedWriter(writing, size),
      ValueError,
      "buffer size must be strictly positive",
    );
  }
  a.close();
  b.close();
});
