// Python's integer constants, by theme. A name that the system lacks is `undefined` at run time, although its type
// says `number`: Python leaves such a name out. "(Linux)" and "(macOS)" mark the names of one system only, "(Python 3.14)"
// those that 3.13 does not have yet, "(not in Python)" those that only C has. Of socket options, the parentheses say what
// `getsockopt()` and `setsockopt()` take: an int as a number, the rest as bytes.
import { system } from "../ffi/libc.ts";
import type {
  AlgAddress,
  BluetoothAddress,
  CanAddress,
  Datagrams,
  FamilyOf,
  Inet6Address,
  InetAddress,
  NetlinkAddress,
  PacketAddress,
  QipcrtrAddress,
  SystemAddress,
  TipcAddress,
  UnixAddress,
  VsockAddress,
} from "./address/types.ts";

const { constants, extra_constants: extra } = system;

// Names that are no numbers are missing where the family is.
function bluetooth_address(text: string): string {
  return (constants.AF_BLUETOOTH === undefined ? undefined : text) as string;
}

/** Whether the platform's sockets speak IPv6: always true here. Whether the network does is another matter. */
export const has_ipv6: boolean = true;

// Address families

/** Any family: what `getaddrinfo()` is asked for when either IPv4 or IPv6 will do. */
export const AF_UNSPEC: number = constants.AF_UNSPEC;
/** IPv4. An address is `[host, port]`. */
export const AF_INET: FamilyOf<InetAddress> = constants.AF_INET;
/** IPv6. An address is `[host, port, flowinfo, scope_id]`, the last two of them optional in arguments. */
export const AF_INET6: FamilyOf<Inet6Address> = constants.AF_INET6;
/** Sockets between processes of one machine. An address is a path; on Linux also a name without a file. */
export const AF_UNIX: FamilyOf<UnixAddress, UnixAddress | null> = constants.AF_UNIX;
/** Messages to and from the kernel: routes, links, firewalls. An address is `[pid, groups]`. (Linux) */
export const AF_NETLINK: FamilyOf<NetlinkAddress> = constants.AF_NETLINK;
/** Messages about the routing table. On Linux the same number as `AF_NETLINK`. */
export const AF_ROUTE: number = constants.AF_ROUTE;
/** Whole frames of the link layer. An address is `[ifname, proto, pkttype, hatype, addr]`. (Linux) */
export const AF_PACKET: FamilyOf<PacketAddress> = constants.AF_PACKET;
/** Bluetooth. The form of an address depends on the protocol, a `BTPROTO_*`. (Linux) */
export const AF_BLUETOOTH: FamilyOf<BluetoothAddress, BluetoothAddress | null> = constants.AF_BLUETOOTH;
/** Sockets between a virtual machine and its host. An address is `[cid, port]`. (Linux) */
export const AF_VSOCK: FamilyOf<VsockAddress> = constants.AF_VSOCK;
/** Cluster-wide messages by service name (TIPC). An address is `[addr_type, v1, v2, v3, scope]`. (Linux) */
export const AF_TIPC: FamilyOf<TipcAddress> = constants.AF_TIPC;
/** Controller Area Network, the bus of vehicles. An address begins with the interface's name. (Linux) */
export const AF_CAN: FamilyOf<CanAddress> = constants.AF_CAN;
/** The kernel's cryptographic algorithms. An address is `[type, name, feat, mask]`. (Linux) */
export const AF_ALG: FamilyOf<AlgAddress | null> = constants.AF_ALG;
/** Qualcomm's IPC router, between the processors of one device. An address is `[node, port]`. (Linux) */
export const AF_QIPCRTR: FamilyOf<QipcrtrAddress> = constants.AF_QIPCRTR;
/** Reliable Datagram Sockets (Oracle's RDS), over TCP or InfiniBand. An address is `[host, port]`. (Linux) */
export const AF_RDS: FamilyOf<InetAddress> = constants.AF_RDS;
/** Link-layer addresses of interfaces, as routing messages carry them. (macOS) */
export const AF_LINK: number = constants.AF_LINK;
/** Talks to kernel extensions: kernel controls. An address is `[id, unit]`, or the control's name. (macOS) */
export const AF_SYSTEM: FamilyOf<SystemAddress, SystemAddress | null> = constants.AF_SYSTEM;
/** Management of IPsec keys (`PF_KEY`, RFC 2367). (Linux) */
export const AF_KEY: number = constants.AF_KEY;
/** Bridge links in `AF_NETLINK` messages; no socket can be of this family. (Linux) */
export const AF_BRIDGE: number = constants.AF_BRIDGE;
/** IEEE 802.2 logical link control. (Linux) */
export const AF_LLC: number = constants.AF_LLC;
/** PPP over something else: PPPoE, L2TP, PPTP. (Linux) */
export const AF_PPPOX: number = constants.AF_PPPOX;
/** ITU-T X.25 packet layer. (Linux) */
export const AF_X25: number = constants.AF_X25;
/** AX.25, amateur packet radio. (Linux) */
export const AF_AX25: number = constants.AF_AX25;
/** NET/ROM, which routes AX.25 packets. (Linux) */
export const AF_NETROM: number = constants.AF_NETROM;
/** ROSE, another packet layer above AX.25. (Linux) */
export const AF_ROSE: number = constants.AF_ROSE;
/** Permanent virtual circuits of ATM. (Linux) */
export const AF_ATMPVC: number = constants.AF_ATMPVC;
/** Switched virtual circuits of ATM. (Linux) */
export const AF_ATMSVC: number = constants.AF_ATMSVC;
/** AppleTalk (DDP). */
export const AF_APPLETALK: number = constants.AF_APPLETALK;
/** Novell's IPX. Linux dropped it in 4.18. */
export const AF_IPX: number = constants.AF_IPX;
/** Digital's DECnet. Linux dropped it in 6.1. Like in Python, not in `AddressFamily`. */
export const AF_DECnet: number = constants.AF_DECnet;
/** Infrared links (IrDA). Linux dropped it in 4.17. (Linux) */
export const AF_IRDA: number = constants.AF_IRDA;
/** Acorn's Econet. Linux dropped it in 3.5. (Linux) */
export const AF_ECONET: number = constants.AF_ECONET;
/** Sangoma's WAN cards. Linux dropped it in 2.6.21. (Linux) */
export const AF_WANPIPE: number = constants.AF_WANPIPE;
/** IBM's Systems Network Architecture: a number only, never implemented. */
export const AF_SNA: number = constants.AF_SNA;
/** Ash: a number only, never implemented. (Linux) */
export const AF_ASH: number = constants.AF_ASH;
/** NetBEUI: a number only, never implemented. (Linux) */
export const AF_NETBEUI: number = constants.AF_NETBEUI;
/** Calls from a firewall to user space, for a short time before Linux 2.2. (Linux) */
export const AF_SECURITY: number = constants.AF_SECURITY;

// Protocol families: `AF_*` by the older name

/** The same number as `AF_CAN`. (Linux) */
export const PF_CAN: number = constants.PF_CAN;
/** The same number as `AF_PACKET`. (Linux) */
export const PF_PACKET: number = constants.PF_PACKET;
/** The same number as `AF_RDS`. (Linux) */
export const PF_RDS: number = constants.PF_RDS;
/** The same number as `AF_SYSTEM`. (macOS) */
export const PF_SYSTEM: FamilyOf<SystemAddress, SystemAddress | null> = constants.PF_SYSTEM;

// Socket types

/** A reliable stream of bytes in both directions: TCP, for `AF_INET`. */
export const SOCK_STREAM: number = constants.SOCK_STREAM;
/** Single messages, which may get lost or overtake one another: UDP, for `AF_INET`. */
export const SOCK_DGRAM: Datagrams = constants.SOCK_DGRAM;
/** Packets with their protocol's header. For IP it needs privilege. */
export const SOCK_RAW: Datagrams = constants.SOCK_RAW;
/** Reliable messages without a guaranteed order. */
export const SOCK_RDM: Datagrams = constants.SOCK_RDM;
/** A reliable connection that keeps the boundaries of messages. */
export const SOCK_SEQPACKET: number = constants.SOCK_SEQPACKET;
/** Added to the type: the descriptor is closed on `exec`. This module always does so. (Linux) */
export const SOCK_CLOEXEC: number = constants.SOCK_CLOEXEC;
/** Added to the type: the socket is non-blocking from the start. (Linux) */
export const SOCK_NONBLOCK: number = constants.SOCK_NONBLOCK;

// Protocols, the third argument of `socket()`, and levels of socket options

/** 0: the family's usual protocol. As a level: the `IP_*` options. */
export const IPPROTO_IP: number = constants.IPPROTO_IP;
/** ICMP: errors and echo for IPv4. */
export const IPPROTO_ICMP: number = constants.IPPROTO_ICMP;
/** IGMP: membership in IPv4 multicast groups. */
export const IPPROTO_IGMP: number = constants.IPPROTO_IGMP;
/** Gateway-to-Gateway Protocol, obsolete. (macOS) */
export const IPPROTO_GGP: number = constants.IPPROTO_GGP;
/** IPv4 inside IP, a tunnel. */
export const IPPROTO_IPIP: number = constants.IPPROTO_IPIP;
/** IPv4 inside IP: the same number as `IPPROTO_IPIP`. (macOS) */
export const IPPROTO_IPV4: number = constants.IPPROTO_IPV4;
/** TCP. As a level: the `TCP_*` options. */
export const IPPROTO_TCP: number = constants.IPPROTO_TCP;
/** Exterior Gateway Protocol, obsolete. */
export const IPPROTO_EGP: number = constants.IPPROTO_EGP;
/** Xerox's PARC Universal Packet, obsolete. */
export const IPPROTO_PUP: number = constants.IPPROTO_PUP;
/** UDP. As a level: the options of UDP sockets. */
export const IPPROTO_UDP: number = constants.IPPROTO_UDP;
/** Xerox's Internet Datagram Protocol, obsolete. */
export const IPPROTO_IDP: number = constants.IPPROTO_IDP;
/** ISO transport protocol, class 4. */
export const IPPROTO_TP: number = constants.IPPROTO_TP;
/** Xpress Transport Protocol. (macOS) */
export const IPPROTO_XTP: number = constants.IPPROTO_XTP;
/** IPv6 inside IP, a tunnel. As a level: the `IPV6_*` options. */
export const IPPROTO_IPV6: number = constants.IPPROTO_IPV6;
/** RSVP, which reserves bandwidth along a route. */
export const IPPROTO_RSVP: number = constants.IPPROTO_RSVP;
/** Generic Routing Encapsulation, a tunnel. */
export const IPPROTO_GRE: number = constants.IPPROTO_GRE;
/** Encapsulating Security Payload: IPsec's encryption. */
export const IPPROTO_ESP: number = constants.IPPROTO_ESP;
/** Authentication Header: IPsec's authentication. */
export const IPPROTO_AH: number = constants.IPPROTO_AH;
/** HELLO, an old routing protocol. (macOS) */
export const IPPROTO_HELLO: number = constants.IPPROTO_HELLO;
/** Sun's network disk protocol, obsolete. (macOS) */
export const IPPROTO_ND: number = constants.IPPROTO_ND;
/** ISO's connectionless network protocol inside IP. (macOS) */
export const IPPROTO_EON: number = constants.IPPROTO_EON;
/** Protocol Independent Multicast. */
export const IPPROTO_PIM: number = constants.IPPROTO_PIM;
/** IP Payload Compression. (macOS) */
export const IPPROTO_IPCOMP: number = constants.IPPROTO_IPCOMP;
/** SCTP: several streams of messages on one connection. */
export const IPPROTO_SCTP: number = constants.IPPROTO_SCTP;
/** UDP-Lite: UDP whose checksum may cover only part of the data. (Linux) */
export const IPPROTO_UDPLITE: number = constants.IPPROTO_UDPLITE;
/** Multipath TCP, for `socket()` only: no IP header can carry a number this large. (Linux) */
export const IPPROTO_MPTCP: number = constants.IPPROTO_MPTCP;
/** Raw IP packets: the program writes the IP header. */
export const IPPROTO_RAW: number = constants.IPPROTO_RAW;
/** One more than the largest protocol number of an IP header. (macOS) */
export const IPPROTO_MAX: number = constants.IPPROTO_MAX;
/** IPv6 extension header: options for every hop. */
export const IPPROTO_HOPOPTS: number = constants.IPPROTO_HOPOPTS;
/** IPv6 extension header: routing. */
export const IPPROTO_ROUTING: number = constants.IPPROTO_ROUTING;
/** IPv6 extension header: fragment. */
export const IPPROTO_FRAGMENT: number = constants.IPPROTO_FRAGMENT;
/** ICMPv6: errors, echo and neighbour discovery for IPv6. */
export const IPPROTO_ICMPV6: number = constants.IPPROTO_ICMPV6;
/** IPv6: no header follows. */
export const IPPROTO_NONE: number = constants.IPPROTO_NONE;
/** IPv6 extension header: options for the destination. */
export const IPPROTO_DSTOPTS: number = constants.IPPROTO_DSTOPTS;
/** Protocol of `PF_SYSTEM`: kernel controls, found by name; `utun` devices are made this way. (macOS) */
export const SYSPROTO_CONTROL: number = constants.SYSPROTO_CONTROL;

// Levels of socket options and of ancillary data

/** Level of the `SO_*` options, and of `SCM_RIGHTS` and its kin. */
export const SOL_SOCKET: number = constants.SOL_SOCKET;
/** Level of the `IP_*` options: `IPPROTO_IP`. */
export const SOL_IP: number = constants.SOL_IP;
/** Level of the `TCP_*` options: `IPPROTO_TCP`. */
export const SOL_TCP: number = constants.SOL_TCP;
/** Level of the options of UDP sockets: `IPPROTO_UDP`. */
export const SOL_UDP: number = constants.SOL_UDP;
/** Level of the `HCI_*` options of Bluetooth's HCI. (Linux) */
export const SOL_HCI: number = constants.SOL_HCI;
/** Level of the `ALG_*` options of `AF_ALG` sockets. (Linux) */
export const SOL_ALG: number = constants.SOL_ALG;
/** Added to a protocol of `AF_CAN`, gives its level: `SOL_CAN_BASE + CAN_J1939`. (Linux) */
export const SOL_CAN_BASE: number = constants.SOL_CAN_BASE;
/** Level of the `CAN_RAW_*` options. (Linux) */
export const SOL_CAN_RAW: number = constants.SOL_CAN_RAW;
/** Level of the options of `AF_RDS` sockets. (Linux) */
export const SOL_RDS: number = constants.SOL_RDS;
/** Level of the `TIPC_*` options of `AF_TIPC` sockets. (Linux) */
export const SOL_TIPC: number = constants.SOL_TIPC;

// Options at level `SOL_SOCKET`

/** Whether the socket listens (0 or 1). Read only. */
export const SO_ACCEPTCONN: number = constants.SO_ACCEPTCONN;
/** Restricts the socket to one interface, by name (bytes; empty: to none). */
export const SO_BINDTODEVICE: number = constants.SO_BINDTODEVICE;
/** Restricts the socket to one interface, by index (int; 0: to none). Since Linux 5.0. (Linux) */
export const SO_BINDTOIFINDEX: number = constants.SO_BINDTOIFINDEX;
/** Whether datagrams may go to a broadcast address (0 or 1). */
export const SO_BROADCAST: number = constants.SO_BROADCAST;
/** Whether the protocol records debugging information (0 or 1). On Linux setting it needs privilege. */
export const SO_DEBUG: number = constants.SO_DEBUG;
/** The socket's family, an `AF_*` (int). Read only. (Linux) */
export const SO_DOMAIN: number = constants.SO_DOMAIN;
/** Whether to send only to hosts on directly connected networks, past all gateways (0 or 1). */
export const SO_DONTROUTE: number = constants.SO_DONTROUTE;
/** The pending error, an errno (int; 0: none). Reading clears it. */
export const SO_ERROR: number = constants.SO_ERROR;
/** The processor that handles, or shall handle, the socket's incoming packets (int). (Linux) */
export const SO_INCOMING_CPU: number = constants.SO_INCOMING_CPU;
/** Whether an idle connection is probed, so that a dead peer is noticed (0 or 1). */
export const SO_KEEPALIVE: number = constants.SO_KEEPALIVE;
/** Whether `close()` waits for unsent data, and how long (`struct linger`: two ints, on/off and seconds). */
export const SO_LINGER: number = constants.SO_LINGER;
/** A mark on every packet sent, for routing rules and filters (int). Setting it needs privilege. (Linux) */
export const SO_MARK: number = constants.SO_MARK;
/** Whether urgent data arrives in line with the rest rather than by `MSG_OOB` (0 or 1). */
export const SO_OOBINLINE: number = constants.SO_OOBINLINE;
/** Whether received messages come with their sender's `SCM_CREDENTIALS` (0 or 1). (Linux) */
export const SO_PASSCRED: number = constants.SO_PASSCRED;
/** Whether received messages come with their sender's security context (0 or 1). (Linux) */
export const SO_PASSSEC: number = constants.SO_PASSSEC;
/** Who is at the other end of `AF_UNIX` (`struct ucred`: three ints, pid, uid, gid). Read only. (Linux) */
export const SO_PEERCRED: number = constants.SO_PEERCRED;
/** The security context of the other end (bytes). Read only. (Linux) */
export const SO_PEERSEC: number = constants.SO_PEERSEC;
/** Priority of the packets sent (int; above 6 needs privilege). (Linux) */
export const SO_PRIORITY: number = constants.SO_PRIORITY;
/** The socket's protocol, as given to `socket()` (int). Read only. (Linux) */
export const SO_PROTOCOL: number = constants.SO_PROTOCOL;
/** Size of the receive buffer in bytes (int). Linux doubles what is set, and reports the double. */
export const SO_RCVBUF: number = constants.SO_RCVBUF;
/** How many bytes must have arrived before a receive call returns (int). */
export const SO_RCVLOWAT: number = constants.SO_RCVLOWAT;
/** The kernel's own limit on receive calls (`struct timeval`; 0: none). `settimeout()` is the usual way. */
export const SO_RCVTIMEO: number = constants.SO_RCVTIMEO;
/** Whether `bind()` may take a local address that old connections still use (0 or 1). */
export const SO_REUSEADDR: number = constants.SO_REUSEADDR;
/** Whether several sockets may be bound to one address (0 or 1). Linux spreads load over them. */
export const SO_REUSEPORT: number = constants.SO_REUSEPORT;
/** Size of the send buffer in bytes (int). Linux doubles what is set, and reports the double. */
export const SO_SNDBUF: number = constants.SO_SNDBUF;
/** How much room in the send buffer makes a socket writable, in bytes (int). On Linux fixed at 1. */
export const SO_SNDLOWAT: number = constants.SO_SNDLOWAT;
/** The kernel's own limit on send calls (`struct timeval`; 0: none). `settimeout()` is the usual way. */
export const SO_SNDTIMEO: number = constants.SO_SNDTIMEO;
/** The socket's type, a `SOCK_*` (int). Read only. */
export const SO_TYPE: number = constants.SO_TYPE;
/** Whether an `AF_ROUTE` socket receives copies of its own messages (0 or 1). (macOS) */
export const SO_USELOOPBACK: number = constants.SO_USELOOPBACK;
/** What the C headers give as the largest backlog of `listen()`; the running kernel's limit may differ. */
export const SOMAXCONN: number = constants.SOMAXCONN;

