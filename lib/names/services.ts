// Services and protocols: the names of port and protocol numbers.
import * as netdb from "../../ffi/netdb.ts";
import { int, require_argument } from "../arguments.ts";
import { OSError, OverflowError } from "../errors.ts";
import { utf8_argument } from "../text/arguments.ts";
import { utf8_decode } from "../text/utf8.ts";

function protocol_argument(value: unknown, caller: string): Uint8Array | null {
  return value === undefined ? null : utf8_argument(value, `${caller}() argument 2`);
}

/**
 * The port of a service.
 *
 * C function: getservbyname(3), which reads `/etc/services`; CPython: `socket.getservbyname`.
 *
 * @param servicename such as `"http"`
 * @param protocolname `"tcp"` or `"udp"`; without it, either will do
 * @throws {OSError} if the service is unknown
 * @returns 0 to 65535, in host order
 *
 * @example A well-known port
 * ```ts no_run: reads /etc/services, which not every machine has
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.getservbyname("http", "tcp")); // 80
 * ```
 */
export function getservbyname(servicename: string, protocolname?: string): number {
  require_argument(servicename, "getservbyname() takes at least 1 argument (0 given)");
  const name = utf8_argument(servicename, "getservbyname() argument 1");
  const port = netdb.getservbyname(name, protocol_argument(protocolname, "getservbyname"));
  if (port === null) throw new OSError("service/proto not found");
  return port;
}

/**
 * The name of the service at a port.
 *
 * C function: getservbyport(3), which reads `/etc/services`; CPython: `socket.getservbyport`.
 *
 * @param port 0 to 65535
 * @param protocolname `"tcp"` or `"udp"`; without it, either will do
 * @throws {OSError} if no service is known at that port
 * @returns such as `"http"`
 * @throws {OverflowError} if the port is not 0 to 65535
 *
 * @example The name of a port
 * ```ts no_run: reads /etc/services, which not every machine has
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.getservbyport(443, "tcp")); // https
 * ```
 */
export function getservbyport(port: number, protocolname?: string): string {
  require_argument(port, "getservbyport() takes at least 1 argument (0 given)");
  const number = int(port);
  const protocol = protocol_argument(protocolname, "getservbyport");
  if (number < 0 || number > 0xffff) throw new OverflowError("getservbyport: port must be 0-65535.");
  const name = netdb.getservbyport(number, protocol);
  if (name === null) throw new OSError("port/proto not found");
  return utf8_decode(name);
}

/**
 * The number of a protocol, for the third parameter of `socket()`.
 *
 * C function: getprotobyname(3), which reads `/etc/protocols`; CPython: `socket.getprotobyname`.
 *
 * @param protocolname such as `"icmp"`
 * @throws {OSError} if the protocol is unknown
 * @returns an `IPPROTO_*` number
 *
 * @example A protocol by its name
 * ```ts no_run: reads /etc/protocols, which not every machine has
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.getprotobyname("icmp") === socket.IPPROTO_ICMP); // true
 * ```
 */
export function getprotobyname(protocolname: string): number {
  require_argument(protocolname, "getprotobyname() takes exactly 1 argument (0 given)");
  const number = netdb.getprotobyname(utf8_argument(protocolname, "getprotobyname() argument 1"));
  if (number === null) throw new OSError("protocol not found");
  return number;
}
