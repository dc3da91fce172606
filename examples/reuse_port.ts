// A server that is started several times on one port: the kernel spreads the connections over the processes.
//
// Needs: Linux (macOS gives all of them to one).
// Start: deno run --allow-ffi examples/reuse_port.ts PORT &     as often as you like; or: bun run examples/reuse_port.ts PORT &
import process from "node:process";
import * as socket from "../mod.ts";

const [port = "50007"] = process.argv.slice(2);

using server = socket.create_server(["127.0.0.1", Number(port)], { reuse_port: true });
console.log(`process ${process.pid} listens on port ${server.getsockname()[1]}`);
for (;;) {
  const [connection] = server.accept();
  using conn = connection;
  try {
    conn.sendall(`process ${process.pid}\n`);
  } catch (error) {
    if (!(error instanceof socket.ConnectionError)) throw error; // The client is gone again
  }
}
