import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertGreater, assertLess, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import { descriptors, opened_since } from "../descriptors.ts";
import { in_another_thread, under_signals } from "../interrupt.ts";
import { any_python, c_compiler, linux, success_of, test_with } from "../needs.ts";
import { start_python } from "../peer.ts";
import { DEADLINE, messages, streams, temporary_directory } from "../transports.ts";

const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM } = socket;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

/** Everything there is, asked for `vlen` at a time. */
function drain(s: socket.Socket, expected: number, vlen = 1024): string[] {
  const all: string[] = [];
  while (all.length < expected) all.push(...s.recvmmsg(vlen, 100).map(([data]) => text(data)));
  return all;
}

for (const [name, make] of Object.entries(messages)) {
  test(`sendmmsg() and recvmmsg() carry many messages: ${name}`, () => {
    using pair = make();
    const data = [
      "one",
      bytes("two"),
      new Uint8Array(0),
      new DataView(bytes("xthreex").buffer, 1, 5),
      bytes("é").buffer,
    ];
    assertEquals(pair.a.sendmmsg(new Set(data)), 5);
    const received = pair.b.recvmmsg(10, 100);
    assertEquals(received.map(([data]) => text(data)), ["one", "two", "", "three", "é"]);
    for (const [data] of received) assertEquals([data.byteOffset, data.buffer.byteLength], [0, data.length]);
    const [, from] = pair.b.recvfrom(0, socket.MSG_DONTWAIT | again(pair.a));
    for (const [, address] of received) assertEquals(address, from);
  });

  test(`recvmmsg_into() fills the buffers that it is given: ${name}`, () => {
    using pair = make();
    pair.a.sendmmsg(["one", "", "three"]);
    const buffers = [
      new Uint8Array(5),
      new ArrayBuffer(4),
      new DataView(new ArrayBuffer(9), 2),
      new Uint8Array(1),
    ];
    const received = pair.b.recvmmsg_into(buffers.values());
    assertEquals(received.map(([nbytes]) => nbytes), [3, 0, 5]);
    assertEquals(text(buffers[0] as Uint8Array), "one\0\0");
    assertEquals(text(new Uint8Array((buffers[2] as DataView).buffer)), "\0\0three\0\0");
  });
}

// Lets the next receiving call find something.
function again(peer: socket.Socket): 0 {
  peer.send("again");
  return 0;
}

test("messages go to their addresses, and come with them", () => {
  const kinds: [number, () => socket.AddressLike][] = [
    [AF_INET, () => ["127.0.0.1", 0]],
    [AF_INET6, () => ["::1", 0]],
    [AF_UNIX, () => ""],
  ];
  for (const [family, any] of kinds) {
    const [a, b, c] = Array.from({ length: 3 }, () => {
      const s = new socket.socket(family, SOCK_DGRAM);
      s.bind(any());
      s.settimeout(DEADLINE);
      return s as socket.Socket;
    }) as [socket.Socket, socket.Socket, socket.Socket];
    using _a = a, _b = b, _c = c;
    const to_b = b.getsockname(), to_c = c.getsockname();
    assertEquals(a.sendmmsg([["b0", to_b], ["b1", to_b], ["c0", to_c], ["b2", b.getsockname()]]), 4);
    c.sendto("from c", to_b);
    a.sendto("b3", to_b);
    const from_a = a.getsockname(), from_c = c.getsockname();
    const expected = [["b0", from_a], ["b1", from_a], ["b2", from_a], ["from c", from_c], ["b3", from_a]];
    const received = b.recvmmsg(10, 10);
    assertEquals(received.map(([data, address]) => [text(data), address]), expected);
    assertEquals(c.recvmmsg_into([new Uint8Array(9), new Uint8Array(9)]), [[2, from_a]]);
    // Nobody who changes one address changes another.
    if (Array.isArray(received[0]![1])) assert(received[0]![1] !== received[1]![1]);
  }
});

test("sendmmsg() mixes connected and addressed messages", () => {
  using pair = messages["UDP over IPv4"]!();
  using third = socket.socket(AF_INET, SOCK_DGRAM);
  third.bind(["127.0.0.1", 0]);
  third.settimeout(DEADLINE);
  const address = third.getsockname();
  assertEquals(pair.a.sendmmsg(["1", ["2", null], ["3", address], "4", ["5", null], ["6", address]]), 6);
  assertEquals(drain(pair.b, 4), ["1", "2", "4", "5"]);
  assertEquals(third.recvmmsg(5, 5).map(([data]) => text(data)), ["3", "6"]);
});

