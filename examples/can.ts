// CAN: shows the frames on a vehicle's bus, or sends one.
//
// Needs: Linux with CAN and an interface: ip link add vcan0 type vcan && ip link set vcan0 up
// Start: deno run --allow-ffi examples/can.ts vcan0     or: bun run examples/can.ts vcan0
//        deno run --allow-ffi examples/can.ts vcan0 123 DEADBEEF     sends to identifier 0x123
import process from "node:process";
import * as socket from "../mod.ts";

const [ifname = "vcan0", identifier, data = ""] = process.argv.slice(2);
const FRAME = 16, LENGTH = 4, DATA = 8; // struct can_frame: identifier, length, padding, eight bytes

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

using s = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW);
s.bind([ifname]);

if (identifier !== undefined) {
  const bytes = (data.match(/../g) ?? []).map((digits) => parseInt(digits, 16));
  const frame = new DataView(new ArrayBuffer(FRAME));
  frame.setUint32(0, parseInt(identifier, 16), true);
  frame.setUint8(LENGTH, bytes.length);
  bytes.forEach((byte, index) => frame.setUint8(DATA + index, byte));
  s.send(frame);
} else {
  console.log(`listening on ${ifname}`);
  for (;;) {
    const frame = s.recv(FRAME);
    const id = new DataView(frame.buffer).getUint32(0, true) & socket.CAN_EFF_MASK;
    console.log(`${id.toString(16)} ${hex(frame.subarray(DATA, DATA + frame[LENGTH]!))}`);
  }
}
