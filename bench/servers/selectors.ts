// The echo server of bench/scale.ts with this module's selectors. See bench/c/echo.c for what it prints and when it ends.
import process from "node:process";
import * as selectors from "../../lib/selectors.ts";
import * as socket from "../../mod.ts";

type Connection = socket.Socket<socket.InetAddress>;

const STDIN = 0;
const server = socket.create_server(["127.0.0.1", 0]);
const selector = selectors.DefaultSelector();
selector.register(server, selectors.EVENT_READ);
selector.register(STDIN, selectors.EVENT_READ);
console.log(`ready ${server.getsockname()[1]} ${process.pid}`);

const memory = new Uint8Array(4096);

function accept(): void {
  const [connection] = server.accept();
  selector.register(connection, selectors.EVENT_READ);
}

function echo(connection: Connection): void {
  const n = connection.recv_into(memory);
  if (n > 0) {
    connection.send(memory.subarray(0, n));
  } else {
    selector.unregister(connection);
    connection.close();
  }
}

while (true) {
  for (const [key] of selector.select()) {
    if (key.fileobj === server) accept();
    else if (key.fileobj === STDIN) process.exit(0);
    else echo(key.fileobj as Connection);
  }
}
