import { unlinkSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import * as socket from "../mod.ts";
import { in_another_thread, under_signals } from "./interrupt.ts";
import {
  assert,
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertMatch,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "./assert.ts";
import { errno_message } from "./error_texts.ts";
import { c_compiler, linux, success_of, test_with } from "./needs.ts";
import { DEADLINE, messages, no_socket, streams, temporary_directory, transports } from "./transports.ts";

const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = socket;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);

function listener(): socket.Socket<socket.InetAddress> {
  const server = socket.socket();
  server.settimeout(DEADLINE);
  server.bind(["127.0.0.1", 0]);
  server.listen();
  return server;
}

test("socket() works with and without new, and can be extended", () => {
  class Mine extends socket.socket {
    readonly mark = 7;
  }
  using called = socket.socket();
  using constructed = new socket.socket();
  using mine = new Mine(AF_INET, SOCK_DGRAM);
  assertInstanceOf(called, socket.socket);
  assertInstanceOf(constructed, socket.socket);
  assertInstanceOf(mine, Mine);
  assertInstanceOf(mine, socket.socket);
  assertEquals([mine.mark, mine.type], [7, SOCK_DGRAM]);
  assertStrictEquals(called.constructor, socket.socket);
  assertStrictEquals(mine.constructor, Mine);
  assertStrictEquals(socket.SocketType, socket.socket);
});

test("socket() has Python's defaults", () => {
  using s = socket.socket();
  assertEquals([s.family, s.type, s.proto, s.timeout], [AF_INET, SOCK_STREAM, 0, null]);
  assertEquals([s.getblocking(), s.gettimeout(), s.get_inheritable()], [true, null, false]);
  assert(s.fileno() >= 0);
});

test("socket() hides SOCK_NONBLOCK and SOCK_CLOEXEC in type, and obeys them", () => {
  using s = socket.socket(AF_INET, SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC);
  assertEquals([s.type, s.gettimeout(), s.getblocking()], [SOCK_DGRAM, 0, false]);
  const [a, b] = socket.socketpair(null, SOCK_STREAM | socket.SOCK_NONBLOCK);
  using _a = a, _b = b;
  for (const end of [a, b]) {
    assertEquals([end.type, end.gettimeout()], [SOCK_STREAM, 0]);
    assertThrows(() => end.recv(1), socket.BlockingIOError);
  }
});

test("socket(fileno) detects what it is given", () => {
  for (const [family, type] of [[AF_INET, SOCK_DGRAM], [AF_INET6, SOCK_STREAM], [AF_UNIX, SOCK_SEQPACKET]]) {
    using original = new socket.socket(family, type);
    using found = socket.socket(-1, -1, -1, original.detach());
    assertEquals([found.family, found.type, found.proto], [family, type, found.proto]);
  }
  using tcp = new socket.socket(AF_INET, SOCK_STREAM, 0);
  using found = socket.socket(-1, -1, -1, tcp.detach());
  assertEquals(found.proto, socket.IPPROTO_TCP);
});

test("socket(fileno) believes what it is told, as CPython does", () => {
  using original = socket.socket();
  using told = socket.socket(AF_UNIX, SOCK_DGRAM, 5, original.detach());
  assertEquals([told.family, told.type, told.proto], [AF_UNIX, SOCK_DGRAM, 5]);
});

test("socket(fileno) refuses what is no socket, and does not close it", () => {
  const fd = no_socket();
  const error = assertThrows(() => socket.socket(-1, -1, -1, fd), socket.OSError);
  assertEquals([error.errno, error.code], [88, "ENOTSOCK"]);
  assertEquals(assertThrows(() => socket.socket(-1, -1, -1, fd), socket.OSError).errno, 88);
  assertThrows(() => socket.socket(-1, -1, -1, -1), socket.ValueError, "negative file descriptor");
  assertEquals(assertThrows(() => socket.socket(AF_INET, SOCK_STREAM, 0, 999999), socket.OSError).errno, 9);
});

for (const [name, make] of Object.entries(transports)) {
  test(`${name}: send() and recv() carry bytes both ways`, () => {
    using pair = make();
    const { a, b } = pair;
    assertEquals(a.send(bytes("hello")), 5);
    assertEquals(text(b.recv(100)), "hello");
    assertEquals(b.send("grüße"), 7);
    assertEquals(text(a.recv(100)), "grüße");
    a.sendall(new Uint8Array([1, 2, 3]).buffer);
    assertEquals(b.recv(100), new Uint8Array([1, 2, 3]));
  });

  test(`${name}: recv() returns bytes that own their buffer`, () => {
    using pair = make();
    const { a, b } = pair;
    for (const size of [1, 63, 64, 65, 1000, 30000]) {
      a.sendall(new Uint8Array(size).fill(7));
      const got = b.recv(70000);
      assertEquals([got.byteOffset, got.buffer.byteLength], [0, got.length]);
      assertInstanceOf(got.buffer, ArrayBuffer);
      const copy = got.slice();
      a.sendall(new Uint8Array(size).fill(9));
      let left = size + (size - got.length);
      while (left > 0) left -= b.recv(70000).length;
      assertEquals(got, copy, "written again");
      assertEquals(got.buffer.transfer().byteLength, copy.length);
    }
  });

  test(`${name}: recv_into() fills a view with its own offset and length`, () => {
    using pair = make();
    const { a, b } = pair;
    const memory = new Uint8Array(16).fill(255);
    a.send("abcdef");
    assertEquals(b.recv_into(memory.subarray(4, 10)), 6);
    assertEquals(text(memory.subarray(4, 10)), "abcdef");
    assertEquals([memory[3], memory[10]], [255, 255]);
    a.send("xyz");
    assertEquals(b.recv_into(new DataView(memory.buffer, 1, 8), 3), 3);
    assertEquals(text(memory.subarray(1, 4)), "xyz");
    a.send("12345678");
    assertEquals(b.recv_into(memory.buffer), 8);
    assertEquals(text(memory.subarray(0, 8)), "12345678");
  });

  test(`${name}: recv(0) returns nothing and asks nobody`, () => {
    using pair = make();
    assertEquals(pair.b.recv(0), new Uint8Array(0));
    assertEquals(pair.b.recv_into(new Uint8Array(0)), 0);
  });

  test(`${name}: non-blocking recv() throws BlockingIOError`, () => {
    using pair = make();
    pair.b.setblocking(false);
    for (
      const call of [
        () => pair.b.recv(10),
        () => pair.b.recv_into(new Uint8Array(10)),
        () => pair.b.recvfrom(10),
        () => pair.b.recvfrom_into(new Uint8Array(10)),
      ]
    ) {
      const error = assertThrows(call, socket.BlockingIOError);
      assertEquals([error.errno, error.message], [11, errno_message("EAGAIN")]);
    }
  });

  test(`${name}: a timeout throws TimeoutError without errno`, () => {
    using pair = make();
    pair.b.settimeout(0.02);
    for (
      const call of [
        () => pair.b.recv(10),
        () => pair.b.recv_into(new Uint8Array(10)),
        () => pair.b.recvfrom(10),
        () => pair.b.recvfrom_into(new Uint8Array(10)),
      ]
    ) {
      const start = performance.now();
      const error = assertThrows(call, socket.TimeoutError);
      assert(performance.now() - start >= 19, "too early");
      assertEquals([error.errno, error.strerror, error.message, error.code], [
        null,
        null,
        "timed out",
        undefined,
      ]);
    }
    pair.a.send("x");
    assertEquals(text(pair.b.recv(10)), "x");
  });

  test(`${name}: MSG_PEEK leaves the data, MSG_DONTWAIT does not wait`, () => {
    using pair = make();
    // Under a timeout CPython waits all the same, so this is for blocking sockets.
    pair.b.settimeout(null);
    assertThrows(() => pair.b.recv(10, socket.MSG_DONTWAIT), socket.BlockingIOError);
    pair.b.settimeout(DEADLINE);
    pair.a.send("peek");
    assertEquals(text(pair.b.recv(10, socket.MSG_PEEK)), "peek");
    assertEquals(text(pair.b.recv(10)), "peek");
  });

  test(`${name}: everything fails with EBADF once the socket is closed`, () => {
    using pair = make();
    const { a } = pair;
    const address = a.getsockname();
    a.close();
    assertEquals(a.fileno(), -1);
    const calls: Record<string, () => unknown> = {
      recv: () => a.recv(1),
      recv_into: () => a.recv_into(new Uint8Array(1)),
      recvfrom: () => a.recvfrom(1),
      recvfrom_into: () => a.recvfrom_into(new Uint8Array(1)),
      send: () => a.send("x"),
      sendall: () => a.sendall("x"),
      sendto: () => a.sendto("x", address),
      accept: () => a.accept(),
      bind: () => a.bind(address),
      connect: () => a.connect(address),
      listen: () => a.listen(),
      shutdown: () => a.shutdown(socket.SHUT_RDWR),
      getsockname: () => a.getsockname(),
      getpeername: () => a.getpeername(),
      getsockopt: () => a.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE),
      setsockopt: () => a.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
      settimeout: () => a.settimeout(1),
      setblocking: () => a.setblocking(true),
      dup: () => a.dup(),
      get_inheritable: () => a.get_inheritable(),
      set_inheritable: () => a.set_inheritable(true),
    };
    for (const [method, call] of Object.entries(calls)) {
      const error = assertThrows(call, socket.OSError, errno_message("EBADF"), method);
      assertEquals([error.errno, error.code], [9, "EBADF"], method);
    }
    assertEquals(a.connect_ex(address), 9);
    assertEquals([a.recv(0).length, a.detach(), a.fileno()], [0, -1, -1]);
    a.close();
  });

  test(`${name}: dup() is another descriptor of the same socket`, () => {
    using pair = make();
    const { a, b } = pair;
    a.settimeout(3.5);
    using copy = a.dup();
    assertNotEquals(copy.fileno(), a.fileno());
    assertEquals([copy.family, copy.type, copy.proto, copy.timeout], [a.family, a.type, a.proto, 3.5]);
    assertEquals(copy.get_inheritable(), false);
    a.close();
    copy.send("still open");
    assertEquals(text(b.recv(100)), "still open");
  });

  test(`${name}: sendall() of nothing and of one byte`, () => {
    using pair = make();
    pair.a.sendall(new Uint8Array(0));
    if (name in messages) assertEquals(pair.b.recv(10).length, 0);
    pair.a.sendall(new Uint8Array([42]));
    assertEquals(pair.b.recv(10), new Uint8Array([42]));
  });
}

