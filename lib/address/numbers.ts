// AF_NETLINK, AF_QIPCRTR and AF_VSOCK addresses: two numbers of 32 bits each.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout } from "../../ffi/system.ts";
import type { Family } from "./family.ts";
import { type_name, unsigned_int } from "../arguments.ts";

const { AF_NETLINK, AF_QIPCRTR, AF_VSOCK } = system.constants;

interface Pair {
  readonly family: number;
  readonly size: number;
  readonly offsets: readonly [number, number];
  not_tuple(caller: string, found: string): string;
  not_two(count: number): string;
}

function pair({ family, size, offsets: [first, second], not_tuple, not_two }: Pair): Family {
  function encode(address: unknown, caller: string): number {
    if (!Array.isArray(address)) throw new TypeError(not_tuple(caller, type_name(address)));
    if (address.length !== 2) throw new TypeError(not_two(address.length));
    const numbers = [unsigned_int(address[0]), unsigned_int(address[1])] as const;
    sockaddr.fill(0, 0, size);
    system.put_family(sockaddr_view, family, size);
    sockaddr_view.setUint32(first, numbers[0], true);
    sockaddr_view.setUint32(second, numbers[1], true);
    return size;
  }
  function decode(): [number, number] {
    return [sockaddr_view.getUint32(first, true), sockaddr_view.getUint32(second, true)];
  }
  return { size, encode, decode };
}

// What CPython says where it leaves the words to PyArg_ParseTuple().
function not_two_arguments(count: number): string {
  return `getsockaddrarg() takes exactly 2 arguments (${count} given)`;
}

/** Netlink. */
export function netlink({ size, pid, groups }: Layout<"pid" | "groups">): Family {
  return pair({
    family: AF_NETLINK,
    size,
    offsets: [pid, groups],
    not_tuple: (caller, found) => `${caller}(): AF_NETLINK address must be tuple, not ${found}`,
    not_two: () => "AF_NETLINK address must be a pair (pid, groups)",
  });
}

/** Qualcomm's IPC router. */
export function qipcrtr({ size, node, port }: Layout<"node" | "port">): Family {
  return pair({
    family: AF_QIPCRTR,
    size,
    offsets: [node, port],
    not_tuple: (_caller, found) => `getsockaddrarg: AF_QIPCRTR address must be tuple, not ${found}`,
    not_two: not_two_arguments,
  });
}

/** Sockets between a virtual machine and its host. */
export function vsock({ size, cid, port }: Layout<"cid" | "port">): Family {
  return pair({
    family: AF_VSOCK,
    size,
    offsets: [cid, port],
    not_tuple: (_caller, found) => `getsockaddrarg: AF_VSOCK address must be tuple, not ${found}`,
    not_two: not_two_arguments,
  });
}
