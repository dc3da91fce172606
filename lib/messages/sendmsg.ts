// sendmsg(): data in many buffers, ancillary data, and an address.
import { errno, libc, system } from "../../ffi/libc.ts";
import { message, put_buffers, put_control, put_name, release } from "../../ffi/message.ts";
import { sockaddr } from "../../ffi/sockaddr.ts";
import type { AddressOwner } from "../address/family.ts";
import { encode_address } from "../address/table.ts";
import { int, items_of, require_argument } from "../arguments.ts";
import { POLLOUT, retry_or_throw } from "../blocking.ts";
import { take_failing_branch } from "../failing_branches.ts";
import { data_bytes, not_bytes, views_of } from "../bytes.ts";
import { close_arrived, control_items, type ControlItem, encode_ancillary } from "./ancillary.ts";

const { AF_INET } = system.constants;

/** What `sendmsg()` and `recvmsg()` know of their socket. */
export interface Caller {
  readonly descriptor: AddressOwner;
  readonly timeout: number | null;
  /** `MSG_*` bits of the socket's own. */
  readonly flags: number;
}

/** The data in parts: CPython's complaints, and strings as UTF-8. */
export function data_buffers(buffers: unknown): Uint8Array[] {
  // CPython goes through the characters of a string and says that none is bytes.
  if (typeof buffers === "string") throw not_bytes(buffers);
  const items = items_of(buffers, "sendmsg() argument 1 must be an iterable");
  return views_of(items, Infinity, data_bytes);
}

const closed: AddressOwner = { fd: -1, family: AF_INET, proto: 0 };

let send_has_failed = false;

/** Sends one message of checked parts. */
export function send_message(
  owner: AddressOwner,
  timeout: number | null,
  flags: number,
  name: Uint8Array | null,
  buffers: readonly Uint8Array[],
  items: readonly ControlItem[],
): number {
  if (!send_has_failed) {
    send_has_failed = true;
    take_failing_branch(() => send_message(closed, null, 0, null, [], []));
  }
  const control = encode_ancillary(items);
  close_arrived(); // what is left of one that came is in the same header
  try {
    for (let deadline = 0;;) {
      put_name(name, Infinity);
      put_control(control, Infinity);
      put_buffers(buffers);
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
  return send_message(descriptor, timeout, bits, name, data, items);
}
