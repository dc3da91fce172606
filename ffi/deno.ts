// Deno's binding: Deno.dlopen and Deno.UnsafePointerView.
import type { Library, NativeFunction, Runtime, Signature } from "./runtime.ts";

interface DenoNamespace {
  build: { os: string; arch: string; env?: string };
  permissions: { requestSync(permission: { name: string }): { state: string } };
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
  if (Deno.permissions.requestSync({ name: "ffi" }).state === "granted") return;
  throw new Error(
    "pysocket calls libc directly and needs Deno's permission for that: run with --allow-ffi, without a path. " +
      "(--allow-ffi=PATH cannot work: reading native memory needs the whole permission, and a libc " +
      "that may be called can do everything anyway.)",
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
      return (symbol: string, { parameters, result }: Signature) =>
        Deno.dlopen(name, { [symbol]: { parameters, result } }).symbols[symbol]!;
    },
    memory(address: bigint, length: number): ArrayBuffer {
      return Deno.UnsafePointerView.getArrayBuffer(Deno.UnsafePointer.create(address)!, length);
    },
  };
}
