// A hash computed by the kernel: an AF_ALG socket stands for an algorithm, what is sent to it is hashed.
//
// Needs: a Linux kernel with AF_ALG (module algif_hash).
// Start: deno run --allow-ffi examples/hash.ts ALGORITHM TEXT     or: bun run examples/hash.ts sha256 abc
import process from "node:process";
import * as socket from "../mod.ts";

const [algorithm = "sha256", text = "abc"] = process.argv.slice(2);

using hash = socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET);
hash.bind(["hash", algorithm]);
const [operation] = hash.accept(); // Each is a computation of its own
operation.sendall(text.slice(0, 1), socket.MSG_MORE); // There is more to come
operation.sendall(text.slice(1));
const digest = operation.recv(64);
operation.close();
console.log(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
