import { closeSync, openSync } from "node:fs";
import { test } from "node:test";
import { Memory, write_control_message } from "../../ffi/message.ts";
import { strerror } from "../../lib/errors.ts";
import { decode_ancillary } from "../../lib/messages/ancillary.ts";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import { descriptors, opened_since } from "../descriptors.ts";
import { DEADLINE, messages, transports } from "../transports.ts";

const { AF_INET, AF_INET6, AF_UNIX, MSG_CTRUNC, MSG_PEEK, MSG_TRUNC, SCM_RIGHTS, SOCK_DGRAM, SOL_SOCKET } =
  socket;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);
const ints = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);

function pair(): Disposable & { a: socket.Socket; b: socket.Socket } {
  const [a, b] = socket.socketpair() as unknown as [socket.Socket, socket.Socket];
  for (const s of [a, b]) s.settimeout(DEADLINE);
  return { a, b, [Symbol.dispose]: () => (a.close(), b.close()) };
}

for (const [name, make] of Object.entries(transports)) {
  test(`sendmsg() and recvmsg() carry many buffers: ${name}`, () => {
    using pair = make();
    assertStrictEquals(pair.a.sendmsg([bytes("one "), new Uint8Array(0), "twö ", bytes("three").buffer]), 14);
    const [data, ancdata, flags] = pair.b.recvmsg(100);
    assertEquals(text(data), "one twö three");
    assertEquals(data.buffer.byteLength, data.length);
    assertEquals([ancdata, flags & ~socket.MSG_EOR], [[], 0]);
  });

  test(`recvmsg_into() fills one buffer after another: ${name}`, () => {
    using pair = make();
    pair.a.sendmsg(["0123456789"]);
    const buffers = [
      new Uint8Array(3),
      new DataView(new ArrayBuffer(8), 2, 2),
      new Uint8Array(0),
      new ArrayBuffer(20),
    ];
    const [nbytes, ancdata, flags] = pair.b.recvmsg_into(new Set(buffers));
    assertEquals([nbytes, ancdata, flags & ~socket.MSG_EOR], [10, [], 0]);
    assertEquals(text(buffers[0] as Uint8Array), "012");
    assertEquals(text(new Uint8Array((buffers[1] as DataView).buffer)), "\0\x0034\0\0\0\0");
    assertEquals(text(new Uint8Array(buffers[3] as ArrayBuffer, 0, 6)), "56789\0");
  });
}

for (const [name, make] of Object.entries(messages)) {
  test(`recvmsg() says that a message was cut off: ${name}`, () => {
    using pair = make();
    for (const flags of [0, MSG_TRUNC]) {
      pair.a.sendmsg(["0123456789"]);
      const [data, , msg_flags] = pair.b.recvmsg(4, 0, flags);
      assertEquals([text(data), data.buffer.byteLength, msg_flags & MSG_TRUNC], ["0123", 4, MSG_TRUNC]);
    }
  });
}

test("sendmsg() sends to an address, and recvmsg() says where from", () => {
  const kinds: [number, socket.AddressLike, socket.AddressLike][] = [
    [AF_INET, ["127.0.0.1", 0], ["127.0.0.1", 0]],
    [AF_INET6, ["::1", 0], ["::1", 0]],
    [AF_UNIX, "", ""],
  ];
  for (const [family, ...addresses] of kinds) {
    using a = new socket.socket(family, SOCK_DGRAM), b = new socket.socket(family, SOCK_DGRAM);
    a.bind(addresses[0]);
    b.bind(addresses[1]);
    b.settimeout(DEADLINE);
    assertEquals(a.sendmsg(["to ", "you"], [], 0, b.getsockname()), 6);
    assertEquals(b.recvmsg(10), [bytes("to you"), [], 0, a.getsockname()]);
    a.sendmsg(["again"], undefined, undefined, b.getsockname());
    assertEquals(b.recvmsg_into([new Uint8Array(9)]), [5, [], 0, a.getsockname()]);
  }
});

test("sendmsg() keeps its address while the code behind its buffers uses another", () => {
  using a = socket.socket(AF_INET, SOCK_DGRAM), b = socket.socket(AF_INET, SOCK_DGRAM);
  using other = socket.socket(AF_INET, SOCK_DGRAM);
  for (const s of [b, other]) s.bind(["127.0.0.1", 0]), s.settimeout(DEADLINE);
  function* buffers() {
    a.sendto("other", other.getsockname());
    other.recvmsg(10);
    yield "mine";
  }
  a.sendmsg(buffers(), [], 0, b.getsockname());
  assertEquals(text(b.recv(10)), "mine");
});

