// Makes the calls that it reads from its standard input, and prints what they gave.
import process from "node:process";
import { answer } from "./calls.ts";

let calls = "";
process.stdin.setEncoding("utf8");
for await (const text of process.stdin) calls += text;
console.log(answer(calls));
