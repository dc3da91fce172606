// Python's struct module and ours, side by side.
import { calcsize } from "../lib/struct.ts";
import fc, { type Arbitrary } from "./fast_check.ts";
import { cpython, test_with } from "./needs.ts";
import {
  any_value,
  CHARACTERS,
  characters_of,
  filled_formats,
  formats,
  is_native,
  NATIVE_CHARACTERS,
  ORDERS,
} from "./struct_formats.ts";
import { assert_same_structs, Memory, type Scenario, scenario, scenario_of_values } from "./struct_oracle.ts";

const test_of_python = test_with(cpython);

const FORMATS = [
  ...[
    "",
    "@",
    "<",
    "<<",
    " <i",
    "< i",
    "i ",
    " i\t\n\v\f\rh ",
    "i\x1ci",
    "i\u00a0h",
    "5",
    "i5",
    "5 i",
    "i 5 ",
    "0",
    "y",
  ],
  ...[
    "Y",
    "F",
    "-1i",
    "+1i",
    "1.5i",
    "<n",
    "=N",
    ">P",
    "!n",
    "@n",
    "nNP",
    "*",
    "i\0",
    "y\0",
    "\0",
    "i\0i",
    "5\0",
  ],
  ...[
    "é",
    "iéi",
    "iéé",
    "éiéé",
    "i\ud800",
    "😀",
    "i😀😀i",
    "日本",
    "\x80",
    "é\0",
    "99999999999999999999s",
    "\x7f",
  ],
  ...["9223372036854775807x", "9223372036854775808x", "9223372036854775807xx", "9223372036854775807i"],
  ...["2305843009213693951i", "2305843009213693952i", "9223372036854775805xi", "9223372036854775807x0i"],
  ...["9223372036854775800xq", "9223372036854775799xq", "9223372036854775799xqx", "9223372036854775807c"],
  ...["9223372036854775806p9223372036854775807s", "9223372036854775808y", "y9223372036854775808x"],
  ...[
    "9223372036854775807x5",
    "9223372036854775807xc",
    "0000000000000000000000000000000005i",
    "99999999999999999999",
  ],
  ...[
    "9223372036854775807x0x",
    "4611686018427387904x4611686018427387903s",
    "9007199254740993x",
    "9007199254740993s",
  ],
  ...[
    "0i",
    "c0i",
    "c0q",
    "c0q0h",
    "0s0p0x",
    "10s0i3x2h",
    "bi",
    "ib",
    "ib0i",
    "=ib0i",
    "b2xb",
    "bhilqefdP",
    "cPdfeqlihb",
  ],
];

test_of_python("every format is understood as by CPython, or refused with its words", () => {
  const whole = FORMATS.flatMap((format) => [
    scenario("calcsize", format),
    scenario("properties", format),
    scenario("unpack", format, new Uint8Array(3)),
    scenario("unpack_from", format, new Uint8Array(3), 1),
    scenario("pack_into", format, new Memory(1, 2, 3), 1),
    scenario("iter_unpack", format, new Uint8Array(3)),
  ]);
  const bytes = FORMATS.filter((format) => /^[\0-\x7f]*$/.test(format)).map((format) =>
    scenario("properties", new TextEncoder().encode(format))
  );
  const single = ORDERS.flatMap((order) =>
    Array.from({ length: 128 }, (_, code) => scenario("calcsize", order + String.fromCharCode(code)))
  );
  const pairs = ORDERS.flatMap((order) => {
    const characters = is_native(order) ? NATIVE_CHARACTERS : CHARACTERS;
    return characters.flatMap((first) =>
      characters.map((second) => scenario("calcsize", `${order}${first}3${second}`))
    );
  });
  const others = [
    5,
    1.5,
    null,
    true,
    [],
    ["i"],
    Uint8Array.of(0xff),
    Uint8Array.of(60, 0xa0),
    Uint8Array.of(0xc3, 0),
  ];
  const wrong = others.flatMap((format) =>
    ["calcsize", "properties", "pack"].map((name) => scenario(name, format))
  );
  assert_same_structs([...whole, ...bytes, ...single, ...pairs, ...wrong]);
});

