// Something else in the place of a property, for a while.

/** What is put in the place of something; what was there comes back at the end of the block. */
export function replaced(owner: object, key: PropertyKey, replacement: PropertyDescriptor): Disposable {
  const before = Reflect.getOwnPropertyDescriptor(owner, key)!;
  Reflect.defineProperty(owner, key, { ...replacement, configurable: true });
  return { [Symbol.dispose]: () => void Reflect.defineProperty(owner, key, before) };
}
