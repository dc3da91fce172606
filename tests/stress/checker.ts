// Stands in front of every libc call and looks at its arguments as C will: each length against the memory that it
// belongs to, each pointer against a living view, texts for their NUL, integers for their type.
//
// `deno task stress --check FILE` runs a program under it.
import { libc, system } from "../../ffi/libc.ts";
import type { NativeFunction } from "../../ffi/runtime.ts";

const { addrinfo, hostent, ifreq, iovec, mmsghdr, msghdr, pollfd, protoent, servent } = system.structs;

/** A call that must not be made. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Those that were found. The module may have caught the exception. */
export const violations: Violation[] = [];

// The intrinsics: a program may replace what is on the prototypes, and the views under test have properties of their own.
const typed_array = Object.getPrototypeOf(Uint8Array.prototype);
const typed_length = Object.getOwnPropertyDescriptor(typed_array, "byteLength")!.get!;
const data_view_length = Object.getOwnPropertyDescriptor(DataView.prototype, "byteLength")!.get!;
const typed_tag = Object.getOwnPropertyDescriptor(typed_array, Symbol.toStringTag)!.get!;
const typed_buffer = Object.getOwnPropertyDescriptor(typed_array, "buffer")!.get!;
const { isView } = ArrayBuffer;

function length_of(view: ArrayBufferView): number {
  if (typed_tag.call(view) !== undefined) return typed_length.call(view);
  try {
    return data_view_length.call(view);
  } catch {
    return 0; // detached
  }
}

/** What is wrong with an argument, or nothing. */
type Check = (value: unknown, values: readonly unknown[]) => string | null;

const i32: Check = (value) =>
  Number.isInteger(value) && Object.is(value, (value as number) | 0) ? null : "no int";
/** An `int` that is a descriptor. */
const fd: Check = (value, values) => i32(value, values);
const u32: Check = (value) =>
  Number.isInteger(value) && Object.is(value, (value as number) >>> 0) ? null : "no unsigned int";
const usize: Check = (value) =>
  typeof value === "bigint" && BigInt.asUintN(64, value) === value ? null : "no 64-bit integer";

function at_least(value: unknown, length: number): string | null {
  if (value === null) return length === 0 ? null : `NULL for ${length} bytes`;
  if (!isView(value)) return "no view";
  const room = length_of(value);
  return length <= room ? null : `${length} bytes in memory of ${room}`;
}

function optional(check: Check): Check {
  return (value, values) => value === null ? null : check(value, values);
}

/** Memory of a known size. */
function room(size: number): Check {
  return (value) => at_least(value, size);
}

/** Memory whose length another argument says; `size` is what one of what it counts takes. */
function counted_by(index: number, size = 1): Check {
  return (value, values) => at_least(value, (values[index] as number) * size);
}

/** Memory whose length is where another argument points. */
function measured_by(index: number): Check {
  return (value, values) => {
    const length = values[index];
    return at_least(length, 4) ?? at_least(value, uint32_at(length as ArrayBufferView, 0));
  };
}

const text: Check = (value) => {
  if (!isView(value)) return "no view";
  return bytes_of(value).includes(0) ? null : "a text without a NUL";
};

function bytes_of(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, length_of(view));
}

function uint32_at(view: ArrayBufferView, at: number): number {
  return new DataView(view.buffer, view.byteOffset).getUint32(at, true);
}

function pointer_at(view: ArrayBufferView, at: number): bigint {
  return new DataView(view.buffer, view.byteOffset).getBigUint64(at, true);
}

// Addresses that the module has taken, and of what. The address of a view is what memset() of nothing returns.
const taken = new Map<bigint, { view: WeakRef<ArrayBufferView>; length: number }>();
let most = 4096;
let address_of: NativeFunction = () => 0n;

function take(address: bigint, view: ArrayBufferView): void {
  if (address === 0n) return;
  taken.delete(address);
  taken.set(address, { view: new WeakRef(view), length: length_of(view) });
  if (taken.size < most) return;
  for (const [address, { view }] of taken) if (view.deref() === undefined) taken.delete(address);
  most = Math.max(4096, taken.size * 2);
}

let found_last = 0n;

