import { closeSync, fstatSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as socket from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { errno_message } from "../error_texts.ts";
import { descriptors, opened_since } from "../descriptors.ts";
import { any_python, on_musl, test_with } from "../needs.ts";
import { start_python } from "../peer.ts";
import { DEADLINE, temporary_directory } from "../transports.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);

function pair(type?: number): Disposable & { a: socket.Socket; b: socket.Socket } {
  const [a, b] = socket.socketpair(null, type) as unknown as [socket.Socket, socket.Socket];
  for (const s of [a, b]) s.settimeout(DEADLINE);
  return { a, b, [Symbol.dispose]: () => (a.close(), b.close()) };
}

// node:fs knows only the descriptors that it opened itself, on Deno: those that came are read by this name.
function content(fd: number): string {
  return readFileSync(`/proc/self/fd/${fd}`, "utf8");
}

test("send_fds() and recv_fds() pass descriptors of the same files", () => {
  using directory = temporary_directory();
  const names = ["first", "second"].map(directory.join);
  for (const name of names) writeFileSync(name, `in ${name}`);
  for (const type of [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET]) {
    using unix = pair(type);
    const before = descriptors();
    const fds = names.map((name) => openSync(name, "r"));
    assertEquals(socket.send_fds(unix.a, ["two ", bytes("files")], new Set(fds)), 9);
    fds.forEach(closeSync);
    const [data, received, flags, address] = socket.recv_fds(unix.b, 100, 5);
    assertEquals([text(data), received.length, flags & ~socket.MSG_EOR], ["two files", 2, 0]);
    assertEquals(address as unknown, null);
    assertEquals(received.map(content), names.map((name) => `in ${name}`));
    received.forEach(socket.close);
    assertEquals(opened_since(before), []);
  }
});

test("recv_fds() gives descriptors that child processes inherit, as CPython does", () => {
  using unix = pair();
  socket.send_fds(unix.a, ["x"], [0]);
  const [fd] = socket.recv_fds(unix.b, 1, 1)[1];
  const copy = socket.socket(-1, -1, -1, unix.a.detach());
  assertEquals(copy.get_inheritable(), false);
  assertEquals(inheritable(fd!), true);
  copy.close();
  socket.close(fd!);
});

// FD_CLOEXEC, as Linux shows it.
function inheritable(fd: number): boolean {
  const [, flags] = readFileSync(`/proc/self/fdinfo/${fd}`, "utf8").match(/flags:\s*(\d+)/)!;
  return (parseInt(flags!, 8) & 0o2000000) === 0;
}

test("recv_fds() takes at most maxfds, and the kernel closes the others", () => {
  using unix = pair();
  const before = descriptors();
  for (const [maxfds, expected] of [[0, 0], [1, 1], [3, 3], [5, 5], [9, 5]]) {
    socket.send_fds(unix.a, ["x"], [0, 1, 2, 0, 1]);
    const [, fds, flags] = socket.recv_fds(unix.b, 1, maxfds!);
    assertEquals([fds.length, flags], [expected, expected === 5 ? 0 : socket.MSG_CTRUNC]);
    assertEquals(opened_since(before).length, expected!);
    fds.forEach(socket.close);
  }
});

test("recv_fds() of a message without descriptors gives none", () => {
  using unix = pair();
  unix.a.sendall("plain");
  assertEquals<unknown>(socket.recv_fds(unix.b, 10, 3), [bytes("plain"), [], 0, null]);
  assertEquals(socket.send_fds(unix.a, ["empty"], []), 5);
  assertEquals<unknown>(socket.recv_fds(unix.b, 10, 3), [bytes("empty"), [], 0, null]);
  unix.a.close();
  assertEquals<unknown>(socket.recv_fds(unix.b, 10, 3), [bytes(""), [], 0, null]);
});

// Linux takes 253; musl copies control data first, and has room for a kibibyte of it.
const [most, beyond] = on_musl ? [252, errno_message("ENOMEM")] : [253, errno_message("EINVAL")];

test(`send_fds() passes ${most} descriptors and no more`, () => {
  using unix = pair();
  const before = descriptors();
  socket.send_fds(unix.a, ["x"], Array(most).fill(0));
  const [, fds] = socket.recv_fds(unix.b, 1, most);
  assertEquals([fds.length, opened_since(before).length], [most, most]);
  fds.forEach(socket.close);
  assertThrows(() => socket.send_fds(unix.a, ["x"], Array(most + 1).fill(0)), socket.OSError, beyond);
});

test("flags and address have no effect, as in CPython 3.13", () => {
  using unix = pair();
  assertEquals(socket.send_fds(unix.a, ["xy"], [], socket.MSG_OOB, "/nowhere"), 2);
  assertEquals(text(socket.recv_fds(unix.b, 1, 0, socket.MSG_PEEK)[0]), "x");
  assertEquals(text(unix.b.recv(2)), "y");
});

test("wrong arguments get CPython's messages", () => {
  using unix = pair();
  // deno-lint-ignore no-explicit-any
  const { send_fds, recv_fds } = socket as any;
  const { a, b } = unix;
  const cases: [() => unknown, new (message: string) => Error, string][] = [
    [
      () => send_fds(),
      TypeError,
      "send_fds() missing 3 required positional arguments: 'sock', 'buffers', and 'fds'",
    ],
    [() => send_fds(a), TypeError, "send_fds() missing 2 required positional arguments: 'buffers' and 'fds'"],
    [() => send_fds(a, []), TypeError, "send_fds() missing 1 required positional argument: 'fds'"],
    [() => send_fds(a, 5, ["a"]), TypeError, "'str' object cannot be interpreted as an integer"],
    [() => send_fds(a, 5, [0]), TypeError, "sendmsg() argument 1 must be an iterable"],
    [() => send_fds(a, [], 5), TypeError, "'int' object is not iterable"],
    [() => send_fds(a, [], "ab"), TypeError, "cannot use a str to initialize an array with typecode 'i'"],
    [() => send_fds(a, [], [1.5]), TypeError, "'float' object cannot be interpreted as an integer"],
    [() => send_fds(a, [], [2 ** 31]), socket.OverflowError, "signed integer is greater than maximum"],
    [() => send_fds(a, ["x"], [-1]), socket.OSError as never, errno_message("EBADF")],
    [
      () => recv_fds(b),
      TypeError,
      "recv_fds() missing 2 required positional arguments: 'bufsize' and 'maxfds'",
    ],
    [() => recv_fds(b, 1), TypeError, "recv_fds() missing 1 required positional argument: 'maxfds'"],
    [() => recv_fds(b, "a", 1), TypeError, "'str' object cannot be interpreted as an integer"],
    [() => recv_fds(b, 1, 1.5), TypeError, "'float' object cannot be interpreted as an integer"],
    [() => recv_fds(b, 1, -1), socket.OverflowError, "CMSG_LEN() argument out of range"],
    [() => recv_fds(b, 1, 2 ** 62), socket.OverflowError, "Python int too large to convert to C ssize_t"],
    [() => recv_fds(b, -1, 1), socket.ValueError, "negative buffer size in recvmsg()"],
  ];
  for (const [call, Class, message] of cases) assertEquals(assertThrows(call, Class).message, message);
});

const PYTHON_PEER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(10)
s.connect(sys.argv[1])
data, fds, flags, address = socket.recv_fds(s, 100, 10)
print(data.decode(), len(fds), flags, *[os.pread(fd, 100, 0).decode() for fd in fds])
out = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)
os.write(out, b"made by Python")
print(socket.send_fds(s, [b"here ", b"it is"], [out, fds[0]]))
s.recv(1)
`;

test_with(any_python)("descriptors go to a real Python and come back", async () => {
  using directory = temporary_directory();
  const path = directory.join("socket");
  using server = socket.socket(socket.AF_UNIX);
  server.settimeout(DEADLINE);
  server.bind(path);
  server.listen();
  writeFileSync(directory.join("ours"), "made here");
  await using peer = start_python(PYTHON_PEER, path, directory.join("theirs"));
  // From here on: Node has opened /dev/null, in reserve, with its first pipe.
  const before = descriptors();
  const [connection] = server.accept();
  using conn = connection;
  conn.settimeout(DEADLINE);
  const fd = openSync(directory.join("ours"), "r");
  socket.send_fds(conn, ["take this"], [fd, fd]);
  assertEquals(await peer.line(), "take this 2 0 made here made here");
  const [data, fds, flags] = socket.recv_fds(conn, 100, 2);
  assertEquals([text(data), flags, fds.map(content)], ["here it is", 0, ["made by Python", "made here"]]);
  assertEquals(await peer.line(), "10");
  assertEquals(statSync(`/proc/self/fd/${fds[1]}`).ino, fstatSync(fd).ino);
  conn.sendall("x");
  assertEquals((await peer.end()).code, 0);
  closeSync(fd);
  fds.forEach(socket.close);
  conn.close();
  server.close();
  // The runtime closes what it had for the child a moment later.
  for (let attempt = 0; attempt < 100 && opened_since(before).length > 0; attempt++) await sleep(10);
  assertEquals(opened_since(before), []);
});

test("descriptors in bytes, and arguments that are none, are taken as CPython takes them", () => {
  const [a, b] = socket.socketpair();
  using _a = a, _b = b;
  b.settimeout(DEADLINE);
  // deno-lint-ignore no-explicit-any
  const s = socket as any;
  const cases: [() => unknown, new (message: string) => Error, string][] = [
    [
      () => s.send_fds(a, ["x"], Uint8Array.of(1, 0)),
      socket.ValueError,
      "bytes length not a multiple of item size",
    ],
    [() => s.send_fds(a, Uint8Array.of(1), []), TypeError, "a bytes-like object is required, not 'int'"],
    [() => s.recv_fds(b, 10, null), TypeError, "unsupported operand type(s) for *: 'NoneType' and 'int'"],
    [() => s.recv_fds(b, 10, -1), socket.OverflowError, "CMSG_LEN() argument out of range"],
  ];
  for (const [call, Class, message] of cases) assertEquals(assertThrows(call, Class).message, message);
  assertEquals(s.send_fds(a, ["x"], new Uint8Array(Int32Array.of(a.fileno()).buffer)), 1);
  const [, fds] = socket.recv_fds(b, 1, 1);
  assertEquals(fds.length, 1);
  const inode = (fd: number) => statSync(`/proc/self/fd/${fd}`).ino;
  assertEquals(inode(fds[0]!), inode(a.fileno()));
  socket.close(fds[0]!);
});
