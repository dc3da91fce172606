// macOS: x86-64 and arm64 share every layout and number below. One function of the table has a second name there,
// fstat(): the $UNIX2003 variants are those of 32-bit processes, the $INODE64 variants those of functions about files.
import { option_structs } from "./darwin_options.ts";
import type { NativeFunction } from "./runtime.ts";
import type { Struct, System } from "./system.ts";

type Call = (name: string) => NativeFunction;

const SOL_SOCKET = 0xffff;
const SO_NOSIGPIPE = 0x1022;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const FIONBIO = 0x8004667en;

// Not macOS's, which has no such bits and whose socket types are below 6: ours, taken off before the system
// sees them.
const SOCK_CLOEXEC = 0x10000000;
const SOCK_NONBLOCK = 0x20000000;
const SOCK_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK;

const YES = Int32Array.of(1);
const NO = Int32Array.of(0);

// A function that prepares a new descriptor as `flags` ask, closes it if it cannot, and returns it or -1.
// After a failure close() is the last native call: it succeeds, and so leaves the errno of the call that
// failed.
function preparation(call: Call): (fd: number, flags: number) => number {
  const close = call("close");
  const fcntl = call("fcntl");
  const ioctl = call("ioctl");
  const setsockopt = call("setsockopt");
  return (fd: number, flags: number): number => {
    // Refused with EINVAL for an accepted connection that is already over; that one has it from the listener.
    setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, YES, 4);
    if ((flags & SOCK_CLOEXEC) !== 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) return close(fd), -1;
    // In both directions: an accepted descriptor inherits the mode of the listener.
    if (ioctl(fd, FIONBIO, (flags & SOCK_NONBLOCK) !== 0 ? YES : NO) < 0) return close(fd), -1;
    return fd;
  };
}

function socket(call: Call): NativeFunction {
  const native = call("plain_socket");
  const prepare = preparation(call);
  return (family: number, type: number, protocol: number): number => {
    const fd = native(family, type & ~SOCK_FLAGS, protocol);
    return fd < 0 ? -1 : prepare(fd, type);
  };
}

function socketpair(call: Call): NativeFunction {
  const native = call("plain_socketpair");
  const close = call("close");
  const prepare = preparation(call);
  return (family: number, type: number, protocol: number, pair: ArrayBufferView): number => {
    if (native(family, type & ~SOCK_FLAGS, protocol, pair) < 0) return -1;
    const descriptors = new DataView(pair.buffer, pair.byteOffset);
    const first = descriptors.getInt32(0, true), second = descriptors.getInt32(4, true);
    if (prepare(first, type) < 0) return close(second), -1;
    if (prepare(second, type) < 0) return close(first), -1;
    return 0;
  };
}

// What dup3() and pipe2() do beyond dup2() and pipe() is to set the flag that is their last argument, O_CLOEXEC.

function dup3(call: Call): NativeFunction {
  const dup2 = call("dup2");
  const fcntl = call("fcntl");
  return (fd: number, other: number): number => {
    return dup2(fd, other) < 0 || fcntl(other, F_SETFD, FD_CLOEXEC) < 0 ? -1 : other;
  };
}

function pipe2(call: Call): NativeFunction {
  const native = call("plain_pipe");
  const fcntl = call("fcntl");
  return (pair: Int32Array): number => {
    if (native(pair) < 0) return -1;
    return Math.min(fcntl(pair[0], F_SETFD, FD_CLOEXEC), fcntl(pair[1], F_SETFD, FD_CLOEXEC));
  };
}

// On x86-64 the plain name is that of a function for an older layout.
function fstat(call: Call): NativeFunction {
  try {
    return call("inode64_fstat");
  } catch {
    return call("plain_fstat");
  }
}

const STAT: Struct = {
  size: 144,
  members: {
    dev: ["i32", 0],
    mode: ["u16", 4],
    nlink: ["u16", 6],
    ino: ["u64", 8],
    uid: ["u32", 16],
    gid: ["u32", 20],
    rdev: ["i32", 24],
    atime: ["i64", 32],
    atime_nsec: ["i64", 40],
    mtime: ["i64", 48],
    mtime_nsec: ["i64", 56],
    ctime: ["i64", 64],
    ctime_nsec: ["i64", 72],
    size: ["i64", 96],
    blocks: ["i64", 104],
    blksize: ["i32", 112],
  },
};