for (const [name, make] of Object.entries(streams)) {
  test(`${name}: the end of the stream is empty`, () => {
    using pair = make();
    pair.a.sendall("last");
    pair.a.shutdown(socket.SHUT_WR);
    assertEquals(text(pair.b.recv(100)), "last");
    assertEquals(pair.b.recv(100).length, 0);
    assertEquals(pair.b.recv_into(new Uint8Array(1)), 0);
    pair.b.sendall("reply");
    assertEquals(text(pair.a.recv(100)), "reply");
  });

  test(`${name}: recvfrom() on a connection`, () => {
    using pair = make();
    pair.a.send("x");
    const [data, address] = pair.b.recvfrom(10);
    assertEquals(text(data), "x");
    assertStrictEquals(address, null);
  });

  test(`${name}: writing to a closed peer is BrokenPipeError or ConnectionResetError, and no signal`, () => {
    using pair = make();
    pair.b.close();
    const error = assertThrows(() => {
      for (let i = 0; i < 1000; i++) pair.a.send(new Uint8Array(1000));
    }, socket.ConnectionError);
    assert(error instanceof socket.BrokenPipeError || error instanceof socket.ConnectionResetError);
    assertThrows(() => pair.a.sendall("x"), socket.BrokenPipeError, errno_message("EPIPE"));
  });

  test(`${name}: a timeout covers the whole of sendall()`, () => {
    using pair = make();
    pair.a.settimeout(0.1);
    const start = performance.now();
    const error = assertThrows(() => pair.a.sendall(new Uint8Array(64 << 20)), socket.TimeoutError);
    assertEquals([error.errno, error.message], [null, "timed out"]);
    assert(performance.now() - start >= 99, "too early");
  });

  test(`${name}: non-blocking sendall() throws when it cannot go on, send() says how much it took`, () => {
    using pair = make();
    pair.a.setblocking(false);
    assertThrows(() => pair.a.sendall(new Uint8Array(64 << 20)), socket.BlockingIOError);
    // Not at once: TCP finds room when it hears that what it sent has come.
    assertThrows(() => {
      for (;;) pair.a.send("x");
    }, socket.BlockingIOError);
    pair.b.setblocking(false);
    let drained = 0;
    assertThrows(() => {
      for (;;) drained += pair.b.recv(1 << 20).length;
    }, socket.BlockingIOError);
    assert(drained > 0 && drained < 64 << 20);
    const taken = pair.a.send(new Uint8Array(64 << 20));
    assert(taken > 0 && taken < 64 << 20);
  });
}