test("recvmsg() gives null for the address of a stream", () => {
  using tcp = transports["TCP over IPv4"]!();
  tcp.a.sendmsg(["x"]);
  assertEquals(tcp.b.recvmsg(5), [bytes("x"), [], 0, null]);
});

test("recvmsg() at the end of a stream gives nothing", () => {
  using unix = pair();
  unix.a.close();
  assertEquals<unknown>(unix.b.recvmsg(5), [new Uint8Array(0), [], 0, null]);
  assertEquals<unknown>(unix.b.recvmsg_into([new Uint8Array(5)], 100), [0, [], 0, null]);
});

test("sendmsg() takes at most 1024 buffers, and the kernel says so", () => {
  using unix = pair();
  const part = bytes("x");
  assertEquals(unix.a.sendmsg(Array(1024).fill(part)), 1024);
  const error = assertThrows(() => unix.a.sendmsg(Array(1025).fill(part)), socket.OSError);
  assertEquals(error.code, "EMSGSIZE");
  assertEquals(unix.b.recvmsg_into(Array.from({ length: 1024 }, () => new Uint8Array(1)))[0], 1024);
  const much = assertThrows(() => unix.b.recvmsg_into(Array(1025).fill(part)), socket.OSError);
  assertEquals(much.code, "EMSGSIZE");
  assertEquals(unix.a.sendmsg(["still works"]), 11);
});

test("ancillary data of several types arrives, each on a buffer of its own", () => {
  using unix = pair();
  unix.b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, 1);
  const before = descriptors();
  unix.a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, Int32Array.of(0, 1, 2)]]);
  const [, ancdata, flags] = unix.b.recvmsg(1, 1000);
  assertEquals(flags, 0);
  assertEquals(ancdata.map(([level, type, data]) => [level, type, data.length]), [
    [SOL_SOCKET, socket.SCM_CREDENTIALS, 12],
    [SOL_SOCKET, SCM_RIGHTS, 12],
  ]);
  for (const [, , data] of ancdata) assertEquals([data.byteOffset, data.buffer.byteLength], [0, 12]);
  const rights = new Int32Array(ancdata[1]![2].buffer);
  assertEquals(opened_since(before).length, 3);
  rights.forEach((fd) => socket.close(fd));
  assertEquals(new Uint32Array(ancdata[0]![2].buffer)[0]! > 0, true);
});

test("ancillary data of an IP socket arrives", () => {
  using pair = transports["UDP over IPv6"]!();
  pair.b.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1);
  pair.b.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVTCLASS, 1);
  pair.a.sendmsg(["x"], [
    [socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, ints(33)],
    [socket.IPPROTO_IPV6, socket.IPV6_TCLASS, new DataView(ints(20).buffer)],
  ]);
  const [, ancdata, flags] = pair.b.recvmsg(10, 2 * socket.CMSG_SPACE(4));
  assertEquals([ancdata, flags], [
    [
      [socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, ints(33)],
      [socket.IPPROTO_IPV6, socket.IPV6_TCLASS, ints(20)],
    ],
    0,
  ]);
  // No room for the second, or for a part of it.
  for (
    const [room, second] of [[socket.CMSG_SPACE(4), []], [socket.CMSG_SPACE(4) + socket.CMSG_LEN(2), [20, 0]]]
  ) {
    pair.a.sendmsg(["x"], [
      [socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, ints(33)],
      [socket.IPPROTO_IPV6, socket.IPV6_TCLASS, ints(20)],
    ]);
    const [, cut, cut_flags] = pair.b.recvmsg(10, room as number);
    assertEquals([cut.length, cut_flags & MSG_CTRUNC], [(second as number[]).length > 0 ? 2 : 1, MSG_CTRUNC]);
    assertEquals(cut[1]?.[2] ?? null, cut.length > 1 ? Uint8Array.from(second as number[]) : null);
  }
});

