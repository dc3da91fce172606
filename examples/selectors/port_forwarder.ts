// Port forwarder: whoever connects here is connected with a port of another host.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/selectors/port_forwarder.ts PORT TO_HOST TO_PORT     or: bun run ...
import process from "node:process";
import * as socket from "../../mod.ts";
import { relay, reset_when_closed } from "./relay.ts";
import { connect, run, serve, start, type Task } from "./tasks.ts";

const [port = "50007", host = "localhost", to_port = "80"] = process.argv.slice(2);

// Names are looked up once, before anybody waits.
const [family, type, proto, , address] = socket.getaddrinfo(host, Number(to_port), 0, socket.SOCK_STREAM)[0]!;

function* forward(client: socket.Socket<socket.InetAddress>): Task {
  const target = socket.socket(family, type, proto);
  try {
    target.setblocking(false);
    yield* connect(target, address as socket.AddressLike, 10);
    yield* relay(client, target);
  } catch (error) {
    if (!(error instanceof socket.OSError)) throw error;
    console.log(error.message);
    reset_when_closed(client);
  } finally {
    client.close();
    target.close();
  }
}

using server = socket.create_server(["127.0.0.1", Number(port)]);
console.log(`listening on port ${server.getsockname()[1]}`);
start(serve(server, forward));
run();