test("recvmmsg() takes what is there and waits for no more", () => {
  using pair = messages["UNIX datagram, abstract"]!();
  pair.b.settimeout(null);
  for (const count of [1, 3]) {
    pair.a.sendmmsg(numbers(count));
    assertEquals(pair.b.recvmmsg(1000, 20).length, count);
  }
  assertEquals(pair.b.recvmmsg(0, 20), []);
  assertEquals(pair.b.recvmmsg_into([]), []);
});

test("a batch that is larger than the one before has room for all of its messages", () => {
  using pair = messages["UNIX datagram by path"]!();
  const { a, b } = pair;
  a.sendmmsg(numbers(3));
  assertEquals(b.recvmmsg(2, 100).length, 2);
  a.sendmmsg(numbers(9));
  assertEquals(b.recvmmsg(10, 100).map(([data]) => text(data)), ["message 2", ...numbers(9)]);
});

test("a short address does not cut the ones behind it", () => {
  const prefix = `\0pysocket-${Math.random().toString(36).slice(2)}-`;
  using receiver = socket.socket(AF_UNIX, SOCK_DGRAM);
  receiver.bind(`${prefix}receiver`);
  receiver.settimeout(DEADLINE);
  // Also such as begin like the one before them.
  const names = ["s", "a-much-longer-name", "t", "another", "anothe", "anoth", "anot", "another-long-name"]
    .map((name) => bytes(prefix + name));
  const senders = names.map((name) => {
    const s = socket.socket(AF_UNIX, SOCK_DGRAM);
    s.bind(name);
    return s;
  });
  const send = (order: readonly socket.Socket[]) => order.forEach((s) => s.sendto("x", `${prefix}receiver`));
  for (let round = 0; round < 2; round++) {
    send(senders as socket.Socket[]);
    assertEquals(receiver.recvmmsg(8, 10).map(([, address]) => address), names as unknown[]);
    send(senders as socket.Socket[]);
    const buffers = senders.map(() => new Uint8Array(1));
    assertEquals(receiver.recvmmsg_into(buffers).map(([, address]) => address), names as unknown[]);
    // And the other way round.
    send(senders.toReversed() as socket.Socket[]);
    assertEquals(receiver.recvmmsg(8, 10).map(([, address]) => address), names.toReversed() as unknown[]);
  }
  senders.forEach((s) => s.close());
});

test("after a recvmmsg() without memory, small messages are small", () => {
  using pair = messages["UNIX datagram by path"]!();
  const { a, b } = pair;
  a.sendmmsg(["ab", "cd", "ef"]);
  assertEquals(b.recvmmsg(1, 64).map(([data]) => text(data)), ["ab"]);
  assertThrows(() => b.recvmmsg(1024, 2 ** 40), Error);
  a.sendmmsg(["gh"]);
  assertEquals(b.recvmmsg(3, 1).map(([data]) => text(data)), ["c", "e", "g"]);
});

test("what goes wrong behind the first 1024 messages is the next call's", () => {
  using s = socket.socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.connect(s.getsockname());
  const many: Uint8Array[] = Array.from({ length: 1024 }, () => new Uint8Array(1));
  const too_long = new Uint8Array(70_000);
  for (const timeout of [null, 0, 5]) {
    s.settimeout(timeout);
    assertEquals(s.sendmmsg([...many, too_long, ...many]), 1024);
  }
  assertThrows(() => s.sendmmsg([too_long]), socket.OSError, "[Errno 90]");
});

// Addresses that have bytes in them, which only the privileged see.
function packets(): socket.Socket {
  const s = socket.socket(socket.AF_PACKET, SOCK_DGRAM, 0x0008) as socket.Socket;
  s.bind(["lo", 0x0800]);
  return s;
}

test_with(success_of("AF_PACKET", () => packets().close()))(
  "the addresses of a batch are nobody else's",
  () => {
    using receiver = packets();
    receiver.settimeout(DEADLINE);
    using s = socket.socket(AF_INET, SOCK_DGRAM);
    s.bind(["127.0.0.1", 0]);
    for (let n = 0; n < 5; n++) s.sendto("x", s.getsockname());
    const found: socket.Address[] = [];
    while (found.length < 5) found.push(...receiver.recvmmsg(20, 100).map(([, address]) => address));
    const seen = new Set<unknown>();
    for (const address of found) {
      const hardware = (address as unknown[])[4];
      assertEquals([seen.has(address), seen.has(hardware)], [false, false]);
      seen.add(address).add(hardware);
    }
  },
);

