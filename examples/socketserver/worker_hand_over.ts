// Python's ThreadingMixIn, with workers: one thread accepts connections, and hands each over to a worker that has nothing to do.
// So the one can look at them first, count them, or wait for something else beside; worker_pool.ts needs no such thread.
//
// Needs: Linux. (macOS has no SOCK_SEQPACKET.) worker_pool.ts says what to know of workers.
// Start: deno run --allow-ffi --allow-read examples/socketserver/worker_hand_over.ts [PORT [WORKERS]]     or: bun run ...
//        then: tcp_client.ts     SIGTERM or Ctrl-C ends it, when the connections have ended.
import process from "node:process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as socket from "../../mod.ts";
import * as socketserver from "../../lib/socketserver.ts";
import * as struct from "../../lib/struct.ts";

/** What a worker is told. */
interface Duty {
  readonly name: string;
  readonly fd: number;
}

class MyTCPHandler extends socketserver.StreamRequestHandler<socket.InetAddress> {
  static override timeout = 10;

  override handle(): void {
    const line = new TextDecoder().decode(this.rfile.readline(10_000)).trimEnd();
    const { name } = workerData as Duty;
    this.wfile.write(new TextEncoder().encode(`${name}: ${line.toUpperCase()}\n`));
  }
}

/** A server that processes requests elsewhere. */
class HandOverTCPServer extends socketserver.TCPServer {
  static override allow_reuse_address = true;
  static override request_queue_size = 128;
  /** Where the workers hear of connections: whoever is idle takes the next one. When it is full, nobody is accepted. */
  queue: socket.Socket<socket.UnixAddress> | null = null;

  override process_request(request: socket.Socket<socket.InetAddress>): void {
    this.queue!.send(struct.pack("i", request.fileno()));
    request.detach(); // The number is the worker's now: this object must not close it
  }
}

/** Handles connections until the queue has ended. */
function serve({ fd }: Duty): void {
  using queue = socket.fromfd(fd, socket.AF_UNIX, socket.SOCK_SEQPACKET);
  using server = socketserver.TCPServer(["", 0], MyTCPHandler, false); // It has the methods that handle requests
  parentPort!.postMessage("ready");
  for (let message = queue.recv(4); message.length > 0; message = queue.recv(4)) {
    const [number] = struct.unpack<[number]>("i", message);
    const request = socket.socket(-1, -1, -1, number) as socket.Socket<socket.InetAddress>;
    try {
      server.process_request(request, request.getpeername());
    } catch (error) {
      console.error(String(error)); // The client may be gone by now
      server.shutdown_request(request);
    }
  }
}

/** Accepts connections. Between two of them the event loop has a turn: signals, timers, messages. */
async function accept(port: number, count: number): Promise<void> {
  const [queue, workers_end] = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET);
  await Promise.all(Array.from({ length: count }, (_, index) => {
    const duty: Duty = { name: `worker ${index + 1}`, fd: workers_end.fileno() };
    const worker = new Worker(new URL(import.meta.url), { workerData: duty });
    return new Promise((resolve) => worker.once("message", resolve));
  }));
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopping = true);

  using server = new HandOverTCPServer(["127.0.0.1", port], MyTCPHandler);
  server.queue = queue as socket.Socket<socket.UnixAddress>;
  server.timeout = 0.2;
  console.log(`listening on port ${server.server_address[1]}, with ${count} workers`);
  while (!stopping) {
    server.handle_request();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  queue.close(); // The workers take what is left, and end
}

const [port = "50007", workers = "4"] = process.argv.slice(2);
if (isMainThread) await accept(Number(port), Number(workers));
else serve(workerData);
