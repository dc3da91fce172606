// Kernel controls, of macOS: their numbers.
import { libc } from "./libc.ts";
import type { System } from "./system.ts";

/** The number of a kernel control, asked of a socket by ioctl(2); `null` if there is none. */
export function kernel_control(fd: number, name: Uint8Array, { structs, internals }: System): number | null {
  const { size, id, name: NAME } = structs.ctl_info!;
  const info = new Uint8Array(size);
  info.set(name, NAME);
  const n = libc.ioctl(fd, BigInt(internals.CTLIOCGINFO), info);
  return n < 0 ? null : new DataView(info.buffer).getUint32(id, true);
}
