// Sending all of something, part by part.
import { min } from "../ffi/intrinsics.ts";
import { errno, libc } from "../ffi/libc.ts";
import { monotonic, POLLOUT, retry_or_throw, timed_out } from "./blocking.ts";
import { byte_length, bytes_behind } from "./bytes.ts";
import { COUNT_MAX } from "./receiving.ts";

/**
 * Sends what `bytes` has behind its first `sent`.
 *
 * @param timeout of the whole: progress alone does not extend it
 * @param deadline when it ends, if it has begun; else 0
 */
export function send_all(
  fd: number,
  bytes: Uint8Array,
  sent: number,
  flags: number,
  timeout: number | null,
  deadline: number,
): void {
  // `waited` is until when the part under way may wait: each looks for room once, as in CPython, however little is left.
  for (let waited = deadline;;) {
    const rest = sent === 0 ? bytes : bytes_behind(bytes, sent);
    const left = byte_length(rest);
    const n = libc.send(fd, left === 0 ? null : rest, min(left, COUNT_MAX), flags), e = errno[0];
    if (n < 0) {
      waited = retry_or_throw(e, fd, timeout, POLLOUT, waited);
      continue;
    }
    if (n >= left) return;
    sent += n;
    if (timeout !== null && timeout !== 0) {
      if (deadline === 0) deadline = waited > 0 ? waited : monotonic() + timeout;
      timeout = time_left(deadline);
    }
    waited = 0;
  }
}

function time_left(deadline: number): number {
  const left = deadline - monotonic();
  if (left <= 0) throw timed_out();
  return left;
}
