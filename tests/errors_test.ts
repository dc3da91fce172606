import { test } from "node:test";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "./assert.ts";

const { OSError } = socket;

test("OSError chooses its class by errno, as in Python", () => {
  const classes: [number, typeof OSError][] = [
    [1, socket.PermissionError],
    [2, socket.FileNotFoundError],
    [3, socket.ProcessLookupError],
    [4, socket.InterruptedError],
    [10, socket.ChildProcessError],
    [11, socket.BlockingIOError],
    [13, socket.PermissionError],
    [17, socket.FileExistsError],
    [20, socket.NotADirectoryError],
    [21, socket.IsADirectoryError],
    [32, socket.BrokenPipeError],
    [103, socket.ConnectionAbortedError],
    [104, socket.ConnectionResetError],
    [108, socket.BrokenPipeError],
    [110, socket.TimeoutError],
    [111, socket.ConnectionRefusedError],
    [114, socket.BlockingIOError],
    [115, socket.BlockingIOError],
    [98, OSError],
  ];
  for (const [errno, Class] of classes) {
    const error = new OSError(errno, "text");
    assertStrictEquals(error.constructor, Class);
    assertInstanceOf(error, OSError);
    assertInstanceOf(error, Error);
    assertEquals([error.errno, error.strerror, error.message], [errno, "text", `[Errno ${errno}] text`]);
    assertEquals([error.name, String(error)], [Class.name, `${Class.name}: [Errno ${errno}] text`]);
    assert(
      error.stack!.includes(`${Class.name}: [Errno ${errno}] text`) || error.stack!.includes("errors_test"),
    );
  }
});

test("OSError keeps its arguments as Python does", () => {
  const plain = new OSError("only a message");
  assertEquals([plain.errno, plain.strerror, plain.filename, plain.code], [null, null, null, undefined]);
  assertEquals(plain.message, "only a message");
  assertEquals(new OSError().message, "");
  const named = new OSError(2, "No such file or directory", "x.txt");
  assertEquals(named.message, "[Errno 2] No such file or directory: 'x.txt'");
  assertEquals([named.filename, named.code], ["x.txt", "ENOENT"]);
  assertEquals(new OSError(5, "x", "it's").message, `[Errno 5] x: "it's"`);
  assertEquals(new OSError(5, null).message, "[Errno 5] None");
  const two = new OSError(2, "x", "f", null, "g");
  assertEquals([two.message, two.name], ["[Errno 2] x: 'f' -> 'g'", "FileNotFoundError"]);
  const blocked = new OSError(11, "text", 42) as socket.BlockingIOError;
  assertEquals([blocked.characters_written, blocked.filename], [42, null]);
});

test("the classes form Python's tree", () => {
  assertStrictEquals(socket.error, OSError);
  assertStrictEquals(socket.timeout, socket.TimeoutError);
  const connection = [
    socket.BrokenPipeError,
    socket.ConnectionAbortedError,
    socket.ConnectionRefusedError,
    socket.ConnectionResetError,
  ];
  for (const Class of connection) assert(Class.prototype instanceof socket.ConnectionError, Class.name);
  for (const Class of [socket.gaierror, socket.herror, socket.TimeoutError, socket.UnsupportedOperation]) {
    assert(Class.prototype instanceof OSError, Class.name);
  }
  assert(new socket.ValueError() instanceof RangeError);
  assert(new socket.OverflowError() instanceof RangeError);
  assert(new socket.UnicodeError() instanceof socket.ValueError);
});

test("a resolver's error has the EAI_ name for a code", () => {
  const error = new socket.gaierror(socket.EAI_NONAME, "Name or service not known");
  assertEquals([error.code, error.message], ["EAI_NONAME", "[Errno -2] Name or service not known"]);
  assertEquals(new socket.herror(1, "Unknown host").code, "HOST_NOT_FOUND");
});
