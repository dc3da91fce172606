// What is done here and in CPython, and must come to the same: one line each, in Python's syntax (see expression.ts).
//
// Sockets that a line may name, made when it first does: tcp tcp6 udp udp6 unix unix_datagram seqpacket (fresh), bound
// bound_udp bound_udp6, listening listening6 listening_unix, closed, and the connected pairs a/b (UNIX stream),
// a_tcp/b_tcp, a_tcp6/b_tcp6, a_udp/b_udp, a_udp6/b_udp6, a_datagram/b_datagram, a_seqpacket/b_seqpacket. `refused` is the
// address of a port where nobody listens, `path` an empty directory. Lines in `methods` run in all three blocking modes.

import { select_lines } from "./select_scenarios.ts";

/** The blocking modes. In blocking mode the kernel's own timeouts end what would wait for ever, on both sides. */
export const MODES: readonly string[] = ["blocking", "non-blocking", "timeout"];

/** One line, and the modes it runs in. */
export interface Scenario {
  readonly line: string;
  readonly modes: readonly string[];
}

function lines(text: string, modes: readonly string[]): Scenario[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").map((line) => ({
    line,
    modes,
  }));
}

/** The same line for each of several sockets: `{s}` stands for the socket, `{p}` for the other end of a pair. */
function for_each(sockets: string, text: string): string {
  const kinds = sockets.split(" ");
  return text.split("\n").flatMap((line) =>
    kinds.map((kind) => line.replaceAll("{s}", kind).replaceAll("{p}", kind.replace(/^a/, "b")))
  ).join("\n");
}

const FRESH = "tcp tcp6 udp udp6 unix unix_datagram seqpacket";
const STREAM_PAIRS = "a a_tcp a_tcp6";
const MESSAGE_PAIRS = "a_udp a_udp6 a_datagram a_seqpacket";
const PAIRS = `${STREAM_PAIRS} ${MESSAGE_PAIRS}`;

const functions = String.raw`
  socket.htonl(2**64-1)
  socket.ntohl(2**63-1)
  socket.close(2**64+1)
  socket.dup(2**63)
  socket.dup(-2**63-1)
  socket.fromfd(2**70, 2, 1)
  socket.socket(fileno=2**64)
  socket.socket(socket.AF_INET, socket.SOCK_STREAM, -0)
  socket.gethostbyname(b'\xef\xbb\xbf127.0.0.1')
  tcp.bind((b'\xef\xbb\xbf', 0))
  tcp6.bind((b'\xef\xbb\xbf', 0))
  tcp.recv(-1, 1.5)
  udp.recvfrom(-1, 1.5)
  tcp.recv(-1, 2**31)
  tcp.recv(2**63-1)
  tcp.recvfrom(2**63-1)
  tcp.recv(1, 2**63-1)
  tcp.recv(1, -2**63-1)
  tcp.setsockopt(0, 2**64-1, None, 100)
  tcp.setsockopt('x', 1, None, 100)
  tcp.shutdown(2**63)
  tcp.set_inheritable(2**31)
  tcp.settimeout(0.30000000000000004); tcp.gettimeout()
  tcp.settimeout(3.141592653589793); tcp.gettimeout()
  tcp.settimeout(9223372036.854776)
  tcp.settimeout(1e300)
  socket.create_server(('a\u00a0b', 0))
  s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK, 0, unix.detach()); r = s.gettimeout(); s.close(); r
  socket.htons(0)
  socket.htons(80)
  socket.htons(65535)
  socket.htons(-1)
  socket.htons(65536)
  socket.htons(2**31)
  socket.htons(2**64)
  socket.htons('x')
  socket.htons(1.5)
  socket.htons(None)
  socket.htons(True)
  socket.htons((1, 2))
  socket.htons(b'x')
  socket.ntohs(20480)
  socket.ntohs(-1)
  socket.ntohs(65536)
  socket.ntohs('x')
  socket.htonl(0)
  socket.htonl(1)
  socket.htonl(2**32-1)
  socket.htonl(2**32)
  socket.htonl(2**63)
  socket.htonl(2**64)
  socket.htonl(-1)
  socket.htonl(-2**63)
  socket.htonl('x')
  socket.htonl(1.5)
  socket.htonl(None)
  socket.ntohl(16777216)
  socket.ntohl(2**32)
  socket.ntohl(-1)
  socket.ntohl(2**70)
  socket.ntohl('x')
  socket.inet_aton('127.0.0.1')
  socket.inet_aton('1')
  socket.inet_aton('1.2')
  socket.inet_aton('1.2.3')
  socket.inet_aton('0x7f.1')
  socket.inet_aton('010.1')
  socket.inet_aton('255.255.255.255')
  socket.inet_aton('1.2.3.4 x')
  socket.inet_aton('256.1')
  socket.inet_aton('')
  socket.inet_aton('x')
  socket.inet_aton('1\0')
  socket.inet_aton('é')
  socket.inet_aton(b'1.2.3.4')
  socket.inet_aton(5)
  socket.inet_aton(None)
  socket.inet_ntoa(b'1234')
  socket.inet_ntoa(bytearray(4))
  socket.inet_ntoa(b'123')
  socket.inet_ntoa(b'')
  socket.inet_ntoa('1234')
  socket.inet_ntoa(5)
  socket.inet_ntoa(None)
  socket.inet_pton(socket.AF_INET, '1.2.3.4')
  socket.inet_pton(socket.AF_INET, '1.2.3')
  socket.inet_pton(socket.AF_INET, '01.2.3.4')
  socket.inet_pton(socket.AF_INET, '')
  socket.inet_pton(socket.AF_INET6, '::')
  socket.inet_pton(socket.AF_INET6, '::1')
  socket.inet_pton(socket.AF_INET6, 'fe80::1%lo')
  socket.inet_pton(socket.AF_INET6, '::ffff:1.2.3.4')
  socket.inet_pton(socket.AF_INET6, 'x')
  socket.inet_pton(socket.AF_UNIX, 'x')
  socket.inet_pton(-1, 'x')
  socket.inet_pton('x', 'y')
  socket.inet_pton(socket.AF_INET, b'1.2.3.4')
  socket.inet_pton(socket.AF_INET, 5)
  socket.inet_pton(socket.AF_INET, '1.2.3.4\0')
  socket.inet_pton(2**31, 'x')
  socket.inet_ntop(socket.AF_INET, b'1234')
  socket.inet_ntop(socket.AF_INET, b'12')
  socket.inet_ntop(socket.AF_INET, b'12345')
  socket.inet_ntop(socket.AF_INET6, b'1'*16)
  socket.inet_ntop(socket.AF_INET6, b'\0'*16)
  socket.inet_ntop(socket.AF_INET6, b'\0'*10 + b'\xff\xff1234')
  socket.inet_ntop(socket.AF_INET6, b'12')
  socket.inet_ntop(socket.AF_UNIX, b'12')
  socket.inet_ntop(socket.AF_INET, '1234')
  socket.inet_ntop('x', b'1234')
  socket.inet_ntop(1.5, b'1234')

  socket.getdefaulttimeout()
  socket.setdefaulttimeout(1.5); socket.getdefaulttimeout()
  socket.setdefaulttimeout(0); socket.getdefaulttimeout()
  socket.setdefaulttimeout(None); socket.getdefaulttimeout()
  socket.setdefaulttimeout(-1)
  socket.setdefaulttimeout('x')
  socket.setdefaulttimeout(float('nan'))
  socket.setdefaulttimeout(float('inf'))
  socket.setdefaulttimeout(2.5); s = socket.socket(); t = s.gettimeout(); s.close(); t
  socket.setdefaulttimeout(0); s = socket.socket(); t = s.getblocking(); s.close(); t

  s = socket.socket(); r = (s.family, s.type, s.proto, s.gettimeout(), s.getblocking(), s.get_inheritable()); s.close(); r
  s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, 17); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK); r = (s.type, s.gettimeout()); s.close(); r
  s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_CLOEXEC); r = (s.type, s.gettimeout()); s.close(); r
  s = socket.socket(-1, -1, -1); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.socket(-1, socket.SOCK_DGRAM); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.socket(type=socket.SOCK_DGRAM); r = (s.family, s.type); s.close(); r
  socket.socket('x')
  socket.socket(1.5)
  socket.socket(None)
  socket.socket(999)
  socket.socket(-2)
  socket.socket(socket.AF_INET, 'x')
  socket.socket(socket.AF_INET, 999)
  socket.socket(socket.AF_INET, -2)
  socket.socket(socket.AF_INET, socket.SOCK_STREAM, 999)
  socket.socket(socket.AF_INET, socket.SOCK_STREAM, 17)
  socket.socket(socket.AF_INET, socket.SOCK_STREAM, 'x')
  socket.socket(2**31)
  socket.socket(socket.AF_INET, 2**31)
  socket.socket(-2**31-1)
  socket.socket(fileno=-1)
  socket.socket(fileno=-2)
  socket.socket(fileno='x')
  socket.socket(fileno=1.5)
  socket.socket(fileno=2**31)
  socket.socket(fileno=99999)
  socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, 99999)
  socket.socket(-1, socket.SOCK_STREAM, 0, 99999)
  s = socket.socket(fileno=udp6.detach()); r = (s.family, s.type, s.proto, s.gettimeout()); s.close(); r
  s = socket.socket(fileno=seqpacket.detach()); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.socket(fileno=tcp.detach()); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM, 7, tcp.detach()); r = (s.family, s.type, s.proto); s.close(); r

  x, y = socket.socketpair(); r = (x.family, x.type, x.proto, x.getsockname(), y.getpeername()); x.close(); y.close(); r
  x, y = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); r = (x.type, y.type); x.close(); y.close(); r
  x, y = socket.socketpair(None, socket.SOCK_SEQPACKET, 0); r = x.type; x.close(); y.close(); r
  x, y = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK); r = (x.type, x.gettimeout()); x.close(); y.close(); r
  socket.socketpair('x')
  socket.socketpair(socket.AF_INET)
  socket.socketpair(socket.AF_UNIX, 999)
  socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM, 999)
  socket.socketpair(1.5)
  socket.socketpair(2**31)

  s = socket.fromfd(tcp.fileno(), socket.AF_INET, socket.SOCK_STREAM); r = (s.family, s.type, s.proto); s.close(); r
  s = socket.fromfd(tcp.fileno(), socket.AF_INET, socket.SOCK_STREAM, 6); r = s.proto; s.close(); r
  socket.fromfd(99999, 2, 1)
  socket.fromfd(-1, 2, 1)
  socket.fromfd('x', 2, 1)
  socket.fromfd(1.5, 2, 1)
  socket.dup(99999)
  socket.dup(-1)
  socket.dup('x')
  socket.dup(None)
  d = socket.dup(tcp.fileno()); socket.close(d)
  d = socket.dup(tcp.fileno()); socket.close(d); socket.close(d)
  socket.close(99999)
  socket.close(-1)
  socket.close('x')
  socket.close(None)
  socket.close(1.5)
`;