test("recvmmsg() of sizes that change", () => {
  using pair = messages["UNIX datagram by path"]!();
  for (
    const [vlen, size] of [[1, 20], [5, 9], [2, 0], [70, 100], [64, 100], [3, 5_000_000], [4, 100], [1024, 7]]
  ) {
    pair.a.sendmmsg(numbers(5));
    const expected = numbers(5).map((message) => message.slice(0, size));
    const received: string[] = [];
    while (received.length < 5) received.push(...pair.b.recvmmsg(vlen!, size!).map(([data]) => text(data)));
    assertEquals(received, expected);
  }
});

test("recvmmsg() with MSG_TRUNC gives no bytes that were not received", () => {
  using pair = messages["UDP over IPv4"]!();
  for (let round = 0; round < 3; round++) {
    pair.a.sendmmsg(["0123456789", "ab"]);
    assertEquals(pair.b.recvmmsg(2, 4, round === 1 ? socket.MSG_TRUNC : 0).map(([data]) => text(data)), [
      "0123",
      "ab",
    ]);
  }
  pair.a.send("0123456789");
  assertEquals(pair.b.recvmmsg_into([new Uint8Array(4)], socket.MSG_TRUNC)[0]![0], 10);
  using tcp = streams["TCP over IPv4"]!();
  tcp.a.sendall("secret");
  assertEquals(text(tcp.b.recvmmsg(1, 6)[0]![0]), "secret");
  tcp.a.sendall("hidden");
  const [discarded] = tcp.b.recvmmsg(1, 6, socket.MSG_TRUNC);
  assertEquals(Array.from(discarded![0]), [0, 0, 0, 0, 0, 0]);
});

test("more messages than the kernel takes at once", () => {
  using pair = messages["UDP over IPv4"]!();
  pair.b.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20);
  const room = pair.b.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF);
  const count = Math.min(2500, Math.floor(room / 1024));
  assertEquals(pair.a.sendmmsg(numbers(2500)), 2500);
  assertEquals(
    drain(pair.b, Math.min(count, 100), 5000).slice(0, 100),
    numbers(2500).slice(0, Math.min(count, 100)),
  );
  // A whole batch and a bit, with a buffer for each.
  pair.b.setblocking(false);
  try {
    for (;;) pair.b.recvmmsg(1024, 1);
  } catch (error) {
    if (!(error instanceof socket.BlockingIOError)) throw error;
  }
  pair.a.sendmmsg(Array(100).fill("x"));
  const buffers = Array.from({ length: 1500 }, () => new Uint8Array(1));
  assertEquals(pair.b.recvmmsg_into(buffers).length, 100);
  assertEquals(buffers.filter(([byte]) => byte === 120).length, 100);
  assertEquals(pair.a.sendmmsg([]), 0);
});

test("sendmmsg() says how far it got", () => {
  using pair = messages["UNIX seqpacket"]!();
  pair.a.settimeout(0.01);
  const many = Array(5000).fill(new Uint8Array(1000));
  const sent = pair.a.sendmmsg(many);
  assertGreater(sent, 0);
  assertLess(sent, 5000);
  assertThrows(() => pair.a.sendmmsg(many), socket.TimeoutError, "timed out");
  pair.a.setblocking(false);
  assertThrows(() => pair.a.sendmmsg(many), socket.BlockingIOError);
  let received = 0;
  pair.b.setblocking(false);
  while (received < sent) received += pair.b.recvmmsg(1024, 1).length;
  assertThrows(() => pair.b.recvmmsg(1, 1), socket.BlockingIOError);
});

test("sendmmsg() throws the error of the first message, and counts before the error of another", () => {
  using a = socket.socket(AF_UNIX, SOCK_DGRAM), b = socket.socket(AF_UNIX, SOCK_DGRAM);
  b.bind("");
  const address = b.getsockname();
  const error = assertThrows(
    () => a.sendmmsg([["x", "/nonexistent"], ["y", address]]),
    socket.FileNotFoundError,
  );
  assertEquals(error.message, errno_message("ENOENT"));
  assertEquals(a.sendmmsg([["y", address], ["z", address], ["x", "/nonexistent"], ["never", address]]), 2);
  assertEquals(b.recvmmsg(9, 9).map(([data]) => text(data)), ["y", "z"]);
  using udp = messages["UDP over IPv4"]!();
  assertEquals(
    assertThrows(() => udp.a.sendmmsg([new Uint8Array(70_000)]), socket.OSError).code,
    "EMSGSIZE",
  );
  udp.b.close();
  udp.a.send("bounces");
  assertThrows(() => udp.a.recvmmsg(5, 5), socket.ConnectionRefusedError);
});

