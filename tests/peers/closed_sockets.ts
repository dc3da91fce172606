// Opens and closes sockets without ever returning to the event loop, and prints by how many MiB it grew.
import process from "node:process";
import * as socket from "../../mod.ts";

const resident = () => process.memoryUsage().rss / 2 ** 20;

for (const live of [() => socket.socket().close(), () => socket.close(socket.socket().detach())]) {
  for (let round = 0; round < 20_000; round++) live();
  const before = resident();
  for (let round = 0; round < 150_000; round++) live();
  console.log(Math.round(resident() - before));
}
