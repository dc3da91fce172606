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
  for (;;) {
    const rest = sent === 0 ? bytes : bytes_behind(bytes, sent);
    const left = byte_length(rest);
    const n = libc.send(fd, rest, min(left, COUNT_MAX), flags), e = errno[0];
    if (n < 0) {
      deadline = retry_or_throw(e, fd, timeout, POLLOUT, deadline);
      continue;
    }
    if (n >= left) return;
    sent += n;
    deadline = deadline_after_progress(deadline, timeout);
  }
}

function deadline_after_progress(deadline: number, timeout: number | null): number {
  if (timeout === null || timeout === 0) return 0;
  const now = monotonic();
  if (deadline <= 0) return now + timeout;
  if (now >= deadline) throw timed_out();
  return deadline;
}
