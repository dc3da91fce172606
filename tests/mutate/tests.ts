// Which tests are to notice a fault in a file: its own, and those of what stands on it, the quick ones first.
import { existsSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Besides the test file of the same name. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  "ffi/message.ts": [
    "tests/messages/sendmsg_test.ts",
    "tests/messages/batches_test.ts",
    "tests/messages/descriptor_passing_test.ts",
  ],
  "lib/blocking.ts": ["tests/stress/interrupts_test.ts"],
  "lib/descriptor.ts": ["tests/inet_test.ts", "tests/opening_test.ts"],
  "lib/messages/descriptor_passing.ts": ["tests/messages/ancillary_test.ts"],
  "lib/messages/ancillary.ts": [
    "tests/messages/sendmsg_test.ts",
    "tests/messages/descriptor_passing_test.ts",
  ],
  "lib/messages/recvmsg.ts": [
    "tests/stress/fuzz_test.ts",
    "tests/messages/ancillary_test.ts",
    "tests/messages/sendmsg_test.ts",
    "tests/messages/descriptor_passing_test.ts",
  ],
  "lib/messages/sendmsg.ts": ["tests/messages/descriptor_passing_test.ts"],
  "lib/opening.ts": ["tests/descriptor_test.ts"],
  "lib/sending.ts": ["tests/socket_test.ts", "tests/blocking_test.ts", "tests/messages/batches_test.ts"],
  "lib/socket.ts": [
    "tests/opening_test.ts",
    "tests/receiving_test.ts",
    "tests/bytes_test.ts",
    "tests/flags_test.ts",
    "tests/messages/sendmsg_test.ts",
    "tests/messages/batches_test.ts",
    "tests/messages/afalg_test.ts",
    "tests/inet_test.ts",
    "tests/files/makefile_test.ts",
    "tests/blocking_test.ts",
    "tests/descriptor_test.ts",
    "tests/stress/interrupts_test.ts",
  ],
};

/** The tests for a file of lib/ or ffi/. */
export function tests_of(file: string): string[] {
  const own = file.replace(/^lib\//, "tests/").replace(/^ffi\//, "tests/ffi/").replace(/\.ts$/, "_test.ts");
  return [...existsSync(new URL(own, root)) ? [own] : [], ...MORE[file] ?? []];
}