const LIMITS = [7n, 8n, 15n, 16n, 31n, 32n, 53n, 63n, 64n, 70n, 1024n].flatMap((bits) => {
  const power = 2n ** bits;
  return [power - 1n, power, power + 1n, -power - 1n, -power, -power + 1n];
});
const INTEGERS = [0n, 1n, -1n, 200n, ...LIMITS].flatMap((integer): (number | bigint)[] =>
  BigInt(Number.isFinite(Number(integer)) ? Number(integer) : 0) === integer
    ? [integer, Number(integer)]
    : [integer]
);
const FLOATS = [
  ...[0, -0, 0.5, -1.5, 1.1, NaN, Infinity, -Infinity, 1e300, -1e300, 5e-324, Number.MAX_VALUE],
  // Between the largest of each width and what is rounded to infinity.
  ...[
    65504,
    65519.99,
    65520,
    65535.9,
    -65520,
    3.4028234663852886e38,
    3.4028235677973362e38,
    3.4028235677973366e38,
  ],
  // Halves between halves, which go to the even one, and the smallest.
  ...[
    1.00048828125,
    1.00146484375,
    1.000488281250001,
    2 ** -24,
    2 ** -25,
    2 ** -25 * 1.0000001,
    1.5 * 2 ** -24,
  ],
  ...[6.103515625e-5, 6.1035156e-5, 2049, 2051, 16777217, 16777219, 2 ** -149, 2 ** -150, 1.5 * 2 ** -149],
];
const OTHERS = [
  ...[
    true,
    false,
    null,
    "",
    "a",
    "5",
    [],
    [1],
    [1, 2],
    new Uint8Array(0),
    Uint8Array.of(0),
    Uint8Array.of(7),
  ],
  ...[Uint8Array.of(1, 2, 3), new Uint8Array(300).fill(9)],
];

test_of_python("every value goes into every character as in CPython, or fails with its words", () => {
  const calls: Scenario[] = [];
  for (const order of ORDERS) {
    for (const character of is_native(order) ? NATIVE_CHARACTERS : CHARACTERS) {
      for (const value of [...INTEGERS, ...FLOATS, ...OTHERS]) {
        const values = [[character, value]] as const;
        calls.push(scenario_of_values("pack", [order + character], values));
        const memory = new Memory(...Array(11).fill(0xee));
        calls.push(scenario_of_values("pack_into", [order + character, memory, 2], values));
      }
    }
  }
  assert_same_structs(calls);
});

test_of_python("bytes of every length go into strings of every length", () => {
  const lengths = [0, 1, 2, 3, 10, 255, 256, 257, 300];
  assert_same_structs(
    ["s", "p"].flatMap((character) =>
      lengths.flatMap((room) =>
        lengths.flatMap((length) => {
          const bytes = Uint8Array.from({ length }, (_, index) => index + 1);
          const format = `${room}${character}b`;
          return [
            scenario("pack", format, bytes, 1),
            scenario("Struct.pack_into", format, new Memory(...Array(303).fill(0xee)), 1, bytes, 1),
            scenario("unpack_from", `${room}${character}`, bytes),
          ];
        })
      )
    ),
  );
});

const OFFSETS: readonly unknown[] = [
  ...[
    0,
    1,
    2,
    4,
    5,
    -1,
    -2,
    -3,
    -4,
    -5,
    -8,
    -9,
    2 ** 31,
    2 ** 32,
    -(2 ** 32),
    2 ** 53,
    true,
    false,
    null,
    1.5,
    "1",
    NaN,
  ],
  ...[
    2n ** 62n,
    2n ** 63n - 1n,
    2n ** 63n - 4n,
    2n ** 63n,
    2n ** 64n,
    -(2n ** 63n),
    -(2n ** 63n) - 1n,
    -(2n ** 80n),
    1n,
  ],
  new Uint8Array(1),
];
const BUFFERS: readonly unknown[] = [
  ...[0, 1, 2, 3, 4, 5, 8, 12].map((length) => Uint8Array.from({ length }, (_, index) => 3 + index * 31)),
  ...[null, 5, 1.5, "1234", true, [1]],
];

