import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";
import { cpython, test_with } from "../needs.ts";
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function pair(timeout: number | null = 5): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(timeout);
  return sockets;
}

const READS: Step[] = [
  ["call", "read"],
  ["call", "read", 0],
  ["call", "read", 3],
  ["call", "read", 10],
  ["call", "read", null],
  ["call", "read1"],
  ["call", "read1", 3],
  ["call", "read1", 0],
  ["call", "read1", 20],
  ["call", "peek"],
  ["call", "readline"],
  ["call", "readline", 2],
  ["call", "readline", 0],
  ["call", "readline", null],
  ["call", "readlines"],
  ["call", "readlines", 3],
  ["call", "__next__"],
  ["into", "readinto", 4],
  ["into", "readinto1", 4],
  ["into", "readinto", 0],
  ["into", "readinto1", 30],
];

// What arrives bit by bit, with the same read after each bit.
function piecemeal(mode: string, buffering: number | null, read: Step): Conversation {
  const again = [read, read, read];
  const pieces = ["ab", "c\nde", "fghijklmnopq", "\n\n\nr"];
  const steps = pieces.flatMap((piece): Step[] => [["send", piece], ...again]);
  return { mode, buffering, timeout: 0, steps: [read, ...steps, ["end"], ...again] };
}

test_with(cpython)("reading from a non-blocking socket gives what it gives in CPython", () => {
  const modes: [string, number | null][] = [["rb", null], ["rb", 1], ["rb", 4], ["rwb", null], ["rwb", 4]];
  assert_same_conversations(
    modes.flatMap(([mode, buffering]) => READS.map((read) => piecemeal(mode, buffering, read))),
  );
});

test_with(cpython)("after a timeout a file object can be read no more, as in CPython", () => {
  const reads = READS.filter(([, , size]) => size !== 0);
  assert_same_conversations(["rb", "rwb"].flatMap((mode) =>
    reads.map((read): Conversation => ({
      mode,
      timeout: 0.01,
      steps: [read, read, ["send", "part"], read, ["timeout", 1], ["send", "ial\n"], read, ["call", "read1"]],
    }))
  ));
});

test_with(cpython)("what is buffered can be read after a timeout, as in CPython", () => {
  assert_same_conversations([{
    mode: "rb",
    timeout: 0.01,
    steps: [["send", "one\ntwo\nthr"], ["call", "readline"], ["call", "read", 20], ["call", "readline"]],
  }, {
    mode: "rb",
    timeout: 0.01,
    steps: [["send", "one\ntwo\nthr"], ["call", "peek"], ["call", "readline"], ["call", "read", 4], [
      "call",
      "peek",
    ]],
  }]);
});

test_with(cpython)("peek() and bad arguments are as in CPython", () => {
  const steps: Step[] = [
    ["send", "data"],
    ["end"],
    ["call", "peek", "x"],
    ["call", "peek", null],
    ["call", "read1", null],
    ["call", "readinto", "x"],
    ["call", "readinto", null],
    ["call", "readinto", 5],
    ["call", "peek", 1],
    ["call", "close"],
    ["call", "peek"],
  ];
  assert_same_conversations(["rb", "rwb"].map((mode) => ({ mode, steps })));
});

test("closing the raw file object leaves what is buffered, as in CPython", () => {
  const [a, b] = pair();
  b.send(bytes("one\ntwo"));
  const f = a.makefile("rb");
  assertEquals(f.readline(), bytes("one\n"));
  f.raw!.close();
  assertEquals(f.read(2), bytes("tw"));
  assertEquals(f.read(1), bytes("o"));
  assertThrows(() => f.readline(), socket.ValueError, "readline of closed file");
  a.close();
  b.close();
});

test("every result has a buffer of its own", () => {
  const [a, b] = pair();
  b.send(bytes("one\ntwo\nthree four five"));
  using f = a.makefile("rb");
  const results = [f.readline(), f.read(2)!, f.read1(2), f.peek(), f.read1(), f.readline(0)];
  for (const result of results) {
    assertStrictEquals(result.byteOffset, 0);
    assertStrictEquals(result.buffer.byteLength, result.length);
  }
  const [line] = results;
  line!.fill(0);
  assertEquals(results[1], bytes("tw"));
  a.close();
  b.close();
});

