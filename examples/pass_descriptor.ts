// Passes the reading end of a pipe to another process, read_descriptor.ts, and writes into the pipe.
//
// Needs: Linux, and read_descriptor.ts, which is started first. NAME is theirs to choose.
// Start: deno run --allow-ffi examples/pass_descriptor.ts NAME WORD...     or: bun run ...
import process from "node:process";
import * as os from "../lib/os.ts";
import * as socket from "../mod.ts";

const [name = "example", ...words] = process.argv.slice(2);

const [reading, writing] = os.pipe();
{
  using other = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
  other.connect(new TextEncoder().encode(`\0${name}`)); // An abstract name: no file that would be left over
  socket.send_fds(other, [`process ${process.pid}`], [reading]);
}
os.close(reading); // The other process has its own descriptor of it by now, although it may not have asked for it yet
using pipe = os.fdopen(writing, "w");
pipe.write(`${words.join(" ")}\n`);
