// Network interfaces: their names and their numbers.
import { errno, libc, system } from "./libc.ts";
import { c_string, copy_of, nul_terminated, pointer_at, until_nul, word_at } from "./memory.ts";

/** One `struct if_nameindex`, copied. */
export interface Interface {
  readonly index: number;
  readonly name: Uint8Array<ArrayBuffer>;
}

const { if_nameindex: entry_layout, ifreq: ifreq_layout } = system.structs;

function interfaces_at(list: bigint): Interface[] {
  const interfaces: Interface[] = [];
  for (let address = list;; address += BigInt(entry_layout.size)) {
    const entry = copy_of(address, entry_layout.size);
    const name = pointer_at(entry, entry_layout.name);
    if (name === 0n) return interfaces;
    interfaces.push({
      index: word_at(entry, entry_layout.index),
      name: c_string(name),
    });
  }
}

/** Calls if_nameindex(3), copies its list and frees it. Returns -errno if it failed. */
export function if_nameindex(): Interface[] | number {
  const list = libc.if_nameindex(), e = errno[0];
  if (list === 0n) return -e;
  try {
    return interfaces_at(list);
  } finally {
    libc.if_freenameindex(list);
  }
}

/** Calls if_nametoindex(3). Returns 0 if there is no such interface. */
export function if_nametoindex(name: Uint8Array): number {
  return libc.if_nametoindex(nul_terminated(name)) >>> 0;
}

/** Calls if_indextoname(3). Returns -errno if it failed. */
export function if_indextoname(index: number): Uint8Array<ArrayBuffer> | number {
  const name = new Uint8Array(system.internals.IF_NAMESIZE);
  const found = libc.if_indextoname(index, name), e = errno[0];
  return found === 0n ? -e : until_nul(name);
}

const ifreq = new Uint8Array(ifreq_layout.size);
const ifreq_view = new DataView(ifreq.buffer);
const ifr_name = ifreq.subarray(ifreq_layout.name, ifreq_layout.ifindex);

/** The room for an interface's name, its NUL included. */
export const IFNAMSIZ: number = ifr_name.length;

/**
 * The number of an interface, asked of a socket by ioctl(2); -errno if there is none. A name that is too long is cut, as
 * CPython does.
 */
export function interface_index(fd: number, name: Uint8Array): number {
  ifreq.fill(0);
  ifr_name.set(name.subarray(0, IFNAMSIZ - 1));
  const n = libc.ioctl(fd, BigInt(system.internals.SIOCGIFINDEX), ifreq), e = errno[0];
  return n < 0 ? -e : ifreq_view.getInt32(ifreq_layout.ifindex, true);
}

/** The name of an interface, asked of a socket by ioctl(2); empty for number 0, and for one that is gone. */
export function interface_name(fd: number, index: number): Uint8Array<ArrayBuffer> {
  ifreq.fill(0);
  if (index === 0) return ifr_name.slice(0, 0);
  ifreq_view.setInt32(ifreq_layout.ifindex, index, true);
  libc.ioctl(fd, BigInt(system.internals.SIOCGIFNAME), ifreq);
  return until_nul(ifr_name);
}
