// Which descriptors this process has open.
import { readdirSync, readlinkSync } from "node:fs";

function target(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null; // the one that the directory was read through
  }
}

/** The open descriptors, each with what it refers to. */
export function descriptors(): ReadonlySet<string> {
  const open = readdirSync("/proc/self/fd").map((fd) => [fd, target(fd)] as const);
  return new Set(open.filter(([, target]) => target !== null).map(([fd, target]) => `${fd} ${target}`));
}

/**
 * How many descriptors are open now and were not before. Others may be closed meanwhile, by the collector or the runtime, which
 * a mere count would mistake for fewer.
 */
export function opened_since(before: ReadonlySet<string>): number {
  return [...descriptors()].filter((descriptor) => !before.has(descriptor)).length;
}
