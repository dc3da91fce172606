// Every way to send and every way to receive, as loops that move a given number of bytes in pieces of random sizes.
import { rmSync, writeFileSync } from "node:fs";
import * as socket from "../../mod.ts";

/** What a transfer goes through. */
export type Transport = "tcp" | "unix" | "seqpacket" | "dgram";

/** How a socket waits. */
export type Mode = "blocking" | "timeout" | "non-blocking";

const still = new Int32Array(new SharedArrayBuffer(4));

// Without select() whoever would block tries again a little later.
function patiently<T>(call: () => T): T {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
      Atomics.wait(still, 0, 0, 0.2);
    }
  }
}

/** Sends the bytes; `size` says how much the next piece has. */
type Send = (s: socket.Socket, bytes: Uint8Array<ArrayBuffer>, size: () => number) => void;

function piece_by_piece(send: (s: socket.Socket, piece: Uint8Array<ArrayBuffer>) => number): Send {
  return (s, bytes, size) => {
    for (let at = 0; at < bytes.length;) at += patiently(() => send(s, bytes.subarray(at, at + size())));
  };
}

function in_thirds(piece: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const third = Math.ceil(piece.length / 3);
  return [piece.subarray(0, third), piece.subarray(third, 2 * third), piece.subarray(2 * third)];
}

let files = 0;

// A file of its own each time: what sendfile(2) sends are the file's own pages, and a connection that was reset may still
// have some on their way when the next transfer begins.
function by_file(send: (s: socket.Socket, path: string, offset: number, count: number) => number): Send {
  return (s, bytes, size) => {
    const path = `sent-${files++}`;
    writeFileSync(path, bytes);
    try {
      for (let at = 0; at < bytes.length;) at += send(s, path, at, Math.min(size(), bytes.length - at));
    } finally {
      rmSync(path);
    }
  };
}

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** A file object that is read. */
function readable(bytes: Uint8Array<ArrayBuffer>): socket.FileObject {
  let position = 0;
  return {
    read(size: number) {
      return bytes.subarray(position, position += size);
    },
    seek(offset: number) {
      position = offset;
    },
  } as never;
}

/** Ways to send a stream. */
export const STREAM_SENDERS: Readonly<Record<string, Send>> = {
  "send()": piece_by_piece((s, piece) => s.send(piece)),
  "sendall()": (s, bytes, size) => {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + size());
      s.sendall(piece);
      at += piece.length;
    }
  },
  "sendmsg()": piece_by_piece((s, piece) => s.sendmsg(in_thirds(piece))),
  "send_fds()": piece_by_piece((s, piece) => socket.send_fds(s, in_thirds(piece), [])),
  "sendfile() of a path": by_file((s, path, offset, count) => s.sendfile(path, offset, count)),
  "sendfile() of an object": (s, bytes, size) => {
    const file = readable(bytes);
    for (let at = 0; at < bytes.length;) at += s.sendfile(file, at, Math.min(size(), bytes.length - at));
  },
  "makefile().write()": (s, bytes, size) => {
    using file = s.makefile("wb", 4096);
    for (let at = 0; at < bytes.length;) at += file.write(bytes.subarray(at, at + size()));
  },
  "makefile().write() of text": (s, bytes, size) => {
    using file = s.makefile("w", null, { encoding: "latin-1", newline: "" });
    for (let at = 0; at < bytes.length;) at += file.write(latin1(bytes.subarray(at, at + size())));
  },
  "makefile().write() without a buffer": (s, bytes, size) => {
    using file = s.makefile("wb", 0);
    for (let at = 0; at < bytes.length;) at += file.write(bytes.subarray(at, at + size())) ?? 0;
  },
};

function message_by_message(send: (s: socket.Socket, piece: Uint8Array<ArrayBuffer>) => number): Send {
  return (s, bytes, size) => {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + Math.min(size(), 2000));
      const sent = patiently(() => send(s, piece));
      if (sent !== piece.length) throw new Error(`${sent} of a message of ${piece.length} bytes`);
      at += sent;
    }
  };
}

