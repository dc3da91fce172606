// Echo server for strangers, written like an asynchronous one: a conversation for each connection, with nothing to hold the
// data that somebody does not read. While a client's answer does not go out, nothing more is read from it, so that the system
// stops the client. That is back-pressure.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/selectors/back_pressure.ts [PORT [SECONDS]]     or: bun run ...
//        SECONDS is how long a client may say nothing, or read nothing.
import process from "node:process";
import * as socket from "../../mod.ts";
import { recv, run, sendall, serve, start, type Task } from "./tasks.ts";

const [port = "50007", seconds = "60"] = process.argv.slice(2);

function* echo(conn: socket.Socket<unknown>, [host, port]: socket.InetAddress): Task {
  const name = `${host} ${port}`;
  try {
    for (;;) {
      const data = yield* recv(conn, 65536, Number(seconds));
      if (data.length === 0) break;
      yield* sendall(conn, data, Number(seconds));
    }
    console.log(`${name} has ended`);
  } catch (error) {
    if (!(error instanceof socket.OSError)) throw error;
    console.log(`${name} is lost: ${error.message}`);
  } finally {
    conn.close();
  }
}

using server = socket.create_server(["127.0.0.1", Number(port)]);
console.log(`listening on port ${server.getsockname()[1]}`);
start(serve(server, echo));
run();
