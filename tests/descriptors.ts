// Which descriptors this process has open.
import { readdirSync, readlinkSync } from "node:fs";
import process from "node:process";

function target(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null; // the one that the directory was read through
  }
}

/** What tests/run.ts has a runtime write, which Node opens when the first test has ended. */
const { TEST_REPORT } = process.env;

/** The open descriptors, each with what it refers to. */
export function descriptors(): ReadonlySet<string> {
  const open = readdirSync("/proc/self/fd").map((fd) => [fd, target(fd)] as const);
  const ours = open.filter(([, target]) => target !== null && target !== TEST_REPORT);
  return new Set(ours.map(([fd, target]) => `${fd} ${target}`));
}

/**
 * The descriptors that are open now and were not before. Others may be closed meanwhile, by the collector or the runtime, which
 * a mere count would mistake for fewer.
 */
export function opened_since(before: ReadonlySet<string>): string[] {
  return [...descriptors()].filter((descriptor) => !before.has(descriptor));
}
