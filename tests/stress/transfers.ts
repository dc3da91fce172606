// Transfers between two processes: every way to send with every way to receive, in every mode, cut at random, interrupted
// by signals, reset in the middle; what came is compared by SHA-256.
import { type ChildOptions, run_child } from "./child.ts";
import { one_of, random, shuffled } from "./random.ts";
import {
  ADDRESSED_SENDERS,
  MESSAGE_SENDERS,
  type Mode,
  READERS,
  RECEIVERS,
  STREAM_SENDERS,
  type Transport,
} from "./transfer_ways.ts";

/** One transfer. */
export interface Transfer {
  readonly index: number;
  readonly transport: Transport;
  readonly send: string;
  readonly receive: string;
  readonly send_mode: Mode;
  readonly receive_mode: Mode;
  readonly bytes: number;
  /** The largest piece. */
  readonly piece: number;
  /** The side that resets the connection when half is through. */
  readonly reset: null | "sender" | "receiver";
}

/** What one side saw. */
export interface Seen {
  readonly bytes: number;
  readonly sha256: string;
  /** The error's name if there was one. */
  readonly error: string | null;
}

const MODES: readonly Mode[] = ["blocking", "timeout", "non-blocking"];

function ways(transport: Transport): [send: string[], receive: string[]] {
  switch (transport) {
    case "dgram":
      return [Object.keys(ADDRESSED_SENDERS), Object.keys(RECEIVERS)];
    case "seqpacket":
      return [Object.keys(MESSAGE_SENDERS), Object.keys(RECEIVERS)];
    default:
      return [Object.keys(STREAM_SENDERS), [...Object.keys(RECEIVERS), ...Object.keys(READERS)]];
  }
}

// File objects and sendfile() want a socket that waits, and sendall() cannot say how far it got.
function modes(way: string): readonly Mode[] {
  return /file|sendall/.test(way) ? MODES.slice(0, 2) : MODES;
}

/** The transfers of a seed: every pair of ways over each of the transports, `rounds` times. */
export function transfers(
  seed: number,
  rounds: number,
  most: number,
  transports: readonly Transport[],
): Transfer[] {
  const next = random(seed);
  const all: Transfer[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const transport of transports) {
      const [senders, receivers] = ways(transport);
      for (const send of senders) {
        for (const receive of receivers) {
          const is_stream = transport === "tcp" || transport === "unix";
          all.push({
            index: 0,
            transport,
            send,
            receive,
            send_mode: one_of(modes(send), next),
            receive_mode: one_of(modes(receive), next),
            bytes: Math.floor(next() * most),
            piece: is_stream ? one_of([1000, 10_000, 300_000], next) : 2000,
            reset: is_stream && next() < 0.1 ? one_of(["sender", "receiver"] as const, next) : null,
          });
        }
      }
    }
  }
  return shuffled(all, next).map((transfer, index) => ({ ...transfer, index }));
}

/** Where the two processes meet. */
export interface Meeting {
  /** An address of AF_INET; a free port is found if it is 0 (on this host only). */
  readonly host: string;
  readonly port: number;
  /** The start of names of AF_UNIX. */
  readonly name: string;
}

function problem_of(
  transfer: Transfer,
  sent: Seen | undefined,
  received: Seen | undefined,
  { host }: Meeting,
): string | null {
  if (sent === undefined || received === undefined) return "was not made";
  const { reset, bytes } = transfer;
  if (received.error?.startsWith("wrong")) return received.error;
  if (reset === null) {
    if (sent.error !== null || received.error !== null) {
      return `sender: ${sent.error}, receiver: ${received.error}`;
    }
    if (sent.bytes !== bytes || received.bytes !== bytes) return `${received.bytes} of ${bytes} bytes`;
    return sent.sha256 === received.sha256 ? null : "another SHA-256";
  }
  // shutdown() of a connection that was reset says ENOTCONN. A link may lose the reset, which is not sent again: then
  // the other side learns of it from what it sends next, or waits until its time is over.
  const fine = [null, "ConnectionResetError", "BrokenPipeError", "ENOTCONN"];
  if (!host.startsWith("127.")) fine.push("TimeoutError");
  if (!fine.includes(sent.error) || !fine.includes(received.error)) {
    return `reset by the ${reset}: sender: ${sent.error}, receiver: ${received.error}`;
  }
  return null;
}

/** How many transfers were made with how many bytes, and what is wrong. */
export interface Transferred {
  readonly transfers: number;
  readonly bytes: number;
  readonly problems: string[];
}

/** Makes the transfers. */
export async function transfer(
  list: readonly Transfer[],
  meeting: Meeting,
  library: string | null,
  seconds: number,
  options: { readonly receiver?: ChildOptions; readonly sender?: ChildOptions } = {},
): Promise<Transferred> {
  const request = { list, meeting, library };
  const [receiver, sender] = await Promise.all([
    run_child<Seen[]>("transfers_child.ts", { ...request, side: "receiver" }, {
      ...options.receiver,
      seconds,
    }),
    run_child<Seen[]>("transfers_child.ts", { ...request, side: "sender" }, { ...options.sender, seconds }),
  ]);
  const problems: string[] = [];
  if (receiver.trouble !== null) problems.push(`receiver: ${receiver.trouble}`);
  if (sender.trouble !== null) problems.push(`sender: ${sender.trouble}`);
  let bytes = 0;
  if (problems.length === 0) {
    for (const [index, transfer] of list.entries()) {
      const problem = problem_of(transfer, sender.report![index], receiver.report![index], meeting);
      if (problem !== null) problems.push(`${JSON.stringify(transfer)}: ${problem}`);
      bytes += receiver.report![index]?.bytes ?? 0;
    }
  }
  return { transfers: list.length, bytes, problems };
}