const options = String.raw`
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
  udp.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 4)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1024)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1025)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, -1)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 'x')
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 2**31)
  tcp.getsockopt(socket.SOL_SOCKET, 9999)
  tcp.getsockopt(9999, 1)
  tcp.getsockopt('x', 1)
  tcp.getsockopt(1, 'x')
  tcp.getsockopt(1, 1.5)
  tcp.getsockopt(1)
  tcp.getsockopt()
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
  tcp.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER)
  tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
  tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
  udp.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
  tcp.getsockopt(socket.IPPROTO_IP, socket.IP_TTL)
  tcp6.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
  tcp.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
  unix.getsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED)
  closed.getsockopt(1, 2)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True); tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, b'\1\0\0\0'); tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 4)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\5\0\0\0'); tcp.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1')
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'')
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, -1); tcp.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 'x')
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1.5)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 2**31)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, (1, 2))
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, 4)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, 0)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, -1)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, None, 'x')
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1, 4)
  tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, b'x', 4)
  tcp.setsockopt(socket.SOL_SOCKET, 9999, 1)
  tcp.setsockopt(9999, 1, 1)
  tcp.setsockopt('x', 1, 1)
  tcp.setsockopt(1, 'x', 1)
  tcp.setsockopt(1, 2)
  tcp.setsockopt(1)
  tcp.setsockopt()
  tcp.setsockopt(2**31, 2, 1)
  closed.setsockopt(1, 2, 1)
  tcp.set_inheritable(True); tcp.get_inheritable()
  tcp.set_inheritable(0); tcp.get_inheritable()
  tcp.set_inheritable(5); tcp.get_inheritable()
  tcp.set_inheritable('x')
  tcp.set_inheritable(1.5)
  tcp.set_inheritable()
  closed.get_inheritable()
  closed.set_inheritable(True)
`;

const modes = String.raw`
  tcp.settimeout(None); (tcp.gettimeout(), tcp.getblocking(), tcp.timeout)
  tcp.settimeout(0); (tcp.gettimeout(), tcp.getblocking(), tcp.timeout)
  tcp.settimeout(2.5); (tcp.gettimeout(), tcp.getblocking(), tcp.timeout)
  tcp.settimeout(True); tcp.gettimeout()
  tcp.settimeout(0.3); tcp.gettimeout()
  tcp.settimeout(-1)
  tcp.settimeout(-0.5)
  tcp.settimeout('x')
  tcp.settimeout(b'x')
  tcp.settimeout(float('nan'))
  tcp.settimeout(float('inf'))
  tcp.settimeout(2**63)
  tcp.settimeout(2**100)
  tcp.settimeout()
  tcp.setblocking(True); tcp.gettimeout()
  tcp.setblocking(False); tcp.gettimeout()
  tcp.setblocking(0); tcp.gettimeout()
  tcp.setblocking(1); tcp.gettimeout()
  tcp.setblocking(None); tcp.gettimeout()
  tcp.setblocking(''); tcp.gettimeout()
  tcp.setblocking('x'); tcp.gettimeout()
  tcp.setblocking()
  tcp.gettimeout()
  tcp.getblocking()
  closed.settimeout(1)
  closed.setblocking(True)
  closed.gettimeout()
  closed.getblocking()
  closed.fileno()
  closed.detach()
  closed.close()
  closed.dup()
  str(closed)
  closed.family
  closed.type
  closed.proto
  tcp.close(); tcp.close(); tcp.fileno()
  tcp.detach(); tcp.fileno()
  d = tcp.dup(); r = (d.family, d.type, d.proto, d.gettimeout(), d.get_inheritable()); d.close(); r
`;

