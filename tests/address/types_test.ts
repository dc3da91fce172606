// What TypeScript knows of addresses: this file says it by compiling. `deno check` and `deno test` would refuse it otherwise.
import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";

type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;
const same = <A, B>(_: Same<A, B>) => {};

test("the family decides the type of a socket's addresses, without a cast", () => {
  using inet = socket.socket();
  using inet6 = socket.socket(socket.AF_INET6);
  using unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  using constructed = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const address: [string, number] = inet.getsockname();
  const [host, port, flowinfo, scope_id] = inet6.getsockname();
  const path: string = unix.getsockname();
  assertEquals([address[0], host, port + flowinfo + scope_id, path], ["0.0.0.0", "::", 0, ""]);
  same<ReturnType<typeof constructed.getsockname>, socket.InetAddress>(true);
  same<ReturnType<typeof inet.accept>[0], socket.Socket<socket.InetAddress>>(true);
  same<ReturnType<typeof unix.recvfrom>[1], string>(true);
});

test("a family that is known only when the program runs gives every address that it may be", () => {
  for (const family of [socket.AF_INET, socket.AF_INET6]) {
    using s = socket.socket(family);
    const port: number = s.getsockname()[1];
    assertEquals(port, 0);
  }
  const number: number = socket.AF_INET;
  using s = socket.socket(number);
  same<ReturnType<typeof s.getsockname>, socket.Address>(true);
});

test("subclasses, pairs, descriptors and servers know their addresses too", () => {
  class Mine extends socket.socket {}
  using mine = new Mine();
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  using server = socket.create_server(["::1", 0], { family: socket.AF_INET6 });
  using copy = socket.fromfd(server.fileno(), socket.AF_INET6, socket.SOCK_STREAM);
  const name: string = a.getsockname();
  assertEquals([mine.getsockname()[1].toFixed(), name], ["0", ""]);
  same<ReturnType<typeof server.getsockname>, socket.Inet6Address>(true);
  same<ReturnType<typeof copy.getsockname>, socket.Inet6Address>(true);
});