for (const [name, make] of Object.entries(messages)) {
  test(`${name}: messages stay apart, what does not fit is lost`, () => {
    using pair = make();
    pair.a.send("first");
    pair.a.send("");
    pair.a.send("second");
    assertEquals(text(pair.b.recv(3)), "fir");
    assertEquals(pair.b.recv(10).length, 0);
    assertEquals(text(pair.b.recv(10)), "second");
  });

  test(`${name}: MSG_TRUNC tells the real length, and no stranger's bytes`, () => {
    using pair = make();
    pair.a.send("a longer message that fills the scratch memory");
    pair.b.recv(100);
    pair.a.send("abcdef");
    assertEquals(pair.b.recv(2, socket.MSG_TRUNC), new Uint8Array([97, 98, 0, 0, 0, 0]));
    pair.a.send("abcdef");
    assertEquals(pair.b.recv_into(new Uint8Array(2), 0, socket.MSG_TRUNC), 6);
  });
}

test("TCP: MSG_TRUNC discards data and returns zeros", () => {
  using pair = streams["TCP over IPv4"]!();
  pair.a.sendall("secret");
  pair.b.recv(6);
  pair.a.sendall("hidden");
  assertEquals(pair.b.recv(6, socket.MSG_TRUNC), new Uint8Array(6));
});

