// The programs of examples/ against peers that break off, say nothing, or send nonsense.
import { accessSync, constants } from "node:fs";
import * as socket from "../../mod.ts";
import * as struct from "../../lib/struct.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { any_python, can_open, success_of, test_with } from "../needs.ts";
import { type Peer, python, start_python } from "../peer.ts";
import { DEADLINE, temporary_directory } from "../transports.ts";
import {
  connected,
  example_command,
  free_port,
  in_namespace,
  installed,
  namespaces,
  start_example,
  text,
} from "./programs.ts";

type Connection = socket.Socket<unknown>;

// What an example says of its misfortune does not belong into the output of the tests.
const QUIETLY = { under: ["sh", "-c", 'exec "$@" 2>/dev/null', "sh"] };
const TELLING = { under: ["sh", "-c", 'exec "$@" 2>&1', "sh"] };

function reset(s: Connection): void {
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0));
  s.close();
}

async function port_of(server: Peer): Promise<number> {
  return Number(/ port (\d+)/.exec((await server.line())!)![1]);
}

const client_of = (port: number) => connected(["127.0.0.1", port]);

async function resets(port: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) reset(await client_of(port));
}

function all_of(s: Connection): string {
  using file = s.makefile("r");
  return file.read();
}

test_with()("reuse_port.ts goes on after resets", async () => {
  const port = free_port();
  await using server = start_example("reuse_port", [port], QUIETLY);
  await server.line();
  await resets(port, 50);
  using s = await client_of(port);
  assertMatch(all_of(s), /^process \d+\n$/);
});

test_with()("reuse_port_workers.ts goes on after resets", async () => {
  const port = free_port();
  await using server = start_example("reuse_port_workers", [port, 1], {
    ...QUIETLY,
    permissions: ["--allow-read"],
  });
  await server.line();
  await resets(port, 50);
  using s = await client_of(port);
  assertEquals(all_of(s), "worker 1\n");
});

test_with()(
  "fast_open.ts goes on after a reset, and does not wait for ever for somebody who is silent",
  async () => {
    await using server = start_example("fast_open", ["serve", 0], QUIETLY);
    const port = await port_of(server);
    await resets(port, 5);
    using _silent = await client_of(port);
    using s = await client_of(port);
    s.settimeout(20);
    s.sendall("hello");
    assertEquals(text(s.recv(100)), "hello");
  },
);

test_with()("take_over.ts goes on after a client that has reset its connection", async () => {
  const name = `pysocket-bad-peer-${free_port()}`;
  await using front = start_example("hand_over", [name, 0, 21], QUIETLY);
  await front.line();
  await using back = start_example("take_over", [name], QUIETLY);
  const port = await port_of(front);
  await resets(port, 20);
  using s = await client_of(port);
  assertMatch(all_of(s), /^Hello, 127\.0\.0\.1 \d+, this is process \d+\n$/);
  assertEquals([(await front.end()).code, (await back.end()).code], [0, 0]);
});

test_with(any_python)(
  "socket_activation.ts goes on after a reset, and after somebody who is silent",
  async () => {
    const program = `
import os, socket, sys
server = socket.create_server(("127.0.0.1", 0))
print("listening on port", server.getsockname()[1], flush=True)
server.set_inheritable(True)
if server.fileno() != 3: os.dup2(server.fileno(), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
os.execvp(sys.argv[1], sys.argv[1:])
`;
    const command = example_command("socket_activation", [], {
      permissions: ["--allow-env=LISTEN_PID,LISTEN_FDS"],
    });
    await using server = start_python(program, ...command);
    const port = await port_of(server);
    await server.line();
    const rude = await client_of(port);
    rude.sendall("hello");
    reset(rude);
    using _silent = await client_of(port);
    using s = await client_of(port);
    s.settimeout(20);
    s.sendall("hello");
    assertEquals(text(s.recv(100)), "hello");
  },
);

test_with()("file_server.ts does not read a request without end", async () => {
  using directory = temporary_directory();
  await using server = start_example("file_server", [directory.path], {
    ...QUIETLY,
    permissions: ["--allow-read"],
  });
  const port = Number(new URL((await server.line())!).port);
  for (const part of ["x".repeat(65536), "x: y\r\n".repeat(10_000)]) {
    using endless = await client_of(port);
    endless.sendall("GET / HTTP/1.0\r\n");
    let sent = 0;
    try {
      for (; sent < 1000; sent++) endless.sendall(part);
    } catch (error) {
      assert(error instanceof socket.ConnectionError, String(error));
    }
    assert(sent < 1000, "it reads on");
  }
  using s = await client_of(port);
  s.sendall("GET /nothing HTTP/1.0\r\n\r\n");
  assertMatch(all_of(s), /^HTTP\/1\.0 404 /);
});