const receiving = `
${
  for_each(
    `closed tcp udp unix unix_datagram ${PAIRS}`,
    String.raw`
  {s}.recv(10)
  {s}.recv(0)
  {s}.recv(10, 0)
  {s}.recv(10, socket.MSG_PEEK)
  {s}.recv(10, socket.MSG_DONTWAIT)
  {s}.recvfrom(10)
  {s}.recvfrom(0)
  {s}.recv_into(bytearray(10))
  {s}.recv_into(bytearray(0))
  {s}.recvfrom_into(bytearray(10))
  {s}.recvfrom_into(bytearray(0))
  {s}.recvmsg(10)
  {s}.recvmsg(0)
  {s}.recvmsg_into([bytearray(10)])
  {s}.recvmsg_into([])
  `,
  )
}
${
  for_each(
    PAIRS,
    String.raw`
  {p}.send(b'hello'); {s}.recv(10)
  {p}.send(b'hello'); {s}.recv(2)
  {p}.send(b'hello'); ({s}.recv(2, socket.MSG_PEEK), {s}.recv(10))
  {p}.send(b'hello'); ({s}.recv(2), {s}.recv(10))
  {p}.send(b'hello'); ({s}.recv(0), {s}.recv(10))
  {p}.send(b'hello'); {s}.recvfrom(10)[0]
  {p}.send(b'hello'); {s}.recvfrom(10)
  {p}.send(b'hello'); {s}.recvfrom(2)[0]
  m = bytearray(8); {p}.send(b'hello'); ({s}.recv_into(m), m)
  m = bytearray(8); {p}.send(b'hello'); ({s}.recv_into(m, 3), m)
  m = bytearray(8); {p}.send(b'hello'); ({s}.recv_into(m, 0), m)
  m = bytearray(8); {p}.send(b'hello'); ({s}.recv_into(m, nbytes=2, flags=socket.MSG_PEEK), m)
  m = bytearray(8); {p}.send(b'hello'); ({s}.recvfrom_into(m, 3)[0], m)
  m = bytearray(3); {p}.send(b'hello'); ({s}.recv_into(m), m)
  {p}.send(b'hello'); {s}.recvmsg(10)
  {p}.send(b'hello'); {s}.recvmsg(2)
  {p}.send(b'hello'); {s}.recvmsg(10, 100, socket.MSG_PEEK)
  m = bytearray(2); n = bytearray(9); {p}.send(b'hello'); ({s}.recvmsg_into([m, n]), m, n)
  m = bytearray(2); {p}.send(b'hello'); ({s}.recvmsg_into([m])[0], m)
  {p}.send(b''); {s}.recv(10)
  {p}.close(); {s}.recv(10)
  {p}.close(); {s}.recvfrom(10)
  {p}.close(); {s}.recvmsg(10)
  {p}.close(); {s}.recv_into(bytearray(5))
  {s}.shutdown(socket.SHUT_RD); {s}.recv(10)
  {s}.shutdown(socket.SHUT_WR); {p}.recv(10)
  {p}.send(b'x'); {p}.close(); ({s}.recv(10), {s}.recv(10))
  `,
  )
}
${
  for_each(
    "tcp udp a closed",
    String.raw`
  {s}.recv()
  {s}.recv(-1)
  {s}.recv('x')
  {s}.recv(1.5)
  {s}.recv(None)
  {s}.recv(b'x')
  {s}.recv(2**63)
  {s}.recv(-2**63-1)
  {s}.recv(1, 'x')
  {s}.recv(1, 1.5)
  {s}.recv(1, None)
  {s}.recv(1, 2**31)
  {s}.recv(1, -2**31-1)
  {s}.recv(1, 2**64)
  {s}.recvfrom()
  {s}.recvfrom(-1)
  {s}.recvfrom('x')
  {s}.recvfrom(1, 'x')
  {s}.recvfrom(2**63)
  {s}.recv_into()
  {s}.recv_into(5)
  {s}.recv_into(None)
  {s}.recv_into('x')
  {s}.recv_into(1.5)
  {s}.recv_into(())
  {s}.recv_into(bytearray(2), -1)
  {s}.recv_into(bytearray(2), 3)
  {s}.recv_into(bytearray(2), 'x')
  {s}.recv_into(bytearray(2), 1, 'x')
  {s}.recv_into(bytearray(2), 2**63)
  {s}.recvfrom_into()
  {s}.recvfrom_into(5)
  {s}.recvfrom_into('x')
  {s}.recvfrom_into(bytearray(2), -1)
  {s}.recvfrom_into(bytearray(2), 3)
  {s}.recvfrom_into(bytearray(2), 'x')
  {s}.recvmsg()
  {s}.recvmsg(-1)
  {s}.recvmsg('x')
  {s}.recvmsg(1.5)
  {s}.recvmsg(10, -1)
  {s}.recvmsg(10, 'x')
  {s}.recvmsg(10, 2**31)
  {s}.recvmsg(10, 10, 'x')
  {s}.recvmsg_into()
  {s}.recvmsg_into(5)
  {s}.recvmsg_into(None)
  {s}.recvmsg_into([5])
  {s}.recvmsg_into(['x'])
  {s}.recvmsg_into([None])
  {s}.recvmsg_into([bytearray(1)], -1)
  {s}.recvmsg_into([bytearray(1)], 'x')
  {s}.recvmsg_into([bytearray(1)], 1, 'x')
  `,
  )
}`;

const sending = `
${
  for_each(
    `closed tcp udp unix unix_datagram ${PAIRS}`,
    String.raw`
  {s}.send(b'')
  {s}.send(b'x')
  {s}.sendall(b'')
  {s}.sendall(b'x')
  {s}.send(b'x', 0)
  {s}.sendmsg([b'x'])
  {s}.sendmsg([])
  {s}.shutdown(socket.SHUT_RD)
  {s}.shutdown(socket.SHUT_WR)
  {s}.shutdown(socket.SHUT_RDWR)
  {s}.shutdown(3)
  {s}.shutdown(-1)
  {s}.shutdown('x')
  {s}.shutdown()
  `,
  )
}
${
  for_each(
    PAIRS,
    String.raw`
  {s}.send(b'hello'); {p}.recv(10)
  {s}.send(bytearray(3)); {p}.recv(10)
  {s}.sendall(b'hello'); {p}.recv(10)
  ({s}.sendmsg([b'he', b'', b'llo']), {p}.recv(10))
  ({s}.sendmsg([bytearray(2), b'x'], []), {p}.recv(10))
  ({s}.sendmsg([b'x'], [], 0, None), {p}.recv(10))
  ({s}.sendmsg((b'x', b'y')), {p}.recv(10))
  {p}.close(); {s}.send(b'x')
  {p}.close(); {s}.sendall(b'x')
  {s}.shutdown(socket.SHUT_WR); {s}.send(b'x')
  {s}.shutdown(socket.SHUT_WR); {s}.sendmsg([b'x'])
  {s}.shutdown(socket.SHUT_WR); {s}.shutdown(socket.SHUT_WR)
  {s}.send(b'x', socket.MSG_OOB)
  {s}.sendto(b'x', refused)
  {s}.sendto(b'x', 5)
  {s}.sendmsg([b'x'], [(1, 2)])
  {s}.sendmsg([b'x'], [(1, 2, 3)])
  {s}.sendmsg([b'x'], [5])
  {s}.sendmsg([b'x'], ['xyz'])
  {s}.sendmsg([b'x'], 5)
  {s}.sendmsg([b'x'], None)
  {s}.sendmsg([b'x'], [('a', 2, b'')])
  {s}.sendmsg([b'x'], [(1, 'a', b'')])
  {s}.sendmsg([b'x'], [(2**31, 1, b'')])
  {s}.sendmsg([b'x'], [(socket.SOL_SOCKET, 999, b'')])
  {s}.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'')])
  {s}.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'\1')])
  {s}.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'\xff\xff\0\0')])
  {s}.sendmsg([b'x'] * 1024)
  {s}.sendmsg([b'x'] * 1025)
  {s}.sendmsg([b'x'], [], 0, 5)
  {s}.sendmsg([b'x'], [], 'x')
  {s}.sendmsg([b'x'], [], 2**31)
  `,
  )
}
${
  for_each(
    "tcp udp a closed",
    String.raw`
  {s}.send()
  {s}.send(5)
  {s}.send(None)
  {s}.send(1.5)
  {s}.send((1, 2))
  {s}.send({})
  {s}.send(b'x', 'y')
  {s}.send(b'x', 1.5)
  {s}.send(b'x', None)
  {s}.send(b'x', 2**31)
  {s}.sendall()
  {s}.sendall(5)
  {s}.sendall(None)
  {s}.sendall(b'x', 'y')
  {s}.sendall(b'x', 2**31)
  {s}.sendto()
  {s}.sendto(b'x')
  {s}.sendto(5, ('127.0.0.1', 9))
  {s}.sendto(b'x', 'f', ('127.0.0.1', 9))
  {s}.sendto(b'x', 1.5, ('127.0.0.1', 9))
  {s}.sendto(b'x', 2**31, ('127.0.0.1', 9))
  {s}.sendmsg()
  {s}.sendmsg(5)
  {s}.sendmsg(None)
  {s}.sendmsg([5])
  {s}.sendmsg([None])
  {s}.sendmsg([b'x', 5])
  `,
  )
}
${
  for_each(
    "udp tcp closed",
    String.raw`
  {s}.sendto(b'x', ('127.0.0.1', 65536))
  {s}.sendto(b'x', ('127.0.0.1', -1))
  {s}.sendto(b'x', ('127.0.0.1', 'x'))
  {s}.sendto(b'x', ('127.0.0.1', 1.5))
  {s}.sendto(b'x', ('127.0.0.1',))
  {s}.sendto(b'x', ('127.0.0.1', 1, 2))
  {s}.sendto(b'x', None)
  {s}.sendto(b'x', 'y')
  {s}.sendto(b'x', ())
  {s}.sendto(b'x', (5, 9))
  {s}.sendto(b'x', (None, 9))
  {s}.sendto(b'x', ('a\0b', 9))
  {s}.sendto(b'x', ('<broadcast>', 9))
  {s}.sendto(b'x', ('255.255.255.255', 9))
  {s}.sendto(b'x', ('no-such-host.invalid', 9))
  {s}.sendto(b'x', ('é'*70, 9))
  `,
  )
}
  (udp.sendto(b'x', bound_udp.getsockname()), bound_udp.recv(5))
  (udp.sendto(b'x', 0, bound_udp.getsockname()), bound_udp.recv(5))
  (udp.sendto(b'', bound_udp.getsockname()), bound_udp.recv(5))
  udp.bind(('127.0.0.1', 0)); udp.sendto(b'x', bound_udp.getsockname()); bound_udp.recvfrom(5)
  udp6.bind(('::1', 0)); udp6.sendto(b'x', bound_udp6.getsockname()); bound_udp6.recvfrom(5)
  udp6.sendto(b'x', ('::1', 9, 0, 0, 0))
  udp6.sendto(b'x', ('127.0.0.1', 9))
  (udp.sendmsg([b'x', b'y'], [], 0, bound_udp.getsockname()), bound_udp.recvmsg(5)[0])
  udp.sendmsg([b'x'])
  udp.sendmsg([b'x'], [], 0, ('127.0.0.1', 65536))
  unix_datagram.sendto(b'x', path + '/none')
  unix_datagram.sendto(b'x', 5)
  unix_datagram.sendto(b'x', '')
  unix_datagram.bind(path + '/s'); a_datagram.sendto(b'x', path + '/s'); unix_datagram.recvfrom(5)
  seqpacket.sendto(b'x', path + '/none')
`;

