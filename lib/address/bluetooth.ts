// AF_BLUETOOTH addresses: the socket's protocol decides what is in them.
import { system } from "../../ffi/libc.ts";
import { sockaddr, sockaddr_view } from "../../ffi/sockaddr.ts";
import type { System } from "../../ffi/system.ts";
import type { AddressOwner, Family } from "./family.ts";
import type { BluetoothAddress } from "./types.ts";
import { int } from "../arguments.ts";
import { OSError, ValueError } from "../errors.ts";
import { utf8_or_complaint } from "../text/arguments.ts";

const { AF_BLUETOOTH, BTPROTO_HCI, BTPROTO_L2CAP, BTPROTO_RFCOMM, BTPROTO_SCO } = system.constants;

type BluetoothLayouts = NonNullable<System["structs"]["bluetooth"]>;

/** One protocol's addresses: a device, a number, or both in an array. */
interface Form {
  readonly size: number;
  /** Where the device lies. */
  readonly device?: number;
  /** The number, which CPython takes as an int, whatever room the struct has. */
  readonly number?: { put(number: number): void; get(): number };
}

function forms_of({ sockaddr_l2, sockaddr_rc, sockaddr_hci, sockaddr_sco }: BluetoothLayouts) {
  const { psm } = sockaddr_l2, { channel } = sockaddr_rc, { dev } = sockaddr_hci;
  return new Map<number, Form>([
    [BTPROTO_L2CAP, {
      size: sockaddr_l2.size,
      device: sockaddr_l2.bdaddr,
      number: {
        put: (number) => sockaddr_view.setUint16(psm, number, true),
        get: () => sockaddr_view.getUint16(psm, true),
      },
    }],
    [BTPROTO_RFCOMM, {
      size: sockaddr_rc.size,
      device: sockaddr_rc.bdaddr,
      number: {
        put: (number) => sockaddr_view.setUint8(channel, number),
        get: () => sockaddr_view.getUint8(channel),
      },
    }],
    [BTPROTO_HCI, {
      size: sockaddr_hci.size,
      number: {
        // The upper half falls on the channel, and is the one way to choose it.
        put: (number) => sockaddr_view.setInt32(dev, number, true),
        get: () => sockaddr_view.getUint16(dev, true),
      },
    }],
    [BTPROTO_SCO, { size: sockaddr_sco.size, device: sockaddr_sco.bdaddr }],
  ]);
}

// A C string, with a character for each byte.
function c_text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end));
}

// What Python has as bytes may be text here, as in later versions of 3.13: results are text.
function lone_device(address: unknown): string {
  return address instanceof Uint8Array ? c_text(address) : c_text(utf8_or_complaint(address, ""));
}

// Throws anything if the form is wrong: CPython says the same of all that may be.
function parsed({ device, number }: Form, address: unknown): [device: string, number: number] {
  if (number === undefined) return [lone_device(address), 0];
  // A lone number is what HCI's results are.
  if (device === undefined && typeof address === "number") return ["", int(address)];
  const count = device === undefined ? 1 : 2;
  if (!Array.isArray(address) || address.length !== count) throw new TypeError();
  return [device === undefined ? "" : c_text(utf8_or_complaint(address[0], "")), int(address[count - 1])];
}

// What sscanf(3) takes for `%X`.
const HEXADECIMAL = "[ \\t\\n\\v\\f\\r]*([+-]?)(?:0[xX])?([0-9a-fA-F]+)";
const DEVICE = new RegExp(`^${Array(6).fill(HEXADECIMAL).join(":")}$`);
const ULONG_MAX = (1n << 64n) - 1n;

// An unsigned long, which stops at its limit and turns round at 0, cut to an unsigned int.
function scanned(sign: string, digits: string): number {
  const value = BigInt(`0x${digits}`);
  return Number(BigInt.asUintN(32, value > ULONG_MAX ? ULONG_MAX : sign === "-" ? -value : value));
}

// `XX:XX:XX:XX:XX:XX`, which lies in memory the other way round.
function put_device(text: string, at: number): void {
  const found = DEVICE.exec(text);
  for (let byte = 0; byte < 6; byte++) {
    const value = found === null ? -1 : scanned(found[2 * byte + 1]!, found[2 * byte + 2]!);
    if (value < 0 || value > 255) throw new OSError("bad bluetooth address");
    sockaddr[at + 5 - byte] = value;
  }
}

function device_at(at: number): string {
  const bytes = Array.from(sockaddr.subarray(at, at + 6)).reverse();
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(":");
}

/** Bluetooth. */
export function bluetooth(layouts: BluetoothLayouts): Family {
  const forms = forms_of(layouts);

  function size({ proto }: AddressOwner): number {
    const form = forms.get(proto);
    if (form === undefined) throw new OSError("getsockaddrlen: unknown BT protocol");
    return form.size;
  }

  function parse(form: Form, address: unknown, caller: string): [device: string, number: number] {
    try {
      return parsed(form, address);
    } catch {
      throw new OSError(`${caller}(): wrong format`);
    }
  }

  function encode(address: unknown, caller: string, { proto }: AddressOwner): number {
    const form = forms.get(proto);
    if (form === undefined) throw new OSError(`${caller}(): unknown Bluetooth protocol`);
    const [device, number] = parse(form, address, caller);
    sockaddr.fill(0, 0, form.size);
    system.put_family(sockaddr_view, AF_BLUETOOTH, form.size);
    form.number?.put(number);
    if (form.device !== undefined) put_device(device, form.device);
    return form.size;
  }

  function decode(length: number, { proto }: AddressOwner): BluetoothAddress {
    const form = forms.get(proto);
    if (form === undefined) throw new ValueError("Unknown Bluetooth protocol");
    if (length < form.size) sockaddr.fill(0, length, form.size);
    const { device, number } = form;
    if (device === undefined) return number!.get();
    return number === undefined ? device_at(device) : [device_at(device), number.get()];
  }

  return { size, encode, decode };
}
