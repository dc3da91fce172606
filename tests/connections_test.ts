import { platform } from "node:process";
import { test } from "node:test";
import * as socket from "../mod.ts";
import { assert, assertEquals, assertGreater, assertInstanceOf, assertThrows } from "./assert.ts";
import { errno_message } from "./error_texts.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { type Call, keywords } from "./calls.ts";
import { any_python, cpython, linux, test_with } from "./needs.ts";
import { assert_same_as_python, assert_same_with_file, other_files } from "./oracle.ts";
import { start_python } from "./peer.ts";

const { AF_INET, AF_INET6, AF_UNIX, IPPROTO_IPV6, IPPROTO_TCP, IPV6_V6ONLY, SOL_SOCKET } = socket;
const { create_connection, create_server, SO_REUSEADDR, SO_REUSEPORT } = socket;

const bytes = (text: string) => new TextEncoder().encode(text);

/** A port of 127.0.0.1 and ::1 at which nobody listens. */
function free_port(): number {
  using sock = create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  return sock.getsockname()[1];
}

/** Does something that opens sockets and fails; fails unless they are closed. */
function leaves_no_descriptor(call: () => void): void {
  call();
  // They are counted in Linux's /proc.
  if (platform !== "linux") return;
  const before = descriptors();
  for (let times = 0; times < 20; times++) call();
  assertEquals(opened_since(before), []);
}

test_with(any_python)("create_connection() connects to a Python server", async () => {
  await using peer = start_python(`
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    server.settimeout(20)
    print(server.getsockname()[1])
    conn, address = server.accept()
    with conn:
        conn.settimeout(20)
        conn.sendall(conn.recv(100) + repr(address).encode())
`);
  const port = Number(await peer.line());
  using sock = create_connection(["localhost", port], 10);
  sock.sendall("hello ");
  const [host, own_port] = sock.getsockname();
  let answer = "";
  for (let data = sock.recv(100); data.length > 0; data = sock.recv(100)) {
    answer += new TextDecoder().decode(data);
  }
  assertEquals(answer, `hello ('${host}', ${own_port})`);
});

test_with(any_python)("create_server() serves a Python client, over IPv4 and IPv6", async () => {
  using server = create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  server.settimeout(10);
  const port = server.getsockname()[1];
  await using peer = start_python(
    `
import socket, sys
for host in "127.0.0.1", "::1":
    with socket.create_connection((host, int(sys.argv[1])), 20) as conn:
        conn.sendall(b"from Python")
        print(repr(conn.getpeername()))
`,
    String(port),
  );
  for (const [host, seen] of [["127.0.0.1", "('127.0.0.1', "], ["::1", "('::1', "]]) {
    const [connection, address] = server.accept();
    using conn = connection;
    conn.settimeout(10);
    assertEquals(new TextDecoder().decode(conn.recv(100)), "from Python");
    assertEquals(address[0], host === "::1" ? "::1" : `::ffff:${host}`);
    assert((await peer.line())!.startsWith(`${seen}${port}`));
  }
  assertEquals((await peer.end()).code, 0);
});

test("create_connection() tries each address until one answers", () => {
  using server = create_server(["127.0.0.1", 0]);
  const port = server.getsockname()[1];
  assertEquals(socket.getaddrinfo(null, port, 0, socket.SOCK_STREAM).map(([family]) => family), [
    AF_INET6,
    AF_INET,
  ]);
  leaves_no_descriptor(() => {
    using sock = create_connection([null, port]);
    assertEquals(sock.getpeername(), ["127.0.0.1", port]);
    server.accept()[0].close();
  });
});

test("create_connection() throws the last error, or all of them, and leaves no socket open", () => {
  const port = free_port();
  const last = assertThrows(() => create_connection([null, port]), socket.ConnectionRefusedError);
  assertEquals(last.message, errno_message("ECONNREFUSED"));
  const all = assertThrows(
    () => create_connection([null, port], undefined, null, { all_errors: true }),
    AggregateError,
  );
  assertEquals(all.message, "create_connection failed (2 sub-exceptions)");
  assertEquals(all.errors.length, 2);
  for (const error of all.errors) assertInstanceOf(error, socket.ConnectionRefusedError);
  const single = assertThrows(
    () => create_connection(["127.0.0.1", port], null, null, { all_errors: true }),
    AggregateError,
  );
  assertEquals(single.message, "create_connection failed (1 sub-exception)");

  leaves_no_descriptor(() => {
    assertThrows(() => create_connection([null, port]), socket.ConnectionRefusedError);
    assertThrows(() => create_connection([null, port], 1, null, { all_errors: true }), AggregateError);
    // The socket is there when these fail.
    assertThrows(() => create_connection([null, port], -1), socket.ValueError);
    assertThrows(() => create_connection([null, port], "x" as never), TypeError);
    assertThrows(() => create_connection([null, port], null, 1 as never), TypeError);
    assertThrows(() => create_connection(["127.0.0.1", port], null, ["192.0.2.1", 0, 0]), TypeError);
    assertThrows(() => create_connection(["127.0.0.1", 0x10000 + 0.5], null), socket.OSError);
  });
});

