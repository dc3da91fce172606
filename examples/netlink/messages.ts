// Messages of netlink's route family: what list.ts and watch.ts share. All numbers in them have this machine's byte order.
//
// A part of list.ts and watch.ts, which are what is started.
import * as socket from "../../mod.ts";

/** What the kernel sends: a number, and a struct with attributes behind it. */
export interface Message {
  readonly type: number;
  readonly body: DataView<ArrayBuffer>;
}

const HEADER = 16, ATTRIBUTE_HEADER = 4;
const NLM_F_REQUEST = 1, NLM_F_DUMP = 0x300;
const aligned = (length: number) => (length + 3) & ~3;

/** The messages of a datagram, each a `struct nlmsghdr` and what follows it. */
export function* messages(datagram: Uint8Array<ArrayBuffer>): Generator<Message> {
  const view = new DataView(datagram.buffer);
  for (let at = 0, length = 0; at + HEADER <= datagram.length; at += aligned(length)) {
    length = view.getUint32(at, true);
    if (length < HEADER) throw new Error("not netlink");
    yield {
      type: view.getUint16(at + 4, true),
      body: new DataView(datagram.buffer, at + HEADER, length - HEADER),
    };
  }
}

/** A request for all that there is of one kind, of address family `family`. */
export function dump_request(type: number, family: number): DataView {
  const view = new DataView(new ArrayBuffer(HEADER + 16));
  view.setUint32(0, view.byteLength, true);
  view.setUint16(4, type, true);
  view.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, true);
  view.setUint8(HEADER, family);
  return view;
}

/** The attributes behind a struct of `size` bytes. */
function attributes(body: DataView<ArrayBuffer>, size: number): Map<number, Uint8Array<ArrayBuffer>> {
  const found = new Map<number, Uint8Array<ArrayBuffer>>();
  for (let at = size; at + ATTRIBUTE_HEADER <= body.byteLength; at += aligned(body.getUint16(at, true))) {
    const start = body.byteOffset + at + ATTRIBUTE_HEADER,
      length = body.getUint16(at, true) - ATTRIBUTE_HEADER;
    found.set(body.getUint16(at + 2, true), new Uint8Array(body.buffer, start, length));
  }
  return found;
}

function interface_name(index: number): string {
  try {
    return socket.if_indextoname(index);
  } catch {
    return `interface ${index}`; // It is gone already
  }
}

function link(body: DataView<ArrayBuffer>): string {
  const IFLA_IFNAME = 3, IFF_UP = 1;
  const name = new TextDecoder().decode(attributes(body, 16).get(IFLA_IFNAME)?.subarray(0, -1));
  return `link ${name} ${body.getUint32(8, true) & IFF_UP ? "up" : "down"}`;
}

function address(body: DataView<ArrayBuffer>): string {
  const IFA_ADDRESS = 1, IFA_LOCAL = 2;
  const found = attributes(body, 8);
  const text = socket.inet_ntop(body.getUint8(0), found.get(IFA_LOCAL) ?? found.get(IFA_ADDRESS)!);
  return `address ${text}/${body.getUint8(1)} dev ${interface_name(body.getUint32(4, true))}`;
}

function route(body: DataView<ArrayBuffer>): string | null {
  const RTA_DST = 1, RTA_OIF = 4, RTA_GATEWAY = 5, MAIN = 254;
  if (body.getUint8(4) !== MAIN) return null;
  const family = body.getUint8(0), found = attributes(body, 12);
  const text = (type: number) => found.has(type) ? socket.inet_ntop(family, found.get(type)!) : null;
  const destination = text(RTA_DST), gateway = text(RTA_GATEWAY), output = found.get(RTA_OIF);
  const to = destination === null ? "default" : `${destination}/${body.getUint8(1)}`;
  const via = gateway === null ? "" : ` via ${gateway}`;
  const index = output === undefined ? 0 : new DataView(output.slice().buffer).getUint32(0, true);
  return `route ${to}${via}${index === 0 ? "" : ` dev ${interface_name(index)}`}`;
}

/** What a message says; `null` if it is about something else. */
export function describe({ type, body }: Message): string | null {
  const NEWLINK = 16, DELLINK = 17, NEWADDR = 20, DELADDR = 21, NEWROUTE = 24, DELROUTE = 25;
  if (type === NEWLINK || type === DELLINK) return link(body);
  if (type === NEWADDR || type === DELADDR) return address(body);
  if (type === NEWROUTE || type === DELROUTE) return route(body);
  return null;
}
