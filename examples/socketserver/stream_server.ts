// The same server with a StreamRequestHandler, whose file objects read and write the connection; the second one in the
// documentation of Python's `socketserver`.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/socketserver/stream_server.ts [PORT]     or: bun run ...     then: tcp_client.ts
import process from "node:process";
import type * as socket from "../../mod.ts";
import * as socketserver from "../../lib/socketserver.ts";

class MyTCPHandler extends socketserver.StreamRequestHandler<socket.InetAddress> {
  static override timeout = 5; // The next client waits for this one, though not for its silence

  override handle(): void {
    // `this.rfile` reads as often as it takes until the line is there, unlike a single recv().
    const line = new TextDecoder().decode(this.rfile.readline(10_000)).trimEnd();
    console.log(`Received from ${this.client_address[0]}: ${line}`);
    this.wfile.write(new TextEncoder().encode(`${line.toUpperCase()}\n`));
  }
}

/** Server attributes are static, like Python's class attributes. */
class MyTCPServer extends socketserver.TCPServer {
  static override allow_reuse_address = true;
}

const HOST = "localhost", PORT = Number(process.argv[2] ?? 9999);

using server = new MyTCPServer([HOST, PORT], MyTCPHandler);
console.log(`listening on port ${server.server_address[1]}`);
server.serve_forever();
