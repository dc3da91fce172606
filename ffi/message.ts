// The memory of sendmsg(2) and recvmsg(2): struct msghdr, and the buffers, names and control messages that it points
// to. Every call is synchronous, so one header is enough.
import { system } from "./libc.ts";
import { address_of } from "./memory.ts";

const { cmsghdr, iovec, mmsghdr, msghdr } = system.structs;
const { CMSG_ALIGNMENT } = system.internals;

// Lengths are `size_t` on one system and `int` on another. Either way their low half is where it is on these
// little-endian processors, and the high half of the ones below stays 0.
/** Memory that stays where it is. */
export class Memory {
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, for numbers. */
  readonly view: DataView<ArrayBuffer>;
  /** Zeros. */
  constructor(size: number) {
    this.bytes = new Uint8Array(new ArrayBuffer(size));
    this.view = new DataView(this.bytes.buffer);
  }

  /** Where it is. */
  get address(): bigint {
    return address_of(this.bytes);
  }

  /** Writes an `iovec`. */
  put_iovec(index: number, bytes: Uint8Array, length: number): void {
    const at = index * iovec.size;
    this.view.setBigUint64(at + iovec.base, address_of(bytes), true);
    this.view.setBigUint64(at + iovec.len, BigInt(length), true);
  }
}

const header = new Memory(msghdr.size);
let vector = new Memory(64 * iovec.size);

// The system sees addresses, of which the collector knows nothing.
let held: unknown[] = [];

/** The `msghdr`, to pass to the system. */
export const message: Uint8Array<ArrayBuffer> = header.bytes;

/**
 * Gives the message its data. The buffers are kept reachable until {@linkcode release}; nobody's code may run before the
 * call is over, since it could shrink them.
 *
 * @param length_of how many bytes a buffer has, now
 */
export function put_buffers(buffers: readonly Uint8Array[], length_of: (bytes: Uint8Array) => number): void {
  held.push(buffers);
  const count = buffers.length;
  if (vector.bytes.length < count * iovec.size) vector = new Memory(count * iovec.size);
  for (let index = 0; index < count; index++) {
    vector.put_iovec(index, buffers[index]!, length_of(buffers[index]!));
  }
  header.view.setBigUint64(msghdr.iov, vector.address, true);
  header.view.setUint32(msghdr.iovlen, count, true);
}

/** The `iovec`s of the message's data, to pass to the system without the message. */
export function data_vector(): Uint8Array<ArrayBuffer> {
  return vector.bytes;
}

/** Gives the message an address, or room for one; `null` for none. */
export function put_name(name: Uint8Array | null, length: number): void {
  held.push(name);
  header.view.setBigUint64(msghdr.name, name === null ? 0n : address_of(name), true);
  header.view.setUint32(msghdr.namelen, length, true);
}

/** Gives the message control messages, or room for them; `null` for none. */
export function put_control(control: Memory | null, length: number): void {
  held.push(control);
  header.view.setBigUint64(msghdr.control, control === null ? 0n : control.address, true);
  header.view.setUint32(msghdr.controllen, length, true);
}

/** Lets go of the memory that the message pointed to. */
export function release(): void {
  held = [];
}

/** How long the address is that the system wrote. */
export function name_length(): number {
  return header.view.getUint32(msghdr.namelen, true);
}

/** How many bytes of control messages the system wrote. */
export function control_length(): number {
  return header.view.getUint32(msghdr.controllen, true);
}

/** The `MSG_*` bits that came with the message. */
export function message_flags(): number {
  return header.view.getInt32(msghdr.flags, true);
}

function aligned(length: number): number {
  return Math.ceil(length / CMSG_ALIGNMENT) * CMSG_ALIGNMENT;
}

const DATA = aligned(cmsghdr.size);

/** `CMSG_LEN()`: the length of a control message with that many bytes of data. */
export function cmsg_len(length: number): number {
  return DATA + length;
}

/** `CMSG_SPACE()`: the same with the padding before the next one. */
export function cmsg_space(length: number): number {
  return DATA + aligned(length);
}

/** Writes a control message, and returns where the next one goes. */
export function write_control_message(
  control: Memory,
  at: number,
  level: number,
  type: number,
  data: Uint8Array,
): number {
  control.view.setUint32(at + cmsghdr.len, cmsg_len(data.length), true);
  control.view.setInt32(at + cmsghdr.level, level, true);
  control.view.setInt32(at + cmsghdr.type, type, true);
  control.bytes.set(data, at + DATA);
  return at + cmsg_space(data.length);
}

