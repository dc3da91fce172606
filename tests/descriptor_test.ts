import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as socket from "../mod.ts";
import { assertEquals, assertLess, assertThrows } from "./assert.ts";
import { linux, test_with } from "./needs.ts";
import { type Peer, run_script, start, this_runtime } from "./peer.ts";
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

test("sockets and files that are closed by hand, or never opened, leave nothing behind in a loop that never awaits", async () => {
  const program = fileURLToPath(new URL("peers/closed_sockets.ts", import.meta.url));
  await using child = start(run_script(this_runtime, program));
  const { code, lines } = await child.end();
  assertEquals(code, 0);
  const [closed, detached, files, not_accepted, no_pairs] = lines.map(Number);
  // The registry would hold some 30 MiB of sockets in Deno, and 10 to 20 in Bun; and 200 to 300 of files with their buffers.
  assertLess(closed!, 6);
  assertLess(detached!, 6);
  assertLess(files!, 40);
  // Between 50 and 80 MiB, and between 15 and 40.
  assertLess(not_accepted!, 6);
  assertLess(no_pairs!, 6);
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
    "a class that makes no socket of a duplicate": () => {
      class Nothing extends socket.socket {
        constructor(family?: number, type?: number, proto?: number, fileno?: number) {
          if (fileno !== undefined) throw new Error("not today");
          super(family, type, proto);
        }
      }
      using first = new Nothing();
      first.dup();
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

function start_with_collector(script: string, ...under: string[]): Peer {
  const program = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  return start([...under, ...run_script(this_runtime, program, [], { everything_allowed: true, gc: true })]);
}

test("without a free descriptor a call fails, and no collection helps before the event loop turns", async () => {
  await using child = start_with_collector(
    "out_of_descriptors.ts",
    "sh",
    "-c",
    'ulimit -n 256; exec "$0" "$@"',
  );
  assertEquals(await child.end(), {
    code: 0,
    lines: [
      "opening and forgetting: EMFILE",
      "accept(): EMFILE",
      "after a collection: EMFILE",
      "after a turn of the event loop: none",
    ],
  });
});

test_with(linux)("the descriptor 0 is as good as any other", async () => {
  await using child = start_with_collector("descriptor_zero.ts");
  const { code, lines } = await child.end();
  assertEquals(code, 0);
  assertEquals(lines, [
    ...["socket()", "accept()", "dup()", "fromfd()"].map((what) => `${what} 0 false`),
    "fromfd() of no family TypeError: 'str' object cannot be interpreted as an integer false",
    ...["socket(fileno)", "socketpair()", "recv_fds()", "epoll()", "poll()"].map((what) => `${what} 0 false`),
    "a forgotten socket 0",
    "collected true",
  ]);
});

test("a descriptor that is made where the stack is full is not lost", async () => {
  await using child = start_with_collector("full_stack.ts");
  const calls = ["socket()", "socketpair()", "socket.dup()", "fromfd()", "accept()", "recv_fds()"];
  assertEquals(await child.end(), { code: 0, lines: calls.map((call) => `${call} 0`) });
});

test("forgotten sockets are closed by the collector, once the event loop turns", async () => {
  await using child = start_with_collector("forgotten_sockets.ts");
  assertEquals(await child.end(), {
    code: 0,
    lines: [
      "the runtime has opened what it writes to",
      "opened 1000",
      "left 0",
      "the closed one's number was left alone",
    ],
  });
});
