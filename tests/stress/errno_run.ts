// Fails in every way and looks at what the error says: for the first time, first after many successes, and hot.
import * as socket from "../../mod.ts";
import { type Kind, kinds } from "./errno_kinds.ts";
import { random, shuffled } from "./random.ts";

/** How it is done. */
export interface Plan {
  /** The order of the kinds. */
  readonly seed: number;
  /** How many successes before the first failure. */
  readonly successes: number;
  /** How often each kind fails then. */
  readonly times: number;
}

/** How many failures there were, and those with a wrong error. */
export interface Failures {
  readonly kinds: number;
  readonly failures: number;
  readonly wrong: string[];
}

// Memory that the collector has to look at.
const garbage: { kept: unknown[] } = { kept: [] };

function wrong_error({ code, method, fail }: Kind, when: string): string | null {
  try {
    fail();
  } catch (error) {
    const found = error instanceof socket.OSError ? error.code : String(error);
    return found === code ? null : `${method}, ${when}: ${found} instead of ${code}`;
  }
  return `${method}, ${when}: no error instead of ${code}`;
}

/** Fails. */
export function fail_in_every_way({ seed, successes, times }: Plan): Failures {
  using all = kinds();
  const wrong: string[] = [];
  let failures = 0;
  const look = (kind: Kind, when: string) => {
    failures++;
    const found = wrong_error(kind, when);
    if (found !== null) wrong.push(found);
  };
  const order = shuffled(all, random(seed));
  for (const kind of order) {
    for (let n = 0; kind.succeed !== undefined && n < successes; n++) kind.succeed();
    garbage.kept = Array.from({ length: 2000 }, (_, index) => ({ index }));
    look(kind, successes > 0 ? `first after ${successes} successes` : "for the first time");
  }
  for (const kind of order) {
    for (let n = 1; n < times; n++) look(kind, "hot");
  }
  garbage.kept = [];
  return { kinds: all.length, failures, wrong };
}
