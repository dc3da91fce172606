import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals, assertGreater, assertThrows } from "../assert.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  between,
  tracing,
} from "./cpython_address.ts";
import { any_python, can_open, success_of, test_with } from "../needs.ts";

const { AF_NETLINK, AF_QIPCRTR, AF_VSOCK, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM } = socket;

const NUMBERS = [
  -1,
  1.5,
  "x",
  null,
  true,
  new Uint8Array(1),
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  -(2 ** 40),
  2n ** 64n,
];

for (const [name, family] of Object.entries({ AF_NETLINK, AF_QIPCRTR, AF_VSOCK })) {
  test_with(any_python)(`${name} addresses are encoded as in CPython`, () => {
    const addresses = [
      [1, 2],
      ...NUMBERS.flatMap((number) => [[number, 1], [1, number], [number, number]]),
      [],
      [1],
      [1, 2, 3],
      7,
      null,
      "x",
      new Uint8Array(2),
    ];
    // QIPCRTR's and NETLINK's third and fourth bytes; VSOCK's are a member that must be zero.
    const padding = between(2, family === AF_VSOCK ? 2 : 4);
    const cases = addresses.map((address) => ({ family, address }));
    assert_encoded_as_in_python(cases, padding);
  });

  test_with(tracing)(`${name} addresses are decoded as in CPython`, () => {
    const number = family.toString(16).padStart(2, "0");
    assert_decoded_as_in_python(family, [
      { bytes: `${number}000000ffffffff01000080` },
      { bytes: `${number}00000001000000000000800000000000000000`.slice(0, family === AF_VSOCK ? 32 : 24) },
    ]);
  });

  test_with(any_python)(`opening an ${name} socket ends as in CPython`, () => {
    for (const type of [SOCK_RAW, SOCK_DGRAM, SOCK_STREAM]) assert_opened_as_in_python(family, type);
  });
}

// A message of NETLINK_ROUTE: type, flags, sequence number, and behind the header a struct rtgenmsg of AF_UNSPEC.
function link_dump(sequence: number): Uint8Array {
  const RTM_GETLINK = 18, NLM_F_REQUEST = 1, NLM_F_DUMP = 0x300;
  const message = new DataView(new ArrayBuffer(20));
  message.setUint32(0, message.byteLength, true);
  message.setUint16(4, RTM_GETLINK, true);
  message.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, true);
  message.setUint32(8, sequence, true);
  return new Uint8Array(message.buffer);
}

// The attribute IFLA_IFNAME of each message; null at the end of the dump.
function names_in(data: Uint8Array): (string | null)[] {
  const NLMSG_DONE = 3, IFLA_IFNAME = 3, HEADERS = 16 + 16;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const names: (string | null)[] = [];
  for (let at = 0; at < data.length; at += (view.getUint32(at, true) + 3) & ~3) {
    if (view.getUint16(at + 4, true) === NLMSG_DONE) return [...names, null];
    const end = at + view.getUint32(at, true);
    for (let item = at + HEADERS; item < end; item += (view.getUint16(item, true) + 3) & ~3) {
      if (view.getUint16(item + 2, true) !== IFLA_IFNAME) continue;
      const text = data.subarray(item + 4, item + view.getUint16(item, true) - 1);
      names.push(new TextDecoder().decode(text));
    }
  }
  return names;
}

test("AF_NETLINK: the kernel tells its interfaces", () => {
  using s = socket.socket(AF_NETLINK, SOCK_RAW, socket.NETLINK_ROUTE);
  s.settimeout(10);
  s.bind([0, 0]);
  const [pid, groups] = s.getsockname();
  assertGreater(pid, 0);
  assertEquals(groups, 0);
  s.sendto(link_dump(7), [0, 0]);
  const names: (string | null)[] = [];
  while (!names.includes(null)) {
    const [data, address] = s.recvfrom(65536);
    assertEquals(address, [0, 0]);
    names.push(...names_in(data));
  }
  assertEquals(names.includes("lo"), true);
});

