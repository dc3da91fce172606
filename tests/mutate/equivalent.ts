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
];
