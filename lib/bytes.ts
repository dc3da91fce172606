// Bytes-like arguments, and bytes that are given back.
import { type_name } from "./arguments.ts";

/** Bytes that whoever receives them owns, on a buffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes to read from: any view, with its own offset and length, or a whole buffer. */
export type BytesLike = ArrayBufferView | ArrayBufferLike;

// A view may carry a property of its own called `byteLength`; the intrinsic getter tells how much memory there is
// now: 0 once it is detached, less once its buffer shrank.
function getters_of(prototype: object) {
  return {
    buffer: Object.getOwnPropertyDescriptor(prototype, "buffer")!.get!,
    byteOffset: Object.getOwnPropertyDescriptor(prototype, "byteOffset")!.get!,
    byteLength: Object.getOwnPropertyDescriptor(prototype, "byteLength")!.get!,
  };
}

const typed_array = getters_of(Object.getPrototypeOf(Uint8Array.prototype));
const data_view = getters_of(DataView.prototype);
const tag_of_typed_array = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!;

const byte_length_getter = typed_array.byteLength;

/** How many bytes of memory a `Uint8Array` really has. Throws a `TypeError` for what only pretends to be one. */
export function byte_length(bytes: Uint8Array): number {
  return byte_length_getter.call(bytes);
}

function bytes_of_view(view: ArrayBufferView): Uint8Array {
  const getters = tag_of_typed_array.call(view) === undefined ? data_view : typed_array;
  try {
    return new Uint8Array(
      getters.buffer.call(view),
      getters.byteOffset.call(view),
      getters.byteLength.call(view),
    );
  } catch {
    // A DataView throws where a typed array says 0: its buffer was detached, or shrank below it.
    return new Uint8Array(0);
  }
}

type Getter = (this: unknown) => unknown;

const length_getter = (Class: { readonly prototype: object }): Getter =>
  Object.getOwnPropertyDescriptor(Class.prototype, "byteLength")!.get!;

const array_buffer_length = length_getter(ArrayBuffer);
// Browsers have it for some pages only.
const shared_length = typeof SharedArrayBuffer === "undefined" ? null : length_getter(SharedArrayBuffer);

// What inherits from ArrayBuffer may be none: the intrinsic getter throws for it.
function is_real(value: unknown, length: Getter): boolean {
  try {
    length.call(value);
    return true;
  } catch {
    return false;
  }
}

function is_buffer(value: unknown): value is ArrayBufferLike {
  if (value instanceof ArrayBuffer) return is_real(value, array_buffer_length);
  return shared_length !== null && value instanceof SharedArrayBuffer && is_real(value, shared_length);
}

/**
 * The bytes of a view or buffer, or `null` if the value is neither. The result is a view of its own, whose properties
 * can be believed.
 */
export function bytes_or_null(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return bytes_of_view(value);
  if (!is_buffer(value)) return null;
  try {
    return new Uint8Array(value);
  } catch {
    return new Uint8Array(0); // detached
  }
}

/** CPython's complaint where bytes are wanted. */
export function not_bytes(value: unknown): TypeError {
  return new TypeError(`a bytes-like object is required, not '${type_name(value)}'`);
}

/** The bytes of a bytes-like argument. */
export function bytes_like(value: unknown): Uint8Array {
  const bytes = bytes_or_null(value);
  if (bytes === null) throw not_bytes(value);
  return bytes;
}

const encoder = new TextEncoder();

/** The bytes of an argument that carries data: bytes-like, or a string that is sent as UTF-8. */
export function data_bytes(value: unknown): Uint8Array {
  return typeof value === "string" ? encoder.encode(value) : bytes_like(value);
}

/** The bytes of an argument that `function_name` fills. */
export function writable_bytes(value: unknown, function_name: string): Uint8Array {
  const bytes = bytes_or_null(value);
  if (bytes !== null) return bytes;
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(
    `${function_name}() argument 1 must be read-write bytes-like object, not ${found}`,
  );
}

/** Several pieces as one. */
export function join_bytes(pieces: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const whole = new Uint8Array(length);
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}
