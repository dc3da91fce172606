/**
 * Python's `socket` module, whole and exact, over libc.
 *
 * @example An echo server
 * ```ts no_run: waits for a client
 * import * as socket from "@pysocket/socket";
 *
 * using s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
 * s.bind(["", 50007]);
 * s.listen(1);
 * const [conn, addr] = s.accept();
 * console.log("Connected by", addr);
 * for (let data = conn.recv(1024); data.length > 0; data = conn.recv(1024)) conn.sendall(data);
 * conn.close();
 * ```
 *
 * @module
 */
export type * from "./lib/address/types.ts";
export {
  type AncillaryData,
  CMSG_LEN,
  CMSG_SPACE,
  type ReceivedAncillaryData,
} from "./lib/messages/ancillary.ts";
export type { BatchMessage } from "./lib/messages/batches.ts";
export { getdefaulttimeout, setdefaulttimeout } from "./lib/blocking.ts";
export type { BufferedIO, BufferedIOBase, BufferedIOMixin } from "./lib/files/buffered.ts";
export { BufferedReader } from "./lib/files/reader.ts";
export { BufferedRWPair } from "./lib/files/pair.ts";
export { BufferedWriter } from "./lib/files/writer.ts";
export type { Bytes, BytesLike } from "./lib/bytes.ts";
export {
  create_connection,
  create_server,
  has_dualstack_ipv6,
  type ServerOptions,
} from "./lib/connections.ts";
export * from "./lib/constants.ts";
export { close, dup } from "./lib/descriptor.ts";
export { recv_fds, send_fds } from "./lib/messages/descriptor_passing.ts";
export {
  BlockingIOError,
  BrokenPipeError,
  ChildProcessError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  EAGAIN,
  EBADF,
  EWOULDBLOCK,
  FileExistsError,
  FileNotFoundError,
  gaierror,
  herror,
  InterruptedError,
  IsADirectoryError,
  LookupError,
  NotADirectoryError,
  OSError,
  OSError as error,
  OverflowError,
  PermissionError,
  ProcessLookupError,
  TimeoutError,
  TimeoutError as timeout,
  UnicodeError,
  UnsupportedOperation,
  ValueError,
} from "./lib/errors.ts";
export {
  getfqdn,
  gethostbyaddr,
  gethostbyname,
  gethostbyname_ex,
  gethostname,
  type HostInformation,
  sethostname,
} from "./lib/names/hosts.ts";
export { htonl, htons, inet_aton, inet_ntoa, inet_ntop, inet_pton, ntohl, ntohs } from "./lib/inet.ts";
export { if_indextoname, if_nameindex, if_nametoindex } from "./lib/names/interfaces.ts";
export type { IOBase } from "./lib/files/base.ts";
export type { SocketFile, TextOptions } from "./lib/files/makefile.ts";
export type { AlgOptions } from "./lib/messages/afalg.ts";
export { getaddrinfo, getnameinfo, type ResolvedAddress } from "./lib/names/getaddrinfo.ts";
export type { RawIO, RawIOBase } from "./lib/files/raw.ts";
export { type FileSocket, SocketIO } from "./lib/files/socket_io.ts";
export type { FileObject, SendableFile } from "./lib/sendfile.ts";
export { getprotobyname, getservbyname, getservbyport } from "./lib/names/services.ts";
export {
  fromfd,
  Socket,
  socket,
  socket as SocketType,
  type SocketConstructor,
  socketpair,
} from "./lib/socket.ts";
export { TextIOWrapper } from "./lib/files/text.ts";
