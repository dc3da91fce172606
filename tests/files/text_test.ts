import { test } from "node:test";
import { inspect } from "node:util";
import * as socket from "../../mod.ts";
import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "../assert.ts";
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";
import { cpython, test_with } from "../needs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function pair(timeout: number | null = 5): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(timeout);
  return sockets;
}

const NEWLINES = [null, "", "\n", "\r", "\r\n"];

const READS: Step[] = [
  ["call", "read"],
  ["call", "read", 0],
  ["call", "read", 1],
  ["call", "read", 3],
  ["call", "readline"],
  ["call", "readline", 0],
  ["call", "readline", 1],
  ["call", "readline", 3],
  ["call", "readlines"],
  ["call", "readlines", 4],
  ["call", "__next__"],
];

// Text whose line ends and characters are torn apart, with the same read after each piece.
const PIECES = [
  "a\r",
  "\nb\r",
  "c\n",
  "d\r\n",
  "\r",
  "\r",
  "\n\n",
  "long line without an end",
  " and the end\r\n",
  "\u00e9\u20ac\u{1f600}x\u{1f600}\n\u{1f600}\r",
  "\u{1f600}\n",
];

test_with(cpython)("reading gives what it gives in CPython, however the text is torn apart", () => {
  const conversations = READS.flatMap((read) =>
    NEWLINES.flatMap((newline) =>
      ["r", "rw"].map((mode): Conversation => ({
        mode,
        newline,
        timeout: 0,
        steps: [
          read,
          ...PIECES.flatMap((piece): Step[] => [["send", piece], read, read, ["get", "newlines"]]),
          ["end"],
          ...Array(8).fill(read),
          ["get", "newlines"],
        ],
      }))
    )
  );
  assert_same_conversations(conversations);
});

test_with(cpython)("reading all at once gives what it gives in CPython", () => {
  const text = "one\rtwo\r\nthree\n\n\r\r\r\nfour \u00e9\u20ac\u{1f600} five\n".repeat(700) + "end\r";
  assert_same_conversations(
    READS.flatMap((read) =>
      NEWLINES.map((newline): Conversation => ({
        mode: "r",
        newline,
        timeout: 0,
        steps: [["send", text], ["end"], ...Array(30).fill(read), ["get", "newlines"], ["call", "read"]],
      }))
    ),
  );
});

test_with(cpython)("characters that arrive byte by byte are put together, as in CPython", () => {
  const text = bytes("\u00e9\u20ac\u{1f600}\n");
  const steps = Array.from(text).flatMap((byte): Step[] => [
    ["send", new Uint8Array([byte])],
    ["call", "readline"],
  ]);
  assert_same_conversations([
    { mode: "r", timeout: 0, errors: "replace", steps },
    { mode: "r", timeout: 0, errors: "surrogateescape", steps },
    { mode: "r", timeout: 0, steps },
  ]);
});

test("readline(0) waits only for the first chunk, as in CPython", () => {
  const [a, b] = pair(0.5);
  using f = a.makefile("r");
  b.send("hi\n");
  assertStrictEquals(f.readline(), "hi\n");
  assertStrictEquals(f.readline(0), "");
  b.send("x");
  assertStrictEquals(f.read(1), "x");
  assertStrictEquals(f.readline(0), "");
  using fresh = a.makefile("r");
  assertThrows(() => fresh.readline(0), socket.TimeoutError);
  a.close();
  b.close();
});

test("a read1() that was overridden is called", () => {
  class Loud extends socket.BufferedReader {
    override read1(size?: number): Uint8Array<ArrayBuffer> {
      return super.read1(size).map((byte) => byte - 32);
    }
  }
  class LoudPair extends socket.BufferedRWPair {
    override read1(size?: number): Uint8Array<ArrayBuffer> {
      return super.read1(size).map((byte) => byte - 32);
    }
  }
  const [a, b] = pair();
  const raw = new socket.SocketIO(a, "rw");
  for (const buffer of [new Loud(raw), new LoudPair(raw, raw)]) {
    b.send("abc");
    assertStrictEquals(new socket.TextIOWrapper(buffer).read(3), "ABC");
  }
  a.close();
  b.close();
});

test("a character waits for its rest if the line waits too", () => {
  const [a, b] = pair();
  using f = a.makefile("r");
  b.send(new Uint8Array([0x61, 0x0a, 0xf0, 0x9f]));
  assertStrictEquals(f.readline(), "a\n");
  b.send(new Uint8Array([0x98, 0x80, 0x0a]));
  assertStrictEquals(f.readline(), "\u{1f600}\n");
  a.close();
  b.close();
});

