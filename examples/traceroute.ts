// Traceroute without privilege: UDP datagrams that may pass one router, two, three; whoever drops one says so, and the
// kernel puts that into the socket's error queue.
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/traceroute.ts HOST     or: bun run examples/traceroute.ts HOST
import process from "node:process";
import * as socket from "../mod.ts";

const [name = "127.0.0.1"] = process.argv.slice(2);
const FIRST_PORT = 33434, HOPS = 30;
const TIME_EXCEEDED = 11; // ICMP types; the other that comes is 3, "unreachable": that is the destination itself

/** `struct sock_extended_err`, and behind it the `struct sockaddr_in` of whoever reported the error. */
function decode(data: Uint8Array<ArrayBuffer>): { type: number; offender: string } {
  const OFFENDER = 16, ADDRESS = OFFENDER + 4;
  return { type: data[5]!, offender: socket.inet_ntoa(data.subarray(ADDRESS, ADDRESS + 4)) };
}

/** The report on what was sent to this port, or `null` if none comes within two seconds. */
function report_on(s: socket.Socket<socket.InetAddress>, port: number): ReturnType<typeof decode> | null {
  const deadline = performance.now() + 2000;
  try {
    for (;;) {
      s.settimeout(Math.max(0.001, (deadline - performance.now()) / 1000));
      const [, ancdata, , destination] = s.recvmsg(512, 512, socket.MSG_ERRQUEUE);
      if (destination?.[1] !== port) continue; // A late one, on what was sent before
      const item = ancdata.find(([level, type]) => level === socket.IPPROTO_IP && type === socket.IP_RECVERR);
      if (item !== undefined) return decode(item[2]);
    }
  } catch (error) {
    if (error instanceof socket.TimeoutError) return null;
    throw error;
  }
}

function send(s: socket.Socket<socket.InetAddress>, address: socket.InetAddress): void {
  try {
    s.sendto("", address);
  } catch (error) {
    // A late report is an error of the next call, once.
    if (!(error instanceof socket.OSError)) throw error;
    s.sendto("", address);
  }
}

const host = socket.gethostbyname(name);
using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.setsockopt(socket.IPPROTO_IP, socket.IP_RECVERR, 1); // Errors go into the queue
for (let hop = 1; hop <= HOPS; hop++) {
  s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, hop);
  const start = performance.now();
  send(s, [host, FIRST_PORT + hop]);
  const report = report_on(s, FIRST_PORT + hop);
  const time = `${(performance.now() - start).toFixed(2)} ms`;
  console.log(report === null ? `${hop}  *` : `${hop}  ${report.offender}  ${time}`);
  if (report !== null && report.type !== TIME_EXCEEDED) break;
}
