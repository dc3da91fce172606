import { Buffer } from "node:buffer";
import { test } from "node:test";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertThrows } from "./assert.ts";
import { type Pair, streams } from "./transports.ts";

const make = (): Pair => streams["UNIX stream by socketpair()"]!();

/** Every way to hand over the bytes 1, 2, 3, 4. */
const four: Record<string, () => ArrayBufferView | ArrayBufferLike> = {
  "Uint8Array": () => new Uint8Array([1, 2, 3, 4]),
  "Uint8Array with an offset": () => new Uint8Array([9, 9, 1, 2, 3, 4, 9]).subarray(2, 6),
  "ArrayBuffer": () => new Uint8Array([1, 2, 3, 4]).buffer,
  "DataView with an offset": () => new DataView(new Uint8Array([9, 1, 2, 3, 4, 9]).buffer, 1, 4),
  "Int8Array": () => new Int8Array([1, 2, 3, 4]),
  "Uint16Array": () => new Uint16Array([0x0201, 0x0403]),
  "Float64Array's half": () => new Uint8Array(new Float64Array(2).buffer, 8, 4).fill(0).map((_, i) => i + 1),
  "Uint32Array": () => new Uint32Array([0x04030201]),
  "BigUint64Array's buffer": () => new BigUint64Array([0x04030201n]).buffer.slice(0, 4),
  "SharedArrayBuffer": () => {
    const shared = new SharedArrayBuffer(4);
    new Uint8Array(shared).set([1, 2, 3, 4]);
    return shared;
  },
  "view on a SharedArrayBuffer": () => {
    const view = new Uint8Array(new SharedArrayBuffer(8), 2, 4);
    view.set([1, 2, 3, 4]);
    return view;
  },
  "view on a resizable buffer": () => {
    const view = new Uint8Array(new ArrayBuffer(4, { maxByteLength: 64 }));
    view.set([1, 2, 3, 4]);
    return view;
  },
  "Buffer of node:buffer": () => Buffer.from([1, 2, 3, 4]),
};

for (const [name, value] of Object.entries(four)) {
  test(`send(), sendall() and sendto() take a ${name}`, () => {
    using pair = make();
    assertEquals(pair.a.send(value()), 4);
    assertEquals(pair.b.recv(100), new Uint8Array([1, 2, 3, 4]));
    pair.a.sendall(value());
    assertEquals(pair.b.recv(100), new Uint8Array([1, 2, 3, 4]));
    using udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    udp.settimeout(5);
    udp.bind(["127.0.0.1", 0]);
    assertEquals(udp.sendto(value(), udp.getsockname()), 4);
    assertEquals(udp.recv(100), new Uint8Array([1, 2, 3, 4]));
  });

  test(`recv_into() and recvfrom_into() fill a ${name}`, () => {
    using pair = make();
    const target = value();
    pair.a.send(new Uint8Array([5, 6, 7, 8]));
    assertEquals(pair.b.recv_into(target), 4);
    const { a, b } = pair;
    a.send(target);
    assertEquals(b.recv(100), new Uint8Array([5, 6, 7, 8]));
    a.send(new Uint8Array([1, 1]));
    assertEquals(b.recvfrom_into(target)[0], 2);
    a.send(target);
    assertEquals(b.recv(100), new Uint8Array([1, 1, 7, 8]));
  });
}

/** Views without memory, or with less than they say. */
const empty: Record<string, () => ArrayBufferView | ArrayBufferLike> = {
  "empty view": () => new Uint8Array(0),
  "detached view": () => {
    const view = new Uint8Array(8);
    view.buffer.transfer();
    return view;
  },
  "detached DataView": () => {
    const view = new DataView(new ArrayBuffer(8));
    view.buffer.transfer();
    return view;
  },
  "detached buffer": () => {
    const buffer = new ArrayBuffer(8);
    buffer.transfer();
    return buffer;
  },
  "view beyond the end of a shrunk buffer": () => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
    const view = new Uint8Array(buffer, 4, 4);
    buffer.resize(2);
    return view;
  },
};

for (const [name, value] of Object.entries(empty)) {
  test(`an ${name} counts as no bytes`, () => {
    using pair = make();
    assertEquals(pair.a.send(value()), 0);
    pair.a.sendall(value());
    assertEquals(pair.b.recv_into(value()), 0);
    assertThrows(() => pair.b.recv_into(value(), 1), socket.ValueError, "buffer too small");
  });
}

test("a length-tracking view counts what its buffer has now", () => {
  using pair = make();
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  const view = new Uint8Array(buffer);
  buffer.resize(3);
  assertEquals(pair.a.send(view), 3);
  assertEquals(pair.b.recv(100).length, 3);
  pair.a.send("0123456789");
  assertEquals(pair.b.recv_into(view), 3);
  buffer.resize(16);
  assertEquals(pair.b.recv_into(view), 7);
});

