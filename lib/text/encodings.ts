// The encodings by their names, as Python's codec registry finds them.
import type { Codec, Label } from "./codec.ts";
import { ascii, charmap, latin1 } from "./charmap.ts";
import { iso2022_jp } from "./iso2022.ts";
import { euc_jp, gb18030, multibyte, pairs, shift_jis } from "./multibyte.ts";
import { utf16, utf16_big, utf16_little, utf32, utf32_big, utf32_little } from "./utf16.ts";
import { utf8, utf8_signed } from "./utf8.ts";
import { LookupError } from "../errors.ts";

/** An encoding, made when it is first wanted. */
type Maker = () => Codec;

const windows = (label: Label): Maker => () => charmap(label, "undefined where they are controls");

/** The web's name of an encoding, or CPython's where the web has none, and what it is. */
const CODECS: Readonly<Record<string, Maker>> = {
  "utf-8": () => utf8,
  "utf-8-sig": () => utf8_signed,
  "utf-16": () => utf16,
  "utf-16le": () => utf16_little,
  "utf-16be": () => utf16_big,
  "utf-32": () => utf32,
  "utf-32le": () => utf32_little,
  "utf-32be": () => utf32_big,
  ascii,
  latin1,
  ibm866: () => charmap("ibm866"),
  "iso-8859-2": () => charmap("iso-8859-2"),
  "iso-8859-3": () => charmap("iso-8859-3"),
  "iso-8859-4": () => charmap("iso-8859-4"),
  "iso-8859-5": () => charmap("iso-8859-5"),
  "iso-8859-6": () => charmap("iso-8859-6"),
  "iso-8859-7": () => charmap("iso-8859-7"),
  "iso-8859-8": () => charmap("iso-8859-8"),
  "iso-8859-8-i": () => charmap("iso-8859-8-i"),
  "iso-8859-9": () => charmap("windows-1254", "controls"),
  "iso-8859-10": () => charmap("iso-8859-10"),
  "iso-8859-11": () => charmap("windows-874", "controls"),
  "iso-8859-13": () => charmap("iso-8859-13"),
  "iso-8859-14": () => charmap("iso-8859-14"),
  "iso-8859-15": () => charmap("iso-8859-15"),
  "iso-8859-16": () => charmap("iso-8859-16"),
  "koi8-r": () => charmap("koi8-r"),
  "koi8-u": () => charmap("koi8-u", "the same", { 0xae: "\u255d", 0xbe: "\u256c" }),
  macintosh: () => charmap("macintosh"),
  "x-mac-cyrillic": () => charmap("x-mac-cyrillic"),
  "x-user-defined": () => charmap("x-user-defined"),
  "tis-620": () => charmap("windows-874", "controls", { 0xa0: "\ufffd" }),
  "windows-874": windows("windows-874"),
  "windows-1250": windows("windows-1250"),
  "windows-1251": windows("windows-1251"),
  "windows-1252": windows("windows-1252"),
  "windows-1253": windows("windows-1253"),
  "windows-1254": windows("windows-1254"),
  "windows-1255": () => charmap("windows-1255", "undefined where they are controls", { 0xca: "\ufffd" }),
  "windows-1256": windows("windows-1256"),
  "windows-1257": windows("windows-1257"),
  "windows-1258": windows("windows-1258"),
  gbk: () => multibyte("gbk", "gbk", pairs),
  gb2312: () => multibyte("gb2312", "gbk", pairs),
  gb18030: () => multibyte("gb18030", "gb18030", gb18030),
  big5: () => multibyte("big5", "big5", pairs),
  big5hkscs: () => multibyte("big5hkscs", "big5", pairs),
  cp950: () => multibyte("cp950", "big5", pairs),
  "euc-jp": () => multibyte("euc_jp", "euc-jp", euc_jp),
  "iso-2022-jp": () => iso2022_jp,
  shift_jis: () => multibyte("shift_jis", "shift_jis", shift_jis),
  cp932: () => multibyte("cp932", "shift_jis", shift_jis),
  "euc-kr": () => multibyte("euc_kr", "euc-kr", pairs),
  cp949: () => multibyte("cp949", "euc-kr", pairs),
};

