// Python's integer constants, by theme. A name that the system lacks is `undefined` at run time, although its type
// says `number`: Python leaves such a name out. "(Linux)" and "(macOS)" mark the names of one system only. Of socket
// options, the parentheses say what `getsockopt()` and `setsockopt()` take: an int as a number, the rest as bytes.
import { system } from "../ffi/libc.ts";
import type {
  AlgAddress,
  CanAddress,
  Datagrams,
  FamilyOf,
  Inet6Address,
  InetAddress,
  NetlinkAddress,
  PacketAddress,
  QipcrtrAddress,
  TipcAddress,
  UnixAddress,
  VsockAddress,
} from "./address/types.ts";

const { constants } = system;

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
/** Talks to kernel extensions: kernel controls and kernel events. (macOS) */
export const AF_SYSTEM: number = constants.AF_SYSTEM;
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
export const PF_SYSTEM: number = constants.PF_SYSTEM;

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
/** Restricts the socket to one interface, by name (bytes; empty: to none). (Linux) */
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

// Python's enumerations

/**
 * The constants with one prefix: numbers by name, and names by number. A number that no constant has gives
 * `undefined`, and so do most combinations of flags. Of two names for a number, the first in the alphabet is given.
 */
export type Enumeration<Name extends string> =
  & Readonly<Record<Name, number>>
  & Readonly<Record<number, Name | undefined>>;

function enumeration<Name extends string>(prefix: string): Enumeration<Name> {
  // The tables are in the alphabet's order. As in Python: names in capitals only, ordered by number and then by name, and
  // of two names for a number the first.
  const members: [string, number][] = [];
  for (const name in constants) {
    if (!name.startsWith(prefix) || name !== name.toUpperCase()) continue;
    const number: number = constants[name as keyof typeof constants];
    members.push([name, number]);
  }
  members.sort(([, a], [, b]) => a - b);
  const both: Record<string | number, number | string> = {};
  for (const [name, number] of members) {
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
