// getaddrinfo(3) and its linked list.
import { byte_length } from "./intrinsics.ts";
import { errno, libc, system } from "./libc.ts";
import { c_string, copy_of, nul_terminated, pointer_at, until_nul, word_at } from "./memory.ts";

/** One `struct addrinfo`, copied. */
export interface AddressInfoEntry {
  readonly family: number;
  readonly socktype: number;
  readonly protocol: number;
  /** The encoded `sockaddr`. */
  readonly sockaddr: Uint8Array<ArrayBuffer>;
  /** The canonical name's bytes, or `null`. */
  readonly canonname: Uint8Array<ArrayBuffer> | null;
}

/** What getaddrinfo(3) gave: `error` is 0 or an `EAI_*` code, and `errno` means something for `EAI_SYSTEM`. */
export interface AddressInfoResult {
  readonly error: number;
  readonly errno: number;
  readonly entries: AddressInfoEntry[];
}

const layout = system.structs.addrinfo;

function entry_at(memory: Uint8Array): AddressInfoEntry {
  const canonname = pointer_at(memory, layout.canonname);
  return {
    family: word_at(memory, layout.family) | 0,
    socktype: word_at(memory, layout.socktype) | 0,
    protocol: word_at(memory, layout.protocol) | 0,
    sockaddr: copy_of(pointer_at(memory, layout.addr), word_at(memory, layout.addrlen)),
    canonname: canonname === 0n ? null : c_string(canonname),
  };
}

function entries_of(list: bigint): AddressInfoEntry[] {
  const entries: AddressInfoEntry[] = [];
  for (let address = list; address !== 0n;) {
    const memory = copy_of(address, layout.size);
    entries.push(entry_at(memory));
    address = pointer_at(memory, layout.next);
  }
  return entries;
}

/**
 * Calls getaddrinfo(3), copies its list and frees it.
 *
 * `node` and `service` are bytes without NUL, or `null` for NULL.
 */
export function getaddrinfo(
  node: Uint8Array | null,
  service: Uint8Array | null,
  hints: { family: number; socktype: number; protocol: number; flags: number },
): AddressInfoResult {
  const hint_memory = new DataView(new ArrayBuffer(layout.size));
  hint_memory.setInt32(layout.flags, hints.flags, true);
  hint_memory.setInt32(layout.family, hints.family, true);
  hint_memory.setInt32(layout.socktype, hints.socktype, true);
  hint_memory.setInt32(layout.protocol, hints.protocol, true);
  const list = new BigUint64Array(1) as BigUint64Array & { 0: bigint };
  const error = libc.getaddrinfo(
      node && nul_terminated(node),
      service && nul_terminated(service),
      hint_memory,
      list,
    ),
    e = errno[0];
  if (error !== 0) return { error, errno: e, entries: [] };
  try {
    return { error: 0, errno: 0, entries: entries_of(list[0]) };
  } finally {
    libc.freeaddrinfo(list[0]);
  }
}

/** What getnameinfo(3) gave: `error` is 0 or an `EAI_*` code, and `errno` means something for `EAI_SYSTEM`. */
export interface NameInfoResult {
  readonly error: number;
  readonly errno: number;
  readonly host: Uint8Array<ArrayBuffer>;
  readonly service: Uint8Array<ArrayBuffer>;
}

const { NI_MAXHOST, NI_MAXSERV } = system.constants;

/** Calls getnameinfo(3) for an encoded address. */
export function getnameinfo(sockaddr: Uint8Array, flags: number): NameInfoResult {
  const host = new Uint8Array(NI_MAXHOST), service = new Uint8Array(NI_MAXSERV);
  const error = libc.getnameinfo(
      sockaddr,
      byte_length(sockaddr),
      host,
      byte_length(host),
      service,
      byte_length(service),
      flags,
    ),
    e = errno[0];
  return { error, errno: e, host: until_nul(host), service: until_nul(service) };
}
