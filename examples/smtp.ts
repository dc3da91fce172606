// Sends a mail: a conversation in lines.
//
// Needs: a mail server that takes mail without encryption, as one on the same machine does.
// Start: deno run --allow-ffi examples/smtp.ts HOST PORT FROM TO TEXT     or: bun run examples/smtp.ts ...
import process from "node:process";
import * as socket from "../mod.ts";

const [host = "localhost", port = "25", from = "", to = "", text = ""] = process.argv.slice(2);

using s = socket.create_connection([host, Number(port)], 30);
using file = s.makefile("rw", null, { newline: "\r\n" });

/** Reads an answer, whose last line has a space behind its number, and checks the number's first digit. */
function expect(digit: string): void {
  let line: string;
  do line = file.readline(); while (line[3] === "-");
  if (!line.startsWith(digit)) throw new Error(`the server says: ${line.trim() || "nothing"}`);
}

function say(line: string, digit: string): void {
  if (/[\r\n]/.test(line)) throw new Error("an address must be one line");
  file.write(`${line}\n`);
  file.flush();
  expect(digit);
}

expect("2");
say(`EHLO ${socket.getfqdn()}`, "2");
say(`MAIL FROM:<${from}>`, "2");
say(`RCPT TO:<${to}>`, "2");
say("DATA", "3");
file.write(`From: <${from}>\nTo: <${to}>\nContent-Type: text/plain; charset=utf-8\n\n`);
// A dot alone ends the mail: lines that begin with one get another.
for (const line of text.split(/\r?\n/)) file.write(`${line.startsWith(".") ? "." : ""}${line}\n`);
say(".", "2");
say("QUIT", "2");
console.log("sent");