// Flags of `send()`, `recv()` and their kin

/** Sends or receives urgent (out-of-band) data. */
export const MSG_OOB: number = constants.MSG_OOB;
/** Leaves what is received in the queue. */
export const MSG_PEEK: number = constants.MSG_PEEK;
/** Sends only to directly connected networks. */
export const MSG_DONTROUTE: number = constants.MSG_DONTROUTE;
/** In the flags that `recvmsg()` returns: the buffer was too small for the ancillary data. */
export const MSG_CTRUNC: number = constants.MSG_CTRUNC;
/** In returned flags: the message was longer than the buffer. On Linux, passed in: return its real length. */
export const MSG_TRUNC: number = constants.MSG_TRUNC;
/** This one call does not block. */
export const MSG_DONTWAIT: number = constants.MSG_DONTWAIT;
/** End of a record, for types that have records, such as `SOCK_SEQPACKET`. */
export const MSG_EOR: number = constants.MSG_EOR;
/** Blocks until the buffer is full, the stream ends, or a signal or an error comes. */
export const MSG_WAITALL: number = constants.MSG_WAITALL;
/** No `SIGPIPE` when the peer has gone: this module sets it, or has the like, on every send. */
export const MSG_NOSIGNAL: number = constants.MSG_NOSIGNAL;
/** Tells the link layer that the peer has answered, which saves a new neighbour lookup. (Linux) */
export const MSG_CONFIRM: number = constants.MSG_CONFIRM;
/** Receives from the socket's queue of errors; the error comes as ancillary data. (Linux) */
export const MSG_ERRQUEUE: number = constants.MSG_ERRQUEUE;
/** More data follows: hold it back to fill a segment or, for UDP, to make one datagram. (Linux) */
export const MSG_MORE: number = constants.MSG_MORE;
/** Connects, and sends data in the first packet (TCP Fast Open). Used with `sendto()`. (Linux) */
export const MSG_FASTOPEN: number = constants.MSG_FASTOPEN;
/** Descriptors received by `SCM_RIGHTS` are closed on `exec`. (Linux) */
export const MSG_CMSG_CLOEXEC: number = constants.MSG_CMSG_CLOEXEC;
/** Ends the sending side of the connection after this data. (macOS) */
export const MSG_EOF: number = constants.MSG_EOF;

// Types of ancillary data, and credentials

/** Open descriptors, passed from process to process (an array of ints). */
export const SCM_RIGHTS: number = constants.SCM_RIGHTS;
/** The sender's pid, uid and gid (`struct ucred`: three ints). (Linux) */
export const SCM_CREDENTIALS: number = constants.SCM_CREDENTIALS;
/** The sender's credentials (`struct cmsgcred`). (macOS) */
export const SCM_CREDS: number = constants.SCM_CREDS;
/** Who is at the other end of an `AF_UNIX` socket: option at level 0 (`struct xucred`). Read only. (macOS) */
export const LOCAL_PEERCRED: number = constants.LOCAL_PEERCRED;

// What `shutdown()` shuts

/** No more receiving. */
export const SHUT_RD: number = constants.SHUT_RD;
/** No more sending: the peer reads the end of the stream. */
export const SHUT_WR: number = constants.SHUT_WR;
/** Neither receiving nor sending. */
export const SHUT_RDWR: number = constants.SHUT_RDWR;

// IPv4 addresses, as numbers in host byte order

/** 0.0.0.0: every local address, to bind to. */
export const INADDR_ANY: number = constants.INADDR_ANY;
/** 255.255.255.255: everyone on the local network. */
export const INADDR_BROADCAST: number = constants.INADDR_BROADCAST;
/** 127.0.0.1: this machine. */
export const INADDR_LOOPBACK: number = constants.INADDR_LOOPBACK;
/** 255.255.255.255, as C functions return it for an invalid address. */
export const INADDR_NONE: number = constants.INADDR_NONE;
/** 224.0.0.0: base of the multicast addresses, never a group itself. */
export const INADDR_UNSPEC_GROUP: number = constants.INADDR_UNSPEC_GROUP;
/** 224.0.0.1: the multicast group of all hosts on the local network. */
export const INADDR_ALLHOSTS_GROUP: number = constants.INADDR_ALLHOSTS_GROUP;
/** 224.0.0.255: the last multicast group that routers do not forward. */
export const INADDR_MAX_LOCAL_GROUP: number = constants.INADDR_MAX_LOCAL_GROUP;

// Ports

/** 1024: binding to a port below it needs privilege on most systems. */
export const IPPORT_RESERVED: number = constants.IPPORT_RESERVED;
/** 5000: where BSD's ports for servers used to begin. Today's ephemeral ports lie elsewhere. */
export const IPPORT_USERRESERVED: number = constants.IPPORT_USERRESERVED;

// Options at level `IPPROTO_IP`

/** IP options in the header of every packet sent (bytes, at most 40). */
export const IP_OPTIONS: number = constants.IP_OPTIONS;
/** Whether the program writes the IP header itself (0 or 1). `SOCK_RAW` only. */
export const IP_HDRINCL: number = constants.IP_HDRINCL;
/** Type of service and ECN bits of packets sent (int, 0 to 255); also a type of ancillary data. */
export const IP_TOS: number = constants.IP_TOS;
/** Time to live of packets sent (int). */
export const IP_TTL: number = constants.IP_TTL;
/** Whether received datagrams come with their IP options (0 or 1). */
export const IP_RECVOPTS: number = constants.IP_RECVOPTS;
/** Whether datagrams come with their IP options: unprocessed on Linux, for a reply on macOS (0 or 1). */
export const IP_RECVRETOPTS: number = constants.IP_RECVRETOPTS;
/** On Linux the same number as `IP_RECVRETOPTS`; on macOS IP options of packets sent (bytes). */
export const IP_RETOPTS: number = constants.IP_RETOPTS;
/** Whether received datagrams come with their type of service, as `IP_TOS` (0 or 1). */
export const IP_RECVTOS: number = constants.IP_RECVTOS;
/** Whether received datagrams come with their destination address (0 or 1). (macOS) */
export const IP_RECVDSTADDR: number = constants.IP_RECVDSTADDR;
/** Whether datagrams come with interface and destination (0 or 1); sent as ancillary data, it sets them. */
export const IP_PKTINFO: number = constants.IP_PKTINFO;
/** Whether `bind()` to port 0 leaves the choice of a port to `connect()` (0 or 1). (Linux) */
export const IP_BIND_ADDRESS_NO_PORT: number = constants.IP_BIND_ADDRESS_NO_PORT;
/** Whether foreign addresses may be bound, for transparent proxies (0 or 1). Needs privilege. (Linux) */
export const IP_TRANSPARENT: number = constants.IP_TRANSPARENT;
/** Interface for multicast datagrams sent (`struct in_addr` or `struct ip_mreqn`). */
export const IP_MULTICAST_IF: number = constants.IP_MULTICAST_IF;
/** Time to live of multicast datagrams sent (int, 0 to 255). 1, the default, stays in the network. */
export const IP_MULTICAST_TTL: number = constants.IP_MULTICAST_TTL;
/** Whether this machine also gets the multicast datagrams it sends (0 or 1; 1 unless set). */
export const IP_MULTICAST_LOOP: number = constants.IP_MULTICAST_LOOP;
/** Joins a multicast group (`struct ip_mreq`: group and interface, 4 bytes each; or `ip_mreqn`). */
export const IP_ADD_MEMBERSHIP: number = constants.IP_ADD_MEMBERSHIP;
/** Leaves a multicast group (`struct ip_mreq`, as for joining). */
export const IP_DROP_MEMBERSHIP: number = constants.IP_DROP_MEMBERSHIP;
/** Joins a multicast group for one sender (`struct ip_mreq_source`: three addresses). */
export const IP_ADD_SOURCE_MEMBERSHIP: number = constants.IP_ADD_SOURCE_MEMBERSHIP;
/** Leaves a multicast group for one sender (`struct ip_mreq_source`). */
export const IP_DROP_SOURCE_MEMBERSHIP: number = constants.IP_DROP_SOURCE_MEMBERSHIP;
/** Silences one sender in a multicast group that was joined (`struct ip_mreq_source`). */
export const IP_BLOCK_SOURCE: number = constants.IP_BLOCK_SOURCE;
/** Takes back `IP_BLOCK_SOURCE` (`struct ip_mreq_source`). */
export const IP_UNBLOCK_SOURCE: number = constants.IP_UNBLOCK_SOURCE;
/** Not an option: the default of `IP_MULTICAST_TTL`. */
export const IP_DEFAULT_MULTICAST_TTL: number = constants.IP_DEFAULT_MULTICAST_TTL;
/** Not an option: the default of `IP_MULTICAST_LOOP`. */
export const IP_DEFAULT_MULTICAST_LOOP: number = constants.IP_DEFAULT_MULTICAST_LOOP;
/** Not an option: the C header's number of multicast groups a socket can join. */
export const IP_MAX_MEMBERSHIPS: number = constants.IP_MAX_MEMBERSHIPS;

// Options at level `IPPROTO_IPV6`

/** Whether the socket refuses IPv4 in the guise of `::ffff:a.b.c.d` (0 or 1). Set it before `bind()`. */
export const IPV6_V6ONLY: number = constants.IPV6_V6ONLY;
/** Hop limit of packets sent (int, 0 to 255; -1: the system's default). */
export const IPV6_UNICAST_HOPS: number = constants.IPV6_UNICAST_HOPS;
/** Hop limit of multicast datagrams sent (int, 0 to 255; -1: the default). */
export const IPV6_MULTICAST_HOPS: number = constants.IPV6_MULTICAST_HOPS;
/** Interface for multicast datagrams sent, by index (int). */
export const IPV6_MULTICAST_IF: number = constants.IPV6_MULTICAST_IF;
/** Whether this machine also gets the multicast datagrams it sends (0 or 1). */
export const IPV6_MULTICAST_LOOP: number = constants.IPV6_MULTICAST_LOOP;
/** Joins a multicast group (`struct ipv6_mreq`: 16 bytes of group, an int of interface index). */
export const IPV6_JOIN_GROUP: number = constants.IPV6_JOIN_GROUP;
/** Leaves a multicast group (`struct ipv6_mreq`, as for joining). */
export const IPV6_LEAVE_GROUP: number = constants.IPV6_LEAVE_GROUP;
/** Where in a raw packet the kernel puts the checksum, in bytes from its start (int; -1: nowhere). */
export const IPV6_CHECKSUM: number = constants.IPV6_CHECKSUM;
/** Whether datagrams too large for the route are refused rather than fragmented (0 or 1). */
export const IPV6_DONTFRAG: number = constants.IPV6_DONTFRAG;
/** Whether to send packets of at most 1280 bytes (1: always, 0: never, -1: multicast only). (macOS) */
export const IPV6_USE_MIN_MTU: number = constants.IPV6_USE_MIN_MTU;
/** The route's largest packet (`struct ip6_mtuinfo`). Read only, connected sockets; also ancillary data. */
export const IPV6_PATHMTU: number = constants.IPV6_PATHMTU;
/** Whether changes of the route's largest packet arrive as ancillary data, `IPV6_PATHMTU` (0 or 1). */
export const IPV6_RECVPATHMTU: number = constants.IPV6_RECVPATHMTU;
/** Traffic class of packets sent (int, 0 to 255; -1: the default); also a type of ancillary data. */
export const IPV6_TCLASS: number = constants.IPV6_TCLASS;
/** Whether received datagrams come with their `IPV6_TCLASS` (0 or 1). */
export const IPV6_RECVTCLASS: number = constants.IPV6_RECVTCLASS;
/** Ancillary data: address and interface (`struct in6_pktinfo`: 16 bytes, int); sent, it sets the source. */
export const IPV6_PKTINFO: number = constants.IPV6_PKTINFO;
/** Whether received datagrams come with an `IPV6_PKTINFO` (0 or 1). */
export const IPV6_RECVPKTINFO: number = constants.IPV6_RECVPKTINFO;
/** Ancillary data: a datagram's hop limit (int). */
export const IPV6_HOPLIMIT: number = constants.IPV6_HOPLIMIT;
/** Whether received datagrams come with their `IPV6_HOPLIMIT` (0 or 1). */
export const IPV6_RECVHOPLIMIT: number = constants.IPV6_RECVHOPLIMIT;
/** Ancillary data: the next hop of a datagram (`struct sockaddr_in6`). */
export const IPV6_NEXTHOP: number = constants.IPV6_NEXTHOP;
/** Hop-by-hop options of a datagram (bytes of the header): ancillary data and option. */
export const IPV6_HOPOPTS: number = constants.IPV6_HOPOPTS;
/** Whether received datagrams come with their `IPV6_HOPOPTS` (0 or 1). */
export const IPV6_RECVHOPOPTS: number = constants.IPV6_RECVHOPOPTS;
/** Destination options of a datagram (bytes of the header): ancillary data and option. */
export const IPV6_DSTOPTS: number = constants.IPV6_DSTOPTS;
/** Whether received datagrams come with their `IPV6_DSTOPTS` (0 or 1). */
export const IPV6_RECVDSTOPTS: number = constants.IPV6_RECVDSTOPTS;
/** Destination options that stand before a routing header (bytes of the header). */
export const IPV6_RTHDRDSTOPTS: number = constants.IPV6_RTHDRDSTOPTS;
/** Routing header of a datagram (bytes of the header): ancillary data and option. */
export const IPV6_RTHDR: number = constants.IPV6_RTHDR;
/** Whether received datagrams come with their `IPV6_RTHDR` (0 or 1). */
export const IPV6_RECVRTHDR: number = constants.IPV6_RECVRTHDR;
/** Not an option: the routing header of source routes, deprecated by RFC 5095. */
export const IPV6_RTHDR_TYPE_0: number = constants.IPV6_RTHDR_TYPE_0;

// Options at level `IPPROTO_TCP`

