// Ten thousand connections in one process: this is the server with all of them, or the clients.
import { readFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import { set_limit } from "./native.ts";
import { answer, request } from "./request.ts";

const { connections, port, side }: { connections: number; port: number; side: "server" | "client" } =
  request();

const RLIMIT_NOFILE = 7;
const needed = BigInt(connections + 100);
const hard = BigInt(/^Max open files +\d+ +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))![1]!);
const permitted = set_limit(RLIMIT_NOFILE, needed, hard > needed ? hard : needed);

/** As many bytes as nobody else near it has: the first two say whose they are. */
function bytes_of(n: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + n % 997).fill(n % 251);
  new DataView(bytes.buffer).setUint16(0, n);
  return bytes;
}

function is_right(bytes: Uint8Array, n: number): boolean {
  const wanted = bytes_of(n);
  return bytes.length === wanted.length && bytes.every((byte, index) => byte === wanted[index]);
}

function receive(s: socket.Socket): Uint8Array {
  const memory = new Uint8Array(2000);
  let length = s.recv_into(memory);
  // The first bytes say how many there are.
  while (length < 2 + new DataView(memory.buffer).getUint16(0) % 997) {
    length += s.recv_into(memory.subarray(length));
  }
  return memory.subarray(0, length);
}

function serve(): Record<string, unknown> {
  using server = socket.create_server(["127.0.0.1", port], { backlog: 1000 });
  server.settimeout(60);
  const begin = performance.now();
  const connected: socket.Socket[] = [], names = new Set<string>();
  for (let n = 0; n < connections; n++) {
    const [connection, name] = server.accept();
    connection.settimeout(60);
    connected.push(connection as socket.Socket);
    names.add(String(name));
  }
  let bytes = 0, wrong = 0;
  const seen = new Set<number>();
  for (const connection of [...connected].reverse()) {
    const data = receive(connection), n = new DataView(data.buffer).getUint16(0);
    seen.add(n);
    bytes += data.length;
    if (!is_right(data, n)) wrong++;
  }
  // All have been read before the first is answered.
  for (const connection of connected) connection.sendall(new Uint8Array([1]));
  let ends = 0;
  for (const connection of connected) {
    if (connection.recv(1).length === 0) ends++;
    connection.close();
  }
  return {
    connections: names.size,
    clients: seen.size,
    bytes,
    wrong,
    ends,
    seconds: (performance.now() - begin) / 1000,
  };
}

const still = new Int32Array(new SharedArrayBuffer(4));

// The server may not be there yet.
function connected(): socket.Socket {
  for (let attempt = 0;; attempt++) {
    try {
      return socket.create_connection(["127.0.0.1", port], 60) as socket.Socket;
    } catch (error) {
      if (!(error instanceof socket.ConnectionRefusedError) || attempt > 500) throw error;
      Atomics.wait(still, 0, 0, 20);
    }
  }
}

function connect(): Record<string, unknown> {
  const clients = Array.from({ length: connections }, connected);
  let bytes = 0, answers = 0;
  clients.forEach((client, n) => {
    const data = bytes_of(n);
    client.sendall(data);
    bytes += data.length;
  });
  for (const client of clients) answers += client.recv(2).length;
  for (const client of clients) client.close();
  return { bytes, answers };
}

const work = side === "server" ? serve : connect;
answer(permitted ? work() : { skipped: `${needed} descriptors are not permitted, only ${hard}` });
