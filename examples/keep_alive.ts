// Keep-alive: notices within seconds that the other end has vanished, although nothing is sent.
//
// Needs: nothing; the options' names are Linux's.
// Start: deno run --allow-ffi examples/keep_alive.ts HOST PORT     or: bun run examples/keep_alive.ts HOST PORT
import process from "node:process";
import * as socket from "../mod.ts";

const [host = "localhost", port = "50007"] = process.argv.slice(2);

/** Asks after `idle` seconds of silence, then every `interval` seconds, and gives up after `count` unanswered ones. */
function keep_alive(s: socket.Socket<unknown>, idle: number, interval: number, count: number): void {
  s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1);
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle);
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, interval);
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, count);
  // For data that was sent and is not acknowledged keep-alive does nothing; this does, in milliseconds.
  s.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, (idle + interval * count) * 1000);
}

using s = socket.create_connection([host, Number(port)], 10);
s.settimeout(null);
keep_alive(s, 1, 1, 2);
console.log("connected");
try {
  while (s.recv(4096).length > 0);
  console.log("closed by the other end");
} catch (error) {
  if (!(error instanceof socket.OSError)) throw error;
  console.log(`lost: ${error.message}`);
}
