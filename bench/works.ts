// What is measured, and what it must show.

/** The contestants that a work is measured on; the first is the limit, all others are compared with it. */
export type ContestantName =
  | "C"
  | "CPython"
  | "this module on Deno"
  | "this module on Bun"
  | "this module on Node"
  | "Deno.connect"
  | "node:net on Deno"
  | "node:net on Node"
  | "node:net on Bun"
  | "Bun.connect";

/** Where this module runs. */
export type Here = "this module on Deno" | "this module on Bun" | "this module on Node";

export const HERE: readonly Here[] = ["this module on Deno", "this module on Bun", "this module on Node"];

/** The measured figures, medians over all rounds; `null` where there are none. */
export interface Figures {
  /** Whom speeds are compared with. */
  readonly limit: ContestantName;
  /** The contestant's speed at this work; the limit's is 1. */
  speed(work: string, contestant: ContestantName): number | null;
  /** Nanoseconds per operation. */
  time(work: string, contestant: ContestantName): number | null;
}

/** What a work must reach. */
export interface Goal {
  readonly text: string;
  /** Whether it does; `null` if what is needed to tell was not measured. */
  reached(figures: Figures, work: string, here: Here): boolean | null;
}

export interface Work {
  readonly section: Section;
  /** Its name in the report; `--only` chooses by it. */
  readonly name: string;
  /** What the contestants call it. */
  readonly call: string;
  readonly size: number;
  /** Whether its size says how many bytes an operation moves one way, so that a rate makes sense. */
  readonly streams: boolean;
  /** How many times the rounds that others have: where two processes meet, each round is of its own mind. */
  readonly rounds: number;
  /** How many times the warm-up that others have. */
  readonly warm_up: number;
  readonly goals: readonly Goal[];
}

export type Section = "syscall" | "throughput" | "struct";

const RIVALS: Readonly<Record<Here, readonly ContestantName[]>> = {
  "this module on Deno": ["Deno.connect", "node:net on Deno", "node:net on Node"],
  "this module on Bun": ["Bun.connect", "node:net on Bun", "node:net on Node"],
  "this module on Node": ["node:net on Node"],
};

function compare(value: number | null, least: number | null): boolean | null {
  return value === null || least === null ? null : value >= least;
}

function speed_of(least: number, text = least.toFixed(2)): Goal {
  return {
    text,
    reached: (figures, work, here) =>
      figures.limit === "C" ? compare(figures.speed(work, here), least) : null,
  };
}

/** The same where it is put as a time: less is better. */
function time_against_c(most: number): Goal {
  return speed_of(1 / most, `${(1 / most).toFixed(2)} (time ${most})`);
}

const not_below_cpython: Goal = {
  text: "CPython's",
  reached: (figures, work, here) => compare(figures.speed(work, here), figures.speed(work, "CPython")),
};

/** `part` of the speed of every way that the runtimes bring along. */
function against_rivals(part: number, text: string): Goal {
  return {
    text,
    reached(figures, work, here) {
      const speed = figures.speed(work, here);
      const rivals = RIVALS[here].map((rival) => figures.speed(work, rival)).filter((found) =>
        found !== null
      );
      return rivals.length === 0 ? null : compare(speed, part * Math.max(...rivals));
    },
  };
}

const ahead_of_rivals = against_rivals(1, "ahead of the runtimes' own");
const level_with_rivals = against_rivals(0.95, "level with the runtimes' own");

/** `part` of the speed at which this runtime does another work: what it costs there in any case. */
function against(other: (work: string) => string, part: number, text: string): Goal {
  return {
    text,
    reached(figures, work, here) {
      const floor = other(work);
      // Speeds were compared in the same round, times not.
      const speed = figures.speed(work, here), floor_speed = figures.speed(floor, here);
      if (speed !== null && floor_speed !== null) return speed >= part * floor_speed;
      const time = figures.time(work, here), floor_time = figures.time(floor, here);
      return time === null || floor_time === null ? null : floor_time >= part * time;
    },
  };
}

const BARE = "bare call and an array,";
const as_a_bare_call = against(
  (work) => work.replace("recv", BARE),
  0.95,
  "0.95 of a bare call and an array",
);

const BY_HAND = "by hand with a DataView";
const as_by_hand = against((work) => work.replace(/Struct\.\w+/, BY_HAND), 0.95, "0.95 of by hand");

const RAISE = "an exception alone";

/** In Bun CPython's time, in Deno and Node what an exception costs there in any case and a quarter more. */
const cheap_exception: Goal = {
  text: "Bun: CPython's; Deno, Node: C + 1.25 exceptions",
  reached(figures, work, here) {
    const time = figures.time(work, here), least = figures.time(work, "C"), bare = figures.time(RAISE, here);
    if (here === "this module on Bun") return compare(figures.time(work, "CPython"), time);
    return time === null || least === null || bare === null ? null : time <= least + 1.25 * bare;
  },
};

const KIB = 1024;

function size_text(size: number): string {
  if (size < KIB) return `${size} B`;
  return size < KIB * KIB ? `${size / KIB} KiB` : `${size / KIB / KIB} MiB`;
}

