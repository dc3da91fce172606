// The demo's batches: how many datagrams a second are received one by one, and how many with recvmmsg(). Only receiving is timed;
// what is received has been sent before.
import * as socket from "../../mod.ts";

const AT_ONCE = 64, ROUNDS = 20, MILLISECONDS = 40;

using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
receiver.bind(["127.0.0.1", 0]);
receiver.settimeout(5);
using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
sender.connect(receiver.getsockname());
const datagrams = Array.from({ length: AT_ONCE }, () => new Uint8Array(64));
const buffers = Array.from({ length: AT_ONCE }, () => new Uint8Array(2048));

function one_by_one(): void {
  for (const buffer of buffers) receiver.recvfrom_into(buffer);
}

function in_one_call(): void {
  for (let left = AT_ONCE; left > 0;) left -= receiver.recvmmsg_into(buffers).length;
}

/** How many microseconds a datagram takes. */
function cost(receive: () => void): number {
  let spent = 0, count = 0;
  for (; spent < MILLISECONDS; count += AT_ONCE) {
    sender.sendmmsg(datagrams);
    const start = performance.now();
    receive();
    spent += performance.now() - start;
  }
  return spent * 1000 / count;
}

// In turns, and the best of each: whatever else the machine does only makes them slower.
const rounds = Array.from({ length: ROUNDS }, () => [cost(one_by_one), cost(in_one_call)] as const);
const single = Math.min(...rounds.map(([single]) => single));
const batched = Math.min(...rounds.map(([, batched]) => batched));
const show = (microseconds: number) => `${(1000 / microseconds).toFixed(0).padStart(5)} thousand a second`;
console.log(`one by one              ${show(single)}`);
console.log(`${AT_ONCE} in one recvmmsg()  ${show(batched)}, ${(single / batched).toFixed(1)} times as many`);
