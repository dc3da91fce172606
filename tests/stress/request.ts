// What a child is asked for, which is in a file whose name is the first argument, and how it answers.
import { readFileSync } from "node:fs";
import process from "node:process";

/** The request. */
export function request<Request>(): Request {
  return JSON.parse(readFileSync(process.argv[2]!, "utf8"));
}

/** Ends the process with its report as the last line, once all of it is written: a pipe takes 64 KiB at a time. */
export function answer(report: unknown): void {
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
}
