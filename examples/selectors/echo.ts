// Echo server for many connections: the program in the documentation of Python's `selectors`.
//
// Needs: nothing. It hopes, as it says: a client that does not read, or that resets its connection, ends it. back_pressure.ts
// is for strangers.
// Start: deno run --allow-ffi examples/selectors/echo.ts [PORT]     or: bun run examples/selectors/echo.ts [PORT]
import process from "node:process";
import * as socket from "../../mod.ts";
import * as selectors from "../../lib/selectors.ts";

type Connection = socket.Socket<socket.InetAddress>;

const sel = selectors.DefaultSelector<(sock: Connection, mask: number) => void>();

function accept(sock: Connection): void {
  const [conn, addr] = sock.accept(); // Should be ready
  console.log("accepted", String(conn), "from", String(addr));
  conn.setblocking(false);
  sel.register(conn, selectors.EVENT_READ, read);
}

function read(conn: Connection): void {
  const data = conn.recv(1000); // Should be ready
  if (data.length > 0) {
    console.log("echoing", data.length, "bytes to", String(conn));
    conn.send(data); // Hope it won't block
  } else {
    console.log("closing", String(conn));
    sel.unregister(conn);
    conn.close();
  }
}

const sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
sock.bind(["localhost", Number(process.argv[2] ?? 1234)]);
sock.listen(100);
sock.setblocking(false);
console.log(`listening on port ${sock.getsockname()[1]}`);
sel.register(sock, selectors.EVENT_READ, accept);

while (true) {
  const events = sel.select();
  for (const [key, mask] of events) {
    const callback = key.data!;
    callback(key.fileobj as Connection, mask);
  }
}
