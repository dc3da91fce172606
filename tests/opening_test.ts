import { readFileSync, readlinkSync } from "node:fs";
import { test } from "node:test";
import * as socket from "../mod.ts";
import { assertEquals, assertThrows } from "./assert.ts";
import { descriptors, opened_since } from "./descriptors.ts";
import { can_open, linux, test_with } from "./needs.ts";
import { no_socket } from "./transports.ts";

const { AF_ALG, AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM } = socket;

const O_NONBLOCK = 0o4000, O_CLOEXEC = 0o2000000;

/** The flags that the kernel keeps for a descriptor and its description. */
function flags_of(fd: number): { blocking: boolean; inheritable: boolean } {
  const flags = parseInt(/^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))![1]!, 8);
  return { blocking: (flags & O_NONBLOCK) === 0, inheritable: (flags & O_CLOEXEC) !== O_CLOEXEC };
}

function target(fd: number): string {
  return readlinkSync(`/proc/self/fd/${fd}`);
}

test_with(linux)("a socket's timeout is the default, or 0 if its type says so; so the kernel is told", () => {
  for (const timeout of [null, 0, 5]) {
    const [adopted_fd, believed_fd] = [socket.socket().detach(), socket.socket().detach()];
    socket.setdefaulttimeout(timeout);
    try {
      using plain = socket.socket(AF_INET, SOCK_STREAM);
      using quick = socket.socket(AF_INET, SOCK_STREAM | socket.SOCK_NONBLOCK);
      using adopted = socket.socket(AF_INET, SOCK_STREAM, 0, adopted_fd);
      // What says so of a descriptor is believed, and it is left as it is.
      using believed = socket.socket(AF_INET, SOCK_STREAM | socket.SOCK_NONBLOCK, 0, believed_fd);
      const seen = [plain, quick, adopted, believed].map((s) => [
        s.gettimeout(),
        flags_of(s.fileno()).blocking,
      ]);
      const blocking = timeout === null;
      assertEquals(seen, [[timeout, blocking], [0, false], [timeout, blocking], [0, true]]);
    } finally {
      socket.setdefaulttimeout(null);
    }
  }
});

test("a descriptor's own family and type are asked for where none is given", () => {
  using s = socket.socket(AF_UNIX, SOCK_DGRAM);
  using copy = socket.socket(undefined, undefined, undefined, socket.dup(s.fileno()));
  assertEquals<number[]>([copy.family, copy.type, copy.proto], [AF_UNIX, SOCK_DGRAM, 0]);
});

test_with(linux)("every new descriptor blocks as the default timeout says, and none is inherited", () => {
  for (const timeout of [null, 0, 5]) {
    using server = socket.create_server(["127.0.0.1", 0]);
    using client = socket.create_connection(server.getsockname());
    socket.setdefaulttimeout(timeout);
    try {
      const [connection] = server.accept();
      const opened = [socket.socket(), connection, ...socket.socketpair()] as socket.Socket[];
      // A duplicate shares its original's description.
      const duplicates = [
        client.dup(),
        socket.fromfd(client.fileno(), AF_INET, SOCK_STREAM),
      ] as socket.Socket[];
      for (const s of opened) assertEquals(flags_of(s.fileno()).blocking, timeout === null, String(s));
      const all = [...opened, ...duplicates];
      for (const s of all) assertEquals(flags_of(s.fileno()).inheritable, false, String(s));
      all.forEach((s) => s.close());
    } finally {
      socket.setdefaulttimeout(null);
    }
  }
});

test("a socket that cannot be opened is no socket", () => {
  const error = assertThrows(() => socket.socket(999), socket.OSError);
  assertEquals(error.code, "EAFNOSUPPORT");
  assertThrows(() => socket.socketpair(AF_INET), socket.OSError);
});

