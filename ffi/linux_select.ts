// Linux: what select(2), poll(2) and epoll(7) need. Loaded by lib/select.ts and what stands on it, and by nothing else.
import type { Layout } from "./system.ts";

// What CPython 3.13 exports.
const constants = {
  EPOLLERR: 0x8,
  EPOLLET: 0x80000000,
  EPOLLEXCLUSIVE: 0x10000000,
  EPOLLHUP: 0x10,
  EPOLLIN: 0x1,
  EPOLLMSG: 0x400,
  EPOLLONESHOT: 0x40000000,
  EPOLLOUT: 0x4,
  EPOLLPRI: 0x2,
  EPOLLRDBAND: 0x80,
  EPOLLRDHUP: 0x2000,
  EPOLLRDNORM: 0x40,
  EPOLLWRBAND: 0x200,
  EPOLLWRNORM: 0x100,
  EPOLL_CLOEXEC: 0o2000000,
  PIPE_BUF: 4096,
  POLLERR: 0x8,
  POLLHUP: 0x10,
  POLLIN: 0x1,
  POLLMSG: 0x400,
  POLLNVAL: 0x20,
  POLLOUT: 0x4,
  POLLPRI: 0x2,
  POLLRDBAND: 0x80,
  POLLRDHUP: 0x2000,
  POLLRDNORM: 0x40,
  POLLWRBAND: 0x200,
  POLLWRNORM: 0x100,
};

/** The constants of Python's `select` on Linux. */
export const linux_select: typeof constants = constants;

/** Packed on x86-64, and nowhere else. */
export function epoll_event(arch: string): Layout<"events" | "fd"> {
  return arch === "x64" ? { size: 12, events: 0, fd: 4 } : { size: 16, events: 0, fd: 8 };
}
