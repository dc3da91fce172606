import { spawnSync } from "node:child_process";
import { test } from "node:test";
import * as socket from "../../mod.ts";
import { lookup_codec } from "../../lib/text/encodings.ts";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "../assert.ts";
import { assert_same_conversations, type Conversation, type Step } from "../files/oracle.ts";
import { cpython, test_with } from "../needs.ts";
import { python } from "../peer.ts";

const HANDLERS = [
  "strict",
  "ignore",
  "replace",
  "backslashreplace",
  "surrogateescape",
  "surrogatepass",
  "xmlcharrefreplace",
  "no such handler",
];

/** What codecs are asked: to decode pieces, of which the last may be the end, or to encode. */
type Question =
  | { encoding: string; errors: string; pieces: number[][]; end: boolean }
  | { encoding: string; errors: string; text: string };

const PROGRAM = `
import codecs, json, sys
def ask(question):
    name, errors = question["encoding"], question["errors"]
    answers = []
    if "text" in question:
        encode = codecs.getincrementalencoder(name)(errors).encode
        if name.startswith("utf-16") or name.startswith("utf-32"):
            encode = lambda text: text.encode(name if name[-2:] in ("le", "be") else name + "-le", errors)
        calls = [lambda: list(encode(question["text"]))]
    else:
        decoder = codecs.getincrementaldecoder(name)(errors)
        calls = [lambda piece=piece: decoder.decode(bytes(piece)) for piece in question["pieces"]]
        if question["end"]:
            calls.append(lambda: decoder.decode(b"", True))
    for call in calls:
        try:
            answers.append(call())
        except Exception as error:
            answers.append([type(error).__name__.replace("UnicodeDecode", "Unicode").replace("UnicodeEncode", "Unicode"), str(error)])
    return answers
json.dump(list(map(ask, json.load(sys.stdin))), sys.stdout)
`;

function attempt(call: () => unknown): unknown {
  try {
    const answer = call();
    return answer instanceof Uint8Array ? Array.from(answer) : answer;
  } catch (error) {
    return [(error as Error).name, (error as Error).message];
  }
}

function ask(question: Question): unknown[] {
  const codec = lookup_codec(question.encoding);
  if ("text" in question) return [attempt(() => codec.encoder(question.errors)(question.text))];
  const decoder = codec.decoder(question.errors);
  const answers = question.pieces.map((piece) => attempt(() => decoder.decode(new Uint8Array(piece), false)));
  return question.end ? [...answers, attempt(() => decoder.decode(new Uint8Array(0), true))] : answers;
}

