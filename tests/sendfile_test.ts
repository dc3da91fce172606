import { closeSync, openSync, readSync, truncateSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertGreater, assertInstanceOf, assertThrows } from "./assert.ts";
import { errno_message } from "./error_texts.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { any_python, test_with } from "./needs.ts";
import { start_python, this_runtime } from "./peer.ts";
import { DEADLINE, type Pair, streams, temporary_directory } from "./transports.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);

/** A connected pair, and a file that holds `content`. */
function scene(content: string | Uint8Array = "0123456789"): Disposable & Pair & { path: string } {
  const { a, b, ...pair } = streams["TCP over IPv4"]!();
  const directory = temporary_directory();
  const path = directory.join("file é %41");
  writeFileSync(path, content);
  return { a, b, path, [Symbol.dispose]: () => (pair[Symbol.dispose](), directory[Symbol.dispose]()) };
}

/** Everything that has been sent. */
function received({ a, b }: Pair): string {
  a.sendall("$");
  let all = "";
  while (!all.endsWith("$")) all += text(b.recv(1 << 20));
  return all.slice(0, -1);
}

/** A file object, as this module's, Deno's or somebody's might be. */
class MemoryFile {
  readonly content: Uint8Array;
  position = 0;
  log: number[] = [];
  constructor(content: string | Uint8Array) {
    this.content = typeof content === "string" ? bytes(content) : content;
  }
  readSync(p: Uint8Array): number | null {
    const part = this.content.subarray(this.position, this.position + p.length);
    p.set(part);
    this.position += part.length;
    return part.length === 0 ? null : part.length;
  }
  seek(offset: number, whence: number): void {
    assertEquals(whence, 0);
    this.position = offset;
    this.log.push(offset);
  }
}

const ways: Record<string, (path: string) => { file: socket.SendableFile; close?: () => void }> = {
  "a path": (path) => ({ file: path }),
  "a URL": (path) => ({ file: pathToFileURL(path) }),
  "a descriptor": (path) => {
    const fd = openSync(path, "r");
    return { file: fd, close: () => closeSync(fd) };
  },
  "an object with fileno()": (path) => {
    const fd = openSync(path, "r");
    return { file: { fileno: () => fd }, close: () => closeSync(fd) };
  },
  "an object with readSync()": () => ({ file: new MemoryFile("0123456789") }),
  "an object with read()": () => {
    const file = new MemoryFile("0123456789");
    const read = (size: number) => {
      const memory = new Uint8Array(Math.min(size, 4));
      return memory.subarray(0, file.readSync(memory) ?? 0);
    };
    return { file: { read, seek: file.seek.bind(file) } };
  },
};

for (const [name, way] of Object.entries(ways)) {
  test(`sendfile() sends ${name}`, () => {
    using s = scene();
    const before = descriptors();
    const { file, close } = way(s.path);
    const cases: [number | undefined, number | null | undefined, string][] = [
      [undefined, undefined, "0123456789"],
      [3, undefined, "3456789"],
      [3, 2, "34"],
      [0, null, "0123456789"],
      [8, 100, "89"],
      [10, null, ""],
      [1000, null, ""],
    ];
    for (const [offset, count, expected] of cases) {
      assertEquals(s.a.sendfile(file, offset, count), expected.length);
      assertEquals(received(s), expected);
    }
    close?.();
    assertEquals(opened_since(before), []);
  });
}

test("sendfile() sends an empty file", () => {
  using s = scene("");
  assertEquals([s.a.sendfile(s.path), s.a.sendfile(new MemoryFile(""))], [0, 0]);
  assertEquals(received(s), "");
});

test("sendfile() leaves a file object just behind what was sent", () => {
  using s = scene();
  const fd = openSync(s.path, "r");
  const cases: [number, number | null, number[]][] = [
    [0, null, [10]],
    [3, 2, [5]],
    [10, null, []],
  ];
  for (const [offset, count, expected] of cases) {
    const file = new MemoryFile("");
    // What reads ahead has a descriptor too: sendfile(2) uses that.
    s.a.sendfile({ fileno: () => fd, seek: file.seek.bind(file), readSync: () => 1 / 0 }, offset, count);
    assertEquals(file.log, expected);
    const readable = new MemoryFile("0123456789");
    readable.position = 7;
    const sent = s.a.sendfile(readable, offset, count);
    assertEquals(readable.position, offset + sent);
  }
  closeSync(fd);
});

