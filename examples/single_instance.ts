// One instance only: the first one started takes a name in Linux's abstract namespace; every later one finds it taken,
// gives its arguments to the first, and ends. No file is left over, however the first one ends.
//
// Needs: Linux.
// Start: deno run --allow-ffi examples/single_instance.ts NAME WORD...     or: bun run examples/single_instance.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [name = "example", ...words] = process.argv.slice(2);
const address = new TextEncoder().encode(`\0${name}`);

/** Whether the name was free, and is ours now. */
function is_first(s: socket.Socket<socket.UnixAddress, socket.UnixAddress | null>): boolean {
  try {
    s.bind(address);
    return true;
  } catch (error) {
    if (error instanceof socket.OSError && error.code === "EADDRINUSE") return false;
    throw error;
  }
}

using s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
if (is_first(s)) {
  console.log("the first one");
  for (;;) {
    const received = new TextDecoder().decode(s.recv(4096));
    console.log(`asked for: ${received}`);
    if (received === "quit") break;
  }
} else {
  s.sendto(words.join(" "), address);
  console.log("the first one was told");
}