function is_in(address: bigint, base: bigint): boolean {
  return base <= address && address < base + BigInt(taken.get(base)?.length ?? 0);
}

// What was freed may be another's by now: the living come first.
function base_of(address: bigint): bigint | null {
  const is_alive = (base: bigint) => is_in(address, base) && taken.get(base)!.view.deref() !== undefined;
  if (is_alive(address)) return address;
  if (is_alive(found_last)) return found_last;
  let dead: bigint | null = null;
  for (const base of taken.keys()) {
    if (is_alive(base)) return found_last = base;
    if (is_in(address, base)) dead = base;
  }
  return dead;
}

/** Whether `length` bytes at an address lie in a view that is alive, where it was. */
function pointer(address: bigint, length: number): string | null {
  if (length === 0) return null;
  if (address === 0n) return `NULL for ${length} bytes`;
  const base = base_of(address);
  if (base === null) return "an address that belongs to no view";
  const view = taken.get(base)!.view.deref();
  if (view === undefined) return "an address of a view that was collected";
  const size = length_of(view);
  if (BigInt(length) + (address - base) > BigInt(size)) {
    return `${length} bytes ${address - base} bytes into memory of ${size}`;
  }
  return size > 0 && address_of(view, 0, 0) !== base ? "an address of a view that was moved" : null;
}

function header(memory: ArrayBufferView, at: number): string | null {
  const name = pointer(pointer_at(memory, at + msghdr.name), uint32_at(memory, at + msghdr.namelen));
  if (name !== null) return `name: ${name}`;
  const control = pointer(pointer_at(memory, at + msghdr.control), uint32_at(memory, at + msghdr.controllen));
  if (control !== null) return `control: ${control}`;
  const count = uint32_at(memory, at + msghdr.iovlen);
  const vector_address = pointer_at(memory, at + msghdr.iov);
  const vector = pointer(vector_address, count * iovec.size);
  if (vector !== null) return `iov: ${vector}`;
  if (count === 0) return null;
  const base = base_of(vector_address)!;
  return iovecs(taken.get(base)!.view.deref()!, Number(vector_address - base), count);
}

function iovecs(memory: ArrayBufferView, at: number, count: number): string | null {
  for (let index = 0; index < count; index++) {
    const from = at + index * iovec.size;
    const length = pointer_at(memory, from + iovec.len);
    const buffer = pointer(pointer_at(memory, from + iovec.base), Number(length));
    if (buffer !== null) return `iov[${index}]: ${buffer}`;
  }
  return null;
}

function vector(counter: number): Check {
  return (value, values) => {
    const count = values[counter] as number;
    return at_least(value, count * iovec.size) ?? iovecs(value as ArrayBufferView, 0, count);
  };
}

const message: Check = (value) => at_least(value, msghdr.size) ?? header(value as ArrayBufferView, 0);

function messages(counter: number): Check {
  return (value, values) => {
    const count = values[counter] as number;
    const short = at_least(value, count * mmsghdr.size);
    if (short !== null) return short;
    for (let index = 0; index < count; index++) {
      const wrong = header(value as ArrayBufferView, index * mmsghdr.size);
      if (wrong !== null) return `message ${index}: ${wrong}`;
    }
    return null;
  };
}

const { FIONBIO, SIOCGIFINDEX, SIOCGIFNAME } = system.internals;
const ioctl_sizes = new Map<bigint, number>([
  [BigInt(FIONBIO), 4],
  [BigInt(SIOCGIFINDEX), ifreq.size],
  [BigInt(SIOCGIFNAME), ifreq.size],
]);
const ioctl_memory: Check = (value, [, request]) => {
  const size = ioctl_sizes.get(request as bigint);
  return size === undefined ? `a request that the checker does not know: ${request}` : at_least(value, size);
};

function packed_size(family: unknown): number {
  return family === system.constants.AF_INET6 ? 16 : 4;
}

const packed_by: Check = (value, [family]) => at_least(value, packed_size(family));
// Layouts that not every version of the tables has.
const sizes: Record<string, { readonly size?: number } | undefined> = system.structs as never;

function size_of(struct: string, otherwise: number): number {
  return sizes[struct]?.size ?? otherwise;
}