test("sendfile() prefers seekSync() to a seek() that may be asynchronous", () => {
  using s = scene();
  const file = new MemoryFile("0123456789");
  const log: unknown[] = [];
  const object = {
    readSync: (p: Uint8Array) => file.readSync(p),
    seekSync: (offset: number, whence: number) => log.push([offset, whence]),
    seek: () => Promise.reject(new Error("never called")),
  };
  s.a.sendfile(object, 0, 4);
  assertEquals(log, [[0, 0], [4, 0]]);
});

test("sendfile() sends from a pipe that cannot seek, but not from the middle of it", () => {
  using s = scene();
  const once = () => {
    const file = new MemoryFile("pipe");
    return {
      readSync: (p: Uint8Array) => file.readSync(p),
      seekSync(): never {
        throw new Error("Illegal seek");
      },
    };
  };
  assertEquals(s.a.sendfile(once()), 4);
  assertThrows(() => s.a.sendfile(once(), 1), Error, "Illegal seek");
  class Plain {
    readSync = () => null;
  }
  assertThrows(() => s.a.sendfile(new Plain(), 1), TypeError, "'Plain' object has no attribute 'seek'");
  assertEquals(received(s), "pipe");
});

test("sendfile() reads and sends what sendfile(2) refuses", () => {
  using s = scene();
  const [in_pipe, out] = socket.socketpair();
  out.sendall("through a socket");
  out.close();
  assertEquals(s.a.sendfile(in_pipe.fileno()), 16);
  assertEquals(received(s), "through a socket");
  assertThrows(() => s.a.sendfile(in_pipe.fileno(), 3), socket.OSError, errno_message("ESPIPE"));
  in_pipe.close();
  // An object with a descriptor that cannot be read itself.
  const [again, end] = socket.socketpair();
  end.sendall("once more");
  end.close();
  assertEquals(s.a.sendfile({ fileno: () => again.fileno() }), 9);
  again.close();
  assertEquals(received(s), "once more");
  assertGreater(s.a.sendfile("/proc/self/status"), 100);
  assert(received(s).includes("Name:"));
  assertEquals(s.a.sendfile("/proc/self/status", 0, 5), 5);
  assertEquals(received(s), "Name:");
  assertEquals(s.a.sendfile("/dev/zero", 0, 100_000), 100_000);
  assertEquals(received(s), "\0".repeat(100_000));
  assertEquals(s.a.sendfile("/dev/null"), 0);
});

test("sendfile() reads when fileno() is not supported", () => {
  using s = scene();
  const file = new MemoryFile("0123456789");
  const object = {
    fileno(): number {
      throw new socket.UnsupportedOperation("fileno");
    },
    readSync: (p: Uint8Array) => file.readSync(p),
  };
  assertEquals(s.a.sendfile(object, 0, 3), 3);
  assertEquals(received(s), "012");
  const broken = {
    fileno(): number {
      throw new RangeError("broken");
    },
  };
  assertThrows(() => s.a.sendfile(broken), RangeError, "broken");
});

const is_deno = this_runtime === "deno" ? null : "this is not Deno";

test_with(is_deno)("sendfile() sends a Deno.FsFile", () => {
  // deno-lint-ignore no-explicit-any
  const Deno = (globalThis as any).Deno;
  using s = scene();
  using file = Deno.openSync(s.path);
  file.seekSync(7, 0);
  assertEquals(s.a.sendfile(file, 0, 6), 6);
  assertEquals([received(s), file.seekSync(0, 1)], ["012345", 6]);
  assertEquals(s.a.sendfile(file, 2), 8);
  assertEquals([received(s), file.seekSync(0, 1)], ["23456789", 10]);
});

const DRAIN = `
import hashlib, socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
hash, size = hashlib.sha256(), 0
while data := s.recv(1 << 20):
    hash.update(data)
    size += len(data)
print(size, hash.hexdigest())
`;

