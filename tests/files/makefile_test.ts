import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import { assert_same_conversations, type Conversation } from "./oracle.ts";
import { cpython, test_with } from "../needs.ts";
import { run_script, this_runtime } from "../peer.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function pair(): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(5);
  return sockets;
}

test("makefile() gives the class that the mode and the buffer size mean", () => {
  const [a, b] = pair();
  const classes: [string, number | null, abstract new (...values: never[]) => unknown][] = [
    ["r", null, socket.TextIOWrapper],
    ["", null, socket.TextIOWrapper],
    ["w", 1, socket.TextIOWrapper],
    ["rw", -1, socket.TextIOWrapper],
    ["wr", 10, socket.TextIOWrapper],
    ["rr", null, socket.TextIOWrapper],
    ["b", null, socket.BufferedReader],
    ["rb", -5, socket.BufferedReader],
    ["br", 1, socket.BufferedReader],
    ["wb", 2, socket.BufferedWriter],
    ["rwb", null, socket.BufferedRWPair],
    ["bwr", null, socket.BufferedRWPair],
    ["rb", 0, socket.SocketIO],
    ["wb", 0, socket.SocketIO],
    ["rwb", 0, socket.SocketIO],
  ];
  for (const [mode, buffering, Class] of classes) {
    using f = a.makefile(mode, buffering);
    assertInstanceOf(f, Class, `${mode} ${buffering}`);
  }
  assertStrictEquals(a._io_refs, 0);
  a.close();
  b.close();
});

test("the types follow the mode", () => {
  const [a, b] = pair();
  const text: socket.TextIOWrapper = a.makefile();
  const files: [socket.BufferedReader, socket.BufferedWriter, socket.BufferedRWPair, socket.SocketIO] = [
    a.makefile("rb"),
    a.makefile("wb"),
    a.makefile("rwb"),
    a.makefile("rb", 0),
  ];
  for (const file of [text, ...files]) file.close();
  a.close();
  b.close();
});

test_with(cpython)("makefile() complains as CPython does, and leaves nothing behind", () => {
  const of = (mode: unknown, buffering: unknown = null) =>
    ({ mode, buffering, steps: [["get", "closed"]] }) as Conversation;
  assert_same_conversations([
    ...["x", "rx", "r+", "R", "rb ", "'", 5, null].map((mode) => of(mode)),
    ...["r", "w", "rb", "rwb"].flatMap((mode) =>
      ["x", 1.5, 0, true, false, 2 ** 64].map((size) => of(mode, size))
    ),
  ].filter(({ mode, buffering }) => typeof mode !== "object" || buffering !== null));
  const [a, b] = pair();
  assertThrows(() => a.makefile("r", 0), socket.ValueError, "unbuffered streams must be binary");
  const options = { encoding: "ascii" } as never;
  assertThrows(
    () => a.makefile("r", options),
    TypeError,
    "instances of 'dict' and 'int' (this parameter goes by",
  );
  assertThrows(() => a.makefile("rb", 1.5), TypeError, "'float' object cannot be interpreted as an integer");
  assertThrows(() => a.makefile("r", null, { newline: "x" }), socket.ValueError, "illegal newline value: x");
  assertStrictEquals(a._io_refs, 0);
  a.close();
  assertStrictEquals(a.fileno(), -1);
  b.close();
});

test("the descriptor lives until the socket and all file objects are closed", () => {
  const [a, b] = pair();
  const files = [a.makefile("r"), a.makefile("wb"), a.makefile("rb", 0), a.makefile("rwb")];
  files[0]!.close();
  assert(a.fileno() >= 0);
  a.close();
  assert(a.fileno() >= 0);
  (files[1] as socket.BufferedWriter).write(bytes("last words"));
  files[1]!.close();
  files[2]!.close();
  files[2]!.close();
  assert(a.fileno() >= 0);
  files[3]!.close();
  assertStrictEquals(a.fileno(), -1);
  assertEquals(b.recv(100), bytes("last words"));
  assertEquals(b.recv(100), new Uint8Array(0));
  b.close();
});

test("closing a file object does not close an open socket", () => {
  const [a, b] = pair();
  a.makefile("rw").close();
  assertStrictEquals(a._io_refs, 0);
  a.sendall(bytes("still here"));
  assertEquals(b.recv(100), bytes("still here"));
  a.close();
  b.close();
});

test("`using` closes a file object, and writes out what it holds", () => {
  const [a, b] = pair();
  {
    using f = a.makefile("w");
    f.write("text");
  }
  assertEquals(b.recv(100), bytes("text"));
  assertStrictEquals(a._io_refs, 0);
  a.close();
  b.close();
});

