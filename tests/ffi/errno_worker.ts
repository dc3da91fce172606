// Fails in one way while the main thread fails in another, and counts errors that are not its own.
import { parentPort } from "node:worker_threads";
import { errno, libc, system } from "../../ffi/libc.ts";

parentPort!.once("message", () => {
  let strange = 0;
  for (let i = 0; i < 20_000; i++) {
    const n = libc.socket(999, 1, 0), e = errno[0];
    if (n !== -1 || e !== system.errors.EAFNOSUPPORT) strange++;
  }
  parentPort!.postMessage(strange);
});
