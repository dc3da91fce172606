// selectors/echo.ts, selectors/chat.ts, selectors/back_pressure.ts, selectors/port_forwarder.ts and selectors/socks5.ts, with what
// they share ("selectors/tasks", "selectors/relay")
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import * as struct from "../../lib/struct.ts";
import { assert, assertEquals, assertLess, assertMatch, assertThrows } from "../assert.ts";
import { any_python, linux, type Missing, success_of, test_with } from "../needs.ts";
import { type Peer, start, start_python } from "../peer.ts";
import { DEADLINE } from "../transports.ts";
import { connected, free_port, installed, runs, start_example, text } from "./programs.ts";

type Connection = socket.Socket<unknown>;

const openbsd_nc: Missing = runs("sh", "-c", "nc -h 2>&1 | grep -q OpenBSD")
  ? null
  : "there is no OpenBSD nc";
const MEGABYTE = 1 << 20;

/** A server of examples/, and its port. */
async function started(name: string, ...args: unknown[]): Promise<[server: Peer, port: number]> {
  const server = start_example(name, args);
  return [server, Number(/^listening on port (\d+)$/.exec((await server.line())!)![1])];
}

const client_of = (port: number) => connected(["127.0.0.1", port]);

/** netcat, which sends a text and shows what comes back. */
function nc(input: string, port: number, ...words: string[]): Peer {
  const script = 'input=$1; shift; printf %s "$input" | exec nc -N -w 10 "$@"';
  return start(["sh", "-c", script, "sh", input, ...words, "127.0.0.1", String(port)]);
}

function exactly(s: Connection, count: number): Uint8Array {
  const data = new Uint8Array(count);
  for (let got = 0; got < count;) {
    const n = s.recv_into(data.subarray(got));
    assert(n > 0, `the end came after ${got} bytes of ${count}`);
    got += n;
  }
  return data;
}

function asks(s: Connection, message: string): string {
  s.sendall(message);
  return text(exactly(s, message.length));
}

function all_of(s: Connection): Uint8Array {
  using file = s.makefile("rb");
  return file.read()!;
}

const reset = (s: Connection) => {
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0));
  s.close();
};

/** Sends zeros until there has been no room for a second; how many went. */
function sent_without_reader(s: Connection, most: number): number {
  const part = new Uint8Array(65536);
  s.settimeout(1);
  for (let total = 0; total < most;) {
    try {
      total += s.send(part);
    } catch (error) {
      if (error instanceof socket.TimeoutError) return total;
      throw error;
    }
  }
  return most;
}

/** A Python program that sends five megabytes, reads them back slowly, and says whether they are the same. */
const SLOW_READER = `
import hashlib, os, socket, sys, threading, time
data = os.urandom(5 << 20)
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
def send():
    s.sendall(data)
    s.shutdown(socket.SHUT_WR)
threading.Thread(target=send, daemon=True).start()
digest, total = hashlib.sha256(), 0
while part := s.recv(65536):
    digest.update(part)
    total += len(part)
    time.sleep(0.001)
print(total, digest.digest() == hashlib.sha256(data).digest())
`;

test_with()("selectors/echo.ts talks with three at once", async () => {
  const [started_server, port] = await started("selectors/echo", 0);
  await using server = started_server;
  using a = await client_of(port);
  using b = await client_of(port);
  using c = await client_of(port);
  for (const [s, message] of [[c, "one"], [a, "two"], [b, "three"], [a, "four"], [c, "five"]] as const) {
    assertEquals(asks(s, message), message);
  }
  b.close();
  assertMatch((await server.line())!, /^accepted <socket\.socket fd=\d+, .* from 127\.0\.0\.1,\d+$/);
});

test_with(openbsd_nc)("selectors/echo.ts serves nc", async () => {
  const [server, port] = await started("selectors/echo", 0);
  await using _server = server;
  await using client = nc("Hello, world\n", port);
  assertEquals(await client.end(), { code: 0, lines: ["Hello, world"] });
});

test_with()("selectors/echo.ts ends when a client resets its connection, as it says", async () => {
  const server = start_example("selectors/echo", [0], { under: ["sh", "-c", 'exec "$@" 2>/dev/null', "sh"] });
  await using _server = server;
  const port = Number(/\d+$/.exec((await server.line())!)![0]);
  using s = await client_of(port);
  asks(s, "Hello, world");
  reset(s);
  assertEquals((await server.end()).code, 1);
});

