// What a worker does: it converses with itself, echoes on a descriptor that it was given, or blocks.
import { parentPort, workerData } from "node:worker_threads";
import * as socket from "../../mod.ts";

const { task, fd, rounds, seed }: {
  task: "converse" | "echo" | "block" | "leave";
  fd: number;
  rounds: number;
  seed: number;
} = workerData;

function converse(): number {
  using server = socket.create_server(["127.0.0.1", 0]);
  let right = 0;
  for (let round = 0; round < rounds; round++) {
    using client = socket.create_connection(server.getsockname());
    using connection = server.accept()[0];
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, new Int32Array([1, 0]));
    const sent = Uint8Array.from({ length: 1 + (round * 97) % 5000 }, (_, index) => index * seed + round);
    client.sendall(sent);
    client.shutdown(socket.SHUT_WR);
    let at = 0, same = true;
    for (let data = connection.recv(700); data.length > 0; data = connection.recv(700)) {
      for (const byte of data) same &&= byte === sent[at++];
    }
    // Failures of one thread beside those of the others.
    try {
      socket.socket(999);
    } catch (error) {
      same &&= (error as socket.OSError).code === "EAFNOSUPPORT";
    }
    try {
      socket.dup(-1);
    } catch (error) {
      same &&= (error as socket.OSError).code === "EBADF";
    }
    if (same && at === sent.length) right++;
  }
  return right;
}

function echo(): number {
  using s = new socket.socket(-1, -1, -1, fd);
  let bytes = 0;
  for (let data = s.recv(1000); data.length > 0; data = s.recv(1000)) {
    s.sendall(data);
    bytes += data.length;
  }
  return bytes;
}

if (task === "converse") parentPort!.postMessage(converse());
if (task === "echo") parentPort!.postMessage(echo());
if (task === "leave") {
  const sockets = Array.from({ length: rounds }, () => socket.socket());
  parentPort!.postMessage(sockets.map((s) => s.fileno()));
}
if (task === "block") {
  const s = new socket.socket(-1, -1, -1, fd);
  parentPort!.postMessage(0);
  s.recv(1);
}