const connecting = `
${
  for_each(
    "tcp udp",
    String.raw`
  {s}.bind()
  {s}.bind(5)
  {s}.bind('x')
  {s}.bind(None)
  {s}.bind(b'x')
  {s}.bind({})
  {s}.bind(())
  {s}.bind(('a',))
  {s}.bind(('127.0.0.1', 0, 0))
  {s}.bind(('127.0.0.1', 'x'))
  {s}.bind(('127.0.0.1', 1.5))
  {s}.bind(('127.0.0.1', None))
  {s}.bind(('127.0.0.1', 65536))
  {s}.bind(('127.0.0.1', -1))
  {s}.bind(('127.0.0.1', 2**31))
  {s}.bind(('127.0.0.1', 2**70))
  {s}.bind((5, 0))
  {s}.bind((None, 0))
  {s}.bind((1.5, 0))
  {s}.bind(((), 0))
  {s}.bind(('a\0b', 0))
  {s}.bind((b'a\0b', 0))
  {s}.bind((b'127.0.0.1', 0)); {s}.getsockname()
  {s}.bind(('', 0)); {s}.getsockname()
  {s}.bind((b'', 0)); {s}.getsockname()
  {s}.bind(('localhost', 0)); {s}.getsockname()
  {s}.bind(('127.1', 0)); {s}.getsockname()
  {s}.bind(('0x7f.1', 0)); {s}.getsockname()
  {s}.bind(('127.0.0.1', True))
  {s}.bind(('no-such-host.invalid', 0))
  {s}.bind(('no-such-host.invalid', 65536))
  {s}.bind(('8.8.8.8', 0))
  {s}.bind(('::1', 0))
  {s}.bind(('é'*70, 0))
  {s}.bind(('a..b', 0))
  {s}.bind(('x'*300, 0))
  {s}.bind(('127.0.0.1', 0)); {s}.bind(('127.0.0.1', 0))
  {s}.getsockname()
  {s}.getpeername()
  {s}.connect()
  {s}.connect(5)
  {s}.connect('x')
  {s}.connect(None)
  {s}.connect(('127.0.0.1',))
  {s}.connect(('127.0.0.1', 65536))
  {s}.connect(('127.0.0.1', 'x'))
  {s}.connect(('no-such-host.invalid', 1))
  {s}.connect(('é'*70, 1))
  {s}.connect_ex()
  {s}.connect_ex(5)
  {s}.connect_ex(('127.0.0.1', 65536))
  {s}.connect_ex(('no-such-host.invalid', 1))
  {s}.connect_ex(('127.0.0.1', 'x'))
  {s}.connect(('<broadcast>', 9))
  {s}.connect_ex(('<broadcast>', 9))
  `,
  )
}
${
  for_each(
    "tcp6 udp6",
    String.raw`
  {s}.bind(('::1', 0)); {s}.getsockname()
  {s}.bind(('::1', 0, 0)); {s}.getsockname()
  {s}.bind(('::1', 0, 0, 0)); {s}.getsockname()
  {s}.bind(('', 0)); {s}.getsockname()
  {s}.bind(('localhost', 0)); {s}.getsockname()
  {s}.bind(('::1',))
  {s}.bind(('::1', 0, 0, 0, 0))
  {s}.bind(())
  {s}.bind(5)
  {s}.bind('x')
  {s}.bind(('::1', 0, 2**20))
  {s}.bind(('::1', 0, 2**20 - 1))
  {s}.bind(('::1', 0, -1))
  {s}.bind(('::1', 0, 'x'))
  {s}.bind(('::1', 0, 1.5))
  {s}.bind(('::1', 0, 2**32)); {s}.getsockname()
  {s}.bind(('::1', 0, 0, -1))
  {s}.bind(('::1', 0, 0, 2**33))
  {s}.bind(('::1', 0, 0, 999))
  {s}.bind(('::1', 0, 0, 'x'))
  {s}.bind(('::1', 65536, 2**21))
  {s}.bind(('::1', 'x'))
  {s}.bind(('::1', -1))
  {s}.bind(('255.255.255.255', 0))
  {s}.bind(('<broadcast>', 0))
  {s}.bind(('127.0.0.1', 0))
  {s}.bind(('::1%99', 0))
  {s}.bind(('::1%lo', 0))
  {s}.bind(('::ffff:127.0.0.1', 0)); {s}.getsockname()
  {s}.bind((5, 0))
  {s}.bind(('a\0b', 0))
  {s}.bind(('2001:db8::1', 0))
  {s}.connect(('::1', 65536))
  {s}.getsockname()
  {s}.getpeername()
  `,
  )
}
${
  for_each(
    "unix unix_datagram seqpacket",
    String.raw`
  {s}.bind()
  {s}.bind(5)
  {s}.bind(None)
  {s}.bind(('a', 1))
  {s}.bind({})
  {s}.bind('x'*108)
  {s}.bind(b'x'*108)
  {s}.bind('\0' + 'x'*107); {s}.getsockname()
  {s}.bind('\0' + 'x'*108)
  {s}.bind(b'\0conformance \xff'); {s}.getsockname()
  {s}.bind('\ud800')
  {s}.bind('a\udfff\ud800\ud801')
  {s}.bind(path + '/none/x')
  {s}.bind(path)
  {s}.bind(path + '/s'); {s}.getsockname()
  {s}.bind(path + '/ünï'); {s}.getsockname()
  {s}.bind(path + '/\udcff'); {s}.getsockname()
  {s}.bind(path + '/s\0t'); {s}.getsockname()
  {s}.bind(path + '/s'); {s}.bind(path + '/t')
  {s}.bind(''); len({s}.getsockname())
  {s}.bind(b''); len({s}.getsockname())
  {s}.getsockname()
  {s}.getpeername()
  {s}.connect(path + '/none')
  {s}.connect(path)
  {s}.connect('x'*108)
  {s}.connect(5)
  {s}.connect(b'\0nobody is here')
  {s}.connect_ex(path + '/none')
  {s}.connect_ex(5)
  {s}.connect('')
  `,
  )
}
${
  for_each(
    FRESH + " closed",
    String.raw`
  {s}.listen()
  {s}.listen(0)
  {s}.listen(-1)
  {s}.listen(5)
  {s}.listen('x')
  {s}.listen(1.5)
  {s}.listen(None)
  {s}.listen(2**31)
  {s}.listen(-2**31-1)
  {s}.getsockname()
  {s}.getpeername()
  `,
  )
}
${for_each(FRESH + " closed a_tcp", "{s}.accept()")}
${for_each(MESSAGE_PAIRS, "  {p}.send(b'hello'); {s}.recv_into(bytearray(10), 0, socket.MSG_TRUNC)")}
${
  for_each(
    "listening listening6 listening_unix",
    String.raw`
  {s}.accept()
  {s}.listen(1)
  {s}.connect({s}.getsockname())
  {s}.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
  `,
  )
}
  tcp.bind(bound.getsockname())
  udp.bind(bound_udp.getsockname())
  tcp.connect(refused)
  tcp.connect_ex(refused)
  udp.connect(refused); udp.send(b'x'); udp.send(b'x')
  udp.connect(bound_udp.getsockname()); (udp.getpeername(), udp.send(b'x'), bound_udp.recv(3))
  udp.connect(bound_udp.getsockname()); udp.connect(bound_udp.getsockname())
  tcp.bind(('127.0.0.1', 0)); tcp.connect(tcp.getsockname())
  a_tcp.connect(b_tcp.getsockname())
  a_tcp.connect_ex(b_tcp.getsockname())
  a_tcp.bind(('127.0.0.1', 0))
  a_tcp.listen()
  a.connect('x')
  a.listen()
  closed.bind(('127.0.0.1', 0))
  closed.bind(5)
  closed.connect(refused)
  closed.connect_ex(refused)
  closed.getsockname()
  closed.getpeername()
  a_tcp.getpeername()
  a_tcp6.getsockname()
  unix.connect(listening_unix.getsockname()); unix.send(b'x'); c, r = listening_unix.accept(); (c.recv(5), r, c.family, c.type)
  tcp.settimeout(2); tcp.connect(listening.getsockname()); c, r = listening.accept(); tcp.send(b'x'); c.settimeout(2); (c.recv(5), r, c.getsockname())
  tcp6.settimeout(2); tcp6.connect(listening6.getsockname()); c, r = listening6.accept(); (r, c.getpeername(), c.gettimeout())
`;