function accept4(call: Call): NativeFunction {
  const native = call("accept");
  const prepare = preparation(call);
  return (
    listener: number,
    address: ArrayBufferView | null,
    length: ArrayBufferView | null,
    flags: number,
  ): number => {
    const fd = native(listener, address, length);
    return fd < 0 ? -1 : prepare(fd, flags);
  };
}

// The look-ups that glibc and musl offer with the caller's memory for the result. Here the functions without `_r` keep
// one result for each thread, and hosts have functions that allocate, for freehostent() to free, and that report
// through an argument instead of the variable `h_errno`, which cannot be reached.

function gethostbyaddr_r(call: Call): NativeFunction {
  const native = call("getipnodebyaddr");
  return (
    packed: ArrayBufferView,
    length: number,
    family: number,
    _entry: ArrayBufferView,
    _buffer: ArrayBufferView,
    _buffer_length: number,
    result: BigUint64Array,
    h_errno: Int32Array,
  ): number => {
    result[0] = native(packed, length, family, h_errno);
    return 0;
  };
}

function gethostbyname_r(call: Call): NativeFunction {
  const native = call("getipnodebyname");
  return (
    name: ArrayBufferView,
    _entry: ArrayBufferView,
    _buffer: ArrayBufferView,
    _buffer_length: number,
    result: BigUint64Array,
    h_errno: Int32Array,
  ): number => {
    result[0] = native(name, constants.AF_INET, 0, h_errno);
    return 0;
  };
}

// getservbyname_r() and getservbyport_r(): name or port, and protocol.
function service(name: string): (call: Call) => NativeFunction {
  return (call: Call): NativeFunction => {
    const native = call(name);
    return (
      key: ArrayBufferView | number,
      protocol: ArrayBufferView | null,
      _entry: ArrayBufferView,
      _buffer: ArrayBufferView,
      _buffer_length: number,
      result: BigUint64Array,
    ): number => {
      result[0] = native(key, protocol);
      return 0;
    };
  };
}

const MMSGHDR = { size: 56, len: 48 };
const NAMELEN = 8;

// Calls a function for one message after another, until one is not whole. Whatever fails after the first one is found
// again by the next call.
function one_by_one(
  count: number,
  messages: Uint8Array,
  call: (message: Uint8Array, index: number) => number,
  is_whole: (message: Uint8Array, length: number) => boolean,
): number {
  const view = new DataView(messages.buffer, messages.byteOffset);
  for (let index = 0; index < count; index++) {
    const at = index * MMSGHDR.size;
    const message = messages.subarray(at, at + MMSGHDR.len);
    const n = call(message, index);
    if (n < 0) return index > 0 ? index : -1;
    view.setUint32(at + MMSGHDR.len, n, true);
    if (!is_whole(message, n)) return index + 1;
  }
  return count;
}

function recvmmsg(call: Call): NativeFunction {
  const recvmsg = call("recvmsg");
  return (fd: number, messages: Uint8Array, count: number, flags: number): number =>
    one_by_one(
      count,
      messages,
      (message, index) => recvmsg(fd, message, index > 0 ? flags | constants.MSG_DONTWAIT : flags),
      () => true,
    );
}

const IOV = 16;
const IOVEC = { size: 16, len: 8 };

// Of a stream, what follows a message of which a part was taken would come in the place of its rest. Each message of a
// batch is in one piece.
function sendmmsg(call: Call): NativeFunction {
  const sendmsg = call("sendmsg");
  const memcpy = call("memcpy");
  const iovec = new DataView(new ArrayBuffer(IOVEC.size));
  function is_whole(message: Uint8Array, length: number): boolean {
    const view = new DataView(message.buffer, message.byteOffset);
    memcpy(iovec, view.getBigUint64(IOV, true), IOVEC.size);
    return BigInt(length) >= iovec.getBigUint64(IOVEC.len, true);
  }
  function send(fd: number, message: Uint8Array, flags: number): number {
    // A name of length 0 is none on Linux only: here the pointer must be NULL.
    if (message[NAMELEN] === 0) (message = message.slice()).fill(0, 0, 8);
    return sendmsg(fd, message, flags);
  }
  return (fd: number, messages: Uint8Array, count: number, flags: number): number =>
    one_by_one(count, messages, (message) => send(fd, message, flags), is_whole);
}

// Linux's sendfile(2): the offset is read from memory and moved on, and what was sent before an error counts.
function sendfile(call: Call): NativeFunction {
  const native = call("plain_sendfile");
  const length = new BigInt64Array(1) as BigInt64Array & { 0: bigint };
  return (socket: number, file: number, offset: BigInt64Array & { 0: bigint }, count: number): number => {
    length[0] = BigInt(count);
    const n = native(file, socket, BigInt.asUintN(64, offset[0]), length, 0n, 0);
    const sent = Number(length[0]);
    offset[0] += length[0];
    return n < 0 && sent === 0 ? -1 : sent;
  };
}

