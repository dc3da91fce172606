import { spawnSync } from "node:child_process";
import { inspect } from "node:util";
import { test } from "node:test";
import * as selectors from "../lib/selectors.ts";
import * as socket from "../mod.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "./assert.ts";
import { assert_growth_below } from "./growth.ts";
import { any_python, linux, room_for_descriptors, test_with } from "./needs.ts";
import { python, start_python } from "./peer.ts";

const { EVENT_READ, EVENT_WRITE } = selectors;
const exported: Record<string, unknown> = { ...selectors };

const KINDS: [string, typeof selectors.PollSelector][] = Object.entries({
  SelectSelector: selectors.SelectSelector,
  PollSelector: selectors.PollSelector,
  EpollSelector: selectors.EpollSelector,
  KqueueSelector: selectors.KqueueSelector,
}).filter(([, Selector]) => Selector !== undefined);

test_with(any_python)("every public name of Python's module is here", () => {
  const leaked = ["ABCMeta", "Mapping", "abstractmethod", "math", "namedtuple", "select", "sys"];
  const program = `import json, selectors; print(json.dumps([n for n in dir(selectors) if n[0] != "_"]))`;
  const { stdout } = spawnSync(python!, ["-c", program], { encoding: "utf8", timeout: 20_000 });
  const names: string[] = JSON.parse(stdout);
  assertEquals(names.filter((name) => !leaked.includes(name) && exported[name] === undefined), []);
  assertStrictEquals(selectors.DefaultSelector, selectors.EpollSelector ?? selectors.KqueueSelector);
});

type Callback = (sock: socket.Socket<socket.InetAddress>) => void;

/** The echo server of Python's documentation; it ends when the last of its connections is over. */
function serve(
  selector: selectors.BaseSelector<Callback>,
  server: socket.Socket<socket.InetAddress>,
  count: number,
) {
  let left = count;
  function accept(sock: socket.Socket<socket.InetAddress>): void {
    const [connection] = sock.accept();
    connection.setblocking(false);
    selector.register(connection, EVENT_READ, read);
  }
  function read(connection: socket.Socket<socket.InetAddress>): void {
    const data = connection.recv(1000);
    if (data.length > 0) return connection.sendall(data);
    selector.unregister(connection);
    connection.close();
    left--;
  }
  server.setblocking(false);
  selector.register(server, EVENT_READ, accept);
  while (left > 0) {
    const ready = selector.select(20);
    assertNotEquals(ready, [], "nothing happens any more");
    for (const [key, mask] of ready) {
      assertEquals(mask, EVENT_READ);
      key.data!(key.fileobj as socket.Socket<socket.InetAddress>);
    }
  }
  selector.unregister(server);
}

