// Ways to fail, each with the error that is right for it on Linux; each can be repeated at will.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as socket from "../../mod.ts";
import { no_socket } from "../transports.ts";

/** One way to fail. */
export interface Kind {
  /** The error's name, such as `EBADF`. */
  readonly code: string;
  readonly method: string;
  readonly fail: () => unknown;
  /** The same method where it succeeds. */
  readonly succeed?: () => unknown;
}

const {
  AF_INET,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  IPPROTO_TCP,
  SO_BINDTODEVICE,
  SO_ERROR,
  SO_RCVTIMEO,
  SO_REUSEADDR,
} = socket;

type Methods = Record<string, (s: socket.Socket) => unknown>;

const one = new Uint8Array(1);
const somewhere: socket.AddressLike = ["127.0.0.1", 9];

const RECEIVING: Methods = {
  "recv()": (s) => s.recv(1),
  "recv_into()": (s) => s.recv_into(one),
  "recvfrom()": (s) => s.recvfrom(1),
  "recvfrom_into()": (s) => s.recvfrom_into(one),
  "recvmsg()": (s) => s.recvmsg(1),
  "recvmsg_into()": (s) => s.recvmsg_into([one]),
  "recvmmsg()": (s) => s.recvmmsg(1, 1),
  "recvmmsg_into()": (s) => s.recvmmsg_into([one]),
};

const SENDING: Methods = {
  "send()": (s) => s.send(one),
  "sendall()": (s) => s.sendall(one),
  "sendmsg()": (s) => s.sendmsg([one]),
  "sendmmsg()": (s) => s.sendmmsg([one]),
};

const OTHERS: Methods = {
  "accept()": (s) => s.accept(),
  "bind()": (s) => s.bind(["127.0.0.1", 0]),
  "connect()": (s) => s.connect(somewhere),
  "dup()": (s) => s.dup(),
  "get_inheritable()": (s) => s.get_inheritable(),
  "getpeername()": (s) => s.getpeername(),
  "getsockname()": (s) => s.getsockname(),
  "getsockopt()": (s) => s.getsockopt(SOL_SOCKET, SO_ERROR),
  "listen()": (s) => s.listen(),
  "sendto()": (s) => s.sendto(one, somewhere),
  "set_inheritable()": (s) => s.set_inheritable(false),
  "setsockopt()": (s) => s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1),
  "settimeout()": (s) => s.settimeout(null),
  "shutdown()": (s) => s.shutdown(socket.SHUT_RD),
};

const anything = () => socket.socket() as socket.Socket;
const datagram = () => socket.socket(AF_INET, SOCK_DGRAM) as socket.Socket;
const unix = (type = SOCK_STREAM) => socket.socket(AF_UNIX, type) as socket.Socket;

function briefly(make: () => socket.Socket, call: (s: socket.Socket) => unknown): () => unknown {
  return () => {
    using s = make();
    return call(s);
  };
}

