// Network interfaces: their names and their numbers.
import { errno, libc, system } from "./libc.ts";
import { c_string, copy_of, nul_terminated, pointer_at, until_nul } from "./memory.ts";

/** One `struct if_nameindex`, copied. */
export interface Interface {
  readonly index: number;
  readonly name: Uint8Array<ArrayBuffer>;
}

const { index: INDEX, name: NAME, size } = system.structs.if_nameindex;

function interfaces_at(list: bigint): Interface[] {
  const interfaces: Interface[] = [];
  for (let address = list;; address += BigInt(size)) {
    const entry = copy_of(address, size);
    const name = pointer_at(entry, NAME);
    if (name === 0n) return interfaces;
    interfaces.push({ index: new DataView(entry.buffer).getUint32(INDEX, true), name: c_string(name) });
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
