// The flags of the calls, and which call waits: what each method hands to the system.
import { test } from "node:test";
import * as socket from "../mod.ts";
import { assertEquals, assertThrows } from "./assert.ts";
import { messages, streams } from "./transports.ts";

const { MSG_DONTWAIT, MSG_OOB, MSG_PEEK } = socket;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Receives with flags, and gives what came. */
type Receive = (s: socket.Socket, flags?: number) => string;

function into(receive: (memory: Uint8Array) => number): string {
  const memory = new Uint8Array(20);
  return text(memory.subarray(0, receive(memory)));
}

const receivers: Record<string, Receive> = {
  "recv()": (s, flags) => text(s.recv(20, flags)),
  "recv_into()": (s, flags) => into((memory) => s.recv_into(memory, 0, flags)),
  "recv_into() of a DataView": (s, flags) =>
    into((memory) => s.recv_into(new DataView(memory.buffer), 0, flags)),
  "recvfrom()": (s, flags) => text(s.recvfrom(20, flags)[0]),
  "recvfrom_into()": (s, flags) => into((memory) => s.recvfrom_into(memory, 0, flags)[0]),
  "recvmsg()": (s, flags) => text(s.recvmsg(20, 0, flags)[0]),
  "recvmsg_into()": (s, flags) => into((memory) => s.recvmsg_into([memory], 0, flags)[0]),
  "recvmmsg()": (s, flags) => text(s.recvmmsg(1, 20, flags)[0]![0]),
  "recvmmsg_into()": (s, flags) => into((memory) => s.recvmmsg_into([memory], flags)[0]![0]),
};

for (const [name, receive] of Object.entries(receivers)) {
  test(`${name}: MSG_PEEK leaves what there is, MSG_DONTWAIT does not wait for what there is not`, () => {
    for (const timeout of [null, 0.02]) {
      using pair = messages["UNIX datagram, abstract"]!();
      const { a, b } = pair;
      b.settimeout(timeout);
      a.send("hello");
      assertEquals([receive(b, MSG_PEEK), receive(b, MSG_PEEK), receive(b)], ["hello", "hello", "hello"]);
      // A timeout counts for more than the flag, as in CPython.
      assertThrows(
        () => receive(b, MSG_DONTWAIT),
        timeout === null ? socket.BlockingIOError : socket.TimeoutError,
      );
      b.setblocking(false);
      assertThrows(() => receive(b), socket.BlockingIOError);
    }
  });
}

const data = new Uint8Array([120]);

/** Sends a byte with flags. */
const senders: Record<string, (s: socket.Socket, flags?: number) => unknown> = {
  "send()": (s, flags) => s.send(data, flags),
  "send() of a DataView": (s, flags) => s.send(new DataView(data.buffer), flags),
  "sendall()": (s, flags) => s.sendall(data, flags),
  "sendmsg()": (s, flags) => s.sendmsg([data], [], flags),
  "sendmmsg()": (s, flags) => s.sendmmsg([data], flags),
};

for (const [name, send] of Object.entries(senders)) {
  test(`${name}: MSG_OOB sends an urgent byte, MSG_DONTWAIT does not wait for room`, () => {
    using pair = streams["TCP over IPv4"]!();
    const { a, b } = pair;
    send(a, MSG_OOB);
    send(a);
    assertEquals(text(b.recv(1, MSG_OOB)), "x");
    assertEquals(text(b.recv(10)), "x");
    using full = streams["UNIX stream by socketpair()"]!();
    full.a.setblocking(false);
    assertThrows(() => {
      for (;;) full.a.send(new Uint8Array(65536));
    }, socket.BlockingIOError);
    assertThrows(() => {
      for (;;) full.a.send(data);
    }, socket.BlockingIOError);
    full.a.setblocking(true);
    assertThrows(() => send(full.a, MSG_DONTWAIT), socket.BlockingIOError);
  });
}

test("sendto() takes its flags before the address, or none", () => {
  using pair = messages["UDP over IPv4"]!();
  const { a, b } = pair;
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  b.connect(s.getsockname());
  assertEquals([s.sendto("one", b.getsockname()), s.sendto("two", 0, b.getsockname())], [3, 3]);
  assertEquals([text(b.recv(10)), text(b.recv(10))], ["one", "two"]);
  // A datagram has no urgent byte: the flag has reached the system.
  const error = assertThrows(() => s.sendto("x", MSG_OOB, b.getsockname()), socket.OSError);
  assertEquals(error.errno, 95);
  assertThrows(() => a.sendto("x", "flags" as never, b.getsockname()), TypeError);
});

test("recv_into() and recvfrom_into() fill as much as they are told, and no more", () => {
  using pair = messages["UNIX datagram, abstract"]!();
  const { a, b } = pair;
  for (const method of ["recv_into", "recvfrom_into"] as const) {
    const count = (result: number | [number, unknown]) => typeof result === "number" ? result : result[0];
    const memory = new Uint8Array(8).fill(46);
    a.send("abcdefghijkl");
    assertEquals(count(b[method](memory.subarray(2, 7), 3)), 3);
    assertEquals(text(memory), "..abc...");
    a.send("abcdefghijkl");
    assertEquals(count(b[method](memory.subarray(2, 7))), 5);
    assertEquals(text(memory), "..abcde.");
    a.send("abcdefghijkl");
    assertEquals(count(b[method](memory.subarray(2, 7), 5)), 5);
    const too_much =
      { recv_into: "buffer too small for requested bytes", recvfrom_into: "nbytes is greater" }[method];
    assertThrows(() => b[method](memory, 9), socket.ValueError, too_much);
    assertThrows(() => b[method](memory, -1), socket.ValueError, `negative buffersize in ${method}`);
    a.send("next");
    assertEquals(count(b[method](memory)), 4, "a refused call took nothing");
  }
  assertEquals(b.recv_into(new Uint8Array(0)), 0, "nothing to fill is nothing to wait for");
});
