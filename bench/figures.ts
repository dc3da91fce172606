// From samples to figures.
import type { Sample, Samples } from "./measure.ts";
import type { ContestantName, Figures } from "./works.ts";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A median and how far the rounds are apart. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function spread(values: readonly number[]): Spread {
  return { least: Math.min(...values), median: median(values), most: Math.max(...values) };
}

/** Whether the rounds contradict each other, so that their median is no figure. */
export function is_scattered({ least, most }: Spread): boolean {
  return most >= 4 * least;
}

/** What was measured of one contestant at one work. */
export interface Cell {
  /** Nanoseconds per operation. */
  readonly time: number;
  /** Nanoseconds of CPU time per operation. */
  readonly cpu: number;
  /** `null` of the limit itself, and where the limit has no such call. */
  readonly compared: Comparison | null;
}

/** A contestant against the limit, whose own figures would be 1. */
export interface Comparison {
  /** In the same round; more is faster. */
  readonly speed: Spread;
  /** How many times the limit's CPU time. */
  readonly cpu: number;
}

// Each round is compared with itself: what disturbs the machine for longer than a round disturbs both sides.
function speeds(samples: readonly Sample[], limit: readonly Sample[]): number[] {
  return samples.slice(0, limit.length).map((sample, round) => limit[round]!.wall / sample.wall);
}

function median_cpu(samples: readonly Sample[]): number {
  return median(samples.map(({ cpu }) => cpu));
}

/** @param limit the samples of the same rounds that these are compared with; none if there is nothing to compare with */
export function cell_of(samples: readonly Sample[], limit: readonly Sample[]): Cell {
  const cpu = median_cpu(samples);
  return {
    time: median(samples.map(({ wall }) => wall)),
    cpu,
    compared: limit.length === 0
      ? null
      : { speed: spread(speeds(samples, limit)), cpu: cpu / median_cpu(limit) },
  };
}

export class Results implements Figures {
  readonly #samples: Samples;
  /** Whom all others are compared with. */
  readonly limit: ContestantName;

  constructor(samples: Samples, limit: "C" | "CPython") {
    this.#samples = samples;
    this.limit = limit;
  }

  /** Whether anybody did this work. */
  measured(work: string): boolean {
    return (this.#samples.get(work)?.size ?? 0) > 0;
  }

  cell(work: string, contestant: ContestantName): Cell | null {
    const samples = this.#samples.get(work)?.get(contestant) ?? [];
    if (samples.length === 0) return null;
    return cell_of(samples, contestant === this.limit ? [] : this.#samples.get(work)?.get(this.limit) ?? []);
  }

  speed(work: string, contestant: ContestantName): number | null {
    const cell = this.cell(work, contestant);
    if (cell !== null && contestant === this.limit) return 1;
    const speed = cell?.compared?.speed;
    return speed === undefined || is_scattered(speed) ? null : speed.median;
  }

  time(work: string, contestant: ContestantName): number | null {
    return this.cell(work, contestant)?.time ?? null;
  }
}
