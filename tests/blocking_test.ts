import { writeFileSync } from "node:fs";
import process from "node:process";
import { Worker } from "node:worker_threads";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { libc } from "../ffi/libc.ts";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertGreater, assertLess, assertThrows } from "./assert.ts";
import { errno_message } from "./error_texts.ts";
import { any_python, test_with } from "./needs.ts";
import { start_python } from "./peer.ts";
import { replaced } from "./replaced.ts";
import { streams, temporary_directory } from "./transports.ts";

test("settimeout() takes what CPython's takes", () => {
  using s = socket.socket();
  const good: [number | null, number | null][] = [
    [null, null],
    [0, 0],
    [-0, 0],
    [1, 1],
    [0.25, 0.25],
    [1e-10, 1e-9],
    [9e9, 9e9],
    [true as never, 1],
    [3n as never, 3],
  ];
  for (const [timeout, kept] of good) {
    s.settimeout(timeout);
    assertEquals([s.gettimeout(), s.timeout, s.getblocking()], [kept, kept, kept !== 0]);
  }
  assertThrows(() => s.settimeout(-1), socket.ValueError, "Timeout value out of range");
  assertThrows(() => s.settimeout(-1e-10), socket.ValueError, "Timeout value out of range");
  assertThrows(() => s.settimeout(NaN), socket.ValueError, "Invalid value NaN (not a number)");
  assertThrows(
    () => s.settimeout(Infinity),
    socket.OverflowError,
    "timestamp out of range for platform time_t",
  );
  assertThrows(
    () => s.settimeout(1e10),
    socket.OverflowError,
    "timestamp too large to convert to C PyTime_t",
  );
  assertThrows(
    () => s.settimeout(2n ** 63n as never),
    socket.OverflowError,
    "timestamp too large to convert to C PyTime_t",
  );
  assertThrows(
    () => s.settimeout("1" as never),
    TypeError,
    "'str' object cannot be interpreted as an integer",
  );
  assertThrows(() => s.settimeout(undefined as never), TypeError, "settimeout() takes exactly one argument");
  s.setblocking(true);
  assertEquals(s.gettimeout(), null);
  s.setblocking(false);
  assertEquals(s.gettimeout(), 0);
  assertThrows(() => socket.setdefaulttimeout(-1), socket.ValueError, "Timeout value out of range");
});

test("sendall()'s timeout covers the whole of it, however steadily the other side reads", async () => {
  const [a, b] = socket.socketpair();
  using _a = a;
  a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096);
  const worker = new Worker(new URL("peer_worker.ts", import.meta.url), {
    workerData: { task: "read", fd: b.detach(), bytes: 2000, pause: 20, times: 150 },
  });
  try {
    const ended = new Promise((resolve) => worker.on("exit", resolve));
    await new Promise((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
    });
    a.settimeout(0.3);
    const begin = performance.now();
    assertThrows(() => a.sendall(new Uint8Array(10_000_000)), socket.TimeoutError, "timed out");
    const elapsed = performance.now() - begin;
    assert(elapsed >= 299, `it ended after ${elapsed} ms`);
    assertLess(elapsed, 2000, "progress made the timeout longer");
    a.close();
    await ended;
  } finally {
    await worker.terminate();
  }
});

/** Makes a call with another function in front of poll(2). */
function with_poll(instead: (poll: typeof libc.poll) => typeof libc.poll, call: () => void): void {
  const { poll } = libc;
  Object.defineProperty(libc, "poll", { value: instead(poll), configurable: true });
  try {
    call();
  } finally {
    Object.defineProperty(libc, "poll", { value: poll, configurable: true });
  }
}

/** How often poll(2) is called meanwhile. */
function polls(call: () => void): number {
  let count = 0;
  with_poll((poll) => (...values) => {
    count++;
    return poll(...values);
  }, call);
  return count;
}