test("recvfrom() and sendto(): both orders of arguments, on IPv4, IPv6 and UNIX", () => {
  using directory = temporary_directory();
  const kinds: [number, socket.AddressLike][] = [
    [AF_INET, ["127.0.0.1", 0]],
    [AF_INET6, ["::1", 0]],
    [AF_UNIX, directory.join("receiver")],
  ];
  for (const [family, address] of kinds) {
    using receiver = new socket.socket(family, SOCK_DGRAM);
    using sender = new socket.socket(family, SOCK_DGRAM);
    receiver.settimeout(DEADLINE);
    receiver.bind(address);
    sender.bind(family === AF_UNIX ? directory.join("sender") : address);
    const to = receiver.getsockname();
    assertEquals(sender.sendto("one", to), 3);
    assertEquals(receiver.recvfrom(10), [bytes("one"), sender.getsockname()]);
    assertEquals(sender.sendto(bytes("two"), socket.MSG_DONTWAIT, to), 3);
    const memory = new Uint8Array(8);
    assertEquals(receiver.recvfrom_into(memory), [3, sender.getsockname()]);
    assertEquals(text(memory.subarray(0, 3)), "two");
    assertEquals(sender.sendto("", to), 0);
    assertEquals(receiver.recvfrom(0), [new Uint8Array(0), sender.getsockname()]);
  }
  // deno-lint-ignore no-explicit-any
  using untyped = socket.socket() as any;
  for (const values of [[], ["x"]]) {
    const { message } = assertThrows(() => untyped.sendto(...values), TypeError);
    assertEquals(message, `sendto() takes 2 or 3 arguments (${values.length} given)`);
  }
});

test("a datagram from an unnamed UNIX socket has no address", () => {
  using directory = temporary_directory();
  using receiver = socket.socket(AF_UNIX, SOCK_DGRAM);
  using sender = socket.socket(AF_UNIX, SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.bind(directory.join("r"));
  sender.sendto("x", directory.join("r"));
  assertEquals(receiver.recvfrom(1), [bytes("x"), null as never]);
});

test("sendall() sends many megabytes through a small buffer, whole and in order", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192);
  const total = 3_000_000;
  const data = Uint8Array.from({ length: total }, (_, index) => index * 7 + (index >> 8));
  // Nobody reads meanwhile: the timeout stops sendall() when the buffers are full.
  a.settimeout(0.02);
  let sent = 0, received = 0;
  while (received < total) {
    try {
      while (sent < total) sent += a.send(data.subarray(sent));
    } catch (error) {
      assertInstanceOf(error, socket.TimeoutError);
    }
    const got = b.recv(1 << 20);
    assertEquals(got, data.slice(received, received + got.length));
    received += got.length;
  }
  assertEquals([sent, received], [total, total]);
});

test("accept() returns plain sockets with Python's blocking mode, whatever the listener is", () => {
  class Mine extends socket.socket {}
  using server = new Mine();
  server.bind(["127.0.0.1", 0]);
  server.listen(5);
  for (const timeout of [DEADLINE, 0, null]) {
    server.settimeout(timeout);
    using client = socket.socket();
    client.connect(server.getsockname());
    const [connection, address] = server.accept();
    using _connection = connection;
    assertEquals(connection.constructor, socket.socket);
    assertEquals(address, client.getsockname());
    assertEquals(connection.getpeername(), client.getsockname());
    assertEquals([connection.timeout, connection.get_inheritable()], [null, false]);
    assertEquals([connection.family, connection.type, connection.proto], [AF_INET, SOCK_STREAM, 0]);
  }
  server.settimeout(0.02);
  assertThrows(() => server.accept(), socket.TimeoutError, "timed out");
  server.settimeout(0);
  assertThrows(() => server.accept(), socket.BlockingIOError, errno_message("EAGAIN"));
});

