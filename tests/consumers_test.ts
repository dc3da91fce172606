// Programs that import the module, as TypeScript's own compiler sees them with the types of Bun or of Node.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assertEquals } from "./assert.ts";
import { type Missing, test_with } from "./needs.ts";
import { temporary_directory } from "./transports.ts";

const root = new URL("..", import.meta.url);

const { exports } = JSON.parse(readFileSync(new URL("deno.json", root), "utf8"));
const modules: [string, string][] = Object.entries(exports as Record<string, string>).map((
  [name, path],
) => [name.replace(/\W/g, "_"), fileURLToPath(new URL(path, root))]);

// The compiler reads the module's files, and so checks them with the program.
const PROGRAM = `
${modules.map(([name, path]) => `import * as ${name} from ${JSON.stringify(path)};`).join("\n")}
import * as socket from ${JSON.stringify(fileURLToPath(new URL("mod.ts", root)))};

export const everything: object[] = [${modules.map(([name]) => name).join(", ")}];

using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
s.bind(["127.0.0.1", 0]);
const [data, [host, port]] = s.recvfrom(1024);
s.sendto(data, [host, port + 1]);
const [connection, address] = socket.create_server(["", 0]).accept();
using lines = connection.makefile("r");
for (const line of lines) console.log(line.trimEnd(), address[0]);
`;

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  target: "esnext",
};

const BUNDLER = { module: "preserve", moduleResolution: "bundler" };
const NODE = { module: "nodenext", moduleResolution: "nodenext" };

// Options that the oldest compiler does not know.
const NEWEST = { erasableSyntaxOnly: true };

const PROJECTS = {
  "a new Bun project": { ...BUNDLER, lib: ["esnext"], types: ["bun-types"], skipLibCheck: true },
  "Bun, ES2022 and the DOM": { ...BUNDLER, lib: ["es2022", "dom"], types: ["bun-types"], skipLibCheck: true },
  "Node": { ...NODE, lib: ["esnext"], types: ["node"] },
  "Node, ES2022 and the DOM": { ...NODE, lib: ["es2022", "dom"], types: ["node"] },
};

const consumers = fileURLToPath(new URL("consumers", import.meta.url));
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(`${consumers}/package.json`, "utf8"),
);

function is_installed([name, version]: [string, string]): boolean {
  try {
    return JSON.parse(readFileSync(`${consumers}/node_modules/${name}/package.json`, "utf8")).version ===
      version.replace(/^npm:.*@/, "");
  } catch {
    return false;
  }
}

const INSTALL = [
  "install",
  "--prefer-offline",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-package-lock",
];

/** What npm installs, once. */
function packages(): Missing {
  if (Object.entries(devDependencies).every(is_installed)) return null;
  const { status, stderr } = spawnSync("npm", INSTALL, {
    cwd: consumers,
    encoding: "utf8",
    timeout: 120_000,
  });
  return status === 0 ? null : `npm cannot install TypeScript: ${stderr?.split("\n")[0]}`;
}

function check_programs(compiler: string, more: object): void {
  using directory = temporary_directory();
  copyFileSync(`${consumers}/package.json`, directory.join("package.json"));
  symlinkSync(`${consumers}/node_modules`, directory.join("node_modules"));
  const tsc = directory.join(`node_modules/${compiler}/bin/tsc`);
  for (const [name, project] of Object.entries(PROJECTS)) {
    const home = directory.join(name);
    mkdirSync(home);
    writeFileSync(`${home}/program.ts`, PROGRAM);
    const typeRoots = ["../node_modules/@types", "../node_modules"];
    const compilerOptions = { ...STRICT, ...project, ...more, typeRoots };
    writeFileSync(`${home}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    const { status, stdout, stderr } = spawnSync("node", [tsc, "--project", home], {
      encoding: "utf8",
      timeout: 60_000,
    });
    assertEquals([name, status, stdout, stderr], [name, 0, "", ""]);
  }
}

const test_compiler = test_with(packages());

test_compiler("programs type-check in strict projects, with the types of Bun and of Node", () => {
  check_programs("typescript", NEWEST);
});

test_compiler("they do with the oldest TypeScript that the README names", () => {
  const oldest = readFileSync(`${consumers}/node_modules/typescript-oldest/package.json`, "utf8");
  const { version }: { version: string } = JSON.parse(oldest);
  const named = /TypeScript wants version (\d+\.\d+) or later/.exec(
    readFileSync(new URL("README.md", root), "utf8"),
  )?.[1];
  assertEquals(version.split(".", 2).join("."), named);
  // The types of the runtimes are written for newer ones.
  check_programs("typescript-oldest", { skipLibCheck: true });
});
