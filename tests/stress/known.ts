// Faults that are known and being mended: the fuzzer counts them and goes on. Empty when all is well.

/** What a problem's text matches, and why it is let pass. */
export const known: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    / replaced: \w+\(\): argument \d: /,
    "an intrinsic that a program replaced is called between the length and the call",
  ],
];
