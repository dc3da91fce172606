// AF_PACKET addresses: an interface and a link-layer header's fields.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { Layout } from "../../ffi/system.ts";
import type { AddressOwner, Family } from "./family.ts";
import type { PacketAddress } from "./types.ts";
import { int, type_name } from "../arguments.ts";
import { bytes_like } from "../bytes.ts";
import { os_error, OverflowError, ValueError } from "../errors.ts";
import { interface_index, interface_name } from "../../ffi/interfaces.ts";
import { utf8_or_complaint } from "../text/arguments.ts";
import { utf8_decode } from "../text/utf8.ts";

const { AF_PACKET, PACKET_HOST } = system.constants;
const HARDWARE_ADDRESS_MAX = 8;

function argument(value: unknown, caller: string): number {
  try {
    return int(value);
  } catch (error) {
    if (!(error instanceof OverflowError)) throw error;
    throw new OverflowError(`${caller}(): address argument out of range`);
  }
}

/** Frames of the link layer. */
export function packet(
  layout: Layout<"protocol" | "ifindex" | "hatype" | "pkttype" | "halen" | "addr">,
): Family {
  const { size, addr: ADDR } = layout;

  function encode(address: unknown, caller: string, owner: AddressOwner): number {
    if (!Array.isArray(address)) {
      throw new TypeError(`${caller}(): AF_PACKET address must be tuple, not ${type_name(address)}`);
    }
    const wrong = "AF_PACKET address must be a tuple of two to five elements";
    if (address.length < 2 || address.length > 5) throw new TypeError(wrong);
    const [name, proto, pkttype = PACKET_HOST, hatype = 0, addr = new Uint8Array(0)] = address;
    const ifname = utf8_or_complaint(name, wrong);
    const numbers = [argument(proto, caller), argument(pkttype, caller), argument(hatype, caller)] as const;
    const hardware_address = bytes_like(addr);
    const ifindex = interface_index(owner.fd, ifname);
    if (ifindex < 0) throw os_error(-ifindex);
    if (hardware_address.length > HARDWARE_ADDRESS_MAX) {
      throw new ValueError("Hardware address must be 8 bytes or less");
    }
    if (numbers[0] < 0 || numbers[0] > 0xffff) {
      throw new OverflowError(`${caller}(): proto must be 0-65535.`);
    }
    sockaddr.fill(0, 0, size);
    system.put_family(sockaddr_view, AF_PACKET, size);
    sockaddr_view.setUint16(layout.protocol, numbers[0]);
    sockaddr_view.setInt32(layout.ifindex, ifindex, true);
    sockaddr_view.setUint8(layout.pkttype, numbers[1]);
    sockaddr_view.setUint16(layout.hatype, numbers[2], true);
    sockaddr_view.setUint8(layout.halen, hardware_address.length);
    sockaddr.set(hardware_address, ADDR);
    return size;
  }

  function decode(length: number, owner: AddressOwner): PacketAddress {
    // As long as the interface says, even where that is more than fits: InfiniBand's have 20 bytes.
    const addr = new Uint8Array(sockaddr_view.getUint8(layout.halen));
    addr.set(sockaddr.subarray(ADDR, Math.min(length, size, ADDR + addr.length)));
    return [
      utf8_decode(interface_name(owner.fd, sockaddr_view.getInt32(layout.ifindex, true))),
      sockaddr_view.getUint16(layout.protocol),
      sockaddr_view.getUint8(layout.pkttype),
      sockaddr_view.getUint16(layout.hatype, true),
      addr,
    ];
  }

  return { size, encode, decode };
}
