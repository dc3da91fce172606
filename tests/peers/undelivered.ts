// Receives messages with descriptors where there is no memory for what came with them, and tells how many descriptors stay open
// of which nobody was told. A process of its own: in another one the copy that fails here may have been compiled away.
import { readlinkSync } from "node:fs";
import * as socket from "../../mod.ts";
import { descriptors, opened_since } from "../descriptors.ts";

const { AF_UNIX, SOCK_DGRAM, SOL_SOCKET } = socket;

/** Lets the copy of what came fail, as it does where there is no memory. */
function without_memory(call: () => unknown): string {
  const typed_array = Object.getPrototypeOf(Uint8Array.prototype);
  const descriptor = Object.getOwnPropertyDescriptor(typed_array, "slice")!;
  const value = () => {
    throw new RangeError("no memory");
  };
  Object.defineProperty(typed_array, "slice", { ...descriptor, value });
  try {
    call();
    return "delivered";
  } catch (error) {
    return String(error);
  } finally {
    Object.defineProperty(typed_array, "slice", descriptor);
  }
}

const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM);
// The sender's credentials come as well: three numbers that are no descriptors, of which root's are 0.
b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, 1);
const standard_input = readlinkSync("/proc/self/fd/0");
const before = descriptors();
const fds = [a.fileno(), b.fileno(), a.fileno()];
// Printed at the end: a runtime may open what it writes to when it first does.
const lines: unknown[][] = [];
for (const receive of [() => b.recvmsg(10, 1000), () => b.recvmsg_into([new Uint8Array(10)], 1000)]) {
  socket.send_fds(a, ["x"], fds);
  const outcome = without_memory(receive);
  const has_input = readlinkSync("/proc/self/fd/0") === standard_input;
  lines.push([outcome, opened_since(before).length, has_input]);
}
// What comes next is delivered as ever.
b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, 0);
socket.send_fds(a, ["next"], fds);
const [data, received] = socket.recv_fds(b, 10, 5);
lines.push([data.length, received.length]);
for (const line of lines) console.log(...line);
