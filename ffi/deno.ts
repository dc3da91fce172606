// Deno's binding: Deno.dlopen and Deno.UnsafePointerView.
import type { Library, NativeFunction, Runtime, Signature } from "./runtime.ts";

interface DenoNamespace {
  build: { os: string; arch: string; env?: string };
  permissions: { requestSync(permission: { name: string }): { state: string; partial: boolean } };
  dlopen(
    name: string,
    symbols: Record<string, { parameters: readonly string[]; result: string }>,
  ): { symbols: Record<string, NativeFunction> };
  UnsafePointer: { create(address: bigint): object | null };
  UnsafePointerView: { getArrayBuffer(pointer: object, length: number): ArrayBuffer };
}

const ARCH: Record<string, string> = { x86_64: "x64", aarch64: "arm64" };

// Without a terminal, or with --no-prompt, this asks nobody.
function require_permission(Deno: DenoNamespace): void {
  const { state, partial } = Deno.permissions.requestSync({ name: "ffi" });
  if (state === "granted" && !partial) return;
  if (state === "granted") {
    throw new Error(
      "pysocket calls libc directly and needs the whole of Deno's permission for that: --deny-ffi=PATH takes it away. " +
        "(It protects nothing either: a libc that may be called can open every other library.)",
    );
  }
  throw new Error(
    "pysocket calls libc directly and needs Deno's permission for that: run with --allow-ffi, without a path. " +
      "(--allow-ffi=PATH cannot work: reading native memory needs the whole permission, and a libc " +
      "that may be called can do everything anyway.)",
  );
}

// The permission was there when the module was imported; somebody has revoked it since.
function revoked(symbol: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause.name !== "NotCapable") return cause;
  return new Error(
    `pysocket cannot call ${symbol}: Deno's permission for FFI was revoked before the function was first used`,
    { cause },
  );
}

/** The binding, or `null` where `Deno` is not the runtime. */
export function deno(): Runtime | null {
  const Deno = (globalThis as { Deno?: DenoNamespace }).Deno;
  if (typeof Deno?.dlopen !== "function") return null;
  require_permission(Deno);
  return {
    os: Deno.build.env === "musl" ? "musl" : Deno.build.os,
    arch: ARCH[Deno.build.arch] ?? Deno.build.arch,
    open(name: string): Library {
      return (symbol: string, { parameters, result }: Signature) => {
        try {
          return Deno.dlopen(name, { [symbol]: { parameters, result } }).symbols[symbol]!;
        } catch (error) {
          throw revoked(symbol, error);
        }
      };
    },
    memory(address: bigint, length: number): ArrayBuffer {
      return Deno.UnsafePointerView.getArrayBuffer(Deno.UnsafePointer.create(address)!, length);
    },
  };
}
