// The interfaces, addresses and routes of this machine, from the kernel itself.
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/netlink/list.ts     or: bun run examples/netlink/list.ts
import * as socket from "../../mod.ts";
import { describe, dump_request, messages } from "./messages.ts";

const GETLINK = 18, GETADDR = 22, GETROUTE = 26, ERROR = 2, DONE = 3;

using s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE);
s.bind([0, 0]);

/** Prints everything of one kind: the kernel sends several datagrams, and says in the last one that it is done. */
function list(type: number): void {
  s.send(dump_request(type, socket.AF_UNSPEC));
  for (;;) {
    for (const message of messages(s.recv(65536))) {
      if (message.type === DONE) return;
      if (message.type === ERROR) throw new socket.OSError(-message.body.getInt32(0, true), "netlink");
      const text = describe(message);
      if (text !== null) console.log(text);
    }
  }
}

for (const type of [GETLINK, GETADDR, GETROUTE]) list(type);
