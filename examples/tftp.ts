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
const acknowledgement = (block: number) => Uint8Array.of(0, ACKNOWLEDGEMENT, block >> 8 & 255, block & 255);

const server = socket.gethostbyname(host);
using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
let peer: socket.InetAddress | null = null; // The server answers from a port of its own for each transfer

/** Sends the message until its answer comes: whatever got lost, a repetition mends it. What comes twice is not answered twice. */
function exchange(message: Uint8Array, block: number): Uint8Array<ArrayBuffer> {
  for (let attempt = 0; attempt < 5; attempt++) {
    s.sendto(message, peer ?? [server, Number(port)]);
    const deadline = performance.now() + 1000;
    try {
      for (;;) {
        s.settimeout(Math.max(0.001, (deadline - performance.now()) / 1000));
        const [data, from] = s.recvfrom(4 + BLOCK);
        const is_peer = peer === null ? from[0] === server : String(from) === String(peer);
        if (!is_peer || data.length < 4 || data[0] !== 0) continue;
        peer = from;
        if (data[1] === ERROR) throw new Error(new TextDecoder().decode(data.subarray(4, -1)));
        if (data[1] === DATA && (data[2]! << 8 | data[3]!) === (block & 0xffff)) return data;
      }
    } catch (error) {
      if (!(error instanceof socket.TimeoutError)) throw error;
    }
  }
  throw new Error(`${host} does not answer`);
}

let message: Uint8Array = request;
for (let block = 1;; block++) {
  const data = exchange(message, block);
  process.stdout.write(data.subarray(4));
  message = acknowledgement(block);
  if (data.length < 4 + BLOCK) break;
}
s.sendto(message, peer!);
