// The works of bench/works.ts with this module, on Deno, Bun and Node.
import { openSync } from "node:fs";
import { libc } from "../../ffi/libc.ts";
import * as struct from "../../lib/struct.ts";
import * as socket from "../../mod.ts";
import {
  type Call,
  LOOPBACK,
  path,
  request,
  serve,
  start_clock,
  stop_clock,
  tcp_port,
  udp_port,
  WINDOW,
} from "./protocol.ts";

type Socket = socket.Socket<socket.InetAddress>;
type Pair = [socket.Socket<unknown>, socket.Socket<unknown>];

const udp_peer: socket.InetAddress = [LOOPBACK, udp_port];
const file = openSync(path, "r");

// Sockets of one process.

function bound(type: number): Socket {
  const sock = socket.socket(socket.AF_INET, type);
  sock.bind([LOOPBACK, 0]);
  return sock;
}

function without_delay<S extends socket.Socket<unknown>>(sock: S): S {
  sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
  return sock;
}

function tcp_pair(): Pair {
  using listener = bound(socket.SOCK_STREAM);
  listener.listen(1);
  const client = socket.create_connection(listener.getsockname());
  return [without_delay(client), without_delay(listener.accept()[0])];
}

function exchange(pair: Pair, size: number, count: number): void {
  const data = new Uint8Array(size);
  const [sender, receiver] = pair;
  start_clock();
  for (let i = 0; i < count; i++) {
    sender.send(data);
    receiver.recv(size);
  }
  stop_clock();
  sender.close();
  receiver.close();
}

function exchange_into(pair: Pair, size: number, count: number): void {
  const data = new Uint8Array(size), memory = new Uint8Array(size);
  const [sender, receiver] = pair;
  start_clock();
  for (let i = 0; i < count; i++) {
    sender.send(data);
    receiver.recv_into(memory);
  }
  stop_clock();
  sender.close();
  receiver.close();
}

function over_socketpair(size: number, count: number): void {
  exchange(socket.socketpair(), size, count);
}

function over_loopback(size: number, count: number): void {
  exchange(tcp_pair(), size, count);
}

function over_loopback_into(size: number, count: number): void {
  exchange_into(tcp_pair(), size, count);
}

function get_option(_size: number, count: number): void {
  using sock = bound(socket.SOCK_STREAM);
  start_clock();
  for (let i = 0; i < count; i++) sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE);
  stop_clock();
}

function get_name(_size: number, count: number): void {
  using sock = bound(socket.SOCK_STREAM);
  start_clock();
  for (let i = 0; i < count; i++) sock.getsockname();
  stop_clock();
}

function try_again(size: number, count: number): void {
  const [one, other] = socket.socketpair();
  one.setblocking(false);
  start_clock();
  for (let i = 0; i < count; i++) {
    try {
      one.recv(size);
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
    }
  }
  stop_clock();
  one.close();
  other.close();
}

class BareError extends Error {}

// What an exception costs that no socket has to do with.
function raise_error(_size: number, count: number): void {
  start_clock();
  for (let i = 0; i < count; i++) {
    try {
      throw new BareError("Resource temporarily unavailable");
    } catch (error) {
      if (!(error instanceof BareError)) throw error;
    }
  }
  stop_clock();
}

function datagrams(size: number, count: number): void {
  const data = new Uint8Array(size);
  using sender = bound(socket.SOCK_DGRAM);
  using receiver = bound(socket.SOCK_DGRAM);
  const address = receiver.getsockname();
  start_clock();
  for (let i = 0; i < count; i++) {
    sender.sendto(data, address);
    receiver.recvfrom(size);
  }
  stop_clock();
}

function datagrams_into(size: number, count: number): void {
  const data = new Uint8Array(size), memory = new Uint8Array(size);
  using sender = bound(socket.SOCK_DGRAM);
  using receiver = bound(socket.SOCK_DGRAM);
  const address = receiver.getsockname();
  start_clock();
  for (let i = 0; i < count; i++) {
    sender.sendto(data, address);
    receiver.recvfrom_into(memory);
  }
  stop_clock();
}

const RESET = struct.pack("ii", 1, 0);

// Connections inherit SO_LINGER from the listener, and the accepted one closes first: TIME_WAIT is not measured too.
function connections(_size: number, count: number): void {
  using listener = bound(socket.SOCK_STREAM);
  listener.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET);
  listener.listen();
  const address = listener.getsockname();
  start_clock();
  for (let i = 0; i < count; i++) {
    const client = socket.socket();
    client.connect(address);
    const [connection] = listener.accept();
    connection.close();
    client.close();
  }
  stop_clock();
}

