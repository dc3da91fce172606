// Host names on their way to libc's resolver, and its errors on their way back.
import { type AddressInfoResult, getaddrinfo } from "../../ffi/addrinfo.ts";
import { libc, system } from "../../ffi/libc.ts";
import { c_string } from "../../ffi/memory.ts";
import { type_name } from "../arguments.ts";
import { bytes_or_null } from "../bytes.ts";
import { gaierror, os_error, OSError } from "../errors.ts";
import { idna_encode } from "./idna.ts";

const { EAI_SYSTEM } = system.constants;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The exception for a code of getaddrinfo(3) or getnameinfo(3), and the `errno` that it left. */
export function gai_error(code: number, errno: number): OSError {
  if (code === EAI_SYSTEM) return os_error(errno);
  return new gaierror(code, decoder.decode(c_string(libc.gai_strerror(code))));
}

/** The entries of a successful getaddrinfo(3); throws for a failed one. */
export function entries_or_throw(result: AddressInfoResult): AddressInfoResult["entries"] {
  if (result.error !== 0) throw gai_error(result.error, result.errno);
  return result.entries;
}

function encode_name(name: string): Uint8Array {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(name)) return encoder.encode(name);
  try {
    return idna_encode(name);
  } catch (cause) {
    throw new TypeError("encoding of hostname failed", { cause });
  }
}

/** A host as libc takes it: ASCII as it is, other text by IDNA, bytes untouched. */
export function host_bytes(host: unknown): Uint8Array {
  const bytes = typeof host === "string" ? encode_name(host) : bytes_or_null(host);
  if (bytes === null) throw new TypeError(`str, bytes or bytearray expected, not ${type_name(host)}`);
  if (bytes.includes(0)) throw new TypeError("host name must not contain null character");
  return bytes;
}

/** The first `sockaddr` that the system's resolver has for a host. */
export function resolve(host: Uint8Array, family: number): Uint8Array<ArrayBuffer> {
  const hints = { family, socktype: 0, protocol: 0, flags: 0 };
  const [first] = entries_or_throw(getaddrinfo(host, null, hints));
  if (first === undefined) throw new OSError("unknown address family");
  return first.sockaddr;
}
