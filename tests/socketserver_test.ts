import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { BufferedWriter } from "../mod.ts";
import * as socket from "../mod.ts";
import * as socketserver from "../lib/socketserver.ts";
import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertLess,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "./assert.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { assert_growth_below } from "./growth.ts";
import { errno_message } from "./error_texts.ts";
import { any_python, test_with } from "./needs.ts";
import { python, start_python } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const LOCAL = ["127.0.0.1", 0];
const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (text: string) => new TextEncoder().encode(text);

/** What is written to the console's error stream meanwhile. */
function errors_of(call: () => void): string[] {
  const written: string[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => void written.push(values.map(String).join(" "));
  try {
    call();
  } finally {
    console.error = error;
  }
  return written;
}

class Nothing extends socketserver.BaseRequestHandler {}

test_with(any_python)("every public name of Python's module is here, but for threads and processes", () => {
  const leaked = ["BufferedIOBase", "os", "selectors", "socket", "sys", "threading", "time"];
  const program =
    `import json, socketserver; print(json.dumps([n for n in dir(socketserver) if n[0] != "_"]))`;
  const { stdout } = spawnSync(python!, ["-c", program], { encoding: "utf8", timeout: 20_000 });
  const names: string[] = JSON.parse(stdout);
  const exported: Record<string, unknown> = { ...socketserver };
  const absent = names.filter((name) => exported[name] === undefined && !leaked.includes(name));
  assertEquals(absent.filter((name) => !/^(Threading|Forking)/.test(name)), []);
});

test_with(any_python)(
  "TCPServer serves Python's clients until a handler says that it is enough",
  async () => {
    const seen: string[] = [];
    class Handler extends socketserver.StreamRequestHandler<socket.InetAddress> {
      override handle(): void {
        for (const line of this.rfile) {
          seen.push(utf8(line));
          this.wfile.write(bytes(utf8(line).toUpperCase()));
        }
        if (seen.length === 6) this.server.shutdown();
      }
    }
    using server = socketserver.TCPServer(LOCAL, Handler);
    await using peer = start_python(
      `import socket, sys
for i in range(3):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20) as s:
        s.sendall(b"hello %d\\nworld\\n" % i)
        s.shutdown(socket.SHUT_WR)
        print(s.makefile("rb").read())`,
      String(server.server_address[1]),
    );
    server.serve_forever();
    const { code, lines } = await peer.end();
    assertEquals([code, lines], [0, [0, 1, 2].map((i) => `b'HELLO ${i}\\nWORLD\\n'`)]);
  },
);

test_with(any_python)("UDPServer answers Python's datagrams", async () => {
  class Handler extends socketserver.BaseRequestHandler<socketserver.Datagram, socket.InetAddress> {
    override handle(): void {
      const [data, sock] = this.request;
      sock.sendto(bytes(utf8(data).toUpperCase()), this.client_address);
      if (utf8(data) === "end") this.server.shutdown();
    }
  }
  using server = socketserver.UDPServer(LOCAL, Handler);
  await using peer = start_python(
    `import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(20)
    for data in (b"one", b"", b"end"):
        s.sendto(data, ("127.0.0.1", int(sys.argv[1])))
        print(s.recv(100))`,
    String(server.server_address[1]),
  );
  server.serve_forever();
  assertEquals(await peer.end(), { code: 0, lines: ["b'ONE'", "b''", "b'END'"] });
});

test("UNIX servers, both kinds", () => {
  using directory = temporary_directory();
  class Echo extends socketserver.StreamRequestHandler<string> {
    override handle(): void {
      this.wfile.write(this.rfile.readline());
    }
  }
  using streams = socketserver.UnixStreamServer(directory.join("stream"), Echo);
  using client = socket.socket(socket.AF_UNIX);
  client.connect(streams.server_address);
  client.sendall("one\ntwo");
  streams.handle_request();
  assertEquals([utf8(client.recv(9)), client.recv(9).length], ["one\n", 0]);

  class DatagramEcho extends socketserver.DatagramRequestHandler<string> {
    override handle(): void {
      this.wfile.write(this.rfile.read());
      this.wfile.write(bytes("!"));
    }
  }
  using datagrams = socketserver.UnixDatagramServer(directory.join("datagram"), DatagramEcho);
  using sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  sender.bind(directory.join("sender"));
  sender.sendto("data", datagrams.server_address);
  datagrams.handle_request();
  assertEquals(utf8(sender.recv(9)), "data!");
});

test("a server is what Python's class attributes say, as static members", () => {
  class Server extends socketserver.TCPServer {
    static override allow_reuse_address = true;
    static override request_queue_size = 3;
    static override timeout: number | null = 0.01;
  }
  using server = new Server(LOCAL, Nothing);
  assertEquals(
    [server.allow_reuse_address, server.request_queue_size, server.timeout, server.allow_reuse_port],
    [true, 3, 0.01, false],
  );
  assertEquals(server.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), 1);
  assertEquals(socketserver.TCPServer.allow_reuse_address, false);
  server.timeout = 0.02;
  assertEquals([server.timeout, Server.timeout], [0.02, 0.01]);
  assertInstanceOf(server, socketserver.TCPServer);
  assertInstanceOf(server, socketserver.BaseServer);

  // Set on the class that is exported, as people do in Python; classes that extend it see it, if they say nothing else.
  using directory = temporary_directory();
  socketserver.TCPServer.request_queue_size = 7;
  socketserver.TCPServer.allow_reuse_address = true;
  socketserver.BaseServer.timeout = 3;
  try {
    using plain = socketserver.TCPServer(LOCAL, Nothing);
    using datagrams = socketserver.UDPServer(LOCAL, Nothing);
    using unix = socketserver.UnixStreamServer(directory.join("s"), Nothing);
    assertEquals([plain.request_queue_size, datagrams.request_queue_size, unix.request_queue_size], [
      7,
      7,
      7,
    ]);
    assertEquals([plain.allow_reuse_address, datagrams.allow_reuse_address, unix.allow_reuse_address], [
      true,
      false,
      true,
    ]);
    assertEquals([plain.timeout, datagrams.timeout], [3, 3]);
  } finally {
    socketserver.TCPServer.request_queue_size = 5;
    socketserver.TCPServer.allow_reuse_address = false;
    socketserver.BaseServer.timeout = null;
  }
});

