import { test } from "node:test";
import { inspect } from "node:util";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";
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
  ["call", "read", -7],
  ["call", "readall"],
  ["call", "readline"],
  ["call", "readline", 2],
  ["call", "readline", 0],
  ["call", "readlines"],
  ["call", "__next__"],
  ["into", "readinto", 4],
  ["into", "readinto", 0],
];

test_with(cpython)("reading from a non-blocking socket gives what it gives in CPython", () => {
  assert_same_conversations(READS.map((read): Conversation => {
    const pieces = ["ab", "c\nde", "fghijklmnopq"];
    const steps = pieces.flatMap((piece): Step[] => [["send", piece], read, read, read]);
    return { mode: "rb", buffering: 0, timeout: 0, steps: [read, ...steps, ["end"], read, read, read] };
  }));
});

test_with(cpython)("after a timeout nothing can be read, as in CPython", () => {
  assert_same_conversations(
    READS.map((read): Conversation => ({
      mode: "rb",
      buffering: 0,
      timeout: 0.01,
      steps: [read, ["call", "readline"], ["send", "part\n"], read, ["timeout", 1], read],
    })),
  );
});

test_with(cpython)("SocketIO.write() sends what the system takes, as in CPython", () => {
  assert_same_conversations(["wb", "rwb"].map((mode) => ({
    mode,
    buffering: 0,
    timeout: 0,
    steps: [
      ["room", 4608],
      ["call", "write", bytes("abc")],
      ["hear"],
      ["call", "write", new Uint8Array(100_000)],
      ["call", "write", new Uint8Array(100_000)],
      ["call", "writelines", [bytes("a"), bytes("b")]],
      ["hear"],
    ],
  })));
});

const ASKED: Step[] = [
  ...["closed", "mode"].map((name): Step => ["get", name]),
  ...["readable", "writable", "seekable", "isatty", "tell", "truncate", "flush"].map((
    name,
  ): Step => ["call", name]),
  ["call", "seek", 0],
  ["call", "seek", "x"],
  ["call", "read", 1],
  ["call", "read", "x"],
  ["call", "read", 1.5],
  ["call", "read", null],
  ["call", "readall"],
  ["call", "readline"],
  ["call", "readline", 0],
  ["call", "readline", "x"],
  ["call", "readlines"],
  ["call", "__next__"],
  ["into", "readinto", 2],
  ["call", "readinto", "x"],
  ["call", "readinto", null],
  ["call", "write", bytes("x")],
  ["call", "write", "x"],
  ["call", "write", 5],
  ["call", "writelines", [bytes("a"), bytes("b")]],
  ["call", "writelines", []],
  ["call", "writelines", 5],
  ["call", "close"],
];

test_with(cpython)("a raw file object that is open or closed answers as in CPython", () => {
  const states: Step[][] = [[], [["call", "close"]]];
  assert_same_conversations(
    ["rb", "wb", "rwb"].flatMap((mode) =>
      states.flatMap((state) =>
        ASKED.map((asked): Conversation => ({
          mode,
          buffering: 0,
          steps: [["send", "data\nmore\n"], ["end"], ...state, asked, ["hear"]],
        }))
      )
    ),
  );
});

test("SocketIO over what is no socket says what it lacks", () => {
  const over_nothing = () => new socket.SocketIO({} as unknown as socket.Socket, "rw");
  assertThrows(() => over_nothing().name, TypeError, "'dict' object has no attribute 'fileno'");
  assertThrows(() => over_nothing().fileno(), TypeError, "'dict' object has no attribute 'fileno'");
  assertThrows(() => over_nothing().close(), TypeError, "socket._decref_socketios is not a function");
});

test("SocketIO() checks its mode", () => {
  const [a, b] = pair();
  for (const mode of ["r", "rb"]) assertStrictEquals(new socket.SocketIO(a, mode).mode, "rb");
  for (const mode of ["rw", "rwb"]) assertStrictEquals(new socket.SocketIO(a, mode).mode, "rwb");
  for (const mode of ["x", "wr", "", "b"]) {
    assertThrows(() => new socket.SocketIO(a, mode), socket.ValueError, `invalid mode: '${mode}'`);
  }
  a.close();
  b.close();
});

test("SocketIO.name and fileno() are the socket's descriptor", () => {
  const [a, b] = pair();
  const f = a.makefile("rb", 0);
  assertStrictEquals(f.name, a.fileno());
  assertStrictEquals(f.fileno(), a.fileno());
  f.close();
  assertStrictEquals(f.name, -1);
  a.close();
  b.close();
});

test("SocketIO shows itself on the console", () => {
  const [a, b] = pair();
  using f = a.makefile("rb", 0);
  assertStrictEquals(String(f), "<socket.SocketIO object>");
  assertStrictEquals(inspect(f), "<socket.SocketIO object>");
  class Mine extends socket.SocketIO {}
  assertStrictEquals(String(new Mine(a, "r")), "<Mine object>");
  a.close();
  b.close();
});

test("SocketIO.read() takes no memory for what has not come", () => {
  const [a, b] = pair();
  using f = a.makefile("rb", 0) as socket.SocketIO;
  let room = 0;
  const { readinto } = f;
  f.readinto = (buffer) => {
    room = buffer.byteLength;
    return readinto.call(f, buffer);
  };
  b.send(bytes("abc"));
  assertEquals(f.read(2 ** 50), bytes("abc"));
  assert(room <= 1 << 20, `${room}`);
  a.close();
  b.close();
});

test("SocketIO.read() refuses counts that are none", () => {
  const [a, b] = pair();
  using f = a.makefile("rb", 0) as socket.SocketIO;
  const read = (count: unknown) => {
    f.readinto = () => count as number;
    return f.read(4);
  };
  const integer = (name: string) => `'${name}' object cannot be interpreted as an integer`;
  assertThrows(() => read("3"), TypeError, integer("str"));
  assertThrows(() => read([3]), TypeError, integer("tuple"));
  assertThrows(() => read(1.5), TypeError, integer("float"));
  assertThrows(() => read(-1), socket.ValueError, "readinto returned -1 outside buffer size 4");
  assertThrows(() => read(5), socket.ValueError, "readinto returned 5 outside buffer size 4");
  assertStrictEquals(read(undefined), null);
  assertEquals(read(true), new Uint8Array(1));
  assertEquals(read(4n), new Uint8Array(4));
  a.close();
  b.close();
});

test("SocketIO works on any object that receives and sends", () => {
  const written: Uint8Array[] = [];
  let closed = 0;
  const f = new socket.SocketIO({
    recv_into: (buffer) => {
      (buffer as Uint8Array)[0] = 65;
      return 1;
    },
    send: (data) => written.push(data as Uint8Array),
    fileno: () => 77,
    _decref_socketios: () => closed++,
  }, "rw");
  assertEquals(f.read(5), bytes("A"));
  assertEquals(f.readline(2), bytes("AA"));
  assertStrictEquals(f.write(bytes("x")), 1);
  assertEquals(written, [bytes("x")]);
  assertStrictEquals(f.fileno(), 77);
  f.close();
  f.close();
  assertStrictEquals(closed, 1);
});