test_with()("selectors/back_pressure.ts reads no faster than its client does", async () => {
  const [server, port] = await started("selectors/back_pressure", 0);
  await using _server = server;
  using deaf = await client_of(port);
  using other = await client_of(port);
  // Some megabytes are in the buffers of the two systems' sockets; the rest would be in the server's memory.
  const sent = sent_without_reader(deaf, 128 * MEGABYTE);
  assertLess(sent, 64 * MEGABYTE);
  assertEquals(asks(other, "Hello, world"), "Hello, world");
  deaf.settimeout(DEADLINE);
  assert(exactly(deaf, sent).every((byte) => byte === 0), "other bytes came back");
  deaf.shutdown(socket.SHUT_WR);
  assertEquals(deaf.recv(1).length, 0);
});

test_with(any_python)("selectors/back_pressure.ts waits for a slow reader in Python", async () => {
  const [server, port] = await started("selectors/back_pressure", 0);
  await using _server = server;
  await using client = start_python(SLOW_READER, String(port));
  assertEquals(await client.end(), { code: 0, lines: [`${5 * MEGABYTE} True`] });
});

test_with()("selectors/back_pressure.ts survives clients that reset, and that are silent", async () => {
  const [started_server, port] = await started("selectors/back_pressure", 0, 1);
  await using server = started_server;
  using silent = await client_of(port);
  using rude = await client_of(port);
  rude.sendall(new Uint8Array(MEGABYTE));
  reset(rude);
  assertMatch((await server.line())!, /^127\.0\.0\.1 \d+ is lost: \[Errno (32|104)\] /);
  assertEquals(silent.recv(1).length, 0);
  assertMatch((await server.line())!, /^127\.0\.0\.1 \d+ is lost: timed out$/);
  using s = await client_of(port);
  assertEquals(asks(s, "Hello, world"), "Hello, world");
});

/** A server of the test's own, for an example to connect to. */
function listening(family: number = socket.AF_INET): socket.Socket<socket.InetAddress> {
  const server = socket.create_server([family === socket.AF_INET ? "127.0.0.1" : "::1", 0], { family });
  server.settimeout(DEADLINE);
  return server as socket.Socket<socket.InetAddress>;
}

function accepted(server: Connection): Connection {
  const [conn] = server.accept();
  conn.settimeout(DEADLINE);
  return conn;
}

