// The client of tcp_server.ts and stream_server.ts: sends a line, and shows what comes back.
//
// Needs: one of the two.
// Start: deno run --allow-ffi examples/socketserver/tcp_client.ts PORT WORD...     or: bun run ...
import process from "node:process";
import * as socket from "../../mod.ts";

const HOST = "localhost", [PORT = "9999", ...words] = process.argv.slice(2);
const data = words.join(" ");

// Connect to server and send data
using sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
sock.settimeout(10);
sock.connect([HOST, Number(PORT)]);
sock.sendall(data);
sock.sendall("\n");

// Receive data from the server, which closes the connection behind it
using answer = sock.makefile("r");
const received = answer.read();

console.log("Sent:    ", data);
console.log("Received:", received.trimEnd());
