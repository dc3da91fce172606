// Whatever a program replaces, and whenever its code gets to run: what the system is told of memory is true.
import { test } from "node:test";
import { libc, system } from "../../ffi/libc.ts";
import { address_of, copy_of } from "../../ffi/memory.ts";
import * as socket from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertLess,
  assertThrows,
} from "../assert.ts";
import { replaced } from "../replaced.ts";
import { DEADLINE, messages, type Pair, streams } from "../transports.ts";

const { apply, construct, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { transfer } = ArrayBuffer.prototype;
const typed_arrays = getPrototypeOf(Uint8Array.prototype)!;
const byte_length_getter = getOwnPropertyDescriptor(typed_arrays, "byteLength")!.get!;
const real_length = (view: ArrayBufferView): number => apply(byte_length_getter, view, []);

// deno-lint-ignore no-explicit-any
type Function = (...values: any[]) => any;

const MEMORY_AND_SIZE: Record<string, [memory: number, size: number]> = {
  recv: [1, 2],
  recvfrom: [1, 2],
  send: [1, 2],
  sendto: [1, 2],
  setsockopt: [3, 4],
};

const { iovec, msghdr, mmsghdr } = system.structs;

function check_iovec(address: bigint, views: readonly Uint8Array[]): void {
  const [base, length] = new BigUint64Array(copy_of(address, iovec.size).buffer) as never as [bigint, bigint];
  const holds = (view: Uint8Array) =>
    real_length(view) > 0 && base >= address_of(view) &&
    base + length <= address_of(view) + BigInt(real_length(view));
  assert(length === 0n || views.some(holds), `${length} bytes at ${base} are in none of the buffers`);
}

function check_message(message: Uint8Array, views: readonly Uint8Array[]): void {
  const view = new DataView(message.buffer, message.byteOffset);
  const iov = view.getBigUint64(msghdr.iov, true), count = view.getUint32(msghdr.iovlen, true);
  for (let index = 0; index < count; index++) check_iovec(iov + BigInt(index * iovec.size), views);
}

/** What every call is checked by: the lengths that it is given are those of the memory, now. */
function check_call(name: string, values: unknown[], views: readonly Uint8Array[]): void {
  const position = MEMORY_AND_SIZE[name];
  if (position !== undefined) {
    const memory = values[position[0]] as ArrayBufferView | null, size = values[position[1]] as number;
    assert(
      size <= (memory === null ? 0 : real_length(memory)),
      `${name}() is told of too many bytes: ${size}`,
    );
  }
  const vector = values[1] as Uint8Array;
  if (name === "sendmsg" || name === "recvmsg") check_message(vector, views);
  if (name === "sendmmsg" || name === "recvmmsg") {
    for (let index = 0; index < (values[2] as number); index++) {
      check_message(vector.subarray(index * mmsghdr.size), views);
    }
  }
}

/** Puts `before` in front of functions of libc. */
function in_front_of_libc(
  names: readonly string[],
  before: (name: string, values: unknown[]) => void,
): Disposable {
  const stack = new DisposableStack();
  for (const name of names) {
    const native: Function = libc[name as keyof typeof libc];
    const value = (...values: unknown[]) => {
      before(name, values);
      return apply(native, null, values);
    };
    stack.use(replaced(libc, name, { value, enumerable: true, writable: false }));
  }
  return stack;
}

const CALLS = [...Object.keys(MEMORY_AND_SIZE), "recvmsg", "sendmsg", "recvmmsg", "sendmmsg"];

/** A call, and the memory that it is given. */
interface Attempt {
  readonly views: Uint8Array<ArrayBuffer>[];
  /** What the peer does while the call waits. */
  meanwhile(): void;
  call(): unknown;
}

const resizable = (size: number) => new Uint8Array(new ArrayBuffer(size, { maxByteLength: 2 * size }));

function fill(s: socket.Socket, data: Uint8Array): void {
  s.setblocking(false);
  try {
    for (;;) s.send(data);
  } catch (error) {
    assertInstanceOf(error, socket.BlockingIOError);
  }
  s.settimeout(DEADLINE);
}

function drain(s: socket.Socket): void {
  s.setblocking(false);
  try {
    while (s.recv(1 << 20).length > 0);
  } catch (error) {
    assertInstanceOf(error, socket.BlockingIOError);
  }
}

type Receiving = (s: socket.Socket, views: Uint8Array[]) => unknown;

const receiving: Record<string, Receiving> = {
  "recv()": (s) => s.recv(1000),
  "recv() with MSG_TRUNC": (s) => s.recv(100, socket.MSG_TRUNC),
  "recv() of much": (s) => s.recv(3 << 20),
  "recv_into()": (s, [view]) => s.recv_into(view!),
  "recv_into() of some": (s, [view]) => s.recv_into(view!, 900),
  "recvfrom()": (s) => s.recvfrom(1000),
  "recvfrom_into()": (s, [view]) => s.recvfrom_into(view!),
  "recvmsg_into()": (s, views) => s.recvmsg_into(views, 64),
  "recvmmsg_into()": (s, views) => s.recvmmsg_into(views),
};

const sending: Record<string, Receiving> = {
  "send()": (s, [view]) => s.send(view!),
  "sendall()": (s, [view]) => s.sendall(view!),
  "sendmsg()": (s, views) => s.sendmsg(views),
  "sendmmsg()": (s, views) => s.sendmmsg(views),
};

function attempt_to_receive({ a, b }: Pair, call: Receiving): Attempt {
  const views = [resizable(1000), resizable(3000)];
  return { views, meanwhile: () => void a.send(new Uint8Array(5000).fill(7)), call: () => call(b, views) };
}

function attempt_to_send({ a, b }: Pair, call: Receiving): Attempt {
  const views = [resizable(4000), resizable(3000)];
  fill(a, new Uint8Array(4000));
  return { views, meanwhile: () => drain(b), call: () => call(a, views) };
}

const attempts: [name: string, make: (pair: Pair) => Attempt][] = [
  ...Object.entries(receiving).map(([name, call]) =>
    [name, (pair: Pair) => attempt_to_receive(pair, call)] as [string, (pair: Pair) => Attempt]
  ),
  ...Object.entries(sending).map(([name, call]) =>
    [name, (pair: Pair) => attempt_to_send(pair, call)] as [string, (pair: Pair) => Attempt]
  ),
];

const pairs = {
  "UNIX stream": streams["UNIX stream by socketpair()"]!,
  "UNIX datagram": messages["UNIX datagram, abstract"]!,
};

const disturbances: Record<string, (view: Uint8Array<ArrayBuffer>) => void> = {
  detached: (view) => apply(transfer, view.buffer, [0]),
  shrunk: (view) => view.buffer.resize(10),
  grown: (view) => view.buffer.resize(view.buffer.maxByteLength),
};

for (const [name, make] of attempts) {
  test(`${name} that waits and is made again takes its lengths again`, () => {
    for (const [kind, make_pair] of Object.entries(pairs)) {
      for (const [change, disturb] of Object.entries(disturbances)) {
        using pair = make_pair();
        const { views, meanwhile, call } = make(pair);
        let polls = 0;
        using _checks = in_front_of_libc([...CALLS, "poll"], (name, values) => {
          if (name !== "poll") return check_call(name, values, views);
          if (polls++ > 0) return;
          views.forEach(disturb);
          meanwhile();
        });
        // No memory is an error for some of the calls.
        if (!name.startsWith("recv()") && change === "detached") {
          try {
            call();
          } catch (error) {
            assertInstanceOf(error, socket.OSError, `${kind} ${change}`);
          }
        } else call();
        assertGreater(polls, 0, `${name} did not wait: ${kind}`);
      }
    }
  });
}

test("sendall() of memory that shrinks between its parts sends what is left of it", () => {
  using pair = streams["UNIX stream by socketpair()"]!();
  const { a, b } = pair;
  const view = resizable(4 << 20);
  let received = 0, polls = 0;
  using _checks = in_front_of_libc([...CALLS, "poll"], (name, values) => {
    if (name !== "poll") return check_call(name, values, [view]);
    if (polls++ === 0) view.buffer.resize(2 << 20);
    received += b.recv(1 << 18).length;
  });
  a.sendall(view);
  a.shutdown(socket.SHUT_WR);
  for (let piece = b.recv(1 << 20); piece.length > 0; piece = b.recv(1 << 20)) received += piece.length;
  assertGreater(polls, 1);
  assertEquals(received, 2 << 20);
});

/** Everything of the engine's that a program can replace and that might be used. */
function* replaceable(): Generator<[label: string, owner: object, key: PropertyKey]> {
  const owners: Record<string, object> = {
    Array,
    "Array.prototype": Array.prototype,
    "array iterators": getPrototypeOf([][Symbol.iterator]())!,
    ArrayBuffer,
    "ArrayBuffer.prototype": ArrayBuffer.prototype,
    BigInt,
    "DataView.prototype": DataView.prototype,
    "FinalizationRegistry.prototype": FinalizationRegistry.prototype,
    "Function.prototype": Function.prototype,
    "Map.prototype": Map.prototype,
    Math,
    Number,
    "Number.prototype": Number.prototype,
    Object,
    Reflect,
    "String.prototype": String.prototype,
    "typed arrays": getPrototypeOf(Uint8Array)!,
    "prototype of typed arrays": typed_arrays,
    Uint8Array,
    "Uint8Array.prototype": Uint8Array.prototype,
    "Uint32Array.prototype": Uint32Array.prototype,
  };
  for (const [name, owner] of Object.entries(owners)) {
    for (const key of ownKeys(owner)) yield [`${String(key)} of ${name}`, owner, key];
  }
  const globals = [
    "ArrayBuffer",
    "BigInt",
    "BigUint64Array",
    "DataView",
    "Int32Array",
    "Map",
    "Math",
    "Number",
    "Reflect",
    "Uint32Array",
    "Uint8Array",
    "performance",
  ];
  for (const name of globals) yield [name, globalThis, name];
}

/** The same with `after` run behind each use. */
function trap(owner: object, key: PropertyKey, after: () => void): Disposable | null {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined || !descriptor.configurable) return null;
  const { value, get, enumerable = false } = descriptor;
  if (owner === globalThis) {
    const found = (globalThis as never)[key as never];
    return replaced(owner, key, {
      enumerable,
      get() {
        after();
        return found;
      },
    });
  }
  if (get !== undefined) {
    return replaced(owner, key, {
      enumerable,
      get() {
        const result = apply(get, this, []);
        after();
        return result;
      },
    });
  }
  if (typeof value !== "function" || key === "constructor") return null;
  const replacement = function (this: unknown) {
    const result = new.target === undefined
      ? apply(value, this, arguments as never)
      : construct(value, arguments as never);
    after();
    return result;
  };
  return replaced(owner, key, { enumerable, value: replacement, writable: true });
}