/** A control message in memory: where its data starts and ends, and where the next one begins. */
export interface ControlMessage {
  readonly level: number;
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/**
 * Reads the control message at `at`, of `length` bytes in all. The data of one that was cut off ends where they end.
 *
 * @returns `null` if there is none, or one that cannot be
 */
export function read_control_message(control: Memory, at: number, length: number): ControlMessage | null {
  if (length - at < DATA) return null;
  const size = control.view.getUint32(at + cmsghdr.len, true);
  if (size < DATA) return null;
  return {
    level: control.view.getInt32(at + cmsghdr.level, true),
    type: control.view.getInt32(at + cmsghdr.type, true),
    start: at + DATA,
    end: Math.min(at + size, length),
    next: at + aligned(size),
  };
}

/** Room for any address: `struct sockaddr_storage`. */
const NAME_SIZE = 128;

/** The memory of recvmmsg(2) and sendmmsg(2): messages of one buffer and one address each. */
export class MessageVector {
  #capacity = 0;
  #headers = new Memory(0);
  #iovecs = new Memory(0);
  #names = new Memory(0);
  /** What the messages point to, so that the collector knows. */
  held: readonly Uint8Array[] | null = null;

  /** How many messages there is memory for. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Makes room for `count` messages. More room than there was is new, and knows no buffers. */
  reserve(count: number): void {
    if (count <= this.#capacity) return;
    // A power of two: a growing vector is seldom made anew.
    const capacity = this.#capacity = 2 ** Math.max(6, Math.ceil(Math.log2(count)));
    const headers = this.#headers = new Memory(capacity * mmsghdr.size);
    const iovecs = this.#iovecs = new Memory(capacity * iovec.size);
    const names = this.#names = new Memory(capacity * NAME_SIZE);
    const iovec_address = iovecs.address, name_address = names.address;
    for (let index = 0; index < capacity; index++) {
      const at = index * mmsghdr.size;
      headers.view.setBigUint64(at + msghdr.name, name_address + BigInt(index * NAME_SIZE), true);
      headers.view.setBigUint64(at + msghdr.iov, iovec_address + BigInt(index * iovec.size), true);
      headers.view.setUint32(at + msghdr.iovlen, 1, true);
    }
  }

  /** The messages from `index` on, to pass to the system. */
  from(index: number): Uint8Array<ArrayBuffer> {
    return index === 0 ? this.#headers.bytes : this.#headers.bytes.subarray(index * mmsghdr.size);
  }

  /** Gives each message one of the buffers, under the conditions of {@linkcode put_buffers}. */
  put_buffers(buffers: readonly Uint8Array[], length_of: (bytes: Uint8Array) => number): void {
    this.held = buffers;
    for (let index = 0; index < buffers.length; index++) {
      this.#iovecs.put_iovec(index, buffers[index]!, length_of(buffers[index]!));
    }
  }

  /** Lets go of the buffers. */
  release(): void {
    this.held = null;
  }

  /** Gives each of the first `count` messages `size` bytes of `memory`, one after the other. */
  divide(memory: Memory, size: number, count: number): void {
    const { view } = this.#iovecs;
    let { address } = memory;
    for (let index = 0; index < count; index++, address += BigInt(size)) {
      view.setBigUint64(index * iovec.size + iovec.base, address, true);
      view.setBigUint64(index * iovec.size + iovec.len, BigInt(size), true);
    }
  }

  /** Gives a message an address. */
  put_name(index: number, name: Uint8Array): void {
    this.#names.bytes.set(name, index * NAME_SIZE);
    this.set_name_length(index, name.length);
  }

  /** Gives a message the address of the one before it. */
  repeat_name(index: number): void {
    const before = (index - 1) * NAME_SIZE;
    this.#names.bytes.copyWithin(index * NAME_SIZE, before, before + NAME_SIZE);
    this.set_name_length(index, this.name_length(index - 1));
  }

  /** Says how long a message's address is; before receiving, how much of one there is room for. */
  set_name_length(index: number, length: number): void {
    this.#headers.view.setUint32(index * mmsghdr.size + msghdr.namelen, length, true);
  }

  /** How long the address is that came with a message. */
  name_length(index: number): number {
    return this.#headers.view.getUint32(index * mmsghdr.size + msghdr.namelen, true);
  }

  /** The address that came with a message. */
  name(index: number): Uint8Array<ArrayBuffer> {
    return this.#names.bytes.subarray(index * NAME_SIZE, (index + 1) * NAME_SIZE);
  }

  /** Whether a message came with the same address as the one before it. */
  is_name_repeated(index: number): boolean {
    if (this.name_length(index) !== this.name_length(index - 1)) return false;
    const { view } = this.#names;
    const at = index * NAME_SIZE;
    const length = Math.min(this.name_length(index), NAME_SIZE);
    // In fours. What lies behind the end of an odd one may differ: then this says no, which is the safe answer.
    for (let offset = 0; offset < length; offset += 4) {
      if (view.getInt32(at + offset) !== view.getInt32(at + offset - NAME_SIZE)) return false;
    }
    return true;
  }

  /** How many bytes of data came with a message. */
  received(index: number): number {
    return this.#headers.view.getUint32(index * mmsghdr.size + mmsghdr.len, true);
  }
}
