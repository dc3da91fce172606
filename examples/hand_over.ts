// Hands every connection that it accepts over to another process, take_over.ts, over a UNIX socket.
//
// Needs: Linux. The other process is started second; NAME is theirs to choose.
// Start: deno run --allow-ffi examples/hand_over.ts NAME PORT [COUNT]     or: bun run examples/hand_over.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [name = "example", port = "50007", count = "10"] = process.argv.slice(2);

// SOCK_SEQPACKET keeps messages apart, and with each the descriptor that belongs to it.
using meeting_point = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET);
meeting_point.bind(new TextEncoder().encode(`\0${name}`)); // An abstract name: no file that would be left over
meeting_point.listen();
console.log("waiting for the other process");
const [connection] = meeting_point.accept();
using other = connection;

using server = socket.create_server(["127.0.0.1", Number(port)]);
console.log(`listening on port ${server.getsockname()[1]}`);
for (let left = Number(count); left > 0; left--) {
  const [conn, [host, peer_port]] = server.accept();
  socket.send_fds(other, [`${host} ${peer_port}`], [conn.fileno()]);
  conn.close(); // The connection lives: a duplicate of the descriptor is on its way
}
