// Bytes-like arguments, and bytes that are given back.
import {
  byte_length as native_byte_length,
  data_view,
  typed_array,
  typed_array_name,
} from "../ffi/intrinsics.ts";
import { type_name } from "./arguments.ts";

/** Bytes that whoever receives them owns, on a buffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes to read from: any view, with its own offset and length, or a whole buffer. */
export type BytesLike = ArrayBufferView | ArrayBufferLike;

/** How many bytes of memory a `Uint8Array` really has: 0 once it is detached, less once its buffer shrank. */
export function byte_length(bytes: Uint8Array): number {
  try {
    return native_byte_length(bytes);
  } catch {
    throw not_bytes(bytes); // it only pretends to be one
  }
}

function bytes_of_view(view: ArrayBufferView): Uint8Array {
  const getters = typed_array_name.call(view) === undefined ? data_view : typed_array;
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

/** What `bytes` has now behind its first `count`. */
export function bytes_behind(bytes: Uint8Array, count: number): Uint8Array {
  return bytes_of_view(bytes).subarray(count);
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

/**
 * The views that `bytes_of` makes of items, the first `most` of them: in the items' own array, so that its elements are
 * nobody else's when the system is told where they are. A plain `Uint8Array` is taken as it is.
 */
export function views_of(
  items: unknown[],
  most: number,
  bytes_of: (item: unknown) => Uint8Array,
): Uint8Array[] {
  if (items.length > most) items.length = most;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const bytes = item instanceof Uint8Array ? item : bytes_of(item);
    byte_length(bytes); // which complains of what is none
    items[index] = bytes;
  }
  return items as Uint8Array[];
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
