// Opens two hundred epoll objects, forgets them, and tells how many descriptors are left when the collector has run.
import { readdirSync } from "node:fs";
import * as select from "../../lib/select.ts";

const collect = (globalThis as { gc?: () => void }).gc!;
const count = () => readdirSync("/proc/self/fd").length;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

select.epoll().close();
console.log("the runtime has opened what it writes to");
await turn();
const before = count();
function open_and_forget(): void {
  for (let i = 0; i < 200; i++) select.epoll();
}
open_and_forget();
console.log("opened", count() - before);

for (let attempt = 0; attempt < 100 && count() > before; attempt++) {
  collect();
  await turn();
}
console.log("left", count() - before);
