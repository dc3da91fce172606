import { test } from "node:test";
import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import {
  assert_decoded_as_in_python,
  assert_encoded_as_in_python,
  assert_opened_as_in_python,
  tracing,
} from "./cpython_address.ts";
import { any_python, can_open, test_with } from "../needs.ts";

const { AF_ALG, SOCK_SEQPACKET } = socket;

test_with(any_python)("AF_ALG addresses are encoded as in CPython", () => {
  const numbers = [-1, 1.5, "x", null, true, 65535, 65536, 2 ** 32 + 7, 2n ** 64n];
  const addresses = [
    1,
    null,
    "hash",
    [],
    ["hash"],
    ["hash", "sha256"],
    ["hash", "sha256", 1],
    ["hash", "sha256", 1, 2],
    ["hash", "sha256", 1, 2, 3],
    ["", ""],
    ["x".repeat(13), "y".repeat(63)],
    ["x".repeat(14), "y"],
    ["x", "y".repeat(64)],
    ["x".repeat(14), "y".repeat(64)],
    ["é".repeat(7), "y"],
    ["é".repeat(6), "é".repeat(31)],
    ["h\0", "x"],
    ["h", "x\0"],
    ["h", "\ud800"],
    ["h", "\udc80x"],
    [null, "x"],
    ["h", null],
    [new Uint8Array(1), "x"],
    ["h", new Uint8Array(1)],
    ...numbers.flatMap((number) => [["h", "x", number], ["h", "x", 1, number]]),
  ];
  assert_encoded_as_in_python(addresses.map((address) => ({ family: AF_ALG, address })));
});

function bytes_of(text: string, length: number): string {
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(text));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

test_with(tracing)("AF_ALG addresses are decoded as in CPython", () => {
  const numbers = "01020304fffffff7";
  assert_decoded_as_in_python(AF_ALG, [
    { bytes: `2600${bytes_of("hash", 14)}${numbers}${bytes_of("sha256", 64)}` },
    { bytes: `2600${bytes_of("x".repeat(14), 14)}${numbers}${bytes_of("y".repeat(64), 64)}` },
    { bytes: `2600${bytes_of("é", 14)}${"00".repeat(8)}${bytes_of("", 64)}` },
    { bytes: `2600ff${bytes_of("", 13)}${"00".repeat(8)}${bytes_of("", 64)}` },
    { bytes: `2600${bytes_of("a", 14)}${"00".repeat(8)}e282${bytes_of("", 62)}` },
    { bytes: `2600${bytes_of("a", 14)}${"00".repeat(8)}e228${bytes_of("", 62)}` },
  ]);
});

test_with(any_python)("opening an AF_ALG socket ends as in CPython", () => {
  for (const type of [SOCK_SEQPACKET, socket.SOCK_STREAM]) assert_opened_as_in_python(AF_ALG, type);
});

test("AF_ALG: accept() asks for no address, and gives none", () => {
  using listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  listener.bind(["127.0.0.1", 0]);
  listener.listen();
  // To the kernel it is a TCP socket; what is asked shows in the result.
  using same = socket.socket(AF_ALG, SOCK_SEQPACKET, 0, socket.dup(listener.fileno()));
  same.settimeout(10);
  using client = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  client.connect(listener.getsockname());
  const [connection, address] = same.accept();
  using accepted = connection;
  assertEquals(address as unknown, null);
  assertEquals(accepted.family, AF_ALG);
});

const alg = can_open("AF_ALG", AF_ALG, SOCK_SEQPACKET);

function bound(type: string, name: string): socket.Socket<socket.AlgAddress | null> {
  const s = socket.socket(AF_ALG, SOCK_SEQPACKET);
  s.bind([type, name]);
  return s;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

test_with(alg)("AF_ALG: sha256", () => {
  using algorithm = bound("hash", "sha256");
  const [operation] = algorithm.accept();
  using hash = operation;
  hash.sendall("abc");
  assertEquals(hex(hash.recv(512)), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test_with(alg)("AF_ALG: hmac(sha1)", () => {
  using algorithm = bound("hash", "hmac(sha1)");
  algorithm.setsockopt(socket.SOL_ALG, socket.ALG_SET_KEY, new TextEncoder().encode("Jefe"));
  const [operation] = algorithm.accept();
  using hash = operation;
  hash.sendall("what do ya want for nothing?");
  assertEquals(hex(hash.recv(512)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
});
