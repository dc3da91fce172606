// What console.log() shows of an object, on every runtime.

const HOOKS = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** Makes the runtimes' consoles show the objects of a class as `String(object)` does. */
export function inspect_as_string(Class: { readonly prototype: object }): void {
  for (const hook of HOOKS) {
    Object.defineProperty(Class.prototype, hook, {
      value(this: object) {
        return String(this);
      },
      configurable: true,
      writable: true,
    });
  }
}
