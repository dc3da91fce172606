import process from "node:process";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertThrows } from "./assert.ts";
import { DEADLINE, messages, streams } from "./transports.ts";

const pattern = (start: number, length: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) * 31 + ((start + index) >> 8));

for (const [name, make] of Object.entries(streams)) {
  test(`${name}: a stream received in pieces of any size is whole, and each piece owns its buffer`, () => {
    for (const size of [1, 64, 4096, 8192, 8193, 32768, 65536, 262144, 1 << 20, 3 << 20]) {
      using pair = make();
      const { a, b } = pair;
      a.setblocking(false);
      const total = Math.min(size * 40, 3_000_000);
      const data = pattern(size, total);
      const pieces: Uint8Array[] = [];
      for (let sent = 0, received = 0; received < total;) {
        try {
          while (sent < total) sent += a.send(data.subarray(sent));
        } catch (error) {
          assertInstanceOf(error, socket.BlockingIOError);
        }
        const piece = b.recv(size);
        assert(piece.length > 0 && piece.length <= size);
        assertEquals([piece.byteOffset, piece.buffer.byteLength], [0, piece.length]);
        received += piece.length;
        pieces.push(piece);
      }
      let position = 0;
      for (const piece of pieces) {
        assertEquals(piece, data.slice(position, position + piece.length), `${size} from ${position}`);
        position += piece.length;
      }
      assertEquals(position, total);
    }
  });
}

test("after a stream of full pieces a small one is small, and what was received stays as it was", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  a.sendall(pattern(0, 20_000));
  const full = b.recv(10_000), rest = b.recv(10_000);
  a.sendall("x");
  const small = b.recv(10_000);
  assertEquals([small.length, small.buffer.byteLength], [1, 1]);
  a.sendall(new Uint8Array(10_000));
  b.recv(10_000);
  assertEquals(full, pattern(0, 10_000));
  assertEquals(rest, pattern(10_000, 10_000));
});

test("recv() and its kin complain of sizes as CPython does", () => {
  using pair = messages["UNIX datagram, abstract"]!();
  const { a, b } = pair;
  for (const name of ["recv", "recvfrom"] as const) {
    const receive = (size: unknown) => b[name](size as never);
    assertThrows(() => receive(undefined), TypeError, `${name}() takes at least 1 argument (0 given)`);
    assertThrows(() => receive(-1), socket.ValueError, `negative buffersize in ${name}`);
    assertThrows(() => receive(2n ** 63n - 1n), socket.OverflowError, "byte string is too large");
  }
  assertThrows(() => b.recvmmsg(1, -1), socket.ValueError, "negative buffersize in recvmmsg");
  // No room is a size like any other: a datagram is taken, and lost.
  a.send("lost");
  a.send("kept");
  const [nothing, sender] = b.recvfrom(0);
  assertEquals([nothing.length, sender], [0, a.getsockname()]);
  assertEquals(b.recv(10), new TextEncoder().encode("kept"));
});

test("what the kernel says was cut off is as long as it was, and zeros", () => {
  using pair = messages["UDP over IPv4"]!();
  const { a, b } = pair;
  a.send("what lay here before");
  b.recv(100);
  a.send("0123456789");
  assertEquals(b.recv(3, socket.MSG_TRUNC), new Uint8Array([48, 49, 50, 0, 0, 0, 0, 0, 0, 0]));
  a.send("012");
  assertEquals(b.recv(3, socket.MSG_TRUNC), new Uint8Array([48, 49, 50]));
  a.send("01");
  assertEquals(b.recv(3, socket.MSG_TRUNC), new Uint8Array([48, 49]));
});

test("a stream's bytes that MSG_TRUNC throws away come back as zeros", () => {
  using pair = streams["TCP over IPv4"]!();
  const { a, b } = pair;
  a.sendall("secret");
  assertEquals(b.recv(6), new TextEncoder().encode("secret"));
  a.sendall("thrown away");
  assertEquals(b.recv(11, socket.MSG_TRUNC | socket.MSG_WAITALL), new Uint8Array(11));
});

test("a result that fills all of the shared memory is the caller's own", async () => {
  const [a, b] = socket.socketpair();
  using _a = a;
  const data = pattern(5, 1 << 20);
  const worker = new Worker(new URL("peer_worker.ts", import.meta.url), {
    workerData: { task: "send", fd: b.detach(), data },
  });
  try {
    await new Promise((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
    });
    const whole = a.recv(data.length, socket.MSG_WAITALL);
    // Whoever receives next receives elsewhere.
    using pair = streams["UNIX stream by socketpair()"]!();
    pair.a.send("another");
    pair.b.recv(7);
    assertEquals(whole, data);
  } finally {
    await worker.terminate();
  }
});

test("a sender's address is whole, however short the one before was", () => {
  using unnamed = socket.socket(socket.AF_UNIX), named = socket.socket(socket.AF_UNIX);
  named.bind("\0".padEnd(40, "x") + process.pid);
  using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.bind(["127.0.0.1", 0]);
  const address = receiver.getsockname();
  const ways: (() => readonly unknown[])[] = [
    () => receiver.recvfrom(10),
    () => receiver.recvfrom_into(new Uint8Array(10)),
    () => receiver.recvmsg(10).slice(2),
    () => receiver.recvmsg_into([new Uint8Array(10)]).slice(2),
  ];
  for (const way of ways) {
    receiver.sendto("x", address);
    // All addresses come through the same memory. The last that was there has two bytes.
    named.getsockname();
    unnamed.getsockname();
    assertEquals(way()[1], address);
  }
  receiver.connect(address);
  named.getsockname();
  unnamed.getsockname();
  assertEquals(receiver.getpeername(), address);
});