test_of_python("every offset into every buffer is as in CPython", () => {
  const calls: Scenario[] = [];
  for (const format of ["", "i", "<h", "0s", "4x", ">q", "3s", "9223372036854775807x"]) {
    for (const buffer of BUFFERS) {
      const memory = buffer instanceof Uint8Array ? new Memory(...buffer) : buffer;
      for (const name of ["unpack", "iter_unpack"]) {
        calls.push(scenario(name, format, buffer), scenario(`Struct.${name}`, format, buffer));
      }
      const values = format === "3s" || format === "0s"
        ? [Uint8Array.of(1, 2)]
        : /[ihq]/.test(format)
        ? [77]
        : [];
      for (const offset of OFFSETS) {
        calls.push(scenario("unpack_from", format, buffer, offset));
        calls.push(scenario("Struct.unpack_from", format, buffer, offset));
        calls.push(scenario("pack_into", format, memory, offset, ...values));
        calls.push(scenario("Struct.pack_into", format, memory, offset, ...values));
        calls.push(scenario("pack_into", format, memory, offset, ...values, 1));
      }
    }
  }
  assert_same_structs(calls);
});

test_of_python("too few arguments are as in CPython", () => {
  const memory = new Memory(1, 2, 3, 4), bytes = new Uint8Array(4);
  assert_same_structs([
    ...["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "properties"].map((name) =>
      scenario(name)
    ),
    ...["pack", "pack_into", "unpack", "unpack_from", "iter_unpack"].flatMap((name) =>
      ["i", "", "2i", "y"].flatMap((format) => [scenario(name, format), scenario(`Struct.${name}`, format)])
    ),
    ...["pack_into", "Struct.pack_into"].flatMap((name) =>
      ["i", "", "2i"].flatMap((format) => [
        scenario(name, format, memory),
        scenario(name, format, memory, 0),
        scenario(name, format, memory, 0, 1),
        scenario(name, format, memory, 0, 1, 2),
        scenario(name, format, memory, "no offset", 1, 2, 3),
        scenario(name, format, "no buffer", "no offset", 1),
      ])
    ),
    ...["i", "", "3s2x", "100000000c", "9223372036854775807c", "9223372036854775807x"].flatMap((format) => [
      scenario("pack", format, 1, 2, 3),
      scenario("Struct.pack", format, bytes, bytes),
    ]),
  ]);
});

test_of_python("a value that fails in the middle leaves what it leaves in CPython", () => {
  const cases: [string, unknown[]][] = [
    ["<hhh", [1, 2, "x"]],
    ["<h2xbh", [1, 2, 99999]],
    ["hi2s", [1, 2, "text"]],
    ["3sh", [Uint8Array.of(1, 2, 3), null]],
    ["<iQb", [1, -1, 2]],
    ["<bf", [1, 10n ** 39n]],
    ["<be", [1, 70000n]],
    ["4p3p", [Uint8Array.of(1, 2), 5]],
    ["?c?", [true, "c", true]],
  ];
  assert_same_structs(
    cases.map(([format, values]) =>
      scenario("pack_into", format, new Memory(...Array(20).fill(0xee)), 3, ...values)
    ),
  );
});

const seed = Number(BigInt.asUintN(31, BigInt(Date.now())));
const RUNS = 1500;

function sampled<T>(arbitrary: Arbitrary<T>): T[] {
  return fc.sample(arbitrary, { numRuns: RUNS, seed });
}

test_of_python(`${RUNS} random formats pack and unpack values as in CPython (seed ${seed})`, () => {
  const calls = sampled(fc.tuple(filled_formats, fc.integer({ min: -40, max: 40 }))).flatMap(
    ([{ format, values }, offset]) => {
      const characters = characters_of(format);
      const pairs = values.map((value, index) => [characters[index]!, value] as const);
      return [
        scenario("calcsize", format.text),
        scenario_of_values("pack", [format.text], pairs),
        scenario_of_values("pack_into", [format.text, new Memory(...Array(60).fill(0xee)), offset], pairs),
      ];
    },
  );
  assert_same_structs(calls);
});

