// Every call that makes a descriptor, where there is none left, where one is, and where the system has none; and sending
// where there is no memory.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import * as socket from "../../mod.ts";
import { set_limit } from "./native.ts";
import { answer, request } from "./request.ts";

const RLIMIT_NOFILE = 7;

/** What went wrong. */
const problems: string[] = [];
let tried = 0;

// What counts the descriptors needs one itself.
let spare = -1;

function open_descriptors(): number {
  if (spare >= 0) socket.close(spare);
  const count = readdirSync("/proc/self/fd").length;
  if (spare >= 0) spare = socket.dup(s.fileno());
  return count;
}

type Closable = { close(): void };

/** A call that makes descriptors: how many it needs, and what it returns, to be closed. */
interface Making {
  readonly needs: number;
  readonly call: () => readonly Closable[];
}

const server = socket.create_server(["127.0.0.1", 0]);
const waiting = socket.create_server(["127.0.0.1", 0]);
const guests = Array.from({ length: 12 }, () => socket.create_connection(waiting.getsockname()));
const s = socket.socket();
const number = (fd: number): Closable => ({ close: () => socket.close(fd) });
writeFileSync("file", "x");
const [a, b] = socket.socketpair();
const [c, d] = socket.socketpair();

const makings: Record<string, Making> = {
  "socket()": { needs: 1, call: () => [socket.socket()] },
  "socketpair()": { needs: 2, call: () => socket.socketpair() },
  "accept()": { needs: 1, call: () => [waiting.accept()[0]] },
  "dup(fd)": { needs: 1, call: () => [number(socket.dup(s.fileno()))] },
  "socket.dup()": { needs: 1, call: () => [s.dup()] },
  "fromfd()": { needs: 1, call: () => [socket.fromfd(s.fileno(), s.family, s.type)] },
  "create_server()": { needs: 1, call: () => [socket.create_server(["127.0.0.1", 0])] },
  "create_connection()": { needs: 1, call: () => [socket.create_connection(server.getsockname())] },
  "sendfile()": { needs: 1, call: () => [(a.sendfile("file"), b.recv(1), { close() {} })] },
};

function attempt(name: string, call: () => readonly Closable[], works: boolean, code: string): void {
  tried++;
  const before = open_descriptors();
  let made: readonly Closable[] | null = null, error: unknown = null;
  try {
    made = call();
  } catch (caught) {
    error = caught;
  }
  made?.forEach((object) => object.close());
  const found = error instanceof socket.OSError ? error.code : error === null ? "success" : String(error);
  const expected = works ? "success" : code;
  if (found !== expected) problems.push(`${name}: ${found} instead of ${expected}`);
  const left = open_descriptors() - before;
  if (left !== 0) problems.push(`${name}: ${left} descriptors left`);
}

// Descriptors that another process sends: the kernel keeps those for which there is no number, and says so.
function receive_descriptors(free: number): void {
  tried++;
  socket.send_fds(c, ["x"], [s.fileno(), s.fileno(), s.fileno()]);
  const [data, fds, flags] = socket.recv_fds(d, 10, 3);
  if (data.length !== 1 || fds.length !== free || (flags & socket.MSG_CTRUNC) === 0) {
    problems.push(`recv_fds() with ${free} free: ${fds.length} descriptors, flags ${flags}`);
  }
  fds.forEach((fd) => socket.close(fd));
}

/** With so many descriptors free. */
function with_free(free: number): void {
  const taken: number[] = [];
  try {
    for (;;) taken.push(socket.dup(s.fileno()));
  } catch (error) {
    if ((error as socket.OSError).code !== "EMFILE") throw error;
  }
  spare = taken.pop()!;
  for (let n = 0; n < free; n++) socket.close(taken.pop()!);
  for (const [name, { needs, call }] of Object.entries(makings)) {
    attempt(`${name} with ${free} free`, call, needs <= free, "EMFILE");
  }
  receive_descriptors(free);
  taken.forEach((fd) => socket.close(fd));
  socket.close(spare);
  spare = -1;
}

const still = new Int32Array(new SharedArrayBuffer(4));

function is_traced(): boolean {
  return !/^TracerPid:\t0$/m.test(readFileSync("/proc/self/status", "utf8"));
}

function wait_until(traced: boolean): boolean {
  for (let n = 0; n < 1000; n++) {
    if (is_traced() === traced) return true;
    Atomics.wait(still, 0, 0, 5);
  }
  return false;
}

// Without the event loop, whose own system calls would fail as well.
function with_injected(calls: string, code: string, run: () => void): string | null {
  const strace = spawn(
    "strace",
    [
      "-p",
      String(process.pid),
      "-e",
      `trace=${calls}`,
      "-e",
      `inject=${calls}:error=${code}`,
      "-o",
      "/dev/null",
    ],
    { stdio: "ignore" },
  );
  strace.on("error", () => {});
  if (strace.pid === undefined) return "there is no strace";
  if (!wait_until(true)) return "strace cannot attach to this process";
  try {
    run();
  } finally {
    process.kill(strace.pid, "SIGINT");
    wait_until(false);
  }
  return null;
}

for (const making of Object.values(makings)) making.call().forEach((object) => object.close());
const [soft, hard] = [BigInt(open_descriptors() + 30), 4096n];
const limited = set_limit(RLIMIT_NOFILE, soft, hard);
if (limited) {
  for (const free of [0, 1, 2]) with_free(free);
  set_limit(RLIMIT_NOFILE, hard, hard);
}

const skipped: string[] = [];
const { inject }: { inject: boolean } = request();
if (inject) {
  const reason = with_injected("socket,socketpair,accept,accept4", "ENFILE", () => {
    for (const name of ["socket()", "socketpair()", "accept()", "create_server()", "create_connection()"]) {
      attempt(`${name} in a full system`, makings[name]!.call, false, "ENFILE");
    }
  }) ?? with_injected("sendto,sendmsg,sendmmsg", "ENOBUFS", () => {
    const sends: Record<string, () => unknown> = {
      "send()": () => a.send("x"),
      "sendall()": () => a.sendall("x"),
      "sendmsg()": () => a.sendmsg(["x"]),
      "sendmmsg()": () => a.sendmmsg(["x"]),
      "send_fds()": () => socket.send_fds(a, ["x"], [s.fileno()]),
      "makefile().write()": () => a.makefile("wb", 0).write(new Uint8Array(1)),
    };
    for (const [name, call] of Object.entries(sends)) {
      attempt(`${name} without memory`, () => (call(), []), false, "ENOBUFS");
    }
  }) ?? with_injected("recvfrom,recvmsg,recvmmsg", "ENOMEM", () => {
    const receives: Record<string, () => unknown> = {
      "recv()": () => b.recv(1),
      "recv_into()": () => b.recv_into(new Uint8Array(1)),
      "recvmsg()": () => b.recvmsg(1, 100),
      "recvmmsg()": () => b.recvmmsg(1, 1),
    };
    for (const [name, call] of Object.entries(receives)) {
      attempt(`${name} without memory`, () => (call(), []), false, "ENOMEM");
    }
  });
  if (reason !== null) skipped.push(`errors cannot be injected: ${reason}`);
}
if (!limited) skipped.push("the limit of descriptors cannot be set");
guests.forEach((guest) => guest.close());
answer({ tried, problems, skipped });
