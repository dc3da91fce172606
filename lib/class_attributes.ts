// Python's class attributes: static members that every object of the class has too, until it gets its own.

/**
 * Lets the objects of a class read its static members, those of a class that extends it first. What is written to an object
 * is the object's own.
 */
export function class_attributes(Class: { readonly prototype: object }, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(Class.prototype, name, {
      get(this: object): unknown {
        return (this.constructor as unknown as Record<string, unknown>)[name];
      },
      set(this: object, value: unknown): void {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
      configurable: true,
    });
  }
}
