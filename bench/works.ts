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
  readonly section: "syscall" | "throughput";
  /** Its name in the report; `--only` chooses by it. */
  readonly name: string;
  /** What the contestants call it. */
  readonly call: string;
  readonly size: number;
  /** Whether its size says how many bytes an operation moves one way, so that a rate makes sense. */
  readonly streams: boolean;
  readonly goals: readonly Goal[];
}

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

const cpython_or_twice_naive: Goal = {
  text: "CPython's, or twice naive recv's",
  reached(figures, work, here) {
    const naive = figures.speed(`naive ${work}`, here), speed = figures.speed(work, here);
    const twice = naive === null ? null : compare(speed, 2 * naive);
    return not_below_cpython.reached(figures, work, here) || twice;
  },
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
const UP_TO_1_MIB = [1, 4, 16, 64, 256, 1024].map((size) => size * KIB);

function size_text(size: number): string {
  if (size < KIB) return `${size} B`;
  return size < KIB * KIB ? `${size / KIB} KiB` : `${size / KIB / KIB} MiB`;
}

type Goals = readonly Goal[] | ((size: number) => readonly Goal[]);

function works(
  section: Work["section"],
  call: string,
  name: string,
  sizes: readonly number[],
  goals: Goals = [],
): Work[] {
  return sizes.map((size) => ({
    section,
    name: size === 0 ? name : `${name} ${size_text(size)}`,
    call,
    size,
    streams: /^(send|recv|lines|text_lines)/.test(call),
    goals: typeof goals === "function" ? goals(size) : goals,
  }));
}

function if_up_to(limit: number, goal: Goal): (size: number) => Goal[] {
  return (size) => size <= limit ? [goal] : [];
}

/** Everything that is measured between sockets. */
export const WORKS: readonly Work[] = [
  ...works("syscall", "getsockopt", "getsockopt(SO_TYPE), the floor", [0]),
  ...works("syscall", "getsockname", "getsockname", [0]),
  ...works("syscall", "socketpair", "send + recv, socketpair,", [1, 64]),
  ...works("syscall", "loopback", "send + recv, TCP,", [1, 64]),
  ...works("syscall", "again", "recv, EAGAIN caught,", [64], [cheap_exception]),
  ...works("syscall", "raise", RAISE, [0]),
  ...works("syscall", "datagram", "sendto + recvfrom, UDP,", [64], [time_against_c(1.2)]),
  ...works("syscall", "connection", "connect + accept + close", [0], [speed_of(0.92)]),

  ...works("throughput", "pingpong", "ping-pong", [1, 64, KIB], (size) => [
    ...(size < KIB ? [speed_of(0.95), not_below_cpython] : []),
    ahead_of_rivals,
  ]),
  ...works(
    "throughput",
    "pingpong_timeout",
    "ping-pong with a timeout",
    [1, 64, KIB],
    if_up_to(64, speed_of(0.9)),
  ),
  ...works("throughput", "send", "send", UP_TO_1_MIB, if_up_to(16 * KIB, speed_of(0.95))),
  ...works("throughput", "sendall", "sendall", UP_TO_1_MIB, (size) => [
    ...(size <= 16 * KIB ? [speed_of(0.95)] : []),
    level_with_rivals,
  ]),
  ...works("throughput", "recv", "recv", [1, 64, KIB], [not_below_cpython]),
  ...works("throughput", "recv", "recv", [4, 16, 64, 256].map((size) => size * KIB), (size) => [
    cpython_or_twice_naive,
    ...(size === 64 * KIB ? [level_with_rivals] : []),
  ]),
  ...works("throughput", "recv", "recv", [KIB * KIB]),
  ...works("throughput", "recv_naive", "naive recv", [4, 16, 64, 256].map((size) => size * KIB)),
  ...works("throughput", "recv_into", "recv_into", UP_TO_1_MIB, (size) => [
    ...(size >= 4 * KIB ? [speed_of(0.95)] : []),
    ...(size === 64 * KIB ? [level_with_rivals] : []),
  ]),
  ...works("throughput", "echo_datagram", "UDP echo, single,", [64, KIB]),
  ...works("throughput", "echo_batch", "UDP echo, batches of 32,", [64, KIB]),
  ...works("throughput", "sendfile", "sendfile", [64 * KIB, KIB * KIB]),
  ...works("throughput", "lines", "makefile lines, binary,", [64, KIB]),
  ...works("throughput", "text_lines", "makefile lines, text,", [64, KIB]),
];
