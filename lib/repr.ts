// How things look as text: Python's repr() of the values that an address is made of, and what console.log() shows.

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  if (character === "\\") return "\\\\";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  if (character === " " || !/[\p{C}\p{Z}]/u.test(character)) return character;
  const hexadecimal = code.toString(16);
  if (code < 0x100) return `\\x${hexadecimal.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hexadecimal.padStart(4, "0")}` : `\\U${hexadecimal.padStart(8, "0")}`;
}

function quoted(characters: string[]): string {
  const quote = characters.includes("'") && !characters.includes('"') ? '"' : "'";
  const body = characters.map((character) => character === quote ? `\\${quote}` : character);
  return `${quote}${body.join("")}${quote}`;
}

function repr_bytes(bytes: Uint8Array): string {
  // A copy: a subclass may iterate over something else.
  const characters = Array.from(
    new Uint8Array(bytes),
    (byte) => byte < 0x7f ? escaped(String.fromCharCode(byte)) : `\\x${byte.toString(16)}`,
  );
  return `b${quoted(characters)}`;
}

// What cannot say what it is, such as an array without memory, says its kind.
function text_of<Value>(value: Value, text: (value: Value) => string): string {
  try {
    return text(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Python's `repr()` of a string, a number, bytes, `None`, a boolean, or a tuple of them. */
export function repr(value: unknown): string {
  if (typeof value === "string") return quoted(Array.from(value, escaped));
  if (value instanceof Uint8Array && ArrayBuffer.isView(value)) return text_of(value, repr_bytes);
  if (Array.isArray(value)) return `(${value.map(repr).join(", ")}${value.length === 1 ? "," : ""})`;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return text_of(value, String);
}

/** Python's `str()` of the same: a string is itself. */
export function str(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}

const HOOKS = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** Makes the runtimes' consoles show the objects of a class as `String(object)` does. */
export function inspect_as_string(Class: { readonly prototype: object }): void {
  for (const hook of HOOKS) {
    Object.defineProperty(Class.prototype, hook, {
      value(this: object) {
        // The prototype itself has the methods, and nothing for them to work on.
        return this === Class.prototype ? Object.prototype.toString.call(this) : String(this);
      },
      configurable: true,
      writable: true,
    });
  }
}