test("control messages are read no further than they go", () => {
  const control = new Memory(64);
  const next = write_control_message(control, 0, 1, 2, bytes("abc"));
  assertEquals(next, socket.CMSG_SPACE(3));
  write_control_message(control, next, -3, -4, bytes("defgh"));
  const data = { level: 1, type: 2, data: bytes("abc") }, negative = { level: -3, type: -4 };
  const read = (length: number) =>
    decode_ancillary(control, length).map(([level, type, data]) => ({ level, type, data }));
  assertEquals(read(64), [data, { ...negative, data: bytes("defgh") }]);
  // Cut off: in the second one's data, behind its header, in its header, in the first one's data, before everything.
  assertEquals(read(next + 18), [data, { ...negative, data: bytes("de") }]);
  assertEquals(read(next + 16), [data, { ...negative, data: bytes("") }]);
  assertEquals(read(next + 15), [data]);
  assertEquals(read(17), [{ ...data, data: bytes("a") }]);
  assertEquals([read(15), read(0)], [[], []]);
  // A length shorter than its own header, and one longer than everything.
  control.words[next / 4] = 15;
  assertEquals(read(64), [data]);
  control.words[next / 4] = 0xffffffff;
  assertEquals(read(next + 20), [data, { ...negative, data: bytes("defg") }]);
});

test("recvmsg() hands over every descriptor that the kernel opened, in whatever room", () => {
  // Room, with the descriptors that fit behind 32 bytes of credentials or alone, as CPython 3.13 reports them.
  const alone = [[0, 0], [15, 0], [16, 0], [19, 0], [20, 1], [23, 1], [24, 2], [40, 2]];
  const behind_credentials = [[16, 0], [32, 0], [48, 0], [49, 0], [52, 1], [53, 1], [56, 2]];
  for (const [credentials, cases] of [[0, alone], [1, behind_credentials]] as const) {
    for (const [room, expected] of cases) {
      using unix = pair();
      unix.b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, credentials);
      unix.a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, ints(0, 1)]]);
      const before = descriptors();
      const [, ancdata, flags] = unix.b.recvmsg(1, room!);
      const opened = opened_since(before).length;
      const rights = ancdata.filter(([, type]) => type === SCM_RIGHTS)
        .flatMap(([, , data]) => Array.from(new Int32Array(data.buffer)));
      assertEquals([rights.length, opened], [expected, expected], `room ${room}`);
      assertEquals(flags & MSG_CTRUNC, expected === 2 ? 0 : MSG_CTRUNC);
      rights.forEach((fd) => socket.close(fd));
      assertEquals(opened_since(before), []);
    }
  }
});

test("recvmsg() closes the descriptors of a message that it cannot deliver", () => {
  using unix = pair();
  const slice = Uint8Array.prototype.slice;
  for (const receive of [() => unix.b.recvmsg(1, 100), () => unix.b.recvmsg_into([new Uint8Array(1)], 100)]) {
    unix.a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, ints(0, 1, 2)]]);
    const before = descriptors();
    Uint8Array.prototype.slice = () => {
      throw new RangeError("out of memory");
    };
    try {
      assertThrows(receive, RangeError, "out of memory");
    } finally {
      Uint8Array.prototype.slice = slice;
    }
    assertEquals(opened_since(before), []);
  }
});

test("recvmsg() with MSG_PEEK leaves the message there", () => {
  using unix = pair();
  unix.a.sendmsg(["abc"]);
  assertEquals(text(unix.b.recvmsg(2, 0, MSG_PEEK)[0]), "ab");
  assertEquals(text(unix.b.recvmsg(3)[0]), "abc");
});

test("timeouts and non-blocking sockets", () => {
  using unix = pair();
  unix.b.settimeout(0.01);
  assertThrows(() => unix.b.recvmsg(1), socket.TimeoutError, "timed out");
  assertThrows(() => unix.b.recvmsg_into([new Uint8Array(1)]), socket.TimeoutError, "timed out");
  unix.b.settimeout(0);
  assertThrows(() => unix.b.recvmsg(1), socket.BlockingIOError);
  unix.a.settimeout(0.01);
  assertThrows(
    () => {
      for (;;) unix.a.sendmsg([new Uint8Array(65536)]);
    },
    socket.TimeoutError,
    "timed out",
  );
  unix.a.setblocking(false);
  assertThrows(() => unix.a.sendmsg(["x"]), socket.BlockingIOError);
});

test("sendmsg() to a peer that has gone is an exception", () => {
  using unix = pair();
  unix.b.close();
  assertThrows(() => unix.a.sendmsg(["x"]), socket.BrokenPipeError, errno_message("EPIPE"));
});