test("create_connection() tells a timeout that is not given from null", () => {
  using server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  const timeout_of = (timeout?: number | null) => {
    using sock = create_connection(address, timeout);
    server.accept()[0].close();
    return sock.gettimeout();
  };
  socket.setdefaulttimeout(7);
  try {
    assertEquals([timeout_of(), timeout_of(null), timeout_of(3)], [7, null, 3]);
  } finally {
    socket.setdefaulttimeout(null);
  }
  assertEquals([timeout_of(), timeout_of(null), timeout_of(3)], [null, null, 3]);
  leaves_no_descriptor(() => {
    assertThrows(() => create_connection(address, 0), socket.BlockingIOError, errno_message("EINPROGRESS"));
  });
});

test("create_connection() gives up when the time is over", () => {
  using server = create_server(["127.0.0.1", 0], { backlog: 0 });
  const address = server.getsockname();
  // Connections beyond the backlog are not answered.
  using full = socket.socket();
  full.setblocking(false);
  full.connect_ex(address);
  leaves_no_descriptor(() => {
    const error = assertThrows(() => create_connection(address, 0.02), socket.TimeoutError, "timed out");
    assertEquals(error.errno, null);
  });
});

test("create_connection() binds to the source address", () => {
  using server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  using sock = create_connection(address, 5, ["127.0.0.2", 0]);
  assertEquals(sock.getsockname()[0], "127.0.0.2");
  for (const none of [null, [], "", 0] as const) {
    using sock = create_connection(address, 5, none as never);
    assertEquals(sock.getsockname()[0], "127.0.0.1");
  }
  leaves_no_descriptor(() => {
    assertThrows(
      () => create_connection(address, 5, ["192.0.2.1", 0]),
      socket.OSError,
      errno_message("EADDRNOTAVAIL"),
    );
  });
});

test_with(cpython)("create_connection() gives CPython's errors", () => {
  const port = free_port();
  assert_same_as_python([
    ["create_connection"],
    ...[null, 1, 1.5, "", "a", "abc", [], ["localhost"], ["localhost", 1, 2], bytes("a"), bytes("abc")]
      .map((address): Call => ["create_connection", address]),
    ["create_connection", ["localhost", port]],
    ["create_connection", ["localhost", port], null, null, keywords({ all_errors: true })],
    ["create_connection", ["localhost", port], null, null, keywords({ all_errors: false })],
    ["create_connection", [null, port], 5, null, keywords({ all_errors: true })],
    ["create_connection", ["localhost", port], 0],
    ["create_connection", ["localhost", port], -1],
    ["create_connection", ["localhost", port], "x"],
    ["create_connection", ["localhost", port], null, ["192.0.2.1", 0]],
    ["create_connection", ["localhost", port], null, ["::1", 0]],
    ["create_connection", ["localhost", port], null, ["127.0.0.1"]],
    ["create_connection", ["localhost", port], null, 1],
    ["create_connection", ["localhost", "nosuch"]],
    ["create_connection", ["localhost", 1.5]],
    ["create_connection", ["localhost", true]],
    ["create_connection", ["nosuch.invalid", port]],
    ["create_connection", ["a..b", port]],
    ["create_connection", [1, port]],
    ["create_connection", ["255.255.255.255", port], 1],
  ]);
});

test_with(other_files)("create_connection() gives CPython's errors for a host with several addresses", () => {
  const port = free_port();
  const hosts = bytes("127.0.0.1 three\n127.0.0.2 three\n::1 three\n");
  assert_same_with_file("/etc/hosts", hosts, [
    ["create_connection", ["three", port]],
    ["create_connection", ["three", port], 5, null, keywords({ all_errors: true })],
    ["create_connection", ["three", port], 5, ["127.0.0.3", 0], keywords({ all_errors: true })],
    ["create_connection", ["three", port], 5, ["127.0.0.3", 0]],
  ]);
});

test("create_server() sets what its options say", () => {
  using plain = create_server(["127.0.0.1", 0]);
  assertEquals([plain.family, plain.type, plain.proto], [AF_INET, socket.SOCK_STREAM, 0]);
  assertEquals(plain.getsockopt(SOL_SOCKET, SO_REUSEADDR), 1);
  assertEquals(plain.getsockopt(SOL_SOCKET, SO_REUSEPORT), 0);
  assertEquals(plain.getsockopt(SOL_SOCKET, socket.SO_ACCEPTCONN), 1);
  assertEquals(plain.get_inheritable(), false);

  using six = create_server(["::1", 0], { family: AF_INET6 });
  assertEquals(six.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY), 1);
  const address: socket.Inet6Address = six.getsockname();
  assertEquals(address[0], "::1");

  using dual = create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  assertEquals(dual.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY), 0);

  using shared = create_server(["127.0.0.1", 0], { reuse_port: true });
  using other = create_server(shared.getsockname(), { reuse_port: true });
  assertEquals(other.getsockopt(SOL_SOCKET, SO_REUSEPORT), 1);
  assertEquals(other.getsockname(), shared.getsockname());
});