// Against the peer.

function ask_peer(mode: "echo" | "sink" | "source", size: number): Socket {
  const sock = without_delay(socket.create_connection([LOOPBACK, tcp_port])) as Socket;
  sock.sendall(request(mode, size));
  return sock;
}

// The end of the stream, where a loop that waits for more would go on for ever.
function gone(): never {
  throw new Error("the peer is gone");
}

function play(sock: Socket, size: number, count: number): void {
  const data = new Uint8Array(size);
  start_clock();
  for (let i = 0; i < count; i++) {
    sock.send(data);
    for (let left = size; left > 0;) left -= sock.recv(left).length || gone();
  }
  stop_clock();
  sock.close();
}

function ping_pong_into(size: number, count: number): void {
  const sock = ask_peer("echo", size);
  const data = new Uint8Array(size), memory = new Uint8Array(size);
  start_clock();
  for (let i = 0; i < count; i++) {
    sock.send(data);
    for (let left = size; left > 0;) left -= sock.recv_into(memory, left) || gone();
  }
  stop_clock();
  sock.close();
}

function ping_pong(size: number, count: number): void {
  play(ask_peer("echo", size), size, count);
}

function ping_pong_with_timeout(size: number, count: number): void {
  const sock = ask_peer("echo", size);
  sock.settimeout(10);
  play(sock, size, count);
}

// The work is done when the peer has everything.
function finish_sending(sock: Socket): void {
  sock.shutdown(socket.SHUT_WR);
  sock.recv(1);
  stop_clock();
  sock.close();
}

function send_stream(size: number, count: number): void {
  const data = new Uint8Array(size);
  const sock = ask_peer("sink", size);
  start_clock();
  for (let left = size * count; left > 0;) left -= sock.send(left >= size ? data : data.subarray(0, left));
  finish_sending(sock);
}

function send_whole(size: number, count: number): void {
  const data = new Uint8Array(size);
  const sock = ask_peer("sink", size);
  start_clock();
  for (let i = 0; i < count; i++) sock.sendall(data);
  finish_sending(sock);
}

function send_file(size: number, count: number): void {
  const sock = ask_peer("sink", size);
  start_clock();
  for (let i = 0; i < count; i++) sock.sendfile(file, 0, size);
  finish_sending(sock);
}

function receive_stream(size: number, count: number): void {
  using sock = ask_peer("source", size);
  start_clock();
  for (let left = size * count; left > 0;) left -= sock.recv(size).length || gone();
  stop_clock();
}

// The least that a library can do that gives each message memory of its own: the runtime's own native function, and a copy.
function receive_by_bare_calls(size: number, count: number): void {
  using sock = ask_peer("source", size);
  const fd = sock.fileno(), memory = new Uint8Array(size);
  start_clock();
  for (let left = size * count; left > 0;) {
    const n = libc.recv(fd, memory, size, 0);
    if (n <= 0) gone();
    left -= memory.slice(0, n).length;
  }
  stop_clock();
}

function receive_into(size: number, count: number): void {
  const memory = new Uint8Array(size);
  using sock = ask_peer("source", size);
  start_clock();
  for (let left = size * count; left > 0;) left -= sock.recv_into(memory) || gone();
  stop_clock();
}

function read_lines(size: number, count: number): void {
  using sock = ask_peer("source", size);
  using lines = sock.makefile("rb");
  let left = count;
  start_clock();
  for (const line of lines) if (line.length !== size || --left === 0) break;
  stop_clock();
  if (left > 0) throw new Error("a line is not as long as it was sent");
}

function read_text_lines(size: number, count: number): void {
  using sock = ask_peer("source", size);
  using lines = sock.makefile("r");
  let left = count;
  start_clock();
  for (const line of lines) if (line.length !== size || --left === 0) break;
  stop_clock();
  if (left > 0) throw new Error("a line is not as long as it was sent");
}

// A socket that does not wait for ever for a datagram that is lost: the kernel's own timeout costs nothing.
function bound_with_timeout(): Socket {
  const sock = bound(socket.SOCK_DGRAM);
  sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, new BigInt64Array([10n, 0n]));
  return sock;
}

function echo_datagrams(size: number, count: number): void {
  const data = new Uint8Array(size);
  using sock = bound_with_timeout();
  start_clock();
  for (let done = 0; done < count; done += WINDOW) {
    for (let i = 0; i < WINDOW; i++) sock.sendto(data, udp_peer);
    for (let i = 0; i < WINDOW; i++) sock.recvfrom(size);
  }
  stop_clock();
}