for (const timeout of [DEADLINE, null]) {
  test_with(any_python)(`sendfile() sends a big file to a real Python, timeout ${timeout}`, async () => {
    using directory = temporary_directory();
    const path = directory.join("big");
    const size = 100_000_007;
    const seed = new Uint8Array(1 << 20).map((_, index) => index * 31 + (index >> 8));
    writeFileSync(path, seed);
    truncateSync(path, size);
    const sum = spawnSync("sha256sum", [path], { encoding: "utf8", timeout: 20_000 }).stdout.split(" ")[0]!;
    using server = socket.socket();
    server.bind(["127.0.0.1", 0]);
    server.listen();
    server.settimeout(DEADLINE);
    await using peer = start_python(DRAIN, String(server.getsockname()[1]));
    {
      const [connection] = server.accept();
      using conn = connection;
      conn.settimeout(timeout);
      assertEquals(conn.sendfile(path), size);
    }
    assertEquals(await peer.line(), `${size} ${sum}`);
    assertEquals((await peer.end()).code, 0);
  });
}

test("sendfile() stops at its timeout, and the position says how far it got", () => {
  using directory = temporary_directory();
  const path = directory.join("big");
  writeFileSync(path, "");
  truncateSync(path, 64 << 20);
  for (const readable of [false, true]) {
    using pair = streams["UNIX stream by socketpair()"]!();
    pair.a.settimeout(0.02);
    const fd = openSync(path, "r");
    const log: number[] = [];
    const file = {
      ...(readable ? { readSync: (p: Uint8Array<ArrayBuffer>) => readSync(fd, p) } : { fileno: () => fd }),
      seek: (position: number) => log.push(position),
    };
    assertThrows(() => pair.a.sendfile(file), socket.TimeoutError, "timed out");
    let arrived = 0;
    pair.a.close();
    for (;;) {
      const { length } = pair.b.recv(1 << 20);
      if (length === 0) break;
      arrived += length;
    }
    assertGreater(arrived, 0);
    assertEquals(log, readable ? [0, arrived] : [arrived]);
    closeSync(fd);
  }
});

test("sendfile() to a peer that has gone is an exception, and nothing stays open", () => {
  const before = descriptors();
  {
    using s = scene(new Uint8Array(8 << 20));
    using pair = streams["UNIX stream by socketpair()"]!();
    pair.b.close();
    assertThrows(() => pair.a.sendfile(s.path), socket.BrokenPipeError, errno_message("EPIPE"));
    assertThrows(
      () => pair.a.sendfile(new MemoryFile("x")),
      socket.BrokenPipeError,
      errno_message("EPIPE"),
    );
    // A TCP peer that goes away while data is under way.
    s.b.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, new Uint8Array(Int32Array.of(1, 0).buffer));
    const file = new MemoryFile(new Uint8Array(64 << 20));
    const read = file.readSync.bind(file);
    file.readSync = (p) => {
      if (file.position >= 1 << 17) s.b.close();
      return read(p);
    };
    assertInstanceOf(assertThrows(() => s.a.sendfile(file), socket.OSError), socket.ConnectionError);
    assertGreater(file.position, (1 << 17) - 1);
    assertEquals(file.position, file.log.at(-1));
  }
  assertEquals(opened_since(before), []);
});

test("errors name the file", () => {
  using s = scene();
  const missing = assertThrows(() => s.a.sendfile("no such/file"), socket.FileNotFoundError);
  assertEquals([missing.message, missing.filename], [
    `${errno_message("ENOENT")}: 'no such/file'`,
    "no such/file",
  ]);
  const url = assertThrows(
    () => s.a.sendfile(new URL("file:///no%20such/f%C3%A9")),
    socket.FileNotFoundError,
  );
  assertEquals(url.filename, "/no such/fé");
  const directory = assertThrows(() => s.a.sendfile("/proc"), socket.IsADirectoryError);
  assertEquals(directory.message, `${errno_message("EISDIR")}: '/proc'`);
  assertThrows(() => s.a.sendfile("a\0b"), socket.ValueError, "embedded null byte");
  assertThrows(() => s.a.sendfile(new URL("http://localhost/x")), TypeError, "a URL of a local file");
  assertThrows(() => s.a.sendfile(new URL("file://server/x")), TypeError, "a URL of a local file");
  assertEquals(received(s), "");
});