test("timeouts are for the first message", () => {
  using pair = messages["UDP over IPv6"]!();
  pair.b.settimeout(0.01);
  assertThrows(() => pair.b.recvmmsg(5, 5), socket.TimeoutError, "timed out");
  assertThrows(() => pair.b.recvmmsg_into([new Uint8Array(1)]), socket.TimeoutError, "timed out");
  pair.b.setblocking(false);
  assertThrows(() => pair.b.recvmmsg(5, 5), socket.BlockingIOError);
  pair.a.send("x");
  assertEquals(pair.b.recvmmsg(5, 5).length, 1);
});

test("a stream is read in parts, and its end is empty", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  assertEquals(pair.a.sendmmsg(["abc", "def"]), 2);
  assertEquals(drain(pair.b, 1).join("").slice(0, 3), "abc");
  pair.a.close();
  assertEquals(pair.b.recvmmsg(1, 5).map(([data]) => data.length), [0]);
});

test("code behind the messages may send messages of its own", () => {
  using pair = messages["UDP over IPv4"]!();
  using other = messages["UDP over IPv4"]!();
  const address = pair.b.getsockname();
  const tricky = {
    *[Symbol.iterator]() {
      yield ["first", address] as const;
      other.a.sendmmsg(["inner 1", "inner 2"]);
      yield new Proxy(["second", address], {
        get(target, key) {
          if (key === "1") other.a.sendmmsg([["inner 3", other.b.getsockname()]]);
          return Reflect.get(target, key);
        },
      }) as unknown as [string, socket.AddressLike];
      yield ["third", address] as const;
    },
  };
  assertEquals(pair.a.sendmmsg(tricky), 3);
  assertEquals(drain(pair.b, 3), ["first", "second", "third"]);
  assertEquals(new Set(drain(other.b, 3)), new Set(["inner 1", "inner 2", "inner 3"]));
});

test("memory that shrinks or only pretends is not overrun", () => {
  using pair = messages["UDP over IPv4"]!();
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
  const detached = new Uint8Array(8);
  const shrinking = {
    *[Symbol.iterator]() {
      yield new Uint8Array(resizable, 0, 8);
      yield detached;
      resizable.resize(4);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      yield new Uint8Array(new SharedArrayBuffer(4));
    },
  };
  assertEquals(pair.a.sendmmsg(shrinking), 3);
  assertEquals(pair.b.recvmmsg(9, 9).map(([data]) => data.length), [0, 0, 4]);
  const liar = Uint8Array.of(1);
  Object.defineProperty(liar, "byteLength", { value: 1e9 });
  Object.defineProperty(liar, "buffer", { value: null });
  assertEquals(pair.a.sendmmsg([liar]), 1);
  assertEquals(pair.b.recvmmsg_into([liar])[0]![0], 1);
  const fake = Object.create(Uint8Array.prototype);
  assertThrows(() => pair.a.sendmmsg([fake]), TypeError);
  assertThrows(() => pair.b.recvmmsg_into([fake]), TypeError);
  assertThrows(() => pair.b.recvmmsg_into([new Proxy(liar, {})]), TypeError);
});

