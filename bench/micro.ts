// What one call of each hot method costs on this runtime: `deno run -A bench/micro.ts` or `bun run bench/micro.ts`.
//
// Every call is one system call that succeeds and leaves the socket as it was, so that nothing else is measured with it: what
// is received is only looked at (MSG_PEEK), and what is sent are datagrams for which there is no room. An argument chooses by
// name.
import process from "node:process";
import { bench, do_not_optimize, run } from "mitata";
import * as socket from "../mod.ts";

const data = new Uint8Array(64);

function bound(): socket.Socket<socket.InetAddress> {
  const sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  sock.bind(["127.0.0.1", 0]);
  return sock;
}

const receiver = bound(), sender = bound();
const address = receiver.getsockname();
const connected = bound();
connected.connect(address);
receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1);
for (let i = 0; i < 1000; i++) sender.sendto(data, address);

const [full, writer] = socket.socketpair();
writer.send(data);
const [empty, _other] = socket.socketpair();
empty.setblocking(false);

const memory = new Uint8Array(64);
const { MSG_PEEK, SO_TYPE, SOL_SOCKET } = socket;

bench("getsockopt", () => do_not_optimize(sender.getsockopt(SOL_SOCKET, SO_TYPE)));
bench("getsockname", () => do_not_optimize(sender.getsockname()));
bench("recv 64 B", () => do_not_optimize(full.recv(64, MSG_PEEK)));
bench("recv_into 64 B", () => do_not_optimize(full.recv_into(memory, 0, MSG_PEEK)));
bench("recvfrom 64 B", () => do_not_optimize(receiver.recvfrom(64, MSG_PEEK)));
bench("recvfrom_into 64 B", () => do_not_optimize(receiver.recvfrom_into(memory, 0, MSG_PEEK)));
bench("send 64 B", () => do_not_optimize(connected.send(data)));
bench("sendto 64 B", () => do_not_optimize(sender.sendto(data, address)));
bench("recv, EAGAIN caught", () => {
  try {
    empty.recv(64);
  } catch (error) {
    do_not_optimize(error);
  }
});

const only = process.argv[2];
await run(only === undefined ? {} : { filter: new RegExp(only) });
process.exit(0);
