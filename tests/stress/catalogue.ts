// Everything that can be called, found by reflection: what a module exports, and the methods of the objects that it makes.
// Modules and functions that come later are found without being named here.
import { readFileSync } from "node:fs";

/** Something to call. */
export interface Target {
  /** `.` and `socketpair`, or `.` and `Socket.recv`, with a space between. */
  readonly key: string;
  /** A function that is exported, `null` for a method. */
  readonly exported: unknown;
  /** Whose instances have the method. */
  readonly prototype: object | null;
  readonly property: string | symbol;
  /** Whether it is read or written rather than called. */
  readonly kind: "call" | "get" | "set";
  readonly parameters: readonly string[];
}

const root = new URL("../../", import.meta.url);

/** The modules of the package. */
export async function modules(): Promise<[name: string, Record<string, unknown>][]> {
  const { exports } = JSON.parse(readFileSync(new URL("deno.json", root), "utf8"));
  const entries = Object.entries(exports as Record<string, string>);
  return await Promise.all(
    entries.map(async ([name, path]) =>
      [name, await import(new URL(path, root).href)] as [
        string,
        Record<string, unknown>,
      ]
    ),
  );
}

// The names of the parameters: the runtimes take the types away and leave them.
function parameters_of(fn: unknown): string[] {
  const parent = Object.getPrototypeOf(fn);
  // A class that can be called is a function in front of the class.
  if (
    parent !== Function.prototype && typeof parent === "function" &&
    parent.prototype === (fn as typeof parent).prototype
  ) {
    return parameters_of(parent);
  }
  const source = Function.prototype.toString.call(fn);
  if (/^class\b/.test(source)) {
    const constructor = /\bconstructor\s*\(/.exec(source);
    return constructor === null
      ? ["message", "options"]
      : names_in(source.slice(constructor.index + constructor[0].length - 1));
  }
  const start = source.indexOf("(");
  return start < 0 ? [] : names_in(source.slice(start));
}

function names_in(source: string): string[] {
  let depth = 0, text = "";
  const names: string[] = [];
  for (const character of source) {
    if ("([{".includes(character) && depth++ === 0) continue;
    if (")]}".includes(character) && --depth === 0) break;
    if (character === "," && depth === 1) {
      names.push(text);
      text = "";
    } else text += character;
  }
  if (text.trim() !== "") names.push(text);
  return names.map((name) => /[A-Za-z_]\w*/.exec(name)?.[0] ?? "value");
}

const ROOTS = new Set<unknown>([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Error.prototype,
  null,
]);

function is_class(value: unknown): value is { prototype: object; name: string } {
  return typeof value === "function" && typeof value.prototype === "object" && value.prototype !== null &&
    !ROOTS.has(value.prototype) && Reflect.ownKeys(value.prototype).length > 1;
}

function* methods_of(module: string, prototype: object): Generator<Target> {
  const name = (prototype as { constructor?: { name?: string } }).constructor?.name ?? "object";
  for (const property of Reflect.ownKeys(prototype)) {
    if (property === "constructor") continue;
    const { get, set, value } = Object.getOwnPropertyDescriptor(prototype, property)!;
    const base = { exported: null, prototype, property };
    const key = `${module} ${name}.${String(property)}`;
    if (typeof value === "function") yield { ...base, key, kind: "call", parameters: parameters_of(value) };
    if (get !== undefined) yield { ...base, key: `${key} (get)`, kind: "get", parameters: [] };
    // What begins with an underscore is nobody's to set.
    if (set !== undefined && !key.includes("._")) {
      yield { ...base, key: `${key} (set)`, kind: "set", parameters: ["value"] };
    }
  }
}

/** All targets; `examples` are objects whose classes may not be exported. */
export async function catalogue(examples: readonly object[]): Promise<Map<string, Target>> {
  const targets = new Map<string, Target>(), seen = new Set<unknown>(ROOTS);
  const add = (target: Target) => targets.set(target.key, target);
  function add_prototypes(module: string, first: object | null): void {
    for (
      let prototype = first;
      prototype !== null && !seen.has(prototype);
      prototype = Object.getPrototypeOf(prototype)
    ) {
      seen.add(prototype);
      for (const target of methods_of(module, prototype)) add(target);
    }
  }
  const found = await modules();
  for (const [module, exports] of found) {
    for (const [name, exported] of Object.entries(exports)) {
      if (typeof exported !== "function") continue;
      add({
        key: `${module} ${name}`,
        exported,
        prototype: null,
        property: name,
        kind: "call",
        parameters: parameters_of(exported),
      });
      if (is_class(exported)) add_prototypes(module, exported.prototype);
    }
  }
  for (const example of examples) add_prototypes("", Object.getPrototypeOf(example));
  return targets;
}
