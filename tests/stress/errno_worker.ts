// A fresh instance of the module in a thread of its own.
import { parentPort, workerData } from "node:worker_threads";
import { fail_in_every_way } from "./errno_run.ts";

parentPort!.postMessage(fail_in_every_way(workerData));
