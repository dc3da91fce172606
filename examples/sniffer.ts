// Sniffer: the frames that an interface sends and receives, whoever they are for.
//
// Needs: Linux, and the privilege for packet sockets (CAP_NET_RAW).
// Start: deno run --allow-ffi examples/sniffer.ts INTERFACE [COUNT]     or: bun run examples/sniffer.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [ifname = "lo", count = "10"] = process.argv.slice(2);
const ETHERNET_HEADER = 14;
const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 58: "ICMPv6" };

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");

function describe_ip(packet: Uint8Array<ArrayBuffer>): string {
  const version = packet.length < 20 ? 0 : packet[0]! >> 4;
  if (version !== 4 && (version !== 6 || packet.length < 40)) return `${packet.length} bytes`;
  const [family, protocol, source, destination, end] = version === 4
    ? [socket.AF_INET, packet[9]!, 12, 16, 20]
    : [socket.AF_INET6, packet[6]!, 8, 24, 40];
  const from = socket.inet_ntop(family, packet.subarray(source, destination));
  const to = socket.inet_ntop(family, packet.subarray(destination, end));
  return `${PROTOCOLS[protocol] ?? protocol} ${from} > ${to}, ${packet.length} bytes`;
}

// The protocol, in network order, is needed here and not only in bind(): without it nothing is received.
using s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(socket.ETH_P_ALL));
s.bind([ifname, socket.ETH_P_ALL]);
console.log(`listening on ${ifname}`);
for (let left = Number(count); left > 0; left--) {
  const [frame, [, ethertype, pkttype, , hardware]] = s.recvfrom(65536);
  const direction = pkttype === socket.PACKET_OUTGOING ? "out" : "in ";
  const is_ip = ethertype === socket.ETHERTYPE_IP || ethertype === socket.ETHERTYPE_IPV6;
  const content = is_ip
    ? describe_ip(frame.subarray(ETHERNET_HEADER))
    : `ethertype 0x${ethertype.toString(16)}, ${frame.length} bytes`;
  console.log(`${direction} ${hex(hardware)} ${content}`);
}
