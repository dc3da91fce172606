// What a child is asked for: it is in a file, whose name is the first argument.
import { readFileSync } from "node:fs";
import process from "node:process";

/** The request. */
export function request<Request>(): Request {
  return JSON.parse(readFileSync(process.argv[2]!, "utf8"));
}
