// Echo server program, the one in the documentation of Python's `socket`: sends back what one client sends.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/echo_server.ts [PORT]     or: bun run ...     then: echo_client.ts
import process from "node:process";
import * as socket from "../mod.ts";

const HOST = ""; // Symbolic name meaning all available interfaces
const PORT = Number(process.argv[2] ?? 50007); // Arbitrary non-privileged port
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.bind([HOST, PORT]);
s.listen(1);
const [conn, addr] = s.accept();
console.log("Connected by", addr);
while (true) {
  const data = conn.recv(1024);
  if (data.length === 0) break;
  conn.sendall(data);
}
conn.close();
