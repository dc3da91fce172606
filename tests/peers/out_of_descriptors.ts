// Forgets sockets until no descriptor is free, and tells what helps.
import * as socket from "../../mod.ts";

const { Bun, gc } = globalThis as { Bun?: { gc(synchronously: boolean): void }; gc?: () => void };

function error_of(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    return error instanceof socket.OSError ? error.code! : String(error);
  }
}

function open_and_forget(): void {
  for (;;) socket.socket();
}

const server = socket.create_server(["127.0.0.1", 0]);
const client = socket.create_connection(server.getsockname());
console.log("opening and forgetting:", error_of(open_and_forget));
console.log("accept():", error_of(() => server.accept()));
if (Bun === undefined) gc!();
else Bun.gc(true);
console.log("after a collection:", error_of(() => server.accept()));
for (let turn = 0; turn < 100 && error_of(() => socket.socket().close()) !== "none"; turn++) {
  if (Bun === undefined) gc!();
  else Bun.gc(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
console.log("after a turn of the event loop:", error_of(() => server.accept()));
client.close();
server.close();
