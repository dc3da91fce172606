// The echo server of bench/scale.ts with node:net. See bench/c/echo.c for what it prints and when it ends.
import { once } from "node:events";
import { createServer } from "node:net";
import process from "node:process";

const server = createServer((socket) => {
  socket.on("data", (chunk) => socket.write(chunk));
  // The other end hangs up without more ado.
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
console.log(`ready ${(server.address() as { port: number }).port} ${process.pid}`);
process.stdin.on("end", () => process.exit(0)).resume();
