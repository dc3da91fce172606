// Two network namespaces with a bad link between them, where this machine permits to make them.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { compiled } from "./native.ts";

/** The two ends of the link: what runs a command there, and the receiver's address. */
export interface Link extends AsyncDisposable {
  readonly sender: readonly string[];
  readonly receiver: readonly string[];
  readonly host: string;
}

function ip(...values: string[]): boolean {
  const { status } = spawnSync("ip", values, { stdio: "ignore" });
  return status === 0;
}

/** Why there can be no such link here; `null` if there can. */
export async function no_lossy_link(): Promise<string | null> {
  const link = await lossy_link(0);
  if (typeof link === "string") return link;
  await link[Symbol.asyncDispose]();
  return null;
}

/** Makes the link; if that is not possible, says why. */
export async function lossy_link(per_mille: number): Promise<Link | string> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return "only root may make network namespaces";
  }
  const program = compiled("lossy.c", "lossy");
  if (program === null) return "there is no C compiler for the lossy link";
  const names = ["a", "b"].map((end) => `pysocket-${process.pid}-${end}`) as [string, string];
  const remove = () => names.forEach((name) => ip("netns", "del", name));
  if (!names.every((name) => ip("netns", "add", name))) {
    remove();
    return "network namespaces cannot be made here";
  }
  const bridge: ChildProcess = spawn(program, [
    ...names.map((name) => `/run/netns/${name}`),
    String(per_mille),
  ], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => bridge.on("close", resolve));
  const [line] = await Promise.race([
    createInterface({ input: bridge.stdout! })[Symbol.asyncIterator]().next().then((
      { value },
    ) => [value as string]),
    ended.then(() => [""]),
  ]);
  const up = line === "ready" &&
    names.every((name, end) =>
      ip("-n", name, "addr", "add", `10.77.0.${end + 1}/24`, "dev", "lossy0") &&
      ip("-n", name, "link", "set", "lossy0", "up") && ip("-n", name, "link", "set", "lo", "up")
    );
  async function dispose(): Promise<void> {
    bridge.stdin!.end();
    await ended;
    remove();
  }
  if (!up) {
    await dispose();
    return "there are no TUN devices here";
  }
  const inside = (name: string) => ["ip", "netns", "exec", name];
  return {
    sender: inside(names[0]),
    receiver: inside(names[1]),
    host: "10.77.0.2",
    [Symbol.asyncDispose]: dispose,
  };
}
