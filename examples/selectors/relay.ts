// What port_forwarder.ts and socks5.ts share: a task that passes on what two connections send, each to the other.
//
// A part of port_forwarder.ts and socks5.ts, which are what is started.
import * as socket from "../../mod.ts";
import { EVENT_READ, EVENT_WRITE } from "../../lib/selectors.ts";
import * as struct from "../../lib/struct.ts";
import { type Task, wait } from "./tasks.ts";

type Connection = socket.Socket<unknown>;

/** One direction, and what was received there and not sent yet. */
interface Pipe {
  readonly from: Connection;
  readonly to: Connection;
  held: Uint8Array;
}

const memory = new Uint8Array(65536);

/** Moves as much as goes without waiting; whether there is more to come. */
function move(pipe: Pipe): boolean {
  try {
    if (pipe.held.length === 0) {
      const count = pipe.from.recv_into(memory);
      if (count === 0) {
        pipe.to.shutdown(socket.SHUT_WR);
        return false;
      }
      pipe.held = memory.slice(0, count);
    }
    pipe.held = pipe.held.subarray(pipe.to.send(pipe.held));
  } catch (error) {
    if (!(error instanceof socket.BlockingIOError)) throw error;
  }
  return true;
}

/** What the pipes can do next: read, but never what could not be passed on, or write. */
function events_of(pipes: readonly Pipe[]): [s: Connection, events: number][] {
  const events = new Map<Connection, number>();
  for (const { from, to, held } of pipes) {
    const [s, event] = held.length === 0 ? [from, EVENT_READ] : [to, EVENT_WRITE];
    events.set(s, (events.get(s) ?? 0) | event);
  }
  return [...events];
}

/**
 * Passes on what two connections send, each at the pace at which the other reads: at most one part of each direction is held in
 * memory. The end of one direction is passed on, and the other goes on; a connection that breaks breaks the other, so that
 * nobody takes half of the data for all of it.
 */
export function* relay(a: Connection, b: Connection): Task {
  const nothing = new Uint8Array();
  let pipes: Pipe[] = [{ from: a, to: b, held: nothing }, { from: b, to: a, held: nothing }];
  try {
    while (pipes.length > 0) {
      yield* wait(events_of(pipes));
      pipes = pipes.filter(move);
    }
  } catch (error) {
    for (const s of [a, b]) reset_when_closed(s);
    throw error;
  }
}

/** Makes `close()` tell the other end that the connection is broken, instead of ended. */
export function reset_when_closed(s: Connection): void {
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); // struct linger
}
