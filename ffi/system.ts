// What differs between operating systems, as data: library names, symbols, struct layouts, constants.
import type { NativeFunction } from "./runtime.ts";

/** Byte offsets of a struct's members, and its size. */
export type Layout<Member extends string> = Readonly<Record<Member | "size", number>>;

/** How a member of a {@linkcode Struct} is read: what 64 bits count becomes a BigInt, a time a number, an address text. */
export type MemberType = "u8" | "u16" | "u32" | "i32" | "u64" | "i64" | "in_addr" | "in6_addr";

/** A member: its type and offset; of a bit field, also the lowest bit and how many there are. */
export type Member = readonly [type: MemberType, offset: number, shift?: number, bits?: number];

/** A struct that a socket option or ancillary data holds. */
export interface Struct {
  readonly size: number;
  /** How many bytes there must be, if there may be fewer than `size`. */
  readonly least?: number;
  readonly members: Readonly<Record<string, Member>>;
}

/** One operating system, on its 64-bit little-endian processors. */
export interface System<
  Constants = Readonly<Record<string, number>>,
  Extra = Readonly<Record<string, number>>,
  Errors = Readonly<Record<string, number>>,
> {
  /** The libc's names for the system's loader, in the order to try. */
  libraries(arch: string): readonly string[];
  /** Symbols that this libc exports under another name. */
  readonly symbols: Readonly<Record<string, string>>;
  /** Functions that this libc lacks, made from those that it has. */
  readonly replacements: Readonly<
    Record<string, (call: (name: string) => NativeFunction) => NativeFunction>
  >;
  /** Whether variadic arguments are passed on the stack, unlike named ones. */
  variadic_on_stack(arch: string): boolean;
  /** Writes `sa_family`, and `sa_len` where the system has it. */
  put_family(sockaddr: DataView, family: number, length: number): void;
  /** Reads `sa_family`. */
  get_family(sockaddr: DataView): number;
  /** Whether `AF_UNIX` has names without files, which begin with a zero byte. Elsewhere such bytes are no name at all. */
  readonly has_abstract_names: boolean;
  /** Struct layouts. */
  readonly structs: {
    readonly sockaddr_in: Layout<"port" | "address">;
    readonly sockaddr_in6: Layout<"port" | "flowinfo" | "address" | "scope_id">;
    readonly sockaddr_un: Layout<"path">;
    readonly addrinfo: Layout<
      "flags" | "family" | "socktype" | "protocol" | "addrlen" | "addr" | "canonname" | "next"
    >;
    readonly hostent: Layout<"name" | "aliases" | "addrtype" | "length" | "addr_list">;
    readonly servent: Layout<"name" | "port">;
    readonly protoent: Layout<"proto">;
    readonly if_nameindex: Layout<"index" | "name">;
    readonly pollfd: Layout<"fd" | "events" | "revents">;
    readonly iovec: Layout<"base" | "len">;
    readonly msghdr: Layout<"name" | "namelen" | "iov" | "iovlen" | "control" | "controllen" | "flags">;
    readonly mmsghdr: Layout<"len">;
    readonly cmsghdr: Layout<"len" | "level" | "type">;
    readonly ifreq: Layout<"name" | "ifindex">;
    // Addresses of families that not every system has.
    readonly sockaddr_nl?: Layout<"pid" | "groups">;
    readonly sockaddr_qrtr?: Layout<"node" | "port">;
    readonly sockaddr_vm?: Layout<"port" | "cid">;
    readonly sockaddr_ll?: Layout<"protocol" | "ifindex" | "hatype" | "pkttype" | "halen" | "addr">;
    readonly sockaddr_tipc?: Layout<"addrtype" | "scope" | "addr">;
    readonly sockaddr_can?: Layout<"ifindex" | "rx_id" | "tx_id" | "name" | "pgn" | "addr">;
    readonly sockaddr_alg?: Layout<"type" | "feat" | "mask" | "name">;
    readonly sockaddr_ctl?: Layout<"sysaddr" | "id" | "unit">;
    /** What the number of a kernel control is asked for with. */
    readonly ctl_info?: Layout<"id" | "name">;
    /** Bluetooth's, one a protocol. */
    readonly bluetooth?: {
      readonly sockaddr_l2: Layout<"psm" | "bdaddr">;
      readonly sockaddr_rc: Layout<"bdaddr" | "channel">;
      readonly sockaddr_hci: Layout<"dev">;
      readonly sockaddr_sco: Layout<"bdaddr">;
    };
  };
  /** The layout of `struct stat`, with the members that Python shows; times are in two parts. */
  stat(arch: string): Struct;
  /** What options and ancillary data hold, by the struct's name. */
  readonly option_structs: Readonly<Record<string, Struct>>;
  /** What the `socket` of Python 3.13 exports, by name. */
  readonly constants: Constants;
  /** What the module exports besides: names of later Pythons, and of the C headers alone. */
  readonly extra_constants: Extra;
  /** What the module needs besides: never exported. */
  readonly internals: {
    readonly CLOCK_MONOTONIC: number;
    readonly POLLIN: number;
    readonly POLLOUT: number;
    readonly POLLERR: number;
    readonly FIONBIO: number;
    readonly AF_SYS_CONTROL: number;
    readonly CTLIOCGINFO: number;
    readonly SIOCGIFINDEX: number;
    readonly SIOCGIFNAME: number;
    readonly F_GETFD: number;
    readonly F_SETFD: number;
    readonly F_GETFL: number;
    readonly F_DUPFD_CLOEXEC: number;
    readonly FD_CLOEXEC: number;
    readonly SO_DOMAIN: number;
    readonly SO_PROTOCOL: number;
    readonly IF_NAMESIZE: number;
    readonly CMSG_ALIGNMENT: number;
    readonly MSG_NOSIGNAL: number;
    readonly MSG_WAITFORONE: number;
    readonly O_CLOEXEC: number;
    readonly O_NONBLOCK: number;
    readonly O_RDONLY: number;
    readonly SOCK_CLOEXEC: number;
    readonly SOCK_NONBLOCK: number;
  };
  /** `errno` values, by name. */
  readonly errors: Errors;
}