/** Whether small segments are sent at once rather than gathered (0 or 1): 1 turns Nagle's algorithm off. */
export const TCP_NODELAY: number = constants.TCP_NODELAY;
/** Largest segment, in bytes (int). */
export const TCP_MAXSEG: number = constants.TCP_MAXSEG;
/** Whether incomplete segments are held back, at most 200 ms (0 or 1). Clearing it sends them. (Linux) */
export const TCP_CORK: number = constants.TCP_CORK;
/** Seconds of idleness before `SO_KEEPALIVE` probes (int): macOS's `TCP_KEEPIDLE`. (macOS) */
export const TCP_KEEPALIVE: number = constants.TCP_KEEPALIVE;
/** Seconds of idleness before `SO_KEEPALIVE` probes (int). (Linux) */
export const TCP_KEEPIDLE: number = constants.TCP_KEEPIDLE;
/** Seconds between two `SO_KEEPALIVE` probes (int). */
export const TCP_KEEPINTVL: number = constants.TCP_KEEPINTVL;
/** How many unanswered `SO_KEEPALIVE` probes end the connection (int). */
export const TCP_KEEPCNT: number = constants.TCP_KEEPCNT;
/** How often `connect()` repeats its SYN before it gives up (int, 1 to 255). (Linux) */
export const TCP_SYNCNT: number = constants.TCP_SYNCNT;
/** Seconds that a closed socket stays in the state FIN_WAIT2 (int). (Linux) */
export const TCP_LINGER2: number = constants.TCP_LINGER2;
/** Seconds that a listener waits for a connection's first data before it reports it (int). (Linux) */
export const TCP_DEFER_ACCEPT: number = constants.TCP_DEFER_ACCEPT;
/** Upper bound of the receive window that is advertised, in bytes (int). (Linux) */
export const TCP_WINDOW_CLAMP: number = constants.TCP_WINDOW_CLAMP;
/** Many numbers about the connection (`struct tcp_info`). Read only. (Linux) */
export const TCP_INFO: number = constants.TCP_INFO;
/** Many numbers about the connection (`struct tcp_connection_info`). Read only. (macOS) */
export const TCP_CONNECTION_INFO: number = constants.TCP_CONNECTION_INFO;
/** Whether acknowledgements go out at once (0 or 1). Not lasting: the kernel may switch back. (Linux) */
export const TCP_QUICKACK: number = constants.TCP_QUICKACK;
/** Name of the congestion control algorithm (bytes), such as `cubic`. (Linux) */
export const TCP_CONGESTION: number = constants.TCP_CONGESTION;
/** Numbers of the congestion control algorithm (`union tcp_cc_info`). Read only. (Linux) */
export const TCP_CC_INFO: number = constants.TCP_CC_INFO;
/** Milliseconds that sent data may stay unacknowledged before the connection ends (int). (Linux) */
export const TCP_USER_TIMEOUT: number = constants.TCP_USER_TIMEOUT;
/** How many unsent bytes may be queued while the socket still counts as writable (int). */
export const TCP_NOTSENT_LOWAT: number = constants.TCP_NOTSENT_LOWAT;
/** Whether thin streams, of few packets, retransmit without growing delays (0 or 1). (Linux) */
export const TCP_THIN_LINEAR_TIMEOUTS: number = constants.TCP_THIN_LINEAR_TIMEOUTS;
/** Whether thin streams retransmit on one duplicate ACK (0 or 1). No effect since Linux 4.11. (Linux) */
export const TCP_THIN_DUPACK: number = constants.TCP_THIN_DUPACK;
/** Accepts data in the first packet, on a listener (int: on Linux the length of the queue, on macOS 1). */
export const TCP_FASTOPEN: number = constants.TCP_FASTOPEN;
/** Whether `connect()` waits for data to send in the first packet (0 or 1). (Linux) */
export const TCP_FASTOPEN_CONNECT: number = constants.TCP_FASTOPEN_CONNECT;
/** Key for Fast Open cookies (bytes: 16, or 32 for a primary and a backup key). (Linux) */
export const TCP_FASTOPEN_KEY: number = constants.TCP_FASTOPEN_KEY;
/** Whether Fast Open does without cookies (0 or 1). (Linux) */
export const TCP_FASTOPEN_NO_COOKIE: number = constants.TCP_FASTOPEN_NO_COOKIE;
/** Whether a listener keeps the headers of each connection's SYN (0 or 1). (Linux) */
export const TCP_SAVE_SYN: number = constants.TCP_SAVE_SYN;
/** Headers of this connection's SYN, after `TCP_SAVE_SYN` (bytes). Reading frees them. (Linux) */
export const TCP_SAVED_SYN: number = constants.TCP_SAVED_SYN;
/** Whether `recvmsg()` adds the number of bytes still to be read, as ancillary data (0 or 1). (Linux) */
export const TCP_INQ: number = constants.TCP_INQ;
/** Delay of all packets sent, in microseconds (int): imitates a long route. (Linux) */
export const TCP_TX_DELAY: number = constants.TCP_TX_DELAY;
/** Maps received data into memory instead of copying it (`struct tcp_zerocopy_receive`). (Linux) */
export const TCP_ZEROCOPY_RECEIVE: number = constants.TCP_ZEROCOPY_RECEIVE;
/** Name of the protocol to put on top (bytes), such as `tls`. (Linux) */
export const TCP_ULP: number = constants.TCP_ULP;
/** MD5 signatures for a peer, as BGP uses them (`struct tcp_md5sig`, RFC 2385). (Linux) */
export const TCP_MD5SIG: number = constants.TCP_MD5SIG;
/** `TCP_MD5SIG` for a whole range of peers or an interface (`struct tcp_md5sig` with its flags). (Linux) */
export const TCP_MD5SIG_EXT: number = constants.TCP_MD5SIG_EXT;
/** The connection's timestamp clock (int). Settable in repair mode only. (Linux) */
export const TCP_TIMESTAMP: number = constants.TCP_TIMESTAMP;
/** Whether the socket's state can be saved and restored: repair mode (int). Needs privilege. (Linux) */
export const TCP_REPAIR: number = constants.TCP_REPAIR;
/** Repair mode: the queue that is meant (int; 0: none, 1: receive, 2: send). (Linux) */
export const TCP_REPAIR_QUEUE: number = constants.TCP_REPAIR_QUEUE;
/** Repair mode: sequence number of the queue that `TCP_REPAIR_QUEUE` chose (int). (Linux) */
export const TCP_QUEUE_SEQ: number = constants.TCP_QUEUE_SEQ;
/** Repair mode: TCP options as they were negotiated (array of `struct tcp_repair_opt`). (Linux) */
export const TCP_REPAIR_OPTIONS: number = constants.TCP_REPAIR_OPTIONS;
/** Repair mode: sizes of the windows (`struct tcp_repair_window`). (Linux) */
export const TCP_REPAIR_WINDOW: number = constants.TCP_REPAIR_WINDOW;

// Options at level `IPPROTO_UDPLITE`: Linux

/** How many bytes, from the header on, the checksum of datagrams sent covers (int; 0: all). */
export const UDPLITE_SEND_CSCOV: number = constants.UDPLITE_SEND_CSCOV;
/** Least coverage by a checksum, in bytes, that a received datagram must have (int). */
export const UDPLITE_RECV_CSCOV: number = constants.UDPLITE_RECV_CSCOV;

// Flags of `getaddrinfo()`

/** For `bind()`: without a host, the addresses are the wildcards rather than the loopback. */
export const AI_PASSIVE: number = constants.AI_PASSIVE;
/** Also returns the host's canonical name. */
export const AI_CANONNAME: number = constants.AI_CANONNAME;
/** The host must be a numeric address: nothing is looked up. */
export const AI_NUMERICHOST: number = constants.AI_NUMERICHOST;
/** The service must be a port number: nothing is looked up. */
export const AI_NUMERICSERV: number = constants.AI_NUMERICSERV;
/** For `AF_INET6`: if there is no IPv6 address, returns IPv4 ones as `::ffff:a.b.c.d`. */
export const AI_V4MAPPED: number = constants.AI_V4MAPPED;
/** With `AI_V4MAPPED`: returns the IPv4 addresses even if there are IPv6 ones. */
export const AI_ALL: number = constants.AI_ALL;
/** Only families of which this machine has an address configured. */
export const AI_ADDRCONFIG: number = constants.AI_ADDRCONFIG;
/** `AI_V4MAPPED` if the kernel supports such addresses. (macOS) */
export const AI_V4MAPPED_CFG: number = constants.AI_V4MAPPED_CFG;
/** `AI_V4MAPPED_CFG` and `AI_ADDRCONFIG` together. (macOS) */
export const AI_DEFAULT: number = constants.AI_DEFAULT;
/** All the flags that the system accepts. (macOS) */
export const AI_MASK: number = constants.AI_MASK;

// Flags and sizes of `getnameinfo()`

/** Returns the address in digits instead of a name. */
export const NI_NUMERICHOST: number = constants.NI_NUMERICHOST;
/** Returns the port in digits instead of a service. */
export const NI_NUMERICSERV: number = constants.NI_NUMERICSERV;
/** For local hosts, returns the name without its domain. */
export const NI_NOFQDN: number = constants.NI_NOFQDN;
/** Fails if there is no name, instead of returning the digits. */
export const NI_NAMEREQD: number = constants.NI_NAMEREQD;
/** The service is one of UDP, not of TCP. */
export const NI_DGRAM: number = constants.NI_DGRAM;
/** Decodes an internationalised name (`xn--...`) into the locale's encoding. (Linux) */
export const NI_IDN: number = constants.NI_IDN;
/** Not a flag: bytes that C programs set aside for a host name. */
export const NI_MAXHOST: number = constants.NI_MAXHOST;
/** Not a flag: bytes that C programs set aside for a service name. */
export const NI_MAXSERV: number = constants.NI_MAXSERV;

// Errors of name resolution: `errno` of a `gaierror`

/** The host has no address of the family that was asked for. */
export const EAI_ADDRFAMILY: number = constants.EAI_ADDRFAMILY;
/** The name server failed for the moment: try again. */
export const EAI_AGAIN: number = constants.EAI_AGAIN;
/** Flags that are invalid, or not allowed together. */
export const EAI_BADFLAGS: number = constants.EAI_BADFLAGS;
/** Invalid hints. (macOS) */
export const EAI_BADHINTS: number = constants.EAI_BADHINTS;
/** The name server failed for good. */
export const EAI_FAIL: number = constants.EAI_FAIL;
/** The family is not supported. */
export const EAI_FAMILY: number = constants.EAI_FAMILY;
/** Out of memory. */
export const EAI_MEMORY: number = constants.EAI_MEMORY;
/** The host exists, but has no address. */
export const EAI_NODATA: number = constants.EAI_NODATA;
/** Host or service unknown, or neither was given. */
export const EAI_NONAME: number = constants.EAI_NONAME;
/** The name is too long for the caller's buffer. */
export const EAI_OVERFLOW: number = constants.EAI_OVERFLOW;
/** The protocol that was found is unknown. (macOS) */
export const EAI_PROTOCOL: number = constants.EAI_PROTOCOL;
/** The service does not exist for this type of socket. */
export const EAI_SERVICE: number = constants.EAI_SERVICE;
/** The type of socket is not supported. */
export const EAI_SOCKTYPE: number = constants.EAI_SOCKTYPE;
/** An error of the system, which is in C's `errno`. */
export const EAI_SYSTEM: number = constants.EAI_SYSTEM;
/** Not an error: one more than the largest of them. (macOS) */
export const EAI_MAX: number = constants.EAI_MAX;

// Ethernet protocols

/** IPv4 in an Ethernet frame. */
export const ETHERTYPE_IP: number = constants.ETHERTYPE_IP;
/** Address resolution (ARP) in an Ethernet frame. */
export const ETHERTYPE_ARP: number = constants.ETHERTYPE_ARP;
/** IPv6 in an Ethernet frame. */
export const ETHERTYPE_IPV6: number = constants.ETHERTYPE_IPV6;
/** A VLAN tag (IEEE 802.1Q) in an Ethernet frame. */
export const ETHERTYPE_VLAN: number = constants.ETHERTYPE_VLAN;
/** Every protocol, for `AF_PACKET`: `htons(ETH_P_ALL)` in `socket()`, plain in addresses. (Linux) */
export const ETH_P_ALL: number = constants.ETH_P_ALL;

// Kind of a packet, in an `AF_PACKET` address: Linux

/** Sent to this machine. */
export const PACKET_HOST: number = constants.PACKET_HOST;
/** Sent to everyone on the link. */
export const PACKET_BROADCAST: number = constants.PACKET_BROADCAST;
/** Sent to a group on the link. */
export const PACKET_MULTICAST: number = constants.PACKET_MULTICAST;
/** Sent to another machine, and seen in promiscuous mode. */
export const PACKET_OTHERHOST: number = constants.PACKET_OTHERHOST;
/** Sent by this machine. */
export const PACKET_OUTGOING: number = constants.PACKET_OUTGOING;
/** Looped back by the kernel. Programs never see it. */
export const PACKET_LOOPBACK: number = constants.PACKET_LOOPBACK;
/** Routed by a fast path. Programs never see it. */
export const PACKET_FASTROUTE: number = constants.PACKET_FASTROUTE;

// Protocols of `AF_NETLINK`: Linux

/** Links, addresses, routes, neighbours, queueing disciplines. */
export const NETLINK_ROUTE: number = constants.NETLINK_ROUTE;
/** For programs among themselves. */
export const NETLINK_USERSOCK: number = constants.NETLINK_USERSOCK;
/** IPv4 packets from the firewall. Linux dropped it in 3.5. */
export const NETLINK_FIREWALL: number = constants.NETLINK_FIREWALL;
/** Log of the firewall (ULOG). Linux dropped it in 3.17. */
export const NETLINK_NFLOG: number = constants.NETLINK_NFLOG;
/** IPsec: policies and security associations. */
export const NETLINK_XFRM: number = constants.NETLINK_XFRM;
/** IPv6 packets from the firewall. Linux dropped it in 3.5. */
export const NETLINK_IP6_FW: number = constants.NETLINK_IP6_FW;
/** Routing messages of DECnet. */
export const NETLINK_DNRTMSG: number = constants.NETLINK_DNRTMSG;
/** What the kernel's cryptographic interface offers. */
export const NETLINK_CRYPTO: number = constants.NETLINK_CRYPTO;

// `AF_VSOCK`: Linux

/** Context id to bind to: this machine, whichever its id. */
export const VMADDR_CID_ANY: number = constants.VMADDR_CID_ANY;
/** Context id of the host that the virtual machine runs on. */
export const VMADDR_CID_HOST: number = constants.VMADDR_CID_HOST;
/** Port to bind to: any that is free. */
export const VMADDR_PORT_ANY: number = constants.VMADDR_PORT_ANY;
/** Size of a stream's buffer (8 bytes, unsigned), at level `AF_VSOCK`. */
export const SO_VM_SOCKETS_BUFFER_SIZE: number = constants.SO_VM_SOCKETS_BUFFER_SIZE;
/** Least size of a stream's buffer (8 bytes, unsigned), at level `AF_VSOCK`. */
export const SO_VM_SOCKETS_BUFFER_MIN_SIZE: number = constants.SO_VM_SOCKETS_BUFFER_MIN_SIZE;
/** Greatest size of a stream's buffer (8 bytes, unsigned), at level `AF_VSOCK`. */
export const SO_VM_SOCKETS_BUFFER_MAX_SIZE: number = constants.SO_VM_SOCKETS_BUFFER_MAX_SIZE;
/** The version of VMware's sockets that stands for none. */
export const VM_SOCKETS_INVALID_VERSION: number = constants.VM_SOCKETS_INVALID_VERSION;
/** Request of `ioctl()` on `/dev/vsock` that gives this machine's context id. */
export const IOCTL_VM_SOCKETS_GET_LOCAL_CID: number = constants.IOCTL_VM_SOCKETS_GET_LOCAL_CID;

// `AF_ALG`: Linux

/** Option at level `SOL_ALG`: the key (bytes). */
export const ALG_SET_KEY: number = constants.ALG_SET_KEY;
/** Ancillary data: the initialisation vector (`struct af_alg_iv`). */
export const ALG_SET_IV: number = constants.ALG_SET_IV;
/** Ancillary data: what to do, an `ALG_OP_*` (int). */
export const ALG_SET_OP: number = constants.ALG_SET_OP;
/** Ancillary data: how many bytes of the input are associated data (int). */
export const ALG_SET_AEAD_ASSOCLEN: number = constants.ALG_SET_AEAD_ASSOCLEN;
/** Option at level `SOL_ALG`: the tag's length, given as the option's, with `null` as value. */
export const ALG_SET_AEAD_AUTHSIZE: number = constants.ALG_SET_AEAD_AUTHSIZE;
/** A public key, in kernels patched for it; the mainline number is that of `ALG_SET_DRBG_ENTROPY`. */
export const ALG_SET_PUBKEY: number = constants.ALG_SET_PUBKEY;
/** Decrypt. */
export const ALG_OP_DECRYPT: number = constants.ALG_OP_DECRYPT;
/** Encrypt. */
export const ALG_OP_ENCRYPT: number = constants.ALG_OP_ENCRYPT;
/** Sign: only in kernels patched for public keys. */
export const ALG_OP_SIGN: number = constants.ALG_OP_SIGN;
/** Verify: only in kernels patched for public keys. */
export const ALG_OP_VERIFY: number = constants.ALG_OP_VERIFY;

// `AF_CAN`: Linux. Protocols, identifiers

/** Protocol: single frames, sent and received as they are. */
export const CAN_RAW: number = constants.CAN_RAW;
/** Protocol: the broadcast manager, which sends cyclically and filters changes inside the kernel. */
export const CAN_BCM: number = constants.CAN_BCM;
/** Protocol: ISO 15765-2, messages longer than a frame. An address is `[interface, rx_id, tx_id]`. */
export const CAN_ISOTP: number = constants.CAN_ISOTP;
/** Protocol: SAE J1939, of commercial vehicles. An address is `[interface, name, pgn, addr]`. */
export const CAN_J1939: number = constants.CAN_J1939;
/** Bit of an identifier: the frame is in the extended format, with 29 bits. */
export const CAN_EFF_FLAG: number = constants.CAN_EFF_FLAG;
/** Bit of an identifier: the frame asks another node for data. */
export const CAN_RTR_FLAG: number = constants.CAN_RTR_FLAG;
/** Bit of an identifier: the frame reports an error. */
export const CAN_ERR_FLAG: number = constants.CAN_ERR_FLAG;
/** The 11 bits of a standard identifier. */
export const CAN_SFF_MASK: number = constants.CAN_SFF_MASK;
/** The 29 bits of an extended identifier. */
export const CAN_EFF_MASK: number = constants.CAN_EFF_MASK;
/** The 29 bits that tell the classes of an error frame. */
export const CAN_ERR_MASK: number = constants.CAN_ERR_MASK;

// `CAN_RAW`: Linux. Options at level `SOL_CAN_RAW`

/** Which frames to receive (array of `struct can_filter`: identifier and mask, 4 bytes each). */
export const CAN_RAW_FILTER: number = constants.CAN_RAW_FILTER;
/** Which error frames to receive (4 bytes, bits as in an identifier; 0 unless set). */
export const CAN_RAW_ERR_FILTER: number = constants.CAN_RAW_ERR_FILTER;
/** Whether other sockets of this machine get the frames sent (0 or 1; 1 unless set). */
export const CAN_RAW_LOOPBACK: number = constants.CAN_RAW_LOOPBACK;
/** Whether the socket gets the frames it sends (0 or 1; 0 unless set). */
export const CAN_RAW_RECV_OWN_MSGS: number = constants.CAN_RAW_RECV_OWN_MSGS;
/** Whether the socket takes CAN FD frames too (0 or 1; 0 unless set). */
export const CAN_RAW_FD_FRAMES: number = constants.CAN_RAW_FD_FRAMES;
/** Whether a frame must pass all the filters rather than one (0 or 1; 0 unless set). */
export const CAN_RAW_JOIN_FILTERS: number = constants.CAN_RAW_JOIN_FILTERS;

