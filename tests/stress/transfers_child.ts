// One side of the transfers: it sends, or it receives and compares.
import { createHash } from "node:crypto";
import * as socket from "../../mod.ts";
import { open_interrupt } from "./native.ts";
import { random } from "./random.ts";
import {
  ADDRESSED_SENDERS,
  MESSAGE_SENDERS,
  type Mode,
  receive_all,
  STREAM_SENDERS,
} from "./transfer_ways.ts";
import type { Meeting, Seen, Transfer } from "./transfers.ts";
import { answer, request } from "./request.ts";

const { list, meeting, library, side }: {
  list: Transfer[];
  meeting: Meeting;
  library: string | null;
  side: "sender" | "receiver";
} = request();

const { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = socket;

// A prime number, so that no piece that is too early or too late looks right.
const PERIOD = 65_521;
const period = Uint8Array.from({ length: PERIOD }, (_, index) => (index * 2654435761) >>> 17);

function expected(transfer: Transfer): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(transfer.bytes);
  for (let at = 0, from = (transfer.index * 7919) % PERIOD; at < bytes.length; from = 0) {
    const part = period.subarray(from, from + bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const address_of = ({ transport, index }: Transfer): socket.AddressLike =>
  transport === "tcp"
    ? [meeting.host, meeting.port]
    // Messages of the next transfer must not be taken for this one's.
    : `\0${meeting.name}-${transport}-${transport === "dgram" ? index : 0}`;

function make({ transport }: Transfer): socket.Socket {
  if (transport === "tcp") return socket.socket(AF_INET, SOCK_STREAM) as socket.Socket;
  const type = { unix: SOCK_STREAM, seqpacket: SOCK_SEQPACKET, dgram: SOCK_DGRAM }[transport];
  return socket.socket(AF_UNIX, type) as socket.Socket;
}

function set_mode(s: socket.Socket, mode: Mode): void {
  s.settimeout({ blocking: null, timeout: 20, "non-blocking": 0 }[mode]);
}

function with_reset(s: socket.Socket): void {
  // Closed with this, it resets.
  s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, new Int32Array([1, 0]));
}

class Reset extends Error {}

const still = new Int32Array(new SharedArrayBuffer(4));

// The other process may not be there yet. A socket that was refused once is of no further use.
function connected(transfer: Transfer): socket.Socket {
  for (let attempt = 0;; attempt++) {
    const s = make(transfer);
    // With so little room every larger piece is sent in parts.
    if (transfer.index % 3 > 0) s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096);
    s.settimeout(20);
    try {
      s.connect(address_of(transfer));
      return s;
    } catch (error) {
      s.close();
      const absent = error instanceof socket.ConnectionRefusedError ||
        error instanceof socket.FileNotFoundError;
      if (!absent || attempt > 500) throw error;
      Atomics.wait(still, 0, 0, 20);
    }
  }
}

function seen(bytes: Uint8Array, thrown: unknown): Seen {
  // A file that cannot be written out when it is closed says so as well.
  const error = thrown instanceof SuppressedError ? thrown.suppressed : thrown;
  const name = error === null
    ? null
    : error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
  const short = error instanceof socket.ConnectionError
    ? error.name
    : error instanceof socket.OSError
    ? error.code ?? name
    : name;
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), error: short };
}

function send(transfer: Transfer): Seen {
  const bytes = expected(transfer), next = random(transfer.index + 1);
  const size = () => 1 + Math.floor(next() * transfer.piece);
  using s = connected(transfer);
  set_mode(s, transfer.send_mode);
  if (transfer.transport === "dgram") {
    ADDRESSED_SENDERS[transfer.send]!(address_of(transfer))(s, bytes, size);
    s.settimeout(20);
    s.send(new Uint8Array(0)); // the end
    return seen(bytes, null);
  }
  const senders = transfer.transport === "seqpacket" ? MESSAGE_SENDERS : STREAM_SENDERS;
  const amount = transfer.reset === "sender" ? bytes.subarray(0, bytes.length >> 1) : bytes;
  try {
    senders[transfer.send]!(s, amount, size);
    if (transfer.reset === "sender") with_reset(s);
    else {
      s.shutdown(socket.SHUT_WR);
      s.settimeout(20);
      s.recv(1); // the other side has read everything
    }
    return seen(amount, null);
  } catch (error) {
    return seen(amount, error);
  }
}

function receive(transfer: Transfer, server: socket.Socket): Seen {
  const wanted = expected(transfer), next = random(transfer.index + 2);
  // A message is taken whole, or the rest is lost.
  const least = transfer.transport === "seqpacket" || transfer.transport === "dgram" ? 2000 : 1;
  const size = () => least + Math.floor(next() * transfer.piece);
  using connection = transfer.transport === "dgram" ? server : server.accept()[0];
  set_mode(connection, transfer.receive_mode);
  let at = 0, wrong: string | null = null;
  const hash = createHash("sha256");
  const got = (piece: Uint8Array) => {
    for (let index = 0; index < piece.length && wrong === null; index++) {
      if (piece[index] !== wanted[at + index]) wrong = `wrong byte at ${at + index}`;
    }
    hash.update(piece);
    at += piece.length;
    if (transfer.reset === "receiver" && at >= wanted.length / 2) throw new Reset();
  };
  let error: unknown = null;
  try {
    receive_all(connection, transfer.receive, size, got);
  } catch (caught) {
    if (caught instanceof Reset) with_reset(connection);
    else error = caught;
  }
  const { error: text } = seen(new Uint8Array(0), wrong ?? error);
  return { bytes: at, sha256: hash.digest("hex"), error: text };
}

const native = library === null ? null : open_interrupt(library);
native?.interrupt_start(2000);
const results: Seen[] = [];
try {
  if (side === "sender") {
    for (const transfer of list) results.push(send(transfer));
  } else {
    const listen = (transfer: Transfer) => {
      const server = make(transfer);
      if (transfer.transport === "tcp") server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
      server.bind(address_of(transfer));
      if (transfer.transport !== "dgram") server.listen(5);
      server.settimeout(30);
      return server;
    };
    const servers = new Map<string, socket.Socket>();
    for (const transfer of list) {
      const { transport } = transfer;
      if (transport !== "dgram" && !servers.has(transport)) servers.set(transport, listen(transfer));
    }
    for (const transfer of list) {
      results.push(receive(transfer, servers.get(transfer.transport) ?? listen(transfer)));
    }
    servers.forEach((server) => server.close());
  }
} finally {
  native?.interrupt_stop();
}
answer(results);
