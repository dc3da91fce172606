import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { darwin_select } from "../ffi/darwin_select.ts";
import { epoll_event, linux_select } from "../ffi/linux_select.ts";
import { Kevent } from "../lib/polling/kqueue.ts";
import * as select from "../lib/select.ts";
import * as socket from "../mod.ts";
import {
  assert,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertLess,
  assertStrictEquals,
  assertThrows,
} from "./assert.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { assert_growth_below } from "./growth.ts";
import { any_python, cpython, linux, room_for_descriptors, test_with } from "./needs.ts";
import { python, run_script, start, start_python, this_runtime } from "./peer.ts";

const exported: Record<string, unknown> = { ...select };

/** What is exported besides Python's names. */
const OURS = ["KeyError", "LookupError", "OSError", "OverflowError", "ValueError"];

test_with(cpython)("every public name of Python's module is here, and nothing else", () => {
  const program = `
import json, select
names = {n: v if isinstance(v, int) else None for n, v in vars(select).items() if not n.startswith("_")}
print(json.dumps(names))`;
  const { stdout } = spawnSync(python!, ["-c", program], { encoding: "utf8", timeout: 20_000 });
  const names: Record<string, number | null> = JSON.parse(stdout);
  for (const [name, value] of Object.entries(names)) {
    if (value === null) assert(name in exported, name);
    else assertEquals(exported[name], value, name);
  }
  const ours = Object.keys(exported).filter((name) => exported[name] !== undefined && !OURS.includes(name));
  assertEquals(ours.sort(), Object.keys(names).sort());
});

test("the constants are the names of every system, and undefined where this one has none", () => {
  const tables = { ...linux_select, ...darwin_select };
  const functions = ["select", "poll", "epoll", "kqueue", "kevent", "error"];
  const constants = Object.keys(exported).filter((name) => !OURS.includes(name) && !functions.includes(name));
  assertEquals(constants.sort(), Object.keys(tables).sort());
  const here: Record<string, number> = process.platform === "linux" ? linux_select : darwin_select;
  for (const name of constants) assertStrictEquals(exported[name], here[name], name);
  assertStrictEquals(select.error, socket.OSError);
});

test("a program that imports the socket module alone loads nothing of this", () => {
  const root = new URL("..", import.meta.url).href;
  const loaded = new Set<string>();
  const waiting = [new URL("../mod.ts", import.meta.url).href];
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (loaded.has(url)) continue;
    loaded.add(url);
    for (
      const [, path] of readFileSync(new URL(url), "utf8").matchAll(
        /^(?:import|export|\}).* from "(\..*)";$/gm,
      )
    ) {
      waiting.push(new URL(path!, url).href);
    }
  }
  assertGreater(loaded.size, 30);
  const paths = [...loaded].map((url) => url.slice(root.length));
  assertEquals(paths.filter((path) => /polling|select|socketserver/.test(path)), []);
});

test("select() gives back the same objects, in order", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  const file = { fileno: () => a.fileno() };
  b.sendall("x");
  const [readable, writable, exceptional] = select.select([b, file, a], new Set([a, b]), [a], 0);
  assertEquals(readable.length, 2);
  assertStrictEquals(readable[0], file);
  assertStrictEquals(readable[1], a);
  assertEquals(writable.length, 2);
  assertStrictEquals(writable[0], a);
  assertEquals(exceptional, []);
});

test("every wait lasts as long as it was told, and a little longer", () => {
  const waits: [string, number, (seconds: number) => unknown][] = [
    ["select()", 0.0303, (seconds) => select.select([], [], [], seconds)],
    ["poll()", 0.0303, (seconds) => select.poll().poll(seconds * 1000)],
    ["epoll()", 0.0303, (seconds) => select.epoll().poll(seconds)],
    ["no time at all", 0, (seconds) => select.epoll().poll(seconds)],
  ];
  for (const [name, seconds, wait] of waits) {
    const start = performance.now();
    const ready = wait(seconds) as unknown[];
    const passed = performance.now() - start;
    assertEquals(ready.flat(), [], name);
    assertGreaterOrEqual(passed, seconds * 1000 - 0.1, name);
    assertLess(passed, 1000, name);
  }
});

test_with(any_python)("data that comes while they wait ends every wait", async () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  await using _peer = start_python(
    `import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
for i in range(3):
    assert s.recv(1) == b"?"
    time.sleep(0.05)
    s.sendall(b"x")
s.recv(1)`,
    String(server.getsockname()[1]),
  );
  server.settimeout(20);
  const [connection] = server.accept();
  using _connection = connection;
  const poller = select.poll();
  poller.register(connection, select.POLLIN);
  using kernel = select.epoll();
  kernel.register(connection, select.EPOLLIN);
  const waits: (() => unknown[])[] = [
    () => select.select([connection], [], [], 20)[0],
    () => poller.poll(20_000),
    () => kernel.poll(20),
  ];
  for (const wait of waits) {
    connection.sendall("?");
    const start = performance.now();
    assertEquals(wait().length, 1);
    assertGreater(performance.now() - start, 25);
    assertEquals(connection.recv(10), new TextEncoder().encode("x"));
  }
});

