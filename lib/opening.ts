// Where a socket's descriptor comes from: it is opened, or taken over from whoever hands one over.
import { errno, libc, system } from "../ffi/libc.ts";
import { sockaddr, sockaddr_length, sockaddr_view } from "../ffi/sockaddr.ts";
import { getdefaulttimeout } from "./blocking.ts";
import { Descriptor, descriptor_number } from "./descriptor.ts";
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

/** A new socket's descriptor. */
export function open(family: number, type: number, proto: number): Descriptor {
  const fd = libc.socket(family, type | creation_flags(), proto), e = errno[0];
  if (fd < 0) throw os_error(e);
  return new Descriptor(fd, family, type & ~CREATION_FLAGS, proto);
}

// The family of the socket behind a descriptor. One that was given is believed, as in CPython, as long as there is a
// socket.
function family_of(fd: number, family: number): number {
  sockaddr_length[0] = sockaddr.length;
  const n = libc.getsockname(fd, sockaddr, sockaddr_length), e = errno[0];
  if (n < 0 && (family === -1 || e === EBADF || e === ENOTSOCK)) throw os_error(e);
  return family === -1 ? system.get_family(sockaddr_view) : family;
}

/** The descriptor of a socket that there is already; what is -1 is asked of the system. */
export function adopt(fileno: unknown, family: number, type: number, proto: number): Descriptor {
  const fd = descriptor_number(fileno);
  if (fd < 0) throw new ValueError("negative file descriptor");
  const found = family_of(fd, family);
  if (type === -1) type = int_option(fd, SOL_SOCKET, SO_TYPE);
  if (proto === -1) proto = SO_PROTOCOL < 0 ? 0 : int_option(fd, SOL_SOCKET, SO_PROTOCOL);
  return new Descriptor(fd, found, type & ~CREATION_FLAGS, proto);
}
