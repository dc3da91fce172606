// Failures in fresh processes and workers, under the options of the engines that move code and memory about.
import { this_runtime } from "../peer.ts";
import { type ChildOptions, run_child } from "./child.ts";
import type { Failures } from "./errno_run.ts";

/** How the engine is made to behave. */
export interface Engine {
  readonly name: string;
  readonly v8_flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** How much slower it is. */
  readonly slower?: number;
}

const V8: readonly Engine[] = [
  { name: "as it is" },
  { name: "--deopt-every-n-times=1000", v8_flags: ["--deopt-every-n-times=1000"], slower: 20 },
  { name: "--gc-interval=500", v8_flags: ["--gc-interval=500"], slower: 4 },
  { name: "--stress-compaction", v8_flags: ["--stress-compaction"], slower: 4 },
  { name: "--jitless", v8_flags: ["--jitless"], slower: 2 },
  { name: "--always-sparkplug", v8_flags: ["--always-sparkplug"] },
  { name: "--no-lazy-feedback-allocation", v8_flags: ["--no-lazy-feedback-allocation"] },
  { name: "--max-optimized-bytecode-size=0", v8_flags: ["--max-optimized-bytecode-size=0"] },
];

const JSC: readonly Engine[] = [
  { name: "as it is" },
  { name: "BUN_JSC_collectContinuously=1", environment: { BUN_JSC_collectContinuously: "1" }, slower: 4 },
  { name: "BUN_JSC_useConcurrentJIT=0", environment: { BUN_JSC_useConcurrentJIT: "0" } },
  { name: "BUN_JSC_useDFGJIT=0", environment: { BUN_JSC_useDFGJIT: "0" } },
  { name: "BUN_JSC_jitPolicyScale=0", environment: { BUN_JSC_jitPolicyScale: "0" } },
];

/** How many of them are tried with every run of the tests. */
export const FIRST_ENGINES = 3;

/** What the runtime's engine can be made to do. */
export function engines(runtime = this_runtime): readonly Engine[] {
  if (runtime === "bun") return JSC;
  // Without a compiler there is no WebAssembly, without which Node reads no TypeScript.
  return runtime === "node" ? V8.filter(({ name }) => name !== "--jitless") : V8;
}

/** One process and its workers. What went wrong with the process itself counts as wrong as well. */
export async function errno(
  engine: Engine,
  seed: number,
  size: { readonly successes: number; readonly times: number; readonly workers: number },
  options: ChildOptions = {},
): Promise<Failures> {
  const { slower = 1 } = engine;
  const request = {
    seed,
    successes: Math.ceil(size.successes / slower),
    times: Math.ceil(size.times / slower),
    workers: size.workers,
  };
  const { report, trouble } = await run_child<Failures>("errno_child.ts", request, {
    ...options,
    ...engine,
    seconds: 120,
  });
  return trouble === null ? report! : { kinds: 0, failures: 0, wrong: [trouble] };
}