const names = String.raw`
  socket.getaddrinfo('127.0.0.1', 80)
  socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET, socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', 80, 0, socket.SOCK_DGRAM, 17)
  socket.getaddrinfo('::1', 80, socket.AF_INET6, socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', '80', type=socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', b'80', type=socket.SOCK_STREAM)
  socket.getaddrinfo(b'127.0.0.1', 80, type=socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', 'http', type=socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', 'http')
  socket.getaddrinfo('127.0.0.1', 'no such service')
  socket.getaddrinfo('127.0.0.1', '', type=socket.SOCK_STREAM)
  socket.getaddrinfo(None, 80, type=socket.SOCK_STREAM)
  socket.getaddrinfo(None, 80, 0, socket.SOCK_STREAM, 0, socket.AI_PASSIVE)
  socket.getaddrinfo(None, None)
  socket.getaddrinfo('127.0.0.1', None, type=socket.SOCK_STREAM)
  socket.getaddrinfo('localhost', None, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_CANONNAME)
  socket.getaddrinfo('localhost', 80, socket.AF_INET)
  socket.getaddrinfo('', 80, type=socket.SOCK_STREAM)
  socket.getaddrinfo('no-such-host.invalid', 80)
  socket.getaddrinfo('localhost', 80, flags=socket.AI_NUMERICHOST)
  socket.getaddrinfo('127.0.0.1', 'http', flags=socket.AI_NUMERICSERV)
  socket.getaddrinfo('127.0.0.1', 65536, type=socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', -1, type=socket.SOCK_STREAM)
  socket.getaddrinfo('127.0.0.1', 2**63)
  socket.getaddrinfo('127.0.0.1', 2**64)
  socket.getaddrinfo('127.0.0.1', 1.5)
  socket.getaddrinfo('127.0.0.1', ())
  socket.getaddrinfo(5, 80)
  socket.getaddrinfo((), 80)
  socket.getaddrinfo('127.0.0.1', 80, 999)
  socket.getaddrinfo('127.0.0.1', 80, 'x')
  socket.getaddrinfo('127.0.0.1', 80, 0, 999)
  socket.getaddrinfo('127.0.0.1', 80, 0, 0, 999)
  socket.getaddrinfo('127.0.0.1', 80, 0, 0, 0, -1)
  socket.getaddrinfo('127.0.0.1', 80, 0, 0, 0, 'x')
  socket.getaddrinfo('127.0.0.1', 80, 2**31)
  socket.getaddrinfo('::1', 80, socket.AF_INET)
  socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET6)
  socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET6, socket.SOCK_STREAM, 0, socket.AI_V4MAPPED)
  socket.getaddrinfo('fe80::1%lo', 80, socket.AF_INET6, socket.SOCK_STREAM)
  socket.getaddrinfo('fe80::1%1', 80, socket.AF_INET6, socket.SOCK_STREAM)
  socket.getaddrinfo('a\0b', 80)
  socket.getaddrinfo('é'*70, 80)
  socket.getaddrinfo('\ud800', 80)
  socket.getaddrinfo('a..b', 80)
  socket.getaddrinfo('x'*300, 80)
  socket.getaddrinfo()
  socket.getaddrinfo('x')
  socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
  socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST)
  socket.getnameinfo(('127.0.0.1', 80), 0)
  socket.getnameinfo(('127.0.0.1', 53), socket.NI_NUMERICHOST | socket.NI_DGRAM)
  socket.getnameinfo(('::1', 80, 0, 0), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
  socket.getnameinfo(('::1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
  socket.getnameinfo(('fe80::1', 80, 0, 1), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
  socket.getnameinfo(('10.255.255.254', 80), socket.NI_NAMEREQD)
  socket.getnameinfo(('localhost', 80), 0)
  socket.getnameinfo(('127.0.0.1', 80, 0, 0), 0)
  socket.getnameinfo(('127.0.0.1',), 0)
  socket.getnameinfo(('127.0.0.1', 'http'), 0)
  socket.getnameinfo((5, 80), 0)
  socket.getnameinfo('x', 0)
  socket.getnameinfo(None, 0)
  socket.getnameinfo((), 0)
  socket.getnameinfo(('127.0.0.1', 80), 'x')
  socket.getnameinfo(('127.0.0.1', 80), 2**31)
  socket.getnameinfo(('127.0.0.1', 80))
  socket.getnameinfo(('::1', 80, 2**20), 0)
  socket.getnameinfo(('::1', 80, 'x'), 0)
  socket.getnameinfo(('127.0.0.1', 65536), 0)
  socket.getnameinfo(('no-such-host.invalid', 80), 0)
  socket.gethostbyname('127.0.0.1')
  socket.gethostbyname('localhost')
  socket.gethostbyname('')
  socket.gethostbyname('<broadcast>')
  socket.gethostbyname('255.255.255.255')
  socket.gethostbyname(b'localhost')
  socket.gethostbyname('::1')
  socket.gethostbyname('no-such-host.invalid')
  socket.gethostbyname(5)
  socket.gethostbyname(None)
  socket.gethostbyname('a\0b')
  socket.gethostbyname('é'*70)
  socket.gethostbyname()
  socket.gethostbyname_ex('127.0.0.1')
  socket.gethostbyname_ex('localhost')
  socket.gethostbyname_ex('no-such-host.invalid')
  socket.gethostbyname_ex(5)
  socket.gethostbyaddr('127.0.0.1')
  socket.gethostbyaddr('::1')
  socket.gethostbyaddr('no-such-host.invalid')
  socket.gethostbyaddr(5)
  socket.gethostname()
  socket.getfqdn('localhost')
  socket.getfqdn('127.0.0.1')
  socket.getfqdn()
  socket.getfqdn('no-such-host.invalid')
  socket.getservbyname('http')
  socket.getservbyname('http', 'tcp')
  socket.getservbyname('domain', 'udp')
  socket.getservbyname('http', 'xyz')
  socket.getservbyname('no such service')
  socket.getservbyname('')
  socket.getservbyname(5)
  socket.getservbyname('http', 5)
  socket.getservbyname('a\0b')
  socket.getservbyname()
  socket.getservbyport(80)
  socket.getservbyport(80, 'tcp')
  socket.getservbyport(53, 'udp')
  socket.getservbyport(1)
  socket.getservbyport(65535)
  socket.getservbyport(65536)
  socket.getservbyport(-1)
  socket.getservbyport('x')
  socket.getservbyport(2**31)
  socket.getservbyport(80, 'xyz')
  socket.getservbyport()
  socket.getprotobyname('tcp')
  socket.getprotobyname('icmp')
  socket.getprotobyname('ipv6-icmp')
  socket.getprotobyname('no such protocol')
  socket.getprotobyname(5)
  socket.getprotobyname('a\0b')
  socket.getprotobyname()
  socket.if_nameindex()
  socket.if_nametoindex('lo')
  socket.if_nametoindex(b'lo')
  socket.if_nametoindex('no such interface')
  socket.if_nametoindex('')
  socket.if_nametoindex('x'*100)
  socket.if_nametoindex('a\0b')
  socket.if_nametoindex(5)
  socket.if_nametoindex(None)
  socket.if_nametoindex()
  socket.if_indextoname(1)
  socket.if_indextoname(0)
  socket.if_indextoname(9999)
  socket.if_indextoname(-1)
  socket.if_indextoname(2**32)
  socket.if_indextoname(2**64)
  socket.if_indextoname('x')
  socket.if_indextoname(1.5)
  socket.if_indextoname()
  socket.has_ipv6
  socket.has_dualstack_ipv6()

  socket.create_connection(refused)
  socket.create_connection(refused, 1)
  socket.create_connection(refused, None)
  socket.create_connection(refused, all_errors=True)
  socket.create_connection(('no-such-host.invalid', 80))
  socket.create_connection(('127.0.0.1', 'no such service'))
  socket.create_connection(('127.0.0.1', 65536))
  socket.create_connection(('127.0.0.1',))
  socket.create_connection(('127.0.0.1', 80, 5))
  socket.create_connection('x')
  socket.create_connection(5)
  socket.create_connection(None)
  socket.create_connection()
  socket.create_connection(refused, -1)
  socket.create_connection(refused, 'x')
  socket.create_connection(refused, 1, 5)
  socket.create_connection(refused, 1, ('127.0.0.1', 65536))
  socket.create_connection(refused, 1, ('8.8.8.8', 0))
  s = socket.create_connection(listening.getsockname()); r = (s.gettimeout(), s.family, s.type, s.proto); s.close(); r
  s = socket.create_connection(listening.getsockname(), 2.5); r = s.gettimeout(); s.close(); r
  socket.setdefaulttimeout(3); s = socket.create_connection(listening.getsockname(), None); r = s.gettimeout(); s.close(); r
  socket.setdefaulttimeout(3); s = socket.create_connection(listening.getsockname()); r = s.gettimeout(); s.close(); r
  s = socket.create_connection(listening.getsockname(), 2, ('127.0.0.2', 0)); r = s.getsockname(); s.close(); r
  s = socket.create_server(('127.0.0.1', 0)); r = (s.family, s.type, s.getsockname(), s.getsockopt(1, 2), s.getsockopt(1, 15)); s.close(); r
  s = socket.create_server(('127.0.0.1', 0), reuse_port=True, backlog=0); r = s.getsockopt(1, 15); s.close(); r
  s = socket.create_server(('::1', 0), family=socket.AF_INET6); r = (s.getsockname(), s.getsockopt(41, 26)); s.close(); r
  s = socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True); r = (s.getsockname(), s.getsockopt(41, 26)); s.close(); r
  socket.create_server(('127.0.0.1', 0), dualstack_ipv6=True)
  socket.create_server(('8.8.8.8', 0))
  socket.create_server(listening.getsockname())
  socket.create_server(('127.0.0.1', 65536))
  socket.create_server(('127.0.0.1',))
  socket.create_server('x')
  socket.create_server(5)
  socket.create_server(('127.0.0.1', 0), family=socket.AF_UNIX)
  socket.create_server(('127.0.0.1', 0), family=999)
  socket.create_server(('127.0.0.1', 0), backlog='x')
  socket.create_server()

  socket.CMSG_LEN(0)
  socket.CMSG_LEN(1)
  socket.CMSG_LEN(100)
  socket.CMSG_LEN(2**31-17)
  socket.CMSG_LEN(2**31)
  socket.CMSG_LEN(2**63)
  socket.CMSG_LEN(-1)
  socket.CMSG_LEN('x')
  socket.CMSG_LEN(1.5)
  socket.CMSG_LEN()
  socket.CMSG_SPACE(0)
  socket.CMSG_SPACE(1)
  socket.CMSG_SPACE(100)
  socket.CMSG_SPACE(2**31-25)
  socket.CMSG_SPACE(2**31)
  socket.CMSG_SPACE(-1)
  socket.CMSG_SPACE('x')
  socket.send_fds(a, [b'x'], [a.fileno()]); (len(socket.recv_fds(b, 10, 5)[1]), 1)
  socket.send_fds(a, [b'x'], [])
  socket.send_fds(a, [b'x'], [99999])
  socket.send_fds(a, [b'x'], ['x'])
  socket.send_fds(a, [b'x'], 5)
  socket.send_fds(a, [b'x'], [2**31])
  socket.send_fds(a, 5, [0])
  socket.send_fds(a_tcp, [b'x'], [0])
  socket.send_fds(closed, [b'x'], [0])
  socket.recv_fds(a, 'x', 1)
  socket.recv_fds(a, 10, 'x')
  socket.recv_fds(a, 10, -1)
  socket.recv_fds(a, -1, 1)
  socket.recv_fds(closed, 10, 1)
  b.send(b'x'); socket.recv_fds(a, 10, 1)
  b.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'')]); a.recvmsg(10, 100)
  a.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1); b.send(b'x'); (a.recvmsg(10, 4)[2], 1)
  a.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1); b.send(b'x'); a.recvmsg(10, 100)[1][0][0]
  a_udp.setsockopt(socket.IPPROTO_IP, 12, 1); b_udp.send(b'x'); a_udp.recvmsg(10, 100)[1]
  a_udp.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1); a_udp.setsockopt(socket.IPPROTO_IP, 12, 1); b_udp.send(b'x'); a_udp.recvmsg(10, 100)[1]
  a_udp.setsockopt(socket.IPPROTO_IP, 12, 1); b_udp.send(b'x'); a_udp.recvmsg(10, socket.CMSG_LEN(4))
  a_udp.setsockopt(socket.IPPROTO_IP, 12, 1); b_udp.send(b'x'); a_udp.recvmsg(10, 10)
  a_udp.sendmsg([b'x'], [(socket.IPPROTO_IP, socket.IP_TTL, b'\x09\0\0\0')]); b_udp.recv(5)
  a_udp.sendmsg([b'x'], [(socket.IPPROTO_IP, socket.IP_TTL, b'\xff\xff\0\0')])
`;

