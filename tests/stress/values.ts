// Arguments of every type, written down as JSON so that a case can be shrunk, printed and made again in another process;
// among them such as run code of their own while the module looks at them.
import fc, { type Arbitrary } from "../fast_check.ts";

/** What hostile code does in the middle of somebody else's call. */
export const ACTIONS = ["again", "close", "detach", "gc", "other", "shrink", "throw"] as const;
export type Action = (typeof ACTIONS)[number];

/** An argument. */
export type Value =
  | { k: "plain"; v: null | boolean | string }
  | { k: "nothing" }
  | { k: "number"; v: string }
  | { k: "bigint"; v: string }
  | { k: "symbol" }
  | { k: "function"; does: Action | null; returns: Value }
  | {
    k: "bytes";
    type: ViewType;
    length: number;
    memory: "own" | "shared" | "resizable" | "detached" | "bare";
  }
  | {
    k: "list";
    items: Value[];
    as: "array" | "set" | "generator" | "getters" | "proxy" | "species";
    does: Action;
  }
  | { k: "object"; entries: [string, Value][]; does: Action | null }
  | { k: "primitive"; value: Value; does: Action }
  | { k: "proxy"; value: Value; does: Action }
  | { k: "liar"; value: Value; does: Action }
  | { k: "slot"; index: number }
  | { k: "descriptor"; index: number }
  | { k: "address"; index: number }
  | { k: "file"; methods: string[]; does: Action | null; descriptor: Value; data: Value };

export const VIEW_TYPES = [
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Float64Array",
  "BigInt64Array",
  "DataView",
] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

// A collection takes longer than all the rest.
const action: Arbitrary<Action> = fc.oneof({
  weight: 40,
  arbitrary: fc.constantFrom(...ACTIONS.filter((action) => action !== "gc")),
}, {
  weight: 1,
  arbitrary: fc.constant<Action>("gc"),
});
const maybe_action = fc.option(action);

const NUMBERS = [
  "0",
  "-0",
  "1",
  "-1",
  "2",
  "3",
  "4",
  "7",
  "8",
  "10",
  "16",
  "17",
  "64",
  "100",
  "255",
  "256",
  "1000",
  "4096",
  "8192",
  "8193",
  "65535",
  "65536",
  "1048576",
  "2097152",
  "0.5",
  "1e-10",
  "0.001",
  "-0.5",
  "2147483647",
  "-2147483648",
  "2147483648",
  "4294967295",
  "4294967296",
  "9007199254740991",
  "9007199254740993",
  "9223372036854775807",
  "9223372036854775808",
  "1e300",
  "NaN",
  "Infinity",
  "-Infinity",
];
const BIGINTS = [
  "0",
  "1",
  "-1",
  "5",
  "2147483647",
  "2147483648",
  "-2147483649",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775809",
  "18446744073709551616",
  "1" + "0".repeat(40),
];
const STRINGS = [
  "",
  "a",
  "x\0y",
  "\0",
  "127.0.0.1",
  "::1",
  "::ffff:127.0.0.1%lo",
  "localhost",
  "<broadcast>",
  "255.255.255.255",
  "lo",
  "http",
  "tcp",
  "udp",
  "r",
  "rb",
  "wb",
  "rwb",
  "w",
  "utf-8",
  "latin-1",
  "utf-16",
  "strict",
  "ignore",
  "surrogateescape",
  "\n",
  "\r\n",
  "\ud800",
  "\udcff",
  "ä€😀",
  "x".repeat(107),
  "x".repeat(109),
  "x".repeat(5000),
  "/dev/null",
  "/proc/version",
  "/",
  "/no/such/file",
  "0",
  "skcipher",
  "cbc(aes)",
  "xn--",
  "ß.de",
  "1.2",
  "!II",
  "<q",
  "4s",
  "big",
  "-1",
  "undefined",
];

