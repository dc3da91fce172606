// macOS's families with macOS's layouts, wherever this runs: what they make of bytes, not what that system makes of them.
import { test } from "node:test";
import { darwin } from "../../ffi/darwin.ts";
import { system } from "../../ffi/libc.ts";
import { sockaddr } from "../../ffi/sockaddr.ts";
import { control } from "../../lib/address/system.ts";
import { unix } from "../../lib/address/unix.ts";
import * as socket from "../../mod.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";

const AF_SYSTEM = 32, SYSPROTO_CONTROL = 2;
const owner = { fd: -1, family: AF_SYSTEM, proto: SYSPROTO_CONTROL };
const { size, encode, decode } = control(darwin.structs.sockaddr_ctl!, darwin);
const wrong = "connect(): PF_SYSTEM address must be a str or a pair (id, unit)";

function encoded(address: unknown): number[] {
  sockaddr.fill(0xee);
  return Array.from(sockaddr.subarray(0, encode(address, "connect", owner)));
}

test("AF_SYSTEM: a pair is written where struct sockaddr_ctl has it", () => {
  const reserved = Array(20).fill(0);
  assertEquals(encoded([5, 0x01020304]), [32, AF_SYSTEM, 2, 0, 5, 0, 0, 0, 4, 3, 2, 1, ...reserved]);
  assertEquals(encoded([-1, 0]).slice(4, 12), [255, 255, 255, 255, 0, 0, 0, 0]);
});

test("AF_SYSTEM: what is written is read again, and bytes that did not come are zero", () => {
  encoded([7, 9]);
  assertEquals(decode(32, owner), [7, 9]);
  assertEquals(decode(8, owner), [7, 0]);
});

test("AF_SYSTEM: whatever is wrong with the pair, the words are CPython's", () => {
  for (const address of [[1], [1, 2, 3], ["x", 1], [1, 1.5], 5, null, new Uint8Array(32)]) {
    assertStrictEquals(assertThrows(() => encoded(address), TypeError).message, wrong);
  }
});

test("AF_SYSTEM: a name is looked up, which only macOS can", () => {
  const missing = "cannot find kernel control with provided name";
  // The descriptor is closed, so that there is no such control anywhere.
  assertThrows(() => encoded("com.apple.net.utun_control"), socket.OSError, missing);
  assertThrows(() => encoded("x".repeat(96)), socket.OSError, missing);
  assertThrows(() => encoded("x".repeat(97)), socket.ValueError, "provided string is too long");
  assertThrows(() => encoded("x\0"), socket.ValueError, "embedded null byte");
});

test("AF_SYSTEM: other protocols have no addresses", () => {
  const events = { ...owner, proto: 1 };
  assertThrows(
    () => encode([1, 0], "bind", events),
    socket.OSError,
    "bind(): unsupported PF_SYSTEM protocol",
  );
  assertThrows(() => decode(32, events), socket.ValueError, "Invalid address type");
  assertStrictEquals(typeof size === "number" ? null : size(owner), 32);
  assertThrows(
    () => typeof size === "number" ? null : size(events),
    socket.OSError,
    "getsockaddrlen: unknown PF_SYSTEM protocol",
  );
});

test("AF_UNIX on macOS: zero bytes are no name, and every path ends with one", () => {
  const { encode, decode } = unix(darwin);
  const any = { fd: -1, family: 1, proto: 0 };
  sockaddr.fill(0, 0, 106);
  sockaddr[0] = 16;
  sockaddr[1] = 1;
  assertStrictEquals(decode(16, any), "");
  assertStrictEquals(decode(2, any), "");
  const bytes = (address: unknown) => Array.from(sockaddr.subarray(0, encode(address, "bind", any)));
  assertEquals(bytes("ab"), [5, 1, 97, 98, 0]);
  assertStrictEquals(decode(5, any), "ab");
  assertEquals(bytes(""), [3, 1, 0]);
  assertEquals(bytes("\0ab"), [6, 1, 0, 97, 98, 0]);
  assertStrictEquals(decode(6, any), "");
  assertEquals(bytes("x".repeat(103)).length, 106);
  assertThrows(() => bytes("x".repeat(104)), socket.OSError, "AF_UNIX path too long");
  assertStrictEquals(decode(106, any), "x".repeat(103));
  // As another program may bind it: a path that fills the struct.
  sockaddr[105] = "x".charCodeAt(0);
  assertStrictEquals(decode(106, any), "x".repeat(104));
});

test("only Linux has names without files", () => {
  assertEquals([system.has_abstract_names, darwin.has_abstract_names], [
    socket.AF_NETLINK !== undefined,
    false,
  ]);
});