test("setdefaulttimeout() governs every new socket", () => {
  using server = listener();
  try {
    socket.setdefaulttimeout(2.5);
    using client = socket.socket();
    client.connect(server.getsockname());
    using connection = server.accept()[0];
    const [a, b] = socket.socketpair();
    using _a = a, _b = b;
    using adopted = socket.socket(-1, -1, -1, socket.dup(a.fileno()));
    assertEquals([client, connection, a, b, adopted].map((s) => s.timeout), [2.5, 2.5, 2.5, 2.5, 2.5]);
    socket.setdefaulttimeout(0);
    using now = socket.socket();
    assertEquals([now.timeout, now.getblocking()], [0, false]);
    assertThrows(() => a.recv(1, socket.MSG_DONTWAIT), socket.TimeoutError);
  } finally {
    socket.setdefaulttimeout(null);
  }
  assertEquals(socket.getdefaulttimeout(), null);
});

test("connect() refused, in all three modes", () => {
  using unused = socket.socket();
  unused.bind(["127.0.0.1", 0]);
  const address = unused.getsockname();
  for (const timeout of [null, 5]) {
    using s = socket.socket();
    s.settimeout(timeout);
    const error = assertThrows(() => s.connect(address), socket.ConnectionRefusedError);
    assertEquals([error.errno, error.code, error.message], [
      111,
      "ECONNREFUSED",
      errno_message("ECONNREFUSED"),
    ]);
    using other = socket.socket();
    other.settimeout(timeout);
    assertEquals(other.connect_ex(address), 111);
  }
  using s = socket.socket();
  s.setblocking(false);
  const error = assertThrows(() => s.connect(address), socket.BlockingIOError);
  assertEquals(error.errno, 115);
});

test("connect() times out when nobody accepts", () => {
  using server = socket.socket();
  server.bind(["127.0.0.1", 0]);
  server.listen(0);
  const clients = Array.from({ length: 8 }, () => socket.socket());
  try {
    const outcomes = clients.map((client) => {
      client.settimeout(0.1);
      return client.connect_ex(server.getsockname());
    });
    assert(outcomes.includes(11), `${outcomes}`);
    using late = socket.socket();
    late.settimeout(0.1);
    const error = assertThrows(() => late.connect(server.getsockname()), socket.TimeoutError, "timed out");
    assertEquals(error.errno, null);
  } finally {
    clients.forEach((client) => client.close());
  }
});

test("connect() twice, accept() before listen(), bind() twice, send() before connect()", () => {
  using server = listener();
  using client = socket.socket();
  client.connect(server.getsockname());
  assertEquals(assertThrows(() => client.connect(server.getsockname()), socket.OSError).code, "EISCONN");
  using fresh = socket.socket();
  assertEquals(assertThrows(() => fresh.accept(), socket.OSError).code, "EINVAL");
  assertEquals(assertThrows(() => fresh.recv(1), socket.OSError).code, "ENOTCONN");
  assertEquals(assertThrows(() => fresh.getpeername(), socket.OSError).code, "ENOTCONN");
  assertThrows(() => fresh.send("x"), socket.BrokenPipeError, errno_message("EPIPE"));
  fresh.bind(["127.0.0.1", 0]);
  assertEquals(assertThrows(() => fresh.bind(["127.0.0.1", 0]), socket.OSError).code, "EINVAL");
  assertEquals(
    assertThrows(() => socket.socket().bind(server.getsockname()), socket.OSError).code,
    "EADDRINUSE",
  );
});

test("a reset connection is ConnectionResetError", () => {
  using pair = streams["TCP over IPv4"]!();
  pair.b.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, new Int32Array([1, 0]));
  pair.b.close();
  const error = assertThrows(() => pair.a.recv(1), socket.ConnectionResetError);
  assertEquals([error.errno, error.message], [104, errno_message("ECONNRESET")]);
});

