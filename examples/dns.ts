// DNS client: asks a name server for the addresses of a name, three times with a second of patience each.
//
// Needs: a name server; the machine's own stands in /etc/resolv.conf.
// Start: deno run --allow-ffi examples/dns.ts SERVER NAME [A|AAAA [PORT]]     or: bun run examples/dns.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [server = "127.0.0.1", name = "localhost", type = "A", port = "53"] = process.argv.slice(2);
const TYPES: Record<string, number> = { A: 1, AAAA: 28 };
const HEADER = 12, INTERNET = 1, RECURSION_DESIRED = 0x0100;

function question(identifier: number): Uint8Array {
  const labels = name.split(".").filter((label) => label !== "").flatMap((label) => {
    const bytes = new TextEncoder().encode(label);
    if (bytes.length > 63) throw new Error(`no name has a part as long as ${label}`);
    return [bytes.length, ...bytes];
  });
  const words = [identifier, RECURSION_DESIRED, 1, 0, 0, 0].flatMap((word) => [word >> 8, word & 255]);
  return Uint8Array.from([...words, ...labels, 0, 0, TYPES[type]!, 0, INTERNET]);
}

/** Where a name ends: behind a zero, or a pointer of two bytes. */
function end_of_name(message: Uint8Array, at: number): number {
  for (;;) {
    const length = message[at];
    if (length === 0) return at + 1;
    if (length !== undefined && length >= 0xc0) return at + 2;
    if (length === undefined || length > 63) throw new Error("the server sends nonsense");
    at += 1 + length;
  }
}

function answers(message: Uint8Array<ArrayBuffer>): string[] {
  const view = new DataView(message.buffer);
  const code = message[3]! & 15;
  if (code !== 0) throw new Error(`the server says: error ${code}`);
  const found: string[] = [];
  let at = end_of_name(message, HEADER) + 4;
  for (let left = view.getUint16(6); left > 0; left--) {
    at = end_of_name(message, at);
    const length = view.getUint16(at + 8), data = message.subarray(at + 10, at + 10 + length);
    if (data.length < length) throw new Error("the server sends nonsense");
    if (view.getUint16(at) === TYPES[type]) {
      found.push(socket.inet_ntop(type === "A" ? socket.AF_INET : socket.AF_INET6, data));
    }
    at += 10 + length;
  }
  return found;
}

function ask(): string[] {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.connect([server, Number(port)]); // Now nobody else's datagrams come in
  const [identifier] = crypto.getRandomValues(new Uint16Array(1)) as unknown as [number];
  for (let attempt = 0; attempt < 3; attempt++) {
    s.send(question(identifier));
    const deadline = performance.now() + 1000;
    try {
      for (;;) {
        s.settimeout(Math.max(0.001, (deadline - performance.now()) / 1000));
        const message = s.recv(4096);
        if (message.length > HEADER && (message[0]! << 8 | message[1]!) === identifier) {
          return answers(message);
        }
      }
    } catch (error) {
      if (!(error instanceof socket.TimeoutError)) throw error;
    }
  }
  throw new Error(`${server} does not answer`);
}

for (const address of ask()) console.log(address);
