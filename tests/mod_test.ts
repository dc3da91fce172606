import { spawnSync } from "node:child_process";
import { system } from "../ffi/libc.ts";
import * as socket from "../mod.ts";
import { assert, assertEquals } from "./assert.ts";
import { any_python, cpython, on_musl, test_with } from "./needs.ts";
import { python } from "./peer.ts";

const exported: Record<string, unknown> = { ...socket };

/** What the module imports for its own use and Python shows all the same. */
const LEAKED = ["os", "sys", "io", "errno", "selectors", "array", "IntEnum", "IntFlag"];

/** What is not here, and why: see the README. */
const MISSING = ["CAPI", ...on_musl ? ["NI_IDN"] : []];

const PROGRAM = `
import json, socket, sys
kind = lambda value: (
    "number" if isinstance(value, int) and not isinstance(value, bool) else
    "boolean" if isinstance(value, bool) else
    "string" if isinstance(value, str) else
    "function" if callable(value) and not hasattr(value, "__members__") else "object")
names = {name: kind(getattr(socket, name)) for name in dir(socket) if not name.startswith("_")}
print(json.dumps([list(sys.version_info[:2]), names, [n for n in dir(socket.socket) if not n.startswith("_")]]))
`;
test_with(any_python)(
  "every public name of Python's module and of its socket class is here, and the same kind of thing",
  () => {
    const { stdout } = spawnSync(python!, ["-c", PROGRAM], { encoding: "utf8", timeout: 20_000 });
    const [version, names, methods]: [number[], Record<string, string>, string[]] = JSON.parse(stdout);
    const public_names = Object.keys(names).filter((name) => !LEAKED.includes(name));
    if (version.join(".") === "3.13") {
      assertEquals(public_names.length >= 420, true, `${public_names.length}`);
    }
    const absent = public_names.filter((name) => exported[name] === undefined);
    assertEquals(absent.filter((name) => !MISSING.includes(name)), []);
    for (const name of public_names) {
      if (!MISSING.includes(name)) assertEquals(typeof exported[name], names[name], name);
    }
    using s = socket.socket();
    for (const name of methods) assert(name in s, name);
  },
);

/** What is exported besides,: what Python has elsewhere, and the class behind `socket()`. */
const OURS = [
  ...["BlockingIOError", "BrokenPipeError", "ChildProcessError", "ConnectionAbortedError", "ConnectionError"],
  ...["ConnectionRefusedError", "ConnectionResetError", "FileExistsError", "FileNotFoundError"],
  ...[
    "InterruptedError",
    "IsADirectoryError",
    "LookupError",
    "NotADirectoryError",
    "OSError",
    "OverflowError",
  ],
  ...["PermissionError", "ProcessLookupError", "TimeoutError", "UnicodeError", "UnsupportedOperation"],
  ...["ValueError", "BufferedRWPair", "BufferedReader", "BufferedWriter", "TextIOWrapper", "Socket"],
];

test_with(cpython)(
  "what is here and not in Python's module is declared: names of the tables, and a few of ours",
  () => {
    const { stdout } = spawnSync(python!, ["-c", PROGRAM], { encoding: "utf8", timeout: 20_000 });
    const [, names]: [number[], Record<string, string>] = JSON.parse(stdout);
    const defined = Object.keys(exported).filter((name) => exported[name] !== undefined);
    const besides = defined.filter((name) => !Object.hasOwn(names, name));
    // Python's own, which builds without the headers of Bluetooth lack.
    const of_builds = [...Object.keys(system.constants), "BDADDR_ANY", "BDADDR_LOCAL"];
    const declared = [...Object.keys(system.extra_constants), ...of_builds, ...OURS];
    assertEquals(besides.filter((name) => !declared.includes(name)), []);
    assertEquals(Object.keys(system.extra_constants).filter((name) => !besides.includes(name)), []);
  },
);
