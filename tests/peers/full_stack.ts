// Makes descriptors where the stack is full, at every depth up to its end, and tells how many are left that nobody has when the
// collector has run.
import { readdirSync } from "node:fs";
import * as socket from "../../mod.ts";

const ROUNDS = 10;

/** Deno opens a pair of sockets of its own now and then. */
const RUNTIME = 2;

const collect = (globalThis as { gc?: () => void }).gc!;
const count = () => readdirSync("/proc/self/fd").length;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

const server = socket.socket(socket.AF_UNIX);
server.bind("");
server.listen(64);
const [a, b] = socket.socketpair();
const [datagrams, receiver] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
receiver.setblocking(false);
server.setblocking(false);

let received: ReturnType<typeof socket.recv_fds> | null = null;

function connect(): void {
  using client = socket.socket(socket.AF_UNIX);
  client.setblocking(false);
  client.connect_ex(server.getsockname() as string);
}

const calls: Record<string, { before(): void; call(): unknown; after(): void }> = {
  "socket()": { before() {}, call: () => socket.socket(), after() {} },
  "socketpair()": { before() {}, call: () => socket.socketpair(), after() {} },
  "socket.dup()": { before() {}, call: () => a.dup(), after() {} },
  "fromfd()": {
    before() {},
    call: () => socket.fromfd(a.fileno(), socket.AF_UNIX, socket.SOCK_STREAM),
    after() {},
  },
  "accept()": {
    before: connect,
    call: () => server.accept(),
    after() {
      try {
        for (;;) server.accept();
      } catch { /* nobody is left */ }
    },
  },
  "recv_fds()": {
    before: () => void socket.send_fds(datagrams, ["x"], [b.fileno(), b.fileno()]),
    // Nothing is called once they are the caller's.
    call: () => received = socket.recv_fds(receiver, 1, 2),
    after() {
      received?.[1].forEach(socket.close);
      received = null;
      try {
        for (;;) socket.recv_fds(receiver, 1, 2)[1].forEach(socket.close);
      } catch { /* nothing is left */ }
      datagrams.sendmsg(["x"]);
      receiver.recv(1);
    },
  },
};

// Fills the stack, and makes the call once on the way back from each depth, as long as it fails.
function at_the_end_of_the_stack(depth: number, call: () => unknown): boolean {
  let failed = true;
  try {
    failed = at_the_end_of_the_stack(depth + 1, call);
  } catch { /* the stack is full */ }
  if (!failed) return false;
  try {
    call();
    return false;
  } catch (error) {
    return !(error instanceof socket.BlockingIOError); // it has succeeded before, and nobody was told
  }
}

for (const [name, { before, call, after }] of Object.entries(calls)) {
  for (let warm = 0; warm < 20; warm++) {
    before();
    call();
    after();
  }
  await turn();
  collect();
  await turn();
  const open = count();
  for (let round = 0; round < ROUNDS; round++) {
    before();
    at_the_end_of_the_stack(0, call);
    after();
    if (round % 10 === 0) {
      collect();
      await turn();
    }
  }
  for (let attempt = 0; attempt < 50 && count() > open + RUNTIME; attempt++) {
    collect();
    await turn();
  }
  console.log(name, Math.max(count() - open - RUNTIME, 0));
}
for (const s of [server, a, b, datagrams, receiver]) s.close();