const NOT_TUPLES = ["5", "None", "'x'"];
const ODD_TUPLES = [
  "()",
  "(1,)",
  "(1, 2)",
  "(-1, 2**32)",
  "('x', 2)",
  "('lo', 3)",
  "('lo', 65536)",
  "('lo', -1)",
  "('lo', 2**31)",
  "('lo', 3, 0, 1, b'123456789')",
  "('lo', 3, 'x')",
  "('no such', 3)",
  "('',)",
  "('lo',)",
  "('x'*20,)",
  "(b'lo',)",
  "('lo', 1, 2)",
  "('lo', 1.5, 2)",
  "('lo', 2**64, 2**32, 256)",
  "(1, 2, 3)",
  "(1, 2, 3, 4)",
  "(1, 2, 3, 4, 5)",
  "(9, 2, 3, 4)",
  "(1, 2, 3, 4, 5, 6)",
  "('hash', 'sha256')",
  "('h'*14, 'x')",
  "('hash', 's'*64)",
  "('hash', 5)",
  "('hash', 'sha256', 2**16)",
  "(1.5, 2)",
];

/** A socket of a family, whether the kernel has it or not: it is made of a descriptor of another. */
function odd(family: string, proto: number, addresses: readonly string[]): string[] {
  return addresses.map((address) =>
    `s = socket.socket(socket.AF_${family}, socket.SOCK_DGRAM, ${proto}, udp.detach()); s.settimeout(1); s.connect(${address})`
  );
}

// CAN's protocols 6 and 7 meet a bug of CPython's when the address is no tuple: see below.
const odd_addresses = ["NETLINK", "PACKET", "VSOCK", "TIPC", "CAN", "ALG", "QIPCRTR", "RDS"].flatMap((
  family,
) =>
  [0, 1, 2, 6, 7].flatMap((proto) => [
    ...odd(family, proto, ODD_TUPLES),
    ...odd(family, proto, family === "CAN" && proto > 2 ? [] : NOT_TUPLES),
  ])
).join("\n");

