// reuse_port.ts, reuse_port_workers.ts, keep_alive.ts, fast_open.ts, tcp_info.ts, file_server.ts, redis.ts, smtp.ts,
// port_scanner.ts
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertGreater, assertMatch } from "../assert.ts";
import { test_with } from "../needs.ts";
import { type Peer, start } from "../peer.ts";
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

/** Who answers the port, of many connections. */
async function who_answers(port: number, connections: number): Promise<string[]> {
  const answers = new Set<string>();
  for (let round = 0; round < connections; round++) {
    using s = await connected(["127.0.0.1", port]);
    using lines = s.makefile("r");
    answers.add(lines.read());
  }
  return [...answers].sort();
}

test_with()("reuse_port.ts: two processes share a port", async () => {
  const port = free_port();
  await using one = start_example("reuse_port", [port]);
  await using two = start_example("reuse_port", [port]);
  const processes: string[] = [];
  for (const server of [one, two]) {
    const [, name] = new RegExp(`^(process \\d+) listens on port ${port}$`).exec((await server.line())!)!;
    processes.push(`${name}\n`);
  }
  assertEquals(await who_answers(port, 64), processes.sort());
});

test_with()("reuse_port_workers.ts: three workers share a port", async () => {
  const port = free_port();
  await using server = start_example("reuse_port_workers", [port, 3], { permissions: ["--allow-read"] });
  assertEquals(await server.line(), `3 workers listen on port ${port}`);
  assertEquals(await who_answers(port, 128), ["worker 1\n", "worker 2\n", "worker 3\n"]);
});

function listening(): socket.Socket<socket.InetAddress> {
  const server = socket.create_server(["127.0.0.1", 0]);
  server.settimeout(DEADLINE);
  return server;
}

test_with()("keep_alive.ts tells a proper end from a loss", async () => {
  using server = listening();
  for (
    const [linger, last] of [[null, "closed by the other end"], [
      0,
      "lost: [Errno 104] Connection reset by peer",
    ]]
  ) {
    await using program = start_example("keep_alive", server.getsockname());
    const [conn] = server.accept();
    assertEquals(await program.line(), "connected");
    if (linger !== null) conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0));
    conn.close();
    assertEquals(await program.end(), { code: 0, lines: [last] });
  }
});

test_with(namespaces)("keep_alive.ts notices a peer that has vanished", async () => {
  // The peer is in a network of its own, whose cable is pulled out.
  const prepare = `
    mount -t tmpfs tmpfs /run; ip netns add there; ip link add here type veth peer name there netns there
    ip addr add 10.9.0.1/24 dev here; ip link set here up
    ip -n there addr add 10.9.0.2/24 dev there; ip -n there link set there up
    ip netns exec there ${quoted(example_command("echo_server", [50007]))} > /run/log &
    while ! grep -q :C357 /proc/$!/net/tcp; do sleep 0.05; done
    { while ! grep -q Connected /run/log; do sleep 0.05; done; ip -n there link set there down; } &`;
  await using program = start_example("keep_alive", ["10.9.0.2", 50007], { under: in_namespace(prepare) });
  assertEquals(await program.line(), "connected");
  const line = await program.line();
  assert(line !== null && /^lost: \[Errno (110|113)\]/.test(line), String(line));
});

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}

async function started_server(name: string, ...args: unknown[]): Promise<[Peer, number]> {
  const server = start_example(name, args);
  return [server, Number(/\d+$/.exec((await server.line())!)![0])];
}

test_with()("fast_open.ts asks, and is answered, whatever the system allows", async () => {
  const [started, port] = await started_server("fast_open", "serve", 0);
  await using _server = started;
  await using client = start_example("fast_open", ["ask", "127.0.0.1", port, "Hello, world"]);
  const { code, lines } = await client.end();
  assertEquals([code, lines.length], [0, 1]);
  assertMatch(lines[0]!, /^Hello, world \(sent (with the first packet|after the handshake)\)$/);
});