/** A name server that answers with something. */
function datagram_server(): socket.Socket<socket.InetAddress> {
  const s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.settimeout(DEADLINE);
  return s;
}

test_with()("dns.ts ends whatever is in the answer", async () => {
  const nonsense: [name: string, tail: number[]][] = [
    ["a name that is cut off", [63, 97]],
    ["a name without end", Array(400).fill(1)],
    ["a kind of label that does not exist", [0x80, 0, 0]],
    ["a record that is cut off", [0xc0, 12, 0, 1]],
    ["an address that is cut off", [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192]],
    ["an address of three bytes", [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 3, 192, 0, 2]],
    ["a length beyond the end", [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 255, 255, 1]],
  ];
  for (const [what, tail] of nonsense) {
    using s = datagram_server();
    await using dns = start_example("dns", ["127.0.0.1", "name.example", "A", s.getsockname()[1]], TELLING);
    const [question, from] = s.recvfrom(512);
    const head = [...question.subarray(0, 2), 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
    s.sendto(Uint8Array.from([...head, ...question.subarray(12), ...tail]), from);
    const { code, lines } = await dns.end();
    assertEquals([code, /error: /i.test(lines.join("\n"))], [1, true], `${what}: ${lines.join("\n")}`);
  }
});

test_with()("dns.ts does not ask for what is no name", async () => {
  await using dns = start_example(
    "dns",
    ["127.0.0.1", `${"x".repeat(64)}.example`, "A", free_port()],
    TELLING,
  );
  const { code, lines } = await dns.end();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /name/);
});

