// Faults that are known and being mended: the fuzzer counts them and goes on. Empty when all is well.

/** What a problem's text matches, and why it is let pass. */
export const known: readonly (readonly [pattern: RegExp, reason: string])[] = [];

/** The problems that are not known yet. */
export function unknown_problems(problems: readonly string[]): string[] {
  return problems.filter((problem) => !known.some(([pattern]) => pattern.test(problem)));
}