// `CAN_BCM`: Linux. Operations of a message

/** To the kernel: sends these frames, once or cyclically. */
export const CAN_BCM_TX_SETUP: number = constants.CAN_BCM_TX_SETUP;
/** To the kernel: ends a sending task. */
export const CAN_BCM_TX_DELETE: number = constants.CAN_BCM_TX_DELETE;
/** To the kernel: asks for a sending task's state. */
export const CAN_BCM_TX_READ: number = constants.CAN_BCM_TX_READ;
/** To the kernel: sends one frame. */
export const CAN_BCM_TX_SEND: number = constants.CAN_BCM_TX_SEND;
/** To the kernel: subscribes to frames by content. */
export const CAN_BCM_RX_SETUP: number = constants.CAN_BCM_RX_SETUP;
/** To the kernel: ends a subscription. */
export const CAN_BCM_RX_DELETE: number = constants.CAN_BCM_RX_DELETE;
/** To the kernel: asks for a subscription's state. */
export const CAN_BCM_RX_READ: number = constants.CAN_BCM_RX_READ;
/** From the kernel: the answer to `CAN_BCM_TX_READ`. */
export const CAN_BCM_TX_STATUS: number = constants.CAN_BCM_TX_STATUS;
/** From the kernel: a sending task has sent its last frame of the first interval. */
export const CAN_BCM_TX_EXPIRED: number = constants.CAN_BCM_TX_EXPIRED;
/** From the kernel: the answer to `CAN_BCM_RX_READ`. */
export const CAN_BCM_RX_STATUS: number = constants.CAN_BCM_RX_STATUS;
/** From the kernel: a cyclic frame has failed to come. */
export const CAN_BCM_RX_TIMEOUT: number = constants.CAN_BCM_RX_TIMEOUT;
/** From the kernel: a frame has come whose content is new. */
export const CAN_BCM_RX_CHANGED: number = constants.CAN_BCM_RX_CHANGED;

// `CAN_BCM`: Linux. Flags of a message

/** Takes over the message's intervals and count. */
export const CAN_BCM_SETTIMER: number = constants.CAN_BCM_SETTIMER;
/** Starts the timer, and sends a frame at once. */
export const CAN_BCM_STARTTIMER: number = constants.CAN_BCM_STARTTIMER;
/** Asks for a `CAN_BCM_TX_EXPIRED` when the count has run out. */
export const CAN_BCM_TX_COUNTEVT: number = constants.CAN_BCM_TX_COUNTEVT;
/** Sends changed data at once rather than in its turn. */
export const CAN_BCM_TX_ANNOUNCE: number = constants.CAN_BCM_TX_ANNOUNCE;
/** Copies the message's identifier to each of its frames. */
export const CAN_BCM_TX_CP_CAN_ID: number = constants.CAN_BCM_TX_CP_CAN_ID;
/** Filters by identifier alone, without frames. */
export const CAN_BCM_RX_FILTER_ID: number = constants.CAN_BCM_RX_FILTER_ID;
/** Counts a changed length as changed content. */
export const CAN_BCM_RX_CHECK_DLC: number = constants.CAN_BCM_RX_CHECK_DLC;
/** Does not start the watch for missing frames by itself. */
export const CAN_BCM_RX_NO_AUTOTIMER: number = constants.CAN_BCM_RX_NO_AUTOTIMER;
/** Reports `CAN_BCM_RX_CHANGED` when a missing frame comes again. */
export const CAN_BCM_RX_ANNOUNCE_RESUME: number = constants.CAN_BCM_RX_ANNOUNCE_RESUME;
/** Begins again with the first of several frames. */
export const CAN_BCM_TX_RESET_MULTI_IDX: number = constants.CAN_BCM_TX_RESET_MULTI_IDX;
/** Answers requests for data with the message's frame. */
export const CAN_BCM_RX_RTR_FRAME: number = constants.CAN_BCM_RX_RTR_FRAME;
/** The message's frames are CAN FD frames. */
export const CAN_BCM_CAN_FD_FRAME: number = constants.CAN_BCM_CAN_FD_FRAME;

// `CAN_J1939`: Linux. Addresses, names and parameter groups

/** The largest address that a node can have. */
export const J1939_MAX_UNICAST_ADDR: number = constants.J1939_MAX_UNICAST_ADDR;
/** The address of a node that has none. */
export const J1939_IDLE_ADDR: number = constants.J1939_IDLE_ADDR;
/** No address; as a destination, everyone. */
export const J1939_NO_ADDR: number = constants.J1939_NO_ADDR;
/** No name. */
export const J1939_NO_NAME: number = constants.J1939_NO_NAME;
/** Parameter group: asks for another group. */
export const J1939_PGN_REQUEST: number = constants.J1939_PGN_REQUEST;
/** Parameter group: a node claims an address. */
export const J1939_PGN_ADDRESS_CLAIMED: number = constants.J1939_PGN_ADDRESS_CLAIMED;
/** Parameter group: a node is told to take an address. */
export const J1939_PGN_ADDRESS_COMMANDED: number = constants.J1939_PGN_ADDRESS_COMMANDED;
/** Upper bound of the parameter groups in PDU1 format, which go to a single node. */
export const J1939_PGN_PDU1_MAX: number = constants.J1939_PGN_PDU1_MAX;
/** Largest number of a parameter group. */
export const J1939_PGN_MAX: number = constants.J1939_PGN_MAX;
/** No parameter group. */
export const J1939_NO_PGN: number = constants.J1939_NO_PGN;
/** How many filters `SO_J1939_FILTER` takes. */
export const J1939_FILTER_MAX: number = constants.J1939_FILTER_MAX;

// `CAN_J1939`: Linux. Options and ancillary data, at level `SOL_CAN_BASE + CAN_J1939`

/** Which messages to receive (array of `struct j1939_filter`). */
export const SO_J1939_FILTER: number = constants.SO_J1939_FILTER;
/** Whether to receive messages to any address (0 or 1). */
export const SO_J1939_PROMISC: number = constants.SO_J1939_PROMISC;
/** Priority of messages sent (int, 0 to 7; 0 is the most urgent; below 2 needs privilege). */
export const SO_J1939_SEND_PRIO: number = constants.SO_J1939_SEND_PRIO;
/** Whether the progress of transfers is reported on the queue of errors (0 or 1). */
export const SO_J1939_ERRQUEUE: number = constants.SO_J1939_ERRQUEUE;
/** Ancillary data: the address a message was sent to (1 byte). */
export const SCM_J1939_DEST_ADDR: number = constants.SCM_J1939_DEST_ADDR;
/** Ancillary data: the name a message was sent to (8 bytes). */
export const SCM_J1939_DEST_NAME: number = constants.SCM_J1939_DEST_NAME;
/** Ancillary data: a message's priority (1 byte). */
export const SCM_J1939_PRIO: number = constants.SCM_J1939_PRIO;
/** Ancillary data: a report from the queue of errors (`struct sock_extended_err`). */
export const SCM_J1939_ERRQUEUE: number = constants.SCM_J1939_ERRQUEUE;
/** Attribute of a report: padding. */
export const J1939_NLA_PAD: number = constants.J1939_NLA_PAD;
/** Attribute of a report: how many bytes the receiver has acknowledged (4 bytes). */
export const J1939_NLA_BYTES_ACKED: number = constants.J1939_NLA_BYTES_ACKED;
/** In a report's `ee_info`: nothing to add. */
export const J1939_EE_INFO_NONE: number = constants.J1939_EE_INFO_NONE;
/** In a report's `ee_info`: the transfer was aborted. */
export const J1939_EE_INFO_TX_ABORT: number = constants.J1939_EE_INFO_TX_ABORT;

// `AF_BLUETOOTH`: Linux. Protocols, addresses, and options at level `SOL_HCI`

/** Protocol: packets with sequence, by port (L2CAP). An address is `[bdaddr, psm]`. */
export const BTPROTO_L2CAP: number = constants.BTPROTO_L2CAP;
/** Protocol: the interface of the controller itself (HCI). An address is `[device_id]`. */
export const BTPROTO_HCI: number = constants.BTPROTO_HCI;
/** Protocol: voice (SCO). An address is `bdaddr`. */
export const BTPROTO_SCO: number = constants.BTPROTO_SCO;
/** Protocol: serial lines (RFCOMM). An address is `[bdaddr, channel]`. */
export const BTPROTO_RFCOMM: number = constants.BTPROTO_RFCOMM;
/** The address of any device, to bind to; `undefined` where there is no Bluetooth. */
export const BDADDR_ANY: string = bluetooth_address("00:00:00:00:00:00");
/** The address of this device itself; `undefined` where there is no Bluetooth. */
export const BDADDR_LOCAL: string = bluetooth_address("00:00:00:FF:FF:FF");
/** Whether packets come with their direction, as ancillary data (0 or 1). */
export const HCI_DATA_DIR: number = constants.HCI_DATA_DIR;
/** Which packets to receive (`struct hci_filter`). */
export const HCI_FILTER: number = constants.HCI_FILTER;
/** Whether packets come with their time, as ancillary data (0 or 1). */
export const HCI_TIME_STAMP: number = constants.HCI_TIME_STAMP;

// `AF_TIPC`: Linux. Addresses

/** First of an address: a range of services, `v1` the type, `v2` to `v3` the instances. */
export const TIPC_ADDR_NAMESEQ: number = constants.TIPC_ADDR_NAMESEQ;
/** First of an address: one service, `v1` the type, `v2` the instance, `v3` 0. */
export const TIPC_ADDR_NAME: number = constants.TIPC_ADDR_NAME;
/** First of an address: one socket, `v1` the node, `v2` the reference, `v3` 0. */
export const TIPC_ADDR_ID: number = constants.TIPC_ADDR_ID;
/** Scope: the whole zone, which today is the cluster. */
export const TIPC_ZONE_SCOPE: number = constants.TIPC_ZONE_SCOPE;
/** Scope: the cluster. */
export const TIPC_CLUSTER_SCOPE: number = constants.TIPC_CLUSTER_SCOPE;
/** Scope: this node. */
export const TIPC_NODE_SCOPE: number = constants.TIPC_NODE_SCOPE;
/** Type of the configuration service. */
export const TIPC_CFG_SRV: number = constants.TIPC_CFG_SRV;
/** Type of the topology service, which reports what comes and goes. */
export const TIPC_TOP_SRV: number = constants.TIPC_TOP_SRV;

// `AF_TIPC`: Linux. Options at level `SOL_TIPC`

/** Which messages outlast congestion (int, a `TIPC_*_IMPORTANCE`). */
export const TIPC_IMPORTANCE: number = constants.TIPC_IMPORTANCE;
/** Whether a congested sender may drop messages instead of blocking (0 or 1). */
export const TIPC_SRC_DROPPABLE: number = constants.TIPC_SRC_DROPPABLE;
/** Whether undeliverable messages are dropped instead of returned (0 or 1). */
export const TIPC_DEST_DROPPABLE: number = constants.TIPC_DEST_DROPPABLE;
/** Milliseconds that `connect()` may take (int; 8000 unless set). */
export const TIPC_CONN_TIMEOUT: number = constants.TIPC_CONN_TIMEOUT;
/** Importance: low, the default. */
export const TIPC_LOW_IMPORTANCE: number = constants.TIPC_LOW_IMPORTANCE;
/** Importance: medium. */
export const TIPC_MEDIUM_IMPORTANCE: number = constants.TIPC_MEDIUM_IMPORTANCE;
/** Importance: high. */
export const TIPC_HIGH_IMPORTANCE: number = constants.TIPC_HIGH_IMPORTANCE;
/** Importance: critical. */
export const TIPC_CRITICAL_IMPORTANCE: number = constants.TIPC_CRITICAL_IMPORTANCE;

// `AF_TIPC`: Linux. Subscriptions to the topology service

/** Filter: an event for every socket that matches. */
export const TIPC_SUB_PORTS: number = constants.TIPC_SUB_PORTS;
/** Filter: an event when a service's first socket comes and when its last goes. */
export const TIPC_SUB_SERVICE: number = constants.TIPC_SUB_SERVICE;
/** Filter: cancels a subscription. */
export const TIPC_SUB_CANCEL: number = constants.TIPC_SUB_CANCEL;
/** Timeout: the subscription lasts. */
export const TIPC_WAIT_FOREVER: number = constants.TIPC_WAIT_FOREVER;
/** Event: a service has come. */
export const TIPC_PUBLISHED: number = constants.TIPC_PUBLISHED;
/** Event: a service has gone. */
export const TIPC_WITHDRAWN: number = constants.TIPC_WITHDRAWN;
/** Event: the subscription has ended. */
export const TIPC_SUBSCR_TIMEOUT: number = constants.TIPC_SUBSCR_TIMEOUT;

// Beyond Python 3.13: what later versions have added, and then what no Python has and programs need all the same, named
// as the C headers name it. The enumerations further down have none of these.

// Options and ancillary data that Python 3.14 has added

/** Whether received datagrams come with their time to live, as `IP_TTL` (0 or 1). (Python 3.14) */
export const IP_RECVTTL: number = extra.IP_RECVTTL;
/**
 * Whether errors that the network reports are queued for `MSG_ERRQUEUE` (0 or 1); also ancillary data.
 * (Linux, Python 3.14)
 */
export const IP_RECVERR: number = extra.IP_RECVERR;
/**
 * Whether datagrams come with the address that they were sent to before a redirection (0 or 1). (Linux,
 * Python 3.14)
 */
export const IP_RECVORIGDSTADDR: number = extra.IP_RECVORIGDSTADDR;
/** Whether an address that is not here, or not yet, may be bound (0 or 1). (Linux, Python 3.14) */
export const IP_FREEBIND: number = extra.IP_FREEBIND;
/** `IP_RECVERR` for IPv6. (Linux, Python 3.14) */
export const IPV6_RECVERR: number = extra.IPV6_RECVERR;
/**
 * At level `SOL_IP`: the address before a redirection by the firewall (`struct sockaddr_in`). Read only.
 * (Linux, Python 3.14)
 */
export const SO_ORIGINAL_DST: number = extra.SO_ORIGINAL_DST;
/** Context id of this machine, for connections with itself. (Linux, Python 3.14) */
export const VMADDR_CID_LOCAL: number = extra.VMADDR_CID_LOCAL;

// Bluetooth, as of Python 3.14: levels of options, kinds of addresses

/** Level of the `BT_*` options. (Linux, Python 3.14) */
export const SOL_BLUETOOTH: number = extra.SOL_BLUETOOTH;
/** Level of the `L2CAP_*` options. (Linux, Python 3.14) */
export const SOL_L2CAP: number = extra.SOL_L2CAP;
/** Level of the options of SCO. (Linux, Python 3.14) */
export const SOL_SCO: number = extra.SOL_SCO;
/** Level of the options of RFCOMM. (Linux, Python 3.14) */
export const SOL_RFCOMM: number = extra.SOL_RFCOMM;
/** Kind of address: a classic device. (Linux, Python 3.14) */
export const BDADDR_BREDR: number = extra.BDADDR_BREDR;
/** Kind of address: a low-energy device, by its public address. (Linux, Python 3.14) */
export const BDADDR_LE_PUBLIC: number = extra.BDADDR_LE_PUBLIC;
/** Kind of address: a low-energy device, by a random address. (Linux, Python 3.14) */
export const BDADDR_LE_RANDOM: number = extra.BDADDR_LE_RANDOM;
/** The number of no controller. (Linux, Python 3.14) */
export const HCI_DEV_NONE: number = extra.HCI_DEV_NONE;
/** Channel of HCI: packets, beside the kernel. (Linux, Python 3.14) */
export const HCI_CHANNEL_RAW: number = extra.HCI_CHANNEL_RAW;
/** Channel of HCI: the controller as a whole, without the kernel. (Linux, Python 3.14) */
export const HCI_CHANNEL_USER: number = extra.HCI_CHANNEL_USER;
/** Channel of HCI: what all controllers do. (Linux, Python 3.14) */
export const HCI_CHANNEL_MONITOR: number = extra.HCI_CHANNEL_MONITOR;
/** Channel of HCI: management of controllers. (Linux, Python 3.14) */
export const HCI_CHANNEL_CONTROL: number = extra.HCI_CHANNEL_CONTROL;
/** Channel of HCI: messages for the monitor. (Linux, Python 3.14) */
export const HCI_CHANNEL_LOGGING: number = extra.HCI_CHANNEL_LOGGING;

// Bluetooth, as of Python 3.14: options at level `SOL_BLUETOOTH`

/**
 * Security of a connection (`struct bt_security`: 1 byte level, a `BT_SECURITY_*`, and 1 byte key size).
 * (Linux, Python 3.14)
 */