// So many that the system refuses to look: that is how a call is made to fail before it is made in earnest.
const pollfds: Check = (value, [, count]) =>
  count === 0xffffffff ? null : at_least(value, (count as number) * pollfd.size);
const fd_set: Check = (value, [count]) => at_least(value, Math.ceil((count as number) / 8));
const time = room(16), stat = room(size_of("stat", 128));
const socklen = room(4), int = room(4), address = room(8), hostent_room = room(hostent.size);

/** What each parameter of each function needs. */
const parameters: Record<string, readonly Check[]> = {
  accept: [fd, optional(measured_by(2)), optional(socklen)],
  accept4: [fd, optional(measured_by(2)), optional(socklen), i32],
  bind: [fd, counted_by(2), u32],
  clock_gettime: [i32, time],
  close: [fd],
  connect: [fd, counted_by(2), u32],
  dup2: [fd, fd],
  dup3: [fd, fd, i32],
  epoll_create1: [i32],
  epoll_ctl: [fd, i32, fd, optional(room(size_of("epoll_event", 12)))],
  epoll_wait: [fd, counted_by(2, size_of("epoll_event", 12)), i32, i32],
  errno_location: [],
  fcntl: [fd, i32, i32],
  freeaddrinfo: [usize],
  freehostent: [usize],
  fstat: [fd, stat],
  ftruncate: [fd, usize],
  gai_strerror: [i32],
  getaddrinfo: [optional(text), optional(text), optional(room(addrinfo.size)), address],
  gethostbyaddr_r: [counted_by(1), u32, i32, hostent_room, counted_by(5), u32, address, int],
  gethostbyname_r: [text, hostent_room, counted_by(3), u32, address, int],
  gethostname: [counted_by(1), u32],
  getipnodebyaddr: [counted_by(1), u32, i32, int],
  getipnodebyname: [text, i32, i32, int],
  getnameinfo: [counted_by(1), u32, counted_by(3), u32, counted_by(5), u32, i32],
  getpeername: [fd, measured_by(2), socklen],
  getprotobyname: [text],
  getprotobyname_r: [text, room(protoent.size), counted_by(3), u32, address],
  getservbyname: [text, optional(text)],
  getservbyname_r: [text, optional(text), room(servent.size), counted_by(4), u32, address],
  getservbyport: [i32, optional(text)],
  getservbyport_r: [i32, optional(text), room(servent.size), counted_by(4), u32, address],
  getsockname: [fd, measured_by(2), socklen],
  getsockopt: [fd, i32, i32, measured_by(4), socklen],
  hstrerror: [i32],
  if_freenameindex: [usize],
  if_indextoname: [u32, room(system.internals.IF_NAMESIZE)],
  if_nameindex: [],
  if_nametoindex: [text],
  inet_aton: [text, room(4)],
  inet_ntop: [i32, packed_by, counted_by(3), u32],
  inet_pton: [i32, text, packed_by],
  inode64_fstat: [fd, stat],
  isatty: [fd],
  kevent: [
    fd,
    optional(counted_by(2, size_of("kevent", 32))),
    i32,
    optional(counted_by(4, size_of("kevent", 32))),
    i32,
    optional(time),
  ],
  kqueue: [],
  ioctl: [fd, usize, ioctl_memory],
  listen: [fd, i32],
  lseek: [fd, usize, i32],
  memcpy: [counted_by(2), usize, u32],
  memset: [counted_by(2), i32, u32],
  open: [text, i32, i32],
  pipe2: [room(8), i32],
  plain_fstat: [fd, stat],
  plain_pipe: [room(8)],
  plain_sendfile: [fd, fd, usize, address, usize, i32],
  plain_getprotobyname_r: [text, room(protoent.size), counted_by(3), u32, address],
  plain_socket: [i32, i32, i32],
  plain_socketpair: [i32, i32, i32, room(8)],
  plain_syscall: [usize, fd, messages(3), u32, i32],
  poll: [pollfds, u32, i32],
  pread: [fd, counted_by(2), u32, usize],
  read: [fd, counted_by(2), u32],
  readv: [fd, vector(2), i32],
  recv: [fd, counted_by(2), u32, i32],
  recvfrom: [fd, counted_by(2), u32, i32, measured_by(5), socklen],
  recvmmsg: [fd, messages(2), u32, i32, optional(room(16))],
  recvmsg: [fd, message, i32],
  select: [i32, optional(fd_set), optional(fd_set), optional(fd_set), optional(time)],
  send: [fd, counted_by(2), u32, i32],
  sendfile: [fd, fd, optional(address), u32],
  sendmmsg: [fd, messages(2), u32, i32],
  sendmsg: [fd, message, i32],
  sendto: [fd, counted_by(2), u32, i32, counted_by(5), u32],
  sethostname: [counted_by(1), u32],
  // NULL with a length is what `setsockopt(level, option, null, length)` asks for.
  setsockopt: [fd, i32, i32, optional(counted_by(4)), u32],
  shutdown: [fd, i32],
  socket: [i32, i32, i32],
  socketpair: [i32, i32, i32, room(8)],
  strerror_r: [i32, counted_by(2), u32],
  strlen: [usize],
  versioned_fstat: [i32, fd, stat],
  write: [fd, counted_by(2), u32],
  writev: [fd, vector(2), i32],
};

