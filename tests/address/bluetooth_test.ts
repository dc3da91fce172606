// AF_BLUETOOTH addresses, byte for byte as CPython's: few machines have the hardware, and few kernels the family.
import { sockaddr, sockaddr_length } from "../../ffi/sockaddr.ts";
import { decode_address, encode_address } from "../../lib/address/table.ts";
import * as socket from "../../mod.ts";
import { assertEquals, assertGreater, assertThrows } from "../assert.ts";
import { any_python, type Missing, test_with } from "../needs.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  python_with,
} from "./cpython_address.ts";

const { AF_BLUETOOTH, BTPROTO_HCI, BTPROTO_L2CAP, BTPROTO_RFCOMM, BTPROTO_SCO } = socket;
const python = AF_BLUETOOTH === undefined ? null : python_with("AF_BLUETOOTH");

const bluetooth: Missing = AF_BLUETOOTH === undefined ? "this system has no AF_BLUETOOTH" : null;
const bluetooth_of_python: Missing = bluetooth ?? (python === null ? "no Python has AF_BLUETOOTH" : null);

const DEVICE = "00:11:22:33:44:55";
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// How sscanf(3) reads hexadecimal numbers.
const DEVICES = [
  "0:1:2:3:4:5",
  "ff:FF:aA:0:0:0",
  " 00:\t11:22:\n33:44:55",
  "00 :11:22:33:44:55",
  `${DEVICE} `,
  "0x1:0X2:3:4:5:6",
  "+1:-0:3:4:5:6",
  "-1:0:3:4:5:6",
  "- 1:2:3:4:5:6",
  "100:0:3:4:5:6",
  "100000001:0:3:4:5:6",
  "10000000100000000:1:1:1:1:1",
  "-FFFFFFFFFFFFFF01:0:3:4:5:6",
  "FFFFFFFFFFFFFFFFF:1:1:1:1:1",
  "-FFFFFFFFFFFFFFFFF:1:1:1:1:1",
  "00000000000000000000001:1:1:1:1:1",
  "0:1:2:3:4",
  "0:1:2:3:4:5:6",
  "0:1:2:3:4:g",
  "0:1:2:3:4:5x",
  "0:1:2:3:4:\u00a05",
  "é",
  "",
  "\ud800",
  `${DEVICE}\0`,
];

const ADDRESSES: [proto: number, addresses: unknown[]][] = [
  [BTPROTO_L2CAP, [
    ...DEVICES.map((device) => [device, 1]),
    ...[3, 0x12345, -1, 2 ** 31, -(2 ** 31), true, "1", 1.5, null].map((psm) => [DEVICE, psm]),
    ...[[DEVICE], [DEVICE, 1, 2], [], DEVICE, 5, null, [bytes(DEVICE), 1], [1, DEVICE]],
  ]],
  [BTPROTO_RFCOMM, [
    ...[5, 255, 300, -1, "x"].map((channel) => [DEVICE, channel]),
    ...[DEVICE, ["x", 1], [DEVICE, 1, 1]],
  ]],
  [BTPROTO_HCI, [[0], [1], [0x10002], [-1], [2 ** 31], [], [1, 2], ["x"], "x", null]],
  [BTPROTO_SCO, [
    ...[DEVICE, `${DEVICE}\0and more`, "x", "", "0:1:2:3:4:\xa05"].map(bytes),
    ...[5, null, [bytes(DEVICE)]],
  ]],
  [4, [[1], "x"]],
];

test_with(bluetooth_of_python)("AF_BLUETOOTH addresses are encoded as in CPython", () => {
  const cases = ADDRESSES.flatMap(([proto, addresses]) =>
    addresses.map((address) => ({ family: AF_BLUETOOTH, proto, address }))
  );
  // An int of CPython's spills over RFCOMM's one byte into the padding behind it.
  const is_padding = (at: number, { proto }: { proto?: number }) => proto === BTPROTO_RFCOMM && at === 9;
  assertGreater(assert_encoded_as_in_python(cases, is_padding, python), 60);
});

test_with(bluetooth_of_python)("AF_BLUETOOTH addresses are decoded as in CPython", () => {
  assert_decoded_as_in_python(AF_BLUETOOTH, [
    { proto: BTPROTO_L2CAP, bytes: "1f0003100a1b2c3d4e5f0000" + "0000" },
    { proto: BTPROTO_L2CAP, bytes: "1f0003100a1b2c3d4e5f" },
    { proto: BTPROTO_L2CAP, bytes: "1f000300ffffffffffff04000200" },
    { proto: BTPROTO_RFCOMM, bytes: "1f000a1b2c3d4e5f0700" },
    { proto: BTPROTO_RFCOMM, bytes: "1f000a1b2c3d4e5fff" },
    { proto: BTPROTO_HCI, bytes: "1f000100" + "0100" },
    { proto: BTPROTO_HCI, bytes: "1f00ffff" },
    { proto: BTPROTO_SCO, bytes: "1f000a1b2c3d4e5f" },
    { proto: BTPROTO_SCO, bytes: "1f000a1b" },
  ], python);
});

test_with(bluetooth)("a Bluetooth protocol without addresses is refused as in CPython", () => {
  const owner = { fd: -1, family: AF_BLUETOOTH, proto: 4 };
  sockaddr[0] = AF_BLUETOOTH;
  sockaddr[1] = 0;
  sockaddr_length[0] = 10;
  assertThrows(() => decode_address(owner), socket.ValueError, "Unknown Bluetooth protocol");
  using tcp = socket.socket();
  using other = socket.socket(AF_BLUETOOTH, socket.SOCK_RAW, 4, tcp.dup().detach());
  assertThrows(() => other.getsockname(), socket.OSError, "getsockaddrlen: unknown BT protocol");
  assertThrows(() => other.bind("x"), socket.OSError, "bind(): unknown Bluetooth protocol");
});

test_with(bluetooth)("results are arguments too: HCI's number alone, SCO's device as text", () => {
  for (
    const [proto, address] of [[BTPROTO_HCI, 3], [BTPROTO_SCO, DEVICE], [BTPROTO_L2CAP, [DEVICE, 5]]] as const
  ) {
    const owner = { fd: -1, family: AF_BLUETOOTH, proto };
    sockaddr_length[0] = encode_address(address, "bind", owner);
    assertEquals(decode_address(owner), address as never);
  }
});

test_with(bluetooth, any_python)("opening a Bluetooth socket ends as in CPython", () => {
  assert_opened_as_in_python(AF_BLUETOOTH, socket.SOCK_STREAM, BTPROTO_RFCOMM);
  assertEquals([socket.BDADDR_ANY, socket.BDADDR_LOCAL], ["00:00:00:00:00:00", "00:00:00:FF:FF:FF"]);
});
