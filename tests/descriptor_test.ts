import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as socket from "../mod.ts";
import { assertEquals, assertLess, assertThrows } from "./assert.ts";
import { runtimes, start, this_runtime } from "./peer.ts";
import { no_socket, transports } from "./transports.ts";

const count_descriptors = () => readdirSync("/proc/self/fd").length;

// The runtimes open descriptors of their own for this and that when they first need them, so each test warms up first.
function without_leak(what: () => void, times = 1000): void {
  for (let i = 0; i < 3; i++) what();
  const before = count_descriptors();
  for (let i = 0; i < times; i++) what();
  const after = count_descriptors();
  assertLess(after - before, 5, `${after - before} descriptors more after ${times} times`);
}

test("dup() and close() take any integer whose low 32 bits are a descriptor, as CPython does", () => {
  using s = socket.socket();
  const fd = s.fileno();
  const copies = [fd, BigInt(fd), 2n ** 32n + BigInt(fd), BigInt(fd) - 2n ** 40n].map((value) =>
    socket.dup(value as number)
  );
  assertEquals(new Set([...copies, fd]).size, 5);
  for (const copy of copies) {
    using again = new socket.socket(-1, -1, -1, copy);
    assertEquals([again.family, again.get_inheritable()], [s.family, false]);
  }
  const copy = socket.dup(fd);
  socket.close((2n ** 32n + BigInt(copy)) as never);
  for (const call of [socket.dup, socket.close]) {
    assertEquals(assertThrows(() => void call(copy), socket.OSError).code, "EBADF");
    assertEquals(assertThrows(() => void call(-1), socket.OSError).code, "EBADF");
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 1e300]) {
      assertThrows(
        () => void call(value as number),
        socket.OverflowError,
        "Python int too large to convert to C long",
      );
    }
    for (const value of ["3", 1.5, null, s]) {
      assertThrows(() => void call(value as never), TypeError, "cannot be interpreted as an integer");
    }
  }
});

test("a descriptor is inherited if it was said so last", () => {
  using s = socket.socket();
  const said: [unknown, boolean][] = [[true, true], [true, true], [false, false], [false, false], [2, true], [
    0,
    false,
  ]];
  for (const [value, expected] of said) {
    s.set_inheritable(value as boolean);
    assertEquals(s.get_inheritable(), expected);
  }
  assertThrows(() => s.set_inheritable("yes" as never), TypeError, "cannot be interpreted as an integer");
  s.close();
  const calls = [
    () => s.get_inheritable(),
    () => s.set_inheritable(true),
    () => s.setblocking(true),
    () => s.dup(),
  ];
  for (const call of calls) assertEquals(assertThrows(call as () => void, socket.OSError).code, "EBADF");
});

test("a thousand sockets opened and closed leave no descriptor behind", () => {
  without_leak(() => socket.socket().close());
  without_leak(() => {
    using _s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  });
  without_leak(() => socket.socketpair().forEach((s) => s.close()));
  without_leak(() => {
    using s = socket.socket();
    s.dup().close();
    socket.fromfd(s.fileno(), s.family, s.type).close();
    socket.close(socket.dup(s.fileno()));
    socket.close(s.detach());
  });
});

for (const [name, make] of Object.entries(transports)) {
  test(`${name}: connections opened, used and closed leave no descriptor behind`, () => {
    without_leak(() => {
      using pair = make();
      pair.a.send("x");
      pair.b.recv(1);
    }, 100);
  });
}

test("no failing path leaves a descriptor behind", () => {
  using busy = socket.socket();
  busy.bind(["127.0.0.1", 0]);
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  s.listen();
  s.setblocking(false);
  const other = no_socket();
  const failures: Record<string, () => unknown> = {
    "a family that does not exist": () => socket.socket(999),
    "a type that does not exist": () => socket.socket(socket.AF_INET, 999),
    "a wrong argument": () => socket.socket("x" as never),
    "a pair of a family without pairs": () => socket.socketpair(socket.AF_INET),
    "a descriptor that is no socket": () => socket.fromfd(other, socket.AF_INET, socket.SOCK_STREAM),
    "a closed descriptor": () => socket.fromfd(99999, socket.AF_INET, socket.SOCK_STREAM),
    "nobody to accept": () => s.accept(),
    "a refused connection": () => {
      using client = socket.socket();
      client.connect(busy.getsockname());
    },
    "a timed out connection": () => {
      using client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
      client.settimeout(0.001);
      client.recv(1);
    },
    "an unknown host": () => {
      using client = socket.socket();
      client.connect(["no-such-host.invalid", 1]);
    },
    "an address in use": () => {
      using second = socket.socket();
      second.bind(busy.getsockname());
    },
    "a wrong address": () => {
      using second = socket.socket();
      second.bind(["127.0.0.1", 65536]);
    },
  };
  for (const [name, fail] of Object.entries(failures)) {
    without_leak(() => assertThrows(fail, Error, undefined, name), 30);
  }
});

test("forgotten sockets are closed by the collector, once the event loop turns", async () => {
  const program = fileURLToPath(new URL("peers/forgotten_sockets.ts", import.meta.url));
  const command = this_runtime === "deno"
    ? [runtimes.deno!, "run", "-A", "--no-check", "--v8-flags=--expose-gc", program]
    : [runtimes.bun!, "--expose-gc", program];
  await using child = start(command);
  assertEquals(await child.end(), {
    code: 0,
    lines: ["opened 1000", "left 0", "the closed one's number was left alone"],
  });
});
