// Workers: many at once, one that is given a descriptor, one that is ended while it is blocked, and what they leave.
import { readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as socket from "../../mod.ts";
import { answer, request } from "./request.ts";

const { workers, rounds }: { workers: number; rounds: number } = request();
const problems: string[] = [];
const check = (is_well: boolean, problem: string) => is_well || problems.push(problem);

type Task = { task: "converse" | "echo" | "block" | "leave"; fd?: number; rounds?: number; seed?: number };

function start(data: Task): { worker: Worker; answer: Promise<unknown>; ended: Promise<unknown> } {
  const worker = new Worker(new URL("workers_worker.ts", import.meta.url), { workerData: data });
  const answer = new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
  });
  const ended = new Promise((resolve) => worker.on("exit", resolve));
  return { worker, answer, ended };
}

// A number alone could be another descriptor's by now.
function target(fd: number): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null;
  }
}

// Many at once.
const many = Array.from(
  { length: workers },
  (_, seed) => start({ task: "converse", rounds, seed: seed * 2 + 3 }),
);
for (const [index, { answer, ended }] of many.entries()) {
  const right = await answer;
  await ended;
  check(right === rounds, `worker ${index}: ${right} of ${rounds} conversations were right`);
}

// A descriptor changes hands: the worker closes it in the end.
const [here, there] = socket.socketpair();
const fd = there.detach();
const handed_over = target(fd);
const echo = start({ task: "echo", fd });
here.settimeout(20);
for (let round = 0; round < 50; round++) {
  const sent = new Uint8Array(1 + round * 40).fill(round);
  here.sendall(sent);
  let got = 0;
  while (got < sent.length) got += here.recv(5000).filter((byte) => byte === round).length;
}
here.shutdown(socket.SHUT_WR);
check(here.recv(1).length === 0, "the worker did not close its descriptor");
check(await echo.answer === 50 + 40 * 49 * 25, "the worker did not echo everything");
await echo.ended;
check(target(fd) !== handed_over, "the worker's descriptor is still open");

// A worker that is ended while it is blocked: the thread stays in its call until somebody ends that.
const [mine, its] = socket.socketpair();
const its_fd = its.detach();
const held = target(its_fd);
const blocked = start({ task: "block", fd: its_fd });
await blocked.answer;
await sleep(100);
const terminated = blocked.worker.terminate();
await Promise.race([terminated, sleep(300)]);
check(target(its_fd) === held, "the descriptor of a blocked worker was closed");
const [p, q] = socket.socketpair();
p.sendall("still here");
check(q.recv(20).length === 10, "this thread does not work any more");
mine.shutdown(socket.SHUT_RDWR); // ends the call
const gone = await Promise.race([terminated.then(() => true), sleep(5000).then(() => false)]);
check(gone, "a worker whose call had ended did not end");

// What a worker leaves open stays open: its collector ends with it.
const left = start({ task: "leave", rounds: 20 });
const fds = await left.answer as number[];
await left.ended;
const open = fds.filter((fd) => target(fd)?.startsWith("socket:"));
const still_open = open.length;
open.forEach((fd) => socket.close(fd));
answer({ workers, rounds, still_open, problems });
