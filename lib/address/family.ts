// What an address family is. The families import this file and not the table, which knows them all.
import type { Address } from "./types.ts";

/** What an address belongs to; some families read more than the address itself. */
export interface AddressOwner {
  readonly fd: number;
  readonly family: number;
  readonly proto: number;
}

/** How one family's addresses are written and read. */
export interface Family {
  /** The size of its `sockaddr`; a function where that, or whether there is one at all, depends on the protocol. */
  readonly size: number | ((owner: AddressOwner) => number);
  /** Writes an address to the shared `sockaddr` and returns its length; throws CPython's exceptions for a bad one. */
  encode(address: unknown, caller: string, owner: AddressOwner): number;
  /** Reads the address of `length` bytes in the shared `sockaddr`. */
  decode(length: number, owner: AddressOwner): Address;
}