const number: Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.nat(70000).map(String) },
).map((v) => ({ k: "number", v }));
const count: Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("0", "1", "2", "5", "64", "100", "1000", "9000", "70000") },
  { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) },
).map((v) => ({ k: "number", v }));
const string: Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...STRINGS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: "binary" }) },
).map((v) => ({ k: "plain", v }));
const bytes: Arbitrary<Value> = fc.record({
  k: fc.constant("bytes" as const),
  type: fc.oneof({ weight: 4, arbitrary: fc.constant("Uint8Array" as const) }, {
    weight: 3,
    arbitrary: fc.constantFrom(...VIEW_TYPES),
  }),
  length: fc.oneof(fc.constantFrom(0, 1, 2, 8, 16, 100, 1024, 8192, 20000), fc.nat(300)),
  memory: fc.oneof(
    { weight: 5, arbitrary: fc.constant("own" as const) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        "resizable" as const,
        "shared" as const,
        "detached" as const,
        "bare" as const,
      ),
    },
  ),
});

const leaf: Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>({ k: "nothing" }, { k: "plain", v: null }, { k: "plain", v: true }, {
    k: "plain",
    v: false,
  }, { k: "symbol" }),
  number,
  fc.constantFrom(...BIGINTS).map((v): Value => ({ k: "bigint", v })),
  string,
  bytes,
  fc.nat(30).map((index): Value => ({ k: "slot", index })),
  fc.nat(30).map((index): Value => ({ k: "descriptor", index })),
  fc.nat(20).map((index): Value => ({ k: "address", index })),
);

const KEYS = [
  "family",
  "backlog",
  "reuse_port",
  "dualstack_ipv6",
  "all_errors",
  "encoding",
  "errors",
  "newline",
  "op",
  "iv",
  "assoclen",
  "flags",
  "length",
  "byteLength",
  "fileno",
  "then",
];

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 8, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc.record({
        k: fc.constant("list" as const),
        items: fc.array(tie("value"), { maxLength: 4 }),
        as: fc.constantFrom(
          "array" as const,
          "array" as const,
          "set" as const,
          "generator" as const,
          "getters" as const,
          "proxy" as const,
          "species" as const,
        ),
        does: action,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        k: fc.constant("object" as const),
        entries: fc.array(fc.tuple(fc.constantFrom(...KEYS), tie("value")), { maxLength: 3 }),
        does: maybe_action,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ k: fc.constant("primitive" as const), value: tie("value"), does: action }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ k: fc.constant("proxy" as const), value: tie("value"), does: action }),
    },
    { weight: 1, arbitrary: fc.record({ k: fc.constant("liar" as const), value: bytes, does: action }) },
    {
      weight: 1,
      arbitrary: fc.record({
        k: fc.constant("function" as const),
        does: maybe_action,
        returns: tie("value"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        k: fc.constant("file" as const),
        methods: fc.subarray(["fileno", "read", "readSync", "seek", "seekSync", "mode", "tell"]),
        does: maybe_action,
        descriptor: tie("value"),
        data: tie("value"),
      }),
    },
  ),
}));

const data = fc.oneof(
  { weight: 5, arbitrary: bytes },
  { weight: 2, arbitrary: string },
  { weight: 2, arbitrary: fc.record({ k: fc.constant("liar" as const), value: bytes, does: action }) },
  { weight: 1, arbitrary: value },
);
const list = (item: Arbitrary<Value>, maxLength: number): Arbitrary<Value> =>
  fc.record({
    k: fc.constant("list" as const),
    items: fc.array(item, { maxLength }),
    as: fc.oneof(
      { weight: 3, arbitrary: fc.constant("array" as const) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          "generator" as const,
          "getters" as const,
          "proxy" as const,
          "species" as const,
        ),
      },
    ),
    does: action,
  });