test_with(any_python)("a thousand signals a second do not make a wait shorter", async () => {
  let delivered = 0;
  const count = () => delivered++;
  process.on("SIGUSR1", count);
  try {
    await sleep(50);
    await using _peer = start_python(
      `import os, sys, time
end = time.monotonic() + 20
try:
    while time.monotonic() < end:
        os.kill(int(sys.argv[1]), 10)
        time.sleep(0.001)
except ProcessLookupError:
    pass`,
      String(process.pid),
    );
    await sleep(200);
    using kernel = select.epoll();
    for (
      const wait of [
        () => select.select([], [], [], 0.2),
        () => select.poll().poll(200),
        () => kernel.poll(0.2),
      ]
    ) {
      const start = performance.now();
      assertEquals((wait() as unknown[]).flat(), []);
      const passed = performance.now() - start;
      assert(passed >= 199.9 && passed < 5000, `${passed} ms`);
    }
    await sleep(50);
    assertGreater(delivered, 0);
  } finally {
    process.off("SIGUSR1", count);
  }
});

test("a fileno() that waits itself disturbs nothing", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  b.sendall("x");
  using kernel = select.epoll();
  kernel.register(b);
  const poller = select.poll();
  poller.register(b);
  const file = {
    fileno() {
      assertEquals(select.select([b], [b], [], 0), [[], [b], []]);
      assertEquals(poller.poll(0), [[b.fileno(), select.POLLOUT]]);
      assertEquals(kernel.poll(0), [[b.fileno(), select.EPOLLOUT]]);
      return a.fileno();
    },
  };
  const [readable, writable] = select.select([file, a], [a, file, b], [file], 0);
  assertEquals([readable.length, writable.length], [2, 3]);
  const another = select.poll();
  another.register(file, select.POLLIN);
  assertEquals(another.poll(0), [[a.fileno(), select.POLLIN]]);
  using second = select.epoll();
  second.register(file, select.EPOLLIN);
  assertEquals(second.poll(0), [[a.fileno(), select.EPOLLIN]]);
});

test("a fileno() that closes what it names is an error, and nothing worse", () => {
  const make = () => {
    const [a, b] = socket.socketpair();
    b.close();
    return {
      fileno() {
        const fd = a.fileno();
        a.close();
        return fd;
      },
    };
  };
  const error = assertThrows(() => select.select([make()], [], [], 0), socket.OSError, "[Errno 9]");
  assertEquals(error.errno, socket.EBADF);
  assertThrows(() => select.epoll().register(make()), socket.OSError, "[Errno 9]");
  const poller = select.poll();
  poller.register(make(), 0);
  assertEquals(poller.poll(0).map(([, event]) => event), [select.POLLNVAL]);
  // It closes the very object that it is registered with.
  const kernel = select.epoll();
  const closing = { fileno: () => (kernel.close(), 0) };
  assertThrows(() => kernel.register(closing), select.ValueError, "I/O operation on closed epoll object");
});

test("an iterable that throws, or that goes on, leaves nothing behind", () => {
  const before = descriptors();
  function* failing() {
    yield 0;
    throw new Error("on purpose");
  }
  for (let round = 0; round < 10; round++) {
    assertThrows(() => select.select(failing(), [], [], 0), Error, "on purpose");
  }
  assertEquals(select.select([], [], [], 0), [[], [], []]);
  assertEquals(opened_since(before), []);
});

test("poll() and epoll() work with and without new, and can be extended", () => {
  for (const poller of [select.poll(), new select.poll()]) {
    assertInstanceOf(poller, select.poll);
    assertStrictEquals(poller.constructor, select.poll);
    assertEquals(poller.poll(0), []);
  }
  class Mine extends select.epoll {
    readonly field = 5;
    twice(): number {
      return this.poll(0).length * 2;
    }
  }
  using mine = new Mine(10);
  using plain = select.epoll();
  using also = new select.epoll();
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  mine.register(a);
  assertEquals([mine.twice(), mine.field], [2, 5]);
  assert([mine, plain, also].every((poller) => poller instanceof select.epoll));
  using copy = Mine.fromfd(socket.dup(mine.fileno()));
  assertInstanceOf(copy, Mine);
  assertEquals(copy.poll(0).length, 1);
});

test("an epoll object is closed by using, once, and its descriptor is not inherited", () => {
  const before = descriptors();
  {
    using kernel = select.epoll();
    assertEquals([kernel.closed, opened_since(before).length], [false, 1]);
    if (process.platform === "linux") {
      const flags = /^flags:\s*(\d+)/m.exec(
        readFileSync(`/proc/self/fdinfo/${kernel.fileno()}`, "utf8"),
      )![1]!;
      assertEquals(parseInt(flags, 8) & 0o2000000, 0o2000000);
    }
  }
  assertEquals(opened_since(before), []);
  const kernel = select.epoll();
  const fd = kernel.fileno();
  kernel.close();
  using stranger = socket.socket();
  assertEquals(stranger.fileno(), fd, "the number was not used again");
  kernel.close();
  kernel[Symbol.dispose]();
  stranger.bind(["127.0.0.1", 0]);
  assertEquals(kernel.closed, true);
});