test_with(linux)("create_server() listens with the backlog that is asked for", () => {
  // In TCP_INFO of a listening socket Linux has the backlog where else the count of acknowledged segments is.
  const backlog = (sock: socket.Socket<socket.InetAddress>) => {
    const information = sock.getsockopt(IPPROTO_TCP, socket.TCP_INFO, 104);
    return new DataView(information.buffer).getUint32(28, true);
  };
  for (const count of [0, 7, 100]) {
    using server = create_server(["127.0.0.1", 0], { backlog: count });
    assertEquals(backlog(server), count);
  }
  using none = create_server(["127.0.0.1", 0], { backlog: null });
  using unsaid = create_server(["127.0.0.1", 0]);
  assertGreater(backlog(unsaid), 100);
  assertEquals(backlog(none), backlog(unsaid));
});

test_with(cpython)("create_server() gives CPython's errors", () => {
  using taken = create_server(["127.0.0.1", 0]);
  const address = taken.getsockname();
  assert_same_as_python([
    ["create_server"],
    ["create_server", ["127.0.0.1", 0]],
    ["create_server", ["127.0.0.1", 0], keywords({ backlog: 5, reuse_port: true })],
    ["create_server", ["::1", 0], keywords({ family: AF_INET6 })],
    ["create_server", ["", 0], keywords({ family: AF_INET6, dualstack_ipv6: true })],
    ["create_server", ["", 0], keywords({ dualstack_ipv6: true })],
    ["create_server", address],
    ["create_server", address, keywords({ reuse_port: true })],
    ["create_server", ["192.0.2.1", 0]],
    ["create_server", ["2001:db8::1", 0], keywords({ family: AF_INET6 })],
    ["create_server", ["2001:db8::1", 0, 0, 0], keywords({ family: AF_INET6 })],
    ["create_server", ["fe80::1", 0], keywords({ family: AF_INET6 })],
    ["create_server", ["<broadcast>", 0], keywords({ family: AF_INET6 })],
    ["create_server", ["nosuch.invalid", 0]],
    ["create_server", ["it's", 0]],
    ["create_server", [bytes("nosuch"), 0]],
    ["create_server", ["::1", 0]],
    ["create_server", ["127.0.0.1", 65536]],
    ["create_server", ["127.0.0.1", "80"]],
    ["create_server", ["127.0.0.1"]],
    ["create_server", [null, 0]],
    ["create_server", null],
    ["create_server", "127.0.0.1"],
    ["create_server", "/nosuch/directory/socket", keywords({ family: AF_UNIX })],
    ["create_server", "x".repeat(200), keywords({ family: AF_UNIX })],
    ["create_server", ["127.0.0.1", 0], keywords({ family: 999 })],
    ["create_server", ["127.0.0.1", 0], keywords({ family: "x" })],
    ["create_server", ["127.0.0.1", 0], keywords({ backlog: "x" })],
    ["create_server", ["127.0.0.1", 0], keywords({ backlog: 2 ** 31 })],
    ["create_server", ["127.0.0.1", 0], keywords({ backlog: -1 })],
  ]);
});

test("create_server() leaves no socket open when it fails", () => {
  using taken = create_server(["127.0.0.1", 0]);
  leaves_no_descriptor(() => {
    assertThrows(() => create_server(taken.getsockname()), socket.OSError, errno_message("EADDRINUSE"));
    assertThrows(() => create_server(["127.0.0.1", 65536]), socket.OverflowError);
    assertThrows(() => create_server(null), TypeError);
    assertThrows(() => create_server(["127.0.0.1", 0], { backlog: "x" as never }), TypeError);
    assertThrows(() => create_server(["", 0], { dualstack_ipv6: true }), socket.ValueError);
  });
});

test("create_connection() with the timeout in an object says where it goes", () => {
  using server = create_server(["127.0.0.1", 0]);
  assertThrows(
    () => socket.create_connection(server.getsockname(), { timeout: 5 } as never),
    TypeError,
    "'dict' object cannot be interpreted as an integer (this parameter goes by its position: pass the value itself)",
  );
});

test_with(cpython)("has_dualstack_ipv6() says what CPython says, and leaves no socket open", () => {
  assert_same_as_python([["has_dualstack_ipv6"]]);
  leaves_no_descriptor(() => assertEquals(typeof socket.has_dualstack_ipv6(), "boolean"));
});
