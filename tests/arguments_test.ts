import { test } from "node:test";
import { as_int, check_keywords, int, items_of, ssize_t, type_name, unsigned_int } from "../lib/arguments.ts";
import { OverflowError } from "../lib/errors.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "./assert.ts";

test("type_name() calls things by their Python names", () => {
  const names: [unknown, string][] = [
    ["x", "str"],
    [5, "int"],
    [5n, "int"],
    [1.5, "float"],
    [NaN, "float"],
    [true, "bool"],
    [null, "NoneType"],
    [undefined, "NoneType"],
    [[], "tuple"],
    [new Uint8Array(1), "bytes"],
    [{}, "dict"],
    [new Map(), "Map"],
    [Object.create(null), "object"],
    [() => 1, "function"],
  ];
  for (const [value, name] of names) assertEquals(type_name(value), name);
});

test("integers are checked against what C holds", () => {
  for (const convert of [int, as_int, ssize_t, unsigned_int]) {
    assertEquals([convert(5), convert(5n), convert(true)], [5, 5, 1]);
    assertStrictEquals(convert(-0), 0);
    for (const wrong of ["5", 1.5, NaN, Infinity, null, undefined, {}, [], Symbol()]) {
      assertThrows(() => convert(wrong), TypeError, "object cannot be interpreted as an integer");
    }
  }
  assertThrows(() => int(2 ** 31), OverflowError, "signed integer is greater than maximum");
  assertThrows(() => int(-(2 ** 31) - 1), OverflowError, "signed integer is less than minimum");
  assertThrows(() => int(2n ** 63n - 1n), OverflowError, "signed integer is greater than maximum");
  assertThrows(() => int(2n ** 63n), OverflowError, "Python int too large to convert to C long");
  assertThrows(() => as_int(2 ** 31), OverflowError, "Python int too large to convert to C int");
  assertThrows(
    () => ssize_t(-(2n ** 63n) - 1n),
    OverflowError,
    "Python int too large to convert to C ssize_t",
  );
  assertEquals([unsigned_int(-1), unsigned_int(2 ** 32 + 7), unsigned_int(2n ** 64n + 1n)], [
    0xffffffff,
    7,
    1,
  ]);
});

test("an object in a number's place is told of the positions, after CPython's words", () => {
  const words = "'dict' object cannot be interpreted as an integer";
  for (const convert of [int, as_int, ssize_t, unsigned_int]) {
    const error = assertThrows(() => convert({ timeout: 5 }), TypeError, words);
    assertStrictEquals(
      error.message,
      `${words} (this parameter goes by its position: pass the value itself)`,
    );
    assertStrictEquals(assertThrows(() => convert("5"), TypeError).message, words.replace("dict", "str"));
  }
});

test("items_of() takes any iterable, and nothing else", () => {
  assertEquals(items_of(new Set([1, 2]), "no"), [1, 2]);
  for (const wrong of [5, null, undefined, {}]) assertThrows(() => items_of(wrong, "no"), TypeError, "no");
});

test("check_keywords() refuses what Python would", () => {
  check_keywords({ a: 1 }, ["a", "b"], "f", "takes 1 positional argument but 2 were given");
  assertThrows(
    () => check_keywords({ c: 1 }, ["a"], "f", ""),
    TypeError,
    "f() got an unexpected keyword argument 'c'",
  );
  assertThrows(
    () => check_keywords(2, ["a"], "f", "takes 1 positional argument but 2 were given"),
    TypeError,
    "f() takes 1 positional argument but 2 were given",
  );
});
