// The other end where bench/c/peer.c cannot be compiled: the same requests, the same answers, on any runtime.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import process from "node:process";

const REQUEST = 32;
const CHUNK = 1 << 18;

function lines(size: number): Uint8Array {
  const memory = new Uint8Array(size > CHUNK ? size : CHUNK - CHUNK % size).fill("x".charCodeAt(0));
  for (let end = size; end <= memory.length; end += size) memory[end - 1] = "\n".charCodeAt(0);
  return memory;
}

function send_without_end(socket: Socket, memory: Uint8Array): void {
  function send(): void {
    while (!socket.destroyed && socket.write(memory)) continue;
  }
  socket.on("drain", send);
  send();
}

function answer(socket: Socket, request: string, rest: Uint8Array): void {
  const [mode, size] = request.split(" ");
  if (mode === "echo") {
    if (rest.length > 0) socket.write(rest);
    socket.on("data", (chunk) => socket.write(chunk));
  } else if (mode === "sink") {
    socket.on("data", () => {});
    socket.on("end", () => socket.end("k"));
  } else if (mode === "source") {
    socket.resume();
    send_without_end(socket, lines(Number(size)));
  }
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  let received = Buffer.alloc(0);
  function collect(chunk: Buffer): void {
    received = Buffer.concat([received, chunk]);
    if (received.length < REQUEST) return;
    socket.off("data", collect);
    answer(socket, received.subarray(0, REQUEST).toString(), received.subarray(REQUEST));
  }
  socket.on("data", collect);
  // Contestants hang up in the middle of a stream.
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1");

const datagrams = createSocket("udp4", (data, { port, address }) => datagrams.send(data, port, address));
datagrams.bind(0, "127.0.0.1");

await Promise.all([once(server, "listening"), once(datagrams, "listening")]);
console.log(`ready ${(server.address() as { port: number }).port} ${datagrams.address().port}`);
process.stdin.on("end", () => process.exit(0)).resume();
