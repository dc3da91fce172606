import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as socket from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { run_script, start, this_runtime } from "../peer.ts";

const { AF_UNIX, SCM_RIGHTS, SOCK_DGRAM, SOL_SOCKET } = socket;

// Zeros that nobody reads: the system gives no memory for them.
const huge = new Uint8Array(0x7ffffff0);
const large = huge.subarray(0, 0x60000000);

test("ancillary data that no system could be told of is refused before there is memory for it", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  assertThrows(
    () => a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, huge]]),
    socket.OSError,
    "ancillary data item too large",
  );
  assertThrows(
    () => a.sendmsg(["x"], [[SOL_SOCKET, SCM_RIGHTS, large], [SOL_SOCKET, SCM_RIGHTS, large]]),
    socket.OSError,
    "too much ancillary data",
  );
  // Nothing of it was sent.
  a.sendmsg(["y"], []);
  assertEquals(b.recv(10), new Uint8Array([121]));
});

test("a message that cannot be delivered closes the descriptors in it, and no other", async () => {
  const program = fileURLToPath(new URL("../peers/undelivered.ts", import.meta.url));
  await using child = start(run_script(this_runtime, program, [], { everything_allowed: true }));
  const undelivered = "RangeError: no memory 0 true";
  assertEquals(await child.end(), { code: 0, lines: [undelivered, undelivered, "4 3"] });
});

test("credentials and descriptors of one message are told apart", () => {
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM);
  using _a = a, _b = b;
  b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, 1);
  socket.send_fds(a, ["x"], [a.fileno()]);
  const [, items] = b.recvmsg(10, 1000);
  const types = items.map(([level, type, data]) => [level, type, data.length]);
  assertEquals(types.sort(), [[SOL_SOCKET, SCM_RIGHTS, 4], [SOL_SOCKET, socket.SCM_CREDENTIALS, 12]].sort());
  const rights = items.find(([, type]) => type === SCM_RIGHTS)!;
  socket.close(new Int32Array(rights[2].buffer)[0]!);
});

test("recvmsg() for no bytes takes the ancillary data of a message", () => {
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM);
  using _a = a, _b = b;
  socket.send_fds(a, ["lost"], [a.fileno()]);
  const [data, items, flags] = b.recvmsg(0, socket.CMSG_SPACE(4));
  assertEquals([data.length, items.length, flags & socket.MSG_TRUNC], [0, 1, socket.MSG_TRUNC]);
  socket.close(new Int32Array(items[0]![2].buffer)[0]!);
});

test("ancillary data beyond the usual room is received whole", () => {
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM);
  using _a = a, _b = b;
  const most = Array.from({ length: 200 }, () => a.fileno());
  for (const room of [socket.CMSG_SPACE(4 * most.length), 4096, 4097, 100_000]) {
    socket.send_fds(a, ["x"], most);
    const [, [[, , data] = [0, 0, new Uint8Array(0)]], flags] = b.recvmsg(10, room);
    const fds = new Int32Array(data.buffer);
    fds.forEach((fd) => socket.close(fd));
    assertEquals([new Set(fds).size, flags & socket.MSG_CTRUNC], [most.length, 0]);
  }
});

test("recv_fds() takes for descriptors what are descriptors, and nothing else that came beside them", () => {
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM);
  using _a = a, _b = b;
  b.setsockopt(SOL_SOCKET, socket.SO_PASSCRED, 1);
  socket.send_fds(a, ["x"], [a.fileno()]);
  const [, fds] = socket.recv_fds(b, 10, 20);
  assertEquals(fds.length, 1);
  socket.close(fds[0]!);
  // A message of every kind, from a socket that is none of ours.
  const four = new Uint8Array([1, 2, 3, 4]);
  const items: [number, number, Uint8Array<ArrayBuffer>][] = [
    [SOL_SOCKET, socket.SCM_CREDENTIALS, four],
    [socket.IPPROTO_IP, SCM_RIGHTS, four],
    [SOL_SOCKET, SCM_RIGHTS, four],
    [SOL_SOCKET, SCM_RIGHTS, new Uint8Array([5, 0, 0, 0, 6, 0, 0, 0, 7, 0])],
  ];
  const other = { recvmsg: () => [four, items, 0, null] as [typeof four, typeof items, number, null] };
  assertEquals(socket.recv_fds(other, 4, 4), [four, [0x04030201, 5, 6], 0, null]);
});
