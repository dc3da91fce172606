// Tasks: conversations that are written as if each were alone, and wait for their sockets together. What async functions are
// to the event loop, these generators are to a selector.
//
// A part of back_pressure.ts, port_forwarder.ts and socks5.ts, which are what is started.
import * as socket from "../../mod.ts";
import * as selectors from "../../lib/selectors.ts";

type Connection = socket.Socket<unknown>;

/** What a task waits for: the first of these events, but no longer than so many seconds. */
export interface Wait {
  readonly sockets: readonly (readonly [s: Connection, events: number])[];
  readonly seconds: number;
}

/** A generator that says what it waits for, and is told whether that came in time. No two wait for the same socket. */
export type Task<Result = void> = Generator<Wait, Result, boolean>;

interface Waiting {
  readonly task: Task;
  readonly wait: Wait;
  readonly deadline: number;
}

const sel = selectors.DefaultSelector<Waiting>();
const all_waiting = new Set<Waiting>();

/** Lets a task run until it has to wait. */
function go_on(task: Task, in_time: boolean): void {
  const { value: wait, done } = task.next(in_time);
  if (done) return;
  const waiting = { task, wait, deadline: performance.now() + wait.seconds * 1000 };
  all_waiting.add(waiting);
  for (const [s, events] of wait.sockets) sel.register(s, events, waiting);
}

function wake(waiting: Waiting, in_time: boolean): void {
  if (!all_waiting.delete(waiting)) return; // Another event was first
  for (const [s] of waiting.wait.sockets) sel.unregister(s);
  go_on(waiting.task, in_time);
}

/** Starts a task beside the others. */
export function start(task: Task): void {
  go_on(task, true);
}

/** Runs all tasks to their ends. */
export function run(): void {
  while (all_waiting.size > 0) {
    const deadline = Math.min(...Array.from(all_waiting, ({ deadline }) => deadline));
    const seconds = deadline === Infinity ? null : (deadline - performance.now()) / 1000;
    for (const [{ data: waiting }] of sel.select(seconds)) wake(waiting!, true);
    const now = performance.now();
    for (const waiting of all_waiting) if (waiting.deadline <= now) wake(waiting, false);
  }
}

/** Waits for one of several events. */
export function* wait(sockets: Wait["sockets"], seconds: number = Infinity): Task {
  if (!(yield { sockets, seconds })) throw new socket.TimeoutError("timed out");
}

/** Starts a task for each connection that a listening socket accepts. */
export function* serve<A>(
  server: socket.Socket<A>,
  conversation: (conn: socket.Socket<A>, address: A) => Task,
): Task {
  server.setblocking(false);
  for (;;) {
    yield* wait([[server, selectors.EVENT_READ]]);
    try {
      const [conn, address] = server.accept();
      conn.setblocking(false);
      start(conversation(conn, address));
    } catch (error) {
      if (!(error instanceof socket.OSError)) throw error;
      console.error(String(error));
      yield { sockets: [], seconds: 0.1 }; // No descriptor is free, perhaps: others will be done soon
    }
  }
}

/**
 * `recv()`. It waits even when something is there already, so that a client that never stops sending does not keep the
 * others from their turns.
 */
export function* recv(s: Connection, bufsize: number, seconds?: number): Task<Uint8Array> {
  yield* wait([[s, selectors.EVENT_READ]], seconds);
  return s.recv(bufsize);
}

/** `sendall()`; the time is for each part. */
export function* sendall(s: Connection, data: Uint8Array, seconds?: number): Task {
  for (;;) {
    try {
      data = data.subarray(s.send(data));
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
    }
    if (data.length === 0) return;
    yield* wait([[s, selectors.EVENT_WRITE]], seconds);
  }
}

/** `connect()`. */
export function* connect(s: Connection, address: socket.AddressLike, seconds?: number): Task {
  const number = s.connect_ex(address);
  if (number === 0) return;
  const error = new socket.OSError(number, "cannot connect");
  if (error.code !== "EINPROGRESS") throw error;
  yield* wait([[s, selectors.EVENT_WRITE]], seconds);
  const result = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
  if (result !== 0) throw new socket.OSError(result, "cannot connect");
}
