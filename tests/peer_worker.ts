// A worker at the other end of a socket, whose descriptor it is given: it reads little by little for a while, or sends all of
// something; then it closes it.
import { parentPort, workerData } from "node:worker_threads";
import * as socket from "../mod.ts";

/** What it does. */
export type Task =
  | {
    readonly task: "read";
    readonly fd: number;
    readonly bytes: number;
    readonly pause: number;
    readonly times: number;
  }
  | { readonly task: "send"; readonly fd: number; readonly data: Uint8Array };

const still = new Int32Array(new SharedArrayBuffer(4));

function run(task: Task): void {
  using s = new socket.socket(-1, -1, -1, task.fd);
  s.settimeout(5);
  parentPort!.postMessage("ready");
  if (task.task === "send") return s.sendall(task.data);
  for (let n = 0; n < task.times && s.recv(task.bytes).length > 0; n++) Atomics.wait(still, 0, 0, task.pause);
}

// Nothing when it is imported for its types.
if (parentPort !== null && workerData !== null) run(workerData as Task);
