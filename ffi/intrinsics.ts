// The engine's own functions, as they were when this module was imported.
//
// Whatever a name leads to can be replaced by the program: a global, a method or a getter of a prototype, even
// Function.prototype.call. A replacement that ran between taking an address or a length and the end of the call that they
// are for could detach or shrink the memory, and the system would write to what lies there next. So nothing of the
// program's runs there, nor while a call waits to be made again. What may stand there is what nobody can replace: operators,
// variables, elements of our own arrays and typed arrays, functions of libc, and the functions below. Whatever else there is
// to do is done before; and a call that is made again takes its addresses and lengths again.

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { call } = Function.prototype;

/** A getter that has a `call` of its own, so that nobody else's comes between. Bound functions are slow in JavaScriptCore. */
function getter<Result>(prototype: object, name: PropertyKey): { call(view: unknown): Result } {
  const { get } = getOwnPropertyDescriptor(prototype, name)!;
  defineProperty(get!, "call", { value: call });
  return get as { call(view: unknown): Result };
}

/** What views tell of themselves, whatever properties of their own they carry. */
function getters_of(prototype: object) {
  return {
    buffer: getter<ArrayBufferLike>(prototype, "buffer"),
    byteOffset: getter<number>(prototype, "byteOffset"),
    byteLength: getter<number>(prototype, "byteLength"),
  };
}

const prototype_of_typed_arrays = getPrototypeOf(Uint8Array.prototype)!;

/** The getters of typed arrays. They throw a `TypeError` for what only pretends to be one. */
export const typed_array: ReturnType<typeof getters_of> = getters_of(prototype_of_typed_arrays);

/** The getters of a DataView. */
export const data_view: ReturnType<typeof getters_of> = getters_of(DataView.prototype);

/** The name of a typed array's type; `undefined` for everything else. */
export const typed_array_name: { call(view: unknown): string | undefined } = getter(
  prototype_of_typed_arrays,
  Symbol.toStringTag,
);

const byte_length_getter = typed_array.byteLength;

/** How many bytes of memory a typed array has now: 0 once it is detached, less once its buffer shrank. */
export function byte_length(bytes: ArrayBufferView): number {
  return byte_length_getter.call(bytes);
}

/** As many of the `wanted` bytes as a typed array has now. */
export function at_most(wanted: number, bytes: ArrayBufferView): number {
  const length = byte_length_getter.call(bytes);
  return wanted < length ? wanted : length;
}

const { setBigUint64 } = DataView.prototype;
defineProperty(setBigUint64, "call", { value: call });

/** Writes an address into memory; an element of a BigUint64Array would be one, and is slow in JavaScriptCore. */
export function put_address(view: DataView, offset: number, address: bigint): void {
  setBigUint64.call(view, offset, address, true);
}

/** `Math.min`. */
export const min: (a: number, b: number) => number = Math.min;

/** `Math.ceil`. */
export const ceil: (x: number) => number = Math.ceil;
