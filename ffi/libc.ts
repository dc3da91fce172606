// The C functions that pysocket calls: one line each, bound on first use.
import { bun } from "./bun.ts";
import { darwin } from "./darwin.ts";
import { deno } from "./deno.ts";
import { linux } from "./linux.ts";
import { musl } from "./musl.ts";
import { node } from "./node.ts";
import type { Library, NativeFunction, NativeType, Runtime, Signature } from "./runtime.ts";
import type { System } from "./system.ts";

function c<const Result extends NativeType | "void", const Parameters extends readonly NativeType[]>(
  result: Result,
  ...parameters: Parameters
): { result: Result; parameters: Parameters } {
  return { result, parameters };
}

// A plain declaration of a variadic function is wrong where such arguments travel on the stack (Apple arm64).
function variadic<
  const Result extends NativeType | "void",
  const Parameters extends readonly NativeType[],
>(
  variadic_after: number,
  result: Result,
  ...parameters: Parameters
): { result: Result; parameters: Parameters; variadic_after: number } {
  return { result, parameters, variadic_after };
}

const functions = {
  accept: c("i32", "i32", "buffer", "buffer"),
  accept4: c("i32", "i32", "buffer", "buffer", "i32"),
  bind: c("i32", "i32", "buffer", "u32"),
  clock_gettime: c("i32", "i32", "buffer"),
  close: c("i32", "i32"),
  connect: c("i32", "i32", "buffer", "u32"),
  dup2: c("i32", "i32", "i32"),
  dup3: c("i32", "i32", "i32", "i32"),
  epoll_create1: c("i32", "i32"),
  epoll_ctl: c("i32", "i32", "i32", "i32", "buffer"),
  epoll_wait: c("i32", "i32", "buffer", "i32", "i32"),
  fcntl: variadic(2, "i32", "i32", "i32", "i32"),
  freeaddrinfo: c("void", "usize"),
  freehostent: c("void", "usize"),
  fstat: c("i32", "i32", "buffer"),
  ftruncate: c("i32", "i32", "usize"),
  gai_strerror: c("usize", "i32"),
  getaddrinfo: c("i32", "buffer", "buffer", "buffer", "buffer"),
  gethostbyaddr_r: c("i32", "buffer", "u32", "i32", "buffer", "buffer", "u32", "buffer", "buffer"),
  gethostbyname_r: c("i32", "buffer", "buffer", "buffer", "u32", "buffer", "buffer"),
  gethostname: c("i32", "buffer", "u32"),
  getipnodebyaddr: c("usize", "buffer", "u32", "i32", "buffer"),
  getipnodebyname: c("usize", "buffer", "i32", "i32", "buffer"),
  getnameinfo: c("i32", "buffer", "u32", "buffer", "u32", "buffer", "u32", "i32"),
  getpeername: c("i32", "i32", "buffer", "buffer"),
  getprotobyname: c("usize", "buffer"),
  getprotobyname_r: c("i32", "buffer", "buffer", "buffer", "u32", "buffer"),
  getservbyname: c("usize", "buffer", "buffer"),
  getservbyname_r: c("i32", "buffer", "buffer", "buffer", "buffer", "u32", "buffer"),
  getservbyport: c("usize", "i32", "buffer"),
  getservbyport_r: c("i32", "i32", "buffer", "buffer", "buffer", "u32", "buffer"),
  getsockname: c("i32", "i32", "buffer", "buffer"),
  getsockopt: c("i32", "i32", "i32", "i32", "buffer", "buffer"),
  hstrerror: c("usize", "i32"),
  if_freenameindex: c("void", "usize"),
  if_indextoname: c("usize", "u32", "buffer"),
  if_nameindex: c("usize"),
  if_nametoindex: c("u32", "buffer"),
  inet_aton: c("i32", "buffer", "buffer"),
  inet_ntop: c("usize", "i32", "buffer", "buffer", "u32"),
  inet_pton: c("i32", "i32", "buffer", "buffer"),
  inode64_fstat: c("i32", "i32", "buffer"),
  ioctl: variadic(2, "i32", "i32", "usize", "buffer"),
  isatty: c("i32", "i32"),
  kevent: c("i32", "i32", "buffer", "i32", "buffer", "i32", "buffer"),
  kqueue: c("i32"),
  listen: c("i32", "i32", "i32"),
  lseek: c("usize", "i32", "usize", "i32"),
  memcpy: c("usize", "buffer", "usize", "u32"),
  memset: c("usize", "buffer", "i32", "u32"),
  open: variadic(2, "i32", "buffer", "i32", "i32"),
  pipe2: c("i32", "buffer", "i32"),
  plain_fstat: c("i32", "i32", "buffer"),
  plain_sendfile: c("i32", "i32", "i32", "usize", "buffer", "usize", "i32"),
  plain_pipe: c("i32", "buffer"),
  plain_socket: c("i32", "i32", "i32", "i32"),
  plain_socketpair: c("i32", "i32", "i32", "i32", "buffer"),
  plain_syscall: variadic(1, "i32", "usize", "i32", "buffer", "u32", "i32"),
  poll: c("i32", "buffer", "u32", "i32"),
  pread: c("i32", "i32", "buffer", "u32", "usize"),
  read: c("i32", "i32", "buffer", "u32"),
  readv: c("i32", "i32", "buffer", "i32"),
  recv: c("i32", "i32", "buffer", "u32", "i32"),
  recvfrom: c("i32", "i32", "buffer", "u32", "i32", "buffer", "buffer"),
  recvmmsg: c("i32", "i32", "buffer", "u32", "i32", "buffer"),
  recvmsg: c("i32", "i32", "buffer", "i32"),
  select: c("i32", "i32", "buffer", "buffer", "buffer", "buffer"),
  send: c("i32", "i32", "buffer", "u32", "i32"),
  sendfile: c("i32", "i32", "i32", "buffer", "u32"),
  sendmmsg: c("i32", "i32", "buffer", "u32", "i32"),
  sendmsg: c("i32", "i32", "buffer", "i32"),
  sendto: c("i32", "i32", "buffer", "u32", "i32", "buffer", "u32"),
  sethostname: c("i32", "buffer", "u32"),
  setsockopt: c("i32", "i32", "i32", "i32", "buffer", "u32"),
  shutdown: c("i32", "i32", "i32"),
  socket: c("i32", "i32", "i32", "i32"),
  socketpair: c("i32", "i32", "i32", "i32", "buffer"),
  strerror_r: c("i32", "i32", "buffer", "u32"),
  strlen: c("usize", "usize"),
  versioned_fstat: c("i32", "i32", "i32", "buffer"),
  write: c("i32", "i32", "buffer", "u32"),
  writev: c("i32", "i32", "buffer", "i32"),
};