test_with()("tftp.ts gives up on a server that sends nonsense for ever, and hears no stranger", async () => {
  using s = datagram_server();
  await using tftp = start_example("tftp", ["127.0.0.1", "name", s.getsockname()[1]], TELLING);
  const [, client] = s.recvfrom(600);
  using stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  stranger.bind(["127.0.0.2", 0]);
  stranger.sendto(Uint8Array.of(0, 3, 0, 1, 66, 65, 68), client);
  s.settimeout(0.1);
  let answers = 0;
  // Ten seconds of a block that nobody has asked for: each is one more reason to wait, if the program counts from the last.
  const end = performance.now() + 10_000;
  const ended = tftp.end();
  let code: number | null = null;
  void ended.then((result) => code = result.code);
  while (performance.now() < end && code === null) {
    s.sendto(Uint8Array.of(0, 3, 0, 9, 66), client);
    try {
      s.recv(600);
      answers++;
    } catch (error) {
      if (!(error instanceof socket.OSError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { code: status, lines } = await ended;
  assertEquals(status, 1);
  assertMatch(lines.join("\n"), /does not answer/);
  assert(answers < 10, `${answers} answers to nonsense`);
});

const raw_icmp = can_open("raw socket", socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP);
const packet = can_open("packet socket", socket.AF_PACKET, socket.SOCK_RAW);

/** Sends what is shorter than its protocol allows, all the time. */
const SHORT_ICMP = `
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
while True:
    for size in 4, 7: s.sendto(bytes(size), ("127.0.0.1", 0))
    time.sleep(0.01)
`;

const SHORT_FRAMES = `
import socket, time
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("lo", 0))
while True:
    for kind, first in (b"\\x08\\x00", 0x45), (b"\\x86\\xdd", 0x60):
        for size in 0, 1, 12, 19: s.send(bytes(12) + kind + bytes([first] + [0] * size)[:size])
    time.sleep(0.01)
`;

test_with(any_python, raw_icmp, namespaces)("ping.ts survives ICMP packets that are too short", async () => {
  const under = in_namespace(beside(SHORT_ICMP));
  await using ping = start_example("ping", ["127.0.0.1", 2, "raw"], { under });
  const { code, lines } = await ping.end();
  assertEquals([code, lines.map((line) => line.split(" from ")[0])], [0, ["answer 1", "answer 2"]]);
});

test_with(any_python, packet, namespaces)("sniffer.ts survives frames that are too short", async () => {
  const under = in_namespace(beside(SHORT_FRAMES));
  await using sniffer = start_example("sniffer", ["lo", 50], { under });
  const { code, lines } = await sniffer.end();
  assertEquals([code, lines.length], [0, 51]);
});

/** A command of the shell that runs a Python program beside. */
function beside(program: string): string {
  return `ip link set lo up\n'${python}' -c '${program}' &`;
}

const tun = success_of("TUN device", () => accessSync("/dev/net/tun", constants.R_OK | constants.W_OK));

// A network that is a program: its first router answers after 2.3 seconds, the second after one, many times, the host at once.
const SLOW_NETWORK = `
import fcntl, os, struct, subprocess, threading
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH14x", b"slow", 0x1001)) # TUNSETIFF, IFF_TUN | IFF_NO_PI
for words in ("addr add 10.9.0.1/24 dev slow", "link set slow up", "route add default dev slow"):
    subprocess.run(["ip", *words.split()], check=True)
def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16: total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff
def report(kind, source, packet):
    icmp = struct.pack("!BBHI", *kind, 0, 0) + packet[:28]
    icmp = icmp[:2] + struct.pack("!H", checksum(icmp)) + icmp[4:]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(icmp), 0, 0, 64, 1, 0, bytes(source), packet[12:16])
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + icmp
def send(*packets):
    for packet in packets: os.write(tun, packet)
def later(seconds, *packets): threading.Timer(seconds, send, packets).start()
def serve():
    while packet := os.read(tun, 2048):
        if packet[0] != 0x45 or packet[9] != 17: continue
        ttl = packet[8]
        if ttl == 1: later(2.3, report((11, 0), (10, 9, 0, 11), packet))
        elif ttl == 2: later(1, *[report((11, 0), (10, 9, 0, 12), packet)] * 20)
        else: send(report((3, 3), packet[16:20], packet))
threading.Thread(target=serve, daemon=True).start()
import sys
sys.exit(subprocess.run(sys.argv[1:]).returncode)
`;

test_with(any_python, namespaces, tun)(
  "traceroute.ts does not take a late report for one of the next router",
  async () => {
    const under = [...in_namespace("ip link set lo up"), python!, "-c", SLOW_NETWORK];
    await using traceroute = start_example("traceroute", ["10.99.0.1"], { under });
    const { code, lines } = await traceroute.end();
    const addresses = lines.map((line) => line.split("  ").slice(0, 2).join(" "));
    assertEquals([code, addresses], [0, ["1 *", "2 10.9.0.12", "3 10.99.0.1"]]);
  },
);

test_with(namespaces, installed("ip"))(
  "netlink/watch.ts says when it has missed something, and goes on",
  async () => {
    // It is stopped while more happens than its socket has room for.
    const script = `
      add() { seq 1 3000 | while read i; do echo addr add 10.$((i / 250)).$((i % 250)).1/32 dev lo; done | ip -batch -; }
      "$@" & watch=$!
      sleep 2; kill -STOP $watch; add; kill -CONT $watch
      sleep 0.5; ip addr add 10.99.99.99/32 dev lo; wait`;
    const under = [...in_namespace(), "sh", "-c", script, "sh"];
    await using watch = start_example("netlink/watch", [], { under });
    assertEquals(await watch.line(), "watching");
    const seen = new Set<string>();
    for (let line = await watch.line(); line !== null; line = await watch.line()) {
      seen.add(line);
      if (line.includes("10.99.99.99")) break;
    }
    assert(seen.has("some changes were missed"), [...seen].slice(0, 5).join("\n"));
    assert(seen.has("+ address 10.99.99.99/32 dev lo"), "it ended");
  },
);

test_with()("redis.ts does not take half of an answer for all of it", async () => {
  const answers = ["$10\r\nhalf", "$4\r\nfour", "*2\r\n:1\r\n", "$-x\r\n", "$99999999999999\r\nx", "+OK", ""];
  for (const answer of answers) {
    using server = socket.create_server(["127.0.0.1", 0]);
    server.settimeout(DEADLINE);
    await using redis = start_example("redis", [...server.getsockname(), "GET", "key"], TELLING);
    const [conn] = server.accept();
    conn.settimeout(DEADLINE);
    conn.recv(1000);
    conn.sendall(answer);
    conn.close();
    const { code, lines } = await redis.end();
    assertEquals([code, /error: /i.test(lines.join("\n"))], [1, true], `${answer}: ${lines.join("\n")}`);
  }
});

test_with()("credentials.ts shows each message in one line, whatever is in it", async () => {
  using directory = temporary_directory();
  const path = directory.join("socket");
  await using server = start_example("credentials", [path, 1]);
  await server.line();
  {
    using s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    s.connect(path);
    s.sendall("hello\nprocess 1 of user 0 says: I am root");
  }
  const { code, lines } = await server.end();
  assertEquals([code, lines.length], [0, 2], lines.join("\n"));
});
