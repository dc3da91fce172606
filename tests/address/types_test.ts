// What TypeScript knows of addresses: this file says it by compiling. `deno check` and `deno test` would refuse it otherwise.
import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertInstanceOf } from "../assert.ts";
import { linux, test_with } from "../needs.ts";

type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;
const same = <A, B>(_: Same<A, B>) => {};

test("the family decides the type of a socket's addresses, without a cast", () => {
  using inet = socket.socket();
  using inet6 = socket.socket(socket.AF_INET6);
  using unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  using constructed = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const address: [string, number] = inet.getsockname();
  const [host, port, flowinfo, scope_id] = inet6.getsockname();
  const path: string | Uint8Array<ArrayBuffer> = unix.getsockname();
  assertEquals([address[0], host, port + flowinfo + scope_id, path], ["0.0.0.0", "::", 0, ""]);
  same<ReturnType<typeof constructed.getsockname>, socket.InetAddress>(true);
  same<ReturnType<typeof inet.accept>[0], socket.Socket<socket.InetAddress>>(true);
});

test("a datagram of the internet families has a sender, and nobody need ask", () => {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.settimeout(5);
  for (let count = 0; count < 5; count++) s.sendto("x", s.getsockname());
  const [, [host, port]] = s.recvfrom(1);
  const [, into] = s.recvfrom_into(new Uint8Array(1));
  const [, , , message] = s.recvmsg(1);
  const [, , , message_into] = s.recvmsg_into([new Uint8Array(1)]);
  for (const address of [into, message, message_into]) assertEquals(address[0], host);
  for (const [, address] of s.recvmmsg(1, 1)) assertEquals(address[1], port);
  assertEquals([host, port], s.getsockname());
  same<ReturnType<typeof s.recvmmsg_into>[0][1], socket.InetAddress>(true);
  using inet6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  same<ReturnType<typeof inet6.recvfrom>[1], socket.Inet6Address>(true);
});

test("what a stream receives has no sender, and the type says so", () => {
  using server = socket.create_server(["127.0.0.1", 0]);
  using client = socket.create_connection(server.getsockname());
  const [connection, [host]] = server.accept();
  using peer = connection;
  client.sendall("x");
  peer.settimeout(5);
  const [, sender] = peer.recvfrom(1);
  same<typeof sender, socket.InetAddress | null>(true);
  assertEquals([host, sender], ["127.0.0.1", null]);
  using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  same<ReturnType<typeof s.recvfrom>[1], socket.InetAddress | null>(true);
  const type: number = socket.SOCK_DGRAM;
  using unknown = socket.socket(socket.AF_INET, type);
  same<ReturnType<typeof unknown.recvfrom>[1], socket.InetAddress | null>(true);
});

test_with(linux)(
  "a UNIX datagram may have no sender, and a name without a file is no text: the types say so",
  () => {
    using receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
    using nameless = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
    same<ReturnType<typeof receiver.recvfrom>[1], socket.UnixAddress | null>(true);
    same<ReturnType<typeof receiver.getsockname>, string | Uint8Array<ArrayBuffer>>(true);
    // Bound to nothing, a socket gets such a name.
    receiver.bind("");
    const name = receiver.getsockname();
    assertInstanceOf(name, Uint8Array);
    nameless.sendto("x", name);
    receiver.settimeout(5);
    assertEquals(receiver.recvfrom(1)[1], null);
  },
);

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
  const name: string | Uint8Array = a.getsockname();
  assertEquals([mine.getsockname()[1].toFixed(), name], ["0", ""]);
  same<ReturnType<typeof server.getsockname>, socket.Inet6Address>(true);
  same<ReturnType<typeof copy.getsockname>, socket.Inet6Address>(true);
  same<ReturnType<typeof mine.recvfrom>[1], socket.InetAddress | null>(true);
  class Datagrams extends socket.socket<typeof socket.AF_INET, typeof socket.SOCK_DGRAM> {}
  using datagrams = new Datagrams(socket.AF_INET, socket.SOCK_DGRAM);
  same<ReturnType<typeof datagrams.recvfrom>[1], socket.InetAddress>(true);
});
