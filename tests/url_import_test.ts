import { createReadStream, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { assertEquals, assertMatch, assertStringIncludes } from "./assert.ts";
import { runtime, test_with } from "./needs.ts";
import { runtime_command, start } from "./peer.ts";
import { temporary_directory } from "./transports.ts";

const root = new URL("..", import.meta.url);

/** The repository over loopback HTTP, as a code host serves it. */
async function serve_repository() {
  const asked: string[] = [];
  const changed = new Set<string>();
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.setHeader("content-type", "application/typescript");
    if (changed.has(request.url!)) response.write("// not what it was\n");
    createReadStream(fileURLToPath(new URL(`.${request.url}`, root)))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    /** The paths that are not as they were. */
    changed,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// The one runtime that imports from URLs.
const deno = runtime("deno");

test_with(deno)("a script imports mod.ts by URL with --allow-ffi and --allow-import only", async () => {
  await using repository = await serve_repository();
  using directory = temporary_directory();
  writeFileSync(
    directory.join("script.ts"),
    `import * as socket from "http://${repository.host}/mod.ts";
     const [a, b] = socket.socketpair();
     a.sendall("over HTTP");
     console.log(new TextDecoder().decode(b.recv(100)));
     const s = socket.socket();
     s.bind(["localhost", 0]);
     try { s.connect(["no-such-host.invalid", 1]); } catch (error) { console.log(error.name); }
     console.log(String(socket.socket(socket.AF_INET6)).slice(0, 15));`,
  );
  const flags = [
    "--no-prompt",
    "--allow-ffi",
    `--allow-import=${repository.host}`,
    `--reload=http://${repository.host}`,
  ];
  await using script = start([
    ...runtime_command("deno")!,
    "run",
    "--no-config",
    ...flags,
    directory.join("script.ts"),
  ]);
  assertEquals(await script.end(), { code: 0, lines: ["over HTTP", "gaierror", "<socket.socket "] });
  assertEquals(repository.asked.filter((path) => !/^\/(mod|lib\/(\w+\/)?\w+|ffi\/\w+)\.ts$/.test(path)), []);
});

test_with(deno)("a lock file holds what was imported by URL", async () => {
  await using repository = await serve_repository();
  using directory = temporary_directory();
  writeFileSync(
    directory.join("script.ts"),
    `import { AF_INET } from "http://${repository.host}/mod.ts"; console.log(AF_INET);`,
  );
  const import_it = async (...flags: string[]) => {
    await using script = start([
      "sh",
      "-c",
      'exec "$@" 2>&1',
      "sh",
      ...runtime_command("deno")!,
      "run",
      "--quiet",
      "--no-config",
      "--no-prompt",
      "--allow-ffi",
      `--allow-import=${repository.host}`,
      `--reload=http://${repository.host}`,
      `--lock=${directory.join("deno.lock")}`,
      ...flags,
      directory.join("script.ts"),
    ]);
    return await script.end();
  };
  assertEquals(await import_it(), { code: 0, lines: ["2"] });
  assertEquals(await import_it("--frozen"), { code: 0, lines: ["2"] });
  repository.changed.add("/lib/socket.ts");
  const { code, lines } = await import_it("--frozen");
  assertEquals(code === 0, false);
  assertStringIncludes(lines.join("\n"), "lib/socket.ts");
});

test_with(deno)("a worker imports it by URL with the permissions of its program", async () => {
  await using repository = await serve_repository();
  using directory = temporary_directory();
  writeFileSync(
    directory.join("worker.ts"),
    `import * as socket from "http://${repository.host}/mod.ts";
     onmessage = ({ data }) => {
       using s = socket.socket(-1, -1, -1, data);
       s.sendall("from the worker");
       close();
     };
     postMessage("loaded");`,
  );
  writeFileSync(
    directory.join("script.ts"),
    `import * as socket from "http://${repository.host}/mod.ts";
     const [a, b] = socket.socketpair();
     const worker = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });
     await new Promise((resolve) => worker.onmessage = resolve);
     worker.postMessage(b.detach());
     a.settimeout(10);
     console.log(new TextDecoder().decode(a.recv(100)));`,
  );
  await using script = start([
    ...runtime_command("deno")!,
    "run",
    "--no-config",
    "--no-prompt",
    "--allow-ffi",
    `--allow-read=${directory.path}`,
    `--allow-import=${repository.host}`,
    `--reload=http://${repository.host}`,
    directory.join("script.ts"),
  ]);
  assertEquals(await script.end(), { code: 0, lines: ["from the worker"] });
});

/** The error of a script that imports mod.ts with these permissions. */
async function import_error(...flags: string[]): Promise<string> {
  const program = `import(${
    JSON.stringify(new URL("mod.ts", root).href)
  }).then(() => console.log("imported"), (error) => console.log(error.message))`;
  using directory = temporary_directory();
  writeFileSync(directory.join("script.ts"), program);
  await using script = start([
    ...runtime_command("deno")!,
    "run",
    "--no-prompt",
    "--allow-import",
    ...flags,
    directory.join("script.ts"),
  ]);
  return (await script.end()).lines.join("\n");
}

test_with(deno)("without permission the error names the flag", async () => {
  assertMatch(await import_error(), /run with --allow-ffi, without a path/);
});

test_with(deno)("a permission for one path fails with an explanation", async () => {
  for (const path of ["libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6"]) {
    assertStringIncludes(await import_error(`--allow-ffi=${path}`), "--allow-ffi=PATH cannot work");
  }
  assertEquals(await import_error("--allow-ffi"), "imported");
  for (const path of ["libc.so.6", "/nonexistent"]) {
    assertStringIncludes(
      await import_error("--allow-ffi", `--deny-ffi=${path}`),
      "pysocket calls libc directly and needs the whole of Deno's permission for that: --deny-ffi=PATH takes it away",
    );
  }
});
