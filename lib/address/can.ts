// AF_CAN addresses: an interface, and what the socket's protocol adds to it.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout } from "../../ffi/system.ts";
import type { AddressOwner, Family } from "./family.ts";
import type { CanAddress } from "./types.ts";
import { is_integer, type_name, unsigned_int } from "../arguments.ts";
import { os_error, OSError } from "../errors.ts";
import { fsdecode } from "../text/utf8.ts";
import { IFNAMSIZ, interface_index, interface_name } from "../../ffi/interfaces.ts";
import { fs_argument } from "../text/arguments.ts";

const { AF_CAN, CAN_BCM, CAN_ISOTP, CAN_J1939, CAN_RAW } = system.constants;

type SockaddrCan = Layout<"ifindex" | "rx_id" | "tx_id" | "name" | "pgn" | "addr">;

// An integer that wraps: CPython's formats `k` and `K`, which name the argument when they complain.
function wide(value: unknown, position: number): bigint {
  if (is_integer(value)) return BigInt.asUintN(64, BigInt(value));
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(`argument ${position} must be int, not ${found}`);
}

function index_of(name: Uint8Array, owner: AddressOwner): number {
  if (name.length === 0) return 0;
  if (name.length >= IFNAMSIZ) throw new OSError("AF_CAN interface name too long");
  const ifindex = interface_index(owner.fd, name);
  if (ifindex < 0) throw os_error(-ifindex);
  return ifindex;
}

/** One protocol's addresses: the interface and what follows it. */
interface Protocol {
  /** The address's items. */
  items(address: unknown, caller: string): readonly unknown[];
  /** Writes the items behind the interface. */
  put(items: readonly unknown[], layout: SockaddrCan): void;
  /** Reads them. */
  get(layout: SockaddrCan): unknown[];
}

function interface_items(address: unknown, caller: string): readonly unknown[] {
  if (!Array.isArray(address)) {
    throw new TypeError(`${caller}(): AF_CAN address must be tuple, not ${type_name(address)}`);
  }
  if (address.length !== 1) throw new TypeError("AF_CAN address must be a tuple (interface, )");
  return address;
}

const interface_only: Protocol = { items: interface_items, put: () => {}, get: () => [] };

// The first complaint is a SystemError in CPython.
function items_of(address: unknown, expected: number): readonly unknown[] {
  if (!Array.isArray(address)) {
    throw new TypeError("new style getargs format but argument is not a tuple");
  }
  if (address.length !== expected) {
    throw new TypeError(`function takes exactly ${expected} arguments (${address.length} given)`);
  }
  return address;
}

const isotp: Protocol = {
  items: (address) => items_of(address, 3),
  put(items, { rx_id, tx_id }) {
    sockaddr_view.setUint32(rx_id, Number(BigInt.asUintN(32, wide(items[1], 2))), true);
    sockaddr_view.setUint32(tx_id, Number(BigInt.asUintN(32, wide(items[2], 3))), true);
  },
  get: ({ rx_id, tx_id }) => [sockaddr_view.getUint32(rx_id, true), sockaddr_view.getUint32(tx_id, true)],
};

const j1939: Protocol = {
  items: (address) => items_of(address, 4),
  put(items, { name, pgn, addr }) {
    sockaddr_view.setBigUint64(name, wide(items[1], 2), true);
    sockaddr_view.setUint32(pgn, unsigned_int(items[2]), true);
    sockaddr_view.setUint8(addr, unsigned_int(items[3]));
  },
  get: ({ name, pgn, addr }) => [
    sockaddr_view.getBigUint64(name, true),
    sockaddr_view.getUint32(pgn, true),
    sockaddr_view.getUint8(addr),
  ],
};

const protocols: ReadonlyMap<number, Protocol> = new Map([
  [CAN_RAW, interface_only],
  [CAN_BCM, interface_only],
  [CAN_ISOTP, isotp],
  [CAN_J1939, j1939],
]);

/** Controller Area Network. */
export function can(layout: SockaddrCan): Family {
  const { size } = layout;

  function encode(address: unknown, caller: string, owner: AddressOwner): number {
    const protocol = protocols.get(owner.proto);
    if (protocol === undefined) throw new OSError(`${caller}(): unsupported CAN protocol`);
    const items = protocol.items(address, caller);
    const name = fs_argument(items[0]);
    sockaddr.fill(0, 0, size);
    protocol.put(items, layout);
    system.put_family(sockaddr_view, AF_CAN, size);
    sockaddr_view.setInt32(layout.ifindex, index_of(name, owner), true);
    return size;
  }

  function decode(length: number, owner: AddressOwner): CanAddress {
    // CAN_RAW's addresses end before the last members; what another call left there is none of theirs.
    if (length < size) sockaddr.fill(0, length, size);
    const name = fsdecode(interface_name(owner.fd, sockaddr_view.getInt32(layout.ifindex, true)));
    const protocol = protocols.get(owner.proto) ?? interface_only;
    return [name, ...protocol.get(layout)] as CanAddress;
  }

  return { size, encode, decode };
}