interface JavaScriptType {
  i32: number;
  u32: number;
  usize: bigint;
  buffer: ArrayBufferView | null;
  void: void;
}

type Arguments<Parameters extends readonly NativeType[]> = {
  -readonly [Index in keyof Parameters]: JavaScriptType[Parameters[Index]];
};

/** libc, as functions of numbers, BigInts and views. */
export type Libc = {
  readonly [Name in keyof typeof functions]: (
    ...values: Arguments<(typeof functions)[Name]["parameters"]>
  ) => JavaScriptType[(typeof functions)[Name]["result"]];
};

const SYSTEMS: Record<string, (arch: string) => System> = { linux: () => linux, musl, darwin: () => darwin };

/** Every constant of every system: one that this system lacks is `undefined`, as Python leaves the name out. */
type AnySystem = System<
  typeof linux.constants & typeof darwin.constants,
  typeof linux.extra_constants & typeof darwin.extra_constants,
  typeof linux.errors & typeof darwin.errors
>;
const ARCHITECTURES = ["x64", "arm64"];

function unsupported(found: string): Error {
  return new Error(
    `pysocket runs on Deno, Bun and Node, on Linux and macOS, on x86-64 and arm64; this is ${found}`,
  );
}

function this_runtime(): Runtime {
  const found = deno() ?? bun() ?? node();
  if (found === null) throw unsupported("another JavaScript runtime");
  if (!(found.os in SYSTEMS) || !ARCHITECTURES.includes(found.arch)) {
    throw unsupported(`${found.os} on ${found.arch}`);
  }
  return found;
}

