// Time stamps: when the kernel received each datagram, and how long it then waited for the program.
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/timestamps.ts PORT [COUNT]     or: bun run examples/timestamps.ts ...
import process from "node:process";
import * as socket from "../mod.ts";
import { unpack } from "../lib/options/mod.ts";

const [port = "50007", count = "10"] = process.argv.slice(2);
const TIMESPEC = 16;

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.setsockopt(socket.SOL_SOCKET, socket.SO_TIMESTAMPNS, 1);
s.bind(["", Number(port)]);
console.log(`listening on port ${s.getsockname()[1]}`);
for (let left = Number(count); left > 0; left--) {
  const [data, ancdata, , [host]] = s.recvmsg(2048, socket.CMSG_SPACE(TIMESPEC));
  const now = Date.now();
  for (const [level, type, value] of ancdata) {
    if (level !== socket.SOL_SOCKET || type !== socket.SO_TIMESTAMPNS) continue;
    const { sec, nsec } = unpack("timespec", value);
    const received = sec * 1000 + nsec / 1e6;
    const stamp = `${new Date(received).toISOString().slice(0, -1)}${String(nsec % 1e6).padStart(6, "0")}Z`;
    console.log(
      `${data.length} bytes from ${host} at ${stamp}, read after ${(now - received).toFixed(1)} ms`,
    );
  }
}
