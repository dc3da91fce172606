// The client of udp_server.ts. UDP has no connections: a datagram may get lost, and its answer too.
//
// Needs: udp_server.ts.
// Start: deno run --allow-ffi examples/socketserver/udp_client.ts PORT WORD...     or: bun run ...
import process from "node:process";
import * as socket from "../../mod.ts";

const HOST = "localhost", [PORT = "9999", ...words] = process.argv.slice(2);
const data = words.join(" ");

using sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
sock.settimeout(5);
sock.sendto(`${data}\n`, [HOST, Number(PORT)]); // As it says, there is no connect()
const received = new TextDecoder().decode(sock.recv(1024));

console.log("Sent:    ", data);
console.log("Received:", received);
