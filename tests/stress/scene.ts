// What the commands of a fuzzer's case play with: sockets and files of every kind, memory with canaries on both sides, and
// code that runs in the middle of a call.
import * as socket from "../../mod.ts";
import { hostile } from "./checker.ts";
import { opened, patience } from "./guard.ts";
import type { Action, Value, ViewType } from "./values.ts";

/** An exception of the hostile code's own. */
export class Hostile extends Error {}

const CANARY = 64, MARK = 0xc5;

const is_mark = (byte: number) => byte === MARK;

interface Memory {
  readonly buffer: ArrayBufferLike;
  readonly start: number;
  readonly length: number;
}

// The scene's own tools, which a case may replace on the prototypes.
const { apply, defineProperty, getPrototypeOf } = Reflect;
const PLAIN = new Set<unknown>([Object.prototype, Array.prototype, Map.prototype, Set.prototype, null]);
const transfer = ArrayBuffer.prototype.transfer;
const resize = ArrayBuffer.prototype.resize;
const slice = Uint8Array.prototype.slice;

const constructors: Record<
  ViewType,
  { new (buffer: ArrayBufferLike, offset: number, length: number): ArrayBufferView; size: number }
> = {
  Uint8Array: Object.assign(class extends Uint8Array {}, { size: 1 }) as never,
  Uint8ClampedArray: Object.assign(class extends Uint8ClampedArray {}, { size: 1 }) as never,
  Int16Array: Object.assign(class extends Int16Array {}, { size: 2 }) as never,
  Float64Array: Object.assign(class extends Float64Array {}, { size: 8 }) as never,
  BigInt64Array: Object.assign(class extends BigInt64Array {}, { size: 8 }) as never,
  DataView: Object.assign(DataView, { size: 1 }) as never,
};

interface Closable {
  close?: () => void;
  detach?: () => unknown;
  server_close?(): void;
}

function ignore(call: () => unknown): void {
  try {
    call();
  } catch { /* whatever it says */ }
}

/** One case's objects and memory. */
export class Scene {
  /** Sockets, file objects, and what calls returned. */
  readonly pool: object[] = [];
  readonly addresses: socket.AddressLike[] = [];
  readonly #memories: Memory[] = [];
  /** The call that is being made. */
  call: (() => unknown) | null = null;
  /** Lets hostile code act, or not. */
  arm(armed: boolean): void {
    hostile.armed = armed;
    this.#acts = 0;
  }

  #depth = 0;
  // Enough for one call.
  #acts = 0;