function getprotobyname_r(call: Call): NativeFunction {
  const native = call("getprotobyname");
  return (
    name: ArrayBufferView,
    _entry: ArrayBufferView,
    _buffer: ArrayBufferView,
    _buffer_length: number,
    result: BigUint64Array,
  ): number => {
    result[0] = native(name);
    return 0;
  };
}

// What CPython 3.13 exports.
const constants = {
  AF_APPLETALK: 16,
  AF_DECnet: 12,
  AF_INET: 2,
  AF_INET6: 30,
  AF_IPX: 23,
  AF_LINK: 18,
  AF_ROUTE: 17,
  AF_SNA: 11,
  AF_SYSTEM: 32,
  AF_UNIX: 1,
  AF_UNSPEC: 0,
  AI_ADDRCONFIG: 1024,
  AI_ALL: 256,
  AI_CANONNAME: 2,
  AI_DEFAULT: 1536,
  AI_MASK: 5127,
  AI_NUMERICHOST: 4,
  AI_NUMERICSERV: 4096,
  AI_PASSIVE: 1,
  AI_V4MAPPED: 2048,
  AI_V4MAPPED_CFG: 512,
  EAI_ADDRFAMILY: 1,
  EAI_AGAIN: 2,
  EAI_BADFLAGS: 3,
  EAI_BADHINTS: 12,
  EAI_FAIL: 4,
  EAI_FAMILY: 5,
  EAI_MAX: 15,
  EAI_MEMORY: 6,
  EAI_NODATA: 7,
  EAI_NONAME: 8,
  EAI_OVERFLOW: 14,
  EAI_PROTOCOL: 13,
  EAI_SERVICE: 9,
  EAI_SOCKTYPE: 10,
  EAI_SYSTEM: 11,
  ETHERTYPE_ARP: 2054,
  ETHERTYPE_IP: 2048,
  ETHERTYPE_IPV6: 34525,
  ETHERTYPE_VLAN: 33024,
  INADDR_ALLHOSTS_GROUP: 3758096385,
  INADDR_ANY: 0,
  INADDR_BROADCAST: 4294967295,
  INADDR_LOOPBACK: 2130706433,
  INADDR_MAX_LOCAL_GROUP: 3758096639,
  INADDR_NONE: 4294967295,
  INADDR_UNSPEC_GROUP: 3758096384,
  IPPORT_RESERVED: 1024,
  IPPORT_USERRESERVED: 5000,
  IPPROTO_AH: 51,
  IPPROTO_DSTOPTS: 60,
  IPPROTO_EGP: 8,
  IPPROTO_EON: 80,
  IPPROTO_ESP: 50,
  IPPROTO_FRAGMENT: 44,
  IPPROTO_GGP: 3,
  IPPROTO_GRE: 47,
  IPPROTO_HELLO: 63,
  IPPROTO_HOPOPTS: 0,
  IPPROTO_ICMP: 1,
  IPPROTO_ICMPV6: 58,
  IPPROTO_IDP: 22,
  IPPROTO_IGMP: 2,
  IPPROTO_IP: 0,
  IPPROTO_IPCOMP: 108,
  IPPROTO_IPIP: 4,
  IPPROTO_IPV4: 4,
  IPPROTO_IPV6: 41,
  IPPROTO_MAX: 256,
  IPPROTO_ND: 77,
  IPPROTO_NONE: 59,
  IPPROTO_PIM: 103,
  IPPROTO_PUP: 12,
  IPPROTO_RAW: 255,
  IPPROTO_ROUTING: 43,
  IPPROTO_RSVP: 46,
  IPPROTO_SCTP: 132,
  IPPROTO_TCP: 6,
  IPPROTO_TP: 29,
  IPPROTO_UDP: 17,
  IPPROTO_XTP: 36,
  IPV6_CHECKSUM: 26,
  IPV6_DONTFRAG: 62,
  IPV6_DSTOPTS: 50,
  IPV6_HOPLIMIT: 47,
  IPV6_HOPOPTS: 49,
  IPV6_JOIN_GROUP: 12,
  IPV6_LEAVE_GROUP: 13,
  IPV6_MULTICAST_HOPS: 10,
  IPV6_MULTICAST_IF: 9,
  IPV6_MULTICAST_LOOP: 11,
  IPV6_NEXTHOP: 48,
  IPV6_PATHMTU: 44,
  IPV6_PKTINFO: 46,
  IPV6_RECVDSTOPTS: 40,
  IPV6_RECVHOPLIMIT: 37,
  IPV6_RECVHOPOPTS: 39,
  IPV6_RECVPATHMTU: 43,
  IPV6_RECVPKTINFO: 61,
  IPV6_RECVRTHDR: 38,
  IPV6_RECVTCLASS: 35,
  IPV6_RTHDR: 51,
  IPV6_RTHDRDSTOPTS: 57,
  IPV6_RTHDR_TYPE_0: 0,
  IPV6_TCLASS: 36,
  IPV6_UNICAST_HOPS: 4,
  IPV6_USE_MIN_MTU: 42,
  IPV6_V6ONLY: 27,
  IP_ADD_MEMBERSHIP: 12,
  IP_ADD_SOURCE_MEMBERSHIP: 70,
  IP_BLOCK_SOURCE: 72,
  IP_DEFAULT_MULTICAST_LOOP: 1,
  IP_DEFAULT_MULTICAST_TTL: 1,
  IP_DROP_MEMBERSHIP: 13,
  IP_DROP_SOURCE_MEMBERSHIP: 71,
  IP_HDRINCL: 2,
  IP_MAX_MEMBERSHIPS: 4095,
  IP_MULTICAST_IF: 9,
  IP_MULTICAST_LOOP: 11,
  IP_MULTICAST_TTL: 10,
  IP_OPTIONS: 1,
  IP_PKTINFO: 26,
  IP_RECVDSTADDR: 7,
  IP_RECVOPTS: 5,
  IP_RECVRETOPTS: 6,
  IP_RECVTOS: 27,
  IP_RETOPTS: 8,
  IP_TOS: 3,
  IP_TTL: 4,
  IP_UNBLOCK_SOURCE: 73,
  LOCAL_PEERCRED: 1,
  MSG_CTRUNC: 32,
  MSG_DONTROUTE: 4,
  MSG_DONTWAIT: 128,
  MSG_EOF: 256,
  MSG_EOR: 8,
  // In Pythons built with recent SDKs; an older system ignores the bit.
  MSG_NOSIGNAL: 0x80000,
  MSG_OOB: 1,
  MSG_PEEK: 2,
  MSG_TRUNC: 16,
  MSG_WAITALL: 64,
  NI_DGRAM: 16,
  NI_MAXHOST: 1025,
  NI_MAXSERV: 32,
  NI_NAMEREQD: 4,
  NI_NOFQDN: 1,
  NI_NUMERICHOST: 2,
  NI_NUMERICSERV: 8,
  PF_SYSTEM: 32,
  SCM_CREDS: 3,
  SCM_RIGHTS: 1,
  SHUT_RD: 0,
  SHUT_RDWR: 2,
  SHUT_WR: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_RDM: 4,
  SOCK_SEQPACKET: 5,
  SOCK_STREAM: 1,
  SOL_IP: 0,
  SOL_SOCKET,
  SOL_TCP: 6,
  SOL_UDP: 17,
  SOMAXCONN: 128,
  SO_ACCEPTCONN: 2,
  SO_BINDTODEVICE: 0x1134,
  SO_BROADCAST: 32,
  SO_DEBUG: 1,
  SO_DONTROUTE: 16,
  SO_ERROR: 0x1007,
  SO_KEEPALIVE: 8,
  SO_LINGER: 128,
  SO_OOBINLINE: 256,
  SO_RCVBUF: 0x1002,
  SO_RCVLOWAT: 0x1004,
  SO_RCVTIMEO: 0x1006,
  SO_REUSEADDR: 4,
  SO_REUSEPORT: 512,
  SO_SNDBUF: 0x1001,
  SO_SNDLOWAT: 0x1003,
  SO_SNDTIMEO: 0x1005,
  SO_TYPE: 0x1008,
  SO_USELOOPBACK: 64,
  SYSPROTO_CONTROL: 2,
  TCP_CONNECTION_INFO: 0x106,
  TCP_FASTOPEN: 0x105,
  TCP_KEEPALIVE: 0x10,
  TCP_KEEPCNT: 0x102,
  TCP_KEEPINTVL: 0x101,
  TCP_MAXSEG: 2,
  TCP_NODELAY: 1,
  TCP_NOTSENT_LOWAT: 0x201,
};

