// Shows what changes in the interfaces, addresses and routes of this machine while it runs.
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/netlink/watch.ts     or: bun run examples/netlink/watch.ts
import * as socket from "../../mod.ts";
import { describe, messages } from "./messages.ts";

const LINKS = 1, IPV4_ADDRESSES = 0x10, IPV4_ROUTES = 0x40, IPV6_ADDRESSES = 0x100, IPV6_ROUTES = 0x400;

using s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE);
s.bind([0, LINKS | IPV4_ADDRESSES | IPV4_ROUTES | IPV6_ADDRESSES | IPV6_ROUTES]);
console.log("watching");
for (;;) {
  try {
    for (const message of messages(s.recv(65536))) {
      const text = describe(message);
      // Of each kind the number for "new" is even, and the one for "deleted" follows it.
      if (text !== null) console.log(`${message.type % 2 === 0 ? "+" : "-"} ${text}`);
    }
  } catch (error) {
    // More happened than the socket had room for. Who must know everything asks again, as list.ts does.
    if (!(error instanceof socket.OSError && error.code === "ENOBUFS")) throw error;
    console.log("some changes were missed");
  }
}
