// Port scanner: which ports of a host are open? Many are tried at once, and a selector tells which have answered.
//
// Needs: a host that you may scan.
// Start: deno run --allow-ffi examples/port_scanner.ts HOST FIRST LAST [SECONDS]     or: bun run ...
import process from "node:process";
import * as socket from "../mod.ts";
import * as selectors from "../lib/selectors.ts";

const [name = "localhost", first = "1", last = "1024", seconds = "2"] = process.argv.slice(2);
const AT_ONCE = 200;

type Attempt = readonly [port: number, s: socket.Socket<socket.InetAddress>];

const host = socket.gethostbyname(name);

/** Starts to connect; whether the answer is there already, as from this machine itself, or `null` if it is to come. */
function is_open([port, s]: Attempt): boolean | null {
  s.setblocking(false);
  const number = s.connect_ex([host, port]);
  if (number !== 0 && new socket.OSError(number, "").code === "EINPROGRESS") return null;
  return number === 0;
}

/** Tries some ports, and yields those that are open. */
function* open_ports(from: number, to: number): Generator<number> {
  using sel = selectors.DefaultSelector<Attempt>();
  using sockets = new DisposableStack();
  for (let port = from; port <= to; port++) {
    const s = sockets.use(socket.socket(socket.AF_INET, socket.SOCK_STREAM));
    const open = is_open([port, s]);
    if (open) yield port;
    if (open === null) sel.register(s, selectors.EVENT_WRITE, [port, s]);
  }
  const deadline = performance.now() + Number(seconds) * 1000;
  while (sel.get_map()!.size > 0 && performance.now() < deadline) {
    for (const [{ data }] of sel.select((deadline - performance.now()) / 1000)) {
      const [port, s] = data!;
      if (s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) === 0) yield port;
      sel.unregister(s);
    }
  }
}

for (let from = Number(first); from <= Number(last); from += AT_ONCE) {
  for (const port of open_ports(from, Math.min(from + AT_ONCE - 1, Number(last)))) {
    console.log(`${port} is open`);
  }
}
