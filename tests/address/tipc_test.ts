import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  tracing,
} from "./cpython_address.ts";
import { any_python, can_open, test_with } from "../needs.ts";

const { AF_TIPC, TIPC_ADDR_ID, TIPC_ADDR_NAME, TIPC_ADDR_NAMESEQ } = socket;

test_with(any_python)("AF_TIPC addresses are encoded as in CPython", () => {
  const numbers = [
    -1,
    1.5,
    "x",
    null,
    true,
    127,
    128,
    255,
    256,
    2 ** 32 - 1,
    2 ** 32 + 1,
    -(2 ** 40),
    2n ** 64n,
  ];
  const addresses = [
    1,
    null,
    "x",
    [],
    [1, 2, 3],
    [1, 2, 3, 4, 5, 6],
    ...[0, TIPC_ADDR_ID, TIPC_ADDR_NAME, TIPC_ADDR_NAMESEQ, 4, -1, 257, 2 ** 32 + 1].flatMap((type) => [
      [type, 0x11121314, 0x21222324, 0x31323334],
      [type, 0x11121314, 0x21222324, 0x31323334, 1],
    ]),
    ...numbers.flatMap((number) => [
      [number, 2, 3, 4],
      [1, number, 3, 4],
      [1, 2, number, 4],
      [1, 2, 3, number],
      [1, 2, 3, 4, number],
    ]),
  ];
  assert_encoded_as_in_python(addresses.map((address) => ({ family: AF_TIPC, address })));
});

test_with(tracing)("AF_TIPC addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(
    AF_TIPC,
    [0, 1, 2, 3, 4].flatMap((type) => [
      { bytes: `1e000${type}02010203041112131421222324` },
      { bytes: `1e000${type}fffffffffffffffffffffffffe` },
    ]),
  );
});

test_with(any_python)("opening an AF_TIPC socket ends as in CPython", () => {
  const types = [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RDM, socket.SOCK_SEQPACKET];
  for (const type of types) assert_opened_as_in_python(AF_TIPC, type);
});

const tipc = can_open("AF_TIPC", AF_TIPC, socket.SOCK_RDM);

test_with(tipc)("AF_TIPC: a service is bound, and found by its name", () => {
  using server = socket.socket(AF_TIPC, socket.SOCK_RDM);
  using client = socket.socket(AF_TIPC, socket.SOCK_RDM);
  server.settimeout(10);
  server.bind([TIPC_ADDR_NAMESEQ, 18888, 1, 2, socket.TIPC_NODE_SCOPE]);
  client.sendto("hello", [TIPC_ADDR_NAME, 18888, 1, 0]);
  const [data, address] = server.recvfrom(10);
  assertEquals(new TextDecoder().decode(data), "hello");
  assertEquals(address.slice(0, 3), client.getsockname().slice(0, 3));
});
