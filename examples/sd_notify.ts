// A service that tells its manager how it is: systemd's sd_notify(3) is a datagram to a UNIX socket.
//
// Needs: NOTIFY_SOCKET, which systemd sets for services of `Type=notify`.
// Start: deno run --allow-ffi --allow-env=NOTIFY_SOCKET examples/sd_notify.ts     or: bun run examples/sd_notify.ts
import process from "node:process";
import * as socket from "../mod.ts";

/** Tells the service manager, if there is one. */
function sd_notify(...lines: string[]): boolean {
  const path = process.env["NOTIFY_SOCKET"];
  if (path === undefined) return false;
  // An @ stands for the zero byte with which the names of Linux's abstract namespace begin.
  const address = path.startsWith("@") ? new TextEncoder().encode(`\0${path.slice(1)}`) : path;
  using s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  s.sendto(lines.join("\n"), address);
  return true;
}

if (!sd_notify("READY=1", "STATUS=Waiting for work", `MAINPID=${process.pid}`)) {
  console.log("NOTIFY_SOCKET is not set: nobody wants to know");
}
await new Promise((resolve) => setTimeout(resolve, 100)); // The work
sd_notify("STOPPING=1");
