// AF_SYSTEM addresses: macOS's kernel controls, by number or by name.
import { kernel_control } from "../../ffi/controls.ts";
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout, System } from "../../ffi/system.ts";
import type { AddressOwner, Family } from "./family.ts";
import type { SystemAddress } from "./types.ts";
import { unsigned_int } from "../arguments.ts";
import { OSError, ValueError } from "../errors.ts";
import { fs_argument } from "../text/arguments.ts";

/** Kernel controls, of this system or of another. */
export function control(
  { size, sysaddr, id: ID, unit: UNIT }: Layout<"sysaddr" | "id" | "unit">,
  on: System = system,
): Family {
  const AF_SYSTEM = on.constants["AF_SYSTEM"]!, SYSPROTO_CONTROL = on.constants["SYSPROTO_CONTROL"];

  function named(name: string, fd: number): SystemAddress {
    const bytes = fs_argument(name);
    if (bytes.length > on.structs.ctl_info!.size - on.structs.ctl_info!.name) {
      throw new ValueError("provided string is too long");
    }
    const id = kernel_control(fd, bytes, on);
    if (id === null) throw new OSError("cannot find kernel control with provided name");
    return [id, 0];
  }

  // Whatever is wrong with the pair, CPython says the same of it.
  function pair(address: unknown, caller: string): SystemAddress {
    try {
      if (Array.isArray(address) && address.length === 2) {
        return [unsigned_int(address[0]), unsigned_int(address[1])];
      }
    } catch { /* the complaint below counts */ }
    throw new TypeError(`${caller}(): PF_SYSTEM address must be a str or a pair (id, unit)`);
  }

  function encode(address: unknown, caller: string, { fd, proto }: AddressOwner): number {
    if (proto !== SYSPROTO_CONTROL) throw new OSError(`${caller}(): unsupported PF_SYSTEM protocol`);
    const [id, unit] = typeof address === "string" ? named(address, fd) : pair(address, caller);
    sockaddr.fill(0, 0, size);
    on.put_family(sockaddr_view, AF_SYSTEM, size);
    sockaddr_view.setUint16(sysaddr, on.internals.AF_SYS_CONTROL, true);
    sockaddr_view.setUint32(ID, id, true);
    sockaddr_view.setUint32(UNIT, unit, true);
    return size;
  }

  function decode(length: number, { proto }: AddressOwner): SystemAddress {
    if (proto !== SYSPROTO_CONTROL) throw new ValueError("Invalid address type");
    if (length < size) sockaddr.fill(0, length, size);
    return [sockaddr_view.getUint32(ID, true), sockaddr_view.getUint32(UNIT, true)];
  }

  function size_for({ proto }: AddressOwner): number {
    if (proto !== SYSPROTO_CONTROL) throw new OSError("getsockaddrlen: unknown PF_SYSTEM protocol");
    return size;
  }

  return { size: size_for, encode, decode };
}