test("a view that lies about its length is not believed", () => {
  using pair = make();
  const liar = new Uint8Array([1, 2]);
  Object.defineProperty(liar, "byteLength", { value: 1 << 30 });
  Object.defineProperty(liar, "length", { value: 1 << 30 });
  assertEquals(pair.a.send(liar), 2);
  pair.a.sendall(liar);
  assertEquals(pair.b.recv(100), new Uint8Array([1, 2, 1, 2]));
  pair.a.send("abcdef");
  assertEquals(pair.b.recv_into(liar), 2);
  assertThrows(() => pair.b.recv_into(liar, 3), socket.ValueError);
  class Liar extends Uint8Array {
    override get byteLength(): number {
      return 1 << 30;
    }
  }
  assertEquals(pair.b.recv_into(new Liar(3)), 3);
  assertThrows(() => socket.inet_ntop(socket.AF_INET6, new Liar(4)), socket.ValueError);
});

test("what is not bytes is refused with CPython's words", () => {
  using pair = make();
  const { a, b } = pair;
  const wrong: [unknown, string][] = [
    [5, "int"],
    [1.5, "float"],
    [null, "NoneType"],
    [true, "bool"],
    [[1, 2], "tuple"],
    [5n, "int"],
    [{}, "dict"],
    [() => 1, "function"],
    [Object.create(DataView.prototype), "DataView"],
    [Object.create(ArrayBuffer.prototype, { length: { value: 4 } }), "ArrayBuffer"],
    [Object.create(SharedArrayBuffer.prototype, { length: { value: 4 } }), "SharedArrayBuffer"],
  ];
  for (const [value, name] of wrong) {
    assertThrows(() => a.send(value as never), TypeError, `a bytes-like object is required, not '${name}'`);
    assertThrows(
      () => a.sendall(value as never),
      TypeError,
      `a bytes-like object is required, not '${name}'`,
    );
    const found = value === null ? "None" : name;
    const complaint = `recv_into() argument 1 must be read-write bytes-like object, not ${found}`;
    assertThrows(() => b.recv_into(value as never), TypeError, complaint);
  }
  assertThrows(() => b.recv_into("text" as never), TypeError, "read-write bytes-like object, not str");
  assertThrows(() => b.recvfrom_into("text" as never), TypeError, "recvfrom_into() argument 1 must be");
  assertThrows(() => a.send(undefined as never), TypeError, "send() takes at least 1 argument (0 given)");
  // What only pretends to be a Uint8Array meets these words and not the engine's.
  const pretends = "a bytes-like object is required, not 'Uint8Array'";
  for (const fake of [Object.create(Uint8Array.prototype), new Proxy(new Uint8Array(4), {})]) {
    const calls: (() => unknown)[] = [
      () => a.send(fake),
      () => a.sendall(fake),
      () => a.sendto(fake, ""),
      () => a.sendmsg([fake]),
      () => a.sendmmsg([fake]),
      () => b.recv_into(fake),
      () => b.recvfrom_into(fake),
      () => b.recvmsg_into([fake]),
      () => b.recvmmsg_into([fake]),
    ];
    for (const call of calls) assertEquals(assertThrows(call, TypeError).message, pretends);
  }
  assertThrows(() => a.send(Symbol() as never), TypeError);
});

test("sizes and flags outside their range are refused", () => {
  using pair = make();
  const { b } = pair;
  assertThrows(() => b.recv(-1), socket.ValueError, "negative buffersize in recv");
  assertThrows(() => b.recvfrom(-1), socket.ValueError, "negative buffersize in recvfrom");
  assertThrows(
    () => b.recv_into(new Uint8Array(2), -1),
    socket.ValueError,
    "negative buffersize in recv_into",
  );
  assertThrows(
    () => b.recv_into(new Uint8Array(2), 3),
    socket.ValueError,
    "buffer too small for requested bytes",
  );
  assertThrows(
    () => b.recvfrom_into(new Uint8Array(2), 3),
    socket.ValueError,
    "nbytes is greater than the length of the buffer",
  );
  assertThrows(() => b.recv(2 ** 63), socket.OverflowError, "Python int too large to convert to C ssize_t");
  assertThrows(() => b.recv("1" as never), TypeError, "'str' object cannot be interpreted as an integer");
  assertThrows(() => b.recv(1.5), TypeError, "'float' object cannot be interpreted as an integer");
  assertThrows(() => b.recv(NaN), TypeError, "'float'");
  assertThrows(() => b.recv(Infinity), TypeError, "'float'");
  assertThrows(() => b.recv(undefined as never), TypeError, "recv() takes at least 1 argument (0 given)");
  assertThrows(() => b.recv(1, 2 ** 31), socket.OverflowError, "signed integer is greater than maximum");
  assertThrows(() => b.recv(1, -(2 ** 31) - 1), socket.OverflowError, "signed integer is less than minimum");
  assertThrows(
    () => b.recv(1, { valueOf: () => 1 } as never),
    TypeError,
    "cannot be interpreted as an integer",
  );
  pair.a.send("ab");
  assertEquals(b.recv(1n as never).length, 1);
  assertEquals(b.recv(true as never).length, 1);
});

test("recv() of more than memory has fails cleanly or gives what there is", () => {
  using pair = make();
  pair.a.send("x");
  try {
    assertEquals(pair.b.recv(2 ** 40).length, 1);
  } catch (error) {
    assert(error instanceof RangeError, String(error));
  }
});
