import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  tracing,
} from "./cpython_address.ts";
import { any_python, can_open, test_with } from "../needs.ts";

const { AF_CAN, CAN_BCM, CAN_ISOTP, CAN_J1939, CAN_RAW } = socket;

const NAMES = [
  "lo",
  "",
  new TextEncoder().encode("lo"),
  1,
  null,
  "lo\0",
  "l\udc80",
  "\ud800",
  "\ud800\udc80x",
  "x".repeat(15),
  "x".repeat(16),
  "é".repeat(8),
  "no such one",
];
const NUMBERS = [
  -1,
  1.5,
  "x",
  null,
  true,
  new Uint8Array(1),
  255,
  256,
  2 ** 32 - 1,
  2 ** 32,
  2n ** 63n,
  2n ** 64n + 5n,
];

const not_tuples = [1, null, "lo", new Uint8Array(2), []];

for (const [name, proto] of Object.entries({ CAN_RAW, CAN_BCM })) {
  test_with(any_python)(`${name} addresses are encoded as in CPython`, () => {
    const addresses = [...not_tuples, ...NAMES.map((name) => [name]), ["lo", 1]];
    const cases = addresses.map((address) => ({ family: AF_CAN, proto, address }));
    assert_encoded_as_in_python(cases, (at) => at === 2 || at === 3 || at >= 8);
  });
}

test_with(any_python)("CAN_ISOTP addresses are encoded as in CPython", () => {
  const addresses = [
    ...not_tuples,
    ["lo"],
    ["lo", 1],
    ["lo", 1, 2, 3],
    ...NAMES.map((name) => [name, 1, 2]),
    ...NUMBERS.flatMap((number) => [["lo", number, 1], ["lo", 1, number], [1, number, number]]),
  ];
  const cases = addresses.map((address) => ({ family: AF_CAN, proto: CAN_ISOTP, address }));
  assert_encoded_as_in_python(cases, (at) => at === 2 || at === 3 || at >= 16);
});

test_with(any_python)("CAN_J1939 addresses are encoded as in CPython", () => {
  const addresses = [
    ...not_tuples,
    ["lo"],
    ["lo", 1, 2],
    ["lo", 1, 2, 3, 4],
    ["lo", 0x123456789abcdef0n, 0x12345, 0x67],
    ...NAMES.map((name) => [name, 1n, 2, 3]),
    ...NUMBERS.flatMap((number) => [["lo", number, 1, 1], ["lo", 1, number, 1], ["lo", 1, 1, number]]),
  ];
  const cases = addresses.map((address) => ({ family: AF_CAN, proto: CAN_J1939, address }));
  assert_encoded_as_in_python(cases, (at) => at === 2 || at === 3 || at >= 21);
});

test_with(any_python)("AF_CAN addresses of other protocols are refused as in CPython", () => {
  const cases = [0, 3, 8].flatMap((proto) =>
    [1, ["lo"]].map((address) => ({ family: AF_CAN, proto, address }))
  );
  assert_encoded_as_in_python(cases);
});

test_with(tracing)("AF_CAN addresses are decoded as in CPython", () => {
  const whole = "1d000000010000000102030405060708090a0b0c0d0e0f10";
  const none = "1d00000000000000ffffffffffffffffffffffffffffffff";
  const gone = "1d000000ffffff7f00000000000000000000000000000000";
  assert_decoded_as_in_python(
    AF_CAN,
    [0, CAN_RAW, CAN_BCM, CAN_ISOTP, CAN_J1939].flatMap((proto) =>
      [whole, none, gone].map((bytes) => ({ proto, bytes }))
    ),
  );
});

test_with(tracing)("AF_CAN: members that the kernel did not write are zero", () => {
  const short = "1d000000010000000102030405060708";
  assert_decoded_as_in_python(
    AF_CAN,
    [CAN_RAW, CAN_ISOTP, CAN_J1939].map((proto) => ({ proto, bytes: short })),
  );
});

test_with(any_python)("opening an AF_CAN socket ends as in CPython", () => {
  for (const proto of [CAN_RAW, CAN_BCM, CAN_ISOTP, CAN_J1939]) {
    for (const type of [socket.SOCK_RAW, socket.SOCK_DGRAM]) assert_opened_as_in_python(AF_CAN, type, proto);
  }
});

const can = can_open("AF_CAN", AF_CAN, socket.SOCK_RAW, CAN_RAW);

test_with(can)("AF_CAN: a socket is bound to all interfaces", () => {
  using s = socket.socket(AF_CAN, socket.SOCK_RAW, CAN_RAW);
  s.bind([""]);
  assertEquals(s.getsockname(), [""]);
});