test("getsockopt() and setsockopt(): integers, bytes, NULL", () => {
  using s = socket.socket();
  const { SOL_SOCKET, SO_REUSEADDR, SO_LINGER, SO_RCVTIMEO } = socket;
  assertEquals(s.getsockopt(SOL_SOCKET, SO_REUSEADDR), 0);
  s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_REUSEADDR), 1);
  s.setsockopt(SOL_SOCKET, SO_REUSEADDR, new Uint8Array(4));
  assertEquals(s.getsockopt(SOL_SOCKET, SO_REUSEADDR, 4), new Uint8Array(4));
  assertEquals(s.getsockopt(SOL_SOCKET, SO_REUSEADDR, 2), new Uint8Array(2));
  s.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array([1, 5]));
  assertEquals(new Int32Array(s.getsockopt(SOL_SOCKET, SO_LINGER, 100).buffer), new Int32Array([1, 5]));
  assertThrows(
    () => s.getsockopt(SOL_SOCKET, SO_LINGER, 1025),
    socket.OSError,
    "getsockopt buflen out of range",
  );
  assertThrows(
    () => s.getsockopt(SOL_SOCKET, SO_LINGER, -1),
    socket.OSError,
    "getsockopt buflen out of range",
  );
  assertEquals(assertThrows(() => s.setsockopt(SOL_SOCKET, 2, null, 4), socket.OSError).code, "EFAULT");
  assertEquals(assertThrows(() => s.setsockopt(SOL_SOCKET, 999, 1), socket.OSError).code, "ENOPROTOOPT");
  assertThrows(
    () => s.setsockopt(SOL_SOCKET, 2, "1" as never),
    TypeError,
    "bytes-like object is required, not 'str'",
  );
  assertThrows(() => s.setsockopt(SOL_SOCKET, 2, 2 ** 31), TypeError, "not 'int'");
  assertThrows(
    () => s.setsockopt(SOL_SOCKET, 2, 1 as never, 4),
    TypeError,
    "takes exactly 3 arguments (4 given)",
  );
  // The system's own receive timeout ends a blocking call with EAGAIN, as it does in CPython.
  using pair = streams["UNIX stream by socketpair()"]!();
  pair.b.settimeout(null);
  pair.b.setsockopt(SOL_SOCKET, SO_RCVTIMEO, new BigInt64Array([0n, 20_000n]));
  assertThrows(() => pair.b.recv(1), socket.BlockingIOError);
});

test("detach() gives the descriptor away", () => {
  const s = socket.socket(AF_INET, SOCK_DGRAM);
  const fd = s.detach();
  assertEquals(s.fileno(), -1);
  assertMatch(String(s), /^<socket\.socket \[closed\] fd=-1, family=2, type=2, proto=0>$/);
  s.close();
  using again = socket.socket(-1, -1, -1, fd);
  again.bind(["127.0.0.1", 0]);
});

test("fromfd() works on a duplicate; dup() and close() are plain calls", () => {
  using s = socket.socket(AF_INET, SOCK_DGRAM);
  using copy = socket.fromfd(s.fileno(), AF_INET, SOCK_DGRAM);
  assertNotEquals(copy.fileno(), s.fileno());
  const fd = socket.dup(s.fileno());
  socket.close(fd);
  assertEquals(assertThrows(() => socket.close(fd), socket.OSError).errno, 9);
  assertEquals(assertThrows(() => socket.dup(fd), socket.OSError).errno, 9);
  assertEquals(assertThrows(() => socket.fromfd(fd, AF_INET, SOCK_DGRAM), socket.OSError).errno, 9);
});

test("socketpair() with and without arguments", () => {
  for (const type of [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET]) {
    const [a, b] = socket.socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    a.send("x");
    assertEquals([a.family, a.type, text(b.recv(9))], [AF_UNIX, type, "x"]);
    assertEquals([a.getsockname(), a.get_inheritable(), b.get_inheritable()], ["", false, false]);
  }
  assertEquals(assertThrows(() => socket.socketpair(AF_INET), socket.OSError).code, "ENOTSUP");
});

test("set_inheritable() is seen by get_inheritable()", () => {
  using s = socket.socket();
  s.set_inheritable(true);
  assertEquals(s.get_inheritable(), true);
  s.set_inheritable(false);
  assertEquals(s.get_inheritable(), false);
});

test("using closes the socket, String() and the consoles show CPython's repr", () => {
  let outside: socket.Socket<socket.InetAddress>;
  {
    using s = socket.socket();
    outside = s;
    const fd = s.fileno();
    assertEquals(String(s), `<socket.socket fd=${fd}, family=2, type=1, proto=0, laddr=('0.0.0.0', 0)>`);
    assertEquals(inspect(s), String(s));
    const deno = (globalThis as { Deno?: { inspect(value: unknown): string } }).Deno;
    if (deno) assertEquals(deno.inspect(s), String(s));
  }
  assertEquals(String(outside), "<socket.socket [closed] fd=-1, family=2, type=1, proto=0>");
  using pair = streams["TCP over IPv6"]!();
  assertMatch(
    String(pair.a),
    /^<socket\.socket fd=\d+, family=10, type=1, proto=0, laddr=\('::1', \d+, 0, 0\), raddr=\('::1', \d+, 0, 0\)>$/,
  );
  class Mine extends socket.socket {}
  using mine = new Mine();
  assertMatch(String(mine), /^<Mine fd=\d+, family=2/);
});

test("repr() leaves out what is no address, and asks the methods of a subclass", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  assertEquals(String(a), `<socket.socket fd=${a.fileno()}, family=1, type=1, proto=0>`);
  let name: () => unknown = () => null;
  class Named extends socket.socket {
    // deno-lint-ignore no-explicit-any
    override getsockname(): any {
      return name();
    }
  }
  using named = new Named();
  assertMatch(String(named), /, proto=0>$/);
  name = () => ["host", 80];
  assertMatch(String(named), /, laddr=\('host', 80\)>$/);
  name = () => {
    throw new RangeError("mine");
  };
  assertThrows(() => String(named), RangeError, "mine");
});

