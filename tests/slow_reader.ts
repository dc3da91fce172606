// A worker that reads from a descriptor, little by little, for a while; then it closes it.
import { parentPort, workerData } from "node:worker_threads";
import * as socket from "../mod.ts";

const { fd, bytes, milliseconds, times }: { fd: number; bytes: number; milliseconds: number; times: number } =
  workerData;
const still = new Int32Array(new SharedArrayBuffer(4));

{
  using s = new socket.socket(-1, -1, -1, fd);
  s.settimeout(5);
  parentPort!.postMessage("ready");
  for (let n = 0; n < times && s.recv(bytes).length > 0; n++) Atomics.wait(still, 0, 0, milliseconds);
}
