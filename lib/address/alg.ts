// AF_ALG addresses: which of the kernel's cryptographic algorithms.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout } from "../../ffi/system.ts";
import type { Family } from "./family.ts";
import type { AlgAddress } from "./types.ts";
import { type_name, unsigned_int } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { utf8_or_complaint } from "../text/arguments.ts";
import { utf8_decode } from "../text/utf8.ts";

const { AF_ALG } = system.constants;

/** The kernel's cryptography. */
export function alg({ size, type: TYPE, feat: FEAT, mask: MASK, name: NAME }: Layout<
  "type" | "feat" | "mask" | "name"
>): Family {
  // Both end with a NUL.
  const TYPE_MAX = FEAT - TYPE - 1, NAME_MAX = size - NAME - 1;

  function encode(address: unknown, caller: string): number {
    if (!Array.isArray(address)) {
      throw new TypeError(`${caller}(): AF_ALG address must be tuple, not ${type_name(address)}`);
    }
    const wrong = "AF_ALG address must be a tuple (type, name[, feat[, mask]])";
    if (address.length < 2 || address.length > 4) throw new TypeError(wrong);
    const type = utf8_or_complaint(address[0], wrong);
    const name = utf8_or_complaint(address[1], wrong);
    const [, , feat = 0, mask = 0] = address;
    // CPython reads 16 of the 32 bits.
    const bits = [unsigned_int(feat) & 0xffff, unsigned_int(mask) & 0xffff] as const;
    if (type.length > TYPE_MAX) throw new ValueError("AF_ALG type too long.");
    if (name.length > NAME_MAX) throw new ValueError("AF_ALG name too long.");
    sockaddr.fill(0, 0, size);
    system.put_family(sockaddr_view, AF_ALG, size);
    sockaddr.set(type, TYPE);
    sockaddr.set(name, NAME);
    sockaddr_view.setUint32(FEAT, bits[0], true);
    sockaddr_view.setUint32(MASK, bits[1], true);
    return size;
  }

  function text_at(start: number, end: number): string {
    const text = sockaddr.subarray(start, end);
    const length = text.indexOf(0);
    return utf8_decode(text.slice(0, length < 0 ? text.length : length));
  }

  function decode(length: number): AlgAddress {
    if (length < size) sockaddr.fill(0, length, size);
    return [
      text_at(TYPE, FEAT),
      text_at(NAME, size),
      sockaddr_view.getUint32(FEAT, true),
      sockaddr_view.getUint32(MASK, true),
    ];
  }

  return { size, encode, decode };
}
