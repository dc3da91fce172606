// The UDP server in the documentation of Python's `socketserver`: it sends back each datagram, in upper case.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/socketserver/udp_server.ts [PORT]     or: bun run ...     then: udp_client.ts
import process from "node:process";
import type * as socket from "../../mod.ts";
import * as socketserver from "../../lib/socketserver.ts";

/** It works as a TCP handler does, but `this.request` is the datagram and the socket to answer with. */
class MyUDPHandler
  extends socketserver.BaseRequestHandler<socketserver.Datagram<socket.InetAddress>, socket.InetAddress> {
  override handle(): void {
    const [data, socket] = this.request;
    const text = new TextDecoder().decode(data).trim();
    console.log(`${this.client_address[0]} wrote: ${text}`);
    socket.sendto(text.toUpperCase(), this.client_address);
  }
}

const HOST = "localhost", PORT = Number(process.argv[2] ?? 9999);

using server = socketserver.UDPServer([HOST, PORT], MyUDPHandler);
console.log(`listening on port ${server.server_address[1]}`);
server.serve_forever();
