// Socket addresses: a table from the number of a family to what encodes and decodes its addresses.
import { system } from "../../ffi/libc.ts";
import { sa_data, sockaddr, sockaddr_length, sockaddr_view } from "../../ffi/sockaddr.ts";
import { alg } from "./alg.ts";
import { bluetooth } from "./bluetooth.ts";
import { can } from "./can.ts";
import type { AddressOwner, Family } from "./family.ts";
import { inet, inet6 } from "./inet.ts";
import { netlink, qipcrtr, vsock } from "./numbers.ts";
import { packet } from "./packet.ts";
import { control } from "./system.ts";
import { tipc } from "./tipc.ts";
import type { Address } from "./types.ts";
import { unix } from "./unix.ts";
import { OSError } from "../errors.ts";

const { constants, structs } = system;
const { AF_ALG } = constants;

// The address of a family that is not known is its number and the bytes.
function decode_unknown(length: number): Address {
  if (length < sa_data.byteOffset + sa_data.length) sockaddr.fill(0, length);
  return [system.get_family(sockaddr_view), sa_data.slice()];
}

// Such sockets have IPv4's addresses. One that calls itself AF_RDS is none of theirs.
const rds: Family = { ...inet, decode: decode_unknown };

type Row = readonly [family: number, Family];

// The row of a family that not every system has: `needs` is the layout of its struct, or whatever else is undefined elsewhere.
function row<Needs>(family: number, made_of: (needs: Needs) => Family, needs?: Needs): Row[] {
  return needs === undefined ? [] : [[family, made_of(needs)]];
}

// Without a prototype: a number that is no family finds nothing, and nobody's `Map.prototype.get` is asked.
const families: Readonly<Record<number, Family | undefined>> = Object.assign(
  Object.create(null),
  Object.fromEntries<Family>([
    [constants.AF_INET, inet],
    [constants.AF_INET6, inet6],
    [constants.AF_UNIX, unix()],
    ...row(constants.AF_RDS, () => rds, constants.AF_RDS),
    ...row(constants.AF_NETLINK, netlink, structs.sockaddr_nl),
    ...row(constants.AF_QIPCRTR, qipcrtr, structs.sockaddr_qrtr),
    ...row(constants.AF_VSOCK, vsock, structs.sockaddr_vm),
    ...row(constants.AF_PACKET, packet, structs.sockaddr_ll),
    ...row(constants.AF_TIPC, tipc, structs.sockaddr_tipc),
    ...row(constants.AF_CAN, can, structs.sockaddr_can),
    ...row(AF_ALG, alg, structs.sockaddr_alg),
    ...row(constants.AF_SYSTEM, control, structs.sockaddr_ctl),
    ...row(constants.AF_BLUETOOTH, bluetooth, structs.bluetooth),
  ]),
);

/**
 * Writes an address to the shared `sockaddr`.
 *
 * @param caller the function's name, for CPython's messages
 * @returns the length
 */
export function encode_address(address: unknown, caller: string, owner: AddressOwner): number {
  const family = families[owner.family];
  if (family === undefined) throw new OSError(`${caller}(): bad family`);
  return family.encode(address, caller, owner);
}

/** Makes the shared `sockaddr` ready to receive an address. */
export function expect_address(owner: AddressOwner): void {
  const family = families[owner.family];
  if (family === undefined) throw new OSError("getsockaddrlen: bad family");
  const { size } = family;
  sockaddr_length[0] = typeof size === "number" ? size : size(owner);
}

/**
 * Makes the shared `sockaddr` ready for the address of a connection that is accepted.
 *
 * @returns what to pass to accept(2): `null` for AF_ALG, where the kernel can name no peer and fails if it is asked to
 */
export function expect_peer(owner: AddressOwner): Uint8Array | null {
  expect_address(owner);
  if (owner.family !== AF_ALG) return sockaddr;
  sockaddr_length[0] = 0;
  return null;
}

/** Reads the address that the kernel wrote: its own family counts, as in CPython. No address is `null`. */
export function decode_address(owner: AddressOwner): Address {
  const length = sockaddr_length[0];
  if (length === 0) return null;
  const family = families[system.get_family(sockaddr_view)];
  return family === undefined ? decode_unknown(length) : family.decode(length, owner);
}
