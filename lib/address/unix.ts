// AF_UNIX addresses: paths, names in Linux's abstract namespace, and no name at all.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { System } from "../../ffi/system.ts";
import type { Family } from "./family.ts";
import { bytes_like } from "../bytes.ts";
import { OSError } from "../errors.ts";
import { fsdecode, fsencode } from "../text/utf8.ts";

/** UNIX domain sockets, of this system or of another. */
export function unix(on: System = system): Family {
  const { size, path: PATH } = on.structs.sockaddr_un;
  const PATH_MAX = size - PATH;
  const AF_UNIX = on.constants["AF_UNIX"]!;

  // A path ends with a NUL. A name whose first byte is zero is Linux's abstract kind, counted and not terminated; an
  // empty one asks the kernel to choose such a name.
  function is_abstract(path: Uint8Array): boolean {
    return on.has_abstract_names && (path.length === 0 || path[0] === 0);
  }

  function encode(address: unknown): number {
    const path = typeof address === "string" ? fsencode(address) : bytes_like(address);
    const length = path.length + (is_abstract(path) ? 0 : 1);
    if (length > PATH_MAX) throw new OSError("AF_UNIX path too long");
    sockaddr.fill(0, 0, size);
    on.put_family(sockaddr_view, AF_UNIX, PATH + length);
    sockaddr.set(path, PATH);
    return PATH + length;
  }

  function decode(length: number): string | Uint8Array<ArrayBuffer> {
    const path = sockaddr.subarray(PATH, Math.min(length, size));
    if (path.length > 0 && is_abstract(path)) return path.slice();
    const end = path.indexOf(0);
    return fsdecode(end < 0 ? path : path.subarray(0, end));
  }

  return { size, encode, decode };
}