/** Ways to send messages. */
export const MESSAGE_SENDERS: Readonly<Record<string, Send>> = {
  "send()": message_by_message((s, piece) => s.send(piece)),
  "sendall()": message_by_message((s, piece) => {
    s.sendall(piece);
    return piece.length;
  }),
  "sendmsg()": message_by_message((s, piece) => s.sendmsg(in_thirds(piece))),
  "sendmmsg()": (s, bytes, size) => {
    let messages: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + Math.min(size(), 2000));
      messages.push(piece);
      at += piece.length;
    }
    while (messages.length > 0) messages = messages.slice(patiently(() => s.sendmmsg(messages.slice(0, 40))));
  },
};

/** Ways to send to an address. */
export const ADDRESSED_SENDERS: Readonly<
  Record<string, (address: socket.AddressLike) => Send>
> = {
  "sendto()": (address) => message_by_message((s, piece) => s.sendto(piece, address)),
  "sendto() with flags": (address) => message_by_message((s, piece) => s.sendto(piece, 0, address)),
  "sendmsg()": (address) => message_by_message((s, piece) => s.sendmsg(in_thirds(piece), [], 0, address)),
  "sendmmsg()": (address) => (s, bytes, size) => {
    let messages: [Uint8Array, socket.AddressLike][] = [];
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + Math.min(size(), 2000));
      messages.push([piece, address]);
      at += piece.length;
    }
    while (messages.length > 0) messages = messages.slice(patiently(() => s.sendmmsg(messages.slice(0, 40))));
  },
};

/** Receives the next bytes, at most `size`, or none at the end. */
type Receive = (s: socket.Socket, size: number) => Uint8Array | readonly Uint8Array[];

function into(receive: (s: socket.Socket, memory: Uint8Array) => number): Receive {
  return (s, size) => {
    const memory = new Uint8Array(size);
    return memory.subarray(0, receive(s, memory));
  };
}

function scattered(receive: (s: socket.Socket, buffers: Uint8Array[]) => number): Receive {
  return into((s, memory) => {
    const third = Math.floor(memory.length / 3);
    return receive(s, [
      memory.subarray(0, third),
      memory.subarray(third, 2 * third),
      memory.subarray(2 * third),
    ]);
  });
}

/** Ways to receive, from a stream or messages. */
export const RECEIVERS: Readonly<Record<string, Receive>> = {
  "recv()": (s, size) => s.recv(size),
  "recv_into()": into((s, memory) => s.recv_into(memory)),
  "recvfrom()": (s, size) => s.recvfrom(size)[0],
  "recvfrom_into()": into((s, memory) => s.recvfrom_into(memory)[0]),
  "recvmsg()": (s, size) => s.recvmsg(size, 64)[0],
  "recvmsg_into()": scattered((s, buffers) => s.recvmsg_into(buffers)[0]),
  "recvmmsg()": (s, size) => s.recvmmsg(5, size).map(([data]) => data),
  "recvmmsg_into()": (s, size) => {
    const buffers = Array.from({ length: 5 }, () => new Uint8Array(size));
    return s.recvmmsg_into(buffers).map(([length], index) => buffers[index]!.subarray(0, length));
  },
  "recv_fds()": (s, size) => socket.recv_fds(s, size, 1)[0],
};

/** A file object's way to receive. */
type Read = (file: socket.BufferedReader, size: number) => Uint8Array;

/** Ways to read a stream through a file object. */
export const READERS: Readonly<Record<string, Read>> = {
  "makefile().read()": (file, size) => file.read(size)!,
  "makefile().read1()": (file, size) => file.read1(size)!,
  "makefile().readline()": (file, size) => file.readline(size),
  "makefile().readinto()": (file, size) => {
    const memory = new Uint8Array(size);
    return memory.subarray(0, file.readinto(memory)!);
  },
};

/** Receives until the end, in pieces of random sizes. */
export function receive_all(
  s: socket.Socket,
  way: string,
  size: () => number,
  got: (piece: Uint8Array) => void,
): void {
  const read = READERS[way], receive = RECEIVERS[way];
  using file = read === undefined ? null : s.makefile("rb");
  for (;;) {
    const found = read === undefined ? patiently(() => receive!(s, size())) : read(file!, size());
    const pieces = found instanceof Uint8Array ? [found] : found as readonly Uint8Array[];
    let length = 0;
    for (const piece of pieces) {
      length += piece.length;
      got(piece);
    }
    // A batch may bring the last message together with the end.
    if (length === 0 || pieces.some((piece) => piece.length === 0)) return;
  }
}
