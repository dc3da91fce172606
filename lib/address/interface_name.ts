// Network interfaces by name and by number, as ioctl(2) on a socket's descriptor translates them.
import { errno, libc, system } from "../../ffi/libc.ts";
import { os_error } from "../errors.ts";

const { size, name: NAME, ifindex: IFINDEX } = system.structs.ifreq;
const SIOCGIFINDEX = BigInt(system.internals.SIOCGIFINDEX);
const SIOCGIFNAME = BigInt(system.internals.SIOCGIFNAME);

const ifreq = new Uint8Array(size);
const ifreq_view = new DataView(ifreq.buffer);
const ifr_name = ifreq.subarray(NAME, IFINDEX);

/** The room for an interface's name, its NUL included. */
export const IFNAMSIZ: number = ifr_name.length;

/** The number of an interface; a name that is too long is cut, as CPython does. */
export function interface_index(fd: number, name: Uint8Array): number {
  ifreq.fill(0);
  ifr_name.set(name.subarray(0, IFNAMSIZ - 1));
  const n = libc.ioctl(fd, SIOCGIFINDEX, ifreq), e = errno[0];
  if (n < 0) throw os_error(e);
  return ifreq_view.getInt32(IFINDEX, true);
}

/** The name of an interface; empty for number 0, and for one that is gone. */
export function interface_name(fd: number, index: number): Uint8Array<ArrayBuffer> {
  ifreq.fill(0);
  if (index === 0) return ifr_name.slice(0, 0);
  ifreq_view.setInt32(IFINDEX, index, true);
  libc.ioctl(fd, SIOCGIFNAME, ifreq);
  return ifr_name.slice(0, ifr_name.indexOf(0));
}
