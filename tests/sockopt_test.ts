import { test } from "node:test";
import * as socket from "../mod.ts";
import { assertEquals, assertThrows } from "./assert.ts";
import { can_open, test_with } from "./needs.ts";

const { AF_VSOCK, IPPROTO_IP, IP_TTL, SOCK_STREAM, SOL_SOCKET, SO_KEEPALIVE, SO_LINGER, SO_TYPE } = socket;

type Anything = Record<"getsockopt" | "setsockopt", (...values: unknown[]) => unknown>;

const linger = (bytes: unknown) => Array.from(new Int32Array((bytes as Uint8Array<ArrayBuffer>).buffer));

test("an option is an integer, or as many bytes as the caller has room for and the system gives", () => {
  using s = socket.socket();
  assertEquals(s.getsockopt(SOL_SOCKET, SO_TYPE), SOCK_STREAM);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_TYPE, 0) as unknown, SOCK_STREAM);
  s.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array([1, 7]));
  for (const room of [1024, 9, 8]) assertEquals(linger(s.getsockopt(SOL_SOCKET, SO_LINGER, room)), [1, 7]);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_LINGER, 5), new Uint8Array([1, 0, 0, 0, 7]));
  assertEquals(s.getsockopt(SOL_SOCKET, SO_LINGER, 1), new Uint8Array([1]));
  // An integer option has the first four bytes.
  assertEquals(s.getsockopt(SOL_SOCKET, SO_LINGER), 1);
  for (const room of [-1, 1025]) {
    assertThrows(
      () => s.getsockopt(SOL_SOCKET, SO_LINGER, room),
      socket.OSError,
      "getsockopt buflen out of range",
    );
  }
});

test("what one option had is not seen in the next", () => {
  using s = socket.socket();
  s.setsockopt(IPPROTO_IP, IP_TTL, 77);
  assertEquals(s.getsockopt(IPPROTO_IP, IP_TTL), 77);
  // The kernel writes one byte here, of four.
  assertEquals(s.getsockopt(IPPROTO_IP, socket.IP_MULTICAST_LOOP), 1);
  s.setsockopt(IPPROTO_IP, IP_TTL, 0x40);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_KEEPALIVE), 0);
});

test("an option is set to an integer that fits an int, to a boolean, or to bytes of any view", () => {
  using s = socket.socket();
  for (const [value, found] of [[true, 1], [false, 0], [1, 1], [0n, 0], [1n, 1]] as const) {
    s.setsockopt(SOL_SOCKET, SO_KEEPALIVE, value as number);
    assertEquals(s.getsockopt(SOL_SOCKET, SO_KEEPALIVE), found);
  }
  const bytes = new Uint8Array([9, 9, 1, 0, 0, 0, 3, 0, 0, 0, 9]);
  for (const view of [bytes.subarray(2, 10), new DataView(bytes.buffer, 2, 8), bytes.slice(2, 10).buffer]) {
    s.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array(2));
    s.setsockopt(SOL_SOCKET, SO_LINGER, view);
    assertEquals(linger(s.getsockopt(SOL_SOCKET, SO_LINGER, 8)), [1, 3]);
  }
  // The system has a say in the largest and the smallest; beyond them nobody asks it.
  for (const value of [2 ** 31 - 1, -(2 ** 31)]) {
    const error = assertThrows(() => s.setsockopt(IPPROTO_IP, IP_TTL, value), socket.OSError);
    assertEquals(error.code, "EINVAL");
  }
  for (const value of [2 ** 31, -(2 ** 31) - 1, 2n ** 64n]) {
    assertThrows(
      () => s.setsockopt(IPPROTO_IP, IP_TTL, value as number),
      TypeError,
      "a bytes-like object is required, not 'int'",
    );
  }
});

test("an option is set to NULL, with a length", () => {
  using s = socket.socket();
  // Too short for an int: the system looks at the length before it looks at the memory.
  const short = assertThrows(() => s.setsockopt(SOL_SOCKET, SO_KEEPALIVE, null, 3), socket.OSError);
  assertEquals(short.code, "EINVAL");
  const long = assertThrows(() => s.setsockopt(SOL_SOCKET, SO_KEEPALIVE, null, 4), socket.OSError);
  assertEquals(long.code, "EFAULT");
});

test("getsockopt() and setsockopt() complain of arguments as CPython does", () => {
  using typed = socket.socket();
  const s = typed as unknown as Anything;
  const complaints: [() => unknown, string][] = [
    [() => s.getsockopt(), "getsockopt() takes at least 2 arguments (0 given)"],
    [() => s.getsockopt(1), "getsockopt() takes at least 2 arguments (1 given)"],
    [() => s.getsockopt("x", 2), "'str' object cannot be interpreted as an integer"],
    [() => s.getsockopt(1, 1.5), "'float' object cannot be interpreted as an integer"],
    [() => s.getsockopt(1, 2, 1.5), "'float' object cannot be interpreted as an integer"],
    [() => s.setsockopt(), "setsockopt() takes exactly 3 arguments (0 given)"],
    [() => s.setsockopt(1), "setsockopt() takes exactly 3 arguments (1 given)"],
    [() => s.setsockopt(1, 2), "setsockopt() takes exactly 3 arguments (2 given)"],
    [() => s.setsockopt(1, 2, null), "a bytes-like object is required, not 'NoneType'"],
    [() => s.setsockopt(1, 2, "x"), "a bytes-like object is required, not 'str'"],
    [() => s.setsockopt(1, 2, 1.5), "a bytes-like object is required, not 'float'"],
    [() => s.setsockopt("x", 2, 1), "'str' object cannot be interpreted as an integer"],
    [() => s.setsockopt(1, 2, 1, 1), "setsockopt() takes exactly 3 arguments (4 given)"],
    [() => s.setsockopt(1, 2, null, "x"), "setsockopt() takes exactly 3 arguments (4 given)"],
    [() => s.setsockopt("x", 2, null, 1), "setsockopt() takes exactly 3 arguments (4 given)"],
  ];
  for (const [call, message] of complaints) assertThrows(call, TypeError, message);
  const error = assertThrows(() => typed.getsockopt(SOL_SOCKET, 9999), socket.OSError);
  assertEquals(error.code, "ENOPROTOOPT");
  assertThrows(() => typed.setsockopt(SOL_SOCKET, 9999, 1), socket.OSError);
});

test_with(can_open("AF_VSOCK", AF_VSOCK, SOCK_STREAM))("options of AF_VSOCK have 64 bits", () => {
  using s = socket.socket(AF_VSOCK, SOCK_STREAM);
  const { SO_VM_SOCKETS_BUFFER_SIZE, SO_VM_SOCKETS_BUFFER_MAX_SIZE } = socket;
  s.setsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE, 2 ** 33);
  s.setsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, 2 ** 32 + 5);
  assertEquals(s.getsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE), 2 ** 32 + 5);
  assertThrows(
    () => s.getsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, 8),
    socket.OSError,
    "getsockopt string buffer not allowed",
  );
  const set = (value: unknown, ...more: number[]) =>
    (s as unknown as Anything).setsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, value, ...more);
  assertThrows(() => set(new Uint8Array(8)), TypeError, "setsockopt() argument 3 must be int, not bytes");
  const complaint = assertThrows(() => set(null), TypeError);
  assertEquals(complaint.message, "setsockopt() argument 3 must be int, not None");
  assertThrows(() => set(null, 8), TypeError, "setsockopt() takes exactly 3 arguments (4 given)");
});
