// Bun's binding: bun:ffi.
import type { Library, NativeFunction, NativeType, Runtime, Signature } from "./runtime.ts";

interface BunFFI {
  dlopen(
    name: string,
    symbols: Record<string, { args: readonly string[]; returns: string }>,
  ): { symbols: { [symbol: string]: NativeFunction } };
  toArrayBuffer(address: number, offset: number, length: number): ArrayBuffer;
}

interface BunProcess {
  platform: string;
  arch: string;
  versions: { bun?: string };
  /** Where this very build can be had. */
  release: { sourceUrl?: string };
  getBuiltinModule(name: string): unknown;
}

const TYPE: Record<NativeType | "void", string> = {
  i32: "i32",
  u32: "u32",
  usize: "u64",
  // Bun would take a number for an address here, so nothing but views and null may ever arrive: the types of `libc`
  // and the checks of lib/bytes.ts see to that.
  buffer: "ptr",
  void: "void",
};

// BUN_JSC_useJIT=0: then there is no bun:ffi, or one that opens nothing.
function without_jit(cause: unknown): unknown {
  if (cause instanceof Error && !cause.message.includes("JIT")) return cause;
  return new Error("pysocket calls libc through bun:ffi, which needs Bun's JIT: unset BUN_JSC_useJIT", {
    cause,
  });
}

/** The binding, or `null` where Bun is not the runtime. */
export function bun(): Runtime | null {
  const process = (globalThis as { process?: BunProcess }).process;
  if (process?.versions?.bun === undefined) return null;
  const ffi = process.getBuiltinModule("bun:ffi") as BunFFI | undefined;
  if (ffi === undefined) throw without_jit(null);
  return {
    os: /\bmusl\b/.test(process.release.sourceUrl ?? "") ? "musl" : process.platform,
    arch: process.arch,
    open(name: string): Library {
      return (symbol: string, { parameters, result }: Signature) => {
        const args = parameters.map((type) => TYPE[type]);
        try {
          return ffi.dlopen(name, { [symbol]: { args, returns: TYPE[result] } }).symbols[symbol]!;
        } catch (error) {
          throw without_jit(error);
        }
      };
    },
    memory(address: bigint, length: number): ArrayBuffer {
      return ffi.toArrayBuffer(Number(address), 0, length);
    },
  };
}
