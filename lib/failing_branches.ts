// Why hot calls fail a few times before they are made in earnest.

/**
 * Makes a call that fails, a few times, before it is made in earnest. A hot call's first failure is the worst moment to
 * read errno: the engine, which has never seen the failing branch, throws its optimised code away between the call and
 * the read, and may make system calls of its own while it does (measured: a stranger's EAGAIN in 63 of 108,500 failures;
 * none once the branch has been taken).
 */
export function take_failing_branch(call: () => unknown): void {
  for (let round = 0; round < 3; round++) {
    try {
      call();
    } catch { /* as intended */ }
  }
}

/** The methods of a socket that programs call in loops. */
interface HotMethods {
  accept(): unknown;
  connect(address: [string, number]): void;
  recv(bufsize: number): unknown;
  recv_into(buffer: Uint8Array): number;
  recvfrom(bufsize: number): unknown;
  recvfrom_into(buffer: Uint8Array): unknown;
  send(data: Uint8Array): number;
  sendall(data: Uint8Array): void;
  sendto(data: Uint8Array, address: [string, number]): number;
}

/** Makes the hot methods fail, on a closed socket of family `AF_INET`. */
export function take_failing_branches(closed: HotMethods): void {
  const memory = new Uint8Array(1);
  const calls = [
    () => closed.recv(1),
    () => closed.recv_into(memory),
    () => closed.recvfrom(1),
    () => closed.recvfrom_into(memory),
    () => closed.send(memory),
    () => closed.sendall(memory),
    () => closed.sendto(memory, ["127.0.0.1", 1]),
    () => closed.connect(["127.0.0.1", 1]),
    () => closed.accept(),
  ];
  calls.forEach(take_failing_branch);
}
