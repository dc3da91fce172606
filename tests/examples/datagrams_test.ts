// dns.ts, sntp.ts, tftp.ts, syslog.ts, sd_notify.ts, ssdp.ts, multicast_receiver.ts, multicast_sender.ts
import process from "node:process";
import * as socket from "../../mod.ts";
import { set_option } from "../../lib/options/mod.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { test_with } from "../needs.ts";
import { type Peer, start } from "../peer.ts";
import { DEADLINE, temporary_directory } from "../transports.ts";
import { example_command, installed, start_example, text } from "./programs.ts";

type Datagrams = socket.Socket<socket.InetAddress>;

/** A server on a port of its own, which these tests play: the program that talks to it is a process. */
function server(): Datagrams {
  const s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.settimeout(DEADLINE);
  return s;
}

const port_of = (s: Datagrams) => s.getsockname()[1];

/** A reply to a question for "name.example": the question again, and what is given. */
function dns_reply(question: Uint8Array, code: number, ...records: number[][]): Uint8Array {
  const head = [...question.subarray(0, 2), 0x81, 0x80 | code, 0, 1, 0, records.length, 0, 0, 0, 0];
  return Uint8Array.from([...head, ...question.subarray(12), ...records.flat()]);
}

// An alias first, whose name is written out, and then what it stands for, by a pointer to the question.
const ALIAS = [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 7, 5, 111, 116, 104, 101, 114, 0];
const ADDRESS = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7];
const ADDRESS_6 = [5, 111, 116, 104, 101, 114, 0, 0, 28, 0, 1, 0, 0, 0, 60, 0, 16, 0x20, 1, 0xd, 0xb8];

test_with()("dns.ts finds an address, having asked twice", async () => {
  using s = server();
  await using dns = start_example("dns", ["127.0.0.1", "name.example", "A", port_of(s)]);
  const [lost] = s.recvfrom(512);
  const [question, from] = s.recvfrom(512);
  assertEquals(question, lost);
  assertEquals(text(question.subarray(13, 25)), "name\x07example");
  assertEquals([...question.subarray(25)], [0, 0, 1, 0, 1]);
  const stranger = question.slice();
  stranger[0]! ^= 1;
  s.sendto(dns_reply(stranger, 0, [...ADDRESS.slice(0, -4), 10, 0, 0, 1]), from);
  s.sendto(dns_reply(question, 0, ALIAS, ADDRESS), from);
  assertEquals(await dns.end(), { code: 0, lines: ["192.0.2.7"] });
});

test_with()("dns.ts finds an IPv6 address", async () => {
  using s = server();
  await using dns = start_example("dns", ["127.0.0.1", "name.example", "AAAA", port_of(s)]);
  const [question, from] = s.recvfrom(512);
  s.sendto(dns_reply(question, 0, ALIAS, [...ADDRESS_6, ...Array(11).fill(0), 9]), from);
  assertEquals(await dns.end(), { code: 0, lines: ["2001:db8::9"] });
});

test_with()("sntp.ts measures a clock that is an hour ahead", async () => {
  using s = server();
  await using sntp = start_example("sntp", ["127.0.0.1", port_of(s)]);
  const [request, from] = s.recvfrom(512);
  assertEquals([request.length, request[0]], [48, 0x23]);
  const reply = new DataView(new ArrayBuffer(48));
  reply.setUint8(0, 0x24);
  reply.setUint8(1, 2);
  new Uint8Array(reply.buffer).set(request.subarray(40, 48), 24);
  const now = Date.now() / 1000 + 3600 + 2_208_988_800;
  for (const at of [32, 40]) {
    reply.setUint32(at, Math.floor(now));
    reply.setUint32(at + 4, (now % 1) * 2 ** 32);
  }
  s.sendto(reply, from);
  const { code, lines } = await sntp.end();
  assertEquals([code, lines.length], [0, 2]);
  assertMatch(lines[0]!, /^\d{4}-\S+Z on 127\.0\.0\.1, stratum 2$/);
  const [, offset, delay] = /^offset (-?[\d.]+) s, delay (-?[\d.]+) s$/.exec(lines[1]!)!;
  assert(Math.abs(Number(offset) - 3600) < 5 && Math.abs(Number(delay)) < 10, lines[1]!);
});

const tftp_data = (block: number, data: Uint8Array) =>
  Uint8Array.from([0, 3, block >> 8, block & 255, ...data]);

test_with()("tftp.ts fetches a file, although a packet is lost and one comes twice", async () => {
  const content = "0123456789abcde\n".repeat(70); // two whole blocks and a part
  const block = (number: number) =>
    tftp_data(number, new TextEncoder().encode(content.slice(number * 512 - 512, number * 512)));
  using s = server();
  await using tftp = start_example("tftp", ["127.0.0.1", "dir/name", port_of(s)]);
  const [request, client] = s.recvfrom(600);
  assertEquals(text(request), "\0\x01dir/name\0octet\0");
  using transfer = server();
  transfer.connect(client);
  transfer.send(block(1));
  assertEquals([...transfer.recv(600)], [0, 4, 0, 1]);
  assertEquals([...transfer.recv(600)], [0, 4, 0, 1]); // after a second: block 2 was lost
  transfer.send(block(1));
  assertEquals([...transfer.recv(600)], [0, 4, 0, 1]);
  transfer.send(block(2));
  assertEquals([...transfer.recv(600)], [0, 4, 0, 2]);
  transfer.send(block(3));
  assertEquals([...transfer.recv(600)], [0, 4, 0, 3]);
  const { code, lines } = await tftp.end();
  assertEquals([code, `${lines.join("\n")}\n`], [0, content]);
});

