// Runs a program under the checker: `deno task stress --check FILE [ARGUMENTS]`.
import { pathToFileURL } from "node:url";
import process from "node:process";
import { install_checker, violations } from "./checker.ts";

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) throw new Error("which file?");
process.argv.splice(1, Infinity, file, ...rest);
install_checker();
process.on("exit", (code) => {
  console.error(`checker: ${violations.length} bad calls`);
  for (const violation of violations) console.error(violation.stack);
  if (violations.length > 0 && code === 0) process.exitCode = 1;
});
await import(pathToFileURL(file).href);
