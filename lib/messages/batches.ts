// Many messages in one system call, which Python's sockets cannot do: recvmmsg() and sendmmsg().
import { min } from "../../ffi/intrinsics.ts";
import { errno, libc, system } from "../../ffi/libc.ts";
import { Memory, MessageVector } from "../../ffi/message.ts";
import { sockaddr, sockaddr_length } from "../../ffi/sockaddr.ts";
import type { AddressOwner } from "../address/family.ts";
import { decode_address, encode_address, expect_address } from "../address/table.ts";
import type { Address, AddressLike } from "../address/types.ts";
import { int, items_of, require_argument, ssize_t } from "../arguments.ts";
import { POLLIN, POLLOUT, retry_or_throw } from "../blocking.ts";
import { take_failing_branch } from "../failing_branches.ts";
import { byte_length, bytes_or_null, type BytesLike, data_bytes, views_of } from "../bytes.ts";
import { BlockingIOError, EAGAIN, strerror, ValueError } from "../errors.ts";
import type { Caller } from "./sendmsg.ts";
import { checked_size, COUNT_MAX, size_argument } from "../receiving.ts";
import { send_all } from "../sending.ts";

const { AF_INET, MSG_TRUNC } = system.constants;
const { MSG_WAITFORONE } = system.internals;

/** The kernel takes no more messages at once (`UIO_MAXIOV`). */
const BATCH_MAX = 1024;

/** How much memory for data is kept from one call to the next: 1024 packets of an Ethernet and more. */
const KEPT_MAX = 4 << 20;

/** A message of `sendmmsg()`: data and where it goes, or data alone on a connected socket. */
export type BatchMessage =
  | BytesLike
  | string
  | readonly [data: BytesLike | string, address: AddressLike];

const closed: AddressOwner = { fd: -1, family: AF_INET, proto: 0 };

let receive_has_failed = false;

// Returns how many messages came. MSG_WAITFORONE: whoever waits, waits for the first of them only. `buffers` is `null` where
// the vector has memory of our own.
function receive(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  vector: MessageVector,
  count: number,
  buffers: readonly Uint8Array[] | null,
): number {
  if (!receive_has_failed) {
    receive_has_failed = true;
    take_failing_branch(() => receive(closed, null, 0, vector, 0, []));
  }
  for (let deadline = 0;;) {
    expect_address(owner);
    for (let index = 0; index < count; index++) vector.set_name_length(index, sockaddr_length[0]);
    if (buffers !== null) vector.put_buffers(buffers, 0, count, Infinity);
    const n = libc.recvmmsg(owner.fd, vector.from(0), count, flags | MSG_WAITFORONE, null), e = errno[0];
    if (n >= 0) return n;
    deadline = retry_or_throw(e, owner.fd, timeout, POLLIN, deadline);
  }
}

