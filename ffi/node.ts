// Node's binding: node:ffi.
import type { Library, NativeFunction, NativeType, Runtime, Signature } from "./runtime.ts";

interface NodeFFI {
  DynamicLibrary: new (name: string) => {
    getFunction(
      symbol: string,
      signature: { arguments: readonly string[]; return: string },
    ): NativeFunction;
    getSymbol(symbol: string): bigint;
  };
  toArrayBuffer(address: bigint, length: number, copy: boolean): ArrayBuffer;
}

interface NodeProcess {
  platform: string;
  arch: string;
  versions: { node?: string; bun?: string; deno?: string };
  /** Absent without `--permission`. */
  permission?: { has(scope: string): boolean };
  getBuiltinModule?(name: string): unknown;
}

const TYPE: Record<NativeType | "void", string> = {
  i32: "int32",
  u32: "uint32",
  usize: "uint64",
  // Node would take a string or a BigInt for an address here, and `undefined` for NULL, so nothing but views and null
  // may ever arrive: the types of `libc` and the checks of lib/bytes.ts see to that.
  buffer: "buffer",
  void: "void",
};

function require_ffi(process: NodeProcess): NodeFFI {
  if (process.permission?.has("ffi") === false) {
    throw new Error(
      "pysocket calls libc directly and needs Node's permission for that: run with --allow-ffi",
    );
  }
  const ffi = process.getBuiltinModule?.("node:ffi");
  if (ffi !== undefined) return ffi as NodeFFI;
  throw new Error(
    `this Node (${process.versions.node}) has no node:ffi, through which pysocket calls libc: ` +
      "run with Node 26.10 or later, without --no-experimental-ffi",
  );
}

// No property of Node says which libc it was built for.
function has_glibc(ffi: NodeFFI): boolean {
  try {
    return new ffi.DynamicLibrary("libc.so.6").getSymbol("gnu_get_libc_version") !== 0n;
  } catch {
    return false;
  }
}

/** The binding, or `null` where Node is not the runtime. */
export function node(): Runtime | null {
  const process = (globalThis as { process?: NodeProcess }).process;
  // Deno and Bun name a version of Node too.
  if (process?.versions?.node === undefined) return null;
  if ((process.versions.bun ?? process.versions.deno) !== undefined) return null;
  const ffi = require_ffi(process);
  return {
    os: process.platform === "linux" && !has_glibc(ffi) ? "musl" : process.platform,
    arch: process.arch,
    open(name: string): Library {
      // A library object binds a symbol to one signature for good, so each function has an object of its own.
      return (symbol: string, { parameters, result }: Signature) =>
        new ffi.DynamicLibrary(name).getFunction(symbol, {
          arguments: parameters.map((type) => TYPE[type]),
          return: TYPE[result],
        });
    },
    memory(address: bigint, length: number): ArrayBuffer {
      return ffi.toArrayBuffer(address, length, false);
    },
  };
}
