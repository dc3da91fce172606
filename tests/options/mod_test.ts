import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import process from "node:process";
import { system } from "../../ffi/libc.ts";
import { darwin } from "../../ffi/darwin.ts";
import { linux } from "../../ffi/linux.ts";
import { get_option, pack, set_option, type Structs, unpack } from "../../lib/options/mod.ts";
import * as socket from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertStringIncludes,
  assertThrows,
} from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import { any_python, command_that_runs, test_with } from "../needs.ts";
import { python } from "../peer.ts";
import { DEADLINE } from "../transports.ts";

const { AF_INET, AF_INET6, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET } =
  socket;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

interface Connection extends Disposable {
  readonly client: socket.Socket<socket.InetAddress>;
  readonly server: socket.Socket<socket.InetAddress>;
}

function connection(): Connection {
  using listener = socket.socket(AF_INET, SOCK_STREAM);
  listener.settimeout(DEADLINE);
  listener.bind(["127.0.0.1", 0]);
  listener.listen();
  const client = socket.socket(AF_INET, SOCK_STREAM);
  client.settimeout(DEADLINE);
  client.connect(listener.getsockname());
  const [server] = listener.accept();
  server.settimeout(DEADLINE);
  return {
    client,
    server,
    [Symbol.dispose]() {
      client.close();
      server.close();
    },
  };
}

const TCP_ESTABLISHED = 1, TCP_CLOSE_WAIT = 8;

test("TCP_INFO tells of a connection's bytes and segments", () => {
  using pair = connection();
  pair.client.sendall(new Uint8Array(1000));
  pair.server.recv(1000, socket.MSG_WAITALL);
  pair.server.sendall("hello");
  pair.client.recv(5, socket.MSG_WAITALL);
  const ours = get_option(pair.client, "TCP_INFO"), theirs = get_option(pair.server, "TCP_INFO");
  assertEquals([ours.tcpi_state, theirs.tcpi_state], [TCP_ESTABLISHED, TCP_ESTABLISHED]);
  assertEquals([ours.tcpi_bytes_received, theirs.tcpi_bytes_received], [5n, 1000n]);
  // The SYN counts as a byte.
  assertEquals([ours.tcpi_bytes_acked, ours.tcpi_bytes_sent], [1001n, 1000n]);
  assertEquals([ours.tcpi_data_segs_in, theirs.tcpi_data_segs_out], [1, 1]);
  assertEquals(ours.tcpi_unacked, 0);
  assertEquals(ours.tcpi_snd_wscale, theirs.tcpi_rcv_wscale);
  assertGreater(ours.tcpi_snd_mss, 500);
  assertEquals(ours.tcpi_pmtu, 65535);
  pair.server.shutdown(socket.SHUT_WR);
  assertEquals(pair.client.recv(1).length, 0);
  assertEquals(get_option(pair.client, "TCP_INFO").tcpi_state, TCP_CLOSE_WAIT);
});

test_with(any_python)("TCP_INFO is what Python's struct module makes of the same bytes", () => {
  using pair = connection();
  pair.client.sendall(new Uint8Array(100000).fill(7));
  for (let left = 100000; left > 0;) left -= pair.server.recv(left).length;
  const bytes = pair.client.getsockopt(IPPROTO_TCP, socket.TCP_INFO, 1024);
  const ours = unpack("tcp_info", bytes);
  const program = `
import json, struct, sys
data = bytes.fromhex(sys.argv[1])
# Without its bit fields the struct has no padding from here on.
head, size = '=6BBB24I4Q6I4Q2I2Q4I', len(data)
for more in 'II', 'HHI', '7I':
    if struct.calcsize(head + more) <= size: head += more
print(json.dumps([str(n) for n in struct.unpack_from(head, data)]))
`;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const child = spawnSync(python!, ["-c", program, hex], { encoding: "utf8", timeout: 20_000 });
  const theirs: string[] = JSON.parse(child.stdout);
  const {
    tcpi_snd_wscale,
    tcpi_rcv_wscale,
    tcpi_delivery_rate_app_limited,
    tcpi_fastopen_client_fail,
    ...rest
  } = ours;
  const numbers = Object.values(rest).map(String);
  numbers.splice(
    6,
    0,
    String(tcpi_snd_wscale | tcpi_rcv_wscale << 4),
    String(tcpi_delivery_rate_app_limited | tcpi_fastopen_client_fail << 1),
  );
  assertEquals(numbers, theirs);
  assertGreater(ours.tcpi_snd_wscale, 0);
});