test_of_python(`${RUNS} random formats take or refuse anything as in CPython (seed ${seed})`, () => {
  const anything = formats.chain((format) => {
    const characters = characters_of(format);
    const value = fc.oneof({ weight: 1, arbitrary: any_value }, {
      weight: 9,
      arbitrary: fc.constantFrom(1, 1n, 7),
    });
    const one = fc.oneof(any_value, fc.constant(Uint8Array.of(65)));
    return fc.tuple(
      fc.constant(format),
      ...characters.map((character) => "csp".includes(character) ? one : value),
    );
  });
  const calls = sampled(anything).map(([format, ...values]) => {
    const pairs = values.map((value, index) => [characters_of(format)[index]!, value] as const);
    return scenario_of_values("pack_into", [format.text, new Memory(...Array(400).fill(0xee)), 1], pairs);
  });
  assert_same_structs(calls);
});

test_of_python(`${RUNS} random formats unpack random bytes as in CPython (seed ${seed})`, () => {
  const bytes = formats.chain((format) => {
    const length = calcsize(format.text);
    return fc.tuple(
      fc.constant(format.text),
      fc.uint8Array({ minLength: length, maxLength: length }),
      fc.uint8Array({ maxLength: 40 }),
      fc.integer({ min: -40, max: 40 }),
    );
  });
  const calls = sampled(bytes).flatMap(([format, whole, some, offset]) => [
    scenario("unpack", format, whole),
    scenario("Struct.unpack_from", format, some, offset),
    scenario("iter_unpack", format, new Uint8Array([...whole, ...whole, ...whole])),
    scenario("iter_unpack", format, some),
  ]);
  assert_same_structs(calls);
});

/** As many values as a call may have arguments. */
function in_pieces(values: readonly number[]): (readonly number[])[] {
  const length = 5000;
  return Array.from(
    { length: Math.ceil(values.length / length) },
    (_, index) => values.slice(index * length, (index + 1) * length),
  );
}

function packed(order: string, character: string, values: readonly number[]): Scenario {
  return scenario_of_values(
    "pack",
    [`${order}${values.length}${character}`],
    values.map((value) => [character, value] as const),
  );
}

test_of_python("every half float is read and written as by CPython", () => {
  const bits = Array.from({ length: 0x10000 }, (_, index) => index);
  const memory = new Uint8Array(new Uint16Array(bits).buffer);
  const finite = bits.filter((value) => (value & 0x7c00) !== 0x7c00);
  const view = new DataView(memory.buffer);
  const values = finite.map((value) => view.getFloat16(2 * value, true));
  // Each, and what lies half way to the next and close to that, which is where rounding is decided.
  const between = values.flatMap((value, index) => {
    const next = values[index + 1] ?? 0;
    const middle = (value + next) / 2;
    return [value, middle, middle * (1 + Number.EPSILON), middle * (1 - Number.EPSILON)];
  });
  assert_same_structs([
    scenario("unpack", "<65536e", memory),
    scenario("unpack", ">65536e", memory),
    ...in_pieces(between).map((piece) => packed("<", "e", piece)),
  ]);
});

test_of_python("bytes that are random doubles become floats and halves as in CPython", () => {
  const doubles = fc.sample(fc.double({ noNaN: true }), { numRuns: 20_000, seed });
  const small = doubles.map((value) => value % 7e4);
  const singles = doubles.filter((value) => !Number.isFinite(value) || Number.isFinite(Math.fround(value)));
  assert_same_structs([
    ...in_pieces(small).map((piece) => packed("<", "e", piece)),
    ...in_pieces(singles).map((piece) => packed(">", "f", piece)),
    ...in_pieces(doubles).map((piece) => packed("", "f", piece)),
    ...in_pieces(doubles).map((piece) => packed(">", "d", piece)),
  ]);
});
