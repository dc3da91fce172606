// The echo server of bench/scale.ts with this module's select.epoll(). See bench/c/echo.c for what it prints and when it ends.
import process from "node:process";
import * as select from "../../lib/select.ts";
import * as socket from "../../mod.ts";

const STDIN = 0;
const server = socket.create_server(["127.0.0.1", 0]);
const connections = new Map<number, socket.Socket<socket.InetAddress>>();
const poller = select.epoll();
poller.register(server, select.EPOLLIN);
poller.register(STDIN, select.EPOLLIN);
console.log(`ready ${server.getsockname()[1]} ${process.pid}`);

const memory = new Uint8Array(4096);

function accept(): void {
  const [connection] = server.accept();
  connections.set(connection.fileno(), connection);
  poller.register(connection, select.EPOLLIN);
}

function echo(fd: number): void {
  const connection = connections.get(fd)!;
  const n = connection.recv_into(memory);
  if (n > 0) {
    connection.send(memory.subarray(0, n));
  } else {
    connections.delete(fd);
    connection.close();
  }
}

while (true) {
  for (const [fd] of poller.poll()) {
    if (fd === server.fileno()) accept();
    else if (fd === STDIN) process.exit(0);
    else echo(fd);
  }
}
