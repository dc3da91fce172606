// What waiting for many descriptors needs of the system.
import { darwin_select } from "./darwin_select.ts";
import { platform } from "./libc.ts";
import { linux_select } from "./linux_select.ts";

const TABLES: Record<string, unknown> = { linux: linux_select, musl: linux_select, darwin: darwin_select };

/** What Python's `select` exports: a name that the system lacks is `undefined`, as Python leaves it out. */
export const select_constants: typeof linux_select & typeof darwin_select = TABLES[platform.os] as never;

/** How many descriptors the sets of select(2) have room for. */
export const FD_SETSIZE = 1024;

/** The size of a set: descriptor `n` is bit `n % 8` of byte `n / 8`, whatever the words are that C has them in. */
export const FD_SET_SIZE: number = FD_SETSIZE / 8;
