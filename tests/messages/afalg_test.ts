import { system } from "../../ffi/libc.ts";
import { copy_of, pointer_at } from "../../ffi/memory.ts";
import { Memory } from "../../ffi/message.ts";
import { decode_ancillary } from "../../lib/messages/ancillary.ts";
import * as socket from "../../mod.ts";
import { assertEquals, assertThrows } from "../assert.ts";
import { can_open, linux, test_with } from "../needs.ts";
import { wrap_libc } from "../stress/checker.ts";
import { DEADLINE } from "../transports.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (data: string) => new TextEncoder().encode(data);
const uints = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);

function pair(): Disposable & { a: socket.Socket; b: socket.Socket } {
  const [a, b] = socket.socketpair() as unknown as [socket.Socket, socket.Socket];
  for (const s of [a, b]) s.settimeout(DEADLINE);
  return { a, b, [Symbol.dispose]: () => (a.close(), b.close()) };
}

function alg_socket(fd: number): socket.Socket {
  // No kernel need know AF_ALG for this: a family that is given is believed, and UNIX sockets ignore other levels.
  const s = new socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0, fd);
  s.settimeout(DEADLINE);
  return s as socket.Socket;
}

const { SOL_ALG, ALG_SET_AEAD_ASSOCLEN, ALG_SET_IV, ALG_SET_OP } = socket;
const { msghdr } = system.structs;

/** The control messages with which the last sendmsg(2) was called. */
let sent: ReturnType<typeof decode_ancillary> = [];

wrap_libc((name, native) => {
  if (name !== "sendmsg") return native;
  return (fd, header, flags) => {
    const length = new Uint32Array((header as Uint8Array).buffer)[msghdr.controllen / 4]!;
    const control = new Memory(length);
    if (length > 0) control.bytes.set(copy_of(pointer_at(header as Uint8Array, msghdr.control), length));
    sent = decode_ancillary(control, length);
    return native(fd, header, flags);
  };
});

test_with(linux)("sendmsg_afalg() sends its data, and what to do with it", () => {
  using unix = pair();
  using alg = alg_socket(unix.a.detach());
  const op = socket.ALG_OP_ENCRYPT;
  assertEquals(alg.sendmsg_afalg(["ab", bytes("c")], { op, iv: bytes("12345"), assoclen: 7 }), 3);
  assertEquals(text(unix.b.recv(10)), "abc");
  assertEquals(sent, [
    [SOL_ALG, ALG_SET_OP, uints(op)],
    // The padding counts as part of the message, as in CPython.
    [SOL_ALG, ALG_SET_IV, Uint8Array.of(...uints(5), ...bytes("12345"), 0, 0, 0, 0, 0, 0, 0)],
    [SOL_ALG, ALG_SET_AEAD_ASSOCLEN, uints(7)],
  ]);
  assertEquals(alg.sendmsg_afalg(undefined, { op: 0 }), 0);
  assertEquals(sent, [[SOL_ALG, ALG_SET_OP, uints(0)]]);
  alg.sendmsg_afalg([], { op: 0x7fffffff, iv: new Uint8Array(4), assoclen: 0 });
  assertEquals(sent, [
    [SOL_ALG, ALG_SET_OP, uints(0x7fffffff)],
    [SOL_ALG, ALG_SET_IV, uints(4, 0)],
    [SOL_ALG, ALG_SET_AEAD_ASSOCLEN, uints(0)],
  ]);
});

test_with(linux)("sendmsg_afalg() says of wrong arguments what CPython says", () => {
  using unix = pair();
  // deno-lint-ignore no-explicit-any
  const call = (s: any, ...values: unknown[]) => s.sendmsg_afalg(...values);
  for (const options of [{ op: 1 }, { op: "a" }, { bogus: 1 }]) {
    assertThrows(() => call(unix.b, ["x"], options), socket.OSError, "algset is only supported for AF_ALG");
  }
  using alg = alg_socket(unix.a.detach());
  const cases: [unknown[], string][] = [
    [[], "Invalid or missing argument 'op'"],
    [[[5], { op: -1, assoclen: -1 }], "Invalid or missing argument 'op'"],
    [[[5], { op: 2 ** 40 }], "Invalid or missing argument 'op'"],
    [[["x"], { op: "a" }], "sendmsg_afalg() argument 2 must be int, not str"],
    [[["x"], { op: null }], "sendmsg_afalg() argument 2 must be int, not None"],
    [[["x"], { op: 1, iv: "a" }], "a bytes-like object is required, not 'str'"],
    [[["x"], { op: 1, assoclen: 1.5 }], "sendmsg_afalg() argument 4 must be int, not float"],
    [[["x"], { op: 1, assoclen: -1 }], "assoclen must be positive"],
    [[["x"], { op: 1, flags: "a" }], "'str' object cannot be interpreted as an integer"],
    [[5, { op: 1 }], "sendmsg() argument 1 must be an iterable"],
    [[[5], { op: 1 }], "a bytes-like object is required, not 'int'"],
  ];
  for (const [values, message] of cases) {
    assertEquals(assertThrows(() => call(alg, ...values), TypeError).message, message);
  }
  const error = assertThrows(() => call(alg, ["x"], { op: 1, assoclen: 2 ** 31 }), socket.OverflowError);
  assertEquals(error.message, "Python int too large to convert to C int");
});

const afalg = can_open("AF_ALG", socket.AF_ALG, socket.SOCK_SEQPACKET);

test_with(afalg)("sendmsg_afalg() makes a real socket of the kernel's hash", () => {
  using algorithm = new socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET);
  algorithm.bind(["hash", "sha256"]);
  const [operation] = algorithm.accept();
  using op = operation;
  op.sendmsg_afalg(["abc"], { op: socket.ALG_OP_ENCRYPT });
  assertEquals(op.recv(512)[0], 0xba);
});