/** Waits until a server that takes one connection listens: to try would use that up. */
async function listens(port: number): Promise<void> {
  const line = `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`;
  for (let attempt = 0; attempt < 400; attempt++) {
    if (readFileSync("/proc/net/tcp", "latin1").includes(line)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nobody listens on port ${port}`);
}

/** A forwarder to a server of the test, and a connection through it. */
async function forwarded(server: socket.Socket<socket.InetAddress>) {
  const [forwarder, port] = await started("selectors/port_forwarder", 0, ...server.getsockname());
  const near = await client_of(port);
  const far = accepted(server);
  return {
    forwarder,
    port,
    near,
    far,
    async [Symbol.asyncDispose]() {
      near.close();
      far.close();
      await forwarder[Symbol.asyncDispose]();
    },
  };
}

test_with()(
  "selectors/port_forwarder.ts passes on the end of one direction, and the other goes on",
  async () => {
    using server = listening();
    await using talk = await forwarded(server);
    talk.near.sendall("a question");
    talk.near.shutdown(socket.SHUT_WR);
    assertEquals(text(all_of(talk.far)), "a question");
    talk.far.sendall("a long answer");
    assertEquals(text(exactly(talk.near, 13)), "a long answer");
    talk.far.close();
    assertEquals(talk.near.recv(1).length, 0);
  },
);

test_with()(
  "selectors/port_forwarder.ts connects the determined sender and the patient receiver",
  async () => {
    const receiving_port = free_port();
    await using receiver = start_example("patient_receiver", [receiving_port]);
    await listens(receiving_port);
    const [forwarder, port] = await started("selectors/port_forwarder", 0, "127.0.0.1", receiving_port);
    await using _forwarder = forwarder;
    await using sender = start_example("determined_sender", [port, "127.0.0.1"]);
    assertEquals(await sender.end(), { code: 0, lines: ["Sent 1048576 received 1048576"] });
    assertEquals((await receiver.end()).lines.at(-1), "Received 1048576");
  },
);

test_with(linux, openbsd_nc)("selectors/port_forwarder.ts forwards nc to nc", async () => {
  const listening_port = free_port();
  await using server = start(["nc", "-l", "127.0.0.1", String(listening_port)]);
  await listens(listening_port);
  const [forwarder, port] = await started("selectors/port_forwarder", 0, "127.0.0.1", listening_port);
  await using _forwarder = forwarder;
  await using client = nc("a question\n", port);
  assertEquals(await server.end(), { code: 0, lines: ["a question"] });
  assertEquals(await client.end(), { code: 0, lines: [] });
});

test_with()("selectors/port_forwarder.ts reads no faster than the other side does", async () => {
  using server = listening();
  await using talk = await forwarded(server);
  for (const [from, to] of [[talk.near, talk.far], [talk.far, talk.near]] as const) {
    const sent = sent_without_reader(from, 128 * MEGABYTE);
    assertLess(sent, 64 * MEGABYTE);
    // While that waits, others are served, and so is the other direction.
    assertEquals((to.sendall("back"), text(exactly(from, 4))), "back");
    using other = await client_of(talk.port);
    using other_end = accepted(server);
    assertEquals((other.sendall("more"), text(exactly(other_end, 4))), "more");
    assert(exactly(to, sent).every((byte) => byte === 0), "other bytes came");
  }
});

test_with(any_python)("selectors/port_forwarder.ts carries five megabytes to a slow reader", async () => {
  const [echo, echo_port] = await started("selectors/back_pressure", 0);
  await using _echo = echo;
  const [forwarder, port] = await started("selectors/port_forwarder", 0, "127.0.0.1", echo_port);
  await using _forwarder = forwarder;
  await using client = start_python(SLOW_READER, String(port));
  assertEquals(await client.end(), { code: 0, lines: [`${5 * MEGABYTE} True`] });
});

test_with()("selectors/port_forwarder.ts breaks one side when the other breaks", async () => {
  using server = listening();
  {
    await using talk = await forwarded(server);
    assertEquals((talk.near.sendall("begun"), text(exactly(talk.far, 5))), "begun");
    reset(talk.near);
    assertThrows(() => talk.far.recv(1), socket.ConnectionResetError);
    using again = await client_of(talk.port);
    using again_end = accepted(server);
    assertEquals((again.sendall("again"), text(exactly(again_end, 5))), "again");
  }
  await using talk = await forwarded(server);
  reset(talk.far);
  assertThrows(() => talk.near.recv(1), socket.ConnectionResetError);
});

test_with()("selectors/port_forwarder.ts resets whom it cannot connect", async () => {
  const [started_forwarder, port] = await started("selectors/port_forwarder", 0, "127.0.0.1", free_port());
  await using forwarder = started_forwarder;
  for (let round = 0; round < 2; round++) {
    using s = await client_of(port);
    assertThrows(() => s.recv(1), socket.ConnectionResetError);
    assertMatch((await forwarder.line())!, /Connection refused|cannot connect/);
  }
});

const ipv6: Missing = success_of("IPv6", () => listening(socket.AF_INET6).close());

test_with(installed("curl"))("selectors/socks5.ts carries curl to a name and to an address", async () => {
  const [started_proxy, port] = await started("selectors/socks5", 0);
  await using proxy = started_proxy;
  using server = listening();
  const [, web] = server.getsockname();
  for (const [scheme, host] of [["socks5h", "localhost"], ["socks5", "127.0.0.1"]]) {
    const url = `http://${host}:${web}/`;
    await using client = start([
      "curl",
      "-sS",
      "--max-time",
      "10",
      "-x",
      `${scheme}://127.0.0.1:${port}`,
      url,
    ]);
    using conn = accepted(server);
    assertMatch(text(conn.recv(4096)), /^GET \/ HTTP/);
    conn.sendall("HTTP/1.0 200 OK\r\n\r\nwelcome\n");
    conn.close();
    assertEquals(await client.end(), { code: 0, lines: ["welcome"] });
    assertEquals(await proxy.line(), `${host} ${web}`);
  }
});