export const BT_SECURITY: number = extra.BT_SECURITY;
/** Security: none at all, for service discovery. (Linux, Python 3.14) */
export const BT_SECURITY_SDP: number = extra.BT_SECURITY_SDP;
/** Security: none is asked for. (Linux, Python 3.14) */
export const BT_SECURITY_LOW: number = extra.BT_SECURITY_LOW;
/** Security: encryption. (Linux, Python 3.14) */
export const BT_SECURITY_MEDIUM: number = extra.BT_SECURITY_MEDIUM;
/** Security: encryption and authentication. (Linux, Python 3.14) */
export const BT_SECURITY_HIGH: number = extra.BT_SECURITY_HIGH;
/** Security: encryption and authentication of FIPS's strength. (Linux, Python 3.14) */
export const BT_SECURITY_FIPS: number = extra.BT_SECURITY_FIPS;
/** Whether a connection that comes in is put off until it is read (0 or 1). (Linux, Python 3.14) */
export const BT_DEFER_SETUP: number = extra.BT_DEFER_SETUP;
/** Whether packets may be dropped (int, a `BT_FLUSHABLE_*`). (Linux, Python 3.14) */
export const BT_FLUSHABLE: number = extra.BT_FLUSHABLE;
/** Packets are never dropped. (Linux, Python 3.14) */
export const BT_FLUSHABLE_OFF: number = extra.BT_FLUSHABLE_OFF;
/** Packets may be dropped. (Linux, Python 3.14) */
export const BT_FLUSHABLE_ON: number = extra.BT_FLUSHABLE_ON;
/** Saving of power (`struct bt_power`: 1 byte, a `BT_POWER_*`). (Linux, Python 3.14) */
export const BT_POWER: number = extra.BT_POWER;
/** The device may sleep while data waits. (Linux, Python 3.14) */
export const BT_POWER_FORCE_ACTIVE_OFF: number = extra.BT_POWER_FORCE_ACTIVE_OFF;
/** The device is woken to send. (Linux, Python 3.14) */
export const BT_POWER_FORCE_ACTIVE_ON: number = extra.BT_POWER_FORCE_ACTIVE_ON;
/** Which radio a channel may use (int, a `BT_CHANNEL_POLICY_*`). (Linux, Python 3.14) */
export const BT_CHANNEL_POLICY: number = extra.BT_CHANNEL_POLICY;
/** The classic radio only. (Linux, Python 3.14) */
export const BT_CHANNEL_POLICY_BREDR_ONLY: number = extra.BT_CHANNEL_POLICY_BREDR_ONLY;
/** The classic radio rather than another. (Linux, Python 3.14) */
export const BT_CHANNEL_POLICY_BREDR_PREFERRED: number = extra.BT_CHANNEL_POLICY_BREDR_PREFERRED;
/** Kind of voice data (`struct bt_voice`: 2 bytes, a `BT_VOICE_*`). (Linux, Python 3.14) */
export const BT_VOICE: number = extra.BT_VOICE;
/** Voice as the program encodes it. (Linux, Python 3.14) */
export const BT_VOICE_TRANSPARENT: number = extra.BT_VOICE_TRANSPARENT;
/** Voice encoded by the controller (CVSD) from samples of 16 bits. (Linux, Python 3.14) */
export const BT_VOICE_CVSD_16BIT: number = extra.BT_VOICE_CVSD_16BIT;
/** Voice as the program encodes it, in units of 16 bits. (Linux, Python 3.14) */
export const BT_VOICE_TRANSPARENT_16BIT: number = extra.BT_VOICE_TRANSPARENT_16BIT;
/** Largest packet that is sent (2 bytes). (Linux, Python 3.14) */
export const BT_SNDMTU: number = extra.BT_SNDMTU;
/** Largest packet that is received (2 bytes). (Linux, Python 3.14) */
export const BT_RCVMTU: number = extra.BT_RCVMTU;
/** Which radio modes the connection uses (int, `BT_PHY_*` bits). Read only. (Linux, Python 3.14) */
export const BT_PHY: number = extra.BT_PHY;
/** Basic rate, packets of 1 slot. (Linux, Python 3.14) */
export const BT_PHY_BR_1M_1SLOT: number = extra.BT_PHY_BR_1M_1SLOT;
/** Basic rate, packets of 3 slots. (Linux, Python 3.14) */
export const BT_PHY_BR_1M_3SLOT: number = extra.BT_PHY_BR_1M_3SLOT;
/** Basic rate, packets of 5 slots. (Linux, Python 3.14) */
export const BT_PHY_BR_1M_5SLOT: number = extra.BT_PHY_BR_1M_5SLOT;
/** Enhanced rate of 2 Mb/s, packets of 1 slot. (Linux, Python 3.14) */
export const BT_PHY_EDR_2M_1SLOT: number = extra.BT_PHY_EDR_2M_1SLOT;
/** Enhanced rate of 2 Mb/s, packets of 3 slots. (Linux, Python 3.14) */
export const BT_PHY_EDR_2M_3SLOT: number = extra.BT_PHY_EDR_2M_3SLOT;
/** Enhanced rate of 2 Mb/s, packets of 5 slots. (Linux, Python 3.14) */
export const BT_PHY_EDR_2M_5SLOT: number = extra.BT_PHY_EDR_2M_5SLOT;
/** Enhanced rate of 3 Mb/s, packets of 1 slot. (Linux, Python 3.14) */
export const BT_PHY_EDR_3M_1SLOT: number = extra.BT_PHY_EDR_3M_1SLOT;
/** Enhanced rate of 3 Mb/s, packets of 3 slots. (Linux, Python 3.14) */
export const BT_PHY_EDR_3M_3SLOT: number = extra.BT_PHY_EDR_3M_3SLOT;
/** Enhanced rate of 3 Mb/s, packets of 5 slots. (Linux, Python 3.14) */
export const BT_PHY_EDR_3M_5SLOT: number = extra.BT_PHY_EDR_3M_5SLOT;
/** Low energy, 1 Mb/s, sending. (Linux, Python 3.14) */
export const BT_PHY_LE_1M_TX: number = extra.BT_PHY_LE_1M_TX;
/** Low energy, 1 Mb/s, receiving. (Linux, Python 3.14) */
export const BT_PHY_LE_1M_RX: number = extra.BT_PHY_LE_1M_RX;
/** Low energy, 2 Mb/s, sending. (Linux, Python 3.14) */
export const BT_PHY_LE_2M_TX: number = extra.BT_PHY_LE_2M_TX;
/** Low energy, 2 Mb/s, receiving. (Linux, Python 3.14) */
export const BT_PHY_LE_2M_RX: number = extra.BT_PHY_LE_2M_RX;
/** Low energy, coded for distance, sending. (Linux, Python 3.14) */
export const BT_PHY_LE_CODED_TX: number = extra.BT_PHY_LE_CODED_TX;
/** Low energy, coded for distance, receiving. (Linux, Python 3.14) */
export const BT_PHY_LE_CODED_RX: number = extra.BT_PHY_LE_CODED_RX;
/** Mode of an L2CAP channel (1 byte, a `BT_MODE_*`). (Linux, Python 3.14) */
export const BT_MODE: number = extra.BT_MODE;
/** Mode: basic. (Linux, Python 3.14) */
export const BT_MODE_BASIC: number = extra.BT_MODE_BASIC;
/** Mode: enhanced retransmission. (Linux, Python 3.14) */
export const BT_MODE_ERTM: number = extra.BT_MODE_ERTM;
/** Mode: streaming, without retransmission. (Linux, Python 3.14) */
export const BT_MODE_STREAMING: number = extra.BT_MODE_STREAMING;
/** Mode: low energy, by credits. (Linux, Python 3.14) */
export const BT_MODE_LE_FLOWCTL: number = extra.BT_MODE_LE_FLOWCTL;
/** Mode: by credits, enhanced. (Linux, Python 3.14) */
export const BT_MODE_EXT_FLOWCTL: number = extra.BT_MODE_EXT_FLOWCTL;
/** Whether what SCO receives comes with its status, as ancillary data (0 or 1). (Linux, Python 3.14) */
export const BT_PKT_STATUS: number = extra.BT_PKT_STATUS;
/** Quality of an isochronous channel (`struct bt_iso_qos`). (Linux, Python 3.14) */
export const BT_ISO_QOS: number = extra.BT_ISO_QOS;
/** Codecs of the controller (`struct bt_codecs`). (Linux, Python 3.14) */
export const BT_CODEC: number = extra.BT_CODEC;

// Bluetooth, as of Python 3.14: options at level `SOL_L2CAP`

/** What a connection must be (int, `L2CAP_LM_*` bits). (Linux, Python 3.14) */
export const L2CAP_LM: number = extra.L2CAP_LM;
/** This end leads. (Linux, Python 3.14) */
export const L2CAP_LM_MASTER: number = extra.L2CAP_LM_MASTER;
/** The other end is authenticated. (Linux, Python 3.14) */
export const L2CAP_LM_AUTH: number = extra.L2CAP_LM_AUTH;
/** Data is encrypted. (Linux, Python 3.14) */
export const L2CAP_LM_ENCRYPT: number = extra.L2CAP_LM_ENCRYPT;
/** The other end is trusted. (Linux, Python 3.14) */
export const L2CAP_LM_TRUSTED: number = extra.L2CAP_LM_TRUSTED;
/** Lost packets end the connection. (Linux, Python 3.14) */
export const L2CAP_LM_RELIABLE: number = extra.L2CAP_LM_RELIABLE;
/** Authenticated and encrypted by a strong key. (Linux, Python 3.14) */
export const L2CAP_LM_SECURE: number = extra.L2CAP_LM_SECURE;

// Names that Python 3.15 has added

/** Whether the program writes the IPv6 header itself (0 or 1). `SOCK_RAW` only. (Linux, Python 3.15) */
export const IPV6_HDRINCL: number = extra.IPV6_HDRINCL;
/** Level of the `CAN_ISOTP_*` options. (Linux, Python 3.15) */
export const SOL_CAN_ISOTP: number = extra.SOL_CAN_ISOTP;
/** How messages are made of frames (`struct can_isotp_options`). (Linux, Python 3.15) */
export const CAN_ISOTP_OPTS: number = extra.CAN_ISOTP_OPTS;
/** Flow control that is sent when receiving (`struct can_isotp_fc_options`). (Linux, Python 3.15) */
export const CAN_ISOTP_RECV_FC: number = extra.CAN_ISOTP_RECV_FC;
/**
 * Least gap between frames sent, in nanoseconds, instead of the receiver's (4 bytes). (Linux, Python 3.15)
 */
export const CAN_ISOTP_TX_STMIN: number = extra.CAN_ISOTP_TX_STMIN;
/**
 * Least gap between frames received, in nanoseconds: faster ones are ignored (4 bytes). (Linux, Python 3.15)
 */
export const CAN_ISOTP_RX_STMIN: number = extra.CAN_ISOTP_RX_STMIN;
/** The frames themselves: CAN FD and their size (`struct can_isotp_ll_options`). (Linux, Python 3.15) */
export const CAN_ISOTP_LL_OPTS: number = extra.CAN_ISOTP_LL_OPTS;
/** Bit of the options: only listens, and sends no flow control. (Linux, Python 3.15) */
export const CAN_ISOTP_LISTEN_MODE: number = extra.CAN_ISOTP_LISTEN_MODE;
/** Bit of the options: frames begin with a byte of address. (Linux, Python 3.15) */
export const CAN_ISOTP_EXTEND_ADDR: number = extra.CAN_ISOTP_EXTEND_ADDR;
/** Bit of the options: frames sent are padded. (Linux, Python 3.15) */
export const CAN_ISOTP_TX_PADDING: number = extra.CAN_ISOTP_TX_PADDING;
/** Bit of the options: frames received are padded. (Linux, Python 3.15) */
export const CAN_ISOTP_RX_PADDING: number = extra.CAN_ISOTP_RX_PADDING;
/** Bit of the options: the length of the padding is checked. (Linux, Python 3.15) */
export const CAN_ISOTP_CHK_PAD_LEN: number = extra.CAN_ISOTP_CHK_PAD_LEN;
/** Bit of the options: the content of the padding is checked. (Linux, Python 3.15) */
export const CAN_ISOTP_CHK_PAD_DATA: number = extra.CAN_ISOTP_CHK_PAD_DATA;
/** Bit of the options: one message at a time, in one direction. (Linux, Python 3.15) */
export const CAN_ISOTP_HALF_DUPLEX: number = extra.CAN_ISOTP_HALF_DUPLEX;
/** Bit of the options: `CAN_ISOTP_TX_STMIN` counts. (Linux, Python 3.15) */
export const CAN_ISOTP_FORCE_TXSTMIN: number = extra.CAN_ISOTP_FORCE_TXSTMIN;
/** Bit of the options: `CAN_ISOTP_RX_STMIN` counts. (Linux, Python 3.15) */
export const CAN_ISOTP_FORCE_RXSTMIN: number = extra.CAN_ISOTP_FORCE_RXSTMIN;
/** Bit of the options: frames received have a byte of address of their own. (Linux, Python 3.15) */
export const CAN_ISOTP_RX_EXT_ADDR: number = extra.CAN_ISOTP_RX_EXT_ADDR;
/** Bit of the options: a send call waits until the message is out. (Linux, Python 3.15) */
export const CAN_ISOTP_WAIT_TX_DONE: number = extra.CAN_ISOTP_WAIT_TX_DONE;
/** Bit of the options: sends single frames to everyone. (Linux, Python 3.15) */
export const CAN_ISOTP_SF_BROADCAST: number = extra.CAN_ISOTP_SF_BROADCAST;
/** Bits of the options that are set unless others are. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_FLAGS: number = extra.CAN_ISOTP_DEFAULT_FLAGS;
/** Byte of address, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_EXT_ADDRESS: number = extra.CAN_ISOTP_DEFAULT_EXT_ADDRESS;
/** Byte that pads, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_PAD_CONTENT: number = extra.CAN_ISOTP_DEFAULT_PAD_CONTENT;
/** Time of a frame, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_FRAME_TXTIME: number = extra.CAN_ISOTP_DEFAULT_FRAME_TXTIME;
/** Frames between two flow controls, unless set (0: no limit). (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_RECV_BS: number = extra.CAN_ISOTP_DEFAULT_RECV_BS;
/** Gap between frames that is asked for, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_RECV_STMIN: number = extra.CAN_ISOTP_DEFAULT_RECV_STMIN;
/** How many frames may say `wait`, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_RECV_WFTMAX: number = extra.CAN_ISOTP_DEFAULT_RECV_WFTMAX;
/** Size of the frame's struct, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_LL_MTU: number = extra.CAN_ISOTP_DEFAULT_LL_MTU;
/** Data in a frame sent, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_LL_TX_DL: number = extra.CAN_ISOTP_DEFAULT_LL_TX_DL;
/** Flags of a CAN FD frame sent, unless set. (Linux, Python 3.15) */
export const CAN_ISOTP_DEFAULT_LL_TX_FLAGS: number = extra.CAN_ISOTP_DEFAULT_LL_TX_FLAGS;

// Times of packets

/** Whether what is received comes with its time, as `SCM_TIMESTAMP` (0 or 1). (not in Python) */
export const SO_TIMESTAMP: number = extra.SO_TIMESTAMP;
/** Ancillary data: when the packet came (`struct timeval`). (not in Python) */
export const SCM_TIMESTAMP: number = extra.SCM_TIMESTAMP;
/**
 * Whether what is received comes with its time in nanoseconds, as `SCM_TIMESTAMPNS` (0 or 1). (Linux, not in
 * Python)
 */
export const SO_TIMESTAMPNS: number = extra.SO_TIMESTAMPNS;
/** Ancillary data: when the packet came (`struct timespec`). (Linux, not in Python) */
export const SCM_TIMESTAMPNS: number = extra.SCM_TIMESTAMPNS;
/**
 * Which times of packets sent and received are wanted (int, `SOF_TIMESTAMPING_*` bits). (Linux, not in
 * Python)
 */
export const SO_TIMESTAMPING: number = extra.SO_TIMESTAMPING;
/**
 * Ancillary data: times by the kernel, none, and by the hardware (three `struct timespec`). (Linux, not in
 * Python)
 */
export const SCM_TIMESTAMPING: number = extra.SCM_TIMESTAMPING;
/**
 * Ancillary data beside a time of sending: numbers about the connection (attributes). (Linux, not in Python)
 */
export const SCM_TIMESTAMPING_OPT_STATS: number = extra.SCM_TIMESTAMPING_OPT_STATS;
/**
 * Ancillary data beside a time by the hardware: interface and length (`struct scm_ts_pktinfo`). (Linux, not
 * in Python)
 */
export const SCM_TIMESTAMPING_PKTINFO: number = extra.SCM_TIMESTAMPING_PKTINFO;
/** Bit: times of sending, by the hardware, on the queue of errors. (Linux, not in Python) */
export const SOF_TIMESTAMPING_TX_HARDWARE: number = extra.SOF_TIMESTAMPING_TX_HARDWARE;
/** Bit: times of sending, when data leaves the kernel. (Linux, not in Python) */
export const SOF_TIMESTAMPING_TX_SOFTWARE: number = extra.SOF_TIMESTAMPING_TX_SOFTWARE;
/** Bit: times of receiving, by the hardware. (Linux, not in Python) */
export const SOF_TIMESTAMPING_RX_HARDWARE: number = extra.SOF_TIMESTAMPING_RX_HARDWARE;
/** Bit: times of receiving, when data enters the kernel. (Linux, not in Python) */
export const SOF_TIMESTAMPING_RX_SOFTWARE: number = extra.SOF_TIMESTAMPING_RX_SOFTWARE;
/** Bit: the kernel's times are reported. (Linux, not in Python) */
export const SOF_TIMESTAMPING_SOFTWARE: number = extra.SOF_TIMESTAMPING_SOFTWARE;
/** Bit: does nothing any more. (Linux, not in Python) */
export const SOF_TIMESTAMPING_SYS_HARDWARE: number = extra.SOF_TIMESTAMPING_SYS_HARDWARE;
/** Bit: the hardware's times are reported. (Linux, not in Python) */
export const SOF_TIMESTAMPING_RAW_HARDWARE: number = extra.SOF_TIMESTAMPING_RAW_HARDWARE;
/** Bit: times of sending come with a number that tells which packet's they are. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_ID: number = extra.SOF_TIMESTAMPING_OPT_ID;
/** Bit: times of sending, before the queue of the interface. (Linux, not in Python) */
export const SOF_TIMESTAMPING_TX_SCHED: number = extra.SOF_TIMESTAMPING_TX_SCHED;
/** Bit: times when all data was acknowledged, for streams. (Linux, not in Python) */
export const SOF_TIMESTAMPING_TX_ACK: number = extra.SOF_TIMESTAMPING_TX_ACK;
/** Bit: times of sending come with the packet's ancillary data. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_CMSG: number = extra.SOF_TIMESTAMPING_OPT_CMSG;
/** Bit: times of sending come without the packet. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_TSONLY: number = extra.SOF_TIMESTAMPING_OPT_TSONLY;
/** Bit: times of sending come with numbers about the connection. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_STATS: number = extra.SOF_TIMESTAMPING_OPT_STATS;
/** Bit: times by the hardware come with the interface. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_PKTINFO: number = extra.SOF_TIMESTAMPING_OPT_PKTINFO;
/** Bit: times of sending both by the kernel and by the hardware. (Linux, not in Python) */
export const SOF_TIMESTAMPING_OPT_TX_SWHW: number = extra.SOF_TIMESTAMPING_OPT_TX_SWHW;
/**
 * Whether what is received comes with its time since the start, as `SCM_TIMESTAMP_MONOTONIC` (0 or 1).
 * (macOS, not in Python)
 */