test("a '\\r' waits for the '\\n' of the next packet, or for something else", () => {
  const [a, b] = pair();
  using f = a.makefile("r", null, { newline: "" });
  b.send(bytes("a\nb\r"));
  assertStrictEquals(f.readline(), "a\n");
  b.send(bytes("\nc\rd\n"));
  assertEquals([f.readline(), f.readline(), f.readline()], ["b\r\n", "c\r", "d\n"]);
  assertEquals(f.newlines, ["\r", "\n", "\r\n"]);
  a.close();
  b.close();
});

test_with(cpython)("after a timeout text can be read no more, as in CPython", () => {
  assert_same_conversations(
    READS.filter(([, , size]) => size !== 0).map((read): Conversation => ({
      mode: "r",
      timeout: 0.01,
      steps: [["send", "one\npart"], ["call", "readline"], read, read, ["send", "ial\n"], read, [
        "timeout",
        1,
      ], read],
    })),
  );
});

function write_steps(sizes: number[]): Step[] {
  return sizes.flatMap((size, index): Step[] => [
    ["call", "write", String.fromCharCode(0x61 + index).repeat(size)],
    ["hear"],
  ]);
}

test_with(cpython)("TextIOWrapper.write() sends when CPython sends", () => {
  const sizes = [2, 5, 12, 8191, 1, 8192, 8193, 4000, 4192, 4000, 4193, 20_000, 1, 0];
  assert_same_conversations(
    ["w", "rw"].flatMap((mode) =>
      [null, 1, 10, 8193, 30_000].map((buffering): Conversation => ({
        mode,
        buffering,
        steps: [...write_steps(sizes), ["call", "flush"], ["hear"], ["call", "close"], ["hear"]],
      }))
    ),
  );
});

test_with(cpython)("a non-blocking socket that takes no more is as in CPython", () => {
  assert_same_conversations(
    ["w", "rw"].flatMap((mode) =>
      [null, 1, 100].map((buffering): Conversation => ({
        mode,
        buffering,
        timeout: 0,
        steps: [
          ["room", 4608],
          ["call", "write", "first"],
          ["call", "write", "y".repeat(100_000)],
          ["call", "write", "after"],
          ["call", "flush"],
          ["hear"],
          ["call", "flush"],
          ["hear"],
          ["call", "write", "z".repeat(100_000)],
          ["call", "close"],
          ["get", "closed"],
          ["hear"],
        ],
      }))
    ),
  );
});

test_with(cpython)("line ends are written as in CPython", () => {
  assert_same_conversations(
    NEWLINES.map((newline): Conversation => ({
      mode: "w",
      newline,
      steps: [
        ["call", "write", "a\nb\r\nc\rd\n\n"],
        ["call", "writelines", ["x\n", "", "\u{1f600}\n"]],
        ["call", "flush"],
        ["hear"],
      ],
    })),
  );
});

test_with(cpython)("write() counts characters, as in CPython", () => {
  assert_same_conversations([{
    mode: "w",
    steps: ["", "abc", "\u00e9\u20ac", "\u{1f600}", "a\u{1f600}b\u{1f600}", "\n\n"].map((
      text,
    ) => ["call", "write", text]),
  }]);
});

test_with(cpython)("writing between reads is as in CPython, also to what was read ahead", () => {
  const write: Step[] = [["call", "write", "x\n"], ["hear"]];
  const read: Step = ["call", "readline"];
  assert_same_conversations(NEWLINES.map((newline): Conversation => ({
    mode: "rw",
    newline,
    timeout: 0,
    errors: "replace",
    steps: [
      ["send", new Uint8Array([0x61, 0x0a, 0x62, 0x0d, 0x0a, 0x63, 0x0d])],
      read,
      ["get", "newlines"],
      ...write,
      ["get", "newlines"],
      read,
      ["send", "\nd\n\u20ac"],
      read,
      ...write,
      read,
      ["send", new Uint8Array([0x0a, 0xe2, 0x82])],
      read,
      ...write,
      ["send", new Uint8Array([0xac, 0x0a])],
      read,
      read,
      ["call", "flush"],
      ["hear"],
    ],
  })));
});

