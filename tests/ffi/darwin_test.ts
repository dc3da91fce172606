import { darwin } from "../../ffi/darwin.ts";
import { type Libc, libc } from "../../ffi/libc.ts";
import { address_of } from "../../ffi/memory.ts";
import type { NativeFunction } from "../../ffi/runtime.ts";
import * as socket from "../../mod.ts";
import { assert, assertEquals } from "../assert.ts";
import { linux, test_with } from "../needs.ts";
import { DEADLINE } from "../transports.ts";

const { mmsghdr, msghdr, iovec } = darwin.structs;

/** Messages of one piece each, in macOS's layout: up to the flags, Linux's `msghdr` is the same. */
function batch(pieces: readonly Uint8Array[]): { headers: Uint8Array; held: unknown } {
  const headers = new Uint8Array(pieces.length * mmsghdr.size), view = new DataView(headers.buffer);
  const iovecs = pieces.map((piece) => {
    const memory = new Uint8Array(iovec.size), members = new DataView(memory.buffer);
    members.setBigUint64(iovec.base, address_of(piece), true);
    members.setBigUint64(iovec.len, BigInt(piece.length), true);
    return memory;
  });
  iovecs.forEach((memory, index) => {
    view.setBigUint64(index * mmsghdr.size + msghdr.iov, address_of(memory), true);
    view.setUint32(index * mmsghdr.size + msghdr.iovlen, 1, true);
  });
  return { headers, held: iovecs };
}

test_with(linux)(
  "what stands for sendmmsg() on macOS ends with a message of which a stream took a part",
  () => {
    const [a, b] = socket.socketpair();
    using sender = a;
    using receiver = b;
    const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6), Uint8Array.of(7)];
    const { headers, held } = batch(pieces);
    // A signal ends the second call when half of its bytes are gone.
    let calls = 0;
    function sendmsg(fd: number, message: Uint8Array, flags: number): number {
      return ++calls === 2 ? libc.send(fd, pieces[1]!, 2, flags) : libc.sendmsg(fd, message, flags);
    }
    const sendmmsg = darwin.replacements["sendmmsg"]!((name) =>
      name === "sendmsg" ? sendmsg : libc[name as keyof Libc] as NativeFunction
    );
    assertEquals(sendmmsg(sender.fileno(), headers, 3, socket.MSG_NOSIGNAL), 2);
    const view = new DataView(headers.buffer);
    assertEquals([0, 1].map((index) => view.getUint32(index * mmsghdr.size + mmsghdr.len, true)), [2, 2]);
    receiver.settimeout(DEADLINE);
    assertEquals(receiver.recv(10), Uint8Array.of(1, 2, 3, 4));
    assert(held !== null);
  },
);