export const SO_TIMESTAMP_MONOTONIC: number = extra.SO_TIMESTAMP_MONOTONIC;
/** Ancillary data: when the packet came, in ticks since the start (8 bytes). (macOS, not in Python) */
export const SCM_TIMESTAMP_MONOTONIC: number = extra.SCM_TIMESTAMP_MONOTONIC;
/**
 * Whether packets leave at a time that is given with them (`struct sock_txtime`: two ints, clock and flags).
 * (Linux, not in Python)
 */
export const SO_TXTIME: number = extra.SO_TXTIME;
/** Ancillary data: when to send (8 bytes, nanoseconds). (Linux, not in Python) */
export const SCM_TXTIME: number = extra.SCM_TXTIME;

// The queue of errors, `MSG_ERRQUEUE`: where a `struct sock_extended_err` comes from

/** No origin. (Linux, not in Python) */
export const SO_EE_ORIGIN_NONE: number = extra.SO_EE_ORIGIN_NONE;
/** This machine. (Linux, not in Python) */
export const SO_EE_ORIGIN_LOCAL: number = extra.SO_EE_ORIGIN_LOCAL;
/** The network, by ICMP. (Linux, not in Python) */
export const SO_EE_ORIGIN_ICMP: number = extra.SO_EE_ORIGIN_ICMP;
/** The network, by ICMPv6. (Linux, not in Python) */
export const SO_EE_ORIGIN_ICMP6: number = extra.SO_EE_ORIGIN_ICMP6;
/** No error: a time of sending. (Linux, not in Python) */
export const SO_EE_ORIGIN_TIMESTAMPING: number = extra.SO_EE_ORIGIN_TIMESTAMPING;
/** No error: memory of `MSG_ZEROCOPY` that is free again. (Linux, not in Python) */
export const SO_EE_ORIGIN_ZEROCOPY: number = extra.SO_EE_ORIGIN_ZEROCOPY;
/** A packet of `SO_TXTIME` that was not sent. (Linux, not in Python) */
export const SO_EE_ORIGIN_TXTIME: number = extra.SO_EE_ORIGIN_TXTIME;
/** Code: the kernel has copied the data after all. (Linux, not in Python) */
export const SO_EE_CODE_ZEROCOPY_COPIED: number = extra.SO_EE_CODE_ZEROCOPY_COPIED;

// Options at level `SOL_SOCKET`

/**
 * Lets only packets through that a program takes (`struct sock_fprog`: length and address). (Linux, not in
 * Python)
 */
export const SO_ATTACH_FILTER: number = extra.SO_ATTACH_FILTER;
/**
 * Removes the program of `SO_ATTACH_FILTER` or `SO_ATTACH_BPF` (the value does not count). (Linux, not in
 * Python)
 */
export const SO_DETACH_FILTER: number = extra.SO_DETACH_FILTER;
/** Whether the program can no longer be changed (0 or 1). (Linux, not in Python) */
export const SO_LOCK_FILTER: number = extra.SO_LOCK_FILTER;
/** Lets only packets through that an eBPF program takes (int, its descriptor). (Linux, not in Python) */
export const SO_ATTACH_BPF: number = extra.SO_ATTACH_BPF;
/** The same number as `SO_DETACH_FILTER`. (Linux, not in Python) */
export const SO_DETACH_BPF: number = extra.SO_DETACH_BPF;
/**
 * Which socket of an `SO_REUSEPORT` group a packet is for: a program decides (`struct sock_fprog`). (Linux,
 * not in Python)
 */
export const SO_ATTACH_REUSEPORT_CBPF: number = extra.SO_ATTACH_REUSEPORT_CBPF;
/**
 * Which socket of an `SO_REUSEPORT` group a packet is for: an eBPF program decides (int). (Linux, not in
 * Python)
 */
export const SO_ATTACH_REUSEPORT_EBPF: number = extra.SO_ATTACH_REUSEPORT_EBPF;
/** Removes the program that chooses a socket of the group. (Linux, not in Python) */
export const SO_DETACH_REUSEPORT_BPF: number = extra.SO_DETACH_REUSEPORT_BPF;
/**
 * Microseconds to poll the device when there is no data (int). Raising it needs privilege. (Linux, not in
 * Python)
 */
export const SO_BUSY_POLL: number = extra.SO_BUSY_POLL;
/** Whether polling comes before interrupts (0 or 1). (Linux, not in Python) */
export const SO_PREFER_BUSY_POLL: number = extra.SO_PREFER_BUSY_POLL;
/** How many packets one round of polling takes (int). (Linux, not in Python) */
export const SO_BUSY_POLL_BUDGET: number = extra.SO_BUSY_POLL_BUDGET;
/** The queue of the device that packets come from (int). Read only. (Linux, not in Python) */
export const SO_INCOMING_NAPI_ID: number = extra.SO_INCOMING_NAPI_ID;
/** Most bytes in a second (int, or 8 bytes, unsigned). (Linux, not in Python) */
export const SO_MAX_PACING_RATE: number = extra.SO_MAX_PACING_RATE;
/** `SO_RCVBUF` beyond the system's limit. Needs privilege. (Linux, not in Python) */
export const SO_RCVBUFFORCE: number = extra.SO_RCVBUFFORCE;
/** `SO_SNDBUF` beyond the system's limit. Needs privilege. (Linux, not in Python) */
export const SO_SNDBUFFORCE: number = extra.SO_SNDBUFFORCE;
/** Whether UDP datagrams are sent without a checksum (0 or 1). (Linux, not in Python) */
export const SO_NO_CHECK: number = extra.SO_NO_CHECK;
/**
 * Whether datagrams come with the number of those that were dropped, as ancillary data (0 or 1). (Linux, not
 * in Python)
 */
export const SO_RXQ_OVFL: number = extra.SO_RXQ_OVFL;
/** Where `MSG_PEEK` begins, in bytes; it moves on (int; -1: at the start). (Linux, not in Python) */
export const SO_PEEK_OFF: number = extra.SO_PEEK_OFF;
/** The groups of the other end of `AF_UNIX` (array of ints). Read only. (Linux, not in Python) */
export const SO_PEERGROUPS: number = extra.SO_PEERGROUPS;
/** A descriptor of the process at the other end of `AF_UNIX` (int). Read only. (Linux, not in Python) */
export const SO_PEERPIDFD: number = extra.SO_PEERPIDFD;
/**
 * Whether received messages come with a descriptor of their sender's process (0 or 1). (Linux, not in
 * Python)
 */
export const SO_PASSPIDFD: number = extra.SO_PASSPIDFD;
/** Ancillary data: a descriptor of the sender's process (int). (Linux, not in Python) */
export const SCM_PIDFD: number = extra.SCM_PIDFD;
/** Ancillary data: the sender's security context (bytes). (Linux, not in Python) */
export const SCM_SECURITY: number = extra.SCM_SECURITY;
/** Whether `MSG_ZEROCOPY` is allowed (0 or 1). (Linux, not in Python) */
export const SO_ZEROCOPY: number = extra.SO_ZEROCOPY;
/** A number that no other socket has (8 bytes, unsigned). Read only. (Linux, not in Python) */
export const SO_COOKIE: number = extra.SO_COOKIE;
/** A number of the network namespace (8 bytes, unsigned). Read only. (Linux, not in Python) */
export const SO_NETNS_COOKIE: number = extra.SO_NETNS_COOKIE;
/** Use of memory (array of unsigned ints). Read only. (Linux, not in Python) */
export const SO_MEMINFO: number = extra.SO_MEMINFO;
/** Whether received packets come with their mark, as `SO_MARK` (0 or 1). (Linux, not in Python) */
export const SO_RCVMARK: number = extra.SO_RCVMARK;
/** Whether a connection that stalls tries another path (0 or 1). (Linux, not in Python) */
export const SO_TXREHASH: number = extra.SO_TXREHASH;
/**
 * Whether sending to a peer that has gone raises no signal (0 or 1). This module sets it on every socket.
 * (macOS, not in Python)
 */
export const SO_NOSIGPIPE: number = extra.SO_NOSIGPIPE;
/** How many bytes can be read (int). Read only. (macOS, not in Python) */
export const SO_NREAD: number = extra.SO_NREAD;
/** How many bytes are not sent yet (int). Read only. (macOS, not in Python) */
export const SO_NWRITE: number = extra.SO_NWRITE;
/** How many datagrams can be read (int). Read only. (macOS, not in Python) */
export const SO_NUMRCVPKT: number = extra.SO_NUMRCVPKT;
/** `SO_LINGER` in seconds, where that counts ticks (`struct linger`). (macOS, not in Python) */
export const SO_LINGER_SEC: number = extra.SO_LINGER_SEC;
/** Whether ports are chosen at random (0 or 1). (macOS, not in Python) */
export const SO_RANDOMPORT: number = extra.SO_RANDOMPORT;
/** Kind of traffic (int). (macOS, not in Python) */
export const SO_NET_SERVICE_TYPE: number = extra.SO_NET_SERVICE_TYPE;
/**
 * Sends from the caller's memory, which must not change until the queue of errors says so. (Linux, not in
 * Python)
 */
export const MSG_ZEROCOPY: number = extra.MSG_ZEROCOPY;
/**
 * For many messages at once: waits for the first only. `recvmmsg()` always sets it. (Linux, not in Python)
 */
export const MSG_WAITFORONE: number = extra.MSG_WAITFORONE;

// `AF_UNIX` on macOS: who is at the other end, options at level `SOL_LOCAL`

/** Level of the `LOCAL_*` options: 0. (macOS, not in Python) */
export const SOL_LOCAL: number = extra.SOL_LOCAL;
/** The other end's process (int). Read only. (macOS, not in Python) */
export const LOCAL_PEERPID: number = extra.LOCAL_PEERPID;
/** The process on whose behalf the other end acts (int). Read only. (macOS, not in Python) */
export const LOCAL_PEEREPID: number = extra.LOCAL_PEEREPID;
/** The other end's UUID (16 bytes). Read only. (macOS, not in Python) */
export const LOCAL_PEERUUID: number = extra.LOCAL_PEERUUID;
/** The UUID on whose behalf the other end acts (16 bytes). Read only. (macOS, not in Python) */
export const LOCAL_PEEREUUID: number = extra.LOCAL_PEEREUUID;
/** The other end's audit token (32 bytes). Read only. (macOS, not in Python) */
export const LOCAL_PEERTOKEN: number = extra.LOCAL_PEERTOKEN;

// Protocols, and levels of socket options and of ancillary data

/** DCCP: datagrams with congestion control. (Linux, not in Python) */
export const IPPROTO_DCCP: number = extra.IPPROTO_DCCP;
/** IP Payload Compression. (Linux, not in Python) */
export const IPPROTO_COMP: number = extra.IPPROTO_COMP;
/** MPLS inside IP. (Linux, not in Python) */
export const IPPROTO_MPLS: number = extra.IPPROTO_MPLS;
/** Ethernet inside IPv6. (Linux, not in Python) */
export const IPPROTO_ETHERNET: number = extra.IPPROTO_ETHERNET;
/** IPv6 extension header: mobility. (Linux, not in Python) */
export const IPPROTO_MH: number = extra.IPPROTO_MH;
/** Level of the `IPV6_*` options: `IPPROTO_IPV6`. (Linux, not in Python) */
export const SOL_IPV6: number = extra.SOL_IPV6;
/** Level of the options of ICMPv6: `IPPROTO_ICMPV6`. (Linux, not in Python) */
export const SOL_ICMPV6: number = extra.SOL_ICMPV6;
/** Level of the options of `SOCK_RAW`: `IPPROTO_RAW`. (Linux, not in Python) */
export const SOL_RAW: number = extra.SOL_RAW;
/** Level of the options of `AF_PACKET`. (Linux, not in Python) */
export const SOL_PACKET: number = extra.SOL_PACKET;
/** Level of the options of `AF_NETLINK`. (Linux, not in Python) */
export const SOL_NETLINK: number = extra.SOL_NETLINK;
/** Level of the options of `TCP_ULP`'s `tls`. (Linux, not in Python) */
export const SOL_TLS: number = extra.SOL_TLS;
/** Level of the options of Multipath TCP. (Linux, not in Python) */
export const SOL_MPTCP: number = extra.SOL_MPTCP;
/**
 * At level `SOL_RAW`: which kinds of ICMP are not received (4 bytes, a bit for each). (Linux, not in Python)
 */
export const ICMP_FILTER: number = extra.ICMP_FILTER;
/**
 * At level `SOL_ICMPV6`: which kinds of ICMPv6 are not received (32 bytes, a bit for each). (Linux, not in
 * Python)
 */
export const ICMPV6_FILTER: number = extra.ICMPV6_FILTER;
/**
 * At level `IPPROTO_ICMPV6`: which kinds of ICMPv6 are received (32 bytes, a bit for each). (macOS, not in
 * Python)
 */
export const ICMP6_FILTER: number = extra.ICMP6_FILTER;

// Options at level `IPPROTO_IP`

/** The largest packet of the route (int). Read only, connected sockets. (Linux, not in Python) */
export const IP_MTU: number = extra.IP_MTU;
/** Whether packets may be fragmented (int, an `IP_PMTUDISC_*`). (Linux, not in Python) */
export const IP_MTU_DISCOVER: number = extra.IP_MTU_DISCOVER;
/** Never forbids fragmentation. (Linux, not in Python) */
export const IP_PMTUDISC_DONT: number = extra.IP_PMTUDISC_DONT;
/** Learns the route's largest packet, and fragments what is larger. (Linux, not in Python) */
export const IP_PMTUDISC_WANT: number = extra.IP_PMTUDISC_WANT;
/** Always forbids fragmentation: what is too large fails with `EMSGSIZE`. (Linux, not in Python) */
export const IP_PMTUDISC_DO: number = extra.IP_PMTUDISC_DO;
/** Forbids fragmentation, and ignores what is known of the route. (Linux, not in Python) */
export const IP_PMTUDISC_PROBE: number = extra.IP_PMTUDISC_PROBE;
/** Never forbids it, and believes no report: the interface alone counts. (Linux, not in Python) */
export const IP_PMTUDISC_INTERFACE: number = extra.IP_PMTUDISC_INTERFACE;
/** As `IP_PMTUDISC_INTERFACE`, but fragments what is too large for the interface. (Linux, not in Python) */
export const IP_PMTUDISC_OMIT: number = extra.IP_PMTUDISC_OMIT;
/** Least time to live that packets received must have (int). (Linux, not in Python) */
export const IP_MINTTL: number = extra.IP_MINTTL;
/** Whether fragments stay as they are, on raw sockets (0 or 1). (Linux, not in Python) */
export const IP_NODEFRAG: number = extra.IP_NODEFRAG;
/** Whether datagrams come with the sum of their bytes, as ancillary data (0 or 1). (Linux, not in Python) */
export const IP_CHECKSUM: number = extra.IP_CHECKSUM;
/** Ancillary data of `IP_RECVORIGDSTADDR`, and the same number. (Linux, not in Python) */
export const IP_ORIGDSTADDR: number = extra.IP_ORIGDSTADDR;
/** Whether packets with the option Router Alert come here (int), on raw sockets. (Linux, not in Python) */
export const IP_ROUTER_ALERT: number = extra.IP_ROUTER_ALERT;
/** Whether datagrams come with their security context (0 or 1). (Linux, not in Python) */
export const IP_PASSSEC: number = extra.IP_PASSSEC;
/** Whether datagrams come with the size of their largest fragment (0 or 1). (Linux, not in Python) */
export const IP_RECVFRAGSIZE: number = extra.IP_RECVFRAGSIZE;
/** Whether errors of ICMP come with their extensions (0 or 1). (Linux, not in Python) */
export const IP_RECVERR_RFC4884: number = extra.IP_RECVERR_RFC4884;
/**
 * Whether datagrams of groups come here that other sockets have joined (0 or 1; 1 unless set). (Linux, not
 * in Python)
 */
