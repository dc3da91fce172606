// The demo's echo client: `client.ts tcp|udp|unix PORT|PATH`. It tells what it received and how long a round trip took.
import process from "node:process";
import * as socket from "../../mod.ts";

const ROUNDS = 1000;
const [kind, address = ""] = process.argv.slice(2);

const s = new socket.socket(
  kind === "unix" ? socket.AF_UNIX : socket.AF_INET,
  kind === "udp" ? socket.SOCK_DGRAM : socket.SOCK_STREAM,
);
s.settimeout(20);
s.connect(kind === "unix" ? address : ["127.0.0.1", Number(address)]);

function round_trip(message: string): string {
  s.sendall(message);
  return new TextDecoder().decode(s.recv(1024));
}

console.log(`received "${round_trip("Hello, world")}"`);
const times = Array.from({ length: ROUNDS }, () => {
  const start = performance.now();
  round_trip("ping");
  return performance.now() - start;
}).sort((a, b) => a - b);
console.log(`round trip: ${(times[ROUNDS / 2]! * 1000).toFixed(1)} µs, median of ${ROUNDS}`);
if (kind === "udp") s.send(""); // a datagram of nothing: the end
s.close();