const tuple = (...items: Arbitrary<Value>[]): Arbitrary<Value> =>
  fc.record({
    k: fc.constant("list" as const),
    items: fc.tuple(...items) as Arbitrary<Value[]>,
    as: fc.oneof({ weight: 5, arbitrary: fc.constant("array" as const) }, {
      weight: 1,
      arbitrary: fc.constantFrom("getters" as const, "proxy" as const),
    }),
    does: action,
  });
const address: Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: fc.nat(20).map((index): Value => ({ k: "address", index })) },
  { weight: 1, arbitrary: tuple(string, number) },
  { weight: 1, arbitrary: string },
  { weight: 1, arbitrary: value },
);
const flags: Arbitrary<Value> = fc.oneof(
  // MSG_OOB, MSG_PEEK, MSG_TRUNC, MSG_WAITALL, MSG_ERRQUEUE, MSG_NOSIGNAL, MSG_CMSG_CLOEXEC
  {
    weight: 4,
    arbitrary: fc.constantFrom("0", "0", "1", "2", "32", "256", "8192", "16384", "1073741824").map((
      v,
    ): Value => ({ k: "number", v })),
  },
  { weight: 1, arbitrary: value },
);
const numbers = (...list: number[]) =>
  fc.constantFrom(...list).map((v): Value => ({ k: "number", v: String(v) }));
const ancillary = list(
  fc.oneof(
    tuple(
      numbers(1),
      numbers(1),
      fc.record({
        k: fc.constant("bytes" as const),
        type: fc.constant("Uint8Array" as const),
        length: fc.constantFrom(0, 4, 8, 5),
        memory: fc.constant("own" as const),
      }),
    ),
    tuple(number, number, data),
    value,
  ),
  3,
);
const slot = fc.nat(30).map((index): Value => ({ k: "slot", index }));
const descriptor = fc.nat(30).map((index): Value => ({ k: "descriptor", index }));

// What suits a parameter, by what it is called: functions that come later have such names too.
const SUITS: [RegExp, Arbitrary<Value>][] = [
  [/^_?(fd|fds|fileno|descriptor|file)$/i, fc.oneof(descriptor, list(descriptor, 3), slot)],
  [/buffers/, list(data, 4)],
  [/messages/, list(fc.oneof(data, tuple(data, address)), 4)],
  [/ancdata/, ancillary],
  [/^(buffer|data|b|s|msg|memory|packed|bytes|p|packed_ip)/, data],
  [/address/, address],
  [/flags|^how$|events/, flags],
  [/timeout/, numbers(0, 0.001, 0.002)],
  [/size|count|nbytes|length|vlen|maxfds|buflen|limit|hint|offset|position|whence|backlog|port/, count],
  [/family/, numbers(2, 10, 1, 1, 2, 16, 17, 38, 40, 999, -1)],
  [/^(sock)?type$/, numbers(1, 2, 5, 3, -1, 2049, 524289)],
  [/proto/, numbers(0, 0, 6, 17, -1, 255)],
  [/level/, numbers(1, 0, 6, 41, 279)],
  [/optname/, numbers(2, 4, 7, 8, 13, 20, 21, 26, 1, 3)],
  [/sock/, slot],
  [/host|name|mode|encoding|text/, string],
  [
    /op(tion)?s|keywords/,
    fc.record({
      k: fc.constant("object" as const),
      entries: fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 3 }),
      does: maybe_action,
    }),
  ],
];

/** Any value at all. */
export const any_value: Arbitrary<Value> = value;

/** What hostile code does. */
export const any_action: Arbitrary<Action> = action;

/** What suits a parameter more often than not. */
export function value_for(parameter: string): Arbitrary<Value> {
  const suits = SUITS.find(([pattern]) => pattern.test(parameter))?.[1];
  if (suits === undefined) return value;
  return fc.oneof({ weight: 8, arbitrary: suits }, { weight: 2, arbitrary: value }, {
    weight: 1,
    arbitrary: fc.record({ k: fc.constant("primitive" as const), value: suits, does: action }),
  });
}
