// TFTP client (RFC 1350): fetches a file and writes it to standard output.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/tftp.ts HOST FILE [PORT]     or: bun run examples/tftp.ts ...
import { Buffer } from "node:buffer";
import process from "node:process";
import * as socket from "../mod.ts";

const [host = "127.0.0.1", file = "", port = "69"] = process.argv.slice(2);
const READ = 1, DATA = 3, ACKNOWLEDGEMENT = 4, ERROR = 5, BLOCK = 512;

const request = Buffer.from(`\0${String.fromCharCode(READ)}${file}\0octet\0`);
const acknowledgement = (block: number) => Uint8Array.of(0, ACKNOWLEDGEMENT, block >> 8, block & 255);

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.settimeout(1);
let peer: socket.InetAddress | null = null; // The server answers from a port of its own for each transfer

/** Sends the message until a datagram comes: whatever got lost, a repetition mends it. */
function exchange(message: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let attempt = 0; attempt < 5; attempt++) {
    s.sendto(message, peer ?? [host, Number(port)]);
    try {
      for (;;) {
        const [data, from] = s.recvfrom(4 + BLOCK);
        if (peer === null || String(from) === String(peer)) {
          peer = from;
          return data;
        }
      }
    } catch (error) {
      if (!(error instanceof socket.TimeoutError)) throw error;
    }
  }
  throw new Error(`${host} does not answer`);
}

let message: Uint8Array = request;
for (let expected = 1;;) {
  const data = exchange(message);
  if (data[1] === ERROR) throw new Error(new TextDecoder().decode(data.subarray(4, -1)));
  const block = data[2]! << 8 | data[3]!;
  if (data[1] !== DATA || block !== (expected & 0xffff)) continue; // A repetition, which the same answer ends
  process.stdout.write(data.subarray(4));
  message = acknowledgement(block);
  expected++;
  if (data.length < 4 + BLOCK) break;
}
s.sendto(message, peer!);