test("a field that would come too late is an error; one that is read later is not", () => {
  class Server extends (socketserver.TCPServer as unknown as new (...values: unknown[]) => object) {
    allow_reuse_address = true;
  }
  assertThrows(() => new Server(LOCAL, Nothing, false), TypeError);
  class Late extends socketserver.UDPServer {
    override max_packet_size = 3;
  }
  using server = new Late(
    LOCAL,
    class extends socketserver.DatagramRequestHandler {
      override handle(): void {
        this.wfile.write(this.rfile.read());
      }
    },
  );
  using client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  client.sendto("abcdef", server.server_address);
  server.handle_request();
  assertEquals(utf8(client.recv(9)), "abc");
});

test("a server that cannot be opened leaves nothing open", () => {
  using server = socketserver.TCPServer(LOCAL, Nothing);
  const before = descriptors();
  assertThrows(
    () => socketserver.TCPServer(server.server_address, Nothing),
    socket.OSError,
    errno_message("EADDRINUSE"),
  );
  assertThrows(
    () => socketserver.TCPServer(5 as never, Nothing),
    TypeError,
    "AF_INET address must be tuple, not int",
  );
  assertThrows(
    () => (socketserver.TCPServer as unknown as () => unknown)(),
    TypeError,
    "TCPServer.__init__() missing 2 required positional arguments: 'server_address' and 'RequestHandlerClass'",
  );
  assertEquals(opened_since(before), []);
  {
    using another = new socketserver.TCPServer(LOCAL, Nothing, false);
    assertEquals(another.server_address, LOCAL as never);
    another.server_bind();
    another.server_activate();
    assertEquals(another.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN), 1);
    assertEquals(another.fileno(), another.socket.fileno());
  }
  assertEquals(opened_since(before), []);
});

test("fields, static members and the arguments are there in setup(), handle() and finish()", () => {
  const seen: unknown[] = [];
  class Handler extends socketserver.StreamRequestHandler<socket.InetAddress> {
    static override wbufsize = -1;
    override timeout = 5;
    override disable_nagle_algorithm = true;
    lines: string[] = [];
    readonly #secret = "secret";

    override setup(): void {
      super.setup();
      seen.push(this.lines, this.#secret, this.connection.gettimeout(), this.wfile instanceof BufferedWriter);
      seen.push(this.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY));
      assertStrictEquals(this.connection, this.request);
    }
    override handle(): void {
      this.lines.push(utf8(this.rfile.readline()));
      this.wfile.write(bytes("buffered"));
      seen.push(this.server === (server as unknown), this.client_address[0]);
    }
    override finish(): void {
      seen.push(this.lines);
      super.finish();
    }
  }
  using server = socketserver.TCPServer(LOCAL, Handler);
  using client = socket.create_connection(server.server_address);
  client.sendall("line\n");
  server.handle_request();
  assertEquals(seen, [["line\n"], "secret", 5, true, 1, true, "127.0.0.1", ["line\n"]]);
  assertEquals(utf8(client.recv(20)), "buffered");
});

test("a handler that is made without a server does its work at once, as in Python", () => {
  const calls: string[] = [];
  class Handler extends socketserver.BaseRequestHandler<string, null> {
    override setup(): void {
      calls.push("setup");
    }
    override handle(): void {
      calls.push(`handle ${this.request}`);
      if (this.request === "fail") throw new Error("on purpose");
    }
    override finish(): void {
      calls.push("finish");
    }
  }
  const server = socketserver.BaseServer<string, null>("", Handler);
  new Handler("request", null, server);
  assertThrows(() => new Handler("fail", null, server), Error, "on purpose");
  assertEquals(calls, ["setup", "handle request", "finish", "setup", "handle fail", "finish"]);
  class Failing extends Handler {
    override setup(): void {
      throw new Error("at once");
    }
  }
  calls.length = 0;
  assertThrows(
    () => server.finish_request.call({ RequestHandlerClass: Failing } as never, "x", null),
    Error,
    "at once",
  );
  assertEquals(calls, []);
  // A handler made by the handler of another request, and one made with more arguments than a server gives.
  class Outer extends Handler {
    override handle(): void {
      new Handler("inner", null, this.server);
      super.handle();
    }
  }
  server.RequestHandlerClass = (request: string, address: null, made_for: typeof server) =>
    new Outer(`${request} and more`, address, made_for);
  server.finish_request("request", null);
  assertEquals(calls, [
    "setup",
    "setup",
    "handle inner",
    "finish",
    "handle request and more",
    "finish",
  ]);
});

