// Opens a thousand sockets, forgets them, and tells how many descriptors are left when the collector has run.
import { readdirSync } from "node:fs";
import * as socket from "../../mod.ts";

const collect = (globalThis as { gc?: () => void }).gc!;
const count = () => readdirSync("/proc/self/fd").length;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

socket.socket().close();
console.log("the runtime has opened what it writes to");
await turn();
const before = count();
function open_and_forget(): void {
  for (let i = 0; i < 1000; i++) socket.socket();
}
open_and_forget();
console.log("opened", count() - before);

// One that is closed by hand, and whose number another then gets: the collector must not close that one.
function close_one(): number {
  const s = socket.socket();
  const fd = s.fileno();
  s.close();
  return fd;
}
const reused = close_one();
using stranger = socket.socket();
if (stranger.fileno() !== reused) console.log("the number was not used again");

for (let attempt = 0; attempt < 100 && count() > before + 1; attempt++) {
  collect();
  await turn();
}
console.log("left", count() - before - 1);
stranger.bind(["127.0.0.1", 0]);
console.log("the closed one's number was left alone");
