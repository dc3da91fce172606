// What console.log() shows of an object, on every runtime.

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
