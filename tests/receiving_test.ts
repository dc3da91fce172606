import { test } from "node:test";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertInstanceOf } from "./assert.ts";
import { streams } from "./transports.ts";

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