test("a program without standard input gets 0 for a descriptor, which is as good as any", () => {
  const standard_input = socket.dup(0);
  socket.close(0);
  let number: number, sent: number;
  try {
    const s = socket.socket(AF_INET, SOCK_DGRAM);
    s.bind(["127.0.0.1", 0]);
    number = s.fileno();
    sent = s.sendto("x", s.getsockname());
    // Whoever is handed a 0 takes it.
    using again = new socket.socket(-1, -1, -1, s.detach());
    assertEquals(again.fileno(), 0);
  } finally {
    socket.dup(standard_input); // the lowest number that is free
    socket.close(standard_input);
  }
  assertEquals([number, sent], [0, 1]);
});

test("a subclass that fails when it has its socket, and gave it to somebody, has given it for good", () => {
  const given: socket.Socket[] = [];
  class Generous extends socket.socket {
    constructor(...values: ConstructorParameters<typeof socket.Socket>) {
      super(...values as [number]);
      given.push(this as unknown as socket.Socket);
      if (given.length > 1) throw new Error("changed my mind");
    }
  }
  using original = new Generous(AF_INET, SOCK_DGRAM);
  original.bind(["127.0.0.1", 0]);
  const standard_output = target(1);
  assertThrows(() => original.dup(), Error, "changed my mind");
  assertEquals(given[1]!.getsockname(), original.getsockname());
  assertEquals(target(1), standard_output);
  given[1]!.close();
  original.getsockname();
});

test("socket(fileno) asks the system for what it is not told, and believes the rest", () => {
  using s = socket.socket(AF_UNIX, SOCK_DGRAM);
  const numbers = (...given: [number, number, number]) => {
    using copy = new socket.socket(...given, socket.dup(s.fileno()));
    return [copy.family, copy.type, copy.proto];
  };
  assertEquals(numbers(-1, -1, -1), [AF_UNIX, SOCK_DGRAM, 0]);
  assertEquals(numbers(AF_INET, SOCK_STREAM, 6), [AF_INET, SOCK_STREAM, 6]);
  assertEquals(numbers(AF_INET, -1, -1), [AF_INET, SOCK_DGRAM, 0]);
  using tcp = socket.socket(AF_INET, SOCK_STREAM, socket.IPPROTO_TCP);
  using copy = new socket.socket(-1, -1, -1, socket.dup(tcp.fileno()));
  assertEquals(copy.proto, socket.IPPROTO_TCP);
});

test("socket(fileno) refuses what is no socket, whatever it is told of it", () => {
  const other = no_socket();
  for (const family of [-1, AF_INET, AF_UNIX]) {
    const error = assertThrows(() => new socket.socket(family, SOCK_STREAM, 0, other), socket.OSError);
    assertEquals(error.code, "ENOTSOCK");
    const closed = assertThrows(() => new socket.socket(family, SOCK_STREAM, 0, 99_999), socket.OSError);
    assertEquals(closed.code, "EBADF");
    assertThrows(
      () => new socket.socket(family, SOCK_STREAM, 0, -1),
      socket.ValueError,
      "negative file descriptor",
    );
  }
});

// The kernel does not name such a socket: whoever knows its family must be believed.
for (const [name, family, type] of [["AF_ALG", AF_ALG, SOCK_SEQPACKET], ["AF_XDP", 44, SOCK_RAW]] as const) {
  test_with(can_open(name, family, type))(`socket(fileno) of ${name} must be told the family`, () => {
    using s = socket.socket(family, type);
    using copy = new socket.socket(family, type, 0, socket.dup(s.fileno()));
    assertEquals(copy.family, family);
    const fd = socket.dup(s.fileno());
    const error = assertThrows(() => new socket.socket(-1, -1, -1, fd), socket.OSError);
    assertEquals(error.errno, 95);
    socket.close(fd);
  });
}

test("a constructor that takes over another descriptor and throws leaves no duplicate behind", () => {
  class Other extends socket.socket {
    constructor(family?: number, type?: number, proto?: number, fileno?: number | null) {
      super(family, type, proto, fileno === undefined ? undefined : socket.dup(fileno!));
      if (fileno === undefined) return;
      this.close();
      throw new Error("not this one");
    }
  }
  using s = new Other();
  const before = descriptors();
  assertThrows(() => s.dup(), Error, "not this one");
  assertEquals(opened_since(before), []);
});