test("AF_NETLINK: bind() joins groups, and connect() names the peer", () => {
  using s = socket.socket(AF_NETLINK, SOCK_RAW, socket.NETLINK_ROUTE);
  s.bind([0, 1]);
  assertEquals(s.getsockname()[1], 1);
  s.connect([0, 0]);
  assertEquals(s.getpeername(), [0, 0]);
});

test("AF_NETLINK: two sockets talk to each other", () => {
  using one = socket.socket(AF_NETLINK, SOCK_RAW, socket.NETLINK_USERSOCK);
  using other = socket.socket(AF_NETLINK, SOCK_RAW, socket.NETLINK_USERSOCK);
  one.bind([0, 0]);
  other.bind([0, 0]);
  other.settimeout(10);
  assertEquals(one.sendto("hello", other.getsockname()), 5);
  const [data, address] = other.recvfrom(100);
  assertEquals([new TextDecoder().decode(data), address], ["hello", one.getsockname()]);
});

const vsock = can_open("AF_VSOCK", AF_VSOCK, SOCK_STREAM);

test_with(vsock)("AF_VSOCK: options have 64 bits", () => {
  using s = socket.socket(AF_VSOCK, SOCK_STREAM);
  s.setsockopt(AF_VSOCK, socket.SO_VM_SOCKETS_BUFFER_MAX_SIZE, 2 ** 33);
  assertEquals(s.getsockopt(AF_VSOCK, socket.SO_VM_SOCKETS_BUFFER_MAX_SIZE), 2 ** 33);
  s.setsockopt(AF_VSOCK, socket.SO_VM_SOCKETS_BUFFER_SIZE, 65536);
  assertEquals(s.getsockopt(AF_VSOCK, socket.SO_VM_SOCKETS_BUFFER_SIZE), 65536);
  assertThrows(
    () => s.setsockopt(AF_VSOCK, 0, "x" as never),
    TypeError,
    "setsockopt() argument 3 must be int, not str",
  );
  assertThrows(
    () => s.setsockopt(AF_VSOCK, 0, null as never),
    TypeError,
    "setsockopt() argument 3 must be int, not None",
  );
  assertThrows(
    () => s.setsockopt(AF_VSOCK, 0, null, 8),
    TypeError,
    "setsockopt() takes exactly 3 arguments (4 given)",
  );
  assertThrows(() => s.getsockopt(AF_VSOCK, 0, 8), socket.OSError, "getsockopt string buffer not allowed");
});

test_with(vsock)("AF_VSOCK: addresses are bound and told", () => {
  using s = socket.socket(AF_VSOCK, SOCK_STREAM);
  assertEquals(s.getsockname(), [socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY]);
  s.bind([socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY]);
  const [cid, port] = s.getsockname();
  assertEquals(cid, socket.VMADDR_CID_ANY);
  assertGreater(port, 0);
  s.listen();
});

const VMADDR_CID_LOCAL = 1;

function listening_on_vsock(): socket.Socket<socket.VsockAddress> {
  const listener = socket.socket(AF_VSOCK, SOCK_STREAM);
  listener.settimeout(10);
  listener.bind([socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY]);
  listener.listen();
  return listener;
}

function vsock_client_of(listener: socket.Socket<socket.VsockAddress>): socket.Socket<socket.VsockAddress> {
  const client = socket.socket(AF_VSOCK, SOCK_STREAM);
  client.settimeout(0.5);
  client.connect([VMADDR_CID_LOCAL, listener.getsockname()[1]]);
  return client;
}

const vsock_loopback = vsock ?? success_of("loopback of AF_VSOCK", () => {
  using listener = listening_on_vsock();
  using _client = vsock_client_of(listener);
});

test_with(vsock_loopback)("AF_VSOCK: a stream over the loopback", () => {
  using listener = listening_on_vsock();
  using client = vsock_client_of(listener);
  const [connection, address] = listener.accept();
  using served = connection;
  assertEquals(address, client.getsockname());
  client.sendall("hello");
  assertEquals(new TextDecoder().decode(served.recv(10)), "hello");
});
