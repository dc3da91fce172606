// The system's errors as it words them: glibc, musl and macOS have their own texts, and some of their own numbers.
import { constants } from "node:os";
import { libc } from "../ffi/libc.ts";

/** What an `OSError` of this kind says: `[Errno 9] Bad file descriptor` for `"EBADF"`. */
export function errno_message(name: keyof typeof constants.errno): string {
  const number = constants.errno[name];
  const text = new Uint8Array(256);
  libc.strerror_r(number, text, text.length);
  return `[Errno ${number}] ${new TextDecoder().decode(text.subarray(0, text.indexOf(0)))}`;
}
