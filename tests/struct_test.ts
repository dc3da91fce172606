import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import * as struct from "../lib/struct.ts";
import { assert, assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "./assert.ts";
import fc from "./fast_check.ts";
import { runtime, test_with } from "./needs.ts";
import { runtime_command, start } from "./peer.ts";
import {
  characters_of,
  filled_formats,
  type Format,
  formats,
  is_native,
  NATIVE_CHARACTERS,
  size_of,
} from "./struct_formats.ts";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function assert_struct_error(fn: () => unknown, message: string): void {
  assertEquals(assertThrows(fn, struct.error).message, message);
}

describe("packing and unpacking", () => {
  test("the prefix decides order, sizes and alignment", () => {
    assertEquals(struct.pack(">bhl", 1, 2, 3), bytes("\x01\0\x02\0\0\0\x03"));
    assertEquals(struct.pack("<bhl", 1, 2, 3), bytes("\x01\x02\0\x03\0\0\0"));
    assertEquals(struct.pack("!H", 0x1234), bytes("\x12\x34"));
    assertEquals(struct.pack("bhl", 1, 2, 3), bytes("\x01\0\x02\0\0\0\0\0\x03\0\0\0\0\0\0\0"));
    assertEquals([struct.calcsize("@llh0l"), struct.calcsize("=llh0l")], [24, 10]);
  });

  test("integers of up to 4 bytes are numbers, and larger ones BigInts, always", () => {
    for (const order of ["@", "<", ">"] as const) {
      for (const character of is_native(order) ? NATIVE_CHARACTERS : "bBhHiIlLqQ") {
        if ("xcspefd?".includes(character)) continue;
        const [value] = struct.unpack(order + character, struct.pack(order + character, 5));
        assertEquals(typeof value, size_of(character, order) === 8 ? "bigint" : "number", order + character);
        assertEquals(Number(value), 5);
      }
    }
  });

  test("numbers, BigInts and booleans are packed alike", () => {
    for (const format of ["<b", ">H", "<I", ">q", "Q", "n", "P", "<f", ">d", "e"]) {
      assertEquals(struct.pack(format, 1n), struct.pack(format, 1));
      assertEquals(struct.pack(format, true), struct.pack(format, 1));
    }
    assertEquals(struct.pack(">q", -(2 ** 60)), struct.pack(">q", -(2n ** 60n)));
    assertEquals(struct.pack("<i", -0), new Uint8Array(4));
  });

  test("a number that is an integer too large for a float is a float, and a BigInt an int", () => {
    assertThrows(
      () => struct.pack("e", 65520),
      struct.OverflowError,
      "float too large to pack with e format",
    );
    assertThrows(
      () => struct.pack("<f", 1e39),
      struct.OverflowError,
      "float too large to pack with f format",
    );
    assertThrows(() => struct.pack("<f", 10n ** 39n), struct.error, "int too large to convert");
    assertThrows(() => struct.pack("d", 10n ** 400n), struct.error, "required argument is not a float");
    assertEquals(struct.unpack("f", struct.pack("f", 1e39)), [Infinity]);
  });

  test("NaN has the same bytes always", () => {
    const negative = new Float64Array(1);
    new Uint8Array(negative.buffer).fill(0xff);
    for (const nan of [NaN, -NaN, negative[0]!, Math.sqrt(-1)]) {
      assertEquals(struct.pack(">e", nan), bytes("\x7e\0"));
      assertEquals(struct.pack(">f", nan), bytes("\x7f\xc0\0\0"));
      assertEquals(struct.pack(">d", nan), bytes("\x7f\xf8\0\0\0\0\0\0"));
    }
  });

  test("? takes Python's truth", () => {
    for (const value of [null, undefined, false, 0, -0, 0n, "", [], new Uint8Array(0), new ArrayBuffer(0)]) {
      assertEquals(struct.pack("?", value as null), Uint8Array.of(0), inspect(value));
    }
    for (const value of [true, 1, NaN, 2n, "0", [0], {}, Uint8Array.of(0), Symbol(), () => {}]) {
      assertEquals(struct.pack("?", value as boolean), Uint8Array.of(1), inspect(value));
    }
  });

  test("bytes may be any view or buffer, with its own offset and length", () => {
    const memory = Uint8Array.from([9, 1, 2, 3, 4, 9, 9, 9]);
    const views = [
      memory.subarray(1, 5),
      new DataView(memory.buffer, 1, 4),
      new Int8Array(memory.buffer, 1, 4),
      memory.slice(1, 5).buffer,
      new Float32Array(memory.slice(1, 5).buffer),
      new Uint8ClampedArray(memory.buffer, 1, 4),
    ];
    for (const view of views) {
      assertEquals(struct.unpack(">I", view), [0x01020304]);
      assertEquals(struct.unpack("4s", view), [Uint8Array.of(1, 2, 3, 4)]);
      assertEquals(struct.pack("4s", view), Uint8Array.of(1, 2, 3, 4));
      assertEquals(struct.unpack_from("2xB", view), [3]);
    }
    for (const view of views) {
      struct.pack_into(">H", view, -2, 0xfffe);
      assertEquals(struct.unpack_from(">H", view, 2), [0xfffe]);
    }
    assertEquals([...memory], [9, 1, 2, 0xff, 0xfe, 9, 9, 9]);
  });

  test("what is returned is on a buffer of its own", () => {
    const source = bytes("abcdefgh");
    const results = [
      struct.pack("<I", 1),
      ...struct.unpack<struct.Bytes[]>("c3s4p", source),
      ...struct.unpack<struct.Bytes[]>("0s0p8x", source),
    ];
    for (const result of results) {
      assertEquals([result.byteOffset, result.buffer.byteLength], [0, result.length]);
      assert(Object.getPrototypeOf(result) === Uint8Array.prototype);
      assert(result.buffer !== source.buffer);
    }
  });

  test("0p writes nothing, where CPython writes a byte behind it", () => {
    const memory = new Uint8Array(3).fill(9);
    struct.pack_into("0p", memory, 1, bytes("abc"));
    assertEquals(memory, new Uint8Array(3).fill(9));
  });

  test("bytes that are packed over themselves are cleared first, as in CPython", () => {
    const memory = bytes("abcdefgh");
    struct.pack_into("4s", memory, 2, memory);
    assertEquals(memory, bytes("abab\0\0gh"));
  });

  test("iter_unpack() is an iterator, and checks when it is called", () => {
    const rows = struct.iter_unpack<[number, number]>("<HB", bytes("\x01\0\x02\x03\0\x04"));
    assertEquals(rows.next(), { value: [1, 2], done: false });
    assertEquals([...rows], [[3, 4]]);
    assertEquals(rows.next(), { value: undefined, done: true });
    assertThrows(() => struct.iter_unpack("H", new Uint8Array(3)), struct.error, "a multiple of 2 bytes");
    assertThrows(() => struct.iter_unpack("", new Uint8Array(3)), struct.error, "a struct of length 0");
  });
});

describe("formats", () => {
  test("Struct is called with and without new, is extended, and shows itself as in Python", () => {
    class Mine extends struct.Struct {
      first(buffer: struct.BytesLike) {
        return this.unpack(buffer)[0];
      }
    }
    const [called, made, mine] = [struct.Struct("<i"), new struct.Struct("<i"), new Mine("<i")];
    for (const one of [called, made, mine]) {
      assertInstanceOf(one, struct.Struct as unknown as new () => struct.Struct);
      assertEquals([one.format, one.size], ["<i", 4]);
      assertEquals(one.unpack_from(one.pack(-7)), [-7]);
    }
    assertEquals(mine.first(Uint8Array.of(1, 0, 0, 0)), 1);
    assertEquals([String(called), inspect(made), `${mine}`], ["Struct('<i')", "Struct('<i')", "Mine('<i')"]);
    assertStrictEquals(called.constructor, struct.Struct);
    assertEquals(struct.Struct.name, "Struct");
    assertThrows(
      () => (struct.Struct as unknown as () => void)(),
      TypeError,
      "missing required argument 'format'",
    );
  });

  test("a compiled format cannot be changed", () => {
    const made = struct.Struct("<i") as { size: number; format: string };
    assertThrows(() => made.size = 0, TypeError);
    assertThrows(() => made.format = "", TypeError);
  });

  test("error is named as in Python", () => {
    const failure = assertThrows(() => struct.calcsize("y"), struct.error);
    assertEquals([failure.name, String(failure)], ["error", "error: bad char in struct format"]);
    assertInstanceOf(failure, Error);
    assertInstanceOf(
      assertThrows(() => struct.pack_into("b", new Uint8Array(1), 2n ** 64n, 1), Error),
      struct.IndexError,
    );
  });

  test("formats are remembered, and forgotten, without being confused", () => {
    for (let round = 0; round < 3; round++) {
      for (let count = 1; count < 150; count++) assertEquals(struct.calcsize(`${count}h`), 2 * count);
    }
    assertEquals(struct.calcsize(bytes("3h")), 6);
    assertEquals(struct.unpack("3h", new Uint8Array(6)), [0, 0, 0]);
  });

  test("huge counts are errors or sizes, at once", () => {
    assert_struct_error(() => struct.calcsize("99999999999999999999s"), "total struct size too long");
    assert_struct_error(() => struct.calcsize(`${"9".repeat(100_000)}s`), "total struct size too long");
    assertEquals(struct.calcsize(`${"0".repeat(100_000)}5s`), 5);
    assertEquals(struct.calcsize("9223372036854775807x"), 2 ** 63);
    assert_struct_error(
      () => struct.unpack("9223372036854775807x", new Uint8Array(1)),
      "unpack requires a buffer of 9223372036854775807 bytes",
    );
    assert_struct_error(
      () => struct.pack("9223372036854775807c"),
      "pack expected 9223372036854775807 items for packing (got 0)",
    );
    for (const size of ["9223372036854775807x", "1000000000000000x"]) {
      assertThrows(() => struct.pack(size), RangeError);
    }
    assertEquals(struct.calcsize("ib".repeat(10_000)), 79_997);
    assertEquals(struct.unpack("<5000H", new Uint8Array(10_000).fill(1)), Array(5000).fill(257));
  });
});

describe("any argument", () => {
  /** Something that says when code of the user's runs. */
  function tripwires(): unknown[] {
    const trip = () => {
      throw new Error("the user's code ran");
    };
    return [
      {
        valueOf: trip,
        toString: trip,
        [Symbol.toPrimitive]: trip,
        get length() {
          return trip();
        },
      },
      Object.assign(new Number(5), { valueOf: trip, [Symbol.toPrimitive]: trip }),
      Object.assign(() => 5, { valueOf: trip, toString: trip }),
    ];
  }

  test("nothing of a value's is called", () => {
    for (const value of tripwires() as number[]) {
      for (const character of "bBhHiIlLqQnNP") {
        assert_struct_error(() => struct.pack(character, value), "required argument is not an integer");
      }
      for (const character of "efd") {
        assert_struct_error(() => struct.pack(character, value), "required argument is not a float");
      }
      assert_struct_error(() => struct.pack("c", value), "char format requires a bytes object of length 1");
      assert_struct_error(() => struct.pack("s", value), "argument for 's' must be a bytes object");
      assert_struct_error(() => struct.pack("p", value), "argument for 'p' must be a bytes object");
      assertEquals(struct.pack("?", value), Uint8Array.of(1));
      assertThrows(() => struct.unpack("i", value as never), TypeError, "a bytes-like object is required");
      assertThrows(() => struct.unpack_from("i", new Uint8Array(4), value), TypeError, "as an integer");
      assertThrows(() => struct.pack_into("i", new Uint8Array(4), value, 1), TypeError, "as an integer");
      assertThrows(
        () => struct.pack_into("i", value as never, 0, 1),
        TypeError,
        "read-write bytes-like object",
      );
      assertThrows(() => struct.calcsize(value as never), TypeError, "must be a str or bytes object");
    }
  });

  /** A Uint8Array that says other things than it is, and whose methods are traps. */
  function lying(...content: number[]): Uint8Array {
    const trap = () => {
      throw new Error("the user's code ran");
    };
    class Lying extends Uint8Array<ArrayBuffer> {
      static get [Symbol.species](): never {
        return trap();
      }
    }
    const view = Lying.from(content) as Uint8Array;
    for (
      const name of ["subarray", "slice", "set", "fill", "at", Symbol.iterator, "toString", "constructor"]
    ) {
      Object.defineProperty(view, name, { value: trap });
    }
    for (const name of ["length", "byteLength", "byteOffset", "buffer"]) {
      Object.defineProperty(view, name, { get: trap });
    }
    return view;
  }

  test("a view's own methods and properties are not believed", () => {
    const read = (view: Uint8Array) => Array.from({ length: 8 }, (_, index) => view[index]);
    for (const format of ["<Q", "8s", "8p", "8c", "<hhi", "d", "x7B"]) {
      const plain = Uint8Array.of(7, 1, 2, 3, 4, 5, 6, 7), view = lying(...plain);
      const values = struct.unpack<never[]>(format, plain);
      assertEquals(struct.unpack(format, view), values);
      assertEquals(struct.unpack_from(format, view, -8), values);
      assertEquals([...struct.iter_unpack(format, view)], [values]);
      const target = lying(0, 0, 0, 0, 0, 0, 0, 0);
      struct.pack_into(format, target, 0, ...values);
      assertEquals(Uint8Array.from(read(target) as number[]), struct.pack(format, ...values));
    }
    assertEquals(struct.pack("3s", lying(1, 2, 3, 4)), Uint8Array.of(1, 2, 3));
    assertEquals(struct.pack("c", lying(5)), Uint8Array.of(5));
    assertEquals(struct.calcsize(lying(60, 105)), 4);
    assertThrows(() => struct.unpack_from("<Q", lying(1, 2, 3)), struct.error, "actual buffer size is 3");
  });

  test("what only looks like bytes is refused", () => {
    const impostors = [
      Object.create(Uint8Array.prototype),
      new Proxy(new Uint8Array(4), {}),
      Object.create(DataView.prototype),
      Object.create(ArrayBuffer.prototype),
      new Proxy(new ArrayBuffer(4), {}),
      Object.create(ArrayBuffer.prototype, { length: { value: 4 } }),
      Object.create(SharedArrayBuffer.prototype, { length: { value: 4 } }),
      { length: 4, 0: 1, 1: 2, 2: 3, 3: 4, byteLength: 4, buffer: new ArrayBuffer(4) },
    ];
    for (const impostor of impostors) {
      for (const format of ["<i", "4s"]) {
        assertThrows(() => struct.unpack(format, impostor), TypeError, "a bytes-like object is required");
        assertThrows(
          () => struct.iter_unpack(format, impostor),
          TypeError,
          "a bytes-like object is required",
        );
        assertThrows(
          () => struct.pack_into(format, impostor, 0, 1),
          TypeError,
          "read-write bytes-like object",
        );
      }
      assert_struct_error(() => struct.pack("4s", impostor), "argument for 's' must be a bytes object");
    }
  });

  test("a detached buffer has no room", () => {
    for (const format of ["<i", "4s"]) {
      const value = (format === "4s" ? new Uint8Array(4) : 1) as number;
      for (
        const view_of of [
          (b: ArrayBuffer) => new Uint8Array(b),
          (b: ArrayBuffer) => new DataView(b),
          (b: ArrayBuffer) => b,
        ]
      ) {
        const buffer = new ArrayBuffer(8), view = view_of(buffer);
        structuredClone(buffer, { transfer: [buffer] });
        assertThrows(
          () => struct.pack_into(format, view, 0, value),
          struct.error,
          "(actual buffer size is 0)",
        );
        assertThrows(() => struct.unpack_from(format, view), struct.error, "(actual buffer size is 0)");
        assert_struct_error(() => struct.unpack(format, view), "unpack requires a buffer of 4 bytes");
        assertEquals([...struct.iter_unpack(format, view)], []);
        assertEquals(struct.pack("2s", view), new Uint8Array(2));
      }
    }
  });

  test("a buffer that shrank or grew has the room that it has now", () => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
    const tracking = new Uint8Array(buffer),
      fixed = new Uint8Array(buffer, 4, 4),
      data = new DataView(buffer, 4, 4);
    struct.pack_into("<i", tracking, 4, 77);
    assertEquals([fixed, data, tracking].map((view) => struct.unpack_from("<i", view, -4)), [[77], [77], [
      77,
    ]]);
    buffer.resize(12);
    struct.pack_into("4s", tracking, 8, bytes("tail"));
    assertEquals(struct.unpack_from("4s", tracking, -4), [bytes("tail")]);
    buffer.resize(6);
    for (const view of [fixed, data]) {
      assertThrows(() => struct.pack_into("<h", view, 0, 1), struct.error, "(actual buffer size is 0)");
      assertThrows(() => struct.unpack_from("<h", view), struct.error, "(actual buffer size is 0)");
    }
    assertThrows(() => struct.pack_into("<i", tracking, 4, 1), struct.error, "(actual buffer size is 6)");
    buffer.resize(8);
    assertEquals(struct.unpack_from("<i", fixed), [struct.unpack_from("<i", tracking, 4)[0]!]);
  });

  test("a buffer that shrinks while it is iterated over ends the iteration with an error", () => {
    const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
    const rows = struct.iter_unpack("<H", buffer);
    assertEquals(rows.next().value, [0]);
    buffer.resize(2);
    assertThrows(() => rows.next(), struct.error, "resized");
    assertEquals(rows.next().done, true);
  });

  test("shared memory is memory", () => {
    const shared = new SharedArrayBuffer(8), view = new Uint8Array(shared, 2);
    for (const memory of [shared, view, new DataView(shared, 2)]) {
      struct.pack_into("<hB2s", memory, 0, -2, 3, bytes("ab"));
      const values = struct.unpack_from<[number, number, struct.Bytes]>("<hB2s", memory);
      assertEquals(values, [-2, 3, bytes("ab")]);
      assertInstanceOf(values[2].buffer, ArrayBuffer);
      assertEquals(struct.pack("4s", memory).length, 4);
    }
  });

  test("a value that takes the buffer away while it is looked at does no harm", () => {
    for (const format of ["?i", "i?i", "?2s"]) {
      const buffer = new ArrayBuffer(16);
      const thief = new Proxy([1], {
        get(target, name) {
          if (!buffer.detached) structuredClone(buffer, { transfer: [buffer] });
          return Reflect.get(target, name);
        },
      });
      const values = {
        "?i": [thief, 1],
        "i?i": [1, thief, 2],
        "?2s": [thief, bytes("ab")],
      }[format] as never[];
      try {
        struct.pack_into(format, new Uint8Array(buffer), 0, ...values);
      } catch (failure) {
        assertInstanceOf(failure, Error);
      }
      assertEquals([buffer.detached, buffer.byteLength], [true, 0]);
    }
  });

  test("a value that does not fit leaves those before it, and zeros", () => {
    const memory = new Uint8Array(8).fill(9);
    assert_struct_error(
      () => struct.pack_into("<hhh", memory, 1, 1, 2, "x" as never),
      "required argument is not an integer",
    );
    assertEquals(memory, Uint8Array.of(9, 1, 0, 2, 0, 0, 0, 9));
    assertThrows(() => struct.pack_into("<hhh", memory, 3, 1, 2, 3), struct.error, "at least 9 bytes");
    assertEquals(memory, Uint8Array.of(9, 1, 0, 2, 0, 0, 0, 9));
  });
});