test("using closes what is open, once", () => {
  let closed = 0;
  class Counting extends socket.socket {
    override close(): void {
      closed++;
      super.close();
    }
  }
  {
    using _left_open = new Counting();
  }
  assertEquals(closed, 1);
  {
    using s = new Counting();
    s.close();
  }
  assertEquals(closed, 2);
});

test("a file object that nobody counted closes nothing", () => {
  using s = socket.socket();
  s._decref_socketios();
  assertEquals([s._io_refs, s.fileno() >= 0], [0, true]);
  using f = s.makefile("rb");
  s.close();
  assert(s.fileno() >= 0);
  f.close();
  assertEquals(s.fileno(), -1);
});

test("a UNIX socket keeps any name", () => {
  using directory = temporary_directory();
  const names = ["plain", "ünï", "\udc80\udcff", "with space", "x".repeat(107 - directory.path.length - 1)];
  for (const name of names) {
    using s = socket.socket(AF_UNIX);
    s.bind(directory.join(name));
    assertEquals(s.getsockname(), directory.join(name));
    s.listen();
    using client = socket.socket(AF_UNIX);
    client.connect(s.getsockname());
    assertEquals(client.getpeername(), directory.join(name));
  }
  using abstract = socket.socket(AF_UNIX);
  const name = bytes(`\0pysocket-${abstract.fileno()}-${performance.now()}`);
  abstract.bind(name);
  assertEquals(abstract.getsockname() as unknown, name);
  using as_text = socket.socket(AF_UNIX);
  assertThrows(() => as_text.bind("x".repeat(108)), socket.OSError, "AF_UNIX path too long");
  assertThrows(() => as_text.bind("\ud800"), socket.UnicodeError, "surrogates not allowed");
  assertThrows(() => as_text.bind(directory.join("none/at/all")), socket.FileNotFoundError);
  as_text.bind(bytes(directory.join("bytes")));
  assertEquals(as_text.getsockname(), directory.join("bytes"));
  unlinkSync(directory.join("bytes"));
});

test('addresses: "" is any, <broadcast>, names by the resolver', () => {
  using any = socket.socket();
  any.bind(["", 0]);
  assertEquals(any.getsockname()[0], "0.0.0.0");
  using any6 = socket.socket(AF_INET6);
  any6.bind(["", 0]);
  assertEquals(any6.getsockname()[0], "::");
  using named = socket.socket();
  named.bind(["localhost", 0]);
  assertEquals(named.getsockname()[0], "127.0.0.1");
  using udp = socket.socket(AF_INET, SOCK_DGRAM);
  assertThrows(() => udp.sendto("x", ["<broadcast>", 9]), socket.PermissionError, errno_message("EACCES"));
  const error = assertThrows(() => udp.connect(["no-such-host.invalid", 1]), socket.gaierror);
  assertInstanceOf(error, socket.OSError);
  assert(error.errno === socket.EAI_NONAME || error.errno === socket.EAI_AGAIN);
});

test("listen() takes any backlog that fits", () => {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  s.listen();
  s.listen(-5);
  s.listen(100000);
  assertThrows(() => s.listen(2 ** 31), socket.OverflowError, "signed integer is greater than maximum");
  assertEquals(s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN), 1);
});

test("JSON shows nothing of a socket's inside", () => {
  using s = socket.socket();
  assertEquals([JSON.stringify(s), Object.keys(s)], ["{}", []]);
});

// A UNIX socket whose queue of connections is full; `next` would have to wait.
function full_queue(): {
  server: socket.Socket;
  next: socket.Socket<socket.UnixAddress, socket.UnixAddress | null>;
} & Disposable {
  const server = socket.socket(AF_UNIX);
  server.bind("");
  server.listen(0);
  const clients: socket.Socket<socket.UnixAddress, socket.UnixAddress | null>[] = [];
  for (;;) {
    const client = socket.socket(AF_UNIX);
    clients.push(client);
    client.setblocking(false);
    if (client.connect_ex(server.getsockname()) === 0) continue;
    client.setblocking(true);
    return {
      server,
      next: client,
      [Symbol.dispose]() {
        for (const s of [server, ...clients]) s.close();
      },
    };
  }
}

