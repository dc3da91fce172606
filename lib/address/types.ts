// The shapes of socket addresses, and what ties a family's number to its shape in TypeScript's eyes.

/** `AF_INET`: a host (a name, a dotted quad, `""` for any, `"<broadcast>"`) and a port. */
export type InetAddress = [host: string, port: number];

/** `AF_INET6`, as results have it. Arguments may leave out `flowinfo` and `scope_id`. */
export type Inet6Address = [host: string, port: number, flowinfo: number, scope_id: number];

/**
 * `AF_UNIX`: a path, `""` for an unnamed socket; a `Uint8Array` that begins with a zero byte for a name in Linux's
 * abstract namespace, which is no text.
 */
export type UnixAddress = string | Uint8Array<ArrayBuffer>;

/** `AF_NETLINK`: port id and multicast group mask. */
export type NetlinkAddress = [pid: number, groups: number];

/** `AF_PACKET`: interface, protocol in host order, packet type, hardware type, hardware address. */
export type PacketAddress = [
  ifname: string,
  proto: number,
  pkttype: number,
  hatype: number,
  addr: Uint8Array<ArrayBuffer>,
];

/** `AF_VSOCK`: context id and port. */
export type VsockAddress = [cid: number, port: number];

/** `AF_TIPC`: kind of address, three numbers that depend on it, scope. */
export type TipcAddress = [addr_type: number, v1: number, v2: number, v3: number, scope: number];

/** `AF_CAN`: the interface, and what `CAN_ISOTP` and `CAN_J1939` add to it. */
export type CanAddress =
  | [interface_name: string]
  | [interface_name: string, rx_id: number, tx_id: number]
  | [interface_name: string, name: bigint, pgn: number, addr: number];

/** `AF_ALG`: kind and name of the algorithm, feature and mask bits. */
export type AlgAddress = [type: string, name: string, feat: number, mask: number];

/** `AF_QIPCRTR`: node and port. */
export type QipcrtrAddress = [node: number, port: number];

/**
 * `AF_BLUETOOTH`: a device, `"XX:XX:XX:XX:XX:XX"`, and L2CAP's port or RFCOMM's channel; SCO's are devices, HCI's the number
 * of the controller. Arguments have HCI's number in an array, as Python's have, or alone.
 */
export type BluetoothAddress = [bdaddr: string, psm_or_channel: number] | string | number;

/** `AF_SYSTEM`: the number of a kernel control and of its unit. An argument may be the control's name instead. */
export type SystemAddress = [id: number, unit: number];

/** Every address that a result can hold. */
export type Address =
  | InetAddress
  | Inet6Address
  | UnixAddress
  | NetlinkAddress
  | PacketAddress
  | VsockAddress
  | TipcAddress
  | CanAddress
  | AlgAddress
  | QipcrtrAddress
  | BluetoothAddress
  | SystemAddress
  | [family: number, data: Uint8Array<ArrayBuffer>]
  | null;

/**
 * Every address that an argument may be. Results are accepted wherever an address goes; besides, hosts and paths may
 * be bytes, and trailing items with a default may be left out.
 */
export type AddressLike = Address | ArrayBufferView | ArrayBufferLike | readonly unknown[];

/**
 * The number of an address family whose addresses have the type `A`, and whose datagrams come from a `Sender`. At run time
 * it is a plain number; any number is accepted in its place. The properties exist in types only.
 */
export type FamilyOf<A, Sender = A> = number & { readonly __address?: A; readonly __sender?: Sender };

/** The addresses of a family: what {@linkcode FamilyOf} ties to its number, and {@linkcode Address} for a plain number. */
export type AddressOf<Family extends number> = Family extends FamilyOf<infer A, infer _Sender>
  ? unknown extends A ? Address : A
  : Address;

/** The number of a socket type that sends single messages. At run time it is a plain number, as a family is. */
export type Datagrams = number & { readonly __datagrams?: true };

/**
 * The address that comes with what is received, from a socket of a family and a type.
 *
 * A datagram of the internet families has a sender, and who receives it need not ask. A stream's data has none: the kernel
 * leaves the address out, and Python gives `None`. So has a datagram of `AF_UNIX` whose sender is not bound. The type of a
 * socket whose type is a plain number allows for both.
 */
export type SenderOf<Family extends number, Type extends number> = Type extends
  { readonly __datagrams?: infer Yes } ? unknown extends Yes ? AddressOf<Family> | null
  : Family extends FamilyOf<infer _A, infer Sender> ? unknown extends Sender ? Address : Sender
  : Address
  : AddressOf<Family> | null;