test("read() and readinto() of more than the buffer holds", () => {
  const [a, b] = pair();
  const data = Uint8Array.from({ length: 20_000 }, (_, index) => index % 253);
  using f = a.makefile("rb", 64);
  b.sendall(data);
  b.shutdown(socket.SHUT_WR);
  assertEquals(f.read(1), data.subarray(0, 1).slice());
  assertEquals(f.read(1000), data.slice(1, 1001));
  const memory = new Uint8Array(5000);
  assertEquals(f.readinto(memory.subarray(1)), 4999);
  assertEquals(memory.slice(1), data.slice(1001, 6000));
  assertEquals(f.read(), data.slice(6000));
  assertEquals(f.read(), new Uint8Array(0));
  a.close();
  b.close();
});

// A buffered file object over a raw one of which only this is special.
function reader_of(readinto: (buffer: Uint8Array) => unknown, size = 8): socket.BufferedReader {
  const raw = { readable: () => true, flush: () => {}, close: () => {}, closed: false, name: 7, readinto };
  return new socket.BufferedReader(raw as unknown as socket.RawIO, size);
}

test("after a read that failed or gave nothing the next one reads", () => {
  const outcomes: [string, () => unknown][] = [
    ["an error", () => {
      throw new Error("refused");
    }],
    ["an invalid count", () => 100],
    ["nothing", () => null],
  ];
  for (const [what, outcome] of outcomes) {
    for (const first of ["readline", "read1", "peek", "read"] as const) {
      let calls = 0;
      const reader = reader_of((buffer) => {
        buffer.fill(0x78);
        if (calls++ === 0) return outcome();
        buffer.set(bytes("a\nb"));
        return 3;
      });
      try {
        reader[first](first === "read" ? 1 : undefined);
      } catch {
        // That is what it is about.
      }
      assertEquals(reader.readline(), bytes("a\n"), `${first}: ${what}`);
      assertStrictEquals(calls, 2);
      assertEquals(reader.read1(), bytes("b"));
    }
  }
});

test("calls from within are refused as in CPython, and lose nothing", () => {
  const message = "reentrant call inside <_io.BufferedReader name=7>";
  const calls: ((f: socket.BufferedReader) => unknown)[] = [
    (f) => f.readline(),
    (f) => f.read1(1),
    (f) => f.read(1),
    (f) => f.read(),
    (f) => f.peek(),
    (f) => f.readinto(new Uint8Array(1)),
    (f) => f.close(),
  ];
  for (const call of calls) {
    const reader = reader_of((buffer) => {
      buffer.fill(10);
      assertThrows(() => call(reader), Error, message);
      buffer.set(bytes("a\nb"));
      return 3;
    });
    assertEquals(reader.readline(), bytes("a\n"));
    assertEquals(reader.read(1), bytes("b"));
  }
});

test("memory is taken for what comes, not for what is asked for", () => {
  const whole = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
  for (const size of [1, 1000, 8192, 4_000_000]) {
    let position = 0;
    let most = 0;
    const reader = reader_of((buffer) => {
      most = Math.max(most, buffer.length);
      const piece = whole.subarray(position, position + Math.min(buffer.length, 70_001));
      buffer.set(piece);
      position += piece.length;
      return piece.length;
    }, size);
    const start = reader.read1(2 ** 50);
    assertEquals(start.length, 70_001);
    const rest = reader.read(2 ** 50)!;
    assertEquals([rest.length, rest.buffer.byteLength], [whole.length - 70_001, rest.length]);
    assert(rest.every((byte, index) => byte === whole[index + 70_001]));
    assert(most <= 16 << 20, `${most}`);
  }
});

test("a loop over lines that is left can be taken up again", () => {
  const [a, b] = pair();
  b.send(bytes("1\n2\n3\n4"));
  b.close();
  using f = a.makefile("rb");
  for (const line of f) {
    assertEquals(line, bytes("1\n"));
    break;
  }
  assertEquals(Array.from(f), [bytes("2\n"), bytes("3\n"), bytes("4")]);
  assertEquals(f.next(), { value: undefined, done: true });
  a.close();
});

test("lines that are longer than the buffer, and newlines at its edges", () => {
  for (const length of [7, 8, 9, 15, 16, 17, 40]) {
    const [a, b] = pair();
    const line = bytes(`${"x".repeat(length)}\n`);
    b.sendall(line);
    b.sendall(line);
    b.close();
    using f = a.makefile("rb", 8);
    assertEquals(f.readlines(), [line, line], `length ${length}`);
    a.close();
  }
});

test("a new file object finds no newline in an empty buffer", () => {
  const [a, b] = pair(0);
  using f = a.makefile("rb");
  assertEquals(f.readline(), new Uint8Array(0));
  assert(f.peek().length === 0);
  a.close();
  b.close();
});
