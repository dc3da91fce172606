import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertInstanceOf, assertThrows } from "../assert.ts";
import { cpython, test_with } from "../needs.ts";
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function pair(timeout: number | null = 5): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(timeout);
  return sockets;
}

const BIG = new Uint8Array(100_000).fill(0x79);

function write_steps(sizes: number[]): Step[] {
  return sizes.flatMap((size, index): Step[] => [
    ["call", "write", new Uint8Array(size).fill(0x61 + index)],
    ["hear"],
  ]);
}

test_with(cpython)("BufferedWriter.write() sends when its buffer is full, as in CPython", () => {
  assert_same_conversations(
    ["wb", "rwb"].flatMap((mode) =>
      [1, 10, 100, null].map((buffering): Conversation => ({
        mode,
        buffering,
        steps: [...write_steps([2, 5, 7, 12, 8192, 8191, 1, 90, 10, 1, 0]), ["call", "flush"], ["hear"]],
      }))
    ),
  );
});

test_with(cpython)(
  "BufferedWriter.write() on a non-blocking socket keeps what it counts, as in CPython",
  () => {
    const blocked: Step[] = [
      ["room", 4608],
      ["call", "write", bytes("first ")],
      ["call", "write", BIG],
      ["call", "write", BIG.subarray(0, 50)],
      ["call", "write", bytes("small")],
      ["call", "flush"],
      ["hear"],
      ["call", "write", bytes("after")],
      ["call", "flush"],
      ["hear"],
      ["call", "write", BIG.subarray(0, 30_000)],
      ["call", "close"],
      ["get", "closed"],
      ["call", "close"],
      ["hear"],
    ];
    assert_same_conversations(
      ["wb", "rwb"].flatMap((mode) =>
        [1, 100, null, 20_000].map((buffering): Conversation => ({
          mode,
          buffering,
          timeout: 0,
          steps: blocked,
        }))
      ),
    );
  },
);

test("no byte is lost or doubled if the caller goes on behind characters_written", () => {
  const [writer, reader] = pair(0);
  writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4608);
  using f = writer.makefile("wb", 1000);
  const sent = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
  const received: number[] = [];
  const drain = () => {
    try {
      received.push(...reader.recv(5000));
    } catch (error) {
      assertInstanceOf(error, socket.BlockingIOError);
    }
  };
  function until_done(attempt: () => void): void {
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        assertInstanceOf(error, socket.BlockingIOError);
        drain();
      }
    }
  }
  let position = 0;
  until_done(() => {
    while (position < sent.length) {
      try {
        position += f.write(sent.subarray(position, position + 7001));
      } catch (error) {
        assertInstanceOf(error, socket.BlockingIOError);
        position += error.characters_written;
        throw error;
      }
    }
  });
  until_done(() => f.flush());
  while (received.length < sent.length) drain();
  assertEquals(Uint8Array.from(received), sent);
  writer.close();
  reader.close();
});

test("calls of a writer from within are refused as in CPython, and send nothing twice", () => {
  const written: number[] = [];
  const attempts = [
    () => writer.write(bytes("x")),
    () => writer.flush(),
    () => writer.close(),
    () => writer.detach(),
  ];
  const write = (data: Uint8Array) => {
    for (const attempt of attempts) {
      assertThrows(attempt, Error, "reentrant call inside <_io.BufferedWriter name=7>");
    }
    written.push(...data);
    return data.length;
  };
  const raw = { writable: () => true, close: () => {}, closed: false, name: 7, write };
  const writer = new socket.BufferedWriter(raw as unknown as socket.RawIO, 4);
  writer.write(bytes("abc"));
  writer.write(bytes("defgh"));
  writer.flush();
  assertEquals(new Uint8Array(written), bytes("abcdefgh"));
  writer.close();
});
