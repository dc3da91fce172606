// Classes that can be called as functions, as Python's are.

const { construct } = Reflect;

// deno-lint-ignore no-explicit-any
type AnyClass = abstract new (...values: any[]) => object;

/**
 * A class that also works without `new`, and can be extended.
 *
 * @param Class the class
 * @param name what it is called
 * @returns the function, which has the class's prototype and its static members
 */
export function callable<Callable>(Class: AnyClass, name: string): Callable {
  function call(...values: unknown[]): unknown {
    // Both have the same prototype, and what needs no detour is made without one.
    if (new.target === undefined || new.target === call) {
      return new (Class as new (...values: unknown[]) => object)(...values);
    }
    return construct(Class, values, new.target);
  }
  Object.setPrototypeOf(call, Class);
  Object.defineProperty(call, "name", { value: name, configurable: true });
  Object.defineProperty(call, "prototype", { value: Class.prototype, writable: false });
  Object.defineProperty(Class.prototype, "constructor", { value: call, configurable: true, writable: true });
  return call as Callable;
}
