// The memory of sendmsg(2) and recvmsg(2): struct msghdr, and the buffers, names and control messages that it points
// to. Every call is synchronous, so one header is enough.
import { at_most, byte_length, min, put_address } from "./intrinsics.ts";
import { system } from "./libc.ts";
import { address_of } from "./memory.ts";

const { cmsghdr, iovec, mmsghdr, msghdr } = system.structs;
const { CMSG_ALIGNMENT } = system.internals;

/** Memory that stays where it is, as long as nobody gets hold of its buffer. */
export class Memory {
  readonly #buffer: ArrayBuffer;
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, in words of 32 bits. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** The same, for addresses. */
  readonly view: DataView<ArrayBuffer>;
  /** Zeros, `size` bytes and up to a multiple of eight. */
  constructor(size: number) {
    const buffer = this.#buffer = new ArrayBuffer(size + 7 - (size + 7) % 8);
    this.bytes = new Uint8Array(buffer, 0, size);
    this.words = new Uint32Array(buffer);
    this.view = new DataView(buffer);
  }

  /** Where it is. */
  get address(): bigint {
    return address_of(this.bytes);
  }

  /** All of it from `offset` on. */
  bytes_from(offset: number): Uint8Array<ArrayBuffer> {
    return new Bytes(this.#buffer, offset, byte_length(this.bytes) - offset);
  }

  /** Writes an `iovec` for all that `bytes` has now, and returns how much that is. */
  put_iovec(index: number, bytes: Uint8Array): number {
    const at = index * iovec.size;
    const length = byte_length(bytes), word = (at + iovec.len) / 4;
    put_address(this.view, at + iovec.base, length === 0 ? 0n : address_of(bytes));
    this.words[word] = length;
    this.words[word + 1] = length / 0x100000000;
    return length;
  }
}

const Bytes = Uint8Array;

const header = new Memory(msghdr.size);
let vector = new Memory(64 * iovec.size);

// The system sees addresses, of which the collector knows nothing.
const held: { buffers: readonly Uint8Array[] | null; name: Uint8Array | null; control: Memory | null } = {
  buffers: null,
  name: null,
  control: null,
};

/** The `msghdr`, to pass to the system. */
export const message: Uint8Array<ArrayBuffer> = header.bytes;

// Lengths are `size_t` on one system and `int` on another. Either way their low half is where it is on these
// little-endian processors, and the high half of the ones below stays 0.

/**
 * Gives the message its data: all that the buffers have now. They are kept reachable until {@linkcode release}; nobody's
 * code may run before the call is over.
 */
export function put_buffers(buffers: readonly Uint8Array[]): void {
  held.buffers = buffers;
  const count = buffers.length;
  if (byte_length(vector.bytes) < count * iovec.size) vector = new Memory(count * iovec.size);
  for (let index = 0; index < count; index++) vector.put_iovec(index, buffers[index]!);
  put_address(header.view, msghdr.iov, vector.address);
  header.words[msghdr.iovlen / 4] = count;
}

/** The `iovec`s of the message's data, to pass to the system without the message. */
export function data_vector(): Uint8Array<ArrayBuffer> {
  return vector.bytes;
}

/** Gives the message an address, or room for one, of at most `length` bytes; `null` for none. */
export function put_name(name: Uint8Array | null, length: number): void {
  held.name = name;
  put_address(header.view, msghdr.name, name === null ? 0n : address_of(name));
  header.words[msghdr.namelen / 4] = name === null ? 0 : at_most(length, name);
}

/** Gives the message control messages, or room for them, of at most `length` bytes; `null` for none. */
export function put_control(control: Memory | null, length: number): void {
  held.control = control;
  put_address(header.view, msghdr.control, control === null ? 0n : control.address);
  header.words[msghdr.controllen / 4] = control === null ? 0 : at_most(length, control.bytes);
}

/** Lets go of the memory that the message pointed to. */
export function release(): void {
  held.buffers = held.name = held.control = null;
}

/** How long the address is that the system wrote. */
export function name_length(): number {
  return header.words[msghdr.namelen / 4]!;
}

/** How many bytes of control messages the system wrote. */
export function control_length(): number {
  return header.words[msghdr.controllen / 4]!;
}

/** The `MSG_*` bits that came with the message. */
export function message_flags(): number {
  return header.words[msghdr.flags / 4]! | 0;
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
  const length = byte_length(data);
  control.words[(at + cmsghdr.len) / 4] = cmsg_len(length);
  control.words[(at + cmsghdr.level) / 4] = level;
  control.words[(at + cmsghdr.type) / 4] = type;
  for (let index = 0; index < length; index++) control.bytes[at + DATA + index] = data[index]!;
  return at + cmsg_space(length);
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
  const size = control.words[(at + cmsghdr.len) / 4]!;
  if (size < DATA) return null;
  return {
    level: control.words[(at + cmsghdr.level) / 4]! | 0,
    type: control.words[(at + cmsghdr.type) / 4]! | 0,
    start: at + DATA,
    end: Math.min(at + size, length),
    next: at + aligned(size),
  };
}

/** Room for any address: `struct sockaddr_storage`. */
const NAME_SIZE = 128;
const NAME_WORDS = NAME_SIZE / 4;
const NAME_STEP = BigInt(NAME_SIZE), IOVEC_STEP = BigInt(iovec.size);

/**
 * The memory of recvmmsg(2) and sendmmsg(2): messages of one buffer and one address each.
 *
 * The addresses of its own memory are taken once: so nobody may get hold of that, and no method of a typed array's prototype,
 * which may be another's, is called on it.
 */
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
    let iovec_address = iovecs.address, name_address = names.address;
    for (let index = 0; index < capacity; index++) {
      const at = index * mmsghdr.size;
      put_address(headers.view, at + msghdr.name, name_address);
      put_address(headers.view, at + msghdr.iov, iovec_address);
      headers.words[(at + msghdr.iovlen) / 4] = 1;
      name_address += NAME_STEP;
      iovec_address += IOVEC_STEP;
    }
  }

  /** The messages from `index` on, to pass to the system. */
  from(index: number): Uint8Array<ArrayBuffer> {
    return index === 0 ? this.#headers.bytes : this.#headers.bytes_from(index * mmsghdr.size);
  }

  /**
   * Gives `count` messages from `start` on their buffers, under the conditions of {@linkcode put_buffers}.
   *
   * @returns how many it are with the first one that is longer than `longest`
   */
  put_buffers(buffers: readonly Uint8Array[], start: number, count: number, longest: number): number {
    this.held = buffers;
    const iovecs = this.#iovecs;
    for (let index = start; index < start + count; index++) {
      if (iovecs.put_iovec(index, buffers[index]!) > longest) return index - start + 1;
    }
    return count;
  }

  /** Lets go of the buffers. */
  release(): void {
    this.held = null;
  }

  /** Gives each of the first `count` messages `size` bytes of `memory`, one after the other. */
  divide(memory: Memory, size: number, count: number): void {
    const iovecs = this.#iovecs, step = BigInt(size);
    let { address } = memory;
    for (let index = 0; index < count; index++, address += step) {
      put_address(iovecs.view, index * iovec.size + iovec.base, address);
      iovecs.words[(index * iovec.size + iovec.len) / 4] = size;
      iovecs.words[(index * iovec.size + iovec.len) / 4 + 1] = 0;
    }
  }

  /** Gives a message the first `length` bytes of `name` as its address. */
  put_name(index: number, name: Uint8Array, length: number): void {
    const { bytes } = this.#names, at = index * NAME_SIZE;
    for (let offset = 0; offset < length; offset++) bytes[at + offset] = name[offset]!;
    this.set_name_length(index, length);
  }

  /** Gives a message the address of the one before it. */
  repeat_name(index: number): void {
    const { words } = this.#names, at = index * NAME_WORDS;
    for (let word = at; word < at + NAME_WORDS; word++) words[word] = words[word - NAME_WORDS]!;
    this.set_name_length(index, this.name_length(index - 1));
  }

  /** Says how long a message's address is; before receiving, how much of one there is room for. */
  set_name_length(index: number, length: number): void {
    this.#headers.words[(index * mmsghdr.size + msghdr.namelen) / 4] = min(length, NAME_SIZE);
  }

  /** How long the address is that came with a message. */
  name_length(index: number): number {
    return this.#headers.words[(index * mmsghdr.size + msghdr.namelen) / 4]!;
  }

  /** Copies the address that came with a message, `length` bytes of it. */
  copy_name(index: number, length: number, target: Uint8Array): void {
    const { bytes } = this.#names, at = index * NAME_SIZE;
    for (let offset = 0; offset < length; offset++) target[offset] = bytes[at + offset]!;
  }

  /** Whether a message came with the same address as the one before it. */
  is_name_repeated(index: number): boolean {
    if (this.name_length(index) !== this.name_length(index - 1)) return false;
    const { words } = this.#names, at = index * NAME_WORDS;
    const length = min(this.name_length(index), NAME_SIZE) / 4;
    // In words. What lies behind the end of an odd one may differ: then this says no, which is the safe answer.
    for (let word = 0; word < length; word++) {
      if (words[at + word] !== words[at + word - NAME_WORDS]) return false;
    }
    return true;
  }

  /** Whether only a part of a message's data went. */
  is_begun(index: number): boolean {
    const { words } = this.#iovecs, word = (index * iovec.size + iovec.len) / 4;
    return this.transferred(index) < words[word]! + words[word + 1]! * 0x100000000;
  }

  /** How many bytes of data came with a message, or went. */
  transferred(index: number): number {
    return this.#headers.words[(index * mmsghdr.size + mmsghdr.len) / 4]!;
  }
}
