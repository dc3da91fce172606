// Any bytes, cut at any places and read in any way, come to the same as in CPython.
import { assert_same_conversations, type Conversation, type Step } from "./oracle.ts";
import fc, { type Arbitrary } from "../fast_check.ts";
import { cpython, test_with } from "../needs.ts";

const RUNS = 200;

// Bytes among which line ends, beginnings of characters and whole characters are frequent.
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({ unit: "binary", maxLength: 6 }).map((text) => new TextEncoder().encode(text)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("\n", "\r", "\r\n", "\n\r", "\r\r\n", "ab", " ").map((text) =>
      new TextEncoder().encode(text)
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("\u00e9", "\u20ac", "\u{1f600}", "\ufeff", "\ufffd").map((text) =>
      new TextEncoder().encode(text)
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 20_000 }).map((length) => new Uint8Array(length).fill(0x78)),
  },
);

const stream = fc.array(piece, { maxLength: 20 }).map((pieces) =>
  new Uint8Array(pieces.flatMap((piece) => Array.from(piece)))
);

// The stream as packets, cut at some places.
const packets = fc.tuple(stream, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })).map(
  ([bytes, cuts]) => {
    const places = [
      0,
      ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b),
      bytes.length,
    ];
    return places.slice(1).map((end, index) => bytes.slice(places[index], end));
  },
);

const size = fc.oneof(
  fc.constant(-1),
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom(8191, 8192, 8193, 20_000),
);

const text_read: Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(["call", "readline"]),
  fc.constant<Step>(["call", "__next__"]),
  fc.constant<Step>(["get", "newlines"]),
  size.map((n): Step => ["call", "readline", n]),
  size.map((n): Step => ["call", "read", n]),
  size.map((n): Step => ["call", "readlines", n]),
);

const binary_read: Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(["call", "readline"]),
  fc.constant<Step>(["call", "__next__"]),
  fc.constant<Step>(["call", "peek"]),
  size.map((n): Step => ["call", "readline", n]),
  size.map((n): Step => ["call", "read", n]),
  size.map((n): Step => ["call", "read1", n]),
  size.map((n): Step => ["call", "readlines", n]),
  fc.integer({ min: 0, max: 9000 }).map((n): Step => ["into", "readinto", n]),
  fc.integer({ min: 0, max: 9000 }).map((n): Step => ["into", "readinto1", n]),
);

const text_write: Arbitrary<Step> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text): Step => ["call", "write", text]),
  fc.integer({ min: 1, max: 20_000 }).map((length): Step => ["call", "write", "y".repeat(length)]),
  fc.constantFrom<Step>(["call", "write", "a\nb\r"], ["call", "flush"], ["hear"]),
);

const binary_write: Arbitrary<Step> = fc.oneof(
  fc.uint8Array({ maxLength: 8 }).map((bytes): Step => ["call", "write", bytes]),
  fc.integer({ min: 1, max: 20_000 }).map((
    length,
  ): Step => ["call", "write", new Uint8Array(length).fill(0x79)]),
  fc.constantFrom<Step>(["call", "flush"], ["hear"]),
);

// Packets between which something is done, and what is left at the end.
function conversation_steps(done: Arbitrary<Step>, last: Step): Arbitrary<Step[]> {
  return packets.chain((sent) =>
    fc.tuple(
      ...sent.map((bytes) =>
        fc.array(done, { maxLength: 4 }).map((steps): Step[] => [["send", bytes], ...steps])
      ),
    ).map((parts): Step[] => [...parts.flat(), ["end"], last, last, ["hear"]])
  );
}

const buffering = fc.constantFrom(null, 1, 2, 7, 64, 8192, 10_000);

const text: Arbitrary<Conversation> = fc.record({
  mode: fc.constant("r"),
  buffering,
  encoding: fc.constantFrom(
    "utf-8",
    "utf-8",
    "ascii",
    "latin-1",
    "cp1252",
    "utf-16-le",
    "utf-8-sig",
    "utf-16",
  ),
  errors: fc.constantFrom("strict", "ignore", "replace", "backslashreplace", "surrogateescape"),
  newline: fc.constantFrom(null, "", "\n", "\r", "\r\n"),
  timeout: fc.constant(0),
  steps: conversation_steps(text_read, ["call", "read"]),
});

const both_ways: Arbitrary<Conversation> = fc.record({
  mode: fc.constant("rw"),
  buffering,
  encoding: fc.constantFrom("utf-8", "latin-1", "utf-32-be"),
  errors: fc.constantFrom("ignore", "replace", "backslashreplace"),
  newline: fc.constantFrom(null, "", "\n", "\r", "\r\n"),
  timeout: fc.constant(0),
  steps: conversation_steps(fc.oneof(text_read, text_write), ["call", "read"]),
});

const binary: Arbitrary<Conversation> = fc.record({
  mode: fc.constantFrom("rb", "rwb"),
  buffering,
  timeout: fc.constant(0),
  steps: conversation_steps(binary_read, ["call", "read"]),
});

const binary_both_ways: Arbitrary<Conversation> = fc.record({
  mode: fc.constant("rwb"),
  buffering,
  timeout: fc.constant(0),
  steps: conversation_steps(fc.oneof(binary_read, binary_write), ["call", "read"]),
});

// One child answers for all of them: a child for each would take minutes. What differs is small enough to be read.
function assert_all_same(conversations: Arbitrary<Conversation>): void {
  const seed = Number(BigInt.asUintN(31, BigInt(Date.now())));
  try {
    assert_same_conversations(fc.sample(conversations, { numRuns: RUNS, seed }));
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`);
  }
}

test_with(cpython)(`${RUNS} random streams are read as bytes as in CPython`, () => assert_all_same(binary));
test_with(cpython)(`${RUNS} random streams are read as text as in CPython`, () => assert_all_same(text));
test_with(cpython)(
  `${RUNS} random conversations in bytes are as in CPython`,
  () => assert_all_same(binary_both_ways),
);
test_with(cpython)(
  `${RUNS} random conversations in text are as in CPython`,
  () => assert_all_same(both_ways),
);
