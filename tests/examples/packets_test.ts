// ping.ts, traceroute.ts, sniffer.ts, timestamps.ts
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertMatch } from "../assert.ts";
import { can_open, test_with } from "../needs.ts";
import { start } from "../peer.ts";
import { example_command, in_namespace, namespaces, start_example } from "./programs.ts";

const raw_icmp = can_open("raw socket", socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP);
const packet = can_open("packet socket", socket.AF_PACKET, socket.SOCK_RAW);

const ANSWER = /^answer 1 from 127\.0\.0\.1 after [\d.]+ ms$/;

test_with(raw_icmp)("ping.ts hears its own machine through a raw socket", async () => {
  await using ping = start_example("ping", ["127.0.0.1", 1, "raw"]);
  const { code, lines } = await ping.end();
  assertEquals([code, lines.length], [0, 1]);
  assertMatch(lines[0]!, ANSWER);
});

test_with(namespaces)(
  "ping.ts hears its own machine without privilege, where the system allows that",
  async () => {
    const under = in_namespace("ip link set lo up; echo 0 0 > /proc/sys/net/ipv4/ping_group_range");
    await using ping = start_example("ping", ["127.0.0.1", 2], { under });
    const { code, lines } = await ping.end();
    assertEquals([code, lines.length], [0, 2]);
    assertMatch(lines[0]!, ANSWER);
  },
);

test_with(namespaces)("ping.ts says what nobody answers", async () => {
  // Packets to this address go to a neighbour who is not there.
  const under = in_namespace(`
    echo 0 0 > /proc/sys/net/ipv4/ping_group_range
    ip link add here type veth peer name there; ip link set here up; ip link set there up
    ip addr add 10.9.0.1/24 dev here; ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:01 dev here`);
  await using ping = start_example("ping", ["10.9.0.2", 1], { under });
  assertEquals(await ping.end(), { code: 0, lines: ["no answer 1"] });
});

test_with()("traceroute.ts arrives at its own machine at once", async () => {
  await using traceroute = start_example("traceroute", ["127.0.0.1"]);
  const { code, lines } = await traceroute.end();
  assertEquals([code, lines.length], [0, 1]);
  assertMatch(lines[0]!, /^1 {2}127\.0\.0\.1 {2}[\d.]+ ms$/);
});

// Here, a router, and a destination behind it: three networks.
const THREE_NETWORKS = `
  mount -t tmpfs tmpfs /run || exit 1
  for name in router there; do ip netns add $name || exit 1; ip -n $name link set lo up; done
  ip link add here type veth peer name left netns router
  ip -n router link add right type veth peer name there netns there
  ip addr add 10.9.1.1/24 dev here; ip link set here up; ip route add default via 10.9.1.2
  ip -n router addr add 10.9.1.2/24 dev left; ip -n router link set left up
  ip -n router addr add 10.9.2.2/24 dev right; ip -n router link set right up
  ip netns exec router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
  ip -n there addr add 10.9.2.3/24 dev there; ip -n there link set there up
  ip -n there route add default via 10.9.2.2 || exit 1`;

test_with(namespaces)("traceroute.ts names the router on the way", async () => {
  await using traceroute = start_example("traceroute", ["10.9.2.3"], { under: in_namespace(THREE_NETWORKS) });
  const { code, lines } = await traceroute.end();
  assertEquals([code, lines.length], [0, 2]);
  assertMatch(lines[0]!, /^1 {2}10\.9\.1\.2 {2}/);
  assertMatch(lines[1]!, /^2 {2}10\.9\.2\.3 {2}/);
});

test_with(packet)("sniffer.ts sees a datagram go out and come in", async () => {
  using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  await using sniffer = start_example("sniffer", ["lo", 1e9]);
  assertEquals(await sniffer.line(), "listening on lo");
  using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const send = () => sender.sendto("x".repeat(333), receiver.getsockname());
  const seen = "00:00:00:00:00:00 UDP 127.0.0.1 > 127.0.0.1, 361 bytes";
  const directions = new Set<string>();
  for (let count = 0; directions.size < 2; count++) {
    // Where much is going on, the kernel leaves some out.
    if (count % 100 === 0) send();
    const line = await sniffer.line();
    assert(line !== null, "the sniffer ended");
    if (line.endsWith(seen)) directions.add(line.slice(0, 3));
  }
  assertEquals([...directions].sort(), ["in ", "out"]);
});

test_with()("timestamps.ts tells when a datagram came", async () => {
  await using receiver = start(example_command("timestamps", [0, 1]));
  const port = Number(/\d+$/.exec((await receiver.line())!)![0]);
  using sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const before = Date.now();
  sender.sendto("hello", ["127.0.0.1", port]);
  const { code, lines } = await receiver.end();
  assertEquals([code, lines.length], [0, 1]);
  const [, stamp, wait] = /^5 bytes from 127\.0\.0\.1 at (\S+Z), read after (-?[\d.]+) ms$/.exec(lines[0]!)!;
  const received = new Date(stamp!).getTime();
  assert(received >= before - 1 && received <= Date.now(), lines[0]!);
  assert(Number(wait) < 10_000, lines[0]!);
});
