// Formats and values for them, at random.
import type { StructArgument } from "../lib/struct.ts";
import fc, { type Arbitrary } from "./fast_check.ts";

export const ORDERS = ["", "@", "=", "<", ">", "!"] as const;
export type Order = (typeof ORDERS)[number];

/** Every character, and whether it exists in native mode only. */
export const CHARACTERS = [..."xcbB?hHiIlLqQefdsp"] as readonly string[];
export const NATIVE_CHARACTERS = [...CHARACTERS, "n", "N", "P"] as readonly string[];

/** One character of a format with its count. */
export interface Item {
  readonly character: string;
  readonly count: number;
  /** How it is written. */
  readonly text: string;
}

export interface Format {
  readonly order: Order;
  readonly items: readonly Item[];
  readonly text: string;
}

export const is_native = (order: Order): boolean => order === "" || order === "@";

export function size_of(character: string, order: Order): number {
  if (is_native(order) && "lLnNP".includes(character)) return 8;
  if ("hHe".includes(character)) return 2;
  if ("iIlLf".includes(character)) return 4;
  return "qQd".includes(character) ? 8 : 1;
}

/** The characters of the values of a format. */
export function characters_of({ items }: Format): string[] {
  return items.flatMap(({ character, count }) => {
    if (character === "x") return [];
    return "sp".includes(character) ? [character] : Array(count).fill(character);
  });
}

const space = fc.constantFrom("", "", "", " ", "\n", "\t ", "\v\f\r");

// No `0p`: CPython writes a byte behind it.
function item(order: Order): Arbitrary<Item> {
  const characters = is_native(order) ? NATIVE_CHARACTERS : CHARACTERS;
  return fc.record({
    character: fc.constantFrom(...characters),
    count: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    before: space,
    zeros: fc.constantFrom("", "", "00"),
  }).filter(({ character, count }) => character !== "p" || count !== 0).map((
    { character, count, before, zeros },
  ) => ({
    character,
    count: count ?? 1,
    text: `${before}${count === undefined ? "" : `${zeros}${count}`}${character}`,
  }));
}

export const formats: Arbitrary<Format> = fc.constantFrom(...ORDERS).chain((order) =>
  fc.tuple(fc.array(item(order), { maxLength: 8 }), space).map(([items, after]) => ({
    order,
    items,
    // A format that begins with a space has no prefix.
    text: order + items.map(({ text }) => text).join("") + after,
  }))
);

function integers(bits: bigint, is_signed: boolean): Arbitrary<bigint> {
  return fc.bigInt(
    is_signed ? { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n } : {
      min: 0n,
      max: 2n ** bits - 1n,
    },
  );
}

/** An integer in any of the forms that are the same number. */
function any_form(integer: bigint, is_bigint: boolean): number | bigint {
  return !is_bigint && BigInt(Number(integer)) === integer ? Number(integer) : integer;
}

const halves = fc.nat({ max: 0xffff }).map((bits) => {
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, bits);
  return view.getFloat16(0);
});

/** A value that fits a character, and comes back as itself. */
export function value_for(character: string, order: Order, length: number): Arbitrary<StructArgument> {
  if (character === "c") return fc.uint8Array({ minLength: 1, maxLength: 1 });
  if (character === "s") return fc.uint8Array({ minLength: length, maxLength: length });
  if (character === "p") return fc.uint8Array({ maxLength: Math.max(Math.min(length - 1, 255), 0) });
  if (character === "?") return fc.boolean();
  if (character === "e") return halves;
  if (character === "f") return fc.float();
  if (character === "d") return fc.double();
  const bits = 8n * BigInt(size_of(character, order));
  return fc.tuple(integers(bits, character === character.toLowerCase()), fc.boolean())
    .map(([integer, is_bigint]) => any_form(integer, is_bigint));
}

/** A format with values that fit it. */
export const filled_formats: Arbitrary<{ format: Format; values: StructArgument[] }> = formats.chain(
  (format) =>
    fc.tuple(
      ...format.items.flatMap(({ character, count }) => {
        if (character === "x") return [];
        const is_bytes = character === "s" || character === "p";
        return Array(is_bytes ? 1 : count).fill(value_for(character, format.order, count));
      }),
    ).map((values) => ({ format, values: values as StructArgument[] })),
);

/** A value of any kind, mostly one that does not fit. */
export const any_value: Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -300, max: 70_000 }),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.constantFrom(
    -(2n ** 63n),
    2n ** 63n - 1n,
    2n ** 63n,
    2n ** 64n - 1n,
    2n ** 64n,
    -1n,
    2n ** 31n,
    2n ** 32n,
  ),
  fc.double(),
  fc.boolean(),
  fc.string({ maxLength: 3 }),
  fc.constant(null),
  fc.uint8Array({ maxLength: 14 }),
);
