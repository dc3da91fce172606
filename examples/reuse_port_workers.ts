// A server with several threads: each worker has a listening socket of its own on the same port, and waits by itself. The
// main thread stays free.
//
// Needs: Linux (macOS gives all connections to one).
// Start: deno run --allow-ffi --allow-read examples/reuse_port_workers.ts PORT [WORKERS]
//        bun run examples/reuse_port_workers.ts PORT [WORKERS]
import process from "node:process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as socket from "../mod.ts";

const [port = "50007", count = "4"] = process.argv.slice(2);

function start_workers(): void {
  let ready = 0;
  for (let number = 1; number <= Number(count); number++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { number, port: Number(port) } });
    worker.on("message", () => {
      if (++ready === Number(count)) console.log(`${ready} workers listen on port ${port}`);
    });
  }
}

function serve({ number, port }: { number: number; port: number }): void {
  const server = socket.create_server(["127.0.0.1", port], { reuse_port: true });
  parentPort!.postMessage("ready");
  for (;;) {
    const [connection] = server.accept();
    using conn = connection;
    try {
      conn.sendall(`worker ${number}\n`);
    } catch (error) {
      if (!(error instanceof socket.ConnectionError)) throw error; // The client is gone again
    }
  }
}

if (isMainThread) start_workers();
else serve(workerData);
