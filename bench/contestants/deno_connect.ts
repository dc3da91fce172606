// The works of bench/works.ts that Deno.connect can do.
import { LOOPBACK, request, serve, start_clock, stop_clock, tcp_port } from "./protocol.ts";

async function send(conn: Deno.TcpConn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(sent === 0 ? data : data.subarray(sent));
  }
}

async function receive(conn: Deno.TcpConn, memory: Uint8Array): Promise<number> {
  const n = await conn.read(memory);
  if (n === null) throw new Error("the peer is gone");
  return n;
}

async function ask_peer(mode: "echo" | "sink" | "source", size: number): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ hostname: LOOPBACK, port: tcp_port });
  conn.setNoDelay(true);
  await send(conn, request(mode, size));
  return conn;
}

async function ping_pong(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size), memory = new Uint8Array(size);
  using conn = await ask_peer("echo", size);
  start_clock();
  for (let i = 0; i < count; i++) {
    await send(conn, data);
    for (let left = size; left > 0;) left -= await receive(conn, memory);
  }
  stop_clock();
}

async function send_whole(size: number, count: number): Promise<void> {
  const data = new Uint8Array(size);
  using conn = await ask_peer("sink", size);
  start_clock();
  for (let i = 0; i < count; i++) await send(conn, data);
  await conn.closeWrite();
  await conn.read(new Uint8Array(1));
  stop_clock();
}

async function receive_into(size: number, count: number): Promise<void> {
  const memory = new Uint8Array(size);
  using conn = await ask_peer("source", size);
  start_clock();
  for (let left = size * count; left > 0;) left -= await receive(conn, memory);
  stop_clock();
}

await serve({ pingpong: ping_pong, pingpong_into: ping_pong, sendall: send_whole, recv_into: receive_into });