test("wrong arguments are told apart as Python would", () => {
  using pair = messages["UDP over IPv4"]!();
  // deno-lint-ignore no-explicit-any
  const s = pair.a as any;
  const int = "cannot be interpreted as an integer";
  const cases: [() => unknown, new (message: string) => Error, string][] = [
    [() => s.recvmmsg(), TypeError, "recvmmsg() takes at least 2 arguments (0 given)"],
    [() => s.recvmmsg(1), TypeError, "recvmmsg() takes at least 2 arguments (1 given)"],
    [() => s.recvmmsg("a", 1), TypeError, int],
    [() => s.recvmmsg(1, 1.5), TypeError, int],
    [() => s.recvmmsg(1, 1, null), TypeError, int],
    [() => s.recvmmsg(-1, 1), socket.ValueError, "negative vlen in recvmmsg"],
    [() => s.recvmmsg(1, -1), socket.ValueError, "negative buffersize in recvmmsg"],
    [() => s.recvmmsg(2 ** 63, 1), socket.OverflowError, "too large to convert to C ssize_t"],
    [() => s.recvmmsg_into(), TypeError, "recvmmsg_into() takes at least 1 argument (0 given)"],
    [() => s.recvmmsg_into(5), TypeError, "recvmmsg_into() argument 1 must be an iterable"],
    [() => s.recvmmsg_into(["a"]), TypeError, "an iterable of read-write buffers"],
    [() => s.recvmmsg_into([], "a"), TypeError, int],
    [() => s.sendmmsg(), TypeError, "sendmmsg() takes at least 1 argument (0 given)"],
    [() => s.sendmmsg(null), TypeError, "sendmmsg() argument 1 must be an iterable"],
    [() => s.sendmmsg([5]), TypeError, "a bytes-like object is required, not 'int'"],
    [() => s.sendmmsg([[5, null]]), TypeError, "a bytes-like object is required, not 'int'"],
    [() => s.sendmmsg([["x"]]), TypeError, "must be data or pairs (data, address)"],
    [() => s.sendmmsg([["x", 5]]), TypeError, "sendmmsg(): AF_INET address must be tuple, not int"],
    [() => s.sendmmsg(["x", ["y", ["h"]]]), TypeError, "AF_INET address must be a pair (host, port)"],
    [() => s.sendmmsg(["x"], "a"), TypeError, int],
  ];
  for (const [call, Class, message] of cases) assertThrows(call, Class, message);
  // Nothing was sent on the way.
  pair.b.setblocking(false);
  assertThrows(() => pair.b.recv(1), socket.BlockingIOError);
  s.close();
  for (
    const call of [
      () => s.recvmmsg(1, 1),
      () => s.recvmmsg_into([new Uint8Array(1)]),
      () => s.sendmmsg(["x"]),
    ]
  ) {
    assertThrows(call, socket.OSError, errno_message("EBADF"));
  }
});

const ECHO = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(10)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])
for _ in range(int(sys.argv[1])):
    data, address = s.recvfrom(1000)
    s.sendto(data.upper(), address)
