// The demo's echo server: `server.ts tcp|udp|unix [path]`. It tells its address, echoes, and tells what it saw.
import process from "node:process";
import * as socket from "../../mod.ts";

const [kind, path = ""] = process.argv.slice(2);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

function listen<Family extends number>(
  family: Family,
  address: socket.AddressLike,
): socket.Socket<socket.AddressOf<Family>> {
  const s = new socket.socket(family, kind === "udp" ? socket.SOCK_DGRAM : socket.SOCK_STREAM);
  s.settimeout(20); // nobody waits for ever, should the client fail
  s.bind(address);
  if (kind !== "udp") s.listen();
  const name = s.getsockname();
  console.log("listening", Array.isArray(name) ? name[1] : name);
  return s;
}

function echo_stream(s: socket.Socket<unknown>): void {
  const [connection, address] = s.accept();
  let first = "", count = 0;
  for (let data = connection.recv(1024); data.length > 0; data = connection.recv(1024)) {
    first ||= text(data);
    count++;
    connection.sendall(data);
  }
  console.log(`saw "${first}" from ${JSON.stringify(address)}, and ${count - 1} more messages`);
}

function echo_datagrams(s: socket.Socket<socket.InetAddress>): void {
  let first = "", count = 0;
  for (;;) {
    const [data, address] = s.recvfrom(1024);
    if (data.length === 0) {
      console.log(`saw "${first}" from ${JSON.stringify(address)}, and ${count - 1} more messages`);
      return;
    }
    first ||= text(data);
    count++;
    s.sendto(data, address);
  }
}

if (kind === "udp") echo_datagrams(listen(socket.AF_INET, ["127.0.0.1", 0]));
else if (kind === "unix") echo_stream(listen(socket.AF_UNIX, path));
else echo_stream(listen(socket.AF_INET, ["127.0.0.1", 0]));
