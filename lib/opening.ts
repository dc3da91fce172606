// Where a socket's descriptor comes from: it is opened, or taken over from whoever hands one over.
import { errno, libc, system } from "../ffi/libc.ts";
import { sockaddr, sockaddr_length, sockaddr_view } from "../ffi/sockaddr.ts";
import { getdefaulttimeout } from "./blocking.ts";
import { close_no_more, close_with, Descriptor, duplicate } from "./descriptor.ts";
import { os_error, ValueError } from "./errors.ts";
import { int_option } from "./sockopt.ts";

const { SO_TYPE, SOL_SOCKET } = system.constants;
const { SO_PROTOCOL, SOCK_CLOEXEC, SOCK_NONBLOCK } = system.internals;
const { EBADF, ENOTSOCK } = system.errors;

/** What a socket's type may carry besides the type itself. */
export const CREATION_FLAGS: number = SOCK_CLOEXEC | SOCK_NONBLOCK;

/** The type bits with which the kernel makes new descriptors as the module's default timeout wants them. */
export function creation_flags(): number {
  return getdefaulttimeout() === null ? SOCK_CLOEXEC : CREATION_FLAGS;
}

/**
 * What will own a socket's descriptor. It is made before the descriptor: whatever fails then, a full stack included, the
 * collector knows what to close.
 *
 * @param type may carry the creation flags
 */
export function unopened(family: number, type: number, proto: number): Descriptor {
  return new Descriptor(-1, family, type & ~CREATION_FLAGS, proto);
}

/** Opens a socket for its owner. */
export function open(owner: Descriptor, type: number): void {
  const n = libc.socket(owner.family, type | creation_flags(), owner.proto), e = errno[0];
  owner.fd = n;
  if (n >= 0) return;
  close_no_more(owner);
  throw os_error(e);
}

// The family of the socket behind a descriptor. One that was given is believed, as in CPython, as long as there is a
// socket.
function family_of(fd: number, family: number): number {
  sockaddr_length[0] = sockaddr.length;
  const n = libc.getsockname(fd, sockaddr, sockaddr_length), e = errno[0];
  if (n < 0 && (family === -1 || e === EBADF || e === ENOTSOCK)) throw os_error(e);
  return family === -1 ? system.get_family(sockaddr_view) : family;
}

/** What will own the descriptor `fd` of a socket that there is already; what is -1 is asked of the system. */
export function unadopted(fd: number, family: number, type: number, proto: number): Descriptor {
  if (fd < 0) throw new ValueError("negative file descriptor");
  const found = family_of(fd, family);
  if (type === -1) type = int_option(fd, SOL_SOCKET, SO_TYPE);
  if (proto === -1) proto = SO_PROTOCOL < 0 ? 0 : int_option(fd, SOL_SOCKET, SO_PROTOCOL);
  return unopened(found, type, proto);
}

/** A descriptor that was made for a socket which may or may not take it over. */
interface Passage {
  readonly guard: Descriptor;
  readonly outer: Passage | null;
}

let passage: Passage | null = null;

/** Gives a descriptor to its owner. */
export function adopt(owner: Descriptor, fd: number): void {
  owner.fd = fd;
  for (let under_way = passage; under_way !== null; under_way = under_way.outer) {
    if (under_way.guard.fd === fd) under_way.guard.fd = -1;
  }
}

/** Makes a socket of a duplicate, which is closed if that fails before the socket has taken it over. */
export function adopted_duplicate<Socket>(original: number, make: (fd: number) => Socket): Socket {
  const guard = unopened(0, 0, 0);
  const here: Passage = { guard, outer: passage };
  // Where the stack is full, closing fails too: then it is the collector's.
  close_with(here, guard);
  passage = here;
  try {
    guard.fd = duplicate(original);
    const socket = make(guard.fd);
    close_no_more(guard);
    return socket;
  } catch (error) {
    if (guard.fd >= 0) libc.close(guard.fd);
    guard.fd = -1;
    close_no_more(guard);
    throw error;
  } finally {
    passage = here.outer;
  }
}
