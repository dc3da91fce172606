// Multicast sender: one datagram to everybody who has joined a group.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/multicast_sender.ts GROUP PORT INTERFACE MESSAGE     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";
import { pack } from "../lib/options/mod.ts";

const [group = "239.1.2.3", port = "50007", ifname = "lo", message = "Hello, world"] = process.argv.slice(2);

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1); // No router passes it on
const mreqn = pack("ip_mreqn", { ifindex: socket.if_nametoindex(ifname) });
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, mreqn);
s.sendto(message, [group, Number(port)]);
