// AF_UNIX addresses: paths, names in Linux's abstract namespace, and no name at all.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Family } from "./family.ts";
import { bytes_like } from "../bytes.ts";
import { OSError } from "../errors.ts";
import { fsdecode, fsencode } from "../text/utf8.ts";

const { AF_UNIX } = system.constants;
const { size, path: PATH } = system.structs.sockaddr_un;
const PATH_MAX = size - PATH;

function encode(address: unknown): number {
  const path = typeof address === "string" ? fsencode(address) : bytes_like(address);
  // A path ends with a NUL. A name whose first byte is zero is Linux's abstract kind, counted and not terminated; an
  // empty one asks the kernel to choose such a name.
  const abstract = path.length === 0 || path[0] === 0;
  const length = path.length + (abstract ? 0 : 1);
  if (length > PATH_MAX) throw new OSError("AF_UNIX path too long");
  sockaddr.fill(0, 0, size);
  system.put_family(sockaddr_view, AF_UNIX, PATH + length);
  sockaddr.set(path, PATH);
  return PATH + length;
}

function decode(length: number): string | Uint8Array<ArrayBuffer> {
  const path = sockaddr.subarray(PATH, Math.min(length, size));
  if (path.length > 0 && path[0] === 0) return path.slice();
  const end = path.indexOf(0);
  return fsdecode(end < 0 ? path : path.subarray(0, end));
}

/** UNIX domain sockets. */
export const unix: Family = { size, encode, decode };