/** The functions of libc that the checker has no row for: nothing is known of their pointers. */
export function unknown_functions(): string[] {
  return Object.keys(libc).filter((name) => parameters[name] === undefined);
}

/** Which of a function's parameters are descriptors. */
export function descriptor_parameters(name: string): number[] {
  return (parameters[name] ?? []).flatMap((check, index) => check === fd ? [index] : []);
}

/** The memory that the control messages of a `msghdr` are in, if it is a view's. */
export function control_of(header: ArrayBufferView): Uint8Array | null {
  const base = base_of(pointer_at(header, msghdr.control));
  const view = base === null ? undefined : taken.get(base)!.view.deref();
  if (view === undefined) return null;
  return bytes_of(view).subarray(0, uint32_at(header, msghdr.controllen));
}

/** What is wrong with the arguments of a call, in words; `null` if nothing is. */
export function complaint(name: string, values: readonly unknown[]): string | null {
  const checks = parameters[name];
  if (checks === undefined) return "a function that the checker does not know";
  if (values.length !== checks.length) return `${values.length} arguments instead of ${checks.length}`;
  for (let index = 0; index < checks.length; index++) {
    const wrong = checks[index]!(values[index], values);
    if (wrong !== null) return `argument ${index + 1}: ${wrong}`;
  }
  return null;
}

function checked(name: string, native: NativeFunction): NativeFunction {
  return (...values) => {
    const wrong = complaint(name, values);
    if (wrong !== null) {
      const violation = new Violation(`${name}(): ${wrong}`);
      violations.push(violation);
      throw violation;
    }
    if (name !== "memset") return native(...values);
    typed_buffer.call(values[0]); // or the view would move when the checker asks for its `buffer`
    const address = native(...values);
    take(address, values[0]);
    return address;
  };
}

/** Whether code that stands for a hostile program's does anything: not while a wrapper is at work. */
export const hostile = { armed: false };

function undisturbed(wrapper: NativeFunction): NativeFunction {
  return (...values) => {
    const before = hostile.armed;
    hostile.armed = false;
    try {
      return wrapper(...values);
    } finally {
      hostile.armed = before;
    }
  };
}

/** What is put in front of a function of libc. */
export type Wrapper = (name: string, native: NativeFunction) => NativeFunction;

/** Puts a wrapper in front of every function, now or when it is bound. Those put there before stay behind it. */
export function wrap_libc(wrapper: Wrapper): void {
  for (const name of Object.keys(libc)) {
    const before = Object.getOwnPropertyDescriptor(libc, name)!;
    const wrapped = () => {
      const native: NativeFunction = before.get === undefined ? before.value : before.get.call(libc);
      const value = undisturbed(wrapper(name, native));
      Object.defineProperty(libc, name, { configurable: true, enumerable: true, value, writable: false });
      return value;
    };
    if (before.get === undefined) wrapped();
    else Object.defineProperty(libc, name, { configurable: true, enumerable: true, get: wrapped });
  }
}

/** Checks every call from now on. */
export function install_checker(): void {
  address_of = libc.memset as NativeFunction;
  wrap_libc(checked);
}
