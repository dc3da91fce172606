// The demo's sink: takes one connection, and all that it sends.
import * as socket from "../../mod.ts";

using server = socket.create_server(["127.0.0.1", 0]);
server.settimeout(20); // nobody waits for ever, should the client fail
console.log("listening", server.getsockname()[1]);
const [connection] = server.accept();
using conn = connection;
conn.settimeout(20);
const memory = new Uint8Array(1 << 20);
let received = 0;
for (let count = conn.recv_into(memory); count > 0; count = conn.recv_into(memory)) received += count;
console.log(`the other end took ${received >> 20} MiB`);
