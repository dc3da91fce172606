// Ancillary data: the control messages that travel beside the data of sendmsg(2) and recvmsg(2).
import { libc, system } from "../../ffi/libc.ts";
import {
  cmsg_len,
  cmsg_space,
  control_length,
  Memory,
  read_control_message,
  write_control_message,
} from "../../ffi/message.ts";
import { int, items_of, require_argument, ssize_t, type_name } from "../arguments.ts";
import { bytes_like, type BytesLike } from "../bytes.ts";
import { OSError, OverflowError } from "../errors.ts";

const { SCM_RIGHTS, SOL_SOCKET } = system.constants;

/** What the system can be told of a length: `socklen_t` is signed somewhere. */
const LENGTH_MAX = 0x7fffffff;

/** Ancillary data to send: any number of control messages. */
export type AncillaryData = Iterable<
  readonly [cmsg_level: number, cmsg_type: number, cmsg_data: BytesLike]
>;

/** Ancillary data that came: the data of each control message owns its buffer. */
export type ReceivedAncillaryData = [
  cmsg_level: number,
  cmsg_type: number,
  cmsg_data: Uint8Array<ArrayBuffer>,
][];

/** A control message whose parts have been checked. */
export type ControlItem = readonly [level: number, type: number, data: Uint8Array];

function length_argument(value: unknown, caller: string, limit: number): number {
  require_argument(value, `${caller}() takes exactly 1 argument (0 given)`);
  const length = ssize_t(value);
  if (length < 0 || length > limit) throw new OverflowError(`${caller}() argument out of range`);
  return length;
}

/**
 * The length of a control message without the padding behind it: what `recvmsg()` needs for one message, the last one.
 *
 * C macro: `CMSG_LEN`; CPython: `socket.CMSG_LEN`.
 *
 * @param length how many bytes of data the message has
 * @returns the length with its header
 * @throws {OverflowError} if the length is negative or the result does not fit
 *
 * @example A message of one descriptor, the last in its buffer
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * console.log(socket.CMSG_LEN(4) <= socket.CMSG_SPACE(4)); // true
 * ```
 */
export function CMSG_LEN(length: number): number {
  return cmsg_len(length_argument(length, "CMSG_LEN", LENGTH_MAX - cmsg_len(0)));
}

/**
 * The room that a control message takes with the padding behind it: `recvmsg()` needs the sum for several messages.
 *
 * C macro: `CMSG_SPACE`; CPython: `socket.CMSG_SPACE`.
 *
 * @param length how many bytes of data the message has
 * @returns the room with its header
 * @throws {OverflowError} if the length is negative or the result does not fit
 *
 * @example Room for two messages: credentials, and two descriptors
 * ```ts
 * import * as socket from "@pysocket/socket";
 *
 * const [a, b] = socket.socketpair();
 * const room = socket.CMSG_SPACE(12) + socket.CMSG_SPACE(2 * 4);
 * a.sendmsg(["x"], [[socket.SOL_SOCKET, socket.SCM_RIGHTS, Int32Array.of(a.fileno(), b.fileno())]]);
 * const [, ancdata] = b.recvmsg(1, room, socket.MSG_CMSG_CLOEXEC);
 * for (const [, , data] of ancdata) new Int32Array(data.buffer).forEach(socket.close);
 * console.log(ancdata.length); // 1
 * a.close();
 * b.close();
 * ```
 */
export function CMSG_SPACE(length: number): number {
  return cmsg_space(length_argument(length, "CMSG_SPACE", LENGTH_MAX - cmsg_space(1)));
}

function not_an_item(found: string): TypeError {
  return new TypeError(`[sendmsg() ancillary data items]() argument must be ${found}`);
}

function control_item(item: unknown): ControlItem {
  const parts = typeof item === "string" ? Array.from(item) : item;
  if (!Array.isArray(parts)) {
    throw not_an_item(`3-item sequence, not ${item === null ? "None" : type_name(item)}`);
  }
  if (parts.length !== 3) throw not_an_item(`sequence of length 3, not ${parts.length}`);
  return [int(parts[0]), int(parts[1]), bytes_like(parts[2])];
}

/** The control messages of an argument of `sendmsg()`. */
export function control_items(ancdata: unknown): ControlItem[] {
  return items_of(ancdata, "sendmsg() argument 2 must be an iterable").map(control_item);
}

function checked_space(length: number): number {
  if (length > LENGTH_MAX - cmsg_space(1)) throw new OSError("ancillary data item too large");
  return cmsg_space(length);
}

/** Control messages as the system takes them; `null` for none. */
export function encode_ancillary(items: readonly ControlItem[]): Memory | null {
  if (items.length === 0) return null;
  const size = items.reduce((sum, [, , data]) => sum + checked_space(data.length), 0);
  if (size > LENGTH_MAX) throw new OSError("too much ancillary data");
  const control = new Memory(size);
  let at = 0;
  for (const [level, type, data] of items) at = write_control_message(control, at, level, type, data);
  return control;
}

/**
 * The control messages that came, in `length` bytes. It ends with one that was cut off or makes no sense, of which CPython
 * also warns.
 */
export function decode_ancillary(control: Memory, length: number): ReceivedAncillaryData {
  const items: ReceivedAncillaryData = [];
  for (let at = 0;;) {
    const found = read_control_message(control, at, length);
    if (found === null) return items;
    items.push([found.level, found.type, control.bytes.slice(found.start, found.end)]);
    at = found.next;
  }
}

/**
 * The control messages that the last message brought, until somebody has learned of them. Nothing is called between
 * recvmsg(2) and this: whatever fails then, a full stack included, their descriptors can still be closed.
 */
export const arrived: { control: Memory | null } = { control: null };

/** Closes the descriptors among the control messages that came and that nobody will learn of. */
export function close_arrived(): void {
  const { control } = arrived;
  if (control === null) return;
  const length = control_length();
  for (let at = 0;;) {
    const found = read_control_message(control, at, length);
    if (found === null) break;
    if (found.level === SOL_SOCKET && found.type === SCM_RIGHTS) close_all(control, found.start, found.end);
    at = found.next;
  }
  arrived.control = null;
}

function close_all({ words }: Memory, start: number, end: number): void {
  for (let from = start; from + 4 <= end; from += 4) {
    const fd = words[from / 4]! | 0;
    words[from / 4] = -1; // if this is interrupted and made again, the number may be another's by then
    libc.close(fd);
  }
}
