// Reads a descriptor that came from elsewhere with os.read() and os.fdopen(): one that it inherited, whose number is the
// argument, or one that is sent to it over the UNIX socket whose path is the argument.
import process from "node:process";
import * as os from "../../lib/os.ts";
import * as socket from "../../mod.ts";

function received(path: string): number {
  using s = socket.socket(socket.AF_UNIX);
  s.settimeout(10);
  s.connect(path);
  return socket.recv_fds(s, 1, 1)[1][0]!;
}

const [argument] = process.argv.slice(2);
const fd = argument!.startsWith("/") ? received(argument!) : Number(argument);
console.log(os.S_ISFIFO(os.fstat(fd).st_mode) ? "a pipe" : "no pipe");
console.log(new TextDecoder().decode(os.read(fd, 5)).trimEnd());
using file = os.fdopen(fd);
for (const line of file) console.log(line.trimEnd());
