// Looks up the same service and protocol again and again, and says how often another one came back.
import { parentPort, workerData } from "node:worker_threads";
import { getprotobyname, getservbyport } from "../../mod.ts";

const { port, service, protocol, number, rounds } = workerData;
let wrong = 0;
for (let round = 0; round < rounds; round++) {
  if (getservbyport(port) !== service || getprotobyname(protocol) !== number) wrong++;
}
parentPort!.postMessage(wrong);
