// netlink/list.ts and netlink/watch.ts, which share netlink/messages.ts ("netlink/messages")
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import { assert, assertEquals } from "../assert.ts";
import { can_open, test_with } from "../needs.ts";
import { temporary_directory } from "../transports.ts";
import { in_namespace, installed, namespaces, start_example } from "./programs.ts";

const netlink = can_open("netlink", socket.AF_NETLINK, socket.SOCK_RAW);

test_with(netlink)("netlink/list.ts knows every interface", async () => {
  await using list = start_example("netlink/list");
  const { code, lines } = await list.end();
  assertEquals(code, 0);
  const names = lines.filter((line) => line.startsWith("link ")).map((line) => line.split(" ")[1]);
  assertEquals(names.sort(), socket.if_nameindex().map(([, name]) => name).sort());
  assert(lines.includes("address 127.0.0.1/8 dev lo"), lines.join("\n"));
});

/** What ip(8) says, as lines of list.ts. */
function said_by_ip(): string[] {
  const ip = (...words: string[]) => spawnSync("ip", words, { encoding: "utf8" }).stdout.trim().split("\n");
  const routes = [...ip("-4", "route"), ...ip("-6", "route")].filter((line) => line !== "");
  return routes.map((line) => {
    const [, destination, via = "", dev = ""] = /^(\S+)( via \S+)?( dev \S+)?/.exec(line)!;
    const host = destination!.includes(":") ? "/128" : "/32";
    const to = destination === "default" || destination!.includes("/") ? destination : destination + host;
    return `route ${to}${via}${dev}`;
  });
}

test_with(netlink, installed("ip"))("netlink/list.ts knows the routes that ip(8) knows", async () => {
  await using list = start_example("netlink/list");
  const { lines } = await list.end();
  assertEquals(lines.filter((line) => line.startsWith("route ")).sort(), said_by_ip().sort());
});

test_with(netlink, namespaces)("netlink/watch.ts sees what changes", async () => {
  using directory = temporary_directory();
  const [begin, end] = [directory.join("begin"), directory.join("end")];
  const wait_for = (file: string) => `for round in $(seq 600); do [ -e ${file} ] && break; sleep 0.05; done`;
  const changes = `
    { ${wait_for(begin)}
      ip link add here type veth peer name there; ip addr add 10.9.0.1/24 dev here; ip link set here up
      ip route add 10.8.0.0/16 via 10.9.0.2; ip route del 10.8.0.0/16
      ${wait_for(end)}
      ip link del here; } &`;
  await using watch = start_example("netlink/watch", [], { under: in_namespace(changes) });
  assertEquals(await watch.line(), "watching");
  writeFileSync(begin, "");
  const expected = [
    "+ link here down",
    "+ address 10.9.0.1/24 dev here",
    "+ link here up",
    "+ route 10.9.0.0/24 dev here",
    "+ route 10.8.0.0/16 via 10.9.0.2 dev here",
    "- route 10.8.0.0/16 via 10.9.0.2 dev here",
    "- link here down",
  ];
  const seen: string[] = [];
  while (seen.at(-1) !== expected.at(-1)) {
    const line = await watch.line();
    assert(line !== null, `it ended after ${seen.join("\n")}`);
    seen.push(line);
    // Of a link that is gone nobody can tell the name.
    if (line === expected.at(-2)) writeFileSync(end, "");
  }
  assertEquals(expected.filter((line) => !seen.includes(line)), [], seen.join("\n"));
});