test_with(linux)("epoll objects that are forgotten are closed", async () => {
  const program = fileURLToPath(new URL("peers/forgotten_pollers.ts", import.meta.url));
  const options = { everything_allowed: true, gc: true };
  await using child = start(run_script(this_runtime, program, [], options));
  assertEquals(await child.end(), {
    code: 0,
    lines: ["the runtime has opened what it writes to", "opened 200", "left 0"],
  });
});

const MANY = 10_000;

/** {@linkcode MANY} duplicates of a descriptor. */
function duplicates(fd: number): { fds: number[] } & Disposable {
  const fds = Array.from({ length: MANY }, () => socket.dup(fd));
  return { fds, [Symbol.dispose]: () => fds.forEach((fd) => socket.close(fd)) };
}

test_with(room_for_descriptors(MANY))("ten thousand descriptors", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  using kernel = select.epoll();
  const poller = select.poll();
  using idle = duplicates(a.fileno());
  for (const fd of idle.fds) {
    kernel.register(fd, select.EPOLLIN);
    poller.register(fd, select.POLLIN);
  }
  assertEquals([kernel.poll(0), poller.poll(0)], [[], []]);
  b.sendall("x");
  assertEquals(poller.poll(0), idle.fds.map((fd) => [fd, select.POLLIN]));
  assertEquals(kernel.poll(0).length, 1023, "CPython's limit when none is given");
  const all = kernel.poll(0, MANY + 1);
  assertEquals(all.map(([fd]) => fd).sort((a, b) => a - b), [...idle.fds].sort((a, b) => a - b));
  assert(all.every(([, event]) => event === select.EPOLLIN));
  assert_growth_below(20, 20, () => kernel.poll(0, MANY));
  for (const fd of idle.fds) poller.unregister(fd);
  assertEquals(poller.poll(0), []);
});

test("waiting and failing takes no memory", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  using kernel = select.epoll();
  kernel.register(a);
  const poller = select.poll();
  poller.register(a);
  assert_growth_below(8, 20_000, () => {
    kernel.poll(0);
    poller.poll(0);
    select.select([a], [a], [], 0);
    using another = select.epoll();
    another.register(b);
  });
});

test("a number of events that no machine has memory for is no reason to take it", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  using kernel = select.epoll();
  kernel.register(a);
  const before = process.memoryUsage().rss;
  assertEquals(kernel.poll(0, 2 ** 27).length, 1);
  assertThrows(() => kernel.poll(0, 2 ** 31 - 1), socket.OSError, "[Errno 22]");
  assertLess(process.memoryUsage().rss - before, 200 * 2 ** 20);
});

test("the failed call's errno is the one that is thrown, hot or cold", () => {
  const wrong = select.epoll.fromfd(99_999);
  for (let round = 0; round < 5000; round++) {
    const errors = [
      assertThrows(() => wrong.poll(0), socket.OSError),
      assertThrows(() => wrong.unregister(0), socket.OSError),
    ];
    assertEquals(errors.map((error) => error.errno), [socket.EBADF, socket.EBADF]);
  }
  wrong.close();
});

test("struct epoll_event is packed on x86-64 only", () => {
  assertEquals(epoll_event("x64"), { size: 12, events: 0, fd: 4 });
  assertEquals(epoll_event("arm64"), { size: 16, events: 0, fd: 8 });
});

test("kevent objects keep what struct kevent holds", () => {
  const event = new Kevent(5, -1, 0x1_0001, 2 ** 32 + 3, -7, 2n ** 63n);
  assertEquals(
    [event.ident, event.filter, event.flags, event.fflags, event.data, event.udata],
    [5, -1, 1, 3, -7, 2n ** 63n],
  );
  assertEquals(
    String(event),
    "<select.kevent ident=5 filter=-1 flags=0x1 fflags=0x3 data=0xfffffffffffffff9 udata=0x8000000000000000>",
  );
  const memory = new DataView(new ArrayBuffer(64));
  Kevent._write(event, memory, 32);
  assertEquals(String(Kevent._read(memory, 32)), String(event));
  assertEquals(
    [...new Uint8Array(memory.buffer, 32)],
    // deno-fmt-ignore
    [5, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 0, 3, 0, 0, 0, 249, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 128],
  );
  assertThrows(() => new Kevent(-1, -1, 1), select.OverflowError, "can't convert negative value to size_t");
  assertThrows(
    () => new Kevent(2n ** 64n, -1, 1),
    select.OverflowError,
    "Python int too large to convert to C size_t",
  );
  assertThrows(
    () => new Kevent(1, 2 ** 15, 1),
    select.OverflowError,
    "signed short integer is greater than maximum",
  );
  assertThrows(
    () => new Kevent(1, -1, 1, 0, 2n ** 63n),
    select.OverflowError,
    "int too big to convert",
  );
  assertThrows(
    () => new Kevent("x" as never, -1, 1),
    TypeError,
    "argument must be an int, or have a fileno() method.",
  );
  assertThrows(() => {
    event.filter = "x" as never;
  }, TypeError);
  assertEquals(event.filter, -1);
});
