// The echo server of bench/scale.ts with Bun.listen. See bench/c/echo.c for what it prints and when it ends.
import process from "node:process";

interface BunSocket {
  write(data: Uint8Array): number;
}

interface Options {
  hostname: string;
  port: number;
  socket: { data(socket: BunSocket, chunk: Uint8Array): void };
}

// deno-lint-ignore no-explicit-any
const { listen } = (globalThis as any).Bun as { listen(options: Options): { port: number } };

const server = listen({
  hostname: "127.0.0.1",
  port: 0,
  socket: { data: (socket, chunk) => void socket.write(chunk) },
});
console.log(`ready ${server.port} ${process.pid}`);
process.stdin.on("end", () => process.exit(0)).resume();
