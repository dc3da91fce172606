// AF_TIPC addresses: what the three numbers mean depends on the first item.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout } from "../../ffi/system.ts";
import type { Family } from "./family.ts";
import type { TipcAddress } from "./types.ts";
import { type_name, unsigned_int } from "../arguments.ts";
import { ValueError } from "../errors.ts";

const { AF_TIPC, TIPC_ADDR_ID, TIPC_ADDR_NAME, TIPC_ADDR_NAMESEQ, TIPC_CLUSTER_SCOPE } = system.constants;

// Which of the three numbers stands in each word of the struct's union, and which word each number comes from; null
// is 0.
const WORDS: ReadonlyMap<number, { from: readonly number[]; to: readonly (number | null)[] }> = new Map([
  [TIPC_ADDR_NAMESEQ, { from: [0, 1, 2], to: [0, 1, 2] }],
  [TIPC_ADDR_NAME, { from: [0, 1], to: [0, 1, 1] }],
  // A socket's own address: its reference comes before its node.
  [TIPC_ADDR_ID, { from: [1, 0], to: [1, 0, null] }],
]);

/** Transparent Inter-Process Communication. */
export function tipc({ size, addrtype, scope, addr }: Layout<"addrtype" | "scope" | "addr">): Family {
  function encode(address: unknown, caller: string): number {
    if (!Array.isArray(address)) {
      throw new TypeError(`${caller}(): AF_TIPC address must be tuple, not ${type_name(address)}`);
    }
    if (address.length < 4 || address.length > 5) {
      throw new TypeError("AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])");
    }
    const [type, ...values] = address.map(unsigned_int) as [number, number, number, number, number?];
    const words = WORDS.get(type);
    if (words === undefined) throw new TypeError("Invalid address type");
    sockaddr.fill(0, 0, size);
    system.put_family(sockaddr_view, AF_TIPC, size);
    sockaddr_view.setUint8(addrtype, type);
    sockaddr_view.setInt8(scope, values[3] ?? TIPC_CLUSTER_SCOPE);
    words.from.forEach((value, word) => sockaddr_view.setUint32(addr + 4 * word, values[value]!, true));
    return size;
  }

  function decode(): TipcAddress {
    const type = sockaddr_view.getUint8(addrtype);
    const words = WORDS.get(type);
    if (words === undefined) throw new ValueError("Invalid address type");
    const values = words.to.map((word) => word === null ? 0 : sockaddr_view.getUint32(addr + 4 * word, true));
    // CPython reads the signed byte as an unsigned number.
    return [type, ...values as [number, number, number], sockaddr_view.getInt8(scope) >>> 0];
  }

  return { size, encode, decode };
}
