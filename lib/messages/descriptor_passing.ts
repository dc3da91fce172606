// Descriptors that travel between processes, as ancillary data of UNIX sockets.
import { system } from "../../ffi/libc.ts";
import type { Address } from "../address/types.ts";
import { type AncillaryData, CMSG_LEN, type ReceivedAncillaryData } from "./ancillary.ts";
import { int, items_of, require_positional, ssize_t, type_name } from "../arguments.ts";
import { byte_length, type BytesLike } from "../bytes.ts";
import { ValueError } from "../errors.ts";

const { SCM_RIGHTS, SOL_SOCKET } = system.constants;

const INT_SIZE = 4;

// CPython's array("i", fds): bytes are the numbers as the machine lays them out.
function int_array(fds: unknown): ArrayBufferView {
  if (typeof fds === "string") {
    throw new TypeError("cannot use a str to initialize an array with typecode 'i'");
  }
  if (fds instanceof Uint8Array) {
    if (byte_length(fds) % INT_SIZE === 0) return fds;
    throw new ValueError("bytes length not a multiple of item size");
  }
  return Int32Array.from(items_of(fds, `'${type_name(fds)}' object is not iterable`), int);
}

/**
 * Sends descriptors to another process, over a UNIX socket. They stay open here as well.
 *
 * As in CPython 3.13, `flags` and `address` have no effect: for these use `sendmsg()` with `SCM_RIGHTS`.
 *
 * System call: sendmsg(2); CPython: `socket.send_fds`.
 *
 * @param sock a connected `AF_UNIX` socket
 * @param buffers data to send with them, in any number of parts; on a stream at least one byte
 * @param fds the descriptors, on Linux at most 253
 * @param _flags not used
 * @param _address not used
 * @returns how many bytes of data were sent
 * @throws {OSError} `EBADF` if one of them is no descriptor, `EINVAL` if there are too many
 *
 * @example A connection goes to another process, here at the other end of a pair
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [here, there] = socket.socketpair();
 * using server = socket.create_server(["127.0.0.1", 0]);
 * socket.send_fds(here, ["a listening socket"], [server.fileno()]);
 *
 * const [data, fds] = socket.recv_fds(there, 1024, 1);
 * using received = socket.socket(-1, -1, -1, fds[0]!);
 * console.log(new TextDecoder().decode(data)); // a listening socket
 * console.log(received.getsockname()?.toString() === server.getsockname().toString()); // true
 * here.close();
 * there.close();
 * ```
 */
export function send_fds(
  sock: { sendmsg(buffers: Iterable<BytesLike | string>, ancdata: AncillaryData): number },
  buffers: Iterable<BytesLike | string>,
  fds: Iterable<number>,
  _flags: number = 0,
  _address: unknown = null,
): number {
  require_positional("send_fds", ["sock", "buffers", "fds"], [sock, buffers, fds]);
  return sock.sendmsg(buffers, [[SOL_SOCKET, SCM_RIGHTS, int_array(fds)]]);
}

/**
 * Receives data and descriptors from another process, over a UNIX socket.
 *
 * The descriptors are the caller's to close. As in CPython they are inherited by child processes, which
 * `MSG_CMSG_CLOEXEC`, given to `recvmsg()`, would prevent; and `flags` has no effect.
 *
 * System call: recvmsg(2); CPython: `socket.recv_fds`.
 *
 * @param sock an `AF_UNIX` socket
 * @param bufsize at most how many bytes of data
 * @param maxfds at most how many descriptors; the kernel closes those beyond it, and says so with `MSG_CTRUNC`
 * @param _flags not used
 * @returns the data, the descriptors, the message's `MSG_*` bits, and the sender's address
 * @throws {TimeoutError} if the socket's timeout runs out
 *
 * @example As many descriptors as come
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * socket.send_fds(a, ["x"], [a.fileno(), b.fileno()]);
 * const [, fds, flags] = socket.recv_fds(b, 1024, 16);
 * console.log(fds.length, (flags & socket.MSG_CTRUNC) !== 0); // 2 false
 * fds.forEach(socket.close);
 * a.close();
 * b.close();
 * ```
 */
export function recv_fds<A = Address>(
  sock: {
    recvmsg(
      bufsize: number,
      ancbufsize: number,
    ): [Uint8Array<ArrayBuffer>, ReceivedAncillaryData, number, A];
  },
  bufsize: number,
  maxfds: number,
  _flags: number = 0,
): [data: Uint8Array<ArrayBuffer>, fds: number[], msg_flags: number, address: A] {
  require_positional("recv_fds", ["sock", "bufsize", "maxfds"], [sock, bufsize, maxfds]);
  if (maxfds === null) throw new TypeError("unsupported operand type(s) for *: 'NoneType' and 'int'");
  const room = CMSG_LEN(ssize_t(maxfds) * INT_SIZE);
  const message = sock.recvmsg(bufsize, room);
  // From here on the descriptors are ours to lose, and nothing is called that could fail for want of stack.
  const ancdata = message[1], fds: number[] = [];
  for (let index = 0; index < ancdata.length; index++) {
    const item = ancdata[index]!, data = item[2];
    if (item[0] !== SOL_SOCKET || item[1] !== SCM_RIGHTS) continue;
    for (let at = 0; data[at + 3] !== undefined; at += INT_SIZE) {
      fds[fds.length] = data[at]! | data[at + 1]! << 8 | data[at + 2]! << 16 | data[at + 3]! << 24;
    }
  }
  return [message[0], fds, message[2], message[3]];
}