test("what another reader has taken is waited for again, in what is left of the time", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  b.settimeout(0.1);
  let count = 0;
  const begin = performance.now();
  with_poll((poll) => (...values) => {
    if (++count > 1) return poll(...values);
    // Something comes and wakes two readers, of whom the other is quicker.
    a.send("x");
    const n = poll(...values);
    libc.recv(b.fileno(), new Uint8Array(1), 1, 0);
    return n;
  }, () => assertThrows(() => b.recv(1), socket.TimeoutError, "timed out"));
  assertEquals(count, 2);
  assert(performance.now() - begin >= 99);
});

test("sendall() spends its timeout once, on all of its parts together", () => {
  const still = new Int32Array(new SharedArrayBuffer(4));
  // The first wait takes some of the 200 ms, or all, until somebody makes room for a part.
  for (const [taken, waits, is_full] of [[120, 2, false], [120, 2, true], [250, 1, true]] as const) {
    using pair = streams["UNIX stream by socketpair()"]!();
    pair.a.setblocking(false);
    if (is_full) assertThrows(() => pair.a.sendall(new Uint8Array(1 << 23)), socket.BlockingIOError);
    pair.a.settimeout(0.2);
    const timeouts: number[] = [];
    with_poll((poll) => (...values) => {
      timeouts.push(values[2]);
      if (timeouts.length > 1) return poll(...values);
      Atomics.wait(still, 0, 0, taken);
      pair.b.recv(1 << 20);
      return poll(...values);
    }, () => assertThrows(() => pair.a.sendall(new Uint8Array(1 << 23)), socket.TimeoutError, "timed out"));
    assertEquals(timeouts.length, waits);
    assert(timeouts[0]! > 80 && timeouts[0]! <= 200, `${timeouts[0]} ms are left of 200`);
    if (waits === 2) assert(timeouts[1]! <= 80, `${timeouts[1]} ms are left of 80`);
  }
});

test("a timeout sleeps to its end: it is neither rounded down nor spent in a loop", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  for (const timeout of [0.0004, 0.0017, 0.0105]) {
    pair.b.settimeout(timeout);
    const begin = performance.now();
    const count = polls(() => {
      assertThrows(() => pair.b.recv(1), socket.TimeoutError, "timed out");
    });
    const elapsed = (performance.now() - begin) / 1000;
    assert(elapsed >= timeout, `${elapsed} s of ${timeout}`);
    assertLess(count, 4, `poll() was called ${count} times for ${timeout} s`);
  }
});

test("a non-blocking call does not wait, and a ready one does not ask whether it is", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  b.setblocking(false);
  const count = polls(() => {
    assertThrows(() => b.recv(1), socket.BlockingIOError);
    a.sendall("x");
    assertEquals(b.recv(1).length, 1);
    for (const timeout of [5, null]) {
      b.settimeout(timeout);
      a.sendall("x");
      assertEquals(b.recv(1).length, 1);
    }
  });
  assertEquals(count, 0);
});

test("room that poll() sees and the call does not, is waited for to the end of the timeout", () => {
  using directory = temporary_directory();
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  using sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.bind(directory.join("full"));
  sender.settimeout(0.08);
  let begin = 0;
  assertThrows(
    () => {
      for (;;) {
        begin = performance.now();
        sender.sendto("x", directory.join("full"));
      }
    },
    socket.TimeoutError,
    "timed out",
  );
  assert(performance.now() - begin >= 79, "the second look ended the wait");
});

test("a wait without end sleeps until there is room", async () => {
  using directory = temporary_directory();
  const path = directory.join("file");
  writeFileSync(path, new Uint8Array(500_000));
  const [a, b] = socket.socketpair();
  using _a = a;
  a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096);
  // Somebody who shares the description makes it non-blocking behind the socket's back.
  using other = socket.fromfd(a.fileno(), a.family, a.type);
  other.setblocking(false);
  const worker = new Worker(new URL("peer_worker.ts", import.meta.url), {
    workerData: { task: "read", fd: b.detach(), bytes: 65536, pause: 20, times: 1000 },
  });
  try {
    await new Promise((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
    });
    let sent = 0;
    const count = polls(() => sent = a.sendfile(path));
    assertEquals(sent, 500_000);
    assert(count > 0 && count < 500, `poll() was called ${count} times`);
    a.shutdown(socket.SHUT_WR);
  } finally {
    await worker.terminate();
  }
});

