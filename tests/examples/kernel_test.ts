// hash.ts and can.ts, where the kernel has what they need
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import * as socket from "../../mod.ts";
import { assertEquals } from "../assert.ts";
import { can_open, type Missing, test_with } from "../needs.ts";
import { temporary_directory } from "../transports.ts";
import { example_command, in_namespace, namespaces, runs, start_example } from "./programs.ts";

const alg = can_open("AF_ALG", socket.AF_ALG, socket.SOCK_SEQPACKET);

for (const algorithm of ["sha1", "sha256"]) {
  test_with(alg)(`hash.ts computes ${algorithm}`, async () => {
    await using hash = start_example("hash", [algorithm, "Hello, world"]);
    const digest = createHash(algorithm).update("Hello, world").digest("hex");
    assertEquals(await hash.end(), { code: 0, lines: [digest] });
  });
}

const VCAN = "ip link add vcan0 type vcan && ip link set vcan0 up || exit 1";

function virtual_can(): Missing {
  const missing = can_open("AF_CAN", socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW) ?? namespaces;
  if (missing !== null) return missing;
  return runs(...in_namespace(VCAN), "true") ? null : "no virtual CAN interface can be made";
}

test_with(virtual_can())("can.ts shows the frame that another can.ts sends", async () => {
  using directory = temporary_directory();
  const begin = directory.join("begin");
  const sender = example_command("can", ["vcan0", "123", "DEADBEEF"]).map((word) => `'${word}'`).join(" ");
  const send = `{ for round in $(seq 600); do [ -e ${begin} ] && break; sleep 0.05; done; ${sender}; } &`;
  await using receiver = start_example("can", ["vcan0"], { under: in_namespace(`${VCAN}; ${send}`) });
  assertEquals(await receiver.line(), "listening on vcan0");
  writeFileSync(begin, "");
  assertEquals(await receiver.line(), "123 deadbeef");
});
