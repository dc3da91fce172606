// Socket addresses: a table from the number of a family to what encodes and decodes its addresses.
import { system } from "../ffi/libc.ts";
import { sa_data, sockaddr_length, sockaddr_view } from "../ffi/sockaddr.ts";
import { inet, inet6 } from "./address_inet.ts";
import type { Address } from "./address_types.ts";
import { unix } from "./address_unix.ts";
import { OSError } from "./errors.ts";

/** What an address belongs to; some families read more than the address itself. */
export interface AddressOwner {
  readonly fd: number;
  readonly family: number;
  readonly proto: number;
}

/** How one family's addresses are written and read. */
export interface Family {
  /** The size of its `sockaddr`. */
  readonly size: number;
  /** Writes an address to the shared `sockaddr` and returns its length; throws CPython's exceptions for a bad one. */
  encode(address: unknown, caller: string, owner: AddressOwner): number;
  /** Reads the address of `length` bytes in the shared `sockaddr`. */
  decode(length: number, owner: AddressOwner): Address;
}

const { AF_INET, AF_INET6, AF_UNIX } = system.constants;

const families: ReadonlyMap<number, Family> = new Map([
  [AF_INET, inet],
  [AF_INET6, inet6],
  [AF_UNIX, unix],
]);

/**
 * Writes an address to the shared `sockaddr`.
 *
 * @param caller the function's name, for CPython's messages
 * @returns the length
 */
export function encode_address(address: unknown, caller: string, owner: AddressOwner): number {
  const family = families.get(owner.family);
  if (family === undefined) throw new OSError(`${caller}(): bad family`);
  return family.encode(address, caller, owner);
}

/** Makes the shared `sockaddr` ready to receive an address. */
export function expect_address(owner: AddressOwner): void {
  const family = families.get(owner.family);
  if (family === undefined) throw new OSError("getsockaddrlen: bad family");
  sockaddr_length[0] = family.size;
}

/** Reads the address that the kernel wrote: its own family counts, as in CPython. No address is `null`. */
export function decode_address(owner: AddressOwner): Address {
  const length = sockaddr_length[0];
  if (length === 0) return null;
  const number = system.get_family(sockaddr_view);
  const family = families.get(number);
  if (family === undefined) return [number, sa_data.slice()];
  return family.decode(length, owner);
}