/** Calls with one thing replaced; returns how often it was used while the call was under way. */
function call_with_trap({ views, call, meanwhile }: Attempt, owner: object, key: PropertyKey): number {
  let armed = false, uses = 0, failure: unknown, polls = 0;
  using _checks = in_front_of_libc([...CALLS, "poll"], (name, values) => {
    if (!armed) return;
    armed = false;
    try {
      if (name !== "poll") check_call(name, values, views);
      else if (polls++ === 0) meanwhile();
    } catch (error) {
      failure ??= error;
    }
    armed = true;
  });
  using trapped = trap(owner, key, () => {
    if (!armed) return;
    armed = false;
    uses++;
    for (let index = 0; index < views.length; index++) apply(transfer, views[index]!.buffer, []);
    armed = true;
  });
  if (trapped === null) return 0;
  try {
    armed = true;
    call();
  } catch (error) {
    armed = false;
    assertInstanceOf(error, Error); // no memory is one for some of the calls
  } finally {
    armed = false;
  }
  if (failure !== undefined) throw failure;
  return uses;
}

for (const [name, make] of attempts) {
  test(`${name}: no replaced intrinsic comes between a length and the call`, () => {
    let used = 0;
    for (const [label, owner, key] of replaceable()) {
      using pair = pairs["UNIX stream"]();
      try {
        used += call_with_trap(make(pair), owner, key);
      } catch (cause) {
        throw new Error(`with ${label} replaced`, { cause });
      }
    }
    assertGreater(used, 0, "nothing was used that can be replaced");
  });
}

