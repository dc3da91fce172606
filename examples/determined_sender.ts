// The determined sender: one megabyte, however little of it each send() takes; then it asks how much has arrived.
//
// Needs: patient_receiver.ts, which is started first.
// Start: deno run --allow-ffi examples/determined_sender.ts [PORT [HOST]]     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";

const HOST = process.argv[3] ?? "localhost";
const PORT = Number(process.argv[2] ?? 50008);
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.connect([HOST, PORT]);
let data = new Uint8Array(1024 * 1024).fill("x".charCodeAt(0));
let total = 0;
while (data.length > 0) {
  const n = s.send(data);
  data = data.subarray(n);
  total += n;
}
s.shutdown(1); // No more sends: the receiver sees the end, and can still answer
let answer = "";
while (true) {
  const data = s.recv(1024);
  if (data.length === 0) break;
  answer += new TextDecoder().decode(data);
}
s.close();
console.log("Sent", total, "received", Number(answer));