// What it does not: names that later versions have added, and names of the C headers alone.
const extra_constants = {
  ICMP6_FILTER: 18,
  IPV6_BOUND_IF: 125,
  IPV6_PORTRANGE: 14,
  IP_BOUND_IF: 25,
  IP_DONTFRAG: 28,
  IP_MULTICAST_IFINDEX: 66,
  IP_PORTRANGE: 19,
  IP_RECVIF: 20,
  IP_RECVTTL: 24,
  LOCAL_PEEREPID: 3,
  LOCAL_PEEREUUID: 5,
  LOCAL_PEERPID: 2,
  LOCAL_PEERTOKEN: 6,
  LOCAL_PEERUUID: 4,
  MCAST_BLOCK_SOURCE: 84,
  MCAST_JOIN_GROUP: 80,
  MCAST_JOIN_SOURCE_GROUP: 82,
  MCAST_LEAVE_GROUP: 81,
  MCAST_LEAVE_SOURCE_GROUP: 83,
  MCAST_UNBLOCK_SOURCE: 85,
  SCM_TIMESTAMP: 2,
  SCM_TIMESTAMP_MONOTONIC: 4,
  SOL_LOCAL: 0,
  SO_LINGER_SEC: 4224,
  SO_NET_SERVICE_TYPE: 4374,
  SO_NOSIGPIPE: 4130,
  SO_NREAD: 4128,
  SO_NUMRCVPKT: 4370,
  SO_NWRITE: 4132,
  SO_RANDOMPORT: 4226,
  SO_TIMESTAMP: 1024,
  SO_TIMESTAMP_MONOTONIC: 2048,
  TCP_CONNECTIONTIMEOUT: 32,
  TCP_ENABLE_ECN: 260,
  TCP_NOOPT: 8,
  TCP_NOPUSH: 4,
  TCP_RXT_CONNDROPTIME: 128,
  TCP_RXT_FINDROP: 256,
  TCP_SENDMOREACKS: 259,
  UTUN_OPT_IFNAME: 2,
};

