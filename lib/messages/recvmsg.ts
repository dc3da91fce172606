// recvmsg() and recvmsg_into(): data in many buffers, ancillary data, and an address.
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
import type { AddressOwner } from "../address/family.ts";
import { decode_address, expect_address } from "../address/table.ts";
import type { Address } from "../address/types.ts";
import { int, items_of, require_argument, ssize_t } from "../arguments.ts";
import { POLLIN, retry_or_throw } from "../blocking.ts";
import { take_failing_branch } from "../failing_branches.ts";
import { bytes_or_null, views_of } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { COUNT_MAX, owned, receiving_memory } from "../receiving.ts";
import { arrived, close_arrived, decode_ancillary, type ReceivedAncillaryData } from "./ancillary.ts";
import type { Caller } from "./sendmsg.ts";

const { AF_INET, AF_UNSPEC } = system.constants;

/** The kernel takes no more than an `int` says. */
const ANCILLARY_MAX = 0x7fffffff;

const COMMON_CONTROL = 4096;
const common_control = new Memory(COMMON_CONTROL);

// Room for ancillary data. Most messages have little of it.
function control_memory(size: number): Memory {
  return size <= COMMON_CONTROL ? common_control : new Memory(size);
}

function check_ancillary_size(size: number): void {
  if (size < 0 || size > ANCILLARY_MAX) throw new ValueError("invalid ancillary data buffer length");
}

const closed: AddressOwner = { fd: -1, family: AF_INET, proto: 0 };

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
  close_arrived();
  try {
    for (let deadline = 0;;) {
      // Of a connected socket, POSIX lets the system leave the name alone.
      system.put_family(sockaddr_view, AF_UNSPEC, 0);
      put_name(sockaddr, sockaddr_length[0]);
      put_control(control, control_size);
      put_buffers(buffers);
      const n = libc.recvmsg(owner.fd, message, flags), e = errno[0];
      if (n >= 0) {
        arrived.control = control;
        return n;
      }
      deadline = retry_or_throw(e, owner.fd, timeout, POLLIN, deadline);
    }
  } finally {
    release();
  }
}

// What is made of a message that came. If that fails, nobody learns of the descriptors in it.
function delivered<Result>(result: () => Result): Result {
  try {
    const made = result();
    arrived.control = null;
    return made;
  } catch (error) {
    close_arrived();
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
  return delivered(() => [
    owned(memory, Math.min(n, size)),
    decode_ancillary(control, control_length()),
    message_flags(),
    received_address(descriptor),
  ]);
}

function writable_buffers(buffers: unknown): Uint8Array[] {
  const complaint = "recvmsg_into() argument 1 must be an iterable";
  return views_of(items_of(buffers, complaint), Infinity, (item) => {
    const bytes = bytes_or_null(item);
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
  return delivered(() => [
    n,
    decode_ancillary(control, control_length()),
    message_flags(),
    received_address(descriptor),
  ]);
}
