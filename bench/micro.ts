// What one call of each hot method costs on the runtime that runs this:
//
//   deno run -A bench/micro.ts [TEXT], bun run bench/micro.ts [TEXT], node bench/micro.ts [TEXT]
//
// Every call is one system call that succeeds and leaves the socket as it was, so that nothing else is measured with it: what
// is received is only looked at (MSG_PEEK), and what is sent are datagrams for which there is no room. A text chooses by name.
import process from "node:process";
import * as select from "../lib/select.ts";
import * as selectors from "../lib/selectors.ts";
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
const selector = selectors.DefaultSelector();
selector.register(full, selectors.EVENT_READ);
const poll = select.poll();
poll.register(full, select.POLLIN);

const memory = new Uint8Array(64);
const { MSG_PEEK, SO_TYPE, SOL_SOCKET } = socket;

const calls: Readonly<Record<string, () => unknown>> = {
  "getsockopt": () => sender.getsockopt(SOL_SOCKET, SO_TYPE),
  "getsockname": () => sender.getsockname(),
  "recv 64 B": () => full.recv(64, MSG_PEEK),
  "recv_into 64 B": () => full.recv_into(memory, 0, MSG_PEEK),
  "recvfrom 64 B": () => receiver.recvfrom(64, MSG_PEEK),
  "recvfrom_into 64 B": () => receiver.recvfrom_into(memory, 0, MSG_PEEK),
  "send 64 B": () => connected.send(data),
  "sendto 64 B": () => sender.sendto(data, address),
  "poll, 1 ready": () => poll.poll(),
  "selector.select, 1 ready": () => selector.select(),
  "recv, EAGAIN caught": () => {
    try {
      return empty.recv(64);
    } catch (error) {
      return error;
    }
  },
};

// Whatever a call returns is kept, so that no compiler leaves it out.
let result: unknown;

/** Nanoseconds for one of `count` calls. */
function time(call: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) result = call();
  return (performance.now() - start) * 1e6 / count;
}

/** How many calls one time is taken of. */
const CALLS = 2_000;

// The compilers are done after half a second; of the times after it the median and the least tell most.
function measure(name: string, call: () => unknown): void {
  const times: number[] = [];
  for (const start = performance.now(); performance.now() - start < 500;) time(call, CALLS);
  for (const start = performance.now(); performance.now() - start < 1000;) times.push(time(call, CALLS));
  times.sort((a, b) => a - b);
  const [least, median] = [times[0]!, times[times.length >> 1]!].map((nanoseconds) => nanoseconds.toFixed(0));
  console.log(`${name.padEnd(26)} ${median!.padStart(6)} ns, least ${least!.padStart(6)} ns`);
}

for (const [name, call] of Object.entries(calls)) {
  if (name.includes(process.argv[2] ?? "")) measure(name, call);
}
if (result === undefined) console.log("no call has such a name");
process.exit(0);