/** The names by which CPython finds them, normalised: first the codec's own, then its aliases. */
const NAMES: Readonly<Record<string, string>> = {
  "utf-8": "utf_8 utf8 u8 utf cp65001 utf8_ucs2 utf8_ucs4",
  "utf-8-sig": "utf_8_sig",
  "utf-16": "utf_16 utf16 u16",
  "utf-16le": "utf_16_le utf_16le unicodelittleunmarked",
  "utf-16be": "utf_16_be utf_16be unicodebigunmarked",
  "utf-32": "utf_32 utf32 u32",
  "utf-32le": "utf_32_le utf_32le",
  "utf-32be": "utf_32_be utf_32be",
  ascii:
    "ascii 646 ansi_x3.4_1968 ansi_x3.4_1986 ansi_x3_4_1968 cp367 csascii ibm367 iso646_us iso_646.irv_1991 " +
    "iso_ir_6 us us_ascii",
  latin1: "latin_1 latin1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 " +
    "iso_ir_100 l1 latin",
  ibm866: "cp866 866 csibm866 ibm866",
  "iso-8859-2": "iso8859_2 csisolatin2 iso_8859_2 iso_8859_2_1987 iso_ir_101 l2 latin2",
  "iso-8859-3": "iso8859_3 csisolatin3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3",
  "iso-8859-4": "iso8859_4 csisolatin4 iso_8859_4 iso_8859_4_1988 iso_ir_110 l4 latin4",
  "iso-8859-5": "iso8859_5 csisolatincyrillic cyrillic iso_8859_5 iso_8859_5_1988 iso_ir_144",
  "iso-8859-6": "iso8859_6 arabic asmo_708 csisolatinarabic ecma_114 iso_8859_6 iso_8859_6_1987 iso_ir_127",
  "iso-8859-7":
    "iso8859_7 csisolatingreek ecma_118 elot_928 greek greek8 iso_8859_7 iso_8859_7_1987 iso_ir_126",
  "iso-8859-8": "iso8859_8 csisolatinhebrew hebrew iso_8859_8 iso_8859_8_1988 iso_ir_138",
  "iso-8859-9": "iso8859_9 csisolatin5 iso_8859_9 iso_8859_9_1989 iso_ir_148 l5 latin5",
  "iso-8859-10": "iso8859_10 csisolatin6 iso_8859_10 iso_8859_10_1992 iso_ir_157 l6 latin6",
  "iso-8859-11": "iso8859_11 iso_8859_11 iso_8859_11_2001 thai",
  "iso-8859-13": "iso8859_13 iso_8859_13 l7 latin7",
  "iso-8859-14": "iso8859_14 iso_8859_14 iso_8859_14_1998 iso_celtic iso_ir_199 l8 latin8",
  "iso-8859-15": "iso8859_15 iso_8859_15 l9 latin9",
  "iso-8859-16": "iso8859_16 iso_8859_16 iso_8859_16_2001 iso_ir_226 l10 latin10",
  "koi8-r": "koi8_r cskoi8r",
  "koi8-u": "koi8_u",
  macintosh: "mac_roman macintosh macroman",
  "x-mac-cyrillic": "mac_cyrillic maccyrillic",
  "tis-620": "tis_620 iso_ir_166 tis620 tis_620_0 tis_620_2529_0 tis_620_2529_1",
  "windows-874": "cp874",
  "windows-1250": "cp1250 1250 windows_1250",
  "windows-1251": "cp1251 1251 windows_1251",
  "windows-1252": "cp1252 1252 windows_1252",
  "windows-1253": "cp1253 1253 windows_1253",
  "windows-1254": "cp1254 1254 windows_1254",
  "windows-1255": "cp1255 1255 windows_1255",
  "windows-1256": "cp1256 1256 windows_1256",
  "windows-1257": "cp1257 1257 windows_1257",
  "windows-1258": "cp1258 1258 windows_1258",
  gbk: "gbk 936 cp936 ms936",
  gb2312: "gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 " +
    "x_mac_simp_chinese",
  gb18030: "gb18030 gb18030_2000",
  big5: "big5 big5_tw csbig5 x_mac_trad_chinese",
  big5hkscs: "big5hkscs big5_hkscs hkscs",
  cp950: "cp950 950 ms950",
  "euc-jp": "euc_jp eucjp u_jis ujis",
  "iso-2022-jp": "iso2022_jp csiso2022jp iso2022jp iso_2022_jp",
  shift_jis: "shift_jis csshiftjis s_jis shiftjis sjis x_mac_japanese",
  cp932: "cp932 932 ms932 ms_kanji mskanji windows_31j",
  "euc-kr": "euc_kr euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean",
  cp949: "cp949 949 ms949 uhc",
};

/** Codecs of CPython's that make no text of bytes, likewise. */
const NO_TEXT =
  "base64_codec base64 base_64 bz2_codec bz2 hex_codec hex quopri_codec quopri quoted_printable " +
  "quotedprintable rot_13 rot13 uu_codec uu zlib_codec zip zlib";

function keys_of(choose: (names: string[]) => string[]): Map<string, string> {
  return new Map(
    Object.entries(NAMES).flatMap(([key, names]) => choose(names.split(" ")).map((name) => [name, key])),
  );
}

const keys = keys_of((names) => names);
const keys_of_aliases = keys_of(([, ...aliases]) => aliases);

// Python's normalisation: letters and digits, and one underscore for whatever stands between them.
function normalised(name: string): string {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}.]+/u).filter((word) => word !== "");
  return words.join("_").replace(/\P{ASCII}/gu, "");
}

// Names that CPython does not have, but the web does.
function web_name(name: string): string | null {
  try {
    return new TextDecoder(name as Label).encoding;
  } catch {
    return null;
  }
}

function key_of(name: string): string | null {
  const words = normalised(name);
  return keys.get(words) ?? keys_of_aliases.get(words.replaceAll(".", "_")) ?? web_name(name);
}

function not_found(name: string): LookupError {
  if (!NO_TEXT.split(" ").includes(normalised(name))) return new LookupError(`unknown encoding: ${name}`);
  return new LookupError(
    `'${name}' is not a text encoding; use codecs.open() to handle arbitrary codecs`,
  );
}

const codecs = new Map<string, Codec>();

/**
 * The encoding of a name: `"UTF8"`, `"latin1"`, `"iso-8859-1"`, `"cp1252"`, ...
 *
 * Those of Chinese, Japanese and Korean are read by the tables of the system's `TextDecoder`, and are not written. These
 * tables differ from CPython's in some characters, and have more of them: `"gb2312"` reads all of GBK, `"euc_kr"` all of
 * CP949, and so on, where CPython complains.
 *
 * CPython: `codecs.lookup`.
 *
 * @throws {LookupError} if there is none of this name
 */
export function lookup_codec(name: string): Codec {
  const key = key_of(name);
  const maker = key === null ? undefined : CODECS[key];
  if (key === null || maker === undefined) throw not_found(name);
  const codec = codecs.get(key) ?? maker();
  codecs.set(key, codec);
  return codec;
}
