// Writes to a file object over a pipe, forgets it, and tells what the collector has flushed, and whether it has closed the pipe.
import * as os from "../../lib/os.ts";
import { BlockingIOError } from "../../mod.ts";

const collect = (globalThis as { gc?: () => void }).gc!;
const [r, w] = os.pipe();
os.set_blocking(r, false);
(() => void os.fdopen(w, "w").write("flushed by the collector"))();

function read_all(): Uint8Array | null {
  try {
    return os.read(r, 100);
  } catch (error) {
    if (error instanceof BlockingIOError) return null;
    throw error;
  }
}

let found = read_all();
for (let attempt = 0; found === null && attempt < 100; attempt++) {
  collect();
  await new Promise((resolve) => setTimeout(resolve, 5));
  found = read_all();
}
console.log(found === null ? "nothing" : new TextDecoder().decode(found));
console.log(os.read(r, 1).length);
