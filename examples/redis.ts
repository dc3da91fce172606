// Redis client: sends one command and prints the answer.
//
// Needs: a redis server.
// Start: deno run --allow-ffi examples/redis.ts HOST PORT COMMAND [ARGUMENT...]     or: bun run examples/redis.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [host = "localhost", port = "6379", ...command] = process.argv.slice(2);

type Reply = string | number | null | Error | Reply[];

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** A command is an array of byte strings, each with its length before it. */
function write(file: socket.BufferedRWPair, words: readonly string[]): void {
  file.write(encoder.encode(`*${words.length}\r\n`));
  for (const bytes of words.map((word) => encoder.encode(word))) {
    file.write(encoder.encode(`$${bytes.length}\r\n`));
    file.write(bytes);
    file.write(encoder.encode("\r\n"));
  }
  file.flush();
}

function exactly(file: socket.BufferedRWPair, count: number): Uint8Array {
  const bytes = file.read(count)!;
  if (bytes.length < count) throw new Error("the server has broken off");
  return bytes;
}

function read(file: socket.BufferedRWPair): Reply {
  const line = decoder.decode(file.readline());
  if (!line.endsWith("\r\n")) throw new Error("the server has broken off");
  const rest = line.slice(1, -2), length = Number(rest);
  switch (line[0]) {
    case "+":
      return rest;
    case "-":
      return new Error(rest);
    case ":":
      return length;
    case "$":
      // Byte strings are read by their length, whatever is in them.
      return length < 0 ? null : decoder.decode(exactly(file, length + 2).subarray(0, length));
    case "*":
      return length < 0 ? null : Array.from({ length }, () => read(file));
  }
  throw new Error(`not redis: ${line}`);
}

using s = socket.create_connection([host, Number(port)], 10);
using file = s.makefile("rwb");
write(file, command);
const reply = read(file);
if (reply instanceof Error) throw reply;
console.log(JSON.stringify(reply));