test_with(openbsd_nc, ipv6)("selectors/socks5.ts carries nc to IPv6", async () => {
  const [proxy, port] = await started("selectors/socks5", 0);
  await using _proxy = proxy;
  using server = listening(socket.AF_INET6);
  const [, far_port] = server.getsockname();
  const script = `printf 'a question' | exec nc -N -w 10 -X 5 -x 127.0.0.1:${port} ::1 ${far_port}`;
  await using client = start(["sh", "-c", script]);
  using conn = accepted(server);
  assertEquals(text(all_of(conn)), "a question");
  conn.sendall("an answer\n");
  conn.close();
  assertEquals(await client.end(), { code: 0, lines: ["an answer"] });
});

/** A client of the proxy that has been greeted. */
async function greeted(port: number): Promise<socket.Socket> {
  const s = await client_of(port);
  s.sendall(Uint8Array.of(5, 2, 2, 0));
  assertEquals(exactly(s, 2), Uint8Array.of(5, 0));
  return s;
}

const to_name = (name: Uint8Array | string, port: number, command = 1) => {
  const bytes = typeof name === "string" ? new TextEncoder().encode(name) : name;
  return struct.pack(`!BBBBB${bytes.length}sH`, 5, command, 0, 3, bytes.length, bytes, port);
};

test_with()("selectors/socks5.ts says why it cannot", async () => {
  const [proxy, port] = await started("selectors/socks5", 0, 5);
  await using _proxy = proxy;
  const refusals: [reply: number, request: Uint8Array][] = [
    [5, to_name("127.0.0.1", free_port())],
    [5, struct.pack("!BBBB4sH", 5, 1, 0, 1, socket.inet_aton("127.0.0.1"), free_port())],
    [4, to_name("no.such.name.invalid", 80)],
    [4, to_name("", 80)],
    [4, to_name("a".repeat(255), 80)],
    [4, to_name(Uint8Array.of(0x61, 0, 0x62), 80)],
    [4, to_name(Uint8Array.of(0xff, 0xfe), 80)],
    [7, to_name("127.0.0.1", 80, 2)],
    [8, Uint8Array.of(5, 1, 0, 9)],
  ];
  for (const [reply, request] of refusals) {
    using s = await greeted(port);
    s.sendall(request);
    assertEquals([...all_of(s)], [5, reply, 0, 1, 0, 0, 0, 0, 0, 0], String(request));
  }
  using picky = await client_of(port);
  picky.sendall(Uint8Array.of(5, 1, 2));
  assertEquals(all_of(picky), Uint8Array.of(5, 255));
});