export const IP_MULTICAST_ALL: number = extra.IP_MULTICAST_ALL;
/** Interface for datagrams sent, by index in network byte order (int). (Linux, not in Python) */
export const IP_UNICAST_IF: number = extra.IP_UNICAST_IF;
/** The senders of a multicast group, all at once (`struct ip_msfilter`). (Linux, not in Python) */
export const IP_MSFILTER: number = extra.IP_MSFILTER;
/** Whether datagrams come with their interface (0 or 1). (macOS, not in Python) */
export const IP_RECVIF: number = extra.IP_RECVIF;
/** Restricts the socket to one interface, by index (int). (macOS, not in Python) */
export const IP_BOUND_IF: number = extra.IP_BOUND_IF;
/** Whether fragmentation is forbidden (0 or 1). (macOS, not in Python) */
export const IP_DONTFRAG: number = extra.IP_DONTFRAG;
/** Interface for multicast datagrams sent, by index (int). (macOS, not in Python) */
export const IP_MULTICAST_IFINDEX: number = extra.IP_MULTICAST_IFINDEX;
/** Range in which ports are chosen (int). (macOS, not in Python) */
export const IP_PORTRANGE: number = extra.IP_PORTRANGE;
/** Joins a multicast group of either family (`struct group_req`). (not in Python) */
export const MCAST_JOIN_GROUP: number = extra.MCAST_JOIN_GROUP;
/** Leaves a multicast group (`struct group_req`). (not in Python) */
export const MCAST_LEAVE_GROUP: number = extra.MCAST_LEAVE_GROUP;
/** Silences one sender of a group (`struct group_source_req`). (not in Python) */
export const MCAST_BLOCK_SOURCE: number = extra.MCAST_BLOCK_SOURCE;
/** Takes back `MCAST_BLOCK_SOURCE` (`struct group_source_req`). (not in Python) */
export const MCAST_UNBLOCK_SOURCE: number = extra.MCAST_UNBLOCK_SOURCE;
/** Joins a group for one sender (`struct group_source_req`). (not in Python) */
export const MCAST_JOIN_SOURCE_GROUP: number = extra.MCAST_JOIN_SOURCE_GROUP;
/** Leaves a group for one sender (`struct group_source_req`). (not in Python) */
export const MCAST_LEAVE_SOURCE_GROUP: number = extra.MCAST_LEAVE_SOURCE_GROUP;
/** The senders of a group, all at once (`struct group_filter`). (Linux, not in Python) */
export const MCAST_MSFILTER: number = extra.MCAST_MSFILTER;

// Options at level `IPPROTO_IPV6`

/**
 * The largest packet: of the route, when read on a connected socket; of this socket, when set (int). (Linux,
 * not in Python)
 */
export const IPV6_MTU: number = extra.IPV6_MTU;
/** `IP_MTU_DISCOVER` for IPv6 (int, an `IPV6_PMTUDISC_*`). (Linux, not in Python) */
export const IPV6_MTU_DISCOVER: number = extra.IPV6_MTU_DISCOVER;
/** Never forbids fragmentation. (Linux, not in Python) */
export const IPV6_PMTUDISC_DONT: number = extra.IPV6_PMTUDISC_DONT;
/** Learns the route's largest packet, and fragments what is larger. (Linux, not in Python) */
export const IPV6_PMTUDISC_WANT: number = extra.IPV6_PMTUDISC_WANT;
/** Always forbids fragmentation: what is too large fails with `EMSGSIZE`. (Linux, not in Python) */
export const IPV6_PMTUDISC_DO: number = extra.IPV6_PMTUDISC_DO;
/** Forbids fragmentation, and ignores what is known of the route. (Linux, not in Python) */
export const IPV6_PMTUDISC_PROBE: number = extra.IPV6_PMTUDISC_PROBE;
/** Never forbids it, and believes no report: the interface alone counts. (Linux, not in Python) */
export const IPV6_PMTUDISC_INTERFACE: number = extra.IPV6_PMTUDISC_INTERFACE;
/** As `IPV6_PMTUDISC_INTERFACE`, but fragments what is too large for the interface. (Linux, not in Python) */
export const IPV6_PMTUDISC_OMIT: number = extra.IPV6_PMTUDISC_OMIT;
/** Makes a socket that talks to an IPv4 address one of `AF_INET` (int). (Linux, not in Python) */
export const IPV6_ADDRFORM: number = extra.IPV6_ADDRFORM;
/** Whether connections have a flow label (0 or 1). (Linux, not in Python) */
export const IPV6_AUTOFLOWLABEL: number = extra.IPV6_AUTOFLOWLABEL;
/** Whether the flow information of an address is sent (0 or 1). (Linux, not in Python) */
export const IPV6_FLOWINFO_SEND: number = extra.IPV6_FLOWINFO_SEND;
/** Management of flow labels (`struct in6_flowlabel_req`). (Linux, not in Python) */
export const IPV6_FLOWLABEL_MGR: number = extra.IPV6_FLOWLABEL_MGR;
/** Whether datagrams come with their flow information (0 or 1). (Linux, not in Python) */
export const IPV6_FLOWINFO: number = extra.IPV6_FLOWINFO;
/** Which source addresses are preferred (int, `IPV6_PREFER_SRC_*` bits). (Linux, not in Python) */
export const IPV6_ADDR_PREFERENCES: number = extra.IPV6_ADDR_PREFERENCES;
/** Prefers temporary source addresses. (Linux, not in Python) */
export const IPV6_PREFER_SRC_TMP: number = extra.IPV6_PREFER_SRC_TMP;
/** Prefers public source addresses. (Linux, not in Python) */
export const IPV6_PREFER_SRC_PUBLIC: number = extra.IPV6_PREFER_SRC_PUBLIC;
/** Least hop limit that packets received must have (int). (Linux, not in Python) */
export const IPV6_MINHOPCOUNT: number = extra.IPV6_MINHOPCOUNT;
/** `IP_RECVORIGDSTADDR` for IPv6. (Linux, not in Python) */
export const IPV6_RECVORIGDSTADDR: number = extra.IPV6_RECVORIGDSTADDR;
/** Ancillary data of `IPV6_RECVORIGDSTADDR`, and the same number. (Linux, not in Python) */
export const IPV6_ORIGDSTADDR: number = extra.IPV6_ORIGDSTADDR;
/** `IP_TRANSPARENT` for IPv6. (Linux, not in Python) */
export const IPV6_TRANSPARENT: number = extra.IPV6_TRANSPARENT;
/** `IP_FREEBIND` for IPv6. (Linux, not in Python) */
export const IPV6_FREEBIND: number = extra.IPV6_FREEBIND;
/** `IP_UNICAST_IF` for IPv6. (Linux, not in Python) */
export const IPV6_UNICAST_IF: number = extra.IPV6_UNICAST_IF;
/** `IP_RECVFRAGSIZE` for IPv6. (Linux, not in Python) */
export const IPV6_RECVFRAGSIZE: number = extra.IPV6_RECVFRAGSIZE;
/** `IP_RECVERR_RFC4884` for IPv6. (Linux, not in Python) */
export const IPV6_RECVERR_RFC4884: number = extra.IPV6_RECVERR_RFC4884;
/** `IP_MULTICAST_ALL` for IPv6. (Linux, not in Python) */
export const IPV6_MULTICAST_ALL: number = extra.IPV6_MULTICAST_ALL;
/** `IP_ROUTER_ALERT` for IPv6. (Linux, not in Python) */
export const IPV6_ROUTER_ALERT: number = extra.IPV6_ROUTER_ALERT;
/** Joins an anycast group (`struct ipv6_mreq`). (Linux, not in Python) */
export const IPV6_JOIN_ANYCAST: number = extra.IPV6_JOIN_ANYCAST;
/** Leaves an anycast group (`struct ipv6_mreq`). (Linux, not in Python) */
export const IPV6_LEAVE_ANYCAST: number = extra.IPV6_LEAVE_ANYCAST;
/**
 * `SO_ORIGINAL_DST` for IPv6, at level `SOL_IPV6` (`struct sockaddr_in6`). Read only. (Linux, not in Python)
 */
export const IP6T_SO_ORIGINAL_DST: number = extra.IP6T_SO_ORIGINAL_DST;
/** Restricts the socket to one interface, by index (int). (macOS, not in Python) */
export const IPV6_BOUND_IF: number = extra.IPV6_BOUND_IF;
/** Range in which ports are chosen (int). (macOS, not in Python) */
export const IPV6_PORTRANGE: number = extra.IPV6_PORTRANGE;

// Options at level `IPPROTO_TCP`, and what they hold

/** State in `tcpi_state`: connected. (Linux, not in Python) */
export const TCP_ESTABLISHED: number = extra.TCP_ESTABLISHED;
/** State: `connect()` waits for an answer. (Linux, not in Python) */
export const TCP_SYN_SENT: number = extra.TCP_SYN_SENT;
/** State: a connection that is being accepted. (Linux, not in Python) */
export const TCP_SYN_RECV: number = extra.TCP_SYN_RECV;
/** State: closed here, not acknowledged. (Linux, not in Python) */
export const TCP_FIN_WAIT1: number = extra.TCP_FIN_WAIT1;
/** State: closed here, and the other end may still send. (Linux, not in Python) */
export const TCP_FIN_WAIT2: number = extra.TCP_FIN_WAIT2;
/** State: over; late packets are waited for. (Linux, not in Python) */
export const TCP_TIME_WAIT: number = extra.TCP_TIME_WAIT;
/** State: not connected. (Linux, not in Python) */
export const TCP_CLOSE: number = extra.TCP_CLOSE;
/** State: the other end has closed. (Linux, not in Python) */
export const TCP_CLOSE_WAIT: number = extra.TCP_CLOSE_WAIT;
/** State: both have closed, the last acknowledgement is missing. (Linux, not in Python) */
export const TCP_LAST_ACK: number = extra.TCP_LAST_ACK;
/** State: listening. (Linux, not in Python) */
export const TCP_LISTEN: number = extra.TCP_LISTEN;
/** State: both have closed at once. (Linux, not in Python) */
export const TCP_CLOSING: number = extra.TCP_CLOSING;
/** Bit in `tcpi_options`: timestamps. (Linux, not in Python) */
export const TCPI_OPT_TIMESTAMPS: number = extra.TCPI_OPT_TIMESTAMPS;
/** Bit in `tcpi_options`: selective acknowledgement. (Linux, not in Python) */
export const TCPI_OPT_SACK: number = extra.TCPI_OPT_SACK;
/** Bit in `tcpi_options`: scaled windows. (Linux, not in Python) */
export const TCPI_OPT_WSCALE: number = extra.TCPI_OPT_WSCALE;
/** Bit in `tcpi_options`: explicit congestion notification was agreed on. (Linux, not in Python) */
export const TCPI_OPT_ECN: number = extra.TCPI_OPT_ECN;
/** Bit in `tcpi_options`: a packet with such a notification has come. (Linux, not in Python) */
export const TCPI_OPT_ECN_SEEN: number = extra.TCPI_OPT_ECN_SEEN;
/** Bit in `tcpi_options`: data in the first packet was acknowledged. (Linux, not in Python) */
export const TCPI_OPT_SYN_DATA: number = extra.TCPI_OPT_SYN_DATA;
/** Value of `TCP_REPAIR`: on. (Linux, not in Python) */
export const TCP_REPAIR_ON: number = extra.TCP_REPAIR_ON;
/** Value of `TCP_REPAIR`: off, with a probe of the window. (Linux, not in Python) */
export const TCP_REPAIR_OFF: number = extra.TCP_REPAIR_OFF;
/** Value of `TCP_REPAIR`: off, without a probe. (Linux, not in Python) */
export const TCP_REPAIR_OFF_NO_WP: number = extra.TCP_REPAIR_OFF_NO_WP;
/** Value of `TCP_REPAIR_QUEUE`: none. (Linux, not in Python) */
export const TCP_NO_QUEUE: number = extra.TCP_NO_QUEUE;
/** Value of `TCP_REPAIR_QUEUE`: what was received. (Linux, not in Python) */
export const TCP_RECV_QUEUE: number = extra.TCP_RECV_QUEUE;
/** Value of `TCP_REPAIR_QUEUE`: what was sent. (Linux, not in Python) */
export const TCP_SEND_QUEUE: number = extra.TCP_SEND_QUEUE;
/** Ancillary data of `TCP_INQ` (int), and the same number. (Linux, not in Python) */
export const TCP_CM_INQ: number = extra.TCP_CM_INQ;
/** At level `SOL_TLS`: keys for sending (`struct tls12_crypto_info_*`). (Linux, not in Python) */
export const TLS_TX: number = extra.TLS_TX;
/** At level `SOL_TLS`: keys for receiving. (Linux, not in Python) */
export const TLS_RX: number = extra.TLS_RX;
/** Ancillary data: kind of the record to send (1 byte). (Linux, not in Python) */
export const TLS_SET_RECORD_TYPE: number = extra.TLS_SET_RECORD_TYPE;
/** Ancillary data: kind of the record received (1 byte). (Linux, not in Python) */
export const TLS_GET_RECORD_TYPE: number = extra.TLS_GET_RECORD_TYPE;
/** TLS 1.2, in the keys. (Linux, not in Python) */
export const TLS_1_2_VERSION: number = extra.TLS_1_2_VERSION;
/** TLS 1.3, in the keys. (Linux, not in Python) */
export const TLS_1_3_VERSION: number = extra.TLS_1_3_VERSION;
/** AES-128 in Galois/Counter mode, in the keys. (Linux, not in Python) */
export const TLS_CIPHER_AES_GCM_128: number = extra.TLS_CIPHER_AES_GCM_128;
/** AES-256 in Galois/Counter mode, in the keys. (Linux, not in Python) */
export const TLS_CIPHER_AES_GCM_256: number = extra.TLS_CIPHER_AES_GCM_256;
/** ChaCha20 and Poly1305, in the keys. (Linux, not in Python) */
export const TLS_CIPHER_CHACHA20_POLY1305: number = extra.TLS_CIPHER_CHACHA20_POLY1305;
/** Whether incomplete segments are held back (0 or 1). (macOS, not in Python) */
export const TCP_NOPUSH: number = extra.TCP_NOPUSH;
/** Whether TCP's options are not used (0 or 1). (macOS, not in Python) */
export const TCP_NOOPT: number = extra.TCP_NOOPT;
/** Seconds that `connect()` may take (int). (macOS, not in Python) */
export const TCP_CONNECTIONTIMEOUT: number = extra.TCP_CONNECTIONTIMEOUT;
/** Seconds that data may stay unacknowledged before the connection ends (int). (macOS, not in Python) */
export const TCP_RXT_CONNDROPTIME: number = extra.TCP_RXT_CONNDROPTIME;
/** Whether a connection that is closed ends after a few retransmissions (0 or 1). (macOS, not in Python) */
export const TCP_RXT_FINDROP: number = extra.TCP_RXT_FINDROP;
/** Whether every other segment is acknowledged (0 or 1). (macOS, not in Python) */
export const TCP_SENDMOREACKS: number = extra.TCP_SENDMOREACKS;
/** Whether explicit congestion notification is used (0 or 1). (macOS, not in Python) */
export const TCP_ENABLE_ECN: number = extra.TCP_ENABLE_ECN;

// Options at level `IPPROTO_UDP`

/** Whether data is held back to make one datagram (0 or 1). Clearing it sends it. (Linux, not in Python) */
export const UDP_CORK: number = extra.UDP_CORK;
/** What datagrams carry, for the kernel to unpack (int). (Linux, not in Python) */
export const UDP_ENCAP: number = extra.UDP_ENCAP;
/** Whether IPv6 datagrams are sent without a checksum (0 or 1). (Linux, not in Python) */
export const UDP_NO_CHECK6_TX: number = extra.UDP_NO_CHECK6_TX;
/** Whether IPv6 datagrams without a checksum are received (0 or 1). (Linux, not in Python) */
export const UDP_NO_CHECK6_RX: number = extra.UDP_NO_CHECK6_RX;
/**
 * Bytes of each datagram that a larger one is cut into (int); also ancillary data (2 bytes). (Linux, not in
 * Python)
 */
export const UDP_SEGMENT: number = extra.UDP_SEGMENT;
/**
 * Whether datagrams of a sender come joined, with their size as ancillary data (0 or 1; int). (Linux, not in
 * Python)
 */
export const UDP_GRO: number = extra.UDP_GRO;

// `AF_PACKET`: options at level `SOL_PACKET`

/** Listens to more than this machine's packets (`struct packet_mreq`). (Linux, not in Python) */
export const PACKET_ADD_MEMBERSHIP: number = extra.PACKET_ADD_MEMBERSHIP;
/** Takes back `PACKET_ADD_MEMBERSHIP` (`struct packet_mreq`). (Linux, not in Python) */
export const PACKET_DROP_MEMBERSHIP: number = extra.PACKET_DROP_MEMBERSHIP;
/** Kind of membership: a group. (Linux, not in Python) */
export const PACKET_MR_MULTICAST: number = extra.PACKET_MR_MULTICAST;
/** Kind of membership: everything, the promiscuous mode. (Linux, not in Python) */
export const PACKET_MR_PROMISC: number = extra.PACKET_MR_PROMISC;
/** Kind of membership: all groups. (Linux, not in Python) */
export const PACKET_MR_ALLMULTI: number = extra.PACKET_MR_ALLMULTI;
/** Kind of membership: one more address. (Linux, not in Python) */
export const PACKET_MR_UNICAST: number = extra.PACKET_MR_UNICAST;
/**
 * How many packets came and were dropped (`struct tpacket_stats`). Reading clears it. (Linux, not in Python)
 */
export const PACKET_STATISTICS: number = extra.PACKET_STATISTICS;
/**
 * Whether packets come with what a ring says of them (0 or 1); also ancillary data. (Linux, not in Python)
 */
export const PACKET_AUXDATA: number = extra.PACKET_AUXDATA;
/**
 * Whether an address names the real interface rather than the one above it (0 or 1). (Linux, not in Python)
 */
