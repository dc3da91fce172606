// The databases of hosts, services and protocols: libc's older functions, which know one address family at a time.
import { byte_length } from "./intrinsics.ts";
import { libc, system } from "./libc.ts";
import { c_string, copy_of, nul_terminated, pointer_at, word_at } from "./memory.ts";

/** One `struct hostent`, copied. */
export interface HostEntry {
  readonly family: number;
  readonly name: Uint8Array<ArrayBuffer>;
  readonly aliases: Uint8Array<ArrayBuffer>[];
  /** Packed addresses. */
  readonly addresses: Uint8Array<ArrayBuffer>[];
}

/** What a look-up of a host gave: an entry, or the `h_errno` that says why there is none. */
export type HostResult = { readonly entry: HostEntry } | { readonly entry: null; readonly h_errno: number };

const { hostent, servent, protoent } = system.structs;
const { ERANGE } = system.errors;
const POINTER_SIZE = 8;
/** No entry is longer. */
const MEMORY_MAX = 1 << 24;

// Where libc writes an entry and all that it points to. Held by the module, so that it stays where it is for as long as
// anything points into it.
let memory = new Uint8Array(16384);

/** A look-up in the form of libc's functions whose names end in `_r`, of whose result it returns the errno. */
type Lookup = (
  entry: Uint8Array,
  buffer: Uint8Array,
  length: number,
  result: BigUint64Array,
) => number;

/** The address of the entry that a look-up found, or 0. It holds until the next look-up. */
function found(entry_size: number, lookup: Lookup): bigint {
  const result = new BigUint64Array(1) as BigUint64Array & { 0: bigint };
  for (;;) {
    const buffer = memory.subarray(entry_size);
    const number = lookup(memory.subarray(0, entry_size), buffer, byte_length(buffer), result);
    if (number !== ERANGE || memory.length >= MEMORY_MAX) return result[0];
    memory = new Uint8Array(memory.length * 2);
  }
}

/** What the pointers of a list that ends with NULL point to. */
function each_of<Item>(list: bigint, read: (address: bigint) => Item): Item[] {
  const items: Item[] = [];
  for (let at = list; at !== 0n; at += BigInt(POINTER_SIZE)) {
    const address = pointer_at(copy_of(at, POINTER_SIZE), 0);
    if (address === 0n) break;
    items.push(read(address));
  }
  return items;
}

function host_entry_at(address: bigint): HostEntry {
  const entry = copy_of(address, hostent.size);
  const length = word_at(entry, hostent.length);
  return {
    family: word_at(entry, hostent.addrtype) | 0,
    name: c_string(pointer_at(entry, hostent.name)),
    aliases: each_of(pointer_at(entry, hostent.aliases), c_string),
    addresses: each_of(pointer_at(entry, hostent.addr_list), (packed) => copy_of(packed, length)),
  };
}

const h_errno = new Int32Array(1) as Int32Array & { 0: number };

function host(lookup: Lookup): HostResult {
  const address = found(hostent.size, lookup);
  if (address === 0n) return { entry: null, h_errno: h_errno[0] };
  try {
    return { entry: host_entry_at(address) };
  } finally {
    libc.freehostent(address);
  }
}

/** Calls gethostbyname(3), which knows IPv4 only. */
export function gethostbyname(name: Uint8Array): HostResult {
  const text = nul_terminated(name);
  return host((entry, buffer, length, result) =>
    libc.gethostbyname_r(text, entry, buffer, length, result, h_errno)
  );
}

/** Calls gethostbyaddr(3) for a packed address. */
export function gethostbyaddr(family: number, packed: Uint8Array): HostResult {
  return host((entry, buffer, length, result) =>
    libc.gethostbyaddr_r(packed, byte_length(packed), family, entry, buffer, length, result, h_errno)
  );
}

/** Calls getservbyname(3). Returns the port, or `null` if there is no such service. */
export function getservbyname(name: Uint8Array, protocol: Uint8Array | null): number | null {
  const service = nul_terminated(name), over = protocol && nul_terminated(protocol);
  const address = found(
    servent.size,
    (entry, buffer, length, result) => libc.getservbyname_r(service, over, entry, buffer, length, result),
  );
  if (address === 0n) return null;
  // An int, of which two bytes in network order are used.
  return new DataView(copy_of(address, servent.size).buffer).getUint16(servent.port);
}

/** Calls getservbyport(3). Returns the service's name, or `null` if the port has none. */
export function getservbyport(port: number, protocol: Uint8Array | null): Uint8Array<ArrayBuffer> | null {
  const network_order = new DataView(new ArrayBuffer(4));
  network_order.setUint16(0, port);
  const number = network_order.getInt32(0, true), over = protocol && nul_terminated(protocol);
  const address = found(
    servent.size,
    (entry, buffer, length, result) => libc.getservbyport_r(number, over, entry, buffer, length, result),
  );
  return address === 0n ? null : c_string(pointer_at(copy_of(address, servent.size), servent.name));
}

/** Calls getprotobyname(3). Returns the protocol's number, or `null` if there is no such protocol. */
export function getprotobyname(name: Uint8Array): number | null {
  const text = nul_terminated(name);
  const address = found(
    protoent.size,
    (entry, buffer, length, result) => libc.getprotobyname_r(text, entry, buffer, length, result),
  );
  if (address === 0n) return null;
  return word_at(copy_of(address, protoent.size), protoent.proto) | 0;
}
