// macOS: what select(2), poll(2) and kqueue(2) need. Loaded by lib/select.ts and what stands on it, and by nothing else.
import type { Layout } from "./system.ts";

// What CPython 3.13 exports.
const constants = {
  KQ_EV_ADD: 0x1,
  KQ_EV_CLEAR: 0x20,
  KQ_EV_DELETE: 0x2,
  KQ_EV_DISABLE: 0x8,
  KQ_EV_ENABLE: 0x4,
  KQ_EV_EOF: 0x8000,
  KQ_EV_ERROR: 0x4000,
  KQ_EV_FLAG1: 0x2000,
  KQ_EV_ONESHOT: 0x10,
  KQ_EV_SYSFLAGS: 0xf000,
  KQ_FILTER_AIO: -3,
  KQ_FILTER_PROC: -5,
  KQ_FILTER_READ: -1,
  KQ_FILTER_SIGNAL: -6,
  KQ_FILTER_TIMER: -7,
  KQ_FILTER_VNODE: -4,
  KQ_FILTER_WRITE: -2,
  KQ_NOTE_ATTRIB: 0x8,
  KQ_NOTE_CHILD: 0x4,
  KQ_NOTE_DELETE: 0x1,
  KQ_NOTE_EXEC: 0x20000000,
  KQ_NOTE_EXIT: 0x80000000,
  KQ_NOTE_EXTEND: 0x4,
  KQ_NOTE_FORK: 0x40000000,
  KQ_NOTE_LINK: 0x10,
  KQ_NOTE_LOWAT: 0x1,
  KQ_NOTE_PCTRLMASK: -0x100000,
  KQ_NOTE_PDATAMASK: 0xfffff,
  KQ_NOTE_RENAME: 0x20,
  KQ_NOTE_REVOKE: 0x40,
  KQ_NOTE_TRACK: 0x1,
  KQ_NOTE_TRACKERR: 0x2,
  KQ_NOTE_WRITE: 0x2,
  PIPE_BUF: 512,
  POLLERR: 0x8,
  POLLHUP: 0x10,
  POLLIN: 0x1,
  POLLNVAL: 0x20,
  POLLOUT: 0x4,
  POLLPRI: 0x2,
  POLLRDBAND: 0x80,
  POLLRDNORM: 0x40,
  POLLWRBAND: 0x100,
  POLLWRNORM: 0x4,
};

/** The constants of Python's `select` on macOS. */
export const darwin_select: typeof constants = constants;

/** `struct kevent`. */
export const kevent: Layout<"ident" | "filter" | "flags" | "fflags" | "data" | "udata"> = {
  size: 32,
  ident: 0,
  filter: 8,
  flags: 10,
  fflags: 12,
  data: 16,
  udata: 24,
};