test_with(command_that_runs("ss", "-V"))("TCP_INFO agrees with ss", () => {
  using pair = connection();
  pair.client.sendall(new Uint8Array(5000));
  for (let left = 5000; left > 0;) left -= pair.server.recv(left).length;
  // Others may use either port too.
  const [[, port], [, peer_port]] = [pair.client.getsockname(), pair.client.getpeername()];
  const only = `sport = :${port} and dport = :${peer_port}`;
  const child = spawnSync("ss", ["-tinH", only], { encoding: "utf8", timeout: 10_000 });
  assertStringIncludes(child.stdout, "mss:", child.stderr);
  const number = (name: string) => Number(new RegExp(`\\b${name}:(\\d+)`).exec(child.stdout)?.[1]);
  const info = get_option(pair.client, "TCP_INFO");
  assertEquals(
    [number("mss"), number("cwnd"), number("bytes_acked"), number("segs_out"), number("advmss")],
    [
      info.tcpi_snd_mss,
      info.tcpi_snd_cwnd,
      Number(info.tcpi_bytes_acked),
      info.tcpi_segs_out!,
      info.tcpi_advmss,
    ],
  );
  const [, snd, rcv] = /wscale:(\d+),(\d+)/.exec(child.stdout)!.map(Number);
  assertEquals([snd, rcv], [info.tcpi_snd_wscale, info.tcpi_rcv_wscale]);
});

test("TCP_INFO has the members that the kernel gave, and no others", () => {
  using pair = connection();
  const whole = pair.client.getsockopt(IPPROTO_TCP, socket.TCP_INFO, 1024);
  const old = unpack("tcp_info", whole.slice(0, 104));
  assertEquals([old.tcpi_total_retrans, old.tcpi_pacing_rate, "tcpi_pacing_rate" in old], [
    0,
    undefined,
    false,
  ]);
  const middle = unpack("tcp_info", whole.slice(0, 111));
  assertEquals("tcpi_pacing_rate" in middle, false);
  assertEquals("tcpi_pacing_rate" in unpack("tcp_info", whole.slice(0, 112)), true);
  assertThrows(
    () => unpack("tcp_info", whole.slice(0, 103)),
    socket.ValueError,
    "struct tcp_info has at least 104 bytes, not 103",
  );
});

test("SO_PEERCRED is the process at the other end", () => {
  const [a, b] = socket.socketpair();
  const { pid, uid, gid } = get_option(a, "SO_PEERCRED");
  assertEquals([pid, uid, gid], [process.pid, process.getuid!(), process.getgid!()]);
  a.close();
  b.close();
});

test("SO_LINGER is read and written", () => {
  using s = socket.socket();
  assertEquals(get_option(s, "SO_LINGER"), { onoff: 0, linger: 0 });
  set_option(s, "SO_LINGER", { onoff: 1, linger: 7 });
  assertEquals(get_option(s, "SO_LINGER"), { onoff: 1, linger: 7 });
  assertEquals(s.getsockopt(SOL_SOCKET, socket.SO_LINGER, 8), new Uint8Array([1, 0, 0, 0, 7, 0, 0, 0]));
  set_option(s, "SO_LINGER", { onoff: 0 });
  assertEquals(get_option(s, "SO_LINGER").onoff, 0);
});

