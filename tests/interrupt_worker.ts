// The other end of a call that blocks the main thread: it shares the process's descriptors.
import { parentPort } from "node:worker_threads";
import * as socket from "../mod.ts";

/** What the main thread asks for: wait `delay` seconds; then accept a connection, or count what comes until the end. */
interface Task {
  readonly task: "accept" | "count";
  readonly fd: number;
  readonly delay: number;
}

function sleep(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

function perform({ task, fd }: Task): number {
  const s = socket.socket(-1, -1, -1, fd);
  s.settimeout(10);
  try {
    if (task === "accept") {
      s.accept()[0].close();
      return 1;
    }
    let count = 0;
    for (let data = s.recv(1 << 20); data.length > 0; data = s.recv(1 << 20)) count += data.length;
    return count;
  } finally {
    s.detach();
  }
}

const port = parentPort!;

port.on("message", (task: Task) => {
  sleep(task.delay);
  port.postMessage(perform(task));
});
port.postMessage("ready");
