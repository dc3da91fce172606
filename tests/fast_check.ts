// fast-check, the one package that the tests use. No package.json has it: Deno takes it by this specifier, and for Bun and
// Node tests/run.ts installs the same version.
import process from "node:process";
import type * as fast_check from "npm:fast-check@4.10.2";

const SPECIFIER = "npm:fast-check@4.10.2";
const is_deno = process.versions["deno"] !== undefined;
const fc: { default: typeof fast_check } = await import(is_deno ? SPECIFIER : "fast-check");

export default fc.default;

export type Arbitrary<Value> = fast_check.Arbitrary<Value>;