const families = `
  socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 999)
  socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM, 999)
  socket.socket(socket.AF_TIPC, 999)
  socket.socket(socket.AF_CAN, socket.SOCK_RAW, 999)
  socket.socket(socket.AF_ALG, 999)
  socket.socket(socket.AF_QIPCRTR, 999)
  socket.socket(socket.AF_RDS, 999)
  socket.socket(socket.AF_X25, socket.SOCK_STREAM)
${odd_addresses}
  s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); s.bind((0, 0)); r = s.getsockname()[1]; s.close(); r
  s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0); r = (s.getsockname(), s.type); s.close(); r
  s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); r = s.getsockname(); s.close(); r
  s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); s.bind(('lo', 0)); r = s.getsockname(); s.close(); r
  s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); s.bind(('lo', 3, 1, 772, b'123456')); r = s.getsockname(); s.close(); r
  s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); r = (s.getsockname(), s.getsockopt(40, 0)); s.close(); r
  s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); s.getsockopt(40, 0, 8)
  s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); s.setsockopt(40, 0, 'x')
  s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); s.setsockopt(40, 0, 2**17); r = s.getsockopt(40, 0); s.close(); r
  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDPLITE); s.bind(('127.0.0.1', 0)); r = (s.getsockname(), s.proto); s.close(); r
  s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_MPTCP); r = (s.getsockname(), s.proto); s.close(); r
  s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP); s.bind(('127.0.0.1', 0)); r = s.getsockname(); s.close(); r
`;

const files = `
${
  for_each(
    "a a_tcp",
    String.raw`
  f = {s}.makefile(); (f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.readable(), f.writable(), f.seekable(), f.isatty(), f.closed)
  f = {s}.makefile('rb'); (f.mode, f.readable(), f.writable(), f.seekable(), f.isatty(), f.closed)
  f = {s}.makefile('wb'); (f.mode, f.readable(), f.writable(), f.seekable(), f.closed)
  f = {s}.makefile('rwb'); (f.readable(), f.writable(), f.seekable(), f.closed)
  f = {s}.makefile('rb', 0); (f.mode, f.readable(), f.writable(), f.seekable(), f.closed)
  f = {s}.makefile('rwb', 0); (f.mode, f.readable(), f.writable())
  f = {s}.makefile('w', encoding='latin-1', errors='ignore'); (f.mode, f.encoding, f.errors)
  {s}.makefile('x')
  {s}.makefile('r+')
  {s}.makefile('')
  {s}.makefile('bbb')
  {s}.makefile('rr')
  {s}.makefile(5)
  {s}.makefile('r', 0)
  {s}.makefile('rw', 0)
  {s}.makefile('r', 'x')
  {s}.makefile('rb', 1.5)
  {s}.makefile('rb', -5)
  {s}.makefile('rb', 2**70)
  {s}.makefile('r', encoding='no such encoding')
  {s}.makefile('r', encoding='hex')
  {p}.send(b'x\xe9'); f = {s}.makefile('r', encoding='ANSI_X3.4-1968', errors='surrogateescape'); f.read(2)
  {p}.send(b'one\n'); f = {s}.makefile('r'); (f.readline(), f.readline(0))
  {s}.makefile('r', errors='no such handler')
  {s}.makefile('r', newline='x')
  {s}.makefile('r', newline=5)
  {s}.makefile('r', encoding=5)
  {p}.send(b'one\ntwo\n'); f = {s}.makefile('rb'); (f.readline(), f.readline())
  {p}.send(b'one\ntwo'); {p}.close(); f = {s}.makefile('rb'); (f.readline(), f.readline(), f.readline())
  {p}.send(b'one\ntwo'); {p}.close(); f = {s}.makefile('rb'); f.readlines()
  {p}.send(b'one\ntwo\nthree'); {p}.close(); f = {s}.makefile('rb'); f.readlines(4)
  {p}.send(b'one\ntwo'); {p}.close(); f = {s}.makefile('rb'); f.read()
  {p}.send(b'one\ntwo'); f = {s}.makefile('rb'); (f.read(2), f.read1(), f.peek(1))
  {p}.send(b'one\ntwo'); f = {s}.makefile('rb'); (f.peek(), f.read1(2), f.read1(100))
  {p}.send(b'one\ntwo'); f = {s}.makefile('rb'); (f.readline(2), f.readline(0), f.readline(100))
  {p}.send(b'one'); f = {s}.makefile('rb'); f.read(10)
  {p}.send(b'one'); f = {s}.makefile('rb'); f.readline()
  {p}.send(b'one'); m = bytearray(10); f = {s}.makefile('rb'); (f.readinto1(m), m)
  {p}.send(b'one'); m = bytearray(2); f = {s}.makefile('rb'); (f.readinto(m), m)
  f = {s}.makefile('rb'); f.read(1)
  f = {s}.makefile('rb'); f.read1(1)
  f = {s}.makefile('rb'); f.readline()
  f = {s}.makefile('rb'); f.read()
  f = {s}.makefile('rb'); f.peek()
  f = {s}.makefile('rb'); f.readinto(bytearray(5))
  f = {s}.makefile('rb', 0); f.read(1)
  f = {s}.makefile('rb', 0); f.readline()
  f = {s}.makefile('rb', 0); f.readall()
  f = {s}.makefile('rb', 0); f.readinto(bytearray(5))
  f = {s}.makefile('r'); f.read(1)
  f = {s}.makefile('r'); f.readline()
  f = {s}.makefile('r'); f.read()
  {p}.send(b'one'); f = {s}.makefile('rb', 0); (f.read(2), f.read(10))
  {p}.send(b'one'); f = {s}.makefile('rb'); f.read(-2)
  f = {s}.makefile('rb'); f.read('x')
  f = {s}.makefile('rb'); f.read(1.5)
  f = {s}.makefile('rb'); f.readline('x')
  f = {s}.makefile('rb'); f.readinto(5)
  f = {s}.makefile('rb'); f.readinto('x')
  f = {s}.makefile('rb'); f.write(b'x')
  f = {s}.makefile('rb'); f.seek(0)
  f = {s}.makefile('rb'); f.tell()
  f = {s}.makefile('rb'); f.truncate()
  f = {s}.makefile('rb'); f.flush()
  f = {s}.makefile('rb'); f.close(); f.close()
  f = {s}.makefile('rb'); f.close(); f.read()
  f = {s}.makefile('rb'); f.close(); f.readline()
  f = {s}.makefile('rb'); f.close(); f.peek()
  f = {s}.makefile('rb'); f.close(); f.readable()
  f = {s}.makefile('rb'); f.close(); f.fileno()
  f = {s}.makefile('rb'); f.close(); ({s}.fileno() * 0, f.closed)
  f = {s}.makefile('rb'); {s}.close(); ({s}.fileno() * 0, f.closed)
  f = {s}.makefile('rb'); {s}.close(); f.close(); {s}.fileno()
  f = {s}.makefile('rb'); r = f.detach(); (r.closed, r.mode)
  f = {s}.makefile('rb'); r = f.detach(); f.read()
  f = {s}.makefile('wb'); f.write(b'one'); f.flush(); {p}.recv(10)
  f = {s}.makefile('wb'); (f.write(b'one'), f.write(bytearray(2)))
  f = {s}.makefile('wb'); f.write(b'one'); {p}.recv(10)
  f = {s}.makefile('wb'); f.write(b'one'); f.close(); {p}.recv(10)
  f = {s}.makefile('wb'); f.writelines([b'one', b'two']); f.flush(); {p}.recv(10)
  f = {s}.makefile('wb', 4); f.write(b'one'); f.write(b'two'); {p}.recv(10)
  f = {s}.makefile('wb'); f.write('x')
  f = {s}.makefile('wb'); f.write(5)
  f = {s}.makefile('wb'); f.write(None)
  f = {s}.makefile('wb'); f.writelines(5)
  f = {s}.makefile('wb'); f.writelines(['x'])
  f = {s}.makefile('wb'); f.read()
  f = {s}.makefile('wb'); f.readline()
  f = {s}.makefile('wb'); f.close(); f.write(b'x')
  f = {s}.makefile('wb'); f.close(); f.flush()
  f = {s}.makefile('wb'); f.write(b'x'); {p}.close(); f.flush()
  f = {s}.makefile('wb', 0); (f.write(b'one'), {p}.recv(10))
  f = {s}.makefile('wb', 0); f.write('x')
  f = {s}.makefile('wb', 0); f.close(); f.write(b'x')
  f = {s}.makefile('wb', 0); f.read(1)
  f = {s}.makefile('wb'); f.write(b'x' * 5000000)
  f = {s}.makefile('wb', 0); f.write(b'x' * 5000000) * 0
  f = {s}.makefile('w'); f.write('x' * 5000000)
  {p}.send(b'one\r\ntwo\rthree\nfour'); {p}.close(); f = {s}.makefile('r'); (f.readlines(), f.newlines)
  {p}.send(b'one\r\ntwo\rthree\nfour'); {p}.close(); f = {s}.makefile('r', newline=''); (f.readlines(), f.newlines)
  {p}.send(b'one\r\ntwo\rthree\nfour'); {p}.close(); f = {s}.makefile('r', newline='\n'); (f.readlines(), f.newlines)
  {p}.send(b'one\r\ntwo\rthree\nfour'); {p}.close(); f = {s}.makefile('r', newline='\r'); f.readlines()
  {p}.send(b'one\r\ntwo\rthree\nfour'); {p}.close(); f = {s}.makefile('r', newline='\r\n'); f.readlines()
  {p}.send(b'gr\xc3\xbc\xc3\x9fe\n'); f = {s}.makefile('r'); f.readline()
  {p}.send(b'gr\xc3\xbc\xc3\x9fe\n'); {p}.close(); f = {s}.makefile('r'); (f.read(3), f.read(1), f.read())
  {p}.send(b'\xff\n'); f = {s}.makefile('r'); f.readline()
  {p}.send(b'a\xff\xc3\n'); f = {s}.makefile('r', errors='replace'); f.readline()
  {p}.send(b'a\xff\xc3\n'); f = {s}.makefile('r', errors='ignore'); f.readline()
  {p}.send(b'a\xff\xc3\n'); f = {s}.makefile('r', errors='backslashreplace'); f.readline()
  {p}.send(b'a\xff\xc3\n'); f = {s}.makefile('r', errors='surrogateescape'); f.readline()
  {p}.send(b'a\xff\n'); f = {s}.makefile('r', encoding='latin-1'); f.readline()
  {p}.send(b'a\xff\n'); f = {s}.makefile('r', encoding='ascii'); f.readline()
  {p}.send(b'\xff\xfea\0\n\0'); {p}.close(); f = {s}.makefile('r', encoding='utf-16'); f.read()
  {p}.send(b'\0\0\0a'); {p}.close(); f = {s}.makefile('r', encoding='utf-32-be'); f.read()
  {p}.send(b'\xc3'); {p}.close(); f = {s}.makefile('r'); f.read()
  f = {s}.makefile('w'); (f.write('grüße\n'), f.flush(), {p}.recv(20))
  f = {s}.makefile('w', newline='\r\n'); f.write('a\nb\n'); f.flush(); {p}.recv(20)
  f = {s}.makefile('w', newline='\r'); f.write('a\nb\n'); f.flush(); {p}.recv(20)
  f = {s}.makefile('w', encoding='utf-16'); f.write('ab'); f.flush(); {p}.recv(20)
  f = {s}.makefile('w', encoding='ascii'); f.write('é')
  f = {s}.makefile('w', encoding='ascii', errors='replace'); f.write('é'); f.flush(); {p}.recv(9)
  f = {s}.makefile('w', encoding='ascii', errors='backslashreplace'); f.write('é'); f.flush(); {p}.recv(9)
  f = {s}.makefile('w'); f.write('\ud800')
  f = {s}.makefile('w', errors='surrogateescape'); f.write('\udcff'); f.flush(); {p}.recv(9)
  f = {s}.makefile('w'); f.write(b'x')
  f = {s}.makefile('w'); f.write(5)
  f = {s}.makefile('w'); f.read()
  f = {s}.makefile('r'); f.write('x')
  f = {s}.makefile('r'); f.seek(0)
  f = {s}.makefile('r'); f.tell()
  f = {s}.makefile('r'); f.read('x')
  f = {s}.makefile('r'); f.readline('x')
  f = {s}.makefile('r'); f.close(); f.read()
  f = {s}.makefile('r'); f.close(); f.readline()
  f = {s}.makefile('w'); f.close(); f.write('x')
  f = {s}.makefile('r'); b = f.detach(); f.read()
  f = {s}.makefile('r'); b = f.detach(); b.closed
  f = {s}.makefile('rw'); f.write('x\n'); f.flush(); {p}.send(b'y\n'); (f.readline(), {p}.recv(5))
  f = {s}.makefile('rw', 1); f.write('x\n'); {p}.send(b'y\n'); f.readline()
  f = {s}.makefile('rwb'); f.write(b'x\n'); f.flush(); {p}.send(b'y\n'); (f.readline(), {p}.recv(5))
  `,
  )
}
  closed.makefile('rb').read(1)
  closed.makefile('rb', 0).read(1)
  f = closed.makefile('wb'); f.write(b'x'); f.flush()
  f = listening.makefile('wb'); f.close(); listening.fileno() * 0
`;

