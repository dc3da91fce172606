// Many connections between two processes.
import { readFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import { type ChildOptions, run_child } from "./child.ts";
import { linux, type Missing } from "../needs.ts";

/** A port of this host that was free a moment ago. */
export function free_port(): number {
  using s = socket.socket();
  s.bind(["127.0.0.1", 0]);
  return (s.getsockname() as [string, number])[1];
}

/** Why this machine does not permit so many; `null` if it does. */
export function too_many(connections: number): Missing {
  if (linux !== null) return linux;
  const limit = /^Max open files +\d+ +(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))![1]!;
  return Number(limit) < connections + 100 ? `only ${limit} descriptors are permitted` : null;
}

/** What became of the connections. */
export interface Many {
  readonly problems: string[];
  readonly skipped: string | null;
  readonly bytes: number;
  readonly seconds: number;
}

type Report = Record<string, number> & { skipped?: string };

/** Makes so many connections at the same time. */
export async function many(connections: number, options: ChildOptions = {}): Promise<Many> {
  const request = { connections, port: free_port() };
  const [server, client] = await Promise.all(
    (["server", "client"] as const).map((side) =>
      run_child<Report>("many_child.ts", { ...request, side }, options)
    ),
  ) as [Awaited<ReturnType<typeof run_child<Report>>>, Awaited<ReturnType<typeof run_child<Report>>>];
  const trouble = server.trouble ?? client.trouble;
  if (trouble !== null) return { problems: [trouble], skipped: null, bytes: 0, seconds: 0 };
  const skipped = server.report!.skipped ?? client.report!.skipped ?? null;
  const { seconds = 0, bytes = 0, ...counts } = server.report!;
  const expected = { connections, clients: connections, wrong: 0, ends: connections };
  const problems: string[] = [];
  for (const [name, count] of Object.entries(expected)) {
    if (counts[name] !== count) problems.push(`${name}: ${counts[name]} instead of ${count}`);
  }
  const { bytes: sent, answers } = client.report!;
  if (sent !== bytes) problems.push(`${bytes} bytes of ${sent} came`);
  if (answers !== connections) problems.push(`${answers} answers`);
  return { problems: skipped === null ? problems : [], skipped, bytes, seconds };
}
