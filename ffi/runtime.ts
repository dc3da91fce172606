// What every runtime's binding provides: a way to bind one C function, and a view of native memory.

/** The C types that the table of functions uses. */
export type NativeType =
  /** `int` and everything smaller. */
  | "i32"
  /**
   * A length: `socklen_t`, and `size_t` below 2³². x86-64 and arm64 zero-extend a 32-bit register write, so C sees
   * the same `size_t`, and JavaScript keeps a small integer where `usize` would cost a BigInt.
   */
  | "u32"
  /** An address or a full 64-bit value, as a BigInt. */
  | "usize"
  /**
   * The memory of a view, or NULL for `null` and for a view of length 0. Not every runtime takes a view whose memory
   * is gone: where a view may have been detached, `null` goes in its place.
   */
  | "buffer";

/** A C function's result and parameters. */
export interface Signature {
  readonly result: NativeType | "void";
  readonly parameters: readonly NativeType[];
  /** How many parameters precede the variadic ones; absent for an ordinary function. */
  readonly variadic_after?: number;
}

/** A bound C function. */
// deno-lint-ignore no-explicit-any
export type NativeFunction = (...values: any[]) => any;

/** An opened C library: binds one symbol at a time. */
export type Library = (symbol: string, signature: Signature) => NativeFunction;

/** What one JavaScript runtime offers. */
export interface Runtime {
  /** `linux`, `musl` for Linux with that, `darwin`, ... */
  readonly os: string;
  /** `x64`, `arm64`, ... */
  readonly arch: string;
  /** Opens a library by the name that the system's loader knows. Throws if there is none. */
  open(name: string): Library;
  /** A view of `length` bytes of native memory, which must stay valid as long as the view is used. */
  memory(address: bigint, length: number): ArrayBuffer;
}
