// Faults that change nothing anyone could see, each with its reason.

/** A fault of one file's. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

/** All of them. */
export const equivalent: readonly Equivalent[] = [];