for (const [name, Selector] of KINDS) {
  test_with(any_python)(`${name}: an echo server for many connections at once`, async () => {
    using selector = Selector<Callback>();
    using server = socket.create_server(["127.0.0.1", 0], { backlog: 100 });
    await using peer = start_python(
      `import socket, sys
connections = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20) for _ in range(60)]
for round in range(5):
    for index, c in enumerate(connections):
        c.sendall(b"%d %d;" % (round, index))
    for index, c in reversed(list(enumerate(connections))):
        expected = b"%d %d;" % (round, index)
        got = b""
        while len(got) < len(expected):
            got += c.recv(100)
        assert got == expected
for c in connections:
    c.close()
print("ok")`,
      String(server.getsockname()[1]),
    );
    serve(selector, server, 60);
    assertEquals(selector.get_map()!.size, 0);
    assertEquals(await peer.end(), { code: 0, lines: ["ok"] });
  });

  test(`${name}: waits for room and for data, and tells them apart`, () => {
    using selector = Selector<string>();
    const [a, b] = socket.socketpair();
    using _a = a, _b = b;
    const key = selector.register(a, EVENT_READ | EVENT_WRITE, "left");
    assertEquals(selector.select(0), [[key, EVENT_WRITE]]);
    b.sendall("x");
    assertEquals(selector.select(), [[key, EVENT_READ | EVENT_WRITE]]);
    a.setblocking(false);
    assertThrows(() => {
      for (;;) a.send(new Uint8Array(1 << 16));
    }, socket.BlockingIOError);
    assertEquals(selector.select(5), [[key, EVENT_READ]]);
    assertStrictEquals(selector.select(5)[0]![0], key);
    assertEquals(selector.modify(a, EVENT_WRITE).data, null);
    const start = performance.now();
    assertEquals(selector.select(0.03), []);
    assert(performance.now() - start >= 29.9);
    assertEquals(selector.select(-1), []);
  });

  test(`${name}: the map is live, read-only, and a ReadonlyMap`, () => {
    using selector = Selector<string>();
    const [a, b] = socket.socketpair();
    using _a = a, _b = b;
    const map: ReadonlyMap<selectors.FileDescriptorLike, selectors.SelectorKey<string>> = selector.get_map()!;
    assertStrictEquals(selector.get_map(), map);
    assertEquals(map.size, 0);
    const left = selector.register(a, EVENT_READ, "left");
    const right = selector.register(b, EVENT_WRITE);
    assertEquals(map.size, 2);
    assertStrictEquals(map.get(a), left);
    assertStrictEquals(map.get(a.fileno()), left);
    assertStrictEquals(map.get({ fileno: () => b.fileno() }), right);
    assertEquals([map.has(a), map.has(9999), map.get(9999)], [true, false, undefined]);
    assertEquals([...map.keys()], [a.fileno(), b.fileno()]);
    assertEquals([...map.values()], [left, right]);
    assertEquals([...map], [[a.fileno(), left], [b.fileno(), right]]);
    assertEquals([...map.entries()], [...map]);
    const seen: unknown[] = [];
    map.forEach(function (this: unknown, key, fd, whole) {
      seen.push(this, key, fd, whole === map);
    }, "this");
    assertEquals(seen, ["this", left, a.fileno(), true, "this", right, b.fileno(), true]);
    assertEquals(["set", "delete", "clear"].filter((method) => method in map), []);
    selector.unregister(b);
    assertEquals(map.size, 1);
    assertStrictEquals(selector.get_key(a), left);
    assertThrows(() => selector.get_key(b), selectors.KeyError, `'${b} is not registered'`);
    selector.close();
    assertEquals([map.size, selector.get_map()], [0, null]);
    const error = assertThrows(() => selector.get_key(a), selectors.RuntimeError, "Selector is closed");
    assertEquals(error.name, "RuntimeError");
  });

  test(`${name}: an object whose descriptor is gone is found, and another with its number is not taken for it`, () => {
    using selector = Selector<string>();
    const [a, b] = socket.socketpair();
    using _b = b;
    const fd = a.fileno();
    selector.register(a, EVENT_READ, "first");
    a.close();
    assertEquals(selector.get_key(a).data, "first");
    using stranger = socket.socket();
    assertEquals(stranger.fileno(), fd, "the number was not used again");
    assertThrows(
      () => selector.register(stranger, EVENT_READ),
      selectors.KeyError,
      `(FD ${fd}) is already registered`,
    );
    assertEquals(selector.unregister(a).fd, fd);
    assertThrows(() => selector.unregister(a), selectors.ValueError, "Invalid file descriptor: -1");
    assertEquals(selector.register(stranger, EVENT_READ, "second").data, "second");
  });

  test(`${name}: a fileno() that uses the selector, closes it, or does not say the same twice`, () => {
    const selector = Selector<string>();
    const [a, b] = socket.socketpair();
    using _a = a, _b = b;
    const reentrant = {
      fileno() {
        if (selector.get_map()!.size === 0) selector.register(b, EVENT_WRITE, "inner");
        assertEquals(selector.select(0).length, selector.get_map()!.size);
        return a.fileno();
      },
    };
    selector.register(reentrant, EVENT_WRITE, "outer");
    assertEquals(selector.select(0).map(([key]) => key.data).sort(), ["inner", "outer"]);
    selector.unregister(reentrant);
    selector.unregister(b);
    let answer = a.fileno();
    const fickle = { fileno: () => answer };
    selector.register(fickle, EVENT_WRITE, "fickle");
    answer = b.fileno();
    assertThrows(() => selector.unregister(fickle), selectors.KeyError, "is not registered");
    assertEquals(selector.unregister(a.fileno()).data, "fickle");
    const closing = {
      fileno() {
        selector.close();
        return a.fileno();
      },
    };
    assertThrows(() => selector.get_map()!.get(closing) ?? selector.get_key(closing), selectors.RuntimeError);
    assertEquals(selector.get_map(), null);
  });

  test(`${name}: works with and without new, and can be extended`, () => {
    class Mine extends Selector<number> {
      readonly field = 5;
      override register(fileobj: selectors.FileDescriptorLike, events: number, data: number | null = null) {
        return super.register(fileobj, events, (data ?? 0) + this.field);
      }
    }
    const [a, b] = socket.socketpair();
    using _a = a, _b = b;
    for (const selector of [Selector<number>(), new Selector<number>(), new Mine()]) {
      using _selector = selector;
      assertInstanceOf(selector, Selector);
      assertInstanceOf(selector, selectors.BaseSelector);
      assertEquals(selector.register(a, EVENT_WRITE, 1).data, selector instanceof Mine ? 6 : 1);
      assertEquals(selector.select(0).length, 1);
    }
    assertEquals(Selector.name, name);
  });
}

