// Python's ThreadingTCPServer, with workers: all of them accept connections from one listening socket, and a connection keeps
// only its own worker busy. A descriptor is a number, and means the same in every thread of the process.
//
// Needs: Linux. (On macOS shutdown() of a listening socket wakes nobody.)
// Start: deno run --allow-ffi --allow-read examples/socketserver/worker_pool.ts [PORT [WORKERS]]     or: bun run ...
//        then: tcp_client.ts     SIGTERM or Ctrl-C ends it, when the connections have ended.
//
// What to know of workers:
// - Deno reads the file of a worker under the program's permissions: --allow-read, although the program reads no files.
// - `isMainThread` is right in the workers of node:worker_threads. In Deno's own ones, `new Worker(url)` without that import, it
//   is true: who uses those tells a worker what it is, or gives it a file of its own.
// - terminate() does not end a call of the system: a worker that waits in accept() or recv() keeps its thread, and the thread
//   the process, until the call returns. So shut the socket down first, which wakes whoever waits for it.
// - close() does not wake anybody, and a moment later the number may be another file's. So each worker has a duplicate.
// - Whether a socket blocks, which settimeout() changes, belongs to what the descriptor stands for, and so to all who share it:
//   a timeout for the listening socket must be the same in all workers. Here there is none.
import process from "node:process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as socket from "../../mod.ts";
import * as socketserver from "../../lib/socketserver.ts";

/** What a worker is told. */
interface Duty {
  readonly name: string;
  readonly fd: number;
}

/** Whatever handles requests of a TCPServer can do it here: each connection has an object of its own, in one of the workers. */
class MyTCPHandler extends socketserver.StreamRequestHandler<socket.InetAddress> {
  static override timeout = 10;

  override handle(): void {
    const line = new TextDecoder().decode(this.rfile.readline(10_000)).trimEnd();
    const { name } = workerData as Duty;
    this.wfile.write(new TextEncoder().encode(`${name}: ${line.toUpperCase()}\n`));
  }
}

/** A server on a socket that listens already. */
class PoolTCPServer extends socketserver.TCPServer {
  constructor(fd: number) {
    super(["", 0], MyTCPHandler, false);
    this.socket.close();
    this.socket = socket.fromfd(fd, socket.AF_INET, socket.SOCK_STREAM);
  }

  /** Waits in accept(), which gives a connection to one worker; a selector would wake them all. */
  override serve_forever(): void {
    for (let next = this.next_request(); next !== null; next = this.next_request()) {
      const [request, client_address] = next;
      try {
        this.process_request(request, client_address);
      } catch (error) {
        this.handle_error(request, client_address, error);
        this.shutdown_request(request);
      }
    }
  }

  /** A connection; `null` when the listening socket has been shut down. */
  next_request(): ReturnType<typeof this.get_request> | null {
    for (;;) {
      try {
        return this.get_request();
      } catch (error) {
        if (error instanceof socket.OSError && error.code === "EINVAL") return null;
        if (!(error instanceof socket.ConnectionAbortedError)) throw error; // A client that is gone again
      }
    }
  }
}

function serve({ fd }: Duty): void {
  using server = new PoolTCPServer(fd);
  parentPort!.postMessage("ready");
  server.serve_forever();
}

/** Listens, and starts the workers. This thread stays free for whatever else the program does. */
function listen(port: number, count: number): void {
  const server = socket.create_server(["127.0.0.1", port]);
  let ready = 0;
  for (let number = 1; number <= count; number++) {
    const duty: Duty = { name: `worker ${number}`, fd: server.fileno() };
    const worker = new Worker(new URL(import.meta.url), { workerData: duty });
    worker.on("message", () => {
      if (++ready === count) console.log(`${count} workers listen on port ${server.getsockname()[1]}`);
    });
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.shutdown(socket.SHUT_RDWR));
}

const [port = "50007", workers = "4"] = process.argv.slice(2);
if (isMainThread) listen(Number(port), Number(workers));
else serve(workerData);