function assert_same_as_python(questions: Question[]): void {
  const { status, stdout, stderr } = spawnSync(python!, ["-c", PROGRAM], {
    input: JSON.stringify(questions),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  assertStrictEquals(status, 0, stderr);
  const theirs = JSON.parse(stdout) as unknown[][];
  const different = questions.flatMap((question, index) => {
    const [here, there] = [JSON.stringify(ask(question)), JSON.stringify(theirs[index])];
    return here === there ? [] : [`${JSON.stringify(question)}\n  here:    ${here}\n  CPython: ${there}`];
  });
  assert(
    different.length === 0,
    `${different.length} of ${questions.length} differ:\n${different.slice(0, 8).join("\n")}`,
  );
}

const from_hex = (text: string) => (text.match(/../g) ?? []).map((digits) => parseInt(digits, 16));

// Every sequence in one piece, byte by byte, and cut in two, each with and without an end.
function cuts(bytes: number[]): { pieces: number[][]; end: boolean }[] {
  const two = bytes.map((_, index) => [bytes.slice(0, index), bytes.slice(index)]);
  return [...two, bytes.map((byte) => [byte])].flatMap((pieces) =>
    [true, false].map((end) => ({ pieces, end }))
  );
}

function decoding(encodings: string[], sequences: string[]): Question[] {
  return encodings.flatMap((encoding) =>
    HANDLERS.flatMap((errors) =>
      sequences.flatMap((sequence) => cuts(from_hex(sequence)).map((cut) => ({ encoding, errors, ...cut })))
    )
  );
}

/** The encodings that have every character. */
const UNICODE = [
  "utf-8",
  "utf-8-sig",
  "utf-16",
  "utf-16-le",
  "utf-16-be",
  "utf-32",
  "utf-32-le",
  "utf-32-be",
];

test_with(cpython)("UTF-8 is decoded as in CPython, faults and all", () => {
  assert_same_as_python(decoding(["utf-8", "utf-8-sig"], [
    "61c3a9e282acf09f988062",
    "ff",
    "61c328",
    "e282",
    "e228a1",
    "eda080",
    "edbfbf61",
    "eda080edb08062",
    "f0908041",
    "f09080",
    "f888808080",
    "c080",
    "e08080",
    "f4908080",
    "80bf41",
    "efbfbd41",
    "efbbbf61",
    "efbb61",
    "efbbbfefbbbf",
    "f0f0f0",
    "c3c3a9",
    "e2e282ac",
  ]));
});

test_with(cpython)("all pairs and many triples of bytes are decoded as in CPython", () => {
  const interesting = [
    0x00,
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xe1,
  ];
  interesting.push(0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff);
  const questions = interesting.flatMap((first) =>
    interesting.flatMap((second) =>
      interesting.flatMap((third): Question[] =>
        ["strict", "replace"].map((errors) => ({
          encoding: "utf-8",
          errors,
          pieces: [[first, second, third]],
          end: true,
        }))
      )
    )
  );
  assert_same_as_python(questions);
});

test_with(cpython)("UTF-16 and UTF-32 are decoded as in CPython, faults and all", () => {
  assert_same_as_python(decoding(
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
    [
      "61",
      "6100",
      "0061",
      "fffe6100e9003dd800de",
      "feff006100e9d83dde00",
      "fffe00d86100",
      "00d86100",
      "00dc",
      "fffe00dc6100",
      "fffe00d8",
      "feffd8000061",
      "fffe61",
      "fffe00006100000000f60100",
      "0000feff000000610001f600",
      "61000000",
      "00000061",
      "00d80000",
      "0000d800",
      "00001100",
      "00110000",
      "fffe000061",
      "fdff",
    ],
  ));
});

const TABLES = [
  ..."cp866 koi8-r koi8-u mac-roman mac-cyrillic cp874 tis-620 latin-1 ascii".split(" "),
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso8859-${part}`),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((part) => `cp125${part}`),
];

test_with(cpython)("every byte of the encodings by table is decoded as in CPython", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  assert_same_as_python(TABLES.flatMap((encoding) =>
    HANDLERS.flatMap((errors): Question[] => [
      { encoding, errors, pieces: [all], end: true },
      { encoding, errors, pieces: all.map((byte) => [byte]), end: true },
    ])
  ));
});

test_with(cpython)("text is encoded as in CPython, faults and all", () => {
  const texts = [
    "",
    "abc\u00e9\u20ac\u{1f600}\ufeff",
    "a\udc80b",
    "\u00e9\u1234",
    "\ud800x",
    "\udcff\udc41",
    "\u0081",
    "\udc80\u1234\udc81",
    "\udc80\udcff",
    "\u00ff\u0100\u00ff",
    "\u{10ffff}",
  ];
  const encodings = [...UNICODE, ...TABLES];
  assert_same_as_python(
    encodings.flatMap((encoding) =>
      HANDLERS.flatMap((errors) => texts.map((text): Question => ({ encoding, errors, text })))
    ),
  );
});

test_with(cpython)("every character of the encodings by table is encoded as in CPython", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  assert_same_as_python(TABLES.map((encoding): Question => ({
    encoding,
    errors: "xmlcharrefreplace",
    text: lookup_codec(encoding).decoder("ignore").decode(new Uint8Array(all), true) +
      "\u0101\u20ac\u05d0\u2592",
  })));
});

/** A text in the encodings that the platform reads. */
const READ_BY_PLATFORM: [names: string[], bytes: string, text: string][] = [
  [["gbk", "gb2312", "cp936"], "c4e3bac361", "\u4f60\u597da"],
  [["gb18030"], "8130813061c4e3", "\u0080a\u4f60"],
  [["big5", "cp950", "big5-hkscs"], "a741a66e61", "\u4f60\u597da"],
  [["euc_jp"], "a4a2b0a18eb1628fb0a161", "\u3042\u4e9c\uff71b\u4e02a"],
  [["iso2022_jp"], "1b2442242230211b284261", "\u3042\u4e9ca"],
  [["shift_jis", "cp932"], "82a088b1b162", "\u3042\u9bf5\uff71b"],
  [["euc_kr", "cp949"], "b0a1c7d161", "\uac00\ud55ca"],
];

test("Chinese, Japanese and Korean are decoded, wherever they are cut", () => {
  for (const [names, sequence, text] of READ_BY_PLATFORM) {
    for (
      const [name, { pieces }] of names.flatMap((name) =>
        cuts(from_hex(sequence)).map((cut) => [name, cut] as const)
      )
    ) {
      const decoder = lookup_codec(name).decoder("strict");
      const read = pieces.map((piece) => decoder.decode(new Uint8Array(piece), false)).join("");
      assertStrictEquals(read + decoder.decode(new Uint8Array(0), true), text, `${name} ${pieces}`);
    }
  }
});

test("what the platform cannot decode is an error, U+FFFD or nothing", () => {
  const read = (errors: string, pieces: number[][]) => {
    const decoder = lookup_codec("gbk").decoder(errors);
    return [...pieces, []].map((piece, index) =>
      attempt(() => decoder.decode(new Uint8Array(piece), index === pieces.length))
    );
  };
  const refused = ["UnicodeError", "'gbk' codec can't decode bytes: they are not valid"];
  assertEquals(read("strict", [[0x41, 0xff], [0x42, 0xc4], [0xe3, 0xc4]]), [refused, "B", "\u4f60", refused]);
  assertEquals(read("replace", [[0x41, 0xff], [0x42, 0xc4], [0xe3, 0xc4]]), [
    "A\ufffd",
    "B",
    "\u4f60",
    "\ufffd",
  ]);
  assertEquals(read("ignore", [[0x41, 0xff], [0x42, 0xc4], [0xe3, 0xc4]]), ["A", "B", "\u4f60", ""]);
});

test("an error handler that the platform does not have is complained of, and leaves no file object behind", () => {
  const [a, b] = socket.socketpair();
  assertThrows(
    () => a.makefile("r", null, { encoding: "sjis", errors: "surrogateescape" }),
    socket.LookupError,
    "'shift_jis' knows the error handlers 'strict', 'ignore' and 'replace', not 'surrogateescape'",
  );
  assertStrictEquals(a._io_refs, 0);
  a.close();
  b.close();
});

test_with(cpython)("encodings have the names that they have in Python", () => {
  const names = [
    ..."UTF8 utf_8 Utf-8 u8 cp65001 latin1 LATIN-1 iso-8859-1 ISO_8859-1:1987 8859 l1 cp819 us-ascii 646"
      .split(" "),
    ..."ISO646-US windows-1252 1252 cp1252 koi8_r macintosh mac-roman ibm866 866 utf16 U16 utf-16LE".split(
      " ",
    ),
    ..."utf_16_be utf32 UTF-32BE utf-8-sig utf_8_sig sjis shift-jis EUC-JP eucjp ks_c_5601-1987 gb18030-2000"
      .split(" "),
    ..."big5-tw greek8 hebrew arabic cyrillic thai tis620 latin9 l10 windows_31j ms936 nope utf.8 .utf8 utf8x"
      .split(" "),
    ..."latin11 iso-8859-17 windows-9999 cp-1252".split(" "),
    ..."ANSI_X3.4-1968 ANSI_X3.4_1986 ANSI_X3_4-1986 ISO_646.irv:1991 iso8859.1 iso8859.2 iso.8859.1 mac.roman"
      .split(" "),
    ..."hex base64 BZ2 quoted-printable rot-13 rot_13 uu zlib_codec zip".split(" "),
    "utf 8",
    " utf--8 ",
    "UTF8 ",
    "windows 1252",
    "",
    "\u00e9",
  ];
  const steps: Step[] = [["send", "a"], ["end"], ["get", "encoding"], ["call", "readline"]];
  assert_same_conversations(names.map((encoding): Conversation => ({ mode: "r", encoding, steps })));
});

test("an unknown encoding is a LookupError, and leaves no file object behind", () => {
  const [a, b] = socket.socketpair();
  const error = assertThrows(
    () => a.makefile("r", null, { encoding: "nope" }),
    socket.LookupError,
    "unknown encoding: nope",
  );
  assertStrictEquals(error.name, "LookupError");
  assertStrictEquals(a._io_refs, 0);
  a.close();
  assertStrictEquals(a.fileno(), -1);
  b.close();
});

test("names that only the web knows are taken too", () => {
  const decode = (name: string, bytes: number[]) =>
    lookup_codec(name).decoder("strict").decode(new Uint8Array(bytes), true);
  assertStrictEquals(decode("x-sjis", [0x82, 0xa0]), "\u3042");
  assertStrictEquals(decode("windows-874", [0xa1]), "\u0e01");
  assertStrictEquals(decode("x-user-defined", [0x80]), "\uf780");
});

test("what is only for reading says so when it is written", () => {
  const [a, b] = socket.socketpair();
  using f = a.makefile("rw", null, { encoding: "gbk" });
  b.send(new Uint8Array([0xc4, 0xe3, 0x0a]));
  assertStrictEquals(f.readline(), "\u4f60\n");
  assertThrows(() => f.write("x"), socket.UnsupportedOperation, "the encoding 'gbk' is only for reading");
  a.close();
  b.close();
});

test_with(cpython)(
  "a first text that cannot be encoded takes the mark of UTF-8 with it, as in CPython",
  () => {
    const steps: Step[] = [["call", "write", "\ud800"], ["call", "write", "a"], ["call", "flush"], ["hear"]];
    assert_same_conversations([{ mode: "w", encoding: "utf-8-sig", steps }]);
  },
);

test_with(cpython)("an unknown error handler is complained of when it is needed, as in CPython", () => {
  assert_same_conversations([{
    mode: "rw",
    errors: "nope",
    timeout: 0,
    steps: [
      ["get", "errors"],
      ["send", "fine\n"],
      ["call", "readline"],
      ["send", new Uint8Array([0xff, 0x0a])],
      ["call", "readline"],
      ["call", "write", "fine"],
      ["call", "write", "\udc80"],
    ],
  }]);
});

test_with(cpython)("encodings are written and read through files as in CPython", () => {
  const text = "a\u00e9\n\u20ac\r\nx\r\u{1f600}\n";
  const encodings = UNICODE;
  const writing = encodings.flatMap((encoding) =>
    [null, "\r\n"].map((newline): Conversation => ({
      mode: "w",
      encoding,
      newline,
      steps: [["call", "write", text], ["call", "write", text], ["call", "flush"], ["hear"]],
    }))
  );
  const reading = encodings.flatMap((encoding) =>
    [null, "", "\r\n"].map((newline): Conversation => {
      const bytes = lookup_codec(encoding).encoder("strict")(encoding === "utf-16" ? `\ufeff${text}` : text);
      const steps = Array.from(bytes).flatMap((
        byte,
      ): Step[] => [["send", new Uint8Array([byte])], ["call", "readline"]]);
      return {
        mode: "r",
        encoding,
        newline,
        timeout: 0,
        errors: "replace",
        steps: [["send", bytes], ...Array(6).fill(["call", "readline"]), ...steps],
      };
    })
  );
  assert_same_conversations([...writing, ...reading]);
});

test_with(cpython)("the arguments of TextIOWrapper are checked as in CPython", () => {
  const how = (options: Record<string, unknown>) =>
    ({ mode: "r", steps: [["get", "encoding"]], ...options }) as Conversation;
  assert_same_conversations([
    how({}),
    how({ encoding: null, errors: null, newline: null }),
    how({ encoding: "locale" }),
    how({ encoding: 5 }),
    how({ errors: 5 }),
    how({ newline: 5 }),
    how({ newline: "x" }),
    how({ newline: "\n\r" }),
    how({ encoding: "utf-8\0" }),
    how({ errors: "a\0b" }),
    how({ newline: "\0" }),
    how({ newline: "\n\0", errors: 5 }),
    how({ errors: "a\0b", newline: "x" }),
    how({ errors: 5, newline: 5 }),
    how({ errors: 5, newline: "x" }),
    how({ errors: "nope", newline: "x" }),
    how({ encoding: "nope", newline: "x" }),
    how({ mode: "rb", encoding: "nope", newline: "x" }),
  ].filter(({ mode, encoding }) => mode === "r" || encoding === undefined));
  const [a, b] = socket.socketpair();
  using f = a.makefile("rb", null, { encoding: "nope" } as never);
  assertEquals(f.readable(), true);
  a.close();
  b.close();
});
