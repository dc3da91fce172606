// sendmsg() and recvmsg(): data in many buffers, ancillary data, and addresses.
import { errno, libc, system } from "../../ffi/libc.ts";
import {
  control_length,
  Memory,
  message,
  message_flags,
  name_length,
  put_buffers,
  put_control,
  put_name,
  release,
} from "../../ffi/message.ts";
import { sockaddr, sockaddr_length, sockaddr_view } from "../../ffi/sockaddr.ts";
import { type AddressOwner, decode_address, encode_address, expect_address } from "../address/table.ts";
import type { Address } from "../address/types.ts";
import {
  close_received_descriptors,
  control_items,
  type ControlItem,
  decode_ancillary,
  encode_ancillary,
  type ReceivedAncillaryData,
} from "./ancillary.ts";
import {
  as_int,
  check_keywords,
  int,
  is_integer,
  items_of,
  require_argument,
  ssize_t,
  type_name,
} from "../arguments.ts";
import { POLLIN, POLLOUT, retry_or_throw, take_failing_branch } from "../blocking.ts";
import { byte_length, bytes_like, bytes_or_null, data_bytes, not_bytes } from "../bytes.ts";
import { OSError, ValueError } from "../errors.ts";
import { COUNT_MAX, owned, receiving_memory } from "../receiving.ts";

const { AF_ALG, AF_INET, AF_UNSPEC, ALG_SET_AEAD_ASSOCLEN, ALG_SET_IV, ALG_SET_OP, SOL_ALG } =
  system.constants;

const ANCILLARY_MAX = 0x7fffffff;

const closed: AddressOwner = { fd: -1, family: AF_INET, proto: 0 };

/** What `sendmsg()` and `recvmsg()` know of their socket. */
export interface Caller {
  readonly descriptor: AddressOwner;
  readonly timeout: number | null;
  /** `MSG_*` bits of the socket's own. */
  readonly flags: number;
}

function data_buffers(buffers: unknown): Uint8Array[] {
  // CPython goes through the characters of a string and says that none is bytes.
  if (typeof buffers === "string") throw not_bytes(buffers);
  const items = items_of(buffers, "sendmsg() argument 1 must be an iterable");
  return items.map((item) => item instanceof Uint8Array ? item : data_bytes(item));
}

let send_has_failed = false;

function send(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  name: Uint8Array | null,
  buffers: readonly Uint8Array[],
  items: readonly ControlItem[],
): number {
  if (!send_has_failed) {
    send_has_failed = true;
    take_failing_branch(() => send(closed, null, 0, null, [], []));
  }
  const control = encode_ancillary(items);
  try {
    put_name(name, name === null ? 0 : name.length);
    put_control(control, control === null ? 0 : control.bytes.length);
    put_buffers(buffers, byte_length);
    for (let deadline = 0;;) {
      const n = libc.sendmsg(owner.fd, message, flags), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, owner.fd, timeout, POLLOUT, deadline);
    }
  } finally {
    release();
  }
}

// A copy: the code behind an iterable may use the shared `sockaddr` for an address of its own.
function encoded_name(address: unknown, owner: AddressOwner): Uint8Array {
  return sockaddr.slice(0, encode_address(address, "sendmsg", owner));
}

/** The guts of `socket.sendmsg()`. */
export function sendmsg(
  { descriptor, timeout, flags: own_flags }: Caller,
  buffers: unknown,
  ancdata: unknown,
  flags: unknown,
  address: unknown,
): number {
  require_argument(buffers, "sendmsg() takes at least 1 argument (0 given)");
  const bits = int(flags) | own_flags;
  const name = address === undefined || address === null ? null : encoded_name(address, descriptor);
  const data = data_buffers(buffers);
  const items = ancdata === undefined ? [] : control_items(ancdata);
  return send(descriptor, timeout, bits, name, data, items);
}

/** What `sendmsg_afalg()` tells the algorithm. */
export interface AlgOptions {
  /** What to do: `ALG_OP_ENCRYPT`, `ALG_OP_DECRYPT`, `ALG_OP_SIGN` or `ALG_OP_VERIFY`. */
  op: number;
  /** The initialisation vector. */
  iv?: ArrayBufferView | ArrayBufferLike;
  /** How many bytes of the message are associated data: authenticated and not encrypted (AEAD). */
  assoclen?: number;
  /** `MSG_*` bits. */
  flags?: number;
}

// PyLong_Type in an argument's format: no other type will do.
function check_int(value: unknown, position: number): void {
  if (value === undefined || is_integer(value)) return;
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(`sendmsg_afalg() argument ${position} must be int, not ${found}`);
}

function checked_op(op: unknown): number {
  if (op === undefined || Number(op) < 0 || Number(op) > 0x7fffffff) {
    throw new TypeError("Invalid or missing argument 'op'");
  }
  return Number(op);
}

