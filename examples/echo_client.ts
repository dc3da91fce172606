// Echo client program: sends a greeting, and shows what comes back.
//
// Needs: echo_server.ts, or another server that sends back what it gets.
// Start: deno run --allow-ffi examples/echo_client.ts [PORT [HOST]]     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";

const HOST = process.argv[3] ?? "localhost"; // The remote host
const PORT = Number(process.argv[2] ?? 50007); // The same port as used by the server
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.connect([HOST, PORT]);
s.sendall("Hello, world");
const data = s.recv(1024);
s.close();
console.log("Received", new TextDecoder().decode(data));
