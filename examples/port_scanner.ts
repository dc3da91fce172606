// Port scanner: which ports of a host are open? All are tried at once, on non-blocking sockets.
//
// Needs: a host that you may scan.
// Start: deno run --allow-ffi examples/port_scanner.ts HOST FIRST LAST [SECONDS]     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";

const [name = "localhost", first = "1", last = "1024", seconds = "2"] = process.argv.slice(2);
const AT_ONCE = 200;

type Attempt = readonly [port: number, s: socket.Socket<socket.InetAddress>];

const host = socket.gethostbyname(name);

function attempt(port: number): Attempt {
  const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  s.setblocking(false);
  return [port, s];
}

/** Whether the port is open, or `null` as long as there is no answer: connecting again tells how the attempt does. */
function is_open([port, s]: Attempt): boolean | null {
  const number = s.connect_ex([host, port]);
  const code = number === 0 ? "EISCONN" : new socket.OSError(number, "").code;
  return code === "EINPROGRESS" || code === "EALREADY" ? null : code === "EISCONN";
}

for (let from = Number(first); from <= Number(last); from += AT_ONCE) {
  const count = Math.min(AT_ONCE, Number(last) - from + 1);
  let waiting = Array.from({ length: count }, (_, index) => attempt(from + index));
  for (const deadline = performance.now() + Number(seconds) * 1000; waiting.length > 0;) {
    waiting = waiting.filter(([port, s]) => {
      const open = is_open([port, s]);
      if (open === null && performance.now() < deadline) return true;
      s.close();
      if (open) console.log(`${port} is open`);
      return false;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
