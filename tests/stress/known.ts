// Faults that are known and being mended: the fuzzer counts them and goes on. Empty when all is well.

/** What a problem's text matches, and why it is let pass. */
export const known: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    / replaced: \w+\(\): argument \d: /,
    "an intrinsic that a program replaced is called between the length and the call",
  ],
  [
    /^connect\(\) on AF_UNIX: .*Errno 107/,
    "an interrupted connect() on AF_UNIX returns without a connection",
  ],
];

/** The problems that are not known yet. */
export function unknown_problems(problems: readonly string[]): string[] {
  return problems.filter((problem) => !known.some(([pattern]) => pattern.test(problem)));
}
