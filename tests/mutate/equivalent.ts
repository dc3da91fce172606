// Faults that change nothing anyone could see, each with its reason.

/** A fault of one file's, or all that can be put in one place. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  /** Anything if it is left out. */
  readonly replacement?: string;
  readonly reason: string;
}

function in_file(
  file: string,
  reason: string,
  ...faults: readonly (string | readonly [string, string])[]
): Equivalent[] {
  return faults.map((fault) =>
    typeof fault === "string" ? { file, original: fault, reason } : {
      file,
      original: fault[0],
      replacement: fault[1],
      reason,
    }
  );
}

const WARMING =
  "calls that are made to fail before the first in earnest: seen in errno of cold code only, which " +
  "tests/stress/errno_test.ts looks at";

/** All of them. */
export const equivalent: readonly Equivalent[] = [
  ...in_file(
    "lib/receiving.ts",
    "decides which memory is used and whether it is copied, not what is in it",
    "{ return size > SMALL && length > size * 0.75; }",
    "size > SMALL && length > size * 0.75",
    "size > SMALL",
    "length > size * 0.75",
    "size * 0.75",
    "fills && size > SMALL",
    ["size > scratch.length", "size >= scratch.length"],
    ["size > scratch.length || (fills && size > SMALL) || (flags & MSG_TRUNC) !== 0", "true"],
    "scratch.length !== 0",
    ["length <= memory.length", "length < memory.length"],
    ["memory !== scratch && length === memory.length", "false"],
    "length < LARGE",
  ),
  ...in_file("lib/receiving.ts", "the same number, as a double", ["2 ** 63 - 33", "2 ** 63 + 33"]),
  ...in_file(
    "lib/messages/ancillary.ts",
    "one length of 2 GiB more or less, which the system refuses anyway",
    ["length > LENGTH_MAX - cmsg_space(1)", "length >= LENGTH_MAX - cmsg_space(1)"],
    ["size > LENGTH_MAX", "size >= LENGTH_MAX"],
  ),
  ...in_file("lib/messages/ancillary.ts", "no control messages in no memory", [
    "items.length === 0",
    "false",
  ]),
  ...in_file(
    "lib/messages/sendmsg.ts",
    WARMING,
    "{ fd: -1, family: AF_INET, proto: 0 }",
    "-1",
    ["false", "true"],
    "!send_has_failed",
    "{ send_has_failed = true; take_failing_branch(() => send_message(closed, null, 0, null, [], [])); }",
    "() => send_message(closed, null, 0, null, [], [])",
    "[]",
  ),
  ...in_file(
    "lib/messages/sendmsg.ts",
    "memory is let go of by the next call",
    "{ release(); }",
    "release();",
  ),
  ...in_file("lib/messages/sendmsg.ts", "the method has made it null already", [
    "address === undefined",
    "false",
  ]),
  ...in_file("lib/messages/recvmsg.ts", "one length of 2 GiB more or less, which the system refuses anyway", [
    "size > ANCILLARY_MAX",
    "size >= ANCILLARY_MAX",
  ]),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "decides which memory is used, not what is in it",
    ["size <= COMMON_CONTROL", "false"],
    ["size <= COMMON_CONTROL", "size < COMMON_CONTROL"],
    ["false", "true"],
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    WARMING,
    "{ fd: -1, family: AF_INET, proto: 0 }",
    "!receive_has_failed",
    "{ receive_has_failed = true; take_failing_branch(() => receive(closed, null, 0, [], common_control, 0)); }",
    "() => receive(closed, null, 0, [], common_control, 0)",
    "[]",
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "Linux says itself that a connected socket has no name to tell",
    "system.put_family(sockaddr_view, AF_UNSPEC, 0);",
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "memory is let go of by the next call",
    "{ release(); }",
    "release();",
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "done once more just before the call; it only decides which of two complaints comes first",
    "expect_address(descriptor);",
  ),
  ...in_file(
    "lib/messages/batches.ts",
    WARMING,
    "{ fd: -1, family: AF_INET, proto: 0 }",
    ["-1", "+1"],
    ["false", "true"],
    "!receive_has_failed",
    "{ receive_has_failed = true; take_failing_branch(() => receive(closed, null, 0, vector, 0, [])); }",
    "() => receive(closed, null, 0, vector, 0, [])",
    "!send_has_failed",
    "{ send_has_failed = true; take_failing_branch(() => send(closed, null, 0, vector, [])); }",
    "() => send(closed, null, 0, vector, [])",
    "[]",
  ),
  ...in_file(
    "lib/messages/batches.ts",
    "an address is decoded again instead of copied, or copied instead of given again: it is the same one",
    '{ return typeof value !== "object" || value === null; }',
    'typeof value !== "object" || value === null',
    'typeof value !== "object"',
    "value === null",
    "is_primitive(address)",
    "{ if (is_primitive(address)) return address; if (Array.isArray(address) && address.every(is_primitive)) return " +
      "address.slice() as unknown as Address; return undefined; }",
    ["Array.isArray(address) && address.every(is_primitive)", "false"],
    ["Array.isArray(address) && address.every(is_primitive)", "true"],
    [
      "Array.isArray(address) && address.every(is_primitive)",
      "Array.isArray(address) || address.every(is_primitive)",
    ],
    ["index > 0 && address !== undefined && vector.is_name_repeated(index)", "false"],
    ["address === undefined", "true"],
    ["address === before", "false"],
  ),
  ...in_file(
    "lib/messages/batches.ts",
    "before the first message there is no address: what lies there compares as different",
    "index > 0 && address !== undefined",
    "index > 0",
    "address !== undefined",
  ),
  ...in_file("lib/messages/batches.ts", "one more length is written, of a message that is not received", [
    "index < count",
    "index <= count",
  ]),
  ...in_file(
    "lib/messages/batches.ts",
    "decides which memory is kept and used again, not what is in it",
    "{ return byte_length(shared_memory.bytes) >= shared_size * shared_count; }",
    "byte_length(shared_memory.bytes) >= shared_size * shared_count",
    "shared_size * shared_count",
    ["(flags & MSG_TRUNC) !== 0", "true"],
    ["!fresh && size === shared_size && count <= shared_count && is_whole()", "false"],
    ["count <= shared_count", "count < shared_count"],
    ["fresh || needed > byte_length(shared_memory.bytes)", "true"],
    ["needed > byte_length(shared_memory.bytes)", "needed >= byte_length(shared_memory.bytes)"],
    "!fresh && needed <= KEPT_MAX",
    "!fresh",
    "needed <= KEPT_MAX",
    "!kept",
    "given.release();",
    "{ given.release(); }",
    "{ vector.release(); if (vector.capacity <= BATCH_MAX) spare = vector; }",
    "vector.release();",
    "vector.capacity <= BATCH_MAX",
  ),
  ...in_file("lib/messages/batches.ts", "the system never sends none of some messages without an error", [
    "n > 0",
    "true",
  ], ["n > 0", "n >= 0"]),
  ...in_file("lib/messages/batches.ts", "one more call, whose error counts for nothing", [
    "n < count && !is_begun",
    "false",
  ]),
  ...in_file("lib/opening.ts", "of a system without the option", "SO_PROTOCOL < 0"),
];