for (const method of ["connect", "connect_ex"] as const) {
  test_with(c_compiler)(
    `${method}() on a UNIX socket waits on after a signal until it is connected`,
    async () => {
      using queue = full_queue();
      const { server, next } = queue;
      await using acceptor = await in_another_thread("accept", server.fileno(), 0.4);
      const done = under_signals(0.02, 5, () => next[method](server.getsockname() as string));
      assertGreater(done.signals, 0);
      assertEquals(done.result, method === "connect" ? undefined : 0);
      assertEquals(next.getpeername(), server.getsockname());
      assertEquals(await acceptor.result, 1);
    },
  );

  test_with(c_compiler)(
    `${method}() on a UNIX socket ends with the system's own timeout, signals or not`,
    () => {
      using queue = full_queue();
      const { server, next } = queue;
      next.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, new BigInt64Array([0n, 100_000n]));
      const connect = () => {
        try {
          return next[method](server.getsockname() as string);
        } catch (error) {
          assertInstanceOf(error, socket.BlockingIOError);
          return error.errno;
        }
      };
      assertEquals(under_signals(0.02, 3, connect).result, socket.EAGAIN);
      assertThrows(() => next.getpeername(), socket.OSError, errno_message("ENOTCONN"));
    },
  );
}

test_with(c_compiler)("connect() over TCP that a signal interrupts goes on", () => {
  // Nobody answers there: the queue of a listener that accepts nothing is full.
  using server = socket.socket();
  server.bind(["127.0.0.1", 0]);
  server.listen(0);
  using first = socket.socket();
  first.connect(server.getsockname());
  using client = socket.socket();
  client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 300);
  client.setsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT, 1);
  const connect = () => {
    try {
      return client.connect(server.getsockname());
    } catch (error) {
      assertInstanceOf(error, socket.TimeoutError);
      return error.code;
    }
  };
  const { result, signals } = under_signals(0.05, 4, connect);
  assertEquals(result, "ETIMEDOUT");
  assertGreater(signals, 1);
});

// As CPython does, it tells the system the length's low 32 bits.
for (const beyond of [0, 4]) {
  const size = 2 ** 32 + beyond;
  // Zeros that nobody has touched take no memory.
  const view = success_of(`view of ${size} bytes`, () => void new Uint8Array(size));
  test_with(view)(`setsockopt() of a value of 4 GiB and ${beyond} bytes`, () => {
    using s = socket.socket();
    const value = new Uint8Array(size);
    value[0] = 1;
    const set = () => s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, value);
    if (beyond === 0) assertThrows(set, socket.OSError, errno_message("EINVAL"));
    else set();
    assertEquals(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), beyond / 4);
  });
}

test("a method without its argument says so as CPython's does", () => {
  // deno-lint-ignore no-explicit-any
  using s = socket.socket() as any;
  const complaint_of = (name: string) => assertThrows(() => s[name](), TypeError).message;
  for (const name of ["bind", "connect", "connect_ex", "setblocking", "settimeout", "shutdown"]) {
    assertEquals(complaint_of(name), `socket.${name}() takes exactly one argument (0 given)`);
  }
  for (const name of ["recv_into", "recvfrom_into"]) {
    assertEquals(complaint_of(name), `${name}() missing required argument 'buffer' (pos 1)`);
  }
  for (const [name, argument] of [["sendfile", "file"], ["set_inheritable", "inheritable"]]) {
    assertEquals(
      complaint_of(name!),
      `socket.${name}() missing 1 required positional argument: '${argument}'`,
    );
  }
});

test_with(linux)("as many may wait to be accepted as listen() says, and one", () => {
  for (const [backlog, fit] of [[3, 4], [0, 1], [-1, 1]]) {
    using server = socket.socket(socket.AF_UNIX);
    server.bind("");
    server.listen(backlog);
    const clients: socket.Socket<socket.UnixAddress>[] = [];
    for (let failure = 0; failure === 0;) {
      const client = socket.socket(socket.AF_UNIX);
      client.setblocking(false);
      failure = client.connect_ex(server.getsockname()!);
      clients.push(client);
    }
    assertEquals(clients.length, fit! + 1);
    clients.forEach((client) => client.close());
  }
});

test("a connection that fails at once fails at once, whatever the timeout", () => {
  using directory = temporary_directory();
  using unused = socket.socket();
  unused.bind(["127.0.0.1", 0]);
  for (const timeout of [null, 0.2]) {
    using unix = socket.socket(socket.AF_UNIX), tcp = socket.socket();
    for (const s of [unix, tcp]) s.settimeout(timeout);
    assertThrows(() => unix.connect(directory.join("nobody")), socket.FileNotFoundError);
    assertThrows(() => tcp.connect(unused.getsockname()), socket.ConnectionRefusedError);
    assertEquals(unix.connect_ex(directory.join("nobody")), 2); // ENOENT
  }
});