test("views of every kind are taken as they really are", () => {
  using unix = pair();
  const shared = new Uint8Array(new SharedArrayBuffer(8), 2, 3);
  shared.set([1, 2, 3]);
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
  const tracking = new Uint8Array(resizable, 4);
  tracking.fill(7);
  const liar = Uint8Array.of(9);
  for (const name of ["byteLength", "length", "byteOffset"]) {
    Object.defineProperty(liar, name, { value: 1e6 });
  }
  Object.defineProperty(liar, "buffer", {
    get() {
      throw new Error("never read");
    },
  });
  assertEquals(unix.a.sendmsg([shared, tracking, liar]), 8);
  assertEquals(Array.from(unix.b.recvmsg(100)[0]), [1, 2, 3, 7, 7, 7, 7, 9]);
  unix.a.sendall("abcdefgh");
  assertEquals(unix.b.recvmsg_into([liar, shared, tracking])[0], 8);
  assertEquals([text(Uint8Array.from(shared)), text(Uint8Array.from(tracking))], ["bcd", "efgh"]);
  assertEquals(liar[0], "a".charCodeAt(0));
});

test("memory that shrinks while the arguments are read is not overrun", () => {
  using unix = pair();
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
  const detached = new Uint8Array(1000);
  const buffers = {
    *[Symbol.iterator]() {
      yield new Uint8Array(resizable, 0, 8);
      yield new DataView(resizable, 4);
      yield detached;
      resizable.resize(4);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      yield "end";
    },
  };
  assertEquals(unix.a.sendmsg(buffers), 3);
  assertEquals(text(unix.b.recvmsg(100)[0]), "end");
  const control = new Uint8Array(16);
  const items = {
    *[Symbol.iterator]() {
      yield [77, 99, control] as const;
      structuredClone(control.buffer, { transfer: [control.buffer] });
    },
  };
  assertEquals(unix.a.sendmsg(["x"], items), 1);
});

test("what only pretends to be memory is refused", () => {
  using unix = pair();
  const pretender = Object.create(Uint8Array.prototype);
  const proxy = new Proxy(new Uint8Array(4), {});
  for (const fake of [pretender, proxy]) {
    assertThrows(() => unix.a.sendmsg([fake]), TypeError);
    assertThrows(() => unix.b.recvmsg_into([fake]), TypeError);
    assertThrows(() => unix.a.sendmsg(["x"], [[1, 1, fake]]), TypeError);
  }
});

test("small and large buffers stay where they are while many are collected", () => {
  using unix = pair();
  for (let round = 0; round < 50; round++) {
    const parts = Array.from({ length: 300 }, (_, index) => new Uint8Array(1 + index % 70).fill(index));
    const total = parts.reduce((sum, part) => sum + part.length, 0);
    assertEquals(unix.a.sendmsg(parts), total);
    const into = parts.map((part) => new Uint8Array(part.length));
    assertEquals(unix.b.recvmsg_into(into)[0], total);
    assertEquals(into, parts);
  }
});

const wrong = {
  "sendmsg()": [
    [[], TypeError, "sendmsg() takes at least 1 argument (0 given)"],
    [[5], TypeError, "sendmsg() argument 1 must be an iterable"],
    [[null], TypeError, "sendmsg() argument 1 must be an iterable"],
    [["abc"], TypeError, "a bytes-like object is required, not 'str'"],
    [[bytes("abc")], TypeError, "a bytes-like object is required, not 'int'"],
    [[[5]], TypeError, "a bytes-like object is required, not 'int'"],
    [[[], 5], TypeError, "sendmsg() argument 2 must be an iterable"],
    [[[], null], TypeError, "sendmsg() argument 2 must be an iterable"],
    [[[], [5]], TypeError, "[sendmsg() ancillary data items]() argument must be 3-item sequence, not int"],
    [
      [[], [null]],
      TypeError,
      "[sendmsg() ancillary data items]() argument must be 3-item sequence, not None",
    ],
    [
      [[], [[1, 2]]],
      TypeError,
      "[sendmsg() ancillary data items]() argument must be sequence of length 3, not 2",
    ],
    [[[], ["abc"]], TypeError, "'str' object cannot be interpreted as an integer"],
    [[[], [["a", 1, ""]]], TypeError, "'str' object cannot be interpreted as an integer"],
    [[[], [[1, 1, "a"]]], TypeError, "a bytes-like object is required, not 'str'"],
    [[[], [[2 ** 31, 1, bytes("")]]], socket.OverflowError, "signed integer is greater than maximum"],
    [[5, [5], "x"], TypeError, "'str' object cannot be interpreted as an integer"],
    [[[5], 5, 0, 5], TypeError, "a bytes-like object is required, not 'int'"],
    [[[], [], 2 ** 31], socket.OverflowError, "signed integer is greater than maximum"],
    [[["x"], [[1, 1, ints(-1)]]], socket.OSError, errno_message("EBADF")],
    [[["x"], [[1, 99, ints(1)]]], socket.OSError, errno_message("EINVAL")],
    [[["x"], [], 0, "/nonexistent"], socket.OSError, `[Errno 106] ${strerror(106)}`],
  ],
  "recvmsg()": [
    [[], TypeError, "recvmsg() takes at least 1 argument (0 given)"],
    [["a"], TypeError, "'str' object cannot be interpreted as an integer"],
    [[1.5], TypeError, "'float' object cannot be interpreted as an integer"],
    [[-1, -1], socket.ValueError, "negative buffer size in recvmsg()"],
    [[1, -1], socket.ValueError, "invalid ancillary data buffer length"],
    [[1, 2 ** 31], socket.ValueError, "invalid ancillary data buffer length"],
    [[1, 2 ** 63], socket.OverflowError, "Python int too large to convert to C ssize_t"],
    [[1, 0, "a"], TypeError, "'str' object cannot be interpreted as an integer"],
  ],
  "recvmsg_into()": [
    [[], TypeError, "recvmsg_into() takes at least 1 argument (0 given)"],
    [[5], TypeError, "recvmsg_into() argument 1 must be an iterable"],
    [
      [["x"]],
      TypeError,
      "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers",
    ],
    [[[], -1], socket.ValueError, "invalid ancillary data buffer length"],
    [[[], 0, "a"], TypeError, "'str' object cannot be interpreted as an integer"],
  ],
} as const;

