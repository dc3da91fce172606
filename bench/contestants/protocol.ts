// How a contestant talks with the driver, in lines over its standard input and output.
//
// It is started with the peer's TCP port, the peer's UDP port and the path of a file, and says "ready CALL CALL ...": what it
// can do. "run CALL SIZE COUNT" makes it do that COUNT times, and it answers with two numbers: the nanoseconds that passed,
// and the nanoseconds of CPU time, in the process and in the kernel on its behalf, that it used.
import process from "node:process";
import { createInterface } from "node:readline";

/** Does a work `count` times with messages of `size` bytes. It starts and stops the clock. */
export type Call = (size: number, count: number) => void | Promise<void>;

export const LOOPBACK = "127.0.0.1";
export const tcp_port: number = Number(process.argv[2]);
export const udp_port: number = Number(process.argv[3]);
export const path: string = process.argv[4] ?? "";

/** Datagrams that are under way at once: few enough that none is lost. */
export const WINDOW = 32;

/** What the peer is asked to do with a connection: see bench/c/peer.c. */
export function request(mode: "echo" | "sink" | "source", size: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${mode} ${size}`.padEnd(32));
}

let started = 0n, passed = 0n;
let used: NodeJS.CpuUsage = { user: 0, system: 0 };

export function start_clock(): void {
  used = process.cpuUsage();
  started = process.hrtime.bigint();
}

export function stop_clock(): void {
  passed = process.hrtime.bigint() - started;
  used = process.cpuUsage(used);
}

/** Does what the driver says until it hangs up. */
export async function serve(calls: Readonly<Record<string, Call>>): Promise<void> {
  console.log(["ready", ...Object.keys(calls)].join(" "));
  for await (const command of createInterface({ input: process.stdin })) {
    const [, name = "", size, count] = command.split(" ");
    await calls[name]!(Number(size), Number(count));
    console.log(`${passed} ${(used.user + used.system) * 1000}`);
  }
  process.exit(0);
}
