// Network interfaces.
import * as native from "../../ffi/interfaces.ts";
import { is_integer, require_argument } from "../arguments.ts";
import { os_error, OSError, OverflowError } from "../errors.ts";
import { fsdecode } from "../text/utf8.ts";
import { fs_argument } from "../text/arguments.ts";

/**
 * The network interfaces of this machine.
 *
 * C function: if_nameindex(3); CPython: `socket.if_nameindex`.
 *
 * @returns pairs of an interface's number and its name
 *
 * @example Every interface
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * for (const [index, name] of socket.if_nameindex()) console.log(index, name); // such as 1 lo
 * ```
 */
export function if_nameindex(): [index: number, name: string][] {
  const interfaces = native.if_nameindex();
  if (typeof interfaces === "number") throw os_error(-interfaces);
  return interfaces.map(({ index, name }) => [index, fsdecode(name)]);
}

/**
 * The number of the interface that has a name.
 *
 * C function: if_nametoindex(3); CPython: `socket.if_nametoindex`.
 *
 * @param if_name such as `"lo"`
 * @throws {OSError} if there is no such interface
 * @returns 1 or more
 *
 * @example A scope for a link-local address
 * ```ts no_run: needs an interface with IPv6
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
 * s.sendto("hello", ["fe80::1", 50007, 0, socket.if_nametoindex("eth0")]);
 * ```
 */
export function if_nametoindex(if_name: string | Uint8Array): number {
  require_argument(if_name, "_socket.if_nametoindex() takes exactly one argument (0 given)");
  const index = native.if_nametoindex(fs_argument(if_name));
  if (index === 0) throw new OSError("no interface with this name");
  return index;
}

function interface_index(value: unknown): number {
  if (!is_integer(value)) throw new TypeError("an integer is required");
  const index = BigInt(value);
  if (index < 0n) throw new OverflowError("can't convert negative value to unsigned int");
  if (index >= 2n ** 64n) throw new OverflowError("Python int too large to convert to C unsigned long");
  if (index >= 2n ** 32n) throw new OverflowError("index is too large");
  return Number(index);
}

/**
 * The name of the interface that has a number.
 *
 * C function: if_indextoname(3); CPython: `socket.if_indextoname`.
 *
 * @param if_index 1 or more
 * @throws {OSError} `ENXIO` if there is no such interface
 *
 * @example There and back
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [[index, name]] = socket.if_nameindex() as [[number, string]];
 * console.log(socket.if_indextoname(index) === name); // true
 * ```
 */
export function if_indextoname(if_index: number): string {
  require_argument(if_index, "_socket.if_indextoname() takes exactly one argument (0 given)");
  const name = native.if_indextoname(interface_index(if_index));
  if (typeof name === "number") throw os_error(-name);
  return fsdecode(name);
}
