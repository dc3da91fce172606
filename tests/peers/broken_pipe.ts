// Sends to peers that have gone, in a process that a SIGPIPE would end; prints what each call threw.
import process from "node:process";
import { bun } from "../../ffi/bun.ts";
import { deno } from "../../ffi/deno.ts";
import { system } from "../../ffi/libc.ts";
import { node } from "../../ffi/node.ts";
import * as socket from "../../mod.ts";

// The runtimes ignore the signal. SIG_DFL is 0.
const SIGPIPE = 13;
const runtime = (deno() ?? bun() ?? node())!;
const signal = runtime.open(system.libraries(runtime.arch)[0]!)("signal", {
  result: "usize",
  parameters: ["i32", "usize"],
});
signal(SIGPIPE, 0n);

const data = new Uint8Array([1]);
const calls: Record<string, (s: socket.Socket) => unknown> = {
  "send()": (s) => s.send(data),
  "send() of a string": (s) => s.send("x"),
  "sendall()": (s) => s.sendall(data),
  "sendmsg()": (s) => s.sendmsg([data]),
  "sendmmsg()": (s) => s.sendmmsg([data]),
  "send_fds()": (s) => socket.send_fds(s, [data], []),
  "makefile().write()": (s) => s.makefile("wb", 0).write(data),
};
for (const [name, call] of Object.entries(calls)) {
  const [a, b] = socket.socketpair();
  b.close();
  try {
    call(a as socket.Socket);
    console.log(`${name}: nothing`);
  } catch (error) {
    console.log(`${name}: ${(error as Error).name}`);
  }
}
// A stream that is not connected takes an address only to refuse it.
const s = socket.socket();
try {
  s.sendto(data, ["127.0.0.1", 9]);
} catch (error) {
  console.log(`sendto(): ${(error as Error).name}`);
}
process.exit(0);
