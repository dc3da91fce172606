import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "../assert.ts";
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";
import { cpython, test_with } from "../needs.ts";

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

const BIG = new Uint8Array(100_000).fill(0x79);

function write_steps(sizes: number[]): Step[] {
  return sizes.flatMap((size, index): Step[] => [
    ["call", "write", new Uint8Array(size).fill(0x61 + index)],
    ["hear"],
  ]);
}

test_with(cpython)("BufferedWriter.write() sends when its buffer is full, as in CPython", () => {
  assert_same_conversations(
    ["wb", "rwb"].flatMap((mode) =>
      [1, 10, 100, null].map((buffering): Conversation => ({
        mode,
        buffering,
        steps: [...write_steps([2, 5, 7, 12, 8192, 8191, 1, 90, 10, 1, 0]), ["call", "flush"], ["hear"]],
      }))
    ),
  );
});

test_with(cpython)(
  "BufferedWriter.write() on a non-blocking socket keeps what it counts, as in CPython",
  () => {
    const blocked: Step[] = [
      ["room", 4608],
      ["call", "write", bytes("first ")],
      ["call", "write", BIG],
      ["call", "write", BIG.subarray(0, 50)],
      ["call", "write", bytes("small")],
      ["call", "flush"],
      ["hear"],
      ["call", "write", bytes("after")],
      ["call", "flush"],
      ["hear"],
      ["call", "write", BIG.subarray(0, 30_000)],
      ["call", "close"],
      ["get", "closed"],
      ["call", "close"],
      ["hear"],
    ];
    assert_same_conversations(
      ["wb", "rwb"].flatMap((mode) =>
        [1, 100, null, 20_000].map((buffering): Conversation => ({
          mode,
          buffering,
          timeout: 0,
          steps: blocked,
        }))
      ),
    );
  },
);

test("no byte is lost or doubled if the caller goes on behind characters_written", () => {
  const [writer, reader] = pair(0);
  writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4608);
  using f = writer.makefile("wb", 1000);
  const sent = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
  const received: number[] = [];
  const drain = () => {
    try {
      received.push(...reader.recv(5000));
    } catch (error) {
      assertInstanceOf(error, socket.BlockingIOError);
    }
  };
  function until_done(attempt: () => void): void {
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        assertInstanceOf(error, socket.BlockingIOError);
        drain();
      }
    }
  }
  let position = 0;
  until_done(() => {
    while (position < sent.length) {
      try {
        position += f.write(sent.subarray(position, position + 7001));
      } catch (error) {
        assertInstanceOf(error, socket.BlockingIOError);
        position += error.characters_written;
        throw error;
      }
    }
  });
  until_done(() => f.flush());
  while (received.length < sent.length) drain();
  assertEquals(Uint8Array.from(received), sent);
  writer.close();
  reader.close();
});

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

test("calls of a writer from within are refused as in CPython, and send nothing twice", () => {
  const written: number[] = [];
  const attempts = [
    () => writer.write(bytes("x")),
    () => writer.flush(),
    () => writer.close(),
    () => writer.detach(),
  ];
  const write = (data: Uint8Array) => {
    for (const attempt of attempts) {
      assertThrows(attempt, Error, "reentrant call inside <_io.BufferedWriter name=7>");
    }
    written.push(...data);
    return data.length;
  };
  const raw = { writable: () => true, close: () => {}, closed: false, name: 7, write };
  const writer = new socket.BufferedWriter(raw as unknown as socket.RawIO, 4);
  writer.write(bytes("abc"));
  writer.write(bytes("defgh"));
  writer.flush();
  assertEquals(new Uint8Array(written), bytes("abcdefgh"));
  writer.close();
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
