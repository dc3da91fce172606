// Ping: an ICMP echo request a second, and how long each answer took.
//
// Needs: Linux with the group in net.ipv4.ping_group_range; or `raw`, with the privilege for raw sockets (CAP_NET_RAW).
// "Operation not permitted" and "Permission denied" say that there is neither.
// Start: deno run --allow-ffi examples/ping.ts HOST [COUNT [raw]]     or: bun run examples/ping.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [host = "127.0.0.1", count = "4", kind] = process.argv.slice(2);
const ECHO_REPLY = 0, ECHO_REQUEST = 8, IDENTIFIER = process.pid & 0xffff;

function checksum(packet: DataView): number {
  let sum = 0;
  for (let at = 0; at < packet.byteLength; at += 2) sum += packet.getUint16(at);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

function echo_request(sequence: number): DataView {
  const packet = new DataView(new ArrayBuffer(64));
  packet.setUint8(0, ECHO_REQUEST);
  packet.setUint16(4, IDENTIFIER);
  packet.setUint16(6, sequence);
  packet.setUint16(2, checksum(packet));
  return packet;
}

// Unprivileged: the kernel puts an identifier of its own into what is sent, and lets through the answers to it only.
// Raw: every ICMP packet that comes in, each behind its IP header.
const raw = kind === "raw";
using s = socket.socket(socket.AF_INET, raw ? socket.SOCK_RAW : socket.SOCK_DGRAM, socket.IPPROTO_ICMP);

function is_answer(data: Uint8Array, sequence: number): boolean {
  const start = raw ? (data[0]! & 15) * 4 : 0;
  if (data.length < start + 8) return false;
  const packet = new DataView(data.buffer, start);
  return packet.getUint8(0) === ECHO_REPLY && packet.getUint16(6) === sequence &&
    (!raw || packet.getUint16(4) === IDENTIFIER);
}

for (let sequence = 1; sequence <= Number(count); sequence++) {
  const start = performance.now();
  s.sendto(echo_request(sequence), [host, 0]);
  try {
    for (;;) {
      s.settimeout(Math.max(0.001, 1 - (performance.now() - start) / 1000));
      const [data, [from]] = s.recvfrom(2048);
      if (!is_answer(data, sequence)) continue;
      console.log(`answer ${sequence} from ${from} after ${(performance.now() - start).toFixed(2)} ms`);
      break;
    }
  } catch (error) {
    if (!(error instanceof socket.TimeoutError)) throw error;
    console.log(`no answer ${sequence}`);
  }
  if (sequence < Number(count)) await new Promise((resolve) => setTimeout(resolve, 1000));
}