test("a closed socket says so at once, whatever its timeout is", () => {
  for (const timeout of [0, 5, null]) {
    const s = socket.create_server(["127.0.0.1", 0]);
    s.settimeout(timeout);
    s.close();
    const begin = performance.now();
    const calls = [() => s.accept(), () => s.recv(1), () => s.send("x"), () => s.connect(["127.0.0.1", 9])];
    for (const call of calls) assertEquals(assertThrows(call, socket.OSError).code, "EBADF");
    assertLess(performance.now() - begin, 2000);
  }
});

test("a timeout has 63 bits of nanoseconds", () => {
  using s = socket.socket();
  s.settimeout(9223372036.854774);
  assertThrows(() => s.settimeout(9223372036.854776), socket.OverflowError);
  assertThrows(
    () => socket.setdefaulttimeout(undefined as never),
    TypeError,
    "_socket.setdefaulttimeout() takes exactly one argument (0 given)",
  );
});

test("the descriptor is blocking exactly when there is no timeout", () => {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  using raw = socket.fromfd(s.fileno(), s.family, s.type);
  // MSG_DONTWAIT apart, only O_NONBLOCK on the shared description makes this object's call come back.
  for (const timeout of [0, 5]) {
    s.settimeout(timeout);
    assertThrows(() => raw.recv(1), socket.BlockingIOError);
  }
});

test("a timeout holds even if the shared description was made blocking behind its back", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  pair.b.settimeout(0.05);
  using other = socket.fromfd(pair.b.fileno(), socket.AF_UNIX, socket.SOCK_STREAM);
  other.setblocking(true);
  assertThrows(() => pair.b.recv(1), socket.TimeoutError, "timed out");
  assertThrows(() => pair.b.recv_into(new Uint8Array(1)), socket.TimeoutError, "timed out");
  assertThrows(() => pair.b.sendall(new Uint8Array(16 << 20)), socket.TimeoutError, "timed out");
  using server = socket.create_server(["127.0.0.1", 0]);
  server.settimeout(0.05);
  using duplicate = socket.fromfd(server.fileno(), server.family, server.type);
  duplicate.setblocking(true);
  assertThrows(() => server.accept(), socket.TimeoutError, "timed out");
});

test("the system's own timeout ends a blocking call once, even where poll() sees no reason to wait", () => {
  using directory = temporary_directory();
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  using sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.bind(directory.join("full"));
  sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, new BigInt64Array([0n, 300_000n]));
  let start = 0;
  assertThrows(
    () => {
      for (let i = 0; i < 10_000; i++) {
        start = performance.now();
        sender.sendto("x", directory.join("full"));
      }
    },
    socket.BlockingIOError,
    errno_message("EAGAIN"),
  );
  assertLess(performance.now() - start, 590, "it waited twice");
});

test("the shortest timeout is long enough for one look", () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  using refusing = socket.socket();
  refusing.bind(["127.0.0.1", 0]);
  server.settimeout(1e-9);
  assertThrows(() => server.accept(), socket.TimeoutError, "timed out");
  for (let round = 0; round < 50; round++) {
    using client = socket.socket();
    client.settimeout(1e-9);
    if (round % 2 === 0) client.connect(address);
    else assertEquals(client.connect_ex(address), 0);
    const [connection] = server.accept();
    connection.close();
    using refused = socket.socket();
    refused.settimeout(1e-9);
    assertThrows(() => refused.connect(refusing.getsockname()), socket.ConnectionRefusedError);
  }
});

/** Every look at the clock finds it `step` seconds later than it is: the program has stood still for so long. */
function with_pauses(step: number): Disposable {
  const { clock_gettime } = libc;
  let late = 0n;
  const value = (id: number, timespec: Uint32Array): number => {
    const n = clock_gettime(id, timespec);
    new BigUint64Array(timespec.buffer)[0]! += late += BigInt(step);
    return n;
  };
  return replaced(libc, "clock_gettime", { value });
}