test("a plain function handles requests too, and what is none is an error that is shown", () => {
  using server = socketserver.TCPServer(LOCAL, (request: socket.Socket) => request.sendall("by a function"));
  using client = socket.create_connection(server.server_address);
  server.handle_request();
  assertEquals(utf8(client.recv(20)), "by a function");
  server.RequestHandlerClass = null as never;
  using another = socket.create_connection(server.server_address);
  const written = errors_of(() => server.handle_request());
  assertStringIncludes(written.join("\n"), "'NoneType' object is not callable");
  assertEquals(another.recv(20).length, 0);
});

test("an error in a handler is shown as in Python, and the server goes on", () => {
  class Handler extends socketserver.StreamRequestHandler {
    override handle(): void {
      this.wfile.write(bytes("before"));
      throw new RangeError("100% on purpose");
    }
  }
  using server = socketserver.TCPServer(LOCAL, Handler);
  for (let round = 0; round < 2; round++) {
    using client = socket.create_connection(server.server_address);
    const written = errors_of(() => server.handle_request());
    const port = client.getsockname()[1];
    const line = "-".repeat(40);
    assertEquals(written.length, 4);
    assertEquals([written[0], written[3]], [line, line]);
    assertEquals(
      written[1],
      `Exception occurred during processing of request from ('127.0.0.1', ${port})`,
    );
    assertStringIncludes(written[2]!, "100% on purpose");
    assertEquals([utf8(client.recv(20)), client.recv(20).length], ["before", 0]);
  }
  const thrown: unknown[] = [];
  server.handle_error = (_request, _address, error) => void thrown.push(error);
  using client = socket.create_connection(server.server_address);
  server.handle_request();
  assertInstanceOf(thrown[0], RangeError);
  assertEquals(utf8(client.recv(20)), "before");
});

test("shutdown() ends serve_forever() after its turn, from service_actions() too, and once", () => {
  let turns = 0;
  class Server extends socketserver.TCPServer {
    override service_actions(): void {
      if (++turns === 3) this.shutdown();
    }
  }
  using server = new Server(LOCAL, Nothing);
  const start = performance.now();
  server.serve_forever(0.02);
  const passed = performance.now() - start;
  assertEquals(turns, 3);
  assertGreaterOrEqual(passed, 59);
  assertLess(passed, 5000);
  turns = 2;
  server.serve_forever(0);
  assertEquals(turns, 3);
  server.shutdown();
  server.serve_forever();
  assertEquals(turns, 3);
});

test("handle_request() waits for the shorter of two timeouts, then says so", () => {
  class Server extends socketserver.TCPServer {
    override handle_timeout(): string {
      return "timeout";
    }
  }
  using server = new Server(LOCAL, Nothing);
  for (const [own, of_socket] of [[0.03, null], [null, 0.03], [0.03, 10], [10, 0.03], [0, null]] as const) {
    server.timeout = own;
    server.socket.settimeout(of_socket);
    const start = performance.now();
    assertEquals(server.handle_request(), "timeout");
    const passed = performance.now() - start;
    assert(passed < 5000 && (own === 0 || passed >= 29.9), `${passed} ms`);
  }
});

test("a request that verify_request() refuses, and a connection that is gone again, do not stop the server", () => {
  let handled = 0;
  class Server extends socketserver.TCPServer {
    override verify_request(
      _request: socket.Socket<socket.InetAddress>,
      [host]: socket.InetAddress,
    ): boolean {
      return host === "127.0.0.1" && handled < 0;
    }
    override get_request(): [socket.Socket<socket.InetAddress>, socket.InetAddress] {
      if (handled++ === 0) throw new socket.OSError(103, "Software caused connection abort");
      return super.get_request();
    }
  }
  using server = new Server(LOCAL, Nothing);
  using client = socket.create_connection(server.server_address);
  server.handle_request();
  server.handle_request();
  assertEquals([handled, client.recv(9).length], [2, 0]);
});

test("thousands of requests take no memory and no descriptors", () => {
  class Handler extends socketserver.StreamRequestHandler {
    override handle(): void {
      this.wfile.write(this.rfile.readline());
    }
  }
  using server = socketserver.TCPServer(LOCAL, Handler);
  const before = descriptors();
  assert_growth_below(20, 1000, () => {
    using client = socket.create_connection(server.server_address);
    client.sendall("x\n");
    server.handle_request();
    client.recv(9);
  });
  assertEquals(opened_since(before), []);
});