test_with()("tftp.ts fails with the server's complaint", async () => {
  using s = server();
  await using tftp = start([
    "sh",
    "-c",
    '"$@" 2>&1',
    "sh",
    ...example_command("tftp", ["127.0.0.1", "no", port_of(s)]),
  ]);
  const [, client] = s.recvfrom(600);
  s.sendto("\0\x05\0\x01File not found\0", client);
  const { code, lines } = await tftp.end();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /File not found/);
});

function unix_server(
  path: string | Uint8Array,
): socket.Socket<socket.UnixAddress, socket.UnixAddress | null> {
  const s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  s.bind(path);
  s.settimeout(DEADLINE);
  return s;
}

/** The line without what differs between two of them: the time, the process and its name. */
function essence(line: string): string {
  const match = /^(<\d+>)(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) [\w.-]+(?:\[\d+\])?: (.*)$/.exec(line);
  assert(match !== null, line);
  return `${match[1]}${match[2]}`;
}

test_with()("syslog.ts logs a message", async () => {
  using directory = temporary_directory();
  using s = unix_server(directory.join("log"));
  await using program = start_example("syslog", ["it works", directory.join("log")]);
  assertEquals(essence(text(s.recv(1024))), "<13>it works");
  assertEquals((await program.end()).code, 0);
});

test_with(installed("logger"))("syslog.ts logs as logger(1) does", async () => {
  using directory = temporary_directory();
  using s = unix_server(directory.join("log"));
  await using program = start_example("syslog", ["it works", directory.join("log")]);
  const ours = essence(text(s.recv(1024)));
  assertEquals((await program.end()).code, 0);
  await using logger = start(["logger", "--socket", directory.join("log"), "--rfc3164", "it works"]);
  const theirs = text(s.recv(1024)).replace(/^(<\d+>\w+ [ \d]+ [\d:]+) \S+ (\S+: )/, "$1 $2"); // the host's name
  assertEquals(ours, essence(theirs));
  assertEquals((await logger.end()).code, 0);
});

for (const kind of ["path", "abstract name"]) {
  test_with()(`sd_notify.ts tells a manager at a ${kind} that it is ready, and that it stops`, async () => {
    using directory = temporary_directory();
    const abstract = `pysocket-notify-${process.pid}`;
    const [address, variable] = kind === "path"
      ? [directory.join("notify"), directory.join("notify")]
      : [new TextEncoder().encode(`\0${abstract}`), `@${abstract}`];
    using s = unix_server(address);
    await using service = start_example("sd_notify", [], {
      permissions: ["--allow-env=NOTIFY_SOCKET"],
      under: ["env", `NOTIFY_SOCKET=${variable}`],
    });
    assertMatch(text(s.recv(1024)), /^READY=1\nSTATUS=Waiting for work\nMAINPID=\d+$/);
    assertEquals(text(s.recv(1024)), "STOPPING=1");
    assertEquals(await service.end(), { code: 0, lines: [] });
  });
}

test_with()("sd_notify.ts works without a manager", async () => {
  await using service = start_example("sd_notify", [], {
    permissions: ["--allow-env=NOTIFY_SOCKET"],
    under: ["env", "-u", "NOTIFY_SOCKET"],
  });
  assertEquals(await service.end(), { code: 0, lines: ["NOTIFY_SOCKET is not set: nobody wants to know"] });
});

test_with()("ssdp.ts finds a device", async () => {
  using device = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  device.settimeout(DEADLINE);
  device.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  device.bind(["239.255.255.250", 1900]);
  set_option(device, "IP_ADD_MEMBERSHIP", { multiaddr: "239.255.255.250", address: "127.0.0.1" });
  await using ssdp = start_example("ssdp", [1, "127.0.0.1"]);
  const [search, from] = device.recvfrom(2048);
  assertMatch(
    text(search),
    /^M-SEARCH \* HTTP\/1\.1\r\nHOST: 239\.255\.255\.250:1900\r\nMAN: "ssdp:discover"\r\n/,
  );
  assertMatch(text(search), /\r\n\r\n$/);
  using answering = server();
  answering.sendto(
    "HTTP/1.1 200 OK\r\nST: test:device\r\nLocation: http://127.0.0.1/device.xml\r\n\r\n",
    from,
  );
  assertEquals(await ssdp.end(), { code: 0, lines: ["127.0.0.1  test:device  http://127.0.0.1/device.xml"] });
});

const GROUP = "239.1.2.3";

async function listening(count: number): Promise<[Peer, number]> {
  using probe = server();
  const port = port_of(probe);
  const receiver = start_example("multicast_receiver", [GROUP, port, "lo", count]);
  assertEquals(await receiver.line(), `listening to ${GROUP} on lo`);
  return [receiver, port];
}

test_with()("multicast_sender.ts reaches two of multicast_receiver.ts", async () => {
  const [first, port] = await listening(1);
  await using one = first;
  await using two = start_example("multicast_receiver", [GROUP, port, "lo", 1]);
  assertEquals(await two.line(), `listening to ${GROUP} on lo`);
  await using sender = start_example("multicast_sender", [GROUP, port, "lo", "to everybody"]);
  assertEquals((await sender.end()).code, 0);
  for (const receiver of [one, two]) {
    const { code, lines } = await receiver.end();
    assertEquals([code, lines.length], [0, 1]);
    assertMatch(lines[0]!, /^[\d.]+: to everybody$/);
  }
});
