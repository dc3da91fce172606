// Linux with musl instead of glibc: the same kernel, and a libc that differs in little.
import { linux } from "./linux.ts";
import type { NativeFunction } from "./runtime.ts";

type Call = (name: string) => NativeFunction;

// What musl's getprotobyname() knows: it reads no file. Its result is one for all threads, so that none can trust it.
function protocols(): Map<string, number> {
  return new Map(Object.entries({
    ip: 0,
    icmp: 1,
    igmp: 2,
    ggp: 3,
    ipencap: 4,
    st: 5,
    tcp: 6,
    egp: 8,
    pup: 12,
    udp: 17,
    hmp: 20,
    "xns-idp": 22,
    rdp: 27,
    "iso-tp4": 29,
    xtp: 36,
    ddp: 37,
    "idpr-cmtp": 38,
    ipv6: 41,
    "ipv6-route": 43,
    "ipv6-frag": 44,
    idrp: 45,
    rsvp: 46,
    gre: 47,
    esp: 50,
    ah: 51,
    skip: 57,
    "ipv6-icmp": 58,
    "ipv6-nonxt": 59,
    "ipv6-opts": 60,
    rspf: 73,
    vmtp: 81,
    ospf: 89,
    ipip: 94,
    encap: 98,
    pim: 103,
    raw: 255,
  }));
}

function getprotobyname_r(call: Call): NativeFunction {
  const memset = call("memset");
  const known = protocols(), decoder = new TextDecoder();
  return (
    name: Uint8Array,
    entry: Uint8Array,
    _buffer: Uint8Array,
    _buffer_length: number,
    result: BigUint64Array,
  ): number => {
    // It ends with a NUL.
    const number = known.get(decoder.decode(name.subarray(0, -1)));
    const found = number !== undefined;
    if (found) {
      new DataView(entry.buffer, entry.byteOffset).setInt32(linux.structs.protoent.proto, number, true);
    }
    result[0] = found ? memset(entry, 0, 0) : 0n;
    return 0;
  };
}

const SYS_SENDMMSG: Readonly<Record<string, bigint>> = { x64: 307n, arm64: 269n };

// musl makes one sendmsg() after another of it, and goes on after one of which a stream took a part: the rest of that
// one would be missing. The system call stops there.
function sendmmsg(arch: string): (call: Call) => NativeFunction {
  return (call) => {
    const syscall = call("plain_syscall");
    const number = SYS_SENDMMSG[arch]!;
    return (fd: number, messages: Uint8Array, count: number, flags: number): number =>
      syscall(number, fd, messages, count, flags);
  };
}

/** Linux with musl. */
export function musl(arch: string): typeof linux {
  const { NI_IDN: _, ...constants } = linux.constants;
  return {
    ...linux,
    symbols: { ...linux.symbols, plain_syscall: "syscall" },
    replacements: { ...linux.replacements, getprotobyname_r, sendmmsg: sendmmsg(arch) },
    constants: { ...constants, NI_MAXHOST: 255, SOMAXCONN: 128 } as typeof linux.constants,
  };
}