for (const [name, cases] of Object.entries(wrong)) {
  test(`${name} says of wrong arguments what CPython says`, () => {
    using unix = pair();
    const method = name.slice(0, -2) as "sendmsg";
    // deno-lint-ignore no-explicit-any
    const call = (values: readonly unknown[]) => (unix.a as any)[method](...values);
    for (const [values, Class, message] of cases) {
      const error = assertThrows(() => call(values), Class as typeof TypeError, message);
      assertEquals(error.message, message);
    }
    unix.a.close();
    assertThrows(
      () => call([[]].concat(name === "recvmsg()" ? [1] as never : []).slice(-1)),
      socket.OSError,
      errno_message("EBADF"),
    );
  });
}

test("CMSG_LEN() and CMSG_SPACE()", () => {
  assertEquals([0, 1, 7, 8, 9].map(socket.CMSG_LEN), [16, 17, 23, 24, 25]);
  assertEquals([0, 1, 7, 8, 9].map(socket.CMSG_SPACE), [16, 24, 24, 24, 32]);
  assertEquals([socket.CMSG_LEN(2 ** 31 - 17), socket.CMSG_SPACE(2 ** 31 - 25)], [2 ** 31 - 1, 2 ** 31 - 8]);
  for (const [name, limit] of [["CMSG_LEN", 2 ** 31 - 16], ["CMSG_SPACE", 2 ** 31 - 24]] as const) {
    // deno-lint-ignore no-explicit-any
    const f = socket[name] as any;
    for (const value of [-1, limit, 2 ** 40]) {
      assertThrows(() => f(value), socket.OverflowError, `${name}() argument out of range`);
    }
    assertThrows(() => f(2 ** 63), socket.OverflowError, "Python int too large to convert to C ssize_t");
    assertThrows(() => f("a"), TypeError, "'str' object cannot be interpreted as an integer");
    assertThrows(() => f(), TypeError, `${name}() takes exactly 1 argument (0 given)`);
  }
});

test("a message of no bytes is sent, whatever failed before it", () => {
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM) as unknown as [socket.Socket, socket.Socket];
  using _a = a, _b = b;
  b.settimeout(DEADLINE);
  assertThrows(() => socket.close(-1), socket.OSError);
  assertEquals(a.sendmsg([]), 0);
  assertEquals(a.sendmsg(["", new Uint8Array(0)]), 0);
  assertThrows(() => socket.close(-1), socket.OSError);
  assertEquals(b.recvmsg(10), [new Uint8Array(0), [], 0, null]);
  assertEquals(b.recvmsg_into([new Uint8Array(1)]), [0, [], 0, null]);
});

test("sendmsg() and recvmsg() leave no descriptors behind", () => {
  const before = descriptors();
  {
    using unix = pair();
    const fd = openSync("/dev/null", "r");
    for (let round = 0; round < 20; round++) {
      unix.a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, ints(fd)]]);
      const [, [item]] = unix.b.recvmsg(1, socket.CMSG_SPACE(4));
      assert(item !== undefined);
      socket.close(new Int32Array(item[2].buffer)[0]!);
    }
    closeSync(fd);
  }
  assertEquals(opened_since(before), []);
});