  constructor() {
    socket.setdefaulttimeout(5);
    patience.milliseconds = 5000;
    const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = socket;
    const server = this.#add(socket.create_server(["127.0.0.1", 0]));
    const client = this.#add(socket.create_connection(server.getsockname()));
    const connection = this.#add(server.accept()[0]);
    const [a, b] = socket.socketpair().map((s) => this.#add(s));
    const [c, d] = socket.socketpair(AF_UNIX, SOCK_DGRAM).map((s) => this.#add(s));
    socket.socketpair(AF_UNIX, SOCK_SEQPACKET).forEach((s) => this.#add(s));
    const datagrams = this.#add(socket.socket(AF_INET, SOCK_DGRAM));
    datagrams.bind(["127.0.0.1", 0]);
    datagrams.connect(datagrams.getsockname());
    const unbound = this.#add(socket.socket(AF_UNIX, SOCK_DGRAM));
    this.#add(socket.socket(AF_INET, SOCK_STREAM));
    ignore(() => this.#add(socket.socket(AF_INET6, SOCK_DGRAM)));
    ignore(() => this.#add(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)));
    const closed = this.#add(socket.socket());
    closed.close();
    connection.setblocking(false);
    b!.settimeout(null);
    client.sendall("hello\nworld\r\n" + "x".repeat(3000));
    a!.sendall("abc\ndef");
    c!.send("one");
    datagrams.send("datagram");
    this.#add(connection.makefile("rwb", 0));
    this.#add(connection.makefile("rb"));
    this.#add(client.makefile("wb"));
    this.#add(b!.makefile("rw", null, { encoding: "utf-8", newline: "" }));
    this.#add(d!.makefile("rwb"));
    this.addresses.push(
      server.getsockname(),
      datagrams.getsockname(),
      ["127.0.0.1", 1],
      ["", 0],
      ["::1", 1, 0, 0],
      ["localhost", 80],
      "",
      "\0pysocket-stress",
      "no such socket",
      new Uint8Array([0, 1, 2]),
      [0, 0] as never,
      ["lo", 3] as never,
      ["skcipher", "cbc(aes)"] as never,
    );
    void unbound;
    socket.setdefaulttimeout(0.002);
    for (const s of this.pool) {
      if (s instanceof socket.Socket && s !== closed && s.gettimeout() === 5) s.settimeout(0.002);
    }
    patience.milliseconds = 1;
  }

  #add<T extends object>(object: T): T {
    this.pool.push(object);
    return object;
  }

  /** Memory for a view, between two canaries. */
  #view(type: ViewType, length: number, memory: (Value & { k: "bytes" })["memory"]): unknown {
    const Class = constructors[type], bytes = length - length % Class.size;
    if (memory === "bare") return new ArrayBuffer(bytes);
    const size = bytes + 2 * CANARY;
    const buffer = memory === "shared"
      ? new SharedArrayBuffer(size)
      : memory === "resizable"
      ? new ArrayBuffer(size, { maxByteLength: size * 2 })
      : new ArrayBuffer(size);
    new Uint8Array(buffer).fill(MARK);
    new Uint8Array(buffer, CANARY, bytes).fill(0);
    // A plain view half of the time: the module treats a Uint8Array itself in a shorter way.
    const Real = length % 2 === 0 && type === "Uint8Array" ? Uint8Array : Class;
    const view = new Real(buffer as ArrayBuffer, CANARY, bytes / Class.size);
    this.#memories.push({ buffer, start: CANARY, length: bytes });
    if (memory === "detached") apply(transfer, buffer, []);
    return view;
  }

  /** Which memory was written to beside its view. */
  damage(): string | null {
    for (const { buffer, start, length } of this.#memories) {
      if (buffer.byteLength === 0) continue; // detached
      const bytes = new Uint8Array(buffer);
      const before = bytes.subarray(0, start),
        after = bytes.subarray(start + length, start + length + CANARY);
      if (before.every(is_mark) && after.every(is_mark)) continue;
      return `memory beside a view of ${length} bytes was overwritten`;
    }
    return null;
  }

  /** Hostile code. */
  act(does: Action | null): void {
    if (!hostile.armed || does === null || this.#depth >= 2 || this.#acts > 20) return;
    this.#depth++;
    this.#acts += does === "gc" ? 20 : 1;
    try {
      if (does === "throw") throw new Hostile("hostile");
      ignore(() => this.#do(does));
    } finally {
      this.#depth--;
    }
  }

  #do(does: Action): void {
    switch (does) {
      case "again":
        this.call?.();
        return;
      case "close":
        for (const object of this.pool) ignore(() => (object as Closable).close?.());
        return;
      case "detach":
        for (const { buffer } of this.#memories) {
          if (buffer instanceof ArrayBuffer) ignore(() => apply(transfer, buffer, [0]));
        }
        // What was freed is taken again at once, by somebody who looks whether it stays as it is.
        for (const { length } of this.#memories.slice(-2)) this.#view("Uint8Array", length, "own");
        this.#feed();
        return;
      case "shrink":
        for (const { buffer } of this.#memories) {
          if (buffer instanceof ArrayBuffer && buffer.resizable) {
            ignore(() => apply(resize, buffer, [CANARY / 2]));
          }
        }
        this.#feed();
        return;
      case "gc":
        (globalThis as { gc?: () => void }).gc?.();
        (globalThis as { Bun?: { gc(synchronously: boolean): void } }).Bun?.gc(true);
        return;
      case "other": {
        // Other calls of the module, which use the memory that its calls share.
        const [a, b] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
        try {
          a.sendmsg(["x", "y"], [[socket.SOL_SOCKET, socket.SCM_RIGHTS, new Int32Array([a.fileno()])]]);
          const [, [[, , fd] = [0, 0, new Uint8Array(4)]]] = b.recvmsg(10, 100) as never as [
            unknown,
            [[number, number, Uint8Array]],
          ];
          ignore(() => socket.close(new Int32Array(fd.buffer)[0]!));
          a.sendmmsg(["1", "2", "3"]);
          b.recvmmsg(2, 20);
          b.recvfrom(10);
          ignore(() => b.recvmsg_into([new Uint8Array(3)]));
        } finally {
          a.close();
          b.close();
        }
      }
    }
  }

  // Data comes, so that a call that waits is made again.
  #feed(): void {
    for (const object of this.pool) {
      if (object instanceof socket.Socket && object.fileno() >= 0) ignore(() => object.send("fed"));
    }
  }

  #hooked(target: object, does: Action): object {
    const act = () => this.act(does);
    return new Proxy(target, {
      get(target, property) {
        act();
        const value = Reflect.get(target, property);
        return typeof value === "function" ? value.bind(target) : value;
      },
      has: (target, property) => (act(), Reflect.has(target, property)),
      ownKeys: (target) => (act(), Reflect.ownKeys(target)),
      getPrototypeOf: (target) => (act(), Reflect.getPrototypeOf(target)),
      getOwnPropertyDescriptor: (
        target,
        property,
      ) => (act(), Reflect.getOwnPropertyDescriptor(target, property)),
    });
  }

  /** A view whose properties lie, and run code. */
  #liar(view: unknown, does: Action): unknown {
    if (typeof view !== "object" || view === null) return view;
    const act = () => this.act(does);
    for (
      const [name, lie] of Object.entries({
        buffer: new ArrayBuffer(4),
        byteLength: 1 << 20,
        byteOffset: 1 << 20,
        length: 1 << 20,
      })
    ) {
      ignore(() =>
        defineProperty(view, name, {
          configurable: true,
          get() {
            act();
            return lie;
          },
        })
      );
    }
    for (
      const name of [
        "subarray",
        "slice",
        "constructor",
        "set",
        Symbol.iterator,
        Symbol.toStringTag,
        Symbol.toPrimitive,
      ]
    ) {
      ignore(() => defineProperty(view, name, { configurable: true, get: () => (act(), undefined) }));
    }
    return view;
  }

  #list(items: unknown[], as: (Value & { k: "list" })["as"], does: Action): unknown {
    const act = () => this.act(does);
    switch (as) {
      case "array":
        return items;
      case "set":
        return new Set(items);
      case "generator":
        return (function* () {
          for (const item of items) {
            act();
            yield item;
          }
          act();
        })();
      case "getters": {
        const list: unknown[] = [];
        items.forEach((item, index) =>
          defineProperty(list, index, { enumerable: true, configurable: true, get: () => (act(), item) })
        );
        return list;
      }
      case "proxy":
        return this.#hooked(items, does);
      case "species": {
        const Class = class extends Array {
          static override get [Symbol.species]() {
            act();
            return Array;
          }
        };
        return Class.from(items);
      }
    }
  }

  /** Makes a value of what was written down. */
  make(value: Value): unknown {
    const act = (does: Action | null) => this.act(does);
    switch (value.k) {
      case "nothing":
        return undefined;
      case "plain":
        return value.v;
      case "number":
        return Number(value.v);
      case "bigint":
        return BigInt(value.v);
      case "symbol":
        return Symbol("stress");
      case "bytes":
        return this.#view(value.type, value.length, value.memory);
      case "slot":
        return this.pool[value.index % this.pool.length];
      case "descriptor": {
        const fds = [...opened];
        return fds[value.index % (fds.length + 1)] ?? -1;
      }
      case "address":
        return this.addresses[value.index % this.addresses.length];
      case "function": {
        const returns = this.make(value.returns);
        return () => (act(value.does), returns);
      }
      case "list":
        return this.#list(value.items.map((item) => this.make(item)), value.as, value.does);
      case "object": {
        const object = {};
        for (const [name, item] of value.entries) {
          const made = this.make(item);
          defineProperty(object, name, {
            enumerable: true,
            configurable: true,
            get: () => (act(value.does), made),
          });
        }
        return object;
      }
      case "primitive": {
        const made = this.make(value.value);
        const give = () => (act(value.does), made);
        return { valueOf: give, toString: give };
      }
      case "proxy": {
        const made = this.make(value.value);
        return typeof made === "object" && made !== null ? this.#hooked(made, value.does) : made;
      }
      case "liar":
        return this.#liar(this.make(value.value), value.does);
      case "file": {
        const fd = this.make(value.descriptor), data = this.make(value.data);
        const methods: Record<string, unknown> = {
          mode: "rb",
          fileno: () => (act(value.does), fd),
          read: () => (act(value.does), data),
          readSync: () => (act(value.does), 1),
          seek: () => act(value.does),
          seekSync: () => act(value.does),
          tell: () => (act(value.does), 0),
        };
        let reads = 0;
        for (const name of ["read", "readSync"]) {
          const read = methods[name] as () => unknown;
          methods[name] = () => reads++ > 3 ? (name === "read" ? new Uint8Array(0) : 0) : read();
        }
        return Object.fromEntries(value.methods.map((name) => [name, methods[name]]));
      }
    }
  }

  /** Keeps what a call returned, so that it is closed in the end; descriptors that were given away are closed as well. */
  keep(result: unknown, depth = 0): void {
    if (typeof result !== "object" || result === null || depth > 2 || ArrayBuffer.isView(result)) return;
    if (Array.isArray(result)) { for (const item of result.slice(0, 100)) this.keep(item, depth + 1); }
    else if (this.pool.length < 60 && !PLAIN.has(getPrototypeOf(result)) && !this.pool.includes(result)) {
      this.pool.push(result);
    }
  }

  /** Notes the descriptors in a result, which are the caller's now. */
  take(result: unknown): void {
    for (const fd of this.#given(result, 0)) this.given.add(fd);
  }

  /** Descriptors that calls returned as numbers, or as bytes of ancillary data. */
  readonly given: Set<number> = new Set();

  #given(result: unknown, depth: number): number[] {
    if (typeof result === "number") return opened.has(result) ? [result] : [];
    if (result instanceof Uint8Array && result.byteLength >= 4 && depth > 0) {
      const copy: Uint8Array<ArrayBuffer> = apply(slice, result, []);
      return Array.from(new Int32Array(copy.buffer, 0, copy.length >> 2)).filter((fd) => opened.has(fd));
    }
    return Array.isArray(result) && depth < 4 ? result.flatMap((item) => this.#given(item, depth + 1)) : [];
  }

  /** Closes everything. */
  end(): void {
    this.arm(false);
    // In the order in which they were made, then once more: a buffer that cannot be written out is dropped.
    for (const object of [...this.pool, ...[...this.pool].reverse()]) {
      ignore(() => (object as Closable).close?.());
      ignore(() => (object as Closable).server_close?.());
    }
    socket.setdefaulttimeout(null);
  }
}