/** All kinds, on sockets of their own. */
export function kinds(): Kind[] & Disposable {
  const directory = mkdtempSync(join(tmpdir(), "pysocket-errno-"));
  const found: Kind[] = [];
  const open: { close(): void }[] = [];
  const keep = <T extends socket.Socket>(s: T): T => (open.push(s), s);
  const add = (code: string, method: string, fail: () => unknown, succeed?: () => unknown) =>
    found.push(succeed === undefined ? { code, method, fail } : { code, method, fail, succeed });
  const add_all = (
    code: string,
    methods: Methods,
    s: socket.Socket,
    good: (name: string) => (() => unknown) | undefined,
  ) => {
    for (const [method, call] of Object.entries(methods)) add(code, method, () => call(s), good(method));
  };

  const closed = anything();
  closed.close();
  const [a, b] = socket.socketpair(AF_UNIX, SOCK_DGRAM).map((s) => keep(s as socket.Socket)) as [
    socket.Socket,
    socket.Socket,
  ];
  // What each method does when all is well: a datagram goes over and is taken again.
  const receives = (name: string) => () => {
    a.send(one);
    return RECEIVING[name]!(b);
  };
  const sends = (name: string) => () => {
    SENDING[name]!(a);
    return b.recv(1);
  };
  const usual = keep(socket.create_server(["127.0.0.1", 0]) as socket.Socket);
  const quick = new Set([
    "getsockname()",
    "getsockopt()",
    "get_inheritable()",
    "setsockopt()",
    "settimeout()",
    "listen()",
  ]);
  const works = (name: string) => quick.has(name) ? () => OTHERS[name]!(usual) : undefined;

  add_all("EBADF", RECEIVING, closed, receives);
  add_all("EBADF", SENDING, closed, sends);
  add_all("EBADF", OTHERS, closed, works);

  const empty = keep(unix(SOCK_DGRAM));
  empty.setblocking(false);
  add_all("EAGAIN", RECEIVING, empty, receives);
  const idle = keep(socket.create_server(["127.0.0.1", 0]) as socket.Socket);
  idle.setblocking(false);
  add("EAGAIN", "accept()", () => idle.accept());
  const full = keep(socket.socketpair()[0] as socket.Socket);
  full.setblocking(false);
  try {
    for (;;) full.send(new Uint8Array(65536));
  } catch { /* full */ }
  add_all("EAGAIN", SENDING, full, sends);

  const unconnected = keep(anything());
  add_all("ENOTCONN", RECEIVING, unconnected, receives);
  add("ENOTCONN", "getpeername()", () => unconnected.getpeername());
  add("ENOTCONN", "shutdown()", () => unconnected.shutdown(socket.SHUT_WR));
  const alone = keep(unix());
  add_all("ENOTCONN", SENDING, alone, sends);

  const [widow, dead] = socket.socketpair() as [socket.Socket, socket.Socket];
  keep(widow);
  dead.close();
  add_all("EPIPE", SENDING, widow, sends);
  for (const [method, call] of Object.entries(RECEIVING)) {
    add("ECONNRESET", method, () => {
      const [c, d] = socket.socketpair() as [socket.Socket, socket.Socket];
      using _ = c;
      c.send(one);
      d.close(); // with unread data
      return call(c);
    });
  }

  const bound = keep(anything());
  bound.bind(["127.0.0.1", 0]);
  const address = bound.getsockname();
  const path = join(directory, "stream"), datagrams = join(directory, "datagram");
  const named = keep(unix()), other = keep(unix(SOCK_DGRAM));
  named.bind(path);
  other.bind(datagrams);
  add("ECONNREFUSED", "connect()", briefly(anything, (s) => s.connect(address)));
  add("ECONNREFUSED", "connect() on AF_UNIX", briefly(unix, (s) => s.connect(path)));
  const unheard = keep(datagram());
  unheard.connect(["127.0.0.1", 9]);
  add("ECONNREFUSED", "recv() of UDP", () => {
    unheard.getsockopt(SOL_SOCKET, SO_ERROR);
    unheard.send(one);
    return unheard.recv(1);
  });
  const client = keep(socket.create_connection(usual.getsockname() as socket.InetAddress) as socket.Socket);
  add("EISCONN", "connect()", () => client.connect(usual.getsockname()));
  const hoped_for = keep(socket.create_server(["127.0.0.1", 0]) as socket.Socket);
  add(
    "EINPROGRESS",
    "connect()",
    briefly(anything, (s) => {
      s.setblocking(false);
      s.connect(hoped_for.getsockname());
    }),
  );
  add("EADDRINUSE", "bind()", briefly(anything, (s) => s.bind(address)));
  add("EADDRNOTAVAIL", "bind()", briefly(anything, (s) => s.bind(["203.0.113.1", 1])));
  add("EINVAL", "bind()", () => bound.bind(["127.0.0.1", 0]));
  add("EINVAL", "accept()", () => unconnected.accept());
  add("EINVAL", "shutdown()", () => client.shutdown(7));
  add("EAFNOSUPPORT", "socket()", () => socket.socket(999), briefly(anything, () => 0));
  add("ESOCKTNOSUPPORT", "socket()", () => socket.socket(AF_INET, socket.SOCK_RDM));
  add("EPROTONOSUPPORT", "socket()", () => socket.socket(AF_INET, SOCK_STREAM, 17));
  add(
    "ENOTSUP",
    "socketpair()",
    () => socket.socketpair(AF_INET),
    () => socket.socketpair().forEach((s) => s.close()),
  );
  add("EPROTOTYPE", "connect()", briefly(unix, (s) => s.connect(datagrams)));
  add("ENOENT", "connect()", briefly(unix, (s) => s.connect(join(directory, "nothing"))));
  add("ENOTDIR", "connect()", briefly(unix, (s) => s.connect("/dev/null/x")));
  const file = no_socket();
  add("ENOTSOCK", "socket()", () => new socket.socket(-1, -1, -1, file));
  const udp = keep(datagram());
  udp.bind(["127.0.0.1", 0]);
  add("ENOTSUP", "listen()", () => udp.listen());
  add("ENOTSUP", "accept()", () => udp.accept());
  add("EDESTADDRREQ", "send()", () => udp.send(one), sends("send()"));
  add("EDESTADDRREQ", "sendmsg()", () => udp.sendmsg([one]), sends("sendmsg()"));
  const long = new Uint8Array(70000);
  add("EMSGSIZE", "sendto()", () => udp.sendto(long, udp.getsockname()), () => {
    udp.sendto(one, udp.getsockname());
    udp.recv(1);
  });
  add("EACCES", "sendto()", () => udp.sendto(one, ["127.255.255.255", 9]));
  add(
    "ENOPROTOOPT",
    "getsockopt()",
    () => udp.getsockopt(SOL_SOCKET, 9999),
    () => udp.getsockopt(SOL_SOCKET, SO_ERROR),
  );
  add("ENOPROTOOPT", "setsockopt()", () => client.setsockopt(IPPROTO_TCP, 9999, 1));
  add(
    "EDOM",
    "setsockopt()",
    () => udp.setsockopt(SOL_SOCKET, SO_RCVTIMEO, new BigInt64Array([0n, 2_000_000n])),
  );
  add(
    "ENODEV",
    "setsockopt()",
    () => udp.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode("nothing0\0")),
  );
  add("ENXIO", "if_indextoname()", () => socket.if_indextoname(999_999), () => socket.if_indextoname(1));
  add("EBADF", "dup(fd)", () => socket.dup(-1), () => socket.close(socket.dup(udp.fileno())));
  add("EBADF", "close(fd)", () => socket.close(-1));
  add("ENOENT", "sendfile()", () => widow.sendfile("/no/such/file"));
  add("EISDIR", "sendfile()", () => client.sendfile("/"));
  return Object.assign(found, {
    [Symbol.dispose]() {
      open.forEach((s) => s.close());
      rmSync(directory, { recursive: true, force: true });
    },
  });
}