`;

test_with(any_python)("a real Python answers a batch", async () => {
  const count = 50;
  await using peer = start_python(ECHO, String(count));
  const address: socket.InetAddress = ["127.0.0.1", Number(await peer.line())];
  using s = socket.socket(AF_INET, SOCK_DGRAM);
  s.settimeout(DEADLINE);
  assertEquals(s.sendmmsg(numbers(count).map((message) => [message, address] as const)), count);
  const received: [string, socket.Address][] = [];
  while (received.length < count) {
    received.push(
      ...s.recvmmsg(count, 100).map(([data, from]) => [text(data), from] as [string, socket.Address]),
    );
  }
  assertEquals(received, numbers(count).map((message) => [message.toUpperCase(), address]));
  assertEquals((await peer.end()).code, 0);
});

test("senders whose paths begin alike, and one without a name, are told apart", () => {
  using directory = temporary_directory();
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.settimeout(5);
  receiver.bind(directory.join("receiver"));
  const paths = ["s", "se", "sender", "sender4567", "t"].map((name) => directory.join(name));
  const senders = paths.map((path) => {
    const sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
    sender.bind(path);
    return sender;
  });
  const unnamed = senders.push(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) - 1;
  // No more than ten at once, for more do not wait in Linux's queue.
  for (const order of [[0, 1, 2, 3, 2, 1, 0, 0, 4, 3], [3, unnamed, unnamed, 0, unnamed, 1, 1]]) {
    for (const index of order) senders[index]!.sendto("x", receiver.getsockname());
    const addresses = receiver.recvmmsg(order.length, 10).map(([, address]) => address);
    assertEquals(addresses, order.map((index) => paths[index] ?? null));
  }
  senders.forEach((sender) => sender.close());
});

test_with(linux)("senders whose abstract names begin alike are told apart", () => {
  const stem = "\0" + crypto.randomUUID().slice(0, 13); // 16 bytes with the family: whole words
  using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.settimeout(5);
  receiver.bind("");
  const names = [stem, `${stem}four`, `${stem}four and more`];
  const senders = names.map((name) => {
    const sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
    sender.bind(name);
    return sender;
  });
  const order = [2, 1, 0, 1, 2, 2, 0, 0];
  for (const index of order) senders[index]!.sendto("x", receiver.getsockname());
  const addresses = receiver.recvmmsg(order.length, 10).map(([, address]) => address as unknown);
  assertEquals(addresses, order.map((index) => new TextEncoder().encode(names[index])));
  senders.forEach((sender) => sender.close());
});

test("many batches leave nothing open and keep their results apart", () => {
  const before = descriptors();
  {
    using pair = messages["UNIX datagram, abstract"]!();
    const kept: Uint8Array[] = [];
    for (let round = 0; round < 200; round++) {
      const batch = Array.from(
        { length: 8 },
        (_, index) => new Uint8Array(1 + round % 80).fill(round + index),
      );
      assertEquals(pair.a.sendmmsg(batch), 8);
      const received = pair.b.recvmmsg(8, 100).map(([data]) => data);
      assertEquals(received, batch);
      kept.push(received[0]!);
    }
    assertEquals(kept.map(([byte]) => byte), Array.from(kept, (_, round) => round & 0xff));
    assert(kept[0]!.buffer !== kept[1]!.buffer);
  }
  assertEquals(opened_since(before), []);
});

test("a recvmmsg() that found no memory spoils nothing", () => {
  const [a, b] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
  using _a = a, _b = b;
  a.settimeout(5);
  b.send("1");
  assertEquals(a.recvmmsg(10, 100).length, 1);
  assertThrows(() => a.recvmmsg(1024, 2 ** 31 - 1), RangeError);
  b.send("2");
  b.send("3");
  const texts = a.recvmmsg(10, 100).map(([data]) => new TextDecoder().decode(data));
  assertEquals(texts, ["2", "3"]);
});

test("sendmmsg() reads each message once", () => {
  using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.settimeout(5);
  receiver.bind(["127.0.0.1", 0]);
  using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  let reads = 0;
  const turning = ["x", null as unknown];
  Object.defineProperty(turning, 1, {
    get: () => reads++ === 0 ? receiver.getsockname() : ["127.0.0.1", 1],
  });
  assertEquals(sender.sendmmsg([turning as never, ["y", receiver.getsockname()]]), 2);
  assertEquals([receiver.recv(9)[0], receiver.recv(9)[0], reads], [120, 121, 1]);
});

const drained = (s: socket.Socket): number => {
  s.setblocking(false);
  let count = 0;
  for (;;) {
    try {
      const data = s.recv(1 << 20);
      if (data.length === 0) return count;
      count += data.length;
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
      return count;
    }
  }
};

for (const [name, make] of Object.entries(streams)) {
  test_with(c_compiler)(
    `${name}: what sendmmsg() says was sent is what the other end gets, signals or not`,
    async () => {
      using pair = make();
      const { a, b } = pair;
      a.settimeout(null);
      await using counter = await in_another_thread("count", b.fileno(), 0.05);
      const big = new Uint8Array(10_000_000);
      const { result, signals } = under_signals(0.001, 10_000, () => a.sendmmsg([big, "small", big, big]));
      assertEquals(result, 4);
      assertGreater(signals, 0);
      a.shutdown(socket.SHUT_WR);
      assertEquals(await counter.result, 30_000_005);
    },
  );

  test(`${name}: sendmmsg() without blocking says how many bytes were taken of messages in parts`, () => {
    using pair = make();
    const { a, b } = pair;
    a.setblocking(false);
    assertEquals(a.sendmmsg(["one", "two"]), 2);
    const error = assertThrows(
      () => a.sendmmsg(["three", new Uint8Array(20 << 20), "never"]),
      socket.BlockingIOError,
    );
    assertEquals(error.code, "EAGAIN");
    assertGreater(error.characters_written, 5);
    let received = drained(b);
    while (received < 6 + error.characters_written) received += drained(b);
    assertEquals(received, 6 + error.characters_written);
    // Without any room nothing is taken.
    assertThrows(() => {
      for (;;) a.sendmmsg([new Uint8Array(100_000)]);
    }, socket.BlockingIOError);
  });

  test(`${name}: a timeout of sendmmsg() covers what it began`, () => {
    using pair = make();
    const { a } = pair;
    a.settimeout(0.1);
    const start = performance.now();
    assertThrows(() => a.sendmmsg([new Uint8Array(20 << 20), "never"]), socket.TimeoutError, "timed out");
    assertLess(performance.now() - start, 5000);
  });
}

test("sendmmsg() under a timeout finishes what it began, and then says how far it got", async () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  a.settimeout(10);
  await using counter = await in_another_thread("count", b.fileno(), 0.05);
  const big = new Uint8Array(1_000_000);
  let sent = 0;
  while (sent < 30) sent += a.sendmmsg(Array(30 - sent).fill(big));
  a.shutdown(socket.SHUT_WR);
  assertEquals([sent, await counter.result], [30, 30_000_000]);
});
