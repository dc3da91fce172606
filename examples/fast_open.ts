// TCP Fast Open: data travels with the first packet of a connection, a round trip earlier. The first connection fetches a
// cookie, later ones use it; where either side does not take part, it is an ordinary connection.
//
// Needs: Linux; net.ipv4.tcp_fastopen with bit 1 for the client, bit 2 for the server.
// Start: deno run --allow-ffi examples/fast_open.ts serve PORT     or: bun run ...
//        deno run --allow-ffi examples/fast_open.ts ask HOST PORT MESSAGE
import process from "node:process";
import * as socket from "../mod.ts";
import { get_option } from "../lib/options/mod.ts";

const TCPI_OPT_SYN_DATA = 32;

function serve(port: number): void {
  using server = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  server.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 16); // So many connections may wait for their handshake
  server.bind(["127.0.0.1", port]);
  server.listen();
  console.log(`listening on port ${server.getsockname()[1]}`);
  for (;;) {
    const [connection] = server.accept();
    using conn = connection;
    try {
      conn.settimeout(5);
      conn.sendall(conn.recv(1024));
    } catch (error) {
      if (!(error instanceof socket.OSError)) throw error;
      console.error(String(error)); // The client is gone again, or silent
    }
  }
}

function ask(host: string, port: number, message: string): void {
  using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  // connect() and send() at once. Without a timeout: a socket that must not wait would hear EINPROGRESS, and send nothing.
  s.sendto(message, socket.MSG_FASTOPEN, [host, port]);
  s.settimeout(10);
  const answer = new TextDecoder().decode(s.recv(1024));
  const early = (get_option(s, "TCP_INFO").tcpi_options & TCPI_OPT_SYN_DATA) !== 0;
  console.log(`${answer} (${early ? "sent with the first packet" : "sent after the handshake"})`);
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "serve") serve(Number(rest[0]));
else if (mode === "ask") ask(rest[0]!, Number(rest[1]), rest[2]!);
else console.log("serve PORT, or ask HOST PORT MESSAGE");