test("SO_LINGER of 0 seconds makes close() reset the connection", () => {
  using pair = connection();
  set_option(pair.client, "SO_LINGER", { onoff: 1, linger: 0 });
  pair.client.close();
  assertThrows(() => pair.server.recv(1), socket.ConnectionResetError);
});

test("SO_ERROR is the error that waits, and then none", () => {
  using pair = connection();
  assertEquals(get_option(pair.server, "SO_ERROR"), null);
  set_option(pair.client, "SO_LINGER", { onoff: 1, linger: 0 });
  pair.client.close();
  let error = get_option(pair.server, "SO_ERROR");
  for (const deadline = Date.now() + DEADLINE * 1000; error === null && Date.now() < deadline;) {
    error = get_option(pair.server, "SO_ERROR");
  }
  assert(error instanceof socket.ConnectionResetError);
  assertEquals([error.code, error.message], ["ECONNRESET", errno_message("ECONNRESET")]);
  assertEquals(get_option(pair.server, "SO_ERROR"), null);
});

for (const name of ["SO_RCVTIMEO", "SO_SNDTIMEO"] as const) {
  test(`${name} is a number of seconds, or null`, () => {
    using s = socket.socket();
    assertEquals(get_option(s, name), null);
    // The kernel counts in clock ticks, of at most 10 milliseconds.
    for (const seconds of [1, 2.5, 0.25, 3600, 0.000001, 1.9999999]) {
      set_option(s, name, seconds);
      const read = get_option(s, name)!;
      assertGreaterOrEqual(read, seconds - 1e-9);
      assertLess(read, seconds + 0.011);
    }
    set_option(s, name, null);
    assertEquals(get_option(s, name), null);
    for (const wrong of [0, -1, NaN, Infinity, 2 ** 53]) {
      assertThrows(() => set_option(s, name, wrong), socket.ValueError, "a timeout must be greater than 0");
    }
    assertThrows(() => set_option(s, name, "1" as never), TypeError, "must be a number or null, not str");
  });
}

test("SO_RCVTIMEO ends the recv() of a blocking socket with EAGAIN", () => {
  using pair = connection();
  pair.client.settimeout(null);
  set_option(pair.client, "SO_RCVTIMEO", 0.05);
  const started = performance.now();
  assertThrows(() => pair.client.recv(1), socket.BlockingIOError);
  assertGreaterOrEqual(performance.now() - started, 45);
  pair.server.sendall("x");
  assertEquals(text(pair.client.recv(1)), "x");
});

test("IP_ADD_MEMBERSHIP: a datagram to a group, on the loopback", () => {
  const GROUP = "239.255.77.77";
  using receiver = socket.socket(AF_INET, SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.bind(["", 0]);
  const ifindex = socket.if_nametoindex("lo");
  set_option(receiver, "IP_ADD_MEMBERSHIP", { multiaddr: GROUP, ifindex });
  using sender = socket.socket(AF_INET, SOCK_DGRAM);
  const [, port] = receiver.getsockname();
  sender.setsockopt(IPPROTO_IP, socket.IP_MULTICAST_IF, pack("ip_mreqn", { ifindex }));
  sender.sendto("hello", [GROUP, port]);
  assertEquals(text(receiver.recv(10)), "hello");
  assertThrows(
    () => set_option(receiver, "IP_ADD_MEMBERSHIP", { multiaddr: GROUP, ifindex }),
    socket.OSError,
    `[Errno ${system.errors.EADDRINUSE}]`,
  );
  set_option(receiver, "IP_DROP_MEMBERSHIP", { multiaddr: GROUP, ifindex });
  assertThrows(
    () => set_option(receiver, "IP_DROP_MEMBERSHIP", { multiaddr: GROUP, ifindex }),
    socket.OSError,
    `[Errno ${system.errors.EADDRNOTAVAIL}]`,
  );
});

test("IP_ADD_SOURCE_MEMBERSHIP: only the chosen sender is heard", () => {
  const GROUP = "239.255.77.78";
  using receiver = socket.socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["", 0]);
  const membership = { multiaddr: GROUP, interface: "127.0.0.1", sourceaddr: "127.0.0.2" };
  set_option(receiver, "IP_ADD_SOURCE_MEMBERSHIP", membership);
  const [, port] = receiver.getsockname();
  for (const source of ["127.0.0.3", "127.0.0.2"]) {
    using sender = socket.socket(AF_INET, SOCK_DGRAM);
    sender.bind([source, 0]);
    sender.setsockopt(IPPROTO_IP, socket.IP_MULTICAST_IF, pack("ip_mreqn", { address: "127.0.0.1" }));
    sender.sendto(source, [GROUP, port]);
  }
  receiver.settimeout(DEADLINE);
  assertEquals(text(receiver.recv(20)), "127.0.0.2");
  set_option(receiver, "IP_DROP_SOURCE_MEMBERSHIP", membership);
});

