// SNTP client: what time is it on a server, and how far is this clock off?
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/sntp.ts SERVER [PORT]     or: bun run examples/sntp.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [server = "127.0.0.1", port = "123"] = process.argv.slice(2);
const VERSION_4_CLIENT = 4 << 3 | 3;
const EPOCH = 2_208_988_800; // Seconds from 1900, where NTP's time begins, to 1970

const get_time = (packet: DataView, at: number) =>
  packet.getUint32(at) - EPOCH + packet.getUint32(at + 4) / 2 ** 32;

function put_time(packet: DataView, at: number, seconds: number): void {
  packet.setUint32(at, Math.floor(seconds) + EPOCH);
  packet.setUint32(at + 4, (seconds % 1) * 2 ** 32);
}

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.connect([server, Number(port)]);
s.settimeout(5);

const request = new DataView(new ArrayBuffer(48));
request.setUint8(0, VERSION_4_CLIENT);
const sent = Date.now() / 1000;
put_time(request, 40, sent);
s.send(request);
const reply = new DataView(s.recv(512).buffer);
const came = Date.now() / 1000;
if (reply.byteLength < 48 || reply.getBigUint64(24) !== request.getBigUint64(40)) {
  throw new Error("not our answer");
}

// When the server received the question, and when it sent the answer: the rest of the time was on the way.
const received = get_time(reply, 32), answered = get_time(reply, 40);
const offset = (received - sent + (answered - came)) / 2;
console.log(`${new Date(answered * 1000).toISOString()} on ${server}, stratum ${reply.getUint8(1)}`);
console.log(`offset ${offset.toFixed(3)} s, delay ${(came - sent - (answered - received)).toFixed(3)} s`);