test("a file name need not be UTF-8", () => {
  using directory = temporary_directory();
  using s = scene();
  const script = `printf odd > "$1/$(printf '\\377%%')"`;
  spawnSync("sh", ["-c", script, "sh", directory.path], { timeout: 10_000 });
  assertEquals(s.a.sendfile(`${directory.path}/\udcff%`), 3);
  assertEquals(s.a.sendfile(new URL(`${pathToFileURL(directory.path)}/%FF%25`)), 3);
  assertEquals(received(s), "oddodd");
});

test("wrong arguments get CPython's messages", () => {
  using s = scene();
  using datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  // deno-lint-ignore no-explicit-any
  const a = s.a as any;
  const file = s.path;
  const cases: [() => unknown, new (message: string) => Error, string][] = [
    [() => a.sendfile(), TypeError, "socket.sendfile() missing 1 required positional argument: 'file'"],
    [() => a.sendfile(null), TypeError, "'NoneType' object has no attribute 'read'"],
    [() => a.sendfile(true), TypeError, "'bool' object has no attribute 'read'"],
    [() => a.sendfile(new Map()), TypeError, "'Map' object has no attribute 'read'"],
    [() => a.sendfile(file, "a"), TypeError, "'str' object cannot be interpreted as an integer"],
    [() => a.sendfile(file, 1.5), TypeError, "'float' object cannot be interpreted as an integer"],
    [() => a.sendfile(file, -1), socket.OSError as never, `${errno_message("EINVAL")}: '${file}'`],
    [() => a.sendfile(file, 2 ** 63), socket.OverflowError, "Python int too large to convert to C long"],
    [
      () => a.sendfile(file, 2n ** 63n - 1n),
      socket.OSError as never,
      `${errno_message("EINVAL")}: '${file}'`,
    ],
    [() => a.sendfile(file, null), TypeError, "unsupported operand type(s) for +=: 'NoneType' and 'int'"],
    [() => a.sendfile(file, 0, 0), socket.ValueError, "count must be a positive integer (got 0)"],
    [() => a.sendfile(file, 0, -1), socket.ValueError, "count must be a positive integer (got -1)"],
    [() => a.sendfile(file, 0, 1.5), TypeError, "count must be a positive integer (got 1.5)"],
    [() => a.sendfile(file, 0, "a"), TypeError, "count must be a positive integer (got 'a')"],
    [() => a.sendfile({ mode: "r" }), socket.ValueError, "file should be opened in binary mode"],
    [() => a.sendfile(-1), socket.OSError as never, errno_message("EBADF")],
    [() => datagram.sendfile(file), socket.ValueError, "only SOCK_STREAM type sockets are supported"],
    [
      () => a.sendfile({ read: () => Promise.resolve() }),
      TypeError,
      "memoryview: a bytes-like object is required, not 'Promise'",
    ],
    [() => a.sendfile({ fileno: () => "3" }), TypeError, "'str' object cannot be interpreted as an integer"],
  ];
  for (const [call, Class, message] of cases) assertEquals(assertThrows(call, Class).message, message);
  assertEquals(a.sendfile(file, true, 2n ** 70n), 9);
  assertEquals(a.sendfile({ mode: "rb", readSync: () => 0 }), 0);
  s.a.setblocking(false);
  for (const source of [file, new MemoryFile("x"), { fileno: () => 0 }]) {
    assertThrows(() => s.a.sendfile(source), socket.ValueError, "non-blocking sockets are not supported");
  }
  s.b.close();
  assertThrows(() => s.b.sendfile(new MemoryFile("x")), socket.OSError, errno_message("EBADF"));
  assertThrows(() => s.b.sendfile(file), socket.ValueError, "Invalid file descriptor: -1");
});

