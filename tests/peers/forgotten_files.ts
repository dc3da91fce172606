// Forgets file objects with something still to write, and tells what arrived and how many the socket counts then.
import * as socket from "../../mod.ts";

const runtime = globalThis as unknown as { gc?: () => void; Bun?: { gc(force: boolean): void } };

async function collect_garbage(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    if (runtime.Bun === undefined) runtime.gc!();
    else runtime.Bun.gc(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function pair(): [socket.Socket<unknown>, socket.Socket<unknown>] {
  const sockets = socket.socketpair();
  for (const one of sockets) one.settimeout(0);
  return sockets;
}

function heard(peer: socket.Socket<unknown>): string {
  try {
    const data = peer.recv(100);
    return data.length === 0 ? "<end>" : new TextDecoder().decode(data);
  } catch (error) {
    if (!(error instanceof socket.BlockingIOError)) throw error;
    return "";
  }
}

function forget(sock: socket.Socket<unknown>, mode: string): void {
  const file = sock.makefile(mode) as socket.TextIOWrapper;
  file.write((mode.includes("b") ? new TextEncoder().encode("forgotten") : "forgotten") as string);
}

// What a detached writer leaves is its raw file object: nothing happens to that while somebody holds it.
function detach(sock: socket.Socket<unknown>): unknown {
  return sock.makefile("wb").detach();
}

const pairs = new Map(["wb", "w", "rw", "rwb", "detached", "closed socket"].map((name) => [name, pair()]));
for (const mode of ["wb", "w", "rw", "rwb"]) forget(pairs.get(mode)![0], mode);
const kept = detach(pairs.get("detached")![0]);
pairs.get("closed socket")![0].makefile("r");
pairs.get("closed socket")![0].close();

await collect_garbage();
const results = Array.from(pairs, ([name, [sock, peer]]) => {
  return [name, [heard(peer), name === "closed socket" ? sock.fileno() : sock._io_refs]];
});
console.log(JSON.stringify(Object.fromEntries(results)));
if (kept === null) console.log("never");
