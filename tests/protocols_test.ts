// Protocols that need no code of their own.
import * as socket from "../mod.ts";
import { assertEquals, assertGreater } from "./assert.ts";
import { can_open, test_with } from "./needs.ts";
import { DEADLINE } from "./transports.ts";

const { AF_INET, AF_INET6, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM } = socket;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const LOOPBACK = new Map([[AF_INET as number, "127.0.0.1"], [AF_INET6 as number, "::1"]]);

function opened(family: number, type: number, proto: number): socket.Socket {
  const s = socket.socket(family, type, proto) as socket.Socket;
  s.settimeout(DEADLINE);
  return s;
}

for (const [family, host] of LOOPBACK) {
  const udplite = can_open("UDP-Lite", family, SOCK_DGRAM, socket.IPPROTO_UDPLITE);
  const mptcp = can_open("Multipath TCP", family, SOCK_STREAM, socket.IPPROTO_MPTCP);

  test_with(udplite)(`UDP-Lite to ${host}`, () => {
    using a = opened(family, SOCK_DGRAM, socket.IPPROTO_UDPLITE);
    using b = opened(family, SOCK_DGRAM, socket.IPPROTO_UDPLITE);
    // The checksum covers the header and four bytes.
    for (const s of [a, b]) {
      s.setsockopt(socket.IPPROTO_UDPLITE, socket.UDPLITE_SEND_CSCOV, 12);
      s.setsockopt(socket.IPPROTO_UDPLITE, socket.UDPLITE_RECV_CSCOV, 12);
      assertEquals(s.getsockopt(socket.IPPROTO_UDPLITE, socket.UDPLITE_SEND_CSCOV), 12);
      s.bind([host, 0]);
    }
    assertEquals(a.proto, socket.IPPROTO_UDPLITE);
    assertEquals(a.sendto("hello world", b.getsockname()), 11);
    const [data, address] = b.recvfrom(100);
    assertEquals([text(data), address], ["hello world", a.getsockname()]);
  });

  test_with(mptcp)(`Multipath TCP to ${host}`, () => {
    using listener = opened(family, SOCK_STREAM, socket.IPPROTO_MPTCP);
    using client = opened(family, SOCK_STREAM, socket.IPPROTO_MPTCP);
    listener.bind([host, 0]);
    listener.listen();
    client.connect(listener.getsockname());
    const [connection, address] = listener.accept();
    using served = connection;
    assertEquals(address, client.getsockname());
    assertEquals([served.proto, client.proto], [socket.IPPROTO_MPTCP, socket.IPPROTO_MPTCP]);
    client.sendall("hello");
    assertEquals(text(served.recv(10)), "hello");
    client.shutdown(socket.SHUT_WR);
    assertEquals(served.recv(10).length, 0);
  });
}

function echo_request(type: number, identifier: number): Uint8Array {
  const message = new DataView(new ArrayBuffer(16));
  message.setUint8(0, type);
  message.setUint16(4, identifier);
  message.setUint16(6, 1);
  message.setUint32(8, 0xdeadbeef);
  let sum = 0;
  for (let at = 0; at < message.byteLength; at += 2) sum += message.getUint16(at);
  message.setUint16(2, ~((sum & 0xffff) + (sum >>> 16)));
  return new Uint8Array(message.buffer);
}

const icmp = can_open("raw sockets", AF_INET, SOCK_RAW, socket.IPPROTO_ICMP);

test_with(icmp)("ICMP: an echo from the loopback, through a raw socket", () => {
  using s = opened(AF_INET, SOCK_RAW, socket.IPPROTO_ICMP);
  const ECHO_REPLY = 0, ECHO_REQUEST = 8, IP_HEADER = 20, IDENTIFIER = 0x7a31;
  assertGreater(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF), 0);
  s.sendto(echo_request(ECHO_REQUEST, IDENTIFIER), ["127.0.0.1", 0]);
  // The socket sees every ICMP message of the machine, its own request among them.
  for (;;) {
    const [packet, address] = s.recvfrom(2048);
    const message = new DataView(packet.buffer, IP_HEADER);
    if (message.getUint8(0) !== ECHO_REPLY || message.getUint16(4) !== IDENTIFIER) continue;
    assertEquals(address, ["127.0.0.1", 0]);
    assertEquals(message.getUint32(8), 0xdeadbeef);
    break;
  }
});

const icmp6 = can_open("raw sockets", AF_INET6, SOCK_RAW, socket.IPPROTO_ICMPV6);

test_with(icmp6)("ICMPv6: an echo from the loopback, through a raw socket", () => {
  using s = opened(AF_INET6, SOCK_RAW, socket.IPPROTO_ICMPV6);
  const ECHO_REPLY = 129, ECHO_REQUEST = 128, IDENTIFIER = 0x7a32;
  s.sendto(echo_request(ECHO_REQUEST, IDENTIFIER), ["::1", 0]);
  for (;;) {
    const [packet, address] = s.recvfrom(2048);
    const message = new DataView(packet.buffer);
    if (message.getUint8(0) !== ECHO_REPLY || message.getUint16(4) !== IDENTIFIER) continue;
    assertEquals(address, ["::1", 0, 0, 0]);
    assertEquals(message.getUint32(8), 0xdeadbeef);
    break;
  }
});