test_with(namespaces)("fast_open.ts sends data with the first packet once it has a cookie", async () => {
  const prepare = `
    ip link set lo up; echo 3 > /proc/sys/net/ipv4/tcp_fastopen
    ${quoted(example_command("fast_open", ["serve", 50007]))} > /dev/null & server=$!
    while ! grep -q :C357 /proc/net/tcp; do sleep 0.05; done
    ${quoted(example_command("fast_open", ["ask", "127.0.0.1", 50007, "first"]))}
    ${quoted(example_command("fast_open", ["ask", "127.0.0.1", 50007, "second"]))}
    kill $server`;
  await using client = start([...in_namespace(prepare), "true"]);
  assertEquals(await client.end(), {
    code: 0,
    lines: ["first (sent after the handshake)", "second (sent with the first packet)"],
  });
});

test_with()("tcp_info.ts shows how a transfer goes", async () => {
  using server = listening();
  await using program = start_example("tcp_info", [...server.getsockname(), 8]);
  const [connection] = server.accept();
  using conn = connection;
  conn.settimeout(DEADLINE);
  let received = 0;
  const memory = new Uint8Array(1 << 20);
  for (let n = conn.recv_into(memory); n > 0; n = conn.recv_into(memory)) received += n;
  assertEquals(received, 8 << 20);
  const { code, lines } = await program.end();
  assertEquals(code, 0);
  assertGreater(lines.length, 1);
  for (const line of lines) {
    assertMatch(
      line,
      /^\d+ MiB, round trip [\d.]+ ms, window [1-9]\d* segments of [1-9]\d*, rate [\d.]+ MB\/s, sent again \d+$/,
    );
  }
  assertMatch(lines.at(-1)!, /^8 MiB/);
});

function fetched(url: string): Promise<[status: number, body: string]> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      const parts: string[] = [];
      response.setEncoding("latin1").on("data", (part) => parts.push(part));
      response.on("end", () => resolve([response.statusCode!, parts.join("")])).on("error", reject);
    }).on("error", reject);
  });
}

test_with()("file_server.ts serves the files of a folder, and no others", async () => {
  using directory = temporary_directory();
  const content = "a line of a file\n".repeat(50_000);
  writeFileSync(directory.join("a file"), content);
  writeFileSync(directory.join("empty"), "");
  await using server = start_example("file_server", [directory.path], { permissions: ["--allow-read"] });
  const url = await server.line();
  assertEquals(await fetched(`${url}a%20file`), [200, content]);
  assertEquals(await fetched(`${url}empty`), [200, ""]);
  assertEquals((await fetched(`${url}nothing`))[0], 404);
  assertEquals((await fetched(url!))[0], 404);
  const port = Number(new URL(url!).port);
  for (const target of ["/../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/etc/passwd"]) {
    using s = await connected(["127.0.0.1", port]);
    s.sendall(`GET ${target} HTTP/1.0\r\n\r\n`);
    assertMatch(text(s.recv(1000)), /^HTTP\/1\.0 404 /);
  }
  using rude = await connected(["127.0.0.1", port]);
  rude.sendall("no request at all\r\n\r\n");
  assertMatch(text(rude.recv(1000)), /^HTTP\/1\.0 404 /);
});

test_with(installed("curl"))("file_server.ts satisfies curl", async () => {
  using directory = temporary_directory();
  writeFileSync(directory.join("file"), "content");
  await using server = start_example("file_server", [directory.path], { permissions: ["--allow-read"] });
  const url = await server.line();
  assertEquals(execFileSync("curl", ["-sf", `${url}file`], { encoding: "utf8", timeout: 20_000 }), "content");
});

