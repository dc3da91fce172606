// sendmsg_afalg(): what the kernel's cryptography is told beside the data.
import { system } from "../../ffi/libc.ts";
import { as_int, check_keywords, int, is_integer, type_name } from "../arguments.ts";
import { bytes_like } from "../bytes.ts";
import { OSError } from "../errors.ts";
import type { ControlItem } from "./ancillary.ts";
import { type Caller, data_buffers, send_message } from "./sendmsg.ts";

const { AF_ALG, ALG_SET_AEAD_ASSOCLEN, ALG_SET_IV, ALG_SET_OP, SOL_ALG } = system.constants;

/** What `sendmsg_afalg()` tells the algorithm. */
export interface AlgOptions {
  /** What to do: `ALG_OP_ENCRYPT`, `ALG_OP_DECRYPT`, `ALG_OP_SIGN` or `ALG_OP_VERIFY`. */
  op: number;
  /** The initialisation vector. */
  iv?: ArrayBufferView | ArrayBufferLike;
  /** How many bytes of the message are associated data: authenticated and not encrypted (AEAD). */
  assoclen?: number;
  /** `MSG_*` bits. */
  flags?: number;
}

// PyLong_Type in an argument's format: no other type will do.
function check_int(value: unknown, position: number): void {
  if (value === undefined || is_integer(value)) return;
  const found = value === null ? "None" : type_name(value);
  throw new TypeError(`sendmsg_afalg() argument ${position} must be int, not ${found}`);
}

function checked_op(op: unknown): number {
  if (op === undefined || Number(op) < 0 || Number(op) > 0x7fffffff) {
    throw new TypeError("Invalid or missing argument 'op'");
  }
  return Number(op);
}

function checked_assoclen(assoclen: unknown): number {
  const length = as_int(assoclen);
  if (length < 0) throw new TypeError("assoclen must be positive");
  return length;
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

// struct af_alg_iv: the length and the bytes, whose padding counts as part of the message, as it does in CPython.
function af_alg_iv(iv: Uint8Array): Uint8Array {
  const struct = new Uint8Array(Math.ceil((4 + iv.length) / 8) * 8);
  struct.set(uint32(iv.length));
  struct.set(iv, 4);
  return struct;
}

/** The guts of `socket.sendmsg_afalg()`. */
export function sendmsg_afalg(
  { descriptor, timeout, flags: own_flags }: Caller,
  msg: unknown,
  options: Partial<Record<keyof AlgOptions, unknown>> = {},
): number {
  if (descriptor.family !== AF_ALG) throw new OSError("algset is only supported for AF_ALG");
  check_keywords(
    options,
    ["op", "iv", "assoclen", "flags"],
    "sendmsg_afalg",
    "takes at most 1 positional argument (2 given)",
  );
  check_int(options.op, 2);
  const iv = options.iv === undefined ? null : bytes_like(options.iv);
  check_int(options.assoclen, 4);
  const bits = (options.flags === undefined ? 0 : int(options.flags)) | own_flags;
  const items: ControlItem[] = [[SOL_ALG, ALG_SET_OP, uint32(checked_op(options.op))]];
  if (iv !== null) items.push([SOL_ALG, ALG_SET_IV, af_alg_iv(iv)]);
  if (options.assoclen !== undefined) {
    items.push([SOL_ALG, ALG_SET_AEAD_ASSOCLEN, uint32(checked_assoclen(options.assoclen))]);
  }
  const data = msg === undefined ? [] : data_buffers(msg);
  return send_message(descriptor, timeout, bits, null, data, items);
}
