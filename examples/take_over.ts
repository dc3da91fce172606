// Takes over connections that hand_over.ts has accepted, and answers them.
//
// Needs: Linux, and hand_over.ts.
// Start: deno run --allow-ffi examples/take_over.ts NAME     or: bun run examples/take_over.ts NAME
import process from "node:process";
import * as socket from "../mod.ts";

const [name = "example"] = process.argv.slice(2);

using other = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET);
other.connect(new TextEncoder().encode(`\0${name}`));
for (;;) {
  const [data, fds] = socket.recv_fds(other, 1024, 1);
  if (data.length === 0) break;
  using conn = socket.socket(-1, -1, -1, fds[0]!); // Family and type are asked of the system
  try {
    conn.sendall(`Hello, ${new TextDecoder().decode(data)}, this is process ${process.pid}\n`);
  } catch (error) {
    if (!(error instanceof socket.ConnectionError)) throw error; // The client is gone again
  }
}
