// An echo server whose listening socket somebody else has opened: systemd, or systemd-socket-activate(1).
//
// Needs: LISTEN_PID and LISTEN_FDS, as sd_listen_fds(3) describes them, and a TCP socket as descriptor 3.
// Start: systemd-socket-activate -l 50007 deno run --allow-ffi --allow-env=LISTEN_PID,LISTEN_FDS \
//          examples/socket_activation.ts     or: systemd-socket-activate -l 50007 bun run ...
import process from "node:process";
import * as socket from "../mod.ts";

const FIRST = 3;
const meant_for = Number(process.env["LISTEN_PID"]), count = Number(process.env["LISTEN_FDS"]);
if (meant_for !== process.pid || count !== 1) throw new Error("expected one listening socket");

using server = socket.socket(-1, -1, -1, FIRST); // Family and type are asked of the system
server.set_inheritable(false);
console.log(`serving ${String(server.getsockname())}`);
for (;;) {
  const [connection] = server.accept();
  using conn = connection;
  try {
    conn.settimeout(5); // The next client waits for this one, though not for its silence
    for (let data = conn.recv(4096); data.length > 0; data = conn.recv(4096)) conn.sendall(data);
  } catch (error) {
    if (!(error instanceof socket.OSError)) throw error;
    console.error(String(error));
  }
}