const runtime = this_runtime();

/** The operating system and the processor, by the names of the runtimes. */
export const platform: { readonly os: string; readonly arch: string } = runtime;

/** The operating system's layouts and constants. */
export const system: AnySystem = SYSTEMS[runtime.os]!(runtime.arch) as AnySystem;

function native_signature(signature: Signature): Signature {
  const { result, parameters, variadic_after } = signature;
  if (variadic_after === undefined || !system.variadic_on_stack(runtime.arch)) return { result, parameters };
  // Eight integer arguments fill the registers, so that what follows them is on the stack, where a variadic function looks.
  const padding = Array<NativeType>(8 - variadic_after).fill("i32");
  return {
    result,
    parameters: [...parameters.slice(0, variadic_after), ...padding, ...parameters.slice(variadic_after)],
  };
}

function with_padding(symbol: NativeFunction, { parameters, variadic_after }: Signature): NativeFunction {
  if (variadic_after === undefined || !system.variadic_on_stack(runtime.arch)) return symbol;
  const padding = Array(8 - variadic_after).fill(0);
  const named = variadic_after;
  return (...values) =>
    symbol(...values.slice(0, named), ...padding, ...values.slice(named, parameters.length));
}

function symbol_name(name: string): string {
  return system.symbols[name] ?? name;
}

/**
 * `errno`, at index 0. Its address is constant per thread, and each worker has its own instance of this module; it is
 * known once libc is open, which the first call of any function sees to.
 *
 * Read it in the same statement as the call (`const n = libc.recv(...), e = errno[0]`) and nowhere else: whatever
 * the runtime does in between may make system calls of its own.
 */
export let errno: { readonly 0: number } = [0];

const ERRNO_LOCATION = c("usize");

function open_libc(): Library {
  let failure: unknown;
  for (const name of system.libraries(runtime.arch)) {
    const library = runtime.open(name);
    try {
      const location: bigint = library(symbol_name("errno_location"), ERRNO_LOCATION)();
      errno = new Int32Array(runtime.memory(location, 4)) as never;
      return library;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

let library: Library | null = null;

function bind(name: keyof typeof functions): NativeFunction {
  const replacement = system.replacements[name];
  if (replacement !== undefined) return replacement((other) => libc[other as keyof Libc] as NativeFunction);
  library ??= open_libc();
  const signature: Signature = functions[name];
  return with_padding(library(symbol_name(name), native_signature(signature)), signature);
}

// Who has the text for a function's errors. It is bound with the function: when it is needed, Deno's permission may have
// been revoked, or the stack be full.
const REPORTERS: Partial<Record<keyof typeof functions, keyof typeof functions>> = {
  getaddrinfo: "gai_strerror",
  getnameinfo: "gai_strerror",
  gethostbyaddr_r: "hstrerror",
  gethostbyname_r: "hstrerror",
};

function bind_reporter(name: keyof typeof functions): void {
  const reporter = REPORTERS[name] ?? "strerror_r";
  if (reporter !== name) void libc[reporter];
}

// Opening libc takes a millisecond, and Deno compiles a trampoline for each symbol (0.1 ms): so both happen when a
// function is first read. The property then
// holds the function itself, and a call through it costs what a call of a constant costs.
function bound_on_first_use(): Libc {
  const table = {} as Libc;
  for (const name of Object.keys(functions) as (keyof typeof functions)[]) {
    Object.defineProperty(table, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = bind(name);
        Object.defineProperty(table, name, { value, enumerable: true });
        bind_reporter(name);
        return value;
      },
    });
  }
  return table;
}

/** libc. */
export const libc: Libc = bound_on_first_use();
