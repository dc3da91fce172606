import { test } from "node:test";
import { sockaddr, sockaddr_length } from "../../ffi/sockaddr.ts";
import { decode_address } from "../../lib/address/table.ts";
import * as socket from "../../mod.ts";
import { assertEquals, assertNotEquals, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  tracing,
} from "./cpython_address.ts";
import { any_python, can_open, test_with } from "../needs.ts";

const { AF_PACKET, ETH_P_ALL, PACKET_OUTGOING, SOCK_DGRAM, SOCK_RAW } = socket;

const NUMBERS = [
  -1,
  0,
  1.5,
  "x",
  null,
  true,
  65535,
  65536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  -(2 ** 31),
  -(2 ** 40),
];
const NUMBERS_AND_BIGINT = [...NUMBERS, 2n ** 64n];

const bytes = (length: number) => new Uint8Array(length).map((_, index) => 0xa0 + index);

test_with(any_python)("AF_PACKET addresses are encoded as in CPython", () => {
  const addresses = [
    1,
    null,
    "lo",
    [],
    ["lo"],
    ["lo", 0],
    ["lo", 3],
    ["lo", 3, 1],
    ["lo", 3, 1, 2],
    ["lo", 3, 1, 2, bytes(0)],
    ["lo", 3, 1, 2, bytes(6)],
    ["lo", 3, 1, 2, bytes(8)],
    ["lo", 3, 1, 2, bytes(9)],
    ["lo", 3, 1, 2, bytes(6), 1],
    ["lo", 3, 1, 2, "abc"],
    ["lo", 3, 1, 2, null],
    ["lo", 3, 1, 2, 5],
    [new TextEncoder().encode("lo"), 3],
    [null, 3],
    ["", 3],
    ["lo\0", 3],
    ["\0", 3],
    ["l\udc80", 3],
    ["\ud800\udfff\ud800", 3],
    ["é", 3],
    ["no such one", 3],
    ["no such one", 70000],
    ["no such one", 3, 1, 2, bytes(9)],
    ["lo", 70000, 1, 2, bytes(9)],
    ["x".repeat(15), 3],
    ["x".repeat(16), 3],
    ["x".repeat(300), 3],
    ...NUMBERS_AND_BIGINT.flatMap((number) => [["lo", number], ["lo", 3, number], ["lo", 3, 0, number]]),
  ];
  assert_encoded_as_in_python(
    addresses.map((address) => ({ family: AF_PACKET, address })),
    // Behind the hardware address.
    (at, { address }) => at >= 12 + ((address as unknown[])[4] as Uint8Array ?? "").length,
  );
});

test_with(tracing)("AF_PACKET addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_PACKET, [
    { bytes: "11000003010000000403000600000000000000aa" },
    { bytes: "11008100010000000403ff08a0a1a2a3a4a5a6a7" },
    { bytes: "1100fffe00000000ffff0000a0a1a2a3a4a5a6a7" },
    // An interface that is not there.
    { bytes: "11000800ffffff7f01000401a0a1a2a3a4a5a6a7" },
  ]);
});

test("AF_PACKET: a hardware address that is longer than the struct's member", () => {
  // CPython copies what lies behind its struct; here there are zeros.
  sockaddr.fill(0xee);
  sockaddr.set([AF_PACKET, 0, 8, 0, 0, 0, 0, 0, 32, 0, 4, 20, ...bytes(8)]);
  sockaddr_length[0] = 20;
  const address = decode_address({ fd: -1, family: AF_PACKET, proto: 0 });
  assertEquals(address, ["", 0x800, 4, 32, new Uint8Array([...bytes(8), ...new Uint8Array(12)])]);
});

test_with(any_python)("opening an AF_PACKET socket ends as in CPython", () => {
  for (const type of [SOCK_RAW, SOCK_DGRAM, socket.SOCK_STREAM]) assert_opened_as_in_python(AF_PACKET, type);
});

const packets = can_open("AF_PACKET", AF_PACKET, SOCK_RAW);

test_with(packets)("AF_PACKET: bind() and getsockname()", () => {
  using s = socket.socket(AF_PACKET, SOCK_RAW, 0);
  assertEquals(s.getsockname(), ["", 0, 0, 0, new Uint8Array(0)]);
  s.bind(["lo", ETH_P_ALL]);
  const [ifname, proto, pkttype, hatype, addr] = s.getsockname();
  const ARPHRD_LOOPBACK = 772;
  assertEquals([ifname, proto, pkttype, hatype, addr], ["lo", 3, 0, ARPHRD_LOOPBACK, new Uint8Array(6)]);
  assertEquals([addr.byteOffset, addr.buffer.byteLength], [0, 6]);
  assertThrows(() => s.bind(["no such one", 3]), socket.OSError, errno_message("ENODEV"));
});

test_with(packets)("AF_PACKET: frames of the loopback, sent and received", () => {
  using receiver = socket.socket(AF_PACKET, SOCK_RAW, 0);
  using sender = socket.socket(AF_PACKET, SOCK_DGRAM, 0);
  // A protocol for local experiments: nobody else sends it.
  const ETHERTYPE = 0x88b5;
  receiver.bind(["lo", ETHERTYPE]);
  receiver.settimeout(10);
  const destination = new Uint8Array([2, 0, 0, 0, 0, 9]);
  assertEquals(sender.sendto("hello", ["lo", ETHERTYPE, 0, 0, destination]), 5);
  const [frame, [ifname, proto, pkttype, hatype, addr]] = receiver.recvfrom(100);
  assertEquals(frame.slice(0, 6), destination);
  assertEquals(new TextDecoder().decode(frame.slice(14)), "hello");
  assertEquals([ifname, proto, hatype, addr], ["lo", ETHERTYPE, 772, new Uint8Array(6)]);
  assertNotEquals(pkttype, PACKET_OUTGOING);
});

test_with(packets)("AF_PACKET: a closed socket has no interfaces", () => {
  const s = socket.socket(AF_PACKET, SOCK_RAW, 0);
  s.close();
  assertThrows(() => s.bind(["lo", 3]), socket.OSError, errno_message("EBADF"));
});
