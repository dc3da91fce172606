// Real conversations through file objects with servers that know nothing of us.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertStrictEquals } from "../assert.ts";
import { any_python, command_that_runs, test_with } from "../needs.ts";
import { start_python } from "../peer.ts";

function free_port(): number {
  using probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  probe.bind(["127.0.0.1", 0]);
  return probe.getsockname()[1];
}

async function connect(family: number, address: string | [string, number]): Promise<socket.Socket<unknown>> {
  for (let attempts = 0;; attempts++) {
    const sock = socket.socket<never>(family as never, socket.SOCK_STREAM) as socket.Socket<unknown>;
    sock.settimeout(5);
    try {
      sock.connect(address);
      return sock;
    } catch (error) {
      sock.close();
      if (attempts > 200 || !(error instanceof socket.OSError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

// Runs a server in a directory of its own while the conversation lasts.
async function with_server(
  command: (directory: string) => string[],
  conversation: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "makefile-"));
  const [program, ...words] = command(directory);
  const child = spawn(program!, words, { stdio: "ignore", timeout: 30_000, killSignal: "SIGKILL" });
  const ended = once(child, "close");
  try {
    await conversation(directory);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
}

type Reply = string | number | null | Reply[];

// One reply of the redis protocol, read line by line and record by record.
function read_reply(f: socket.TextIOWrapper): Reply {
  const line = f.readline();
  assert(line.endsWith("\r\n"), `a whole line, not ${JSON.stringify(line)}`);
  const [kind, rest] = [line[0], line.slice(1, -2)];
  switch (kind) {
    case "+":
      return rest;
    case "-":
      throw new Error(rest);
    case ":":
      return Number(rest);
    case "$":
      return rest === "-1" ? null : read_record(f, Number(rest));
    case "*":
      return Array.from({ length: Number(rest) }, () => read_reply(f));
  }
  throw new Error(`no reply: ${line}`);
}

// Its length is in bytes, so it is read below the text, in Latin-1: a character is a byte.
function read_record(f: socket.TextIOWrapper, length: number): string {
  const record = f.read(length + 2);
  assert(record.endsWith("\r\n"));
  return record.slice(0, -2);
}

function command_text(words: readonly string[]): string {
  return `*${words.length}\n` + words.map((word) => `$${word.length}\n${word}\n`).join("");
}

test_with(command_that_runs("redis-server", "--version"))(
  "redis is asked through makefile('rw')",
  async () => {
    const path = (directory: string) => join(directory, "redis");
    await with_server(
      (
        directory,
      ) => ["redis-server", "--port", "0", "--unixsocket", path(directory), "--save", "", "--dir", directory],
      async (directory) => {
        using sock = await connect(socket.AF_UNIX, path(directory));
        using f = sock.makefile("rw", null, { encoding: "latin-1", newline: "\r\n" });
        const ask = (...words: string[]) => {
          f.write(command_text(words));
          f.flush();
          return read_reply(f);
        };
        assertStrictEquals(ask("PING"), "PONG");
        assertStrictEquals(ask("SET", "key", "a value \u00e9\u00ff"), "OK");
        assertStrictEquals(ask("GET", "key"), "a value \u00e9\u00ff");
        assertStrictEquals(ask("GET", "no key"), null);
        const long = "0123456789".repeat(5000);
        assertStrictEquals(ask("SET", "long", long), "OK");
        assertStrictEquals(ask("GET", "long"), long);
        assertStrictEquals(
          ask("RPUSH", "list", ...Array.from({ length: 2000 }, (_, index) => `item ${index}`)),
          2000,
        );
        const items = ask("LRANGE", "list", "0", "-1") as string[];
        assertEquals([items.length, items[0], items[1999]], [2000, "item 0", "item 1999"]);
        f.write(Array.from({ length: 500 }, () => command_text(["INCR", "counter"])).join(""));
        f.flush();
        assertEquals(
          Array.from({ length: 500 }, () => read_reply(f)),
          Array.from({ length: 500 }, (_, index) => index + 1),
        );
      },
    );
  },
);

function nginx_configuration(directory: string, port: number): string {
  return `daemon off; master_process off; pid ${directory}/pid; error_log ${directory}/log;
events {}
http {
  access_log off;
  client_body_temp_path ${directory}/t1; proxy_temp_path ${directory}/t2; fastcgi_temp_path ${directory}/t3;
  uwsgi_temp_path ${directory}/t4; scgi_temp_path ${directory}/t5;
  server { listen 127.0.0.1:${port}; root ${directory}/www; }
}`;
}

const nginx = command_that_runs("nginx", "-v");

test_with(nginx)("nginx answers HTTP/1.0 through makefile('rwb') and makefile('rw')", async () => {
  const port = free_port();
  const body = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  await with_server((directory) => {
    mkdirSync(join(directory, "www"));
    writeFileSync(join(directory, "www", "data.bin"), body);
    writeFileSync(join(directory, "www", "page.html"), "<p>gr\u00fc\u00df dich \u{1f600}</p>\n");
    writeFileSync(join(directory, "conf"), nginx_configuration(directory, port));
    return ["nginx", "-p", directory, "-c", join(directory, "conf"), "-e", join(directory, "log")];
  }, async () => {
    {
      using sock = await connect(socket.AF_INET, ["127.0.0.1", port]);
      using f = sock.makefile("rwb");
      f.write(new TextEncoder().encode("GET /data.bin HTTP/1.0\r\n\r\n"));
      f.flush();
      const lines: string[] = [];
      for (const line of f) {
        if (line.length === 2) break;
        lines.push(new TextDecoder().decode(line));
      }
      assertMatch(lines[0]!, /^HTTP\/1\.1 200 OK\r\n$/);
      assert(lines.includes("Content-Length: 100000\r\n"));
      const start = f.read(1000)!;
      assertEquals(start, body.slice(0, 1000));
      assertEquals(f.read(), body.slice(1000));
    }
    using sock = await connect(socket.AF_INET, ["127.0.0.1", port]);
    using f = sock.makefile("rw", null, { newline: "\r\n" });
    f.write("GET /page.html HTTP/1.0\n\n");
    f.flush();
    assertMatch(f.readline(), /200 OK\r\n$/);
    while (f.readline() !== "\r\n");
    assertStrictEquals(f.read(), "<p>gr\u00fc\u00df dich \u{1f600}</p>\n");
    assertStrictEquals(f.readline(), "");
  });
});

const STREAM_SERVER = `
import socketserver
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            text = line.decode("utf-8")
            self.wfile.write((text.upper().rstrip("\\n") + " " + str(len(text)) + "\\n").encode("utf-8"))
        self.wfile.write(b"goodbye\\n")
with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1])
    server.handle_request()
`;

test_with(any_python)("python3's StreamRequestHandler converses through makefile('rw')", async () => {
  await using server = start_python(STREAM_SERVER);
  const port = Number(await server.line());
  using sock = await connect(socket.AF_INET, ["127.0.0.1", port]);
  using f = sock.makefile("rw");
  for (const text of ["hello", "", "gr\u00fc\u00df dich", "\u{1f600}\u{1f600}", "x".repeat(20_000)]) {
    f.write(`${text}\n`);
    f.flush();
    assertStrictEquals(f.readline(), `${text.toUpperCase()} ${Array.from(text).length + 1}\n`);
  }
  sock.shutdown(socket.SHUT_WR);
  assertEquals(f.readlines(), ["goodbye\n"]);
});

const CLIENT = `
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as sock, sock.makefile("rw", newline="\\r\\n") as f:
    print(f.readline().encode())
    f.write("one\\ntwo \\u20ac\\n")
    f.flush()
    print(f.readline().encode())
`;

test_with(any_python)("python3 as the client of file objects here", async () => {
  using listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  listener.settimeout(10);
  listener.bind(["127.0.0.1", 0]);
  listener.listen();
  await using client = start_python(CLIENT, String(listener.getsockname()[1]));
  const [connection] = listener.accept();
  connection.settimeout(10);
  using f = connection.makefile("rw", null, { newline: "\r\n" });
  connection.close();
  f.write("welcome\n");
  f.flush();
  assertEquals([f.readline(), f.readline()], ["one\r\n", "two \u20ac\r\n"]);
  f.write("done\n");
  f.close();
  const { code, lines } = await client.end();
  assertStrictEquals(code, 0);
  assertEquals(lines, ["b'welcome\\r\\n'", "b'done\\r\\n'"]);
});