test("a file object whose peer is gone fails, and is closed even so, as in CPython", () => {
  const [a, b] = pair();
  for (const mode of ["wb", "rwb", "w", "rw"]) {
    const f = a.makefile(mode) as socket.BufferedWriter;
    b.close();
    f.write((mode.includes("b") ? bytes("x") : "x") as Uint8Array);
    assertThrows(() => f.flush(), socket.BrokenPipeError, "Broken pipe");
    assertThrows(() => f.close(), socket.BrokenPipeError, "Broken pipe");
    assert(f.closed);
    assertStrictEquals(a._io_refs, 0);
  }
  a.close();
});

test("a detached or closed socket under a file object is a bad descriptor", () => {
  const [a, b] = pair();
  const f = a.makefile("rb");
  const fd = a.detach();
  assertThrows(() => f.read(), socket.OSError, errno_message("EBADF"));
  assertStrictEquals(f.name, -1);
  f.close();
  socket.close(fd);
  assertThrows(() => a.makefile("rb").read(), socket.OSError, errno_message("EBADF"));
  b.close();
});

test("the timeout is the socket's, also if it changes", () => {
  const [a, b] = pair();
  using f = a.makefile("rb");
  a.settimeout(0);
  assertStrictEquals(f.read(1), null);
  a.settimeout(0.01);
  assertThrows(() => f.read(1), socket.TimeoutError, "timed out");
  assertThrows(() => f.read(1), socket.OSError, "cannot read from timed out object");
  b.send(bytes("fresh"));
  using g = a.makefile("rb");
  assertEquals(g.read(5), bytes("fresh"));
  a.close();
  b.close();
});

test("makefile() works over TCP", () => {
  using server = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  server.bind(["127.0.0.1", 0]);
  server.listen();
  using client = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  client.settimeout(5);
  client.connect(server.getsockname());
  const [connection] = server.accept();
  using f = client.makefile("rw", null, { newline: "\r\n" });
  using g = connection.makefile("rw", null, { newline: "" });
  f.write("hello\nworld\n");
  f.flush();
  assertEquals([g.readline(), g.readline()], ["hello\r\n", "world\r\n"]);
  connection.close();
});

test("forgotten file objects are flushed and closed", () => {
  const script = fileURLToPath(new URL("../peers/forgotten_files.ts", import.meta.url));
  const [program, ...words] = run_script(this_runtime, script, [], { gc: true });
  const { stdout, stderr, status } = spawnSync(program!, words, { encoding: "utf8", timeout: 30_000 });
  assertStrictEquals(status, 0, stderr);
  assertEquals(JSON.parse(stdout), {
    "wb": ["forgotten", 0],
    "w": ["forgotten", 0],
    "rw": ["forgotten", 0],
    "rwb": ["forgotten", 0],
    "detached": ["", 1],
    "closed socket": ["<end>", -1],
  });
});

test("modes that are no text, and sizes at the edge of 64 bits, are as in CPython", () => {
  const [a, b] = pair();
  // deno-lint-ignore no-explicit-any
  const make = (...values: any[]) => (a as any).makefile(...values);
  const only = "(only r, w, b allowed)";
  assertThrows(() => make(bytes("r")), socket.ValueError, `invalid mode b'r' ${only}`);
  assertThrows(() => make([1]), socket.ValueError, `invalid mode (1,) ${only}`);
  assertThrows(() => make(["rw"]), socket.ValueError, `invalid mode ('rw',) ${only}`);
  assertThrows(() => make(5), TypeError, "'int' object is not iterable");
  assertThrows(
    () => make({ mode: "r" }),
    TypeError,
    "'dict' object is not iterable (this parameter goes by its position",
  );
  assertInstanceOf(make(["r", "b"]), socket.BufferedReader);
  assertThrows(() => make("w").write(null), TypeError, "write() argument must be str, not None");
  b.close();
  for (const mode of ["rb", "r"]) {
    const f = make(mode);
    assertThrows(
      () => f.read(-(2n ** 63n) - 1n),
      socket.OverflowError,
      "cannot fit 'int' into an index-sized integer",
    );
    assertThrows(
      () => f.read(2n ** 63n),
      socket.OverflowError,
      "cannot fit 'int' into an index-sized integer",
    );
    assertEquals(f.readline(mode === "rb" ? 2n ** 63n - 1n : 5).length, 0);
  }
  assertThrows(
    () => make("rb").read(-(2n ** 63n)),
    socket.ValueError,
    "read length must be non-negative or -1",
  );
  assertEquals([make("r").read(2n ** 63n - 1n), make("r").read(-(2n ** 63n))], ["", ""]);
  a.close();
});