const errors = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  ENOEXEC: 8,
  EBADF: 9,
  ECHILD: 10,
  EDEADLK: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  ENOTBLK: 15,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  ETXTBSY: 26,
  EFBIG: 27,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EMLINK: 31,
  EPIPE: 32,
  EDOM: 33,
  ERANGE: 34,
  EAGAIN: 35,
  EINPROGRESS: 36,
  EALREADY: 37,
  ENOTSOCK: 38,
  EDESTADDRREQ: 39,
  EMSGSIZE: 40,
  EPROTOTYPE: 41,
  ENOPROTOOPT: 42,
  EPROTONOSUPPORT: 43,
  ESOCKTNOSUPPORT: 44,
  ENOTSUP: 45,
  EPFNOSUPPORT: 46,
  EAFNOSUPPORT: 47,
  EADDRINUSE: 48,
  EADDRNOTAVAIL: 49,
  ENETDOWN: 50,
  ENETUNREACH: 51,
  ENETRESET: 52,
  ECONNABORTED: 53,
  ECONNRESET: 54,
  ENOBUFS: 55,
  EISCONN: 56,
  ENOTCONN: 57,
  ESHUTDOWN: 58,
  ETOOMANYREFS: 59,
  ETIMEDOUT: 60,
  ECONNREFUSED: 61,
  ELOOP: 62,
  ENAMETOOLONG: 63,
  EHOSTDOWN: 64,
  EHOSTUNREACH: 65,
  ENOTEMPTY: 66,
  EPROCLIM: 67,
  EUSERS: 68,
  EDQUOT: 69,
  ESTALE: 70,
  EREMOTE: 71,
  EBADRPC: 72,
  ERPCMISMATCH: 73,
  EPROGUNAVAIL: 74,
  EPROGMISMATCH: 75,
  EPROCUNAVAIL: 76,
  ENOLCK: 77,
  ENOSYS: 78,
  EFTYPE: 79,
  EAUTH: 80,
  ENEEDAUTH: 81,
  EPWROFF: 82,
  EDEVERR: 83,
  EOVERFLOW: 84,
  EBADEXEC: 85,
  EBADARCH: 86,
  ESHLIBVERS: 87,
  EBADMACHO: 88,
  ECANCELED: 89,
  EIDRM: 90,
  ENOMSG: 91,
  EILSEQ: 92,
  ENOATTR: 93,
  EBADMSG: 94,
  EMULTIHOP: 95,
  ENODATA: 96,
  ENOLINK: 97,
  ENOSR: 98,
  ENOSTR: 99,
  EPROTO: 100,
  ETIME: 101,
  EOPNOTSUPP: 102,
  ENOPOLICY: 103,
  ENOTRECOVERABLE: 104,
  EOWNERDEAD: 105,
  EQFULL: 106,
};