interface Details {
  readonly goals?: readonly Goal[];
  readonly rounds?: number;
  readonly warm_up?: number;
}

function works(
  section: Section,
  call: string,
  name: string,
  sizes: readonly number[],
  details: Details | ((size: number) => Details) = {},
): Work[] {
  return sizes.map((size) => {
    const { goals = [], rounds = 1, warm_up = 1 } = typeof details === "function" ? details(size) : details;
    return {
      section,
      name: size === 0 ? name : `${name} ${size_text(size)}`,
      call,
      size,
      streams: /^(send|recv|lines|text_lines)/.test(call),
      goals,
      rounds,
      warm_up,
    };
  });
}

/** Everything that is measured between sockets, and what needs none. */
export const WORKS: readonly Work[] = [
  ...works("syscall", "getsockopt", "getsockopt(SO_TYPE), the floor", [0]),
  ...works("syscall", "getsockname", "getsockname", [0]),
  ...works("syscall", "socketpair", "send + recv, socketpair,", [64]),
  ...works("syscall", "loopback", "send + recv, TCP,", [64]),
  ...works("syscall", "loopback_into", "send + recv_into, TCP,", [64]),
  ...works("syscall", "again", "recv, EAGAIN caught,", [64], { goals: [cheap_exception] }),
  ...works("syscall", "raise", RAISE, [0]),
  ...works("syscall", "datagram", "sendto + recvfrom, UDP,", [64], { goals: [time_against_c(1.2)] }),
  ...works("syscall", "datagram_into", "sendto + recvfrom_into, UDP,", [64], {
    goals: [time_against_c(1.2)],
  }),
  // Some 12,000 connections pass before all of its many branches are compiled.
  ...works("syscall", "connection", "connect + accept + close", [0], { goals: [speed_of(0.92)], warm_up: 3 }),

  ...works("throughput", "pingpong", "ping-pong, recv,", [64, KIB], (size) => ({
    goals: [...(size < KIB ? [speed_of(0.95), not_below_cpython] : []), ahead_of_rivals],
    rounds: 2,
  })),
  ...works("throughput", "pingpong_into", "ping-pong, recv_into,", [64, KIB], {
    goals: [speed_of(0.95), not_below_cpython, ahead_of_rivals],
    rounds: 2,
  }),
  ...works("throughput", "pingpong_timeout", "ping-pong, recv with a timeout,", [64], {
    goals: [speed_of(0.9)],
    rounds: 2,
  }),
  ...works("throughput", "send", "send", [KIB, 16 * KIB], { goals: [speed_of(0.95)] }),
  ...works("throughput", "sendall", "sendall", [KIB, 16 * KIB, 64 * KIB, KIB * KIB], (size) => ({
    goals: [...(size <= 16 * KIB ? [speed_of(0.95)] : []), level_with_rivals],
    rounds: 2,
  })),
  ...works("throughput", "recv", "recv", [64, KIB, 4 * KIB], { goals: [not_below_cpython, as_a_bare_call] }),
  ...works("throughput", "recv_bare", BARE, [64, KIB, 4 * KIB]),
  ...works("throughput", "recv", "recv", [64, 256].map((size) => size * KIB), (size) => ({
    goals: [not_below_cpython, ...(size === 64 * KIB ? [level_with_rivals] : [])],
    rounds: 2,
  })),
  ...works("throughput", "recv_into", "recv_into", [64, KIB, 4 * KIB, 64 * KIB, 256 * KIB], (size) => ({
    goals: [
      ...(size >= 4 * KIB ? [speed_of(0.95)] : [not_below_cpython]),
      ...(size === 64 * KIB ? [level_with_rivals] : []),
    ],
    rounds: size >= 4 * KIB ? 2 : 1,
  })),
  ...works("throughput", "echo_datagram", "UDP echo, recvfrom,", [64, KIB], { rounds: 2 }),
  ...works("throughput", "echo_datagram_into", "UDP echo, recvfrom_into,", [64, KIB], { rounds: 2 }),
  ...works("throughput", "echo_batch", "UDP echo, recvmmsg of 32,", [64, KIB], { rounds: 2 }),
  ...works("throughput", "echo_batch_into", "UDP echo, recvmmsg_into of 32,", [64, KIB], { rounds: 2 }),
  ...works("throughput", "sendfile", "sendfile", [64 * KIB], { rounds: 2 }),
  ...works("throughput", "lines", "makefile lines, binary,", [64, KIB]),
  ...works("throughput", "text_lines", "makefile lines, text,", [64, KIB]),

  ...works("struct", "struct_pack", "pack !HHI, Struct.pack_into", [0], { goals: [as_by_hand] }),
  ...works("struct", "view_pack", `pack !HHI, ${BY_HAND}`, [0]),
  ...works("struct", "struct_unpack", "unpack !HHI, Struct.unpack_from", [0], { goals: [as_by_hand] }),
  ...works("struct", "view_unpack", `unpack !HHI, ${BY_HAND}`, [0]),
];
