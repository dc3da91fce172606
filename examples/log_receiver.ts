// A log that knows who writes to it: with each datagram the kernel tells the sender's process and user (SCM_CREDENTIALS), and
// no text that claims something else changes that.
//
// Needs: Linux. PATH must not exist yet.
// Start: deno run --allow-ffi examples/log_receiver.ts PATH [COUNT]     or: bun run ...
//        then: syslog.ts MESSAGE PATH     or: logger --socket PATH MESSAGE
import process from "node:process";
import * as socket from "../mod.ts";
import { unpack } from "../lib/options/mod.ts";

const [path = "/tmp/example.log", count = "10"] = process.argv.slice(2);
const UCRED = 12;

using s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1);
s.bind(path);
console.log(`listening at ${path}`);
for (let left = Number(count); left > 0; left--) {
  const [data, ancdata] = s.recvmsg(8192, socket.CMSG_SPACE(UCRED));
  for (const [level, type, value] of ancdata) {
    if (level !== socket.SOL_SOCKET || type !== socket.SCM_CREDENTIALS) continue;
    const { pid, uid } = unpack("ucred", value);
    const text = new TextDecoder().decode(data).trim();
    console.log(`process ${pid} of user ${uid}: ${JSON.stringify(text)}`); // One line, whatever is in the text
  }
}
