// Echo servers and clients, each a process of its own, talking over loopback: `deno task demo`.
import $ from "npm:dax@0.49.0";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const python = await $.commandExists("python3") ? ["python3"] : null;
const ours = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-ffi", "--no-check"];

/** The command that plays a part in TypeScript or in Python. */
function play(language: "TypeScript" | "Python", part: "server" | "client", ...args: string[]): string[] {
  return language === "TypeScript"
    ? [...ours, file(`${part}.ts`), ...args]
    : [...python!, file(`${part}.py`), ...args];
}

async function converse(kind: string, server: "TypeScript" | "Python", client: "TypeScript" | "Python") {
  console.log(`${kind.toUpperCase()}: a ${server} server and a ${client} client`);
  const path = join(tmpdir(), `pysocket-demo-${process.pid}`);
  const serving = $`${play(server, "server", kind, path)}`.stdout("piped").timeout("30s").spawn();
  try {
    const lines = createInterface({ input: Readable.fromWeb(serving.stdout() as never) })
      [Symbol.asyncIterator]();
    const [, address] = String((await lines.next()).value).split(" ");
    const seen = await $`${play(client, "client", kind, address!)}`.timeout("30s").lines();
    for (const line of seen) console.log(`  client: ${line}`);
    console.log(`  server: ${(await lines.next()).value}`);
    await serving;
  } finally {
    serving.kill("SIGKILL");
    await $.path(path).remove().catch(() => {});
  }
}

await converse("tcp", "TypeScript", "TypeScript");
if (python) {
  await converse("tcp", "TypeScript", "Python");
  await converse("tcp", "Python", "TypeScript");
} else {
  console.log("TCP: there is no python3 here, so nothing was said to it");
}
await converse("udp", "TypeScript", "TypeScript");
await converse("unix", "TypeScript", "TypeScript");
