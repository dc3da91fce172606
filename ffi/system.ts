// What differs between operating systems, as data: library names, symbols, struct layouts, constants.
import type { NativeFunction } from "./runtime.ts";

/** Byte offsets of a struct's members, and its size. */
export type Layout<Member extends string> = Readonly<Record<Member | "size", number>>;

/** One operating system, on its 64-bit little-endian processors. */
export interface System<
  Constants = Readonly<Record<string, number>>,
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
  /** Struct layouts. */
  readonly structs: {
    readonly sockaddr_in: Layout<"port" | "address">;
    readonly sockaddr_in6: Layout<"port" | "flowinfo" | "address" | "scope_id">;
    readonly sockaddr_un: Layout<"path">;
    readonly addrinfo: Layout<
      "flags" | "family" | "socktype" | "protocol" | "addrlen" | "addr" | "canonname" | "next"
    >;
    readonly pollfd: Layout<"fd" | "events" | "revents">;
  };
  /** What Python's `socket` exports, by name. */
  readonly constants: Constants;
  /** What the module needs besides: never exported. */
  readonly internals: {
    readonly POLLIN: number;
    readonly POLLOUT: number;
    readonly POLLERR: number;
    readonly FIONBIO: number;
    readonly F_GETFD: number;
    readonly F_SETFD: number;
    readonly F_DUPFD_CLOEXEC: number;
    readonly FD_CLOEXEC: number;
    readonly SO_DOMAIN: number;
    readonly SO_PROTOCOL: number;
    readonly MSG_NOSIGNAL: number;
    readonly SOCK_CLOEXEC: number;
    readonly SOCK_NONBLOCK: number;
  };
  /** `errno` values, by name. */
  readonly errors: Errors;
}