test("IPV6_JOIN_GROUP joins the group on the interface, until IPV6_LEAVE_GROUP", () => {
  // One group for each process: the kernel's list is everybody's.
  const id = process.pid.toString(16).padStart(8, "0");
  const GROUP = `ff01::${id.slice(0, 4)}:${id.slice(4)}`, PACKED = `ff0100000000000000000000${id}`;
  using s = socket.socket(AF_INET6, SOCK_DGRAM);
  const membership = { multiaddr: GROUP, interface: socket.if_nametoindex("lo") };
  // The kernel's own list: its loopback has no route for multicast, so that no datagram goes there.
  const is_member = () => new RegExp(`\\blo +${PACKED} `).test(readFileSync("/proc/net/igmp6", "utf8"));
  assertEquals(is_member(), false);
  set_option(s, "IPV6_JOIN_GROUP", membership);
  assertEquals(is_member(), true);
  set_option(s, "IPV6_LEAVE_GROUP", membership);
  assertEquals(is_member(), false);
});

test("in_pktinfo tells where a datagram came in, and chooses where it leaves", () => {
  using receiver = socket.socket(AF_INET, SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.setsockopt(IPPROTO_IP, socket.IP_PKTINFO, 1);
  receiver.bind(["", 0]);
  using sender = socket.socket(AF_INET, SOCK_DGRAM);
  const source = pack("in_pktinfo", { spec_dst: "127.0.0.5" });
  const [, port] = receiver.getsockname();
  sender.sendmsg(["hello"], [[IPPROTO_IP, socket.IP_PKTINFO, source]], 0, ["127.0.0.6", port]);
  const [data, ancillary, , [host]] = receiver.recvmsg(10, 100);
  assertEquals([text(data), host], ["hello", "127.0.0.5"]);
  const [, , bytes] = ancillary.find(([level, type]) => level === IPPROTO_IP && type === socket.IP_PKTINFO)!;
  const ifindex = socket.if_nametoindex("lo");
  assertEquals(unpack("in_pktinfo", bytes), { ifindex, spec_dst: "127.0.0.6", addr: "127.0.0.6" });
});

test("in6_pktinfo tells where a datagram came in", () => {
  using receiver = socket.socket(AF_INET6, SOCK_DGRAM);
  receiver.settimeout(DEADLINE);
  receiver.setsockopt(IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1);
  receiver.bind(["", 0]);
  using sender = socket.socket(AF_INET6, SOCK_DGRAM);
  sender.sendto("hello", ["::1", receiver.getsockname()[1]]);
  const [, ancillary] = receiver.recvmsg(10, 100);
  const [, , bytes] = ancillary.find(([level, type]) =>
    level === IPPROTO_IPV6 && type === socket.IPV6_PKTINFO
  )!;
  assertEquals(unpack("in6_pktinfo", bytes), { addr: "::1", ifindex: socket.if_nametoindex("lo") });
});

test("timeval and timespec are the time at which a datagram came", () => {
  const { SO_TIMESTAMP, SO_TIMESTAMPNS, SCM_TIMESTAMP, SCM_TIMESTAMPNS } = socket;
  for (const [option, data] of [[SO_TIMESTAMP, SCM_TIMESTAMP], [SO_TIMESTAMPNS, SCM_TIMESTAMPNS]] as const) {
    using receiver = socket.socket(AF_INET, SOCK_DGRAM);
    receiver.settimeout(DEADLINE);
    receiver.setsockopt(SOL_SOCKET, option, 1);
    receiver.bind(["127.0.0.1", 0]);
    using sender = socket.socket(AF_INET, SOCK_DGRAM);
    const before = Math.floor(Date.now() / 1000);
    sender.sendto("x", receiver.getsockname());
    const [, [message]] = receiver.recvmsg(10, 100);
    const [level, type, bytes] = message!;
    assertEquals([level, type, bytes.length], [SOL_SOCKET, data, 16]);
    const { sec, ...rest } = unpack(option === SO_TIMESTAMP ? "timeval" : "timespec", bytes);
    assertGreaterOrEqual(sec, before - 1);
    assertLess(sec, Date.now() / 1000 + 1);
    const [fraction] = Object.values(rest);
    assertGreaterOrEqual(fraction!, 0);
    assertLess(fraction!, option === SO_TIMESTAMP ? 1e6 : 1e9);
  }
});

test("ucred is what SCM_CREDENTIALS carries", () => {
  const SO_PASSCRED = 16;
  const [a, b] = socket.socketpair(socket.AF_UNIX, SOCK_DGRAM);
  using sender = a, receiver = b;
  receiver.settimeout(DEADLINE);
  receiver.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
  const own = { pid: process.pid, uid: process.getuid!(), gid: process.getgid!() };
  sender.sendmsg(["x"], [[SOL_SOCKET, socket.SCM_CREDENTIALS, pack("ucred", own)]]);
  const [, [message]] = receiver.recvmsg(10, 100);
  assertEquals(unpack("ucred", message![2]), own);
});

test("pack() and unpack() undo each other, for every struct", () => {
  for (const [name, { size, members }] of Object.entries(system.option_structs)) {
    const values = Object.fromEntries(
      Object.entries(members).map(([member, [type, , , bits]], index) => {
        if (type === "in_addr") return [member, `10.0.0.${index}`];
        if (type === "in6_addr") return [member, `fe80::${index + 1}`];
        return [
          member,
          type === "u64" ? BigInt(index) << 40n : bits !== undefined ? index % 2 ** bits : index + 1,
        ];
      }),
    );
    const bytes = pack(name as keyof Structs, values as never);
    assertEquals([bytes.length, bytes.byteOffset, bytes.buffer.byteLength], [size, 0, size]);
    const read: unknown = unpack(name as keyof Structs, bytes);
    assertEquals(read, values, name);
    // At an offset, and with more behind it.
    const longer = new Uint8Array([9, 9, 9, ...bytes, 9]);
    assertEquals(unpack(name as keyof Structs, new DataView(longer.buffer, 3)) as unknown, values, name);
    assertEquals(pack(name as keyof Structs, {}), new Uint8Array(size));
  }
});

test("no two members of a struct overlap, and none passes its end", () => {
  const WIDTH = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8, in_addr: 4, in6_addr: 16 };
  for (const { option_structs } of [linux, darwin]) {
    for (const [name, { size, members }] of Object.entries(option_structs)) {
      const taken = new Set<number>();
      for (const [member, [type, offset, shift = 0, bits = 8 * WIDTH[type]]] of Object.entries(members)) {
        assertEquals(offset % Math.min(WIDTH[type], type.startsWith("in") ? 4 : 8), 0, `${name}.${member}`);
        for (let bit = 8 * offset + shift; bit < 8 * offset + shift + bits; bit++) {
          assert(!taken.has(bit) && bit < 8 * size, `${name}.${member}`);
          taken.add(bit);
        }
      }
    }
  }
});

