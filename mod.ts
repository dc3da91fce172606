/**
 * Python's `socket` module, whole and exact, over libc.
 *
 * @example An echo server
 * ```ts
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
export * from "./lib/address_types.ts";
export { getdefaulttimeout, setdefaulttimeout } from "./lib/blocking.ts";
export type { BytesLike } from "./lib/bytes.ts";
export * from "./lib/constants.ts";
export { close, dup } from "./lib/descriptor.ts";
export {
  BlockingIOError,
  BrokenPipeError,
  ChildProcessError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
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
export { htonl, htons, inet_aton, inet_ntoa, inet_ntop, inet_pton, ntohl, ntohs } from "./lib/inet.ts";
export {
  fromfd,
  Socket,
  socket,
  socket as SocketType,
  type SocketConstructor,
  socketpair,
} from "./lib/socket.ts";
