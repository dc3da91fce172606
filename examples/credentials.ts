// A server that knows who connects (SO_PEERCRED) and who writes (SCM_CREDENTIALS): the kernel says so, nobody can lie.
//
// Needs: Linux. PATH must not exist yet.
// Start: deno run --allow-ffi examples/credentials.ts PATH [COUNT]     or: bun run examples/credentials.ts ...
import process from "node:process";
import * as socket from "../mod.ts";
import { get_option, unpack } from "../lib/options/mod.ts";

const [path = "/tmp/example.socket", count = "10"] = process.argv.slice(2);
const UCRED = 12;

using server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1); // What accept() returns has it, too
server.bind(path);
server.listen();
console.log(`listening at ${path}`);
for (let left = Number(count); left > 0; left--) {
  const [connection] = server.accept();
  using conn = connection;
  const { pid, uid } = get_option(conn, "SO_PEERCRED");
  console.log(`process ${pid} of user ${uid} has connected`);
  for (;;) {
    const [data, ancdata] = conn.recvmsg(1024, socket.CMSG_SPACE(UCRED));
    if (data.length === 0) break;
    for (const [level, type, value] of ancdata) {
      if (level !== socket.SOL_SOCKET || type !== socket.SCM_CREDENTIALS) continue;
      const writer = unpack("ucred", value);
      const text = JSON.stringify(new TextDecoder().decode(data)); // One line, whatever is in it
      console.log(`process ${writer.pid} of user ${writer.uid} says: ${text}`);
    }
  }
}
