// What npm will ship, as somebody who installs it has it: `deno task test:dist [deno|bun|node ...]`.
//
// dist/ is built, packed and installed into a new project. A program there is type-checked and run; then those tests of ours
// are run that know nothing but the public modules, with the package in the place of the sources.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runtime_command, type RuntimeName } from "../peer.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "pysocket-dist-"));
const { exports } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
const entries = Object.entries<string>(exports);

let failed = 0;

function run(
  what: string,
  command: readonly string[],
  cwd = project,
  env: Record<string, string> = {},
): string {
  const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
    cwd,
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 1 << 26,
    env: { ...process.env, ...env },
  });
  if (status === 0) console.log(`ok      ${what}`);
  else {
    failed++;
    console.log(`FAILED  ${what}\n${stdout.slice(-6000)}\n${stderr.slice(-6000)}`);
  }
  return stdout;
}

function install(): void {
  run("dist/ is built", ["deno", "task", "build", join(project, "dist")], root);
  run("npm packs it", ["npm", "pack", "--silent", "./dist"]);
  const [tarball] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  const [, fast_check] = /"npm:(fast-check@[\d.]+)"/.exec(
    readFileSync(join(root, "tests/fast_check.ts"), "utf8"),
  )!;
  run("npm installs it", [
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    `./${tarball}`,
    fast_check!,
  ]);
}

const PROGRAM = `
import * as socket from "@pysocket/socket";
${
  entries.slice(1).map(([path], index) =>
    `import * as module_${index} from "@pysocket/socket${path.slice(1)}";`
  ).join("\n")
}

const modules: object[] = [${entries.slice(1).map((_, index) => `module_${index}`).join(", ")}];
const [a, b]: [socket.Socket<socket.UnixAddress, unknown>, socket.Socket<socket.UnixAddress, unknown>] = socket
  .socketpair();
a.sendall("from the package");
console.log(new TextDecoder().decode(b.recv(100)), modules.length, a instanceof socket.socket);
a.close();
b.close();
`;

function check_types(): void {
  writeFileSync(join(project, "program.ts"), PROGRAM);
  const consumers = join(root, "tests/consumers/node_modules");
  if (
    spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: dirname(consumers) })
      .status !== 0
  ) {
    return console.log("skipped types: npm cannot install TypeScript");
  }
  symlinkSync(consumers, join(project, "consumers"));
  for (const [module, moduleResolution] of [["preserve", "bundler"], ["nodenext", "nodenext"]]) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      target: "esnext",
      lib: ["esnext"],
      types: ["node"],
      typeRoots: ["consumers/@types"],
      module,
      moduleResolution,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    run(`its types, ${moduleResolution}`, ["node", "consumers/typescript/bin/tsc", "--project", "."]);
  }
  rmSync(join(project, "tsconfig.json"));
}

/** Puts the package in the place of the public modules. What else the tests' tools use of the sources is beside it. */
function put_package_in_place(): void {
  for (const folder of ["lib", "ffi"]) cpSync(join(root, folder), join(project, folder), { recursive: true });
  cpSync(join(root, "tests"), join(project, "tests"), {
    recursive: true,
    filter: (source) => !source.endsWith("/node_modules"),
  });
  for (const [path, source] of entries) {
    mkdirSync(join(project, dirname(source)), { recursive: true });
    const specifier = JSON.stringify(`@pysocket/socket${path.slice(1)}`);
    writeFileSync(join(project, source), `export * from ${specifier};\n`);
  }
}

/** The core of the suite: tests that know nothing but the public modules. */
const CORE = [
  "connections_test.ts",
  "files/makefile_test.ts",
  "messages/batches_test.ts",
  "messages/descriptor_passing_test.ts",
  "os_test.ts",
  "selectors_test.ts",
  "sendfile_test.ts",
  "socket_test.ts",
  "socketserver_test.ts",
  "struct_test.ts",
];

const runtimes = process.argv.length > 2 ? process.argv.slice(2) : ["deno", "bun", "node"];
install();
check_types();
put_package_in_place();
const files = CORE.map((file) => `tests/${file}`);
for (const runtime of runtimes as RuntimeName[]) {
  const command = runtime_command(runtime);
  if (command === null) {
    console.log(`skipped ${runtime}: it is not installed`);
    continue;
  }
  const flags =
    { deno: ["run", "--allow-ffi"], bun: [], node: ["--disable-warning=ExperimentalWarning"] }[runtime];
  const said = run(`a program on ${runtime}`, [...command, ...flags, "program.ts"]);
  if (!said.startsWith(`from the package ${entries.length - 1} true`)) failed++;
  const report = run(`the tests on ${runtime}`, ["deno", "run", "-A", "tests/run.ts", runtime, ...files]);
  console.log(`        ${report.trim().split("\n").at(-1)}`);
}
rmSync(project, { recursive: true });
process.exit(failed === 0 ? 0 : 1);