test("a pause between two looks at the clock ends no call that can succeed", () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  using client = socket.socket();
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  for (const s of [server, client, b]) s.settimeout(1);
  using _pauses = with_pauses(2);
  client.connect(server.getsockname());
  server.accept()[0].close();
  assertThrows(() => b.recv(1), socket.TimeoutError, "timed out");
  a.send("x");
  assertEquals(b.recv(1), new Uint8Array([120]));
});

test("under a timeout a call is made before it waits: what can be done at once is done", () => {
  using pair = streams["TCP over IPv4"]!();
  const { a, b } = pair;
  a.send("!", socket.MSG_OOB);
  b.settimeout(1);
  // For poll(2) there is nothing to read.
  assertEquals(b.recv(1, socket.MSG_OOB), new Uint8Array([33]));
  using directory = temporary_directory();
  writeFileSync(directory.join("file"), "0123456789");
  using server = socket.create_server(["127.0.0.1", 0]);
  server.settimeout(1);
  const start = performance.now();
  assertEquals(server.sendfile(directory.join("file"), 10), 0);
  assertThrows(() => server.recv(1), socket.OSError, errno_message("ENOTCONN"));
  assertLess(performance.now() - start, 900);
});

test("a call that poll() calls ready and that is not ends with its timeout", () => {
  using directory = temporary_directory();
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  using sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.bind(directory.join("full"));
  sender.settimeout(0.05);
  assertThrows(
    () => {
      for (;;) sender.sendto("x", directory.join("full"));
    },
    socket.TimeoutError,
    "timed out",
  );
});

test_with(any_python)("data that comes while the call waits ends the wait", async () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  server.settimeout(20);
  await using _peer = start_python(
    `import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
for i in range(20):
    time.sleep(0.01)
    s.sendall(b"%d" % (i % 10))
time.sleep(20)`,
    String(server.getsockname()[1]),
  );
  const [connection] = server.accept();
  using _connection = connection;
  let got = "";
  for (const timeout of [20, null, 20, null]) {
    connection.settimeout(timeout);
    for (let i = 0; i < 5; i++) got += new TextDecoder().decode(connection.recv(1));
  }
  assertEquals(got, "01234567890123456789");
});

test_with(any_python)("a thousand signals a second change nothing but the time", async () => {
  let delivered = 0;
  const count = () => delivered++;
  process.on("SIGUSR1", count);
  try {
    await sleep(50);
    using server = socket.create_server(["127.0.0.1", 0]);
    server.settimeout(20);
    await using peer = start_python(
      `import os, signal, socket, sys, threading, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20)
parent, stop = int(sys.argv[2]), False
def shoot():
    while not stop:
        os.kill(parent, signal.SIGUSR1)
        time.sleep(0.001)
shooter = threading.Thread(target=shoot)
shooter.start()
total = 0
try:
    for size in range(40):
        data = b""
        while len(data) < 100_000:
            data += s.recv(100_000 - len(data))
        time.sleep(0.01)
        s.sendall(data[::-1])
        total += len(data)
    time.sleep(0.5)
    s.sendall(b"end")
    print(total)
finally:
    stop = True
    shooter.join()`,
      String(server.getsockname()[1]),
      String(process.pid),
    );
    const [connection] = server.accept();
    using _connection = connection;
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096);
    for (let round = 0; round < 40; round++) {
      connection.settimeout(round % 2 === 0 ? null : 15);
      const data = Uint8Array.from({ length: 100_000 }, (_, index) => index * 13 + round);
      connection.sendall(data);
      const back = new Uint8Array(data.length);
      for (let length = 0; length < back.length;) length += connection.recv_into(back.subarray(length));
      assertEquals(back, data.reverse());
    }
    connection.settimeout(0.2);
    const begin = performance.now();
    const error = assertThrows(() => connection.recv(10), socket.TimeoutError, "timed out");
    assert(performance.now() - begin >= 199, "signals made the timeout shorter");
    assertEquals(error.errno, null);
    connection.settimeout(15);
    assertEquals(new TextDecoder().decode(connection.recv(10)), "end");
    assertEquals((await peer.end()).lines, ["4000000"]);
    assertGreater(delivered, 0);
  } finally {
    process.off("SIGUSR1", count);
  }
});