test_with()("selectors/socks5.ts survives those who speak otherwise, or not to the end", async () => {
  const [proxy, port] = await started("selectors/socks5", 0, 1);
  await using _proxy = proxy;
  using silent = await client_of(port);
  using half = await greeted(port);
  half.sendall(to_name("127.0.0.1", 80).subarray(0, 7));
  using halved = await greeted(port);
  halved.sendall(to_name("127.0.0.1", 80).subarray(0, 7));
  halved.shutdown(socket.SHUT_WR);
  using other = await client_of(port);
  other.sendall("GET / HTTP/1.0\r\n\r\n");
  reset(await greeted(port));
  for (const s of [halved, silent, half]) assertEquals(s.recv(1).length, 0);
  assertThrows(() => {
    if (other.recv(1).length === 0) throw new socket.ConnectionResetError("ended");
  }, socket.ConnectionResetError);
  // And byte by byte is a request like any other.
  using server = listening();
  using patient = await client_of(port);
  const [, far_port] = server.getsockname();
  for (const byte of [5, 1, 0, ...to_name("localhost", far_port)]) {
    patient.sendall(Uint8Array.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  using conn = accepted(server);
  const [own, own_port] = conn.getpeername() as socket.InetAddress;
  const granted = struct.pack("!BBBB4sH", 5, 0, 0, 1, socket.inet_aton(own), own_port);
  assertEquals(exactly(patient, 12), new Uint8Array([5, 0, ...granted]));
  assertEquals(asks_through(patient, conn), "Hello, world");
});

function asks_through(near: Connection, far: Connection): string {
  near.sendall("Hello, world");
  far.sendall(exactly(far, 12));
  return text(exactly(near, 12));
}

test_with(any_python)("selectors/socks5.ts carries five megabytes unchanged, and a reset", async () => {
  const [proxy, port] = await started("selectors/socks5", 0);
  await using _proxy = proxy;
  using server = listening();
  const data = crypto.getRandomValues(new Uint8Array(65536));
  using s = await greeted(port);
  s.sendall(to_name("127.0.0.1", server.getsockname()[1]));
  using conn = accepted(server);
  exactly(s, 10);
  const sent = createHash("sha256"), received = createHash("sha256");
  for (let round = 0; round < 80; round++) {
    data[round] = round;
    sent.update(data);
    conn.sendall(data);
    received.update(exactly(s, data.length));
  }
  assertEquals(received.digest("hex"), sent.digest("hex"));
  reset(conn);
  assertThrows(() => s.recv(1), socket.ConnectionResetError);
});

/** Somebody in the chat, who reads lines. */
async function chatting(port: number, name: string) {
  const s = await client_of(port);
  const lines = s.makefile("r");
  assertEquals(lines.readline(), "What is your name?\n");
  s.sendall(`${name}\n`);
  assertMatch(lines.readline(), new RegExp(`^${name} has come, one of \\d+\n$`));
  return {
    s,
    hears: () => lines.readline().trimEnd(),
    // A file object keeps its socket open.
    close_lines: () => lines.close(),
    [Symbol.dispose]() {
      lines.close();
      s.close();
    },
  };
}

test_with(openbsd_nc)("selectors/chat.ts tells everybody what one says, whoever comes and goes", async () => {
  const [server, port] = await started("selectors/chat", 0);
  await using _server = server;
  using ann = await chatting(port, "Ann");
  using bob = await chatting(port, "Bob");
  assertEquals(ann.hears(), "Bob has come, one of 2");
  bob.s.sendall("Grüße, ");
  bob.s.sendall("Ann\n\nand a second line\nhalf of a third");
  assertEquals([ann.hears(), ann.hears()], ["Bob: Grüße, Ann", "Bob: and a second line"]);
  await using eve = nc("Eve\nI cannot stay\n", port);
  for (const { hears } of [ann, bob]) {
    assertEquals([hears(), hears(), hears()], [
      "Eve has come, one of 3",
      "Eve: I cannot stay",
      "Eve has left",
    ]);
  }
  const { code, lines } = await eve.end();
  assertEquals([code, lines[0]], [0, "What is your name?"]);
  bob[Symbol.dispose]();
  assertEquals(ann.hears(), "Bob has left");
  using rude = await chatting(port, "Rude");
  assertEquals(ann.hears(), "Rude has come, one of 2");
  rude.close_lines();
  reset(rude.s);
  assertEquals(ann.hears(), "Rude is lost");
});

test_with()("selectors/chat.ts goes on without those who talk too long, or do not listen", async () => {
  const [server, port] = await started("selectors/chat", 0);
  await using _server = server;
  using ann = await chatting(port, "Ann");
  using deaf = await chatting(port, "Deaf");
  using _nameless = await client_of(port);
  {
    using endless = await chatting(port, "Endless");
    assertEquals([ann.hears(), ann.hears()], ["Deaf has come, one of 2", "Endless has come, one of 4"]);
    endless.s.sendall("x".repeat(10_000));
    assertEquals(ann.hears(), "Endless talks too long");
  }
  // Five megabytes and more, until the buffers of the system and what the server keeps for a member are full.
  const line = "y".repeat(4000);
  using talker = await chatting(port, "Talker");
  assertEquals(ann.hears(), "Talker has come, one of 4");
  let said = 0, heard = "";
  for (; said < 10_000; said++) {
    talker.s.sendall(`${line}\n`);
    heard = ann.hears();
    if (heard !== `Talker: ${line}`) break;
  }
  assertEquals(heard, "Deaf does not listen");
  assertEquals(ann.hears(), `Talker: ${line}`);
  assertEquals(talker.hears(), "Deaf does not listen");
  deaf.s.close();
});
