// What the kernel knows of a connection while it transfers: round-trip time, window, rate, repetitions.
//
// Needs: Linux, and a server that takes all that it is sent.
// Start: deno run --allow-ffi examples/tcp_info.ts HOST PORT [MEGABYTES]     or: bun run examples/tcp_info.ts ...
import process from "node:process";
import * as socket from "../mod.ts";
import { get_option } from "../lib/options/mod.ts";

const [host = "localhost", port = "9", megabytes = "100"] = process.argv.slice(2);
const PART = new Uint8Array(1 << 20);

using s = socket.create_connection([host, Number(port)], 10);

function show(sent: number): void {
  const info = get_option(s, "TCP_INFO");
  console.log([
    `${sent} MiB`,
    `round trip ${(info.tcpi_rtt / 1000).toFixed(2)} ms`,
    `window ${info.tcpi_snd_cwnd} segments of ${info.tcpi_snd_mss}`,
    `rate ${(Number(info.tcpi_delivery_rate ?? 0n) / 1e6).toFixed(1)} MB/s`,
    `sent again ${info.tcpi_total_retrans}`,
  ].join(", "));
}

let shown = -Infinity;
for (let sent = 1; sent <= Number(megabytes); sent++) {
  s.sendall(PART);
  if (performance.now() - shown < 200 && sent < Number(megabytes)) continue;
  shown = performance.now();
  show(sent);
}
