import { test } from "node:test";
import * as socket from "../mod.ts";
import { assertEquals, assertThrows } from "./assert.ts";

const { AF_INET, AF_INET6, AF_UNIX, OSError, OverflowError, ValueError } = socket;

test("htons() and ntohs() swap two bytes", () => {
  for (const [host, network] of [[0, 0], [1, 256], [80, 20480], [0xff00, 0xff], [65535, 65535]] as const) {
    assertEquals([socket.htons(host), socket.ntohs(network)], [network, host]);
  }
  assertEquals(socket.htons(true as never), 256);
  assertThrows(() => socket.htons(-1), OverflowError, "htons: can't convert negative Python int");
  assertThrows(() => socket.ntohs(65536), OverflowError, "ntohs: Python int too large to convert");
  assertThrows(
    () => socket.htons("1" as never),
    TypeError,
    "'str' object cannot be interpreted as an integer",
  );
  assertThrows(() => socket.htons(1.5), TypeError, "'float' object");
});

test("htonl() and ntohl() reverse four bytes", () => {
  const pairs = [[0, 0], [1, 0x01000000], [0x7f000001, 0x0100007f], [0xffffffff, 0xffffffff], [
    0x80,
    0x80000000,
  ]];
  for (const [host, network] of pairs as [number, number][]) {
    assertEquals([socket.htonl(host), socket.ntohl(network)], [network, host]);
  }
  assertThrows(() => socket.htonl(-1), OverflowError, "can't convert negative value to unsigned int");
  assertThrows(() => socket.ntohl(2 ** 32), OverflowError, "int larger than 32 bits");
  assertThrows(
    () => socket.htonl(2n ** 64n as never),
    OverflowError,
    "too large to convert to C unsigned long",
  );
  assertThrows(() => socket.ntohl("1" as never), TypeError, "expected int, str found");
});

test("inet_aton() and inet_ntoa()", () => {
  assertEquals(socket.inet_aton("127.0.0.1"), new Uint8Array([127, 0, 0, 1]));
  assertEquals(socket.inet_aton("1.2"), new Uint8Array([1, 0, 0, 2]));
  assertEquals(socket.inet_aton("0x7f.1"), new Uint8Array([127, 0, 0, 1]));
  assertEquals(socket.inet_ntoa(new Uint8Array([255, 254, 0, 1])), "255.254.0.1");
  assertEquals(socket.inet_ntoa(new DataView(new ArrayBuffer(8), 2, 4)), "0.0.0.0");
  for (const bad of ["", "x", "1.2.3.4.5", "256.1.1.1", "é"]) {
    assertThrows(() => socket.inet_aton(bad), OSError, "illegal IP address string passed to inet_aton");
  }
  assertThrows(() => socket.inet_aton("1\0"), ValueError, "embedded null character");
  assertThrows(() => socket.inet_aton(5 as never), TypeError, "inet_aton() argument must be str, not int");
  assertThrows(() => socket.inet_ntoa(new Uint8Array(3)), OSError, "packed IP wrong length for inet_ntoa");
  assertThrows(
    () => socket.inet_ntoa("1234" as never),
    TypeError,
    "a bytes-like object is required, not 'str'",
  );
});

test("inet_pton() and inet_ntop()", () => {
  assertEquals(socket.inet_pton(AF_INET, "1.2.3.4"), new Uint8Array([1, 2, 3, 4]));
  const mapped = socket.inet_pton(AF_INET6, "::ffff:1.2.3.4");
  assertEquals([mapped.length, mapped.buffer.byteLength, mapped[10], mapped[15]], [16, 16, 255, 4]);
  for (const address of ["::", "::1", "fe80::1", "2001:db8::8:800:200c:417a", "::ffff:1.2.3.4"]) {
    assertEquals(socket.inet_ntop(AF_INET6, socket.inet_pton(AF_INET6, address)), address);
  }
  assertThrows(
    () => socket.inet_pton(AF_INET, "1.2"),
    OSError,
    "illegal IP address string passed to inet_pton",
  );
  const error = assertThrows(() => socket.inet_pton(AF_UNIX, "x"), OSError);
  assertEquals(error.code, "EAFNOSUPPORT");
  assertThrows(() => socket.inet_ntop(AF_UNIX, new Uint8Array(4)), ValueError, "unknown address family 1");
  assertThrows(
    () => socket.inet_ntop(AF_INET6, new Uint8Array(4)),
    ValueError,
    "invalid length of packed IP address string",
  );
});

test("a call without arguments says so as CPython's does", () => {
  // deno-lint-ignore no-explicit-any
  const s = socket as any;
  for (const name of ["close", "dup", "htons", "ntohs", "htonl", "ntohl", "inet_aton", "inet_ntoa"]) {
    const { message } = assertThrows(() => s[name](), TypeError);
    assertEquals(message, `_socket.${name}() takes exactly one argument (0 given)`);
  }
  for (const name of ["inet_pton", "inet_ntop"]) {
    assertThrows(() => s[name](), TypeError, `${name}() takes exactly 2 arguments (0 given)`);
    assertThrows(() => s[name](AF_INET), TypeError, `${name}() takes exactly 2 arguments (1 given)`);
  }
  const missing = "fromfd() missing ";
  assertThrows(() => s.fromfd(0, AF_INET), TypeError, `${missing}1 required positional argument: 'type'`);
  assertThrows(
    () => s.fromfd(0),
    TypeError,
    `${missing}2 required positional arguments: 'family' and 'type'`,
  );
  assertThrows(
    () => s.fromfd(),
    TypeError,
    `${missing}3 required positional arguments: 'fd', 'family', and 'type'`,
  );
});