test("readSync() that lies is found out", () => {
  using s = scene();
  for (const n of [-1, 1e9, 2 ** 40]) {
    assertThrows(() => s.a.sendfile({ readSync: () => n }), socket.ValueError, "readSync() returned");
  }
  for (const n of ["5", 1.5, NaN]) {
    assertThrows(() => s.a.sendfile({ readSync: () => n as number }), TypeError, "integer");
  }
  const thief = {
    readSync(p: Uint8Array<ArrayBuffer>) {
      structuredClone(p.buffer, { transfer: [p.buffer] });
      return 100;
    },
  };
  assertThrows(() => s.a.sendfile(thief), socket.ValueError, "there is room for 0 bytes");
  assertEquals(received(s), "");
});

test("a subclass's send() is used where the file is read", () => {
  class Loud extends socket.socket {
    override send(data: socket.BytesLike | string): number {
      return super.send(text(data as Uint8Array).toUpperCase());
    }
  }
  const [a, b] = socket.socketpair();
  using loud = new Loud(socket.AF_UNIX as number, socket.SOCK_STREAM, 0, a.detach()), peer = b;
  assertEquals(loud.sendfile(new MemoryFile("quiet")), 5);
  assertEquals(text(peer.recv(10)), "QUIET");
});

/** A socket whose methods say something else. */
function pretending(methods: object): Disposable & Pair {
  class Pretending extends socket.socket {}
  Object.assign(Pretending.prototype, methods);
  const [a, b] = socket.socketpair();
  const pretending = new Pretending(
    socket.AF_UNIX as number,
    socket.SOCK_STREAM,
    0,
    a.detach(),
  ) as socket.Socket;
  b.settimeout(DEADLINE);
  socket.Socket.prototype.settimeout.call(pretending, DEADLINE);
  return {
    a: pretending,
    b: b as socket.Socket,
    [Symbol.dispose]() {
      pretending.close();
      b.close();
    },
  };
}

test("what a subclass says of its descriptor and its timeout is checked before C sees it", () => {
  using directory = temporary_directory();
  const path = directory.join("file");
  writeFileSync(path, "0123456789");
  // As CPython 3.13 answers.
  const wrong: [object, new (message: string) => Error, string][] = [
    [{ fileno: () => 1.5 }, socket.ValueError, "Invalid file object: 1.5"],
    [{ fileno: () => "x" }, socket.ValueError, "Invalid file object: 'x'"],
    [{ fileno: () => null }, socket.ValueError, "Invalid file object: None"],
    [{ fileno: () => -5 }, socket.ValueError, "Invalid file descriptor: -5"],
    [{ fileno: () => 2 ** 40 }, socket.OverflowError, "Python int too large to convert to C int"],
    [{ fileno: () => 2n ** 70n }, socket.OverflowError, "Python int too large to convert to C int"],
    [{ gettimeout: () => "x" }, TypeError, "'<=' not supported between instances of 'str' and 'int'"],
    [{ gettimeout: () => NaN }, socket.ValueError, "cannot convert float NaN to integer"],
    [{ gettimeout: () => Infinity }, socket.OverflowError, "cannot convert float infinity to integer"],
    [{ gettimeout: () => false }, socket.ValueError, "non-blocking sockets are not supported"],
  ];
  for (const [methods, Class, message] of wrong) {
    using pair = pretending(methods);
    assertEquals(assertThrows(() => pair.a.sendfile(path), Class).message, message);
    assertEquals(received(pair), "");
  }
  for (const timeout of [-1, -1.5, true, 1e-12, null, 3n]) {
    using pair = pretending({ gettimeout: () => timeout });
    assertEquals(pair.a.sendfile(path), 10);
    assertEquals(received(pair), "0123456789");
  }
  for (const [n, Class] of [[-1, socket.ValueError], [1.5, TypeError], [undefined, TypeError]] as const) {
    using pair = pretending({ send: () => n });
    assertThrows(() => pair.a.sendfile(new MemoryFile("x")), Class as never);
  }
});

test("sendfile() reads as little ahead as CPython does", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  pair.b.close();
  const file = new MemoryFile(new Uint8Array(100_000));
  assertThrows(() => pair.a.sendfile(file), socket.BrokenPipeError);
  assertEquals(file.position, 8192);
});