test("SelectorKey is Python's named tuple", () => {
  const key = selectors.SelectorKey<string>(7, 7, EVENT_READ, "data");
  const [fileobj, fd, events, data] = key;
  assertEquals([fileobj, fd, events, data], [7, 7, EVENT_READ, "data"]);
  assertEquals(String(key), "SelectorKey(fileobj=7, fd=7, events=1, data='data')");
  assertEquals(inspect(key), String(key));
  assertInstanceOf(key, selectors.SelectorKey);
  assertEquals(new selectors.SelectorKey(7, 7, EVENT_READ, "data"), key);
  using s = socket.socket();
  assertEquals(
    String(selectors.SelectorKey(s, s.fileno(), 3, null)),
    `SelectorKey(fileobj=${s}, fd=${s.fileno()}, events=3, data=None)`,
  );
});

test("BaseSelector wants its methods, and modify() of its own unregisters and registers", () => {
  assertThrows(
    () => new (selectors.BaseSelector as unknown as new () => unknown)(),
    TypeError,
    "Can't instantiate abstract class BaseSelector without an implementation for abstract methods " +
      "'get_map', 'register', 'select', 'unregister'",
  );
  const calls: unknown[] = [];
  class Mine extends selectors.BaseSelector {
    override register(...values: [selectors.FileDescriptorLike, number, unknown?]) {
      calls.push(values);
      return selectors.SelectorKey(values[0], 1, values[1], values[2] ?? null);
    }
    override unregister(fileobj: selectors.FileDescriptorLike) {
      calls.push([fileobj]);
      return selectors.SelectorKey(fileobj, 1, 1, null);
    }
    override select(): [] {
      return [];
    }
    override get_map() {
      return new Map([[5, selectors.SelectorKey(5, 5, 1, null)]]);
    }
  }
  using mine = new Mine();
  mine.modify(3, 2, "x");
  assertEquals(calls, [[3], [3, 2, "x"]]);
  assertEquals(mine.get_key(5).fd, 5);
  assertThrows(() => mine.get_key(6), selectors.KeyError, "'6 is not registered'");
});

test("a fileno() is taken as Python's int() takes it", () => {
  using selector = selectors.PollSelector();
  const of = (value: unknown) => ({ fileno: () => value }) as unknown as selectors.FileDescriptorLike;
  assertEquals(selector.register(of(98.7), EVENT_READ).fd, 98);
  assertEquals(selector.register(of(" 1_00 "), EVENT_READ).fd, 100);
  assertEquals(selector.register(of(101n), EVENT_READ).fd, 101);
  assertEquals(selector.register(-0, EVENT_READ).fd, 0);
  assertEquals(Object.is(selector.get_key(0).fd, 0), true);
});

const many = linux ?? room_for_descriptors(10_000);

test_with(many)("EpollSelector: ten thousand file objects, of which a few are ready", () => {
  using selector = selectors.EpollSelector<number>();
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  const idle: number[] = [];
  try {
    while (idle.length < 10_000) idle.push(socket.dup(b.fileno()));
    idle.forEach((fd, index) => selector.register(fd, EVENT_READ, index));
    selector.register(a, EVENT_WRITE, -1);
    assertEquals(selector.get_map()!.size, 10_001);
    assertEquals(selector.select(0).map(([key]) => key.data), [-1]);
    assert_growth_below(8, 20_000, () => selector.select(0));
    a.sendall("x");
    const ready = selector.select(0);
    assertEquals(ready.length, 10_001);
    assertEquals(new Set(ready.map(([key]) => key.data)).size, 10_001);
    for (const fd of idle) selector.unregister(fd);
    assertEquals(selector.select(0).length, 1);
  } finally {
    idle.forEach((fd) => socket.close(fd));
  }
});