test_with(installed("redis-server"))("redis.ts sets, gets and lists", async () => {
  using directory = temporary_directory();
  const port = free_port();
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", directory.path];
  await using _server = start(["redis-server", ...options]);
  (await connected(["127.0.0.1", port])).close();
  async function redis(...words: string[]): Promise<unknown> {
    await using client = start_example("redis", ["127.0.0.1", port, ...words]);
    const { code, lines } = await client.end();
    assertEquals([code, lines.length], [0, 1]);
    return JSON.parse(lines[0]!);
  }
  assertEquals(await redis("SET", "grün", "two\r\nlines"), "OK");
  assertEquals(await redis("GET", "grün"), "two\r\nlines");
  assertEquals(await redis("GET", "nothing"), null);
  assertEquals(await redis("RPUSH", "list", "a", "b", "c"), 3);
  assertEquals(await redis("LRANGE", "list", "0", "-1"), ["a", "b", "c"]);
  const command = example_command("redis", ["127.0.0.1", port, "NONSENSE"]);
  await using failing = start(["sh", "-c", 'exec "$@" 2>&1', "sh", ...command]);
  const { code, lines } = await failing.end();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /unknown command/);
});

test_with()("smtp.ts delivers a mail", async () => {
  using server = listening();
  const mail = "Grüße\n.\n..and a line with dots\nend";
  await using program = start_example("smtp", [...server.getsockname(), "me@here", "you@there", mail]);
  const [connection] = server.accept();
  using conn = connection;
  conn.settimeout(DEADLINE);
  using file = conn.makefile("rw", null, { newline: "" });
  const heard: string[] = [];
  function answer(lines: string): void {
    file.write(lines);
    file.flush();
  }
  answer("220-two lines\r\n220 of greeting\r\n");
  for (const reply of ["250-SIZE\r\n250 8BITMIME\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"]) {
    heard.push(file.readline());
    answer(reply);
  }
  assertMatch(heard.join(""), /^EHLO \S+\r\nMAIL FROM:<me@here>\r\nRCPT TO:<you@there>\r\nDATA\r\n$/);
  const received: string[] = [];
  for (let line = file.readline(); line !== ".\r\n"; line = file.readline()) received.push(line);
  const [header, body] = received.join("").split("\r\n\r\n");
  assertMatch(header!, /^From: <me@here>\r\nTo: <you@there>\r\n/);
  assertEquals(body, "Grüße\r\n..\r\n...and a line with dots\r\nend\r\n");
  answer("250 taken\r\n");
  assertEquals(file.readline(), "QUIT\r\n");
  answer("221 bye\r\n");
  assertEquals(await program.end(), { code: 0, lines: ["sent"] });
});

test_with()("smtp.ts fails with the server's complaint", async () => {
  using server = listening();
  const command = example_command("smtp", [...server.getsockname(), "me@here", "you@there", "text"]);
  await using program = start(["sh", "-c", 'exec "$@" 2>&1', "sh", ...command]);
  const [conn] = server.accept();
  conn.sendall("554 no service\r\n");
  const { code, lines } = await program.end();
  conn.close();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /the server says: 554 no service/);
});

test_with()("port_scanner.ts finds what is open, and nothing else", async () => {
  using server = listening();
  const [, port] = server.getsockname();
  await using scanner = start_example("port_scanner", ["127.0.0.1", port - 150, Math.min(port + 150, 65535)]);
  const { code, lines } = await scanner.end();
  assertEquals(code, 0);
  assert(lines.includes(`${port} is open`), lines.join("\n"));
  assert(lines.length < 100, `${lines.length} ports are open`);
});

test_with(namespaces)("port_scanner.ts does not wait long for silence", async () => {
  const under = in_namespace(`
    ip link add here type veth peer name there; ip link set here up; ip link set there up
    ip addr add 10.9.0.1/24 dev here; ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:01 dev here`);
  await using scanner = start_example("port_scanner", ["10.9.0.2", 1, 20, 0.5], { under });
  assertEquals(await scanner.end(), { code: 0, lines: [] });
});