function echo_datagrams_into(size: number, count: number): void {
  const data = new Uint8Array(size), memory = new Uint8Array(size);
  using sock = bound_with_timeout();
  start_clock();
  for (let done = 0; done < count; done += WINDOW) {
    for (let i = 0; i < WINDOW; i++) sock.sendto(data, udp_peer);
    for (let i = 0; i < WINDOW; i++) sock.recvfrom_into(memory);
  }
  stop_clock();
}

function echo_datagram_batches(size: number, count: number): void {
  const data = new Uint8Array(size);
  const messages = Array.from({ length: WINDOW }, () => [data, udp_peer] as const);
  using sock = bound_with_timeout();
  start_clock();
  for (let done = 0; done < count; done += WINDOW) {
    sock.sendmmsg(messages);
    for (let left = WINDOW; left > 0;) left -= sock.recvmmsg(left, size).length;
  }
  stop_clock();
}

function echo_datagram_batches_into(size: number, count: number): void {
  const data = new Uint8Array(size);
  const messages = Array.from({ length: WINDOW }, () => [data, udp_peer] as const);
  const buffers = Array.from({ length: WINDOW }, () => new Uint8Array(size));
  using sock = bound_with_timeout();
  start_clock();
  for (let done = 0; done < count; done += WINDOW) {
    sock.sendmmsg(messages);
    for (let left = WINDOW; left > 0;) {
      left -= sock.recvmmsg_into(left === WINDOW ? buffers : buffers.slice(0, left)).length;
    }
  }
  stop_clock();
}

// Without sockets: a packet's header, by a compiled struct and by hand.

const header = struct.Struct("!HHI");
const packet = new Uint8Array(header.size);

type Header = [source: number, target: number, sequence: number];

function pack_by_hand(
  memory: Uint8Array,
  offset: number,
  source: number,
  target: number,
  sequence: number,
): void {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  view.setUint16(offset, source);
  view.setUint16(offset + 2, target);
  view.setUint32(offset + 4, sequence);
}

function unpack_by_hand(memory: Uint8Array, offset: number): Header {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  return [view.getUint16(offset), view.getUint16(offset + 2), view.getUint32(offset + 4)];
}

function struct_pack(_size: number, count: number): void {
  start_clock();
  for (let i = 0; i < count; i++) header.pack_into(packet, 0, i & 0xffff, 4096, i);
  stop_clock();
}

function view_pack(_size: number, count: number): void {
  start_clock();
  for (let i = 0; i < count; i++) pack_by_hand(packet, 0, i & 0xffff, 4096, i);
  stop_clock();
}

// Sums keep the compilers from leaving out what nobody looks at.
function expect_sum(sum: number, count: number): void {
  const [source, target, sequence] = header.unpack<Header>(packet);
  if (sum !== (source + target + sequence) * count) throw new Error("it read something else");
}

function struct_unpack(_size: number, count: number): void {
  let sum = 0;
  start_clock();
  for (let i = 0; i < count; i++) {
    const [source, target, sequence] = header.unpack_from<Header>(packet, 0);
    sum += source + target + sequence;
  }
  stop_clock();
  expect_sum(sum, count);
}

function view_unpack(_size: number, count: number): void {
  let sum = 0;
  start_clock();
  for (let i = 0; i < count; i++) {
    const [source, target, sequence] = unpack_by_hand(packet, 0);
    sum += source + target + sequence;
  }
  stop_clock();
  expect_sum(sum, count);
}

const calls: Record<string, Call> = {
  getsockopt: get_option,
  getsockname: get_name,
  socketpair: over_socketpair,
  loopback: over_loopback,
  loopback_into: over_loopback_into,
  again: try_again,
  raise: raise_error,
  datagram: datagrams,
  datagram_into: datagrams_into,
  connection: connections,
  pingpong: ping_pong,
  pingpong_into: ping_pong_into,
  pingpong_timeout: ping_pong_with_timeout,
  send: send_stream,
  sendall: send_whole,
  sendfile: send_file,
  recv: receive_stream,
  recv_bare: receive_by_bare_calls,
  recv_into: receive_into,
  lines: read_lines,
  text_lines: read_text_lines,
  echo_datagram: echo_datagrams,
  echo_datagram_into: echo_datagrams_into,
  echo_batch: echo_datagram_batches,
  echo_batch_into: echo_datagram_batches_into,
  struct_pack,
  view_pack,
  struct_unpack,
  view_unpack,
};

await serve(calls);
