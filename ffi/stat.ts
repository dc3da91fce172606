// struct stat: what fstat(2) says of a file.
import { platform, system } from "./libc.ts";
import type { Member } from "./system.ts";

/** Memory for a `struct stat`. */
export function stat_memory(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(system.stat(platform.arch).size);
}

function read(view: DataView, [type, offset]: Member): bigint {
  switch (type) {
    case "u64":
      return view.getBigUint64(offset, true);
    case "i64":
      return view.getBigInt64(offset, true);
    case "u16":
      return BigInt(view.getUint16(offset, true));
    case "i32":
      return BigInt(view.getInt32(offset, true));
  }
  return BigInt(view.getUint32(offset, true));
}

/** A member of a `struct stat`, by its name without `st_`; `atime_nsec` and its like are what a time has beyond seconds. */
export function stat_member(memory: Uint8Array<ArrayBuffer>, name: string): bigint {
  return read(new DataView(memory.buffer), system.stat(platform.arch).members[name]!);
}
