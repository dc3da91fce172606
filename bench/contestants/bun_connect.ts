// The works of bench/works.ts that Bun.connect can do.
import { LOOPBACK, request, serve, start_clock, stop_clock, tcp_port } from "./protocol.ts";

/** What is used of a socket of Bun's. */
interface BunSocket {
  write(data: Uint8Array): number;
  setNoDelay(on: boolean): boolean;
  shutdown(): void;
  terminate(): void;
}

interface Handlers {
  data(socket: BunSocket, chunk: Uint8Array): void;
  drain?(socket: BunSocket): void;
}

interface Options {
  hostname: string;
  port: number;
  socket: Handlers;
}

// deno-lint-ignore no-explicit-any
const { connect } = (globalThis as any).Bun as { connect(options: Options): Promise<BunSocket> };

async function ask_peer(
  mode: "echo" | "sink" | "source",
  size: number,
  handlers: Handlers,
): Promise<BunSocket> {
  const socket = await connect({ hostname: LOOPBACK, port: tcp_port, socket: handlers });
  socket.setNoDelay(true);
  socket.write(request(mode, size));
  return socket;
}

async function ping_pong(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size);
  const { promise: played, resolve } = Promise.withResolvers<void>();
  let left = size;
  const socket = await ask_peer("echo", size, {
    data(socket, chunk) {
      left -= chunk.length;
      if (left > 0) return;
      left = size;
      count--;
      if (count > 0) socket.write(data);
      else resolve();
    },
  });
  start_clock();
  socket.write(data);
  await played;
  stop_clock();
  socket.terminate();
}

async function send_whole(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size);
  const { promise: received, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  // write() says how much of the data it took; drain() says when it takes more.
  function send(socket: BunSocket): void {
    while (count > 0) {
      sent += Math.max(socket.write(sent === 0 ? data : data.subarray(sent)), 0);
      if (sent < size) return;
      sent = 0;
      count--;
    }
    socket.shutdown();
  }
  const socket = await ask_peer("sink", size, { data: () => resolve(), drain: send });
  start_clock();
  send(socket);
  await received;
  stop_clock();
  socket.terminate();
}

async function receive_stream(size: number, count: number): Promise<void> {
  const { promise: received, resolve } = Promise.withResolvers<void>();
  let left = size * count;
  const socket = await ask_peer("source", size, {
    data(_socket, chunk) {
      left -= chunk.length;
      if (left <= 0) resolve();
    },
  });
  start_clock();
  await received;
  stop_clock();
  socket.terminate();
}

await serve({ pingpong: ping_pong, sendall: send_whole, recv: receive_stream });
