// The patient receiver: takes what comes until there is no more, then answers how much it was.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/patient_receiver.ts [PORT]     or: bun run ...     then: determined_sender.ts
import process from "node:process";
import * as socket from "../mod.ts";

const HOST = "";
const PORT = Number(process.argv[2] ?? 50008);
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.bind([HOST, PORT]);
s.listen(1);
const [conn, addr] = s.accept();
console.log("Connected by", addr);
let total = 0;
while (true) {
  const data = conn.recv(8192);
  if (data.length === 0) break;
  total += data.length;
}
conn.sendall(String(total));
conn.close();
console.log("Received", total);