test("a clock that somebody has put in the place of the runtime's is not asked", () => {
  using pair = messages["UDP over IPv4"]!();
  const { b } = pair;
  let asked = 0;
  const frozen = {
    now() {
      asked++;
      return 1000;
    },
  };
  using _performance = replaced(globalThis, "performance", { value: frozen, writable: true });
  using _date = replaced(Date, "now", { value: frozen.now, writable: true });
  b.settimeout(0.05);
  const memory = new Uint8Array(10);
  const calls: (() => unknown)[] = [
    () => b.recv(1),
    () => b.recv_into(memory),
    () => b.recvfrom(1),
    () => b.recvmsg_into([memory]),
    () => b.recvmmsg_into([memory]),
  ];
  for (const call of calls) {
    const start = libc_seconds();
    assertThrows(call, socket.TimeoutError, "timed out");
    const passed = libc_seconds() - start;
    assertGreater(passed, 0.049);
    assertLess(passed, 5);
  }
  assertEquals(asked, 0);
});

// The clock of the runtime is replaced just then.
function libc_seconds(): number {
  const timespec = new BigInt64Array(2);
  libc.clock_gettime(system.internals.CLOCK_MONOTONIC, timespec);
  return Number(timespec[0]) + Number(timespec[1]) / 1e9;
}
