// The works of bench/works.ts that node:net can do, on Deno, Node and Bun.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { LOOPBACK, request, serve, start_clock, stop_clock, tcp_port } from "./protocol.ts";

async function ask_peer(mode: "echo" | "sink" | "source", size: number): Promise<Socket> {
  const socket = connect({ host: LOOPBACK, port: tcp_port, noDelay: true });
  await once(socket, "connect");
  socket.write(request(mode, size));
  return socket;
}

// Runs until `is_last` says so of what was received.
function receive_until(socket: Socket, is_last: (length: number) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      if (is_last(chunk.length)) resolve();
    });
  });
}

async function ping_pong(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size);
  const socket = await ask_peer("echo", size);
  let left = size;
  const played = receive_until(socket, (length) => {
    left -= length;
    if (left > 0) return false;
    left = size;
    count--;
    if (count > 0) socket.write(data);
    return count === 0;
  });
  start_clock();
  socket.write(data);
  await played;
  stop_clock();
  socket.destroy();
}

async function send_whole(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size);
  const socket = await ask_peer("sink", size);
  const received = receive_until(socket, () => true);
  start_clock();
  for (let i = 0; i < count; i++) {
    if (!socket.write(data)) await once(socket, "drain");
  }
  socket.end();
  await received;
  stop_clock();
  socket.destroy();
}

async function receive_stream(size: number, count: number): Promise<void> {
  const socket = await ask_peer("source", size);
  let left = size * count;
  start_clock();
  await receive_until(socket, (length) => (left -= length) <= 0);
  stop_clock();
  socket.destroy();
}

await serve({ pingpong: ping_pong, sendall: send_whole, recv: receive_stream });