function is_primitive(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

// An address that can be given again costs no decoding: of the messages of a batch most come from where the one before
// them came from.
function copy_of_address(address: Address): Address | undefined {
  if (is_primitive(address)) return address;
  if (Array.isArray(address) && address.every(is_primitive)) return address.slice() as unknown as Address;
  return undefined;
}

function decoded(vector: MessageVector, index: number, owner: AddressOwner): Address {
  expect_address(owner);
  const length = Math.min(vector.name_length(index), sockaddr_length[0]);
  vector.copy_name(index, length, sockaddr);
  sockaddr_length[0] = length;
  return decode_address(owner);
}

function received_messages<Data>(
  vector: MessageVector,
  count: number,
  owner: AddressOwner,
  data_of: (index: number) => Data,
): [Data, Address][] {
  const messages: [Data, Address][] = [];
  let address: Address | undefined;
  for (let index = 0; index < count; index++) {
    address = index > 0 && address !== undefined && vector.is_name_repeated(index)
      ? copy_of_address(address)
      : undefined;
    if (address === undefined) address = decoded(vector, index, owner);
    messages.push([data_of(index), address]);
  }
  return messages;
}

function batch_size(vlen: unknown): number {
  require_argument(vlen, "recvmmsg() takes at least 2 arguments (0 given)");
  const count = ssize_t(vlen);
  if (count < 0) throw new ValueError("negative vlen in recvmmsg");
  return Math.min(count, BATCH_MAX);
}

// The messages of recvmmsg() share one piece of memory, and most calls want the same as the one before.
const shared = new MessageVector();
let shared_memory = new Memory(0);
let shared_size = -1;
let shared_count = 0;

// Its buffer is in nobody else's hands, unless somebody replaced a method of all typed arrays by one that passed it on.
function is_whole(): boolean {
  return byte_length(shared_memory.bytes) >= shared_size * shared_count;
}

function share_memory(size: number, count: number, flags: number): Memory {
  // With MSG_TRUNC the kernel counts bytes that it did not write: then the memory must be fresh.
  const fresh = (flags & MSG_TRUNC) !== 0;
  if (!fresh && size === shared_size && count <= shared_count && is_whole()) return shared_memory;
  const needed = size * count;
  // Whatever fails from here on, the next call starts anew.
  shared_size = -1;
  const memory = fresh || needed > byte_length(shared_memory.bytes) ? new Memory(needed) : shared_memory;
  shared.reserve(count);
  shared.divide(memory, size, count);
  const kept = !fresh && needed <= KEPT_MAX;
  if (!kept) return memory;
  shared_memory = memory;
  shared_size = size;
  shared_count = count;
  return memory;
}

/** The guts of `socket.recvmmsg()`. */
export function recvmmsg(
  { descriptor, timeout, flags: own_flags }: Caller,
  vlen: unknown,
  bufsize: unknown,
  flags: unknown,
): [Uint8Array<ArrayBuffer>, Address][] {
  const count = batch_size(vlen);
  require_argument(bufsize, "recvmmsg() takes at least 2 arguments (1 given)");
  const wanted = size_argument(bufsize, "recvmmsg");
  const bits = int(flags) | own_flags;
  const size = checked_size(wanted, "recvmmsg");
  const { bytes } = share_memory(size, count, bits);
  const n = receive(descriptor, timeout, bits, shared, count, null);
  return received_messages(shared, n, descriptor, (index) => {
    const start = index * size;
    return bytes.slice(start, start + Math.min(shared.transferred(index), size));
  });
}

const given = new MessageVector();

/** The guts of `socket.recvmmsg_into()`. */
export function recvmmsg_into(
  { descriptor, timeout, flags: own_flags }: Caller,
  buffers: unknown,
  flags: unknown,
): [number, Address][] {
  require_argument(buffers, "recvmmsg_into() takes at least 1 argument (0 given)");
  const bits = int(flags) | own_flags;
  const complaint = "recvmmsg_into() argument 1 must be an iterable";
  const memory = views_of(items_of(buffers, complaint), BATCH_MAX, (item) => {
    const bytes = bytes_or_null(item);
    if (bytes === null) throw new TypeError(`${complaint} of read-write buffers`);
    return bytes;
  });
  given.reserve(memory.length);
  try {
    const n = receive(descriptor, timeout, bits, given, memory.length, memory);
    return received_messages(given, n, descriptor, (index) => given.transferred(index));
  } finally {
    given.release();
  }
}

// Code behind the messages may send a batch of its own while this one is put together: so whoever uses the vector takes
// it away meanwhile.
let spare: MessageVector | null = null;

function put_messages(
  vector: MessageVector,
  messages: unknown[],
  owner: AddressOwner,
): Uint8Array[] {
  let before: unknown;
  for (let index = 0; index < messages.length; index++) {
    const [data, address] = data_and_address(messages[index]);
    if (address === null) vector.set_name_length(index, 0);
    else if (address === before) vector.repeat_name(index);
    else vector.put_name(index, sockaddr, encode_address(address, "sendmmsg", owner));
    before = address;
    messages[index] = data;
  }
  return views_of(messages, Infinity, data_bytes);
}

function data_and_address(message: unknown): [data: unknown, address: unknown] {
  if (!Array.isArray(message)) return [message, null];
  if (message.length !== 2) throw new TypeError("sendmmsg() messages must be data or pairs (data, address)");
  return [message[0], message[1] ?? null];
}

let send_has_failed = false;

function send(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  vector: MessageVector,
  buffers: readonly Uint8Array[],
): number {
  if (!send_has_failed) {
    send_has_failed = true;
    take_failing_branch(() => send(closed, null, 0, vector, []));
  }
  const total = buffers.length;
  for (let sent = 0, deadline = 0;;) {
    const count = vector.put_buffers(buffers, sent, min(total - sent, BATCH_MAX), COUNT_MAX);
    const n = libc.sendmmsg(owner.fd, vector.from(sent), count, flags), e = errno[0];
    if (n >= 0) {
      sent += n;
      const is_begun = n > 0 && vector.is_begun(sent - 1);
      if (is_begun) finish(owner, timeout, flags, vector, buffers, sent, deadline);
      if (sent === total || (n < count && !is_begun)) return sent;
    } else if (sent > 0) {
      return sent;
    } else {
      deadline = retry_or_throw(e, owner.fd, timeout, POLLOUT, deadline);
    }
  }
}

// The last of the messages that were sent is one of which a stream took a part.
function finish(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  vector: MessageVector,
  buffers: readonly Uint8Array[],
  sent: number,
  deadline: number,
): void {
  if (timeout === 0) {
    let taken = 0;
    for (let index = 0; index < sent; index++) taken += vector.transferred(index);
    throw new BlockingIOError(EAGAIN, strerror(EAGAIN), taken);
  }
  const last = sent - 1;
  send_all(owner.fd, buffers[last]!, vector.transferred(last), flags, timeout, deadline);
}

/** The guts of `socket.sendmmsg()`. */
export function sendmmsg(
  { descriptor, timeout, flags: own_flags }: Caller,
  messages: unknown,
  flags: unknown,
): number {
  require_argument(messages, "sendmmsg() takes at least 1 argument (0 given)");
  const bits = int(flags) | own_flags;
  const items = items_of(messages, "sendmmsg() argument 1 must be an iterable");
  const vector = spare ?? new MessageVector();
  spare = null;
  try {
    vector.reserve(items.length);
    const buffers = put_messages(vector, items, descriptor);
    return send(descriptor, timeout, bits, vector, buffers);
  } finally {
    vector.release();
    if (vector.capacity <= BATCH_MAX) spare = vector;
  }
}