test("what does not fit is refused, before the system sees it", () => {
  using s = socket.socket();
  const wrong = (value: unknown) => () => set_option(s, "SO_LINGER", value as never);
  assertThrows(
    wrong({ onoff: 2 ** 31 }),
    socket.OverflowError,
    "linger.onoff must be -2147483648 to 2147483647",
  );
  assertThrows(wrong({ onoff: -(2 ** 31) - 1 }), socket.OverflowError);
  assertThrows(wrong({ onoff: 2n ** 64n }), socket.OverflowError);
  assertThrows(wrong({ onoff: 1.5 }), TypeError, "linger.onoff must be an integer, not float");
  assertThrows(wrong({ onoff: "1" }), TypeError, "linger.onoff must be an integer, not str");
  assertThrows(wrong({ l_onoff: 1 }), TypeError, "struct linger has no member l_onoff");
  assertThrows(wrong({ constructor: 1 }), TypeError, "struct linger has no member constructor");
  assertThrows(wrong(null), TypeError);
  assertThrows(() => pack("ucred", { uid: -1 }), socket.OverflowError, "ucred.uid must be 0 to 4294967295");
  assertThrows(() => pack("ip_mreqn", { multiaddr: "x" }), socket.OSError, "illegal IP address string");
  assertThrows(() => pack("ip_mreqn", { multiaddr: 5 as never }), TypeError, "must be a string, not int");
  assertThrows(() => pack("ipv6_mreq", { multiaddr: "127.0.0.1" }), socket.OSError);
  assertThrows(() => pack("timeval", { sec: 2 ** 53 }), socket.OverflowError);
  assertThrows(() => unpack("linger", new Uint8Array(7)), socket.ValueError, "at least 8 bytes, not 7");
  assertThrows(() => unpack("linger", "x" as never), TypeError, "a bytes-like object is required, not 'str'");
  assertThrows(
    () => unpack("nothing" as never, new Uint8Array(7)),
    socket.ValueError,
    "no struct nothing here",
  );
  assertThrows(() => pack("toString" as never, {} as never), socket.ValueError, "no struct toString here");
  assertThrows(() => get_option(s, "SO_NOTHING" as never), socket.ValueError, "no option SO_NOTHING here");
  assertThrows(
    () => get_option(s, "TCP_NODELAY" as never),
    socket.ValueError,
    "an integer is read with getsockopt()",
  );
  assertThrows(() => get_option(s, "__proto__" as never), socket.ValueError, "no option __proto__ here");
  assertThrows(() => get_option(s, "TCP_CONNECTION_INFO"), socket.ValueError, "TCP_CONNECTION_INFO here");
  assertThrows(
    () => set_option(s, "SO_ERROR" as never, 0 as never),
    socket.ValueError,
    "SO_ERROR can only be read",
  );
  const detached = new Uint8Array(8);
  detached.buffer.transfer();
  assertThrows(() => unpack("linger", detached), socket.ValueError, "at least 8 bytes, not 0");
});

test("the system's refusals are its own errors", () => {
  using udp = socket.socket(AF_INET, SOCK_DGRAM);
  assertThrows(() => get_option(udp, "TCP_INFO"), socket.OSError, `[Errno ${system.errors.ENOTSUP}]`);
  const closed = socket.socket();
  closed.close();
  assertThrows(() => get_option(closed, "SO_LINGER"), socket.OSError, errno_message("EBADF"));
  assertThrows(() => get_option(closed, "SO_ERROR"), socket.OSError, errno_message("EBADF"));
  assertThrows(() => set_option(closed, "SO_LINGER", {}), socket.OSError, errno_message("EBADF"));
});
