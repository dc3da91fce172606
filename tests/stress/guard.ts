// What a fuzzer must not do to the machine or to its own runtime, and calls that would wait for ever: the guard stands
// between the module and libc, and knows every descriptor that the module opens.
import { errno, libc, system } from "../../ffi/libc.ts";
import type { NativeFunction } from "../../ffi/runtime.ts";
import { control_of, descriptor_parameters, wrap_libc } from "./checker.ts";

const { AF_INET, AF_INET6, AF_UNIX, AI_NUMERICHOST, MSG_DONTWAIT, NI_NUMERICHOST, SCM_RIGHTS, SOL_SOCKET } =
  system.constants;
const { F_DUPFD_CLOEXEC, FIONBIO } = system.internals;
const { EBADF, ENOMEM, EPERM } = system.errors;
const { addrinfo, cmsghdr } = system.structs;

/** The descriptors that the module has opened and not closed. */
export const opened: Set<number> = new Set();

/**
 * How long poll(2) may wait, and how many calls may follow. A server without a timeout polls until somebody asks, and what reads
 * from one end of a pair to write to the other never ends: then the system has no memory for more.
 */
export const patience = { milliseconds: 1, calls: Infinity };

/** How many calls one in vain counts for, which takes so much longer. */
const POLL_IN_VAIN = 40;

// A descriptor's family: those that could change the machine are not sent to.
const families = new Map<number, number>();
const HARMLESS: ReadonlySet<number | undefined> = new Set([
  AF_INET,
  AF_INET6,
  AF_UNIX,
  system.constants.AF_ALG,
]);

function open(fd: number, family?: number): void {
  if (fd < 0) return;
  opened.add(fd);
  if (family !== undefined) families.set(fd, family);
}

function open_received(header: ArrayBufferView): void {
  const control = control_of(header);
  if (control === null) return;
  const view = new DataView(control.buffer, control.byteOffset, control.length);
  for (let at = 0; at + cmsghdr.size <= control.length;) {
    const length = view.getUint32(at + cmsghdr.len, true);
    if (length < cmsghdr.size) return;
    const is_rights = view.getInt32(at + cmsghdr.level, true) === SOL_SOCKET &&
      view.getInt32(at + cmsghdr.type, true) === SCM_RIGHTS;
    const end = Math.min(at + length, control.length);
    for (let from = at + cmsghdr.size; is_rights && from + 4 <= end; from += 4) {
      open(view.getInt32(from, true));
    }
    at += Math.ceil(length / 8) * 8;
  }
}

// deno-lint-ignore no-explicit-any
type Values = any[];

/** What a call that succeeded has opened. */
const results: Record<string, (n: number, values: Values) => void> = {
  accept: (n, [fd]) => open(n, families.get(fd)),
  accept4: (n, [fd]) => open(n, families.get(fd)),
  fcntl: (n, [fd, command]) => command === F_DUPFD_CLOEXEC && open(n, families.get(fd)),
  dup2: (n) => open(n),
  dup3: (n) => open(n),
  epoll_create1: (n) => open(n),
  kqueue: (n) => open(n),
  open: (n) => open(n),
  pipe2: (_, [pair]) => Array.from(pair as Int32Array, (fd) => open(fd)),
  plain_pipe: (_, [pair]) => Array.from(pair as Int32Array, (fd) => open(fd)),
  recvmsg: (_, [, header]) => open_received(header),
  socket: (n, [family]) => open(n, family),
  socketpair: (_, [family, , , pair]) => Array.from(pair as Int32Array, (fd) => open(fd, family)),
};

// errno[0] is read-only to the module.
function fail(number: number): number {
  (errno as { 0: number })[0] = number;
  return -1;
}

function no_waiting(fd: number): void {
  ioctl(fd, BigInt(FIONBIO), new Int32Array([1]));
}

let ioctl: NativeFunction = () => 0;

// A flag argument, so that the call comes back.
function dont_wait(index: number, sends = false): (native: NativeFunction, values: Values) => number {
  return (native, values) => {
    if (sends && !HARMLESS.has(families.get(values[0]))) return fail(EPERM);
    return native(...values.with(index, values[index] | MSG_DONTWAIT));
  };
}