const ASKED: Step[] = [
  ...["closed", "mode", "encoding", "errors", "newlines", "line_buffering", "write_through"]
    .map((name): Step => ["get", name]),
  ...["readable", "writable", "seekable", "isatty", "tell", "truncate", "flush", "fileno"]
    .filter((name) => name !== "fileno").map((name): Step => ["call", name]),
  ["call", "seek", 0],
  ["call", "seek", 0, 2],
  ["call", "seek"],
  ["call", "truncate", 5],
  ["call", "read", 1],
  ["call", "read", "x"],
  ["call", "read", 1.5],
  ["call", "readline"],
  ["call", "readline", 0],
  ["call", "readline", "x"],
  ["call", "readline", null],
  ["call", "readlines"],
  ["call", "readlines", "x"],
  ["call", "__next__"],
  ["call", "write", "x"],
  ["call", "write", ""],
  ["call", "write", bytes("x")],
  ["call", "write", 5],
  ["call", "writelines", ["a", "b"]],
  ["call", "writelines", "ab"],
  ["call", "writelines", []],
  ["call", "writelines", 5],
  ["call", "writelines", [1]],
  ["call", "close"],
];

test_with(cpython)("a text file that is open, closed or detached answers as in CPython", () => {
  const states: Step[][] = [[], [["call", "close"]], [["call", "detach"]]];
  assert_same_conversations(
    ["r", "w", "rw"].flatMap((mode) =>
      states.flatMap((state) =>
        ASKED.map((asked): Conversation => ({
          mode,
          steps: [["send", "data\nmore\n"], ["end"], ...state, asked, ["hear"]],
        }))
      )
    ),
  );
});

test("line_buffering and write_through", () => {
  const [a, b] = pair();
  b.settimeout(0);
  const file = (line_buffering: boolean, write_through: boolean) =>
    new socket.TextIOWrapper(a.makefile("wb"), null, null, "\r\n", line_buffering, write_through);
  const by_line = file(true, false);
  by_line.write("half ");
  assertThrows(() => b.recv(10), socket.BlockingIOError);
  by_line.write("line\nmore");
  assertEquals(b.recv(30), bytes("half line\r\nmore"));
  by_line.write("\r");
  assertEquals(b.recv(30), bytes("\r"));
  const through = file(false, true);
  through.write("text");
  assertThrows(() => b.recv(10), socket.BlockingIOError);
  through.buffer!.flush();
  assertEquals(b.recv(30), bytes("text"));
  by_line.close();
  through.close();
  a.close();
  b.close();
});

test("detach() writes out and gives the buffered file object", () => {
  const [a, b] = pair();
  const f = a.makefile("w");
  f.write("text");
  const { buffer } = f;
  assertStrictEquals(f.detach(), buffer);
  assertStrictEquals(f.buffer, null);
  assertEquals(b.recv(10), bytes("text"));
  assertInstanceOf(buffer, socket.BufferedWriter);
  buffer.close();
  a.close();
  b.close();
});

test("file objects show themselves as in CPython", () => {
  const [a, b] = pair();
  const name = a.fileno();
  const shown: [{ close(): void }, string][] = [
    [a.makefile("r"), `<_io.TextIOWrapper name=${name} mode='r' encoding='UTF-8'>`],
    [
      a.makefile("w", null, { encoding: "latin1" }),
      `<_io.TextIOWrapper name=${name} mode='w' encoding='latin1'>`,
    ],
    [a.makefile("rw"), "<_io.TextIOWrapper mode='rw' encoding='UTF-8'>"],
    [new socket.TextIOWrapper(a.makefile("rb")), `<_io.TextIOWrapper name=${name} encoding='UTF-8'>`],
    [a.makefile("rb"), `<_io.BufferedReader name=${name}>`],
    [a.makefile("wb"), `<_io.BufferedWriter name=${name}>`],
    [a.makefile("rwb"), "<_io.BufferedRWPair object>"],
  ];
  for (const [file, text] of shown) {
    assertStrictEquals(String(file), text);
    assertStrictEquals(inspect(file), text);
    file.close();
    assertStrictEquals(String(file), text.replace(`name=${name}`, "name=-1"));
  }
  const detached = a.makefile("r");
  const reader = detached.detach();
  assertStrictEquals(String(detached), "<_io.TextIOWrapper mode='r' encoding='UTF-8'>");
  (reader as socket.BufferedReader).detach();
  assertStrictEquals(String(reader), "<_io.BufferedReader>");
  a.close();
  b.close();
});

test("a buffered file object of one's own needs no more than Python's methods", () => {
  const pieces = [bytes("o"), bytes("ne\ntw"), bytes("o")];
  const f = new socket.TextIOWrapper(
    {
      closed: false,
      read: () => new Uint8Array(0),
      read1: () => pieces.shift() ?? new Uint8Array(0),
      readable: () => true,
      writable: () => false,
      close: () => {},
      flush: () => {},
    } as unknown as socket.BufferedIO,
  );
  assertEquals(f.readlines(), ["one\n", "two"]);
});
