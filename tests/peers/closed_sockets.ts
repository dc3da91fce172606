// Opens and closes sockets and file objects, or fails to, without ever returning to the event loop, and prints by how many
// MiB it grew.
import process from "node:process";
import * as socket from "../../mod.ts";

const resident = () => process.memoryUsage().rss / 2 ** 20;

const [sock] = socket.socketpair();
const server = socket.create_server(["127.0.0.1", 0]);
server.setblocking(false);

function fail(call: () => unknown): void {
  try {
    call();
  } catch {
    return;
  }
  throw new Error("it did not fail");
}

const lives: [times: number, live: () => void][] = [
  [150_000, () => socket.socket().close()],
  [150_000, () => socket.close(socket.socket().detach())],
  [30_000, () => sock.makefile("w").close()],
  [150_000, () => fail(() => server.accept())],
  [75_000, () => fail(() => socket.socketpair(socket.AF_INET))],
];

for (const [times, live] of lives) {
  for (let round = 0; round < times / 8; round++) live();
  const before = resident();
  for (let round = 0; round < times; round++) live();
  console.log(Math.round(resident() - before));
}
