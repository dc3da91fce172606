// Syslog: writes a message to the system's log, as logger(1) does.
//
// Needs: somebody who listens at /dev/log.
// Start: deno run --allow-ffi examples/syslog.ts MESSAGE [PATH]     or: bun run examples/syslog.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [message = "Hello, world", path = "/dev/log"] = process.argv.slice(2);
const USER = 1, NOTICE = 5;

/** The local form of RFC 3164: priority, time, who, and what. */
function syslog_line(facility: number, severity: number, text: string): string {
  const [, month, day, , time] = new Date().toString().split(" "); // Wed Nov 26 2025 05:14:00 ...
  const stamp = `${month} ${String(Number(day)).padStart(2)} ${time ?? ""}`;
  return `<${facility << 3 | severity}>${stamp} example[${process.pid}]: ${text}`;
}

using s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
s.connect(path);
s.send(syslog_line(USER, NOTICE, message));