describe("any format", () => {
  /** What calcsize() is by definition: each item behind the one before, at a multiple of its own size in native mode. */
  function expected_size({ order, items }: Format): number {
    let size = 0;
    for (const { character, count } of items) {
      const item = size_of(character, order);
      if (is_native(order)) size = Math.ceil(size / item) * item;
      size += count * item;
    }
    return size;
  }

  test("calcsize() adds up", () => {
    fc.assert(fc.property(formats, (format) => {
      assertEquals(struct.calcsize(format.text), expected_size(format));
      assertEquals(struct.Struct(format.text).size, expected_size(format));
    }));
  });

  function same(packed: unknown, unpacked: unknown): boolean {
    if (typeof unpacked === "bigint") return BigInt(packed as number) === unpacked;
    if (typeof packed === "bigint") return Number(packed) === unpacked;
    if (packed instanceof Uint8Array) return String(packed) === String(unpacked);
    return Object.is(packed, unpacked) || Object.is(packed, -0) && unpacked === 0;
  }

  test("what is packed comes back, by every way", () => {
    fc.assert(fc.property(filled_formats, fc.nat({ max: 9 }), ({ format, values }, offset) => {
      const compiled = struct.Struct(format.text);
      const packed = compiled.pack(...values);
      assertEquals(packed.length, compiled.size);
      const back = compiled.unpack(packed);
      assertEquals(back.length, characters_of(format).length);
      for (const [index, value] of back.entries()) {
        assert(same(values[index], value), inspect([values, back]));
      }
      const memory = new Uint8Array(offset + packed.length + 3).fill(0xee);
      struct.pack_into(format.text, memory, offset, ...values);
      assertEquals(memory.slice(offset, -3), packed);
      assert([...memory.slice(0, offset), ...memory.slice(-3)].every((byte) => byte === 0xee));
      assertEquals(struct.unpack_from(format.text, new DataView(memory.buffer), offset), back);
      if (packed.length > 0) {
        assertEquals([...struct.iter_unpack(format.text, new Uint8Array([...packed, ...packed]))], [
          back,
          back,
        ]);
      }
    }));
  });

  test("any text is a format or an error, and any bytes for it too", () => {
    const text = fc.string({ unit: fc.constantFrom(..."@=<>!0123456789xcbB?hHiIlLqQnNefdspP \n\0yé") });
    fc.assert(fc.property(text, fc.uint8Array({ maxLength: 64 }), (text, bytes) => {
      try {
        const size = struct.calcsize(text);
        assert(size >= 0);
        if (size < 1e6) struct.unpack(text, new Uint8Array(size));
        struct.unpack_from(text, bytes);
      } catch (failure) {
        assert(failure instanceof struct.error || failure instanceof struct.UnicodeError, String(failure));
      }
    }));
  });
});

test_with(runtime("deno"))("the module needs no permission", async () => {
  const module = fileURLToPath(new URL("../lib/struct.ts", import.meta.url));
  const words = ["run", "--no-prompt", "--no-check", module];
  await using script = start([...runtime_command("deno")!, ...words]);
  assertEquals(await script.end(), { code: 0, lines: [] });
});

test("every name of Python's module is here", () => {
  for (
    const name of ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]
  ) {
    assertEquals(typeof (struct as unknown as Record<string, unknown>)[name], "function", name);
  }
});

test("TypeScript knows what the caller promises", () => {
  const [id, length]: [number, bigint] = struct.unpack<[number, bigint]>("<HQ", new Uint8Array(10));
  const values: struct.StructValue[] = struct.unpack("<HQ", new Uint8Array(10));
  for (const [x, y] of struct.Struct("hh").iter_unpack<[number, number]>(new Uint8Array(4))) {
    assertEquals((x + y).toFixed(), "0");
  }
  assertEquals([id.toFixed(), length + 1n, values.length], ["0", 1n, 2]);
});