/** macOS. */
export const darwin: System<typeof constants, typeof extra_constants, typeof errors> = {
  libraries: (_arch: string): readonly string[] => ["/usr/lib/libSystem.B.dylib", "libSystem.B.dylib"],
  symbols: {
    errno_location: "__error",
    inode64_fstat: "fstat$INODE64",
    // What `replacements` is made of: under the plain name the table has the replacement.
    plain_fstat: "fstat",
    plain_pipe: "pipe",
    plain_sendfile: "sendfile",
    plain_socket: "socket",
    plain_socketpair: "socketpair",
  },
  replacements: {
    accept4,
    dup3,
    fstat,
    gethostbyaddr_r,
    gethostbyname_r,
    getprotobyname_r,
    getservbyname_r: service("getservbyname"),
    getservbyport_r: service("getservbyport"),
    pipe2,
    recvmmsg,
    sendfile,
    sendmmsg,
    socket,
    socketpair,
  },
  variadic_on_stack: (arch: string): boolean => arch === "arm64",
  put_family(sockaddr: DataView, family: number, length: number): void {
    sockaddr.setUint8(0, length);
    sockaddr.setUint8(1, family);
  },
  get_family: (sockaddr: DataView): number => sockaddr.getUint8(1),
  has_abstract_names: false,
  structs: {
    sockaddr_in: { size: 16, port: 2, address: 4 },
    sockaddr_in6: { size: 28, port: 2, flowinfo: 4, address: 8, scope_id: 24 },
    sockaddr_un: { size: 106, path: 2 },
    addrinfo: {
      size: 48,
      flags: 0,
      family: 4,
      socktype: 8,
      protocol: 12,
      addrlen: 16,
      canonname: 24,
      addr: 32,
      next: 40,
    },
    hostent: { size: 32, name: 0, aliases: 8, addrtype: 16, length: 20, addr_list: 24 },
    servent: { size: 32, name: 0, port: 16 },
    protoent: { size: 24, proto: 16 },
    if_nameindex: { size: 16, index: 0, name: 8 },
    pollfd: { size: 8, fd: 0, events: 4, revents: 6 },
    iovec: { size: 16, base: 0, len: 8 },
    msghdr: {
      size: 48,
      name: 0,
      namelen: 8,
      iov: 16,
      iovlen: 24,
      control: 32,
      controllen: 40,
      flags: 44,
    },
    // Not macOS's, which has none: ours, for the replacements of recvmmsg() and sendmmsg().
    mmsghdr: MMSGHDR,
    cmsghdr: { size: 12, len: 0, level: 4, type: 8 },
    ifreq: { size: 32, name: 0, ifindex: 16 },
    sockaddr_ctl: { size: 32, sysaddr: 2, id: 4, unit: 8 },
    ctl_info: { size: 100, id: 0, name: 4 },
  },
  internals: {
    CLOCK_MONOTONIC: 6,
    POLLIN: 1,
    POLLOUT: 4,
    POLLERR: 8,
    FIONBIO: Number(FIONBIO),
    AF_SYS_CONTROL: 2,
    CTLIOCGINFO: 0xc0644e03,
    // Not available, and not needed: only Linux's families name interfaces.
    SIOCGIFINDEX: -1,
    SIOCGIFNAME: -1,
    F_GETFD: 1,
    F_GETFL: 3,
    F_SETFD,
    F_DUPFD_CLOEXEC: 67,
    FD_CLOEXEC,
    // Not available: macOS has neither.
    SO_DOMAIN: -1,
    SO_PROTOCOL: -1,
    IF_NAMESIZE: 16,
    // SO_NOSIGPIPE, set on every descriptor above, does the work on all versions of macOS.
    MSG_NOSIGNAL: 0,
    CMSG_ALIGNMENT: 4,
    // The replacement of recvmmsg() waits for one message anyway.
    MSG_WAITFORONE: 0,
    O_CLOEXEC: 0x1000000,
    O_NONBLOCK: 4,
    O_RDONLY: 0,
    SOCK_CLOEXEC,
    SOCK_NONBLOCK,
  },
  stat: (): Struct => STAT,
  option_structs,
  constants,
  extra_constants,
  errors,
};