export const PACKET_ORIGDEV: number = extra.PACKET_ORIGDEV;
/** Layout of the ring (int, a `TPACKET_*`). (Linux, not in Python) */
export const PACKET_VERSION: number = extra.PACKET_VERSION;
/** Layout of the ring: the first. (Linux, not in Python) */
export const TPACKET_V1: number = extra.TPACKET_V1;
/** Layout of the ring: the second. (Linux, not in Python) */
export const TPACKET_V2: number = extra.TPACKET_V2;
/** Layout of the ring: the third, in blocks. (Linux, not in Python) */
export const TPACKET_V3: number = extra.TPACKET_V3;
/** Size of a ring's header, for the layout that is passed in (int). Read only. (Linux, not in Python) */
export const PACKET_HDRLEN: number = extra.PACKET_HDRLEN;
/** Room before each packet of the ring (int). (Linux, not in Python) */
export const PACKET_RESERVE: number = extra.PACKET_RESERVE;
/** A ring of memory for what is received (`struct tpacket_req`). (Linux, not in Python) */
export const PACKET_RX_RING: number = extra.PACKET_RX_RING;
/** A ring of memory for what is sent (`struct tpacket_req`). (Linux, not in Python) */
export const PACKET_TX_RING: number = extra.PACKET_TX_RING;
/** Size above which packets of a ring come as data too (int). (Linux, not in Python) */
export const PACKET_COPY_THRESH: number = extra.PACKET_COPY_THRESH;
/** Whether a wrong packet in the ring is left out rather than an error (0 or 1). (Linux, not in Python) */
export const PACKET_LOSS: number = extra.PACKET_LOSS;
/** Whether packets begin with a header of virtio's (0 or 1). (Linux, not in Python) */
export const PACKET_VNET_HDR: number = extra.PACKET_VNET_HDR;
/** Which times the ring has (int, `SOF_TIMESTAMPING_*` bits). (Linux, not in Python) */
export const PACKET_TIMESTAMP: number = extra.PACKET_TIMESTAMP;
/** Ancillary data: a time of sending. (Linux, not in Python) */
export const PACKET_TX_TIMESTAMP: number = extra.PACKET_TX_TIMESTAMP;
/** Whether packets of the ring say where their data is (0 or 1). (Linux, not in Python) */
export const PACKET_TX_HAS_OFF: number = extra.PACKET_TX_HAS_OFF;
/** Whether packets go past the queue of the interface (0 or 1). (Linux, not in Python) */
export const PACKET_QDISC_BYPASS: number = extra.PACKET_QDISC_BYPASS;
/** Whether packets sent are not seen (0 or 1). (Linux, not in Python) */
export const PACKET_IGNORE_OUTGOING: number = extra.PACKET_IGNORE_OUTGOING;
/**
 * Spreads packets over the sockets of a group (int: number, a `PACKET_FANOUT_*` in the upper half). (Linux,
 * not in Python)
 */
export const PACKET_FANOUT: number = extra.PACKET_FANOUT;
/** The program of `PACKET_FANOUT_CBPF` or `PACKET_FANOUT_EBPF`. (Linux, not in Python) */
export const PACKET_FANOUT_DATA: number = extra.PACKET_FANOUT_DATA;
/** Spreads by connection. (Linux, not in Python) */
export const PACKET_FANOUT_HASH: number = extra.PACKET_FANOUT_HASH;
/** Spreads in turn. (Linux, not in Python) */
export const PACKET_FANOUT_LB: number = extra.PACKET_FANOUT_LB;
/** Spreads by processor. (Linux, not in Python) */
export const PACKET_FANOUT_CPU: number = extra.PACKET_FANOUT_CPU;
/** Fills one socket before the next. (Linux, not in Python) */
export const PACKET_FANOUT_ROLLOVER: number = extra.PACKET_FANOUT_ROLLOVER;
/** Spreads at random. (Linux, not in Python) */
export const PACKET_FANOUT_RND: number = extra.PACKET_FANOUT_RND;
/** Spreads by the device's queue. (Linux, not in Python) */
export const PACKET_FANOUT_QM: number = extra.PACKET_FANOUT_QM;
/** Spreads as a program says. (Linux, not in Python) */
export const PACKET_FANOUT_CBPF: number = extra.PACKET_FANOUT_CBPF;
/** Spreads as an eBPF program says. (Linux, not in Python) */
export const PACKET_FANOUT_EBPF: number = extra.PACKET_FANOUT_EBPF;
/** Bit: goes on to the next socket if one is full. (Linux, not in Python) */
export const PACKET_FANOUT_FLAG_ROLLOVER: number = extra.PACKET_FANOUT_FLAG_ROLLOVER;
/** Bit: the kernel chooses the group's number. (Linux, not in Python) */
export const PACKET_FANOUT_FLAG_UNIQUEID: number = extra.PACKET_FANOUT_FLAG_UNIQUEID;
/** Bit: fragments are put together first. (Linux, not in Python) */
export const PACKET_FANOUT_FLAG_DEFRAG: number = extra.PACKET_FANOUT_FLAG_DEFRAG;
/**
 * How often the next socket was taken (`struct tpacket_rollover_stats`). Read only. (Linux, not in Python)
 */
export const PACKET_ROLLOVER_STATS: number = extra.PACKET_ROLLOVER_STATS;
/** IPv4 in a frame, for `AF_PACKET`. (Linux, not in Python) */
export const ETH_P_IP: number = extra.ETH_P_IP;
/** Address resolution (ARP) in a frame. (Linux, not in Python) */
export const ETH_P_ARP: number = extra.ETH_P_ARP;
/** IPv6 in a frame. (Linux, not in Python) */
export const ETH_P_IPV6: number = extra.ETH_P_IPV6;
/** A VLAN tag in a frame. (Linux, not in Python) */
export const ETH_P_8021Q: number = extra.ETH_P_8021Q;
/** Port authentication (IEEE 802.1X) in a frame. (Linux, not in Python) */
export const ETH_P_PAE: number = extra.ETH_P_PAE;
/** Discovery of neighbours (LLDP) in a frame. (Linux, not in Python) */
export const ETH_P_LLDP: number = extra.ETH_P_LLDP;

// `AF_NETLINK`: protocols, options at level `SOL_NETLINK`, messages

/** Protocol: the system's sockets. (Linux, not in Python) */
export const NETLINK_SOCK_DIAG: number = extra.NETLINK_SOCK_DIAG;
/** The same number as `NETLINK_SOCK_DIAG`. (Linux, not in Python) */
export const NETLINK_INET_DIAG: number = extra.NETLINK_INET_DIAG;
/** Protocol: events of SELinux. (Linux, not in Python) */
export const NETLINK_SELINUX: number = extra.NETLINK_SELINUX;
/** Protocol: auditing. (Linux, not in Python) */
export const NETLINK_AUDIT: number = extra.NETLINK_AUDIT;
/** Protocol: the kernel's connector, for events of processes. (Linux, not in Python) */
export const NETLINK_CONNECTOR: number = extra.NETLINK_CONNECTOR;
/** Protocol: the firewall. (Linux, not in Python) */
export const NETLINK_NETFILTER: number = extra.NETLINK_NETFILTER;
/** Protocol: devices that come and go. (Linux, not in Python) */
export const NETLINK_KOBJECT_UEVENT: number = extra.NETLINK_KOBJECT_UEVENT;
/** Protocol: families that have names instead of numbers. (Linux, not in Python) */
export const NETLINK_GENERIC: number = extra.NETLINK_GENERIC;
/** Joins a multicast group (int). (Linux, not in Python) */
export const NETLINK_ADD_MEMBERSHIP: number = extra.NETLINK_ADD_MEMBERSHIP;
/** Leaves a multicast group (int). (Linux, not in Python) */
export const NETLINK_DROP_MEMBERSHIP: number = extra.NETLINK_DROP_MEMBERSHIP;
/** The groups that were joined (array of ints, a bit for each). Read only. (Linux, not in Python) */
export const NETLINK_LIST_MEMBERSHIPS: number = extra.NETLINK_LIST_MEMBERSHIPS;
/** Whether messages come with their group, as ancillary data (0 or 1). (Linux, not in Python) */
export const NETLINK_PKTINFO: number = extra.NETLINK_PKTINFO;
/** Whether a message that a listener loses is an error (0 or 1). (Linux, not in Python) */
export const NETLINK_BROADCAST_ERROR: number = extra.NETLINK_BROADCAST_ERROR;
/** Whether messages may be lost without an error (0 or 1). (Linux, not in Python) */
export const NETLINK_NO_ENOBUFS: number = extra.NETLINK_NO_ENOBUFS;
/** Whether messages of other network namespaces come too (0 or 1). (Linux, not in Python) */
export const NETLINK_LISTEN_ALL_NSID: number = extra.NETLINK_LISTEN_ALL_NSID;
/** Whether acknowledgements leave out the request (0 or 1). (Linux, not in Python) */
export const NETLINK_CAP_ACK: number = extra.NETLINK_CAP_ACK;
/** Whether acknowledgements say more, in words (0 or 1). (Linux, not in Python) */
export const NETLINK_EXT_ACK: number = extra.NETLINK_EXT_ACK;
/** Whether requests for lists are checked, and may filter (0 or 1). (Linux, not in Python) */
export const NETLINK_GET_STRICT_CHK: number = extra.NETLINK_GET_STRICT_CHK;
/** Type of a message: nothing. (Linux, not in Python) */
export const NLMSG_NOOP: number = extra.NLMSG_NOOP;
/** Type of a message: an error, or with number 0 an acknowledgement. (Linux, not in Python) */
export const NLMSG_ERROR: number = extra.NLMSG_ERROR;
/** Type of a message: the end of a list. (Linux, not in Python) */
export const NLMSG_DONE: number = extra.NLMSG_DONE;
/** Type of a message: data was lost. (Linux, not in Python) */
export const NLMSG_OVERRUN: number = extra.NLMSG_OVERRUN;
/** Bit of a message: a request. (Linux, not in Python) */
export const NLM_F_REQUEST: number = extra.NLM_F_REQUEST;
/** Bit of a message: part of a list. (Linux, not in Python) */
export const NLM_F_MULTI: number = extra.NLM_F_MULTI;
/** Bit of a request: wants an acknowledgement. (Linux, not in Python) */
export const NLM_F_ACK: number = extra.NLM_F_ACK;
/** Bit of a request: wants to be sent back. (Linux, not in Python) */
export const NLM_F_ECHO: number = extra.NLM_F_ECHO;
/** Bit of a message: the list has changed while it was sent. (Linux, not in Python) */
export const NLM_F_DUMP_INTR: number = extra.NLM_F_DUMP_INTR;
/** Bit of a request: the whole table. (Linux, not in Python) */
export const NLM_F_ROOT: number = extra.NLM_F_ROOT;
/** Bit of a request: all that match. (Linux, not in Python) */
export const NLM_F_MATCH: number = extra.NLM_F_MATCH;
/** Bits of a request: a list. (Linux, not in Python) */
export const NLM_F_DUMP: number = extra.NLM_F_DUMP;
/** Bit of a request: replaces what there is. (Linux, not in Python) */
export const NLM_F_REPLACE: number = extra.NLM_F_REPLACE;
/** Bit of a request: fails if there is one already. (Linux, not in Python) */
export const NLM_F_EXCL: number = extra.NLM_F_EXCL;
/** Bit of a request: makes what there is not. (Linux, not in Python) */
export const NLM_F_CREATE: number = extra.NLM_F_CREATE;
/** Bit of a request: adds to the end. (Linux, not in Python) */
export const NLM_F_APPEND: number = extra.NLM_F_APPEND;
/** Message of `NETLINK_ROUTE`: an interface is new or changed. (Linux, not in Python) */
export const RTM_NEWLINK: number = extra.RTM_NEWLINK;
/** Message of `NETLINK_ROUTE`: an interface is gone. (Linux, not in Python) */
export const RTM_DELLINK: number = extra.RTM_DELLINK;
/** Message of `NETLINK_ROUTE`: asks for interfaces. (Linux, not in Python) */
export const RTM_GETLINK: number = extra.RTM_GETLINK;
/** Message of `NETLINK_ROUTE`: an address is new. (Linux, not in Python) */
export const RTM_NEWADDR: number = extra.RTM_NEWADDR;
/** Message of `NETLINK_ROUTE`: an address is gone. (Linux, not in Python) */
export const RTM_DELADDR: number = extra.RTM_DELADDR;
/** Message of `NETLINK_ROUTE`: asks for addresses. (Linux, not in Python) */
export const RTM_GETADDR: number = extra.RTM_GETADDR;
/** Message of `NETLINK_ROUTE`: a route is new. (Linux, not in Python) */
export const RTM_NEWROUTE: number = extra.RTM_NEWROUTE;
/** Message of `NETLINK_ROUTE`: a route is gone. (Linux, not in Python) */
export const RTM_DELROUTE: number = extra.RTM_DELROUTE;
/** Message of `NETLINK_ROUTE`: asks for routes. (Linux, not in Python) */
export const RTM_GETROUTE: number = extra.RTM_GETROUTE;
/** Message of `NETLINK_ROUTE`: a neighbour is new. (Linux, not in Python) */
export const RTM_NEWNEIGH: number = extra.RTM_NEWNEIGH;
/** Message of `NETLINK_ROUTE`: a neighbour is gone. (Linux, not in Python) */
export const RTM_DELNEIGH: number = extra.RTM_DELNEIGH;
/** Message of `NETLINK_ROUTE`: asks for neighbours. (Linux, not in Python) */
export const RTM_GETNEIGH: number = extra.RTM_GETNEIGH;
/** Group to bind to: interfaces. (Linux, not in Python) */
export const RTMGRP_LINK: number = extra.RTMGRP_LINK;
/** Group to bind to: neighbours. (Linux, not in Python) */
export const RTMGRP_NEIGH: number = extra.RTMGRP_NEIGH;
/** Group to bind to: IPv4 addresses. (Linux, not in Python) */
export const RTMGRP_IPV4_IFADDR: number = extra.RTMGRP_IPV4_IFADDR;
/** Group to bind to: IPv4 routes. (Linux, not in Python) */
export const RTMGRP_IPV4_ROUTE: number = extra.RTMGRP_IPV4_ROUTE;
/** Group to bind to: IPv6 addresses. (Linux, not in Python) */
export const RTMGRP_IPV6_IFADDR: number = extra.RTMGRP_IPV6_IFADDR;
/** Group to bind to: IPv6 routes. (Linux, not in Python) */
export const RTMGRP_IPV6_ROUTE: number = extra.RTMGRP_IPV6_ROUTE;

// `AF_VSOCK`

/** Context id of the hypervisor. (Linux, not in Python) */
export const VMADDR_CID_HYPERVISOR: number = extra.VMADDR_CID_HYPERVISOR;
/** How long `connect()` may take (`struct timeval`), at level `AF_VSOCK`. (Linux, not in Python) */
export const SO_VM_SOCKETS_CONNECT_TIMEOUT: number = extra.SO_VM_SOCKETS_CONNECT_TIMEOUT;

// `AF_BLUETOOTH`: protocols beyond Python's

/** Networks over Bluetooth (BNEP). (Linux, not in Python) */
export const BTPROTO_BNEP: number = extra.BTPROTO_BNEP;
/** Keyboards and mice (HIDP). (Linux, not in Python) */
export const BTPROTO_HIDP: number = extra.BTPROTO_HIDP;
/** Isochronous channels of low energy. (Linux, not in Python) */
export const BTPROTO_ISO: number = extra.BTPROTO_ISO;

// `PF_SYSTEM`: options of `utun` devices, at level `SYSPROTO_CONTROL`

/** The name of the device (bytes). Read only. (macOS, not in Python) */
export const UTUN_OPT_IFNAME: number = extra.UTUN_OPT_IFNAME;

// Python's enumerations

/**
 * The constants with one prefix: numbers by name, and names by number. A number that no constant has gives
 * `undefined`, and so do most combinations of flags. Of two names for a number, the first in the alphabet is given.
 */
export type Enumeration<Name extends string> =
  & Readonly<Record<Name, number>>
  & Readonly<Record<number, Name | undefined>>;

type Members = [name: string, number: number][];

/** The constants of each prefix, in one pass: names in capitals only, as in Python. */
function members_by_prefix(...prefixes: string[]): Record<string, Members> {
  const members: Record<string, Members> = {};
  for (const prefix of prefixes) members[prefix] = [];
  for (const name in constants) {
    const found = members[name.slice(0, name.indexOf("_") + 1)];
    if (found !== undefined && name === name.toUpperCase()) {
      found.push([name, constants[name as keyof typeof constants]]);
    }
  }
  return members;
}

const members = members_by_prefix("AF_", "AI_", "MSG_", "SOCK_");

// The tables are in the alphabet's order. As in Python the members are ordered by number and then by name, and of two
// names for a number the first counts.
function enumeration<Name extends string>(prefix: string): Enumeration<Name> {
  const both: Record<string | number, number | string> = {};
  for (const [name, number] of members[prefix]!.sort(([, a], [, b]) => a - b)) {
    both[name] = number;
    both[number] ??= name;
  }
  return Object.freeze(both) as Enumeration<Name>;
}

/** The `AF_*` constants: `AddressFamily.AF_INET` is a number, `AddressFamily[sock.family]` a name. */
export const AddressFamily: Enumeration<`AF_${string}`> = enumeration("AF_");

/** The `SOCK_*` constants: `SocketKind.SOCK_STREAM` is a number, `SocketKind[sock.type]` a name. */
export const SocketKind: Enumeration<`SOCK_${string}`> = enumeration("SOCK_");

/** The `MSG_*` constants, by name and by number. */
export const MsgFlag: Enumeration<`MSG_${string}`> = enumeration("MSG_");

/** The `AI_*` constants, by name and by number. */
export const AddressInfo: Enumeration<`AI_${string}`> = enumeration("AI_");