function checked_assoclen(assoclen: unknown): number {
  const length = as_int(assoclen);
  if (length < 0) throw new TypeError("assoclen must be positive");
  return length;
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

// struct af_alg_iv: the length and the bytes, whose padding counts as part of the message, as it does in CPython.
function af_alg_iv(iv: Uint8Array): Uint8Array {
  const struct = new Uint8Array(Math.ceil((4 + iv.length) / 8) * 8);
  struct.set(uint32(iv.length));
  struct.set(iv, 4);
  return struct;
}

/** The guts of `socket.sendmsg_afalg()`. */
export function sendmsg_afalg(
  { descriptor, timeout, flags: own_flags }: Caller,
  msg: unknown,
  options: Partial<Record<keyof AlgOptions, unknown>> = {},
): number {
  check_keywords(
    options,
    ["op", "iv", "assoclen", "flags"],
    "sendmsg_afalg",
    "at most 1 positional argument",
  );
  if (descriptor.family !== AF_ALG) throw new OSError("algset is only supported for AF_ALG");
  check_keywords(
    options,
    ["op", "iv", "assoclen", "flags"],
    "sendmsg_afalg",
    "at most 1 positional argument",
  );
  check_int(options.op, 2);
  const iv = options.iv === undefined ? null : bytes_like(options.iv);
  check_int(options.assoclen, 4);
  const bits = (options.flags === undefined ? 0 : int(options.flags)) | own_flags;
  const items: ControlItem[] = [[SOL_ALG, ALG_SET_OP, uint32(checked_op(options.op))]];
  if (iv !== null) items.push([SOL_ALG, ALG_SET_IV, af_alg_iv(iv)]);
  if (options.assoclen !== undefined) {
    items.push([SOL_ALG, ALG_SET_AEAD_ASSOCLEN, uint32(checked_assoclen(options.assoclen))]);
  }
  const data = msg === undefined ? [] : data_buffers(msg);
  return send(descriptor, timeout, bits, null, data, items);
}

const common_control = new Memory(4096);

// Room for ancillary data. Most messages have little of it.
function control_memory(size: number): Memory {
  return size <= common_control.bytes.length ? common_control : new Memory(size);
}

function check_ancillary_size(size: number): void {
  if (size < 0 || size > ANCILLARY_MAX) throw new ValueError("invalid ancillary data buffer length");
}

let receive_has_failed = false;

// Returns how many bytes came; the rest of the message is in the memory that the header points to.
function receive(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  buffers: readonly Uint8Array[],
  control: Memory,
  control_size: number,
): number {
  if (!receive_has_failed) {
    receive_has_failed = true;
    take_failing_branch(() => receive(closed, null, 0, [], common_control, 0));
  }
  try {
    put_buffers(buffers, byte_length);
    for (let deadline = 0;;) {
      expect_address(owner);
      // Of a connected socket, POSIX lets the system leave the name alone.
      system.put_family(sockaddr_view, AF_UNSPEC, 0);
      put_name(sockaddr, sockaddr_length[0]);
      put_control(control, control_size);
      const n = libc.recvmsg(owner.fd, message, flags), e = errno[0];
      if (n >= 0) return n;
      deadline = retry_or_throw(e, owner.fd, timeout, POLLIN, deadline);
    }
  } finally {
    release();
  }
}

// What is made of a message that came. If that fails, nobody learns of the descriptors in it.
function delivered<Result>(control: Memory, result: () => Result): Result {
  try {
    return result();
  } catch (error) {
    close_received_descriptors(control, control_length());
    throw error;
  }
}

function received_address(owner: AddressOwner): Address {
  sockaddr_length[0] = Math.min(name_length(), sockaddr_length[0]);
  return decode_address(owner);
}

/** The guts of `socket.recvmsg()`. */
export function recvmsg(
  { descriptor, timeout, flags: own_flags }: Caller,
  bufsize: unknown,
  ancbufsize: unknown,
  flags: unknown,
): [Uint8Array<ArrayBuffer>, ReceivedAncillaryData, number, Address] {
  require_argument(bufsize, "recvmsg() takes at least 1 argument (0 given)");
  const wanted = ssize_t(bufsize), control_size = ssize_t(ancbufsize);
  const bits = int(flags) | own_flags;
  if (wanted < 0) throw new ValueError("negative buffer size in recvmsg()");
  expect_address(descriptor);
  check_ancillary_size(control_size);
  const size = Math.min(wanted, COUNT_MAX);
  const memory = receiving_memory(size, bits, false), control = control_memory(control_size);
  const n = receive(descriptor, timeout, bits, [memory.subarray(0, size)], control, control_size);
  return delivered(control, () => [
    owned(memory, Math.min(n, size)),
    decode_ancillary(control, control_length()),
    message_flags(),
    received_address(descriptor),
  ]);
}

function writable_buffers(buffers: unknown): Uint8Array[] {
  const complaint = "recvmsg_into() argument 1 must be an iterable";
  return items_of(buffers, complaint).map((item) => {
    const bytes = item instanceof Uint8Array ? item : bytes_or_null(item);
    if (bytes === null) throw new TypeError(`${complaint} of single-segment read-write buffers`);
    return bytes;
  });
}

/** The guts of `socket.recvmsg_into()`. */
export function recvmsg_into(
  { descriptor, timeout, flags: own_flags }: Caller,
  buffers: unknown,
  ancbufsize: unknown,
  flags: unknown,
): [number, ReceivedAncillaryData, number, Address] {
  require_argument(buffers, "recvmsg_into() takes at least 1 argument (0 given)");
  const control_size = ssize_t(ancbufsize);
  const bits = int(flags) | own_flags;
  const memory = writable_buffers(buffers);
  expect_address(descriptor);
  check_ancillary_size(control_size);
  const control = control_memory(control_size);
  const n = receive(descriptor, timeout, bits, memory, control, control_size);
  return delivered(control, () => [
    n,
    decode_ancillary(control, control_length()),
    message_flags(),
    received_address(descriptor),
  ]);
}
