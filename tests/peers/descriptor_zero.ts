// Closes standard input, and opens everything that there is on the number that it leaves free.
import { statSync } from "node:fs";
import * as select from "../../lib/select.ts";
import * as socket from "../../mod.ts";

const name = "\0" + crypto.randomUUID();
const server = socket.socket(socket.AF_UNIX);
server.bind(name);
server.listen();
const client = socket.socket(socket.AF_UNIX);
client.connect(name);
const [a, b] = socket.socketpair();

// Printed at the end, since a runtime that prints for the first time opens what it needs for it.
const lines: string[] = [];

/** Which file has the number; the runtime may open one of its own there as soon as it is free. */
function file_at_zero(): number | null {
  try {
    return statSync("/dev/fd/0").ino;
  } catch {
    return null;
  }
}

/** Opens something, uses it, and closes it; and says whether it had the number, and whether it kept it. */
function tell(what: string, open: () => { fileno(): number; close(): void }): void {
  try {
    const opened = open();
    const fd = opened.fileno(), file = file_at_zero();
    opened.close();
    lines.push(`${what} ${fd} ${file_at_zero() === file}`);
  } catch (error) {
    lines.push(`${what} ${error} ${file_at_zero() !== null}`);
  }
}

socket.close(0);
tell("socket()", () => socket.socket());
tell("accept()", () => {
  const [connection] = server.accept();
  connection.settimeout(0.01);
  client.sendall("x");
  if (connection.recv(1).length !== 1) throw new Error("nothing came");
  try {
    connection.recv(1);
  } catch (error) {
    if (error instanceof socket.TimeoutError) return connection;
  }
  throw new Error("it did not wait");
});
tell("dup()", () => a.dup());
tell("fromfd()", () => socket.fromfd(a.fileno(), socket.AF_UNIX, socket.SOCK_STREAM));
tell(
  "fromfd() of no family",
  () => socket.fromfd(a.fileno(), "unix" as unknown as number, socket.SOCK_STREAM),
);
tell("socket(fileno)", () => socket.socket(-1, -1, -1, a.dup().detach()));
tell("socketpair()", () => {
  const [first, second] = socket.socketpair();
  second.close();
  return first;
});
tell("recv_fds()", () => {
  socket.send_fds(a, ["x"], [a.fileno()]);
  const [, [fd]] = socket.recv_fds(b, 1, 1);
  return socket.socket(-1, -1, -1, fd);
});
tell("epoll()", () => new select.epoll());
tell("poll()", () => {
  const s = socket.socket();
  const poll = select.poll();
  poll.register(s, select.POLLOUT);
  if (poll.poll(0)[0]?.[0] !== 0) throw new Error("not polled");
  return s;
});

const { Bun, gc } = globalThis as { Bun?: { gc(synchronously: boolean): void }; gc?: () => void };
(() => lines.push(`a forgotten socket ${socket.socket().fileno()}`))();
const forgotten = file_at_zero();
for (let turn = 0; turn < 200 && file_at_zero() === forgotten; turn++) {
  if (Bun === undefined) gc!();
  else Bun.gc(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
lines.push(`collected ${file_at_zero() !== forgotten}`);
for (const opened of [a, b, client, server]) opened.close();
console.log(lines.join("\n"));
