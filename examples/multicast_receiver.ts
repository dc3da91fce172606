// Multicast receiver: joins a group, and shows what is sent to it.
//
// Needs: nothing. GROUP is one of 224.0.0.0 to 239.255.255.255; INTERFACE says where to listen.
// Start: deno run --allow-ffi examples/multicast_receiver.ts GROUP PORT INTERFACE [COUNT]     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";
import { set_option } from "../lib/options/mod.ts";

const [group = "239.1.2.3", port = "50007", ifname = "lo", count = "10"] = process.argv.slice(2);

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); // Several receivers on one machine
s.bind([group, Number(port)]); // On Linux this keeps out what is sent to the port and not to the group
set_option(s, "IP_ADD_MEMBERSHIP", { multiaddr: group, ifindex: socket.if_nametoindex(ifname) });
console.log(`listening to ${group} on ${ifname}`);
for (let left = Number(count); left > 0; left--) {
  const [data, [host]] = s.recvfrom(2048);
  console.log(`${host}: ${new TextDecoder().decode(data)}`);
}