function non_blocking(native: NativeFunction, values: Values): number {
  no_waiting(values[0]);
  return native(...values);
}

function brief(timeout: number): number {
  return timeout < 0 || timeout > patience.milliseconds ? patience.milliseconds : timeout;
}

function poll(native: NativeFunction, [fds, count, timeout]: Values): number {
  const n = native(fds, count, brief(timeout)) as number;
  if (n === 0) patience.calls -= POLL_IN_VAIN;
  return n;
}

const decoder = new TextDecoder();

function is_local(name: ArrayBufferView | null): boolean {
  if (name === null) return true;
  const text = decoder.decode(name).split("\0")[0]!;
  return text === "localhost" || /^[0-9.]*$/.test(text);
}

function no_host(result: number): (native: NativeFunction, values: Values) => unknown {
  return (native, values) => {
    if (is_local(values[0])) return native(...values);
    new BigUint64Array(values[result].buffer)[0] = 0n;
    return 0;
  };
}

/** Calls that are made otherwise than the module wants. */
const instead: Record<string, (native: NativeFunction, values: Values) => unknown> = {
  accept: non_blocking,
  accept4: non_blocking,
  close(native, values) {
    opened.delete(values[0]);
    return native(...values);
  },
  connect: non_blocking,
  epoll_wait: (native, values) => native(...values.with(3, brief(values[3]))),
  getaddrinfo(native, [node, service, hints, list]) {
    if (is_local(node)) return native(node, service, hints, list);
    const copy = new DataView(hints.buffer.slice(0));
    copy.setInt32(addrinfo.flags, copy.getInt32(addrinfo.flags, true) | AI_NUMERICHOST, true);
    return native(node, service, copy, list);
  },
  gethostbyaddr_r: (native, values) =>
    values[0][0] === 127
      ? native(...values)
      : no_host(6)(native, [new Uint8Array([120]), ...values.slice(1)]),
  gethostbyname_r: no_host(4),
  getipnodebyaddr: () => 0n,
  getipnodebyname: () => 0n,
  getnameinfo: (native, values) => native(...values.with(6, values[6] | NI_NUMERICHOST)),
  kevent: (native, values) =>
    native(...values.with(5, new BigInt64Array([0n, BigInt(patience.milliseconds) * 1_000_000n]))),
  poll,
  pread: non_blocking,
  read: non_blocking,
  readv: non_blocking,
  recv: dont_wait(3),
  recvfrom: dont_wait(3),
  recvmmsg: dont_wait(3),
  recvmsg: dont_wait(2),
  select: (native, values) =>
    native(...values.with(4, new BigInt64Array([0n, BigInt(patience.milliseconds) * 1000n]))),
  send: dont_wait(3, true),
  sendfile(native, [out, from, offset, count]) {
    no_waiting(out);
    return native(out, from, offset, Math.min(count, 65536));
  },
  sendmmsg: dont_wait(3, true),
  sendmsg: dont_wait(2, true),
  sendto: dont_wait(3, true),
  sethostname: () => fail(EPERM),
  write: non_blocking,
  writev: non_blocking,
};

// Descriptors 0 to 2 and the runtime's own are not the module's.
function is_foreign(name: string, values: Values): boolean {
  return descriptor_parameters(name).some((index) => values[index] >= 0 && !opened.has(values[index]));
}

function guarded(name: string, native: NativeFunction): NativeFunction {
  const call = instead[name], opens = results[name];
  return (...values) => {
    if (is_foreign(name, values)) return fail(EBADF);
    if (--patience.calls < 0 && name !== "close") return fail(ENOMEM);
    const n = call === undefined ? native(...values) : call(native, values), e = errno[0];
    if (opens !== undefined && n >= 0) opens(n, values);
    (errno as { 0: number })[0] = e;
    return n;
  };
}

let close: NativeFunction = () => 0;

/** Closes what the module has left open, and says how many there were. */
export function close_left_over(): number[] {
  const left = [...opened];
  opened.clear();
  left.forEach((fd) => close(fd));
  return left;
}

/** Guards every call from now on. What is put in front of libc later sees the calls first. */
export function install_guard(): void {
  ioctl = libc.ioctl as NativeFunction;
  close = libc.close as NativeFunction;
  wrap_libc(guarded);
}
