// SSDP: asks all devices of the local network who they are (media servers, printers, routers), by multicast.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/ssdp.ts [SECONDS [OWN_ADDRESS]]     or: bun run examples/ssdp.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [seconds = "3", own = "0.0.0.0"] = process.argv.slice(2);
const GROUP = "239.255.255.250", PORT = 1900; // The protocol's own, within the local network

const search = [
  "M-SEARCH * HTTP/1.1",
  `HOST: ${GROUP}:${PORT}`,
  'MAN: "ssdp:discover"',
  `MX: ${Math.min(Number(seconds), 5)}`,
  "ST: ssdp:all",
  "",
  "",
].join("\r\n");

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2);
if (own !== "0.0.0.0") s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own));
s.sendto(search, [GROUP, PORT]);

const header = (text: string, name: string) =>
  new RegExp(`^${name}: *(.*?)\r?$`, "im").exec(text)?.[1] ?? "?";
const deadline = performance.now() + Number(seconds) * 1000;
try {
  for (;;) {
    s.settimeout(Math.max(0.001, (deadline - performance.now()) / 1000));
    const [data, [host]] = s.recvfrom(8192);
    const text = new TextDecoder().decode(data);
    console.log(`${host}  ${header(text, "ST")}  ${header(text, "LOCATION")}`);
    if (performance.now() > deadline) break;
  }
} catch (error) {
  if (!(error instanceof socket.TimeoutError)) throw error;
}