// Under a timeout CPython waits first, so these differ there: see below.
const hopeless = for_each(
  "listening listening6 listening_unix",
  String.raw`
  {s}.recv(10)
  {s}.recv_into(bytearray(10))
  {s}.recvfrom(10)
  {s}.recvfrom_into(bytearray(10))
  {s}.recvmsg(10)
  {s}.recvmsg_into([])
  {s}.send(b'')
  {s}.send(b'x')
  {s}.sendall(b'x')
  {s}.sendmsg([b'x'])
  {s}.shutdown(socket.SHUT_RD)
  {s}.shutdown(socket.SHUT_RDWR)
  `,
);

/** Everything that must come to the same; a line that two groups have is run once. */
export const scenarios: readonly Scenario[] = Array.from(new Map([
  ...lines(functions, ["blocking"]),
  ...lines(options, ["blocking"]),
  ...lines(modes, MODES),
  ...lines(receiving, MODES),
  ...lines(sending, MODES),
  ...lines(connecting, MODES),
  ...lines(names, ["blocking"]),
  ...lines(families, ["blocking"]),
  ...lines(files, MODES),
  ...lines(select_lines, ["blocking"]),
  ...lines(hopeless, MODES.filter((mode) => mode !== "timeout")),
].map((scenario) => [scenario.line, scenario] as const)).values());

/** What CPython 3.13 does and older ones do not. */
export const since_3_13: ReadonlySet<string> = new Set([
  "tcp.setblocking(None); tcp.gettimeout()",
  "tcp.setblocking(''); tcp.gettimeout()",
  "tcp.setblocking('x'); tcp.gettimeout()",
  "socket.getaddrinfo('127.0.0.1', 2**63)",
  "socket.getaddrinfo('127.0.0.1', 2**64)",
  "socket.if_indextoname(2**32)",
  "tcp.settimeout(9223372036.854776)",
]);

/** Where we differ on purpose: the scenario must differ, and docs/differences.md must hold the reason. */
export const deliberate_differences: readonly {
  readonly line: string;
  readonly reason: string;
  readonly modes?: readonly string[];
}[] = [
  { line: "a.send('text'); b.recv(10)", reason: "a string is sent as UTF-8" },
  { line: "a.sendall('text'); b.recv(10)", reason: "a string is sent as UTF-8" },
  { line: "udp.sendto('text', bound_udp.getsockname())", reason: "a string is sent as UTF-8" },
  { line: "a.sendmsg(['text']); b.recv(10)", reason: "a string is sent as UTF-8" },
  { line: "tcp.bind(['127.0.0.1', 0])", reason: "an array stands for a tuple and for a list" },
  { line: "b.recv_into(b'xy')", reason: "JavaScript has no read-only bytes" },
  { line: "listening.recv(10)", reason: "what cannot succeed fails at once", modes: ["timeout"] },
  { line: "listening.send(b'x')", reason: "what cannot succeed fails at once", modes: ["timeout"] },
  {
    line: "s = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, 6, udp.detach()); s.connect(5)",
    reason: "`TypeError` where CPython has a `SystemError`",
  },
  { line: "tcp.listen(1, 2)", reason: "arguments beyond the last parameter are ignored" },
];
