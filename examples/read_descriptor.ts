// Reads whatever descriptor another process passes to it: a pipe of pass_descriptor.ts, a file, a terminal, a device. The one
// that passes it needs the permission to open it; this one needs none. (The runtimes cannot read such a descriptor: `os` can.)
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/read_descriptor.ts NAME     or: bun run examples/read_descriptor.ts NAME
import process from "node:process";
import * as os from "../lib/os.ts";
import * as socket from "../mod.ts";

const [name = "example"] = process.argv.slice(2);

using meeting_point = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
meeting_point.bind(new TextEncoder().encode(`\0${name}`));
meeting_point.listen();
console.log(`process ${process.pid} waits for a descriptor`);
const [other] = meeting_point.accept();
other.settimeout(10);
const [from, [fd]] = socket.recv_fds(other, 1024, 1);
other.close();
if (fd === undefined) throw new Error("no descriptor came");
console.log(`${new TextDecoder().decode(from)} has passed descriptor ${fd}`);
using file = os.fdopen(fd, "r", -1, { encoding: "utf-8", errors: "replace" });
for (const line of file) console.log(`read: ${line.trimEnd()}`);
