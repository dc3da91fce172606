// Faults that change nothing anyone could see, each with its reason.

/** A fault of one file's, or all that can be put in one place. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  /** Anything if it is left out. */
  readonly replacement?: string | undefined;
  /** What else its line says, where the original alone stands elsewhere too. */
  readonly line?: string | undefined;
  readonly reason: string;
}

function in_file(
  file: string,
  reason: string,
  ...faults: readonly (string | readonly [original: string, replacement: string, line?: string])[]
): Equivalent[] {
  return faults.map((fault) => {
    const [original, replacement, line] = typeof fault === "string" ? [fault] : fault;
    return { file, original, replacement, line, reason };
  });
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
  ...in_file("ffi/message.ts", "memory that is let go a little later, by the next message", [
    "{ held.buffers = held.name = held.control = null; }",
    "{}",
  ]),
  ...in_file(
    "ffi/message.ts",
    "an address is decoded once more",
    ["word++", "word--", "word < length"],
    [
      "{ if (this.name_length(index) !== this.name_length(index - 1)) return false; const { words } = this.#names, " +
      "at = index * NAME_WORDS; const length = min(this.name_length(index), NAME_SIZE) / 4; // In words. What lies " +
      "behind the end of an odd one may differ: then this says no, which is the safe answer. for (let word = 0; " +
      "word < length; word++) { if (words[at + word] !== words[at + word - NAME_WORDS]) return false; } return true; }",
      "{}",
    ],
  ),
  ...in_file(
    "ffi/message.ts",
    "the offset is 0 on the systems that there are",
    ["at + iovec.base", "at - iovec.base"],
    ["at + cmsghdr.len", "at - cmsghdr.len"],
    ["at + msghdr.name", "at - msghdr.name"],
    ["index * iovec.size + iovec.base", "index * iovec.size - iovec.base"],
    ["msghdr.name / 8", "msghdr.name * 8"],
  ),
  ...in_file(
    "ffi/message.ts",
    "buffers of more than 2 GiB, for which the tests have no memory",
    "length / 0x100000000",
    "words[word]! + words[word + 1]! * 0x100000000",
    "words[word + 1]! * 0x100000000",
    [
      "iovecs.put_iovec(index, buffers[index]!) > longest",
      "iovecs.put_iovec(index, buffers[index]!) >= longest",
    ],
    "index - start + 1",
    "index - start",
    "(index * iovec.size + iovec.len) / 4",
    "index * iovec.size + iovec.len",
  ),
  ...in_file(
    "ffi/message.ts",
    "decides how much memory is taken and how long it is held, not what is in it",
    ["length === 0", "false"],
    "64 * iovec.size",
    "{ buffers: null, name: null, control: null, }",
    "byte_length(vector.bytes) < count * iovec.size",
    "{ return vector.bytes; }",
    "{ return this.#capacity; }",
    ["count <= this.#capacity", "false"],
    ["count <= this.#capacity", "count < this.#capacity"],
    ["index === 0", "false"],
    "{ this.held = null; }",
  ),
  ...in_file(
    "ffi/message.ts",
    "one more is copied, into what nobody reads",
    ["index < length", "index <= length"],
    ["index < capacity", "index <= capacity"],
    ["index < count", "index <= count"],
    ["offset < length", "offset <= length"],
    ["word < at + NAME_WORDS", "word <= at + NAME_WORDS"],
    ["word < length", "word <= length"],
  ),
  ...in_file(
    "ffi/message.ts",
    "says of an address that is repeated that it is not: it is decoded again, and is the same",
    ["this.name_length(index) !== this.name_length(index - 1)", "true"],
    "min(this.name_length(index), NAME_SIZE) / 4",
    "words[at + word] !== words[at + word - NAME_WORDS]",
    "at + word",
    "at + word - NAME_WORDS",
    ["true", "false"],
  ),
  ...in_file(
    "ffi/message.ts",
    "addresses of different lengths differ in their words, or are decoded in any case",
    [
      "this.name_length(index) !== this.name_length(index - 1)",
      "this.name_length(index) === this.name_length(index - 1)",
    ],
  ),
  ...in_file("lib/sockopt.ts", "0 has been dealt with", ["size < 0", "size <= 0"]),
  ...in_file("lib/sockopt.ts", "no integer lies there", [
    "Math.abs(Number(value) + 0.5) < 2 ** 31",
    "Math.abs(Number(value) + 0.5) <= 2 ** 31",
  ]),
  ...in_file(
    "lib/sockopt.ts",
    "a length without a value, which Python cannot give: it is refused either way",
    [
      "optlen === undefined",
      "true",
    ],
  ),
  ...in_file(
    "lib/opening.ts",
    "what is registered with the collector has no descriptor any more",
    "close_no_more(owner);",
    "close_no_more(guard);",
  ),
  ...in_file(
    "lib/opening.ts",
    "what is left of a call that is over has no descriptor any more",
    "{ passage = here.outer; }",
  ),
  ...in_file("lib/opening.ts", "closes -1", ["guard.fd >= 0", "true"]),
  ...in_file("lib/opening.ts", "read where the stack is full just there, and nowhere else", ["-1", "+1"]),
  ...in_file(
    "lib/opening.ts",
    "only where the stack is so full that closing fails too",
    ["close_with(here, guard);", ";"],
  ),
  ...in_file(
    "lib/socket.ts",
    "for Node, which takes no view without memory; Deno and Bun pass NULL for one",
    ["room === 0", "false"],
    ["size === 0", "false"],
  ),
  ...in_file(
    "lib/sending.ts",
    "for Node, which takes no view without memory; Deno and Bun pass NULL for one",
    [
      "left === 0",
      "false",
    ],
  ),
  ...in_file("lib/sending.ts", "made again of what is left until it, so that it is the same", [
    "deadline === 0",
    "true",
  ]),
  ...in_file("lib/sending.ts", "one tick of the clock", ["left <= 0", "left < 0"]),
  ...in_file("lib/sending.ts", "a view of all of the bytes", ["sent === 0", "false"]),
  ...in_file("lib/socket.ts", "decides which memory is used, not what is in it", ["false", "true", "#fills"]),
  ...in_file(
    "lib/socket.ts",
    WARMING,
    ["false", "true", "hot_methods_have_failed"],
    "!hot_methods_have_failed",
    "fail_hot_methods();",
    "{ hot_methods_have_failed = true; take_failing_branches(wrap(new Descriptor(-1, AF_INET, SOCK_STREAM, 0))); " +
      "libc.close(-1); // which may be needed when the stack is too full to bind anything }",
  ),
  ...in_file(
    "lib/socket.ts",
    "connect(2) is made once more, and Linux says 0 of a connection that has just been made; elsewhere it is EISCONN",
    ["number !== EINTR || this.#has_peer()", "false"],
    ["number !== EINTR || this.#has_peer()", "number !== EINTR && this.#has_peer()"],
    "{ expect_address(this.#descriptor); const n = libc.getpeername(this.#descriptor.fd, sockaddr, sockaddr_length), " +
      "e = errno[0]; return n === 0 || e !== ENOTCONN; }",
    ["n === 0 || e !== ENOTCONN", "false"],
    ["n === 0 || e !== ENOTCONN", "n === 0 && e !== ENOTCONN"],
    ["n === 0", "false", "e !== ENOTCONN"],
  ),
  ...in_file("lib/socket.ts", "one system call more", ["number !== EINTR", "false", "this.#has_peer()"]),
  ...in_file("lib/socket.ts", "getpeername(2) of a socket fails for no other reason", [
    "e !== ENOTCONN",
    "false",
  ]),
  ...in_file("lib/socket.ts", "there is room for the address that connect(2) was given", [
    "expect_address(this.#descriptor);",
    ";",
    "    expect_address(this.#descriptor);",
  ]),
  ...in_file("lib/socket.ts", "no signal interrupts a connect(2) that does not wait", [
    "this.#timeout !== 0",
    "true",
    "number === EINTR",
  ]),
  ...in_file("lib/socket.ts", "Linux's SO_ERROR is never EISCONN", ["failure !== EISCONN", "true"]),
  ...in_file("lib/socket.ts", "nothing else is thrown there, but by a full stack", [
    "!(error instanceof OSError)",
    "false",
    "throw error",
  ]),
  ...in_file(
    "lib/socket.ts",
    "numbers that nobody reads: the descriptor has its own",
    ["-1", "+1", "new Socket<A>(-1, -1, -1, descriptor"],
    ["-1", "+1", "const fd = fileno === null ? -1"],
  ),
  ...in_file(
    "lib/receiving.ts",
    "decides which memory is used, not what is in it",
    ["size > scratch_size || (fills && size > SMALL) || (flags & MSG_TRUNC) !== 0", "true"],
    ["size > scratch_size", "size >= scratch_size"],
    "scratch_size !== 0",
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "which memory, and no more of it than there is; no message has as much ancillary data",
    ["size <= COMMON_CONTROL", "true"],
    ["size <= COMMON_CONTROL", "size > COMMON_CONTROL"],
  ),
  ...in_file(
    "lib/messages/recvmsg.ts",
    "only after a recvmsg() that ended where the stack was full, between two of its statements",
    ["close_arrived();", ";"],
  ),
  ...in_file(
    "lib/messages/sendmsg.ts",
    "only after a recvmsg() that ended where the stack was full, between two of its statements",
    ["close_arrived();", ";"],
  ),
  ...in_file(
    "lib/messages/ancillary.ts",
    "read again only where the closing was interrupted, by a full stack",
    ["from / 4", "from * 4"],
    ["-1", "+1"],
  ),
  ...in_file("lib/descriptor.ts", "what F_GETFD took, F_SETFD takes", ["n < 0", "false"]),
  ...in_file("lib/blocking.ts", "the machine has not run for 136 years", [
    "timespec[1] * 0x100000000",
    "timespec[1] / 0x100000000",
  ]),
  ...in_file(
    "lib/blocking.ts",
    "more memory than is needed, an offset that is 0, and what the kernel overwrites",
    ["size / 4", "size * 4"],
    ["FD / 4", "FD * 4"],
    ["REVENTS / 2", "REVENTS * 2"],
    ["n === 0", "false"],
  ),
  ...in_file(
    "lib/blocking.ts",
    "where there is no timeout nobody reads the deadline, and what is left of it is no end either",
    ["timeout === null", "false"],
    ["left !== null", "true"],
  ),
  ...in_file("lib/blocking.ts", "one tick of the clock", ["left < 0", "left <= 0"]),
  ...in_file(
    "lib/blocking.ts",
    "poll(2) of one descriptor fails for no other reason",
    ["ready < 0 && ready !== -EINTR", "false"],
    ["-ready", "+ready"],
  ),
  ...in_file(
    "lib/blocking.ts",
    "what is done of an errno that is a stranger's, which nobody can provoke",
    "!has_system_timeout(fd, events) && poll_once(fd, events, 0) !== 0",
    "poll_once(fd, events, 0) !== 0",
    "events === POLLIN",
    "(timeval[0] | timeval[1] | timeval[2] | timeval[3]) !== 0",
    ["deadline === 0 && is_strange(fd, events)", "false"],
    "deadline === 0",
  ),
  ...in_file(
    "lib/blocking.ts",
    "what is done of an errno that is a stranger's, which nobody can provoke",
    "{ return !has_system_timeout(fd, events) && poll_once(fd, events, 0) !== 0; }",
  ),
  ...in_file("lib/blocking.ts", "asks again each millisecond; another number that no clock shows", [
    "-1",
    "+1",
  ]),
  ...in_file("lib/blocking.ts", "poll(2) of one descriptor fails for a signal only, and is asked again", [
    "n < 0",
    "false",
  ]),
  ...in_file("lib/blocking.ts", "in a program whose standard input is a socket: asks again and again", [
    "fd < 0",
    "fd <= 0",
  ]),
  ...in_file("lib/blocking.ts", "0 is 0 either way", ["nanoseconds < 0", "nanoseconds <= 0"]),
  ...in_file("lib/descriptor.ts", "closes -1", ["descriptor.fd >= 0", "true"]),
  ...in_file("lib/descriptor.ts", "Linux closes a connection that was reset without a word", [
    "e !== ECONNRESET",
    "true",
  ]),
  ...in_file("lib/messages/ancillary.ts", "nothing has come yet", "{ control: null }"),
  ...in_file("lib/messages/ancillary.ts", "no other message of that number has four bytes", [
    "found.level === SOL_SOCKET",
    "true",
  ]),
];
