// The TCP server in the documentation of Python's `socketserver`: it sends back the line that it gets, in upper case.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/socketserver/tcp_server.ts [PORT]     or: bun run ...     then: tcp_client.ts
import process from "node:process";
import type * as socket from "../../mod.ts";
import * as socketserver from "../../lib/socketserver.ts";

/** The request handler of the server: an object of it is made for each connection. */
class MyTCPHandler
  extends socketserver.BaseRequestHandler<socket.Socket<socket.InetAddress>, socket.InetAddress> {
  override handle(): void {
    // `this.request` is the TCP socket that is connected to the client. The next client waits for this one, though not for
    // its silence.
    this.request.settimeout(5);
    let text = "";
    const decoder = new TextDecoder();
    while (!text.includes("\n") && text.length < 10_000) {
      const piece = this.request.recv(2000);
      if (piece.length === 0) break;
      text += decoder.decode(piece, { stream: true });
    }
    console.log(`Received from ${this.client_address[0]}: ${text.trim()}`);
    this.request.sendall(text.toUpperCase()); // When this returns, the socket is closed
  }
}

const HOST = "localhost", PORT = Number(process.argv[2] ?? 9999);

socketserver.TCPServer.allow_reuse_address = true;
using server = socketserver.TCPServer([HOST, PORT], MyTCPHandler);
console.log(`listening on port ${server.server_address[1]}`);
server.serve_forever(); // Until Ctrl-C ends the program
