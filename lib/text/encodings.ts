// The encodings by their names, as Python's codec registry finds them.
import { not_bytes } from "../bytes.ts";
import { LookupError, UnicodeError, UnsupportedOperation } from "../errors.ts";
import { ascii, charmap, latin1 } from "./charmap.ts";
import type { Codec, Decoder, Label } from "./codec.ts";
import { utf16, utf16_big, utf16_little, utf32, utf32_big, utf32_little } from "./utf16.ts";
import { utf8, utf8_signed } from "./utf8.ts";

/** What the platform's `TextDecoder` reads, as it reads it: their names on the web. */
const READ_BY_PLATFORM = "gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr";

// Those in which a byte is a character are all on the web, and some of them differ there.
function of_single_bytes(label: string): Codec {
  switch (label) {
    case "iso-8859-9":
      return charmap("windows-1254", "controls");
    case "iso-8859-11":
      return charmap("windows-874", "controls");
    case "tis-620":
      return charmap("windows-874", "controls", { 0xa0: "\ufffd" });
    case "koi8-u":
      return charmap(label, "the same", { 0xae: "\u255d", 0xbe: "\u256c" });
    case "windows-1255":
      return charmap(label, "undefined where they are controls", { 0xca: "\ufffd" });
  }
  return charmap(
    label as Label,
    label.startsWith("windows-") ? "undefined where they are controls" : "the same",
  );
}

// The encoding that is called so on the web, or in CPython where the web has none.
function make_codec(label: string): Codec {
  switch (label) {
    case "utf-8":
      return utf8;
    case "utf-8-sig":
      return utf8_signed;
    case "utf-16":
      return utf16();
    case "utf-16le":
      return utf16_little();
    case "utf-16be":
      return utf16_big();
    case "utf-32":
      return utf32();
    case "utf-32le":
      return utf32_little();
    case "utf-32be":
      return utf32_big();
    case "ascii":
      return ascii();
    case "latin1":
      return latin1();
  }
  return READ_BY_PLATFORM.split(" ").includes(label) ? read_by_platform(label) : of_single_bytes(label);
}

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
  gbk: "gbk 936 cp936 ms936 gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 " +
    "iso_ir_58 x_mac_simp_chinese",
  gb18030: "gb18030 gb18030_2000",
  big5: "big5 big5_tw csbig5 x_mac_trad_chinese big5hkscs big5_hkscs hkscs cp950 950 ms950",
  "euc-jp": "euc_jp eucjp u_jis ujis",
  "iso-2022-jp": "iso2022_jp csiso2022jp iso2022jp iso_2022_jp",
  shift_jis:
    "shift_jis csshiftjis s_jis shiftjis sjis x_mac_japanese cp932 932 ms932 ms_kanji mskanji windows_31j",
  "euc-kr":
    "euc_kr euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean cp949 949 ms949 uhc",
};

/** Codecs of CPython's that make no text of bytes, likewise. */
const NO_TEXT =
  "base64_codec base64 base_64 bz2_codec bz2 hex_codec hex quopri_codec quopri quoted_printable " +
  "quotedprintable rot_13 rot13 uu_codec uu zlib_codec zip zlib";

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

function label_of(name: string): string | null {
  const words = normalised(name);
  // A dot stands for an underscore in aliases only, and not in the codecs' own names.
  const alias = words.replaceAll(".", "_");
  for (const [label, names] of Object.entries(NAMES)) {
    const [own, ...aliases] = names.split(" ");
    if (words === own || aliases.includes(words) || aliases.includes(alias)) return label;
  }
  return web_name(name);
}

function not_found(name: string): LookupError {
  if (!NO_TEXT.split(" ").includes(normalised(name))) return new LookupError(`unknown encoding: ${name}`);
  return new LookupError(
    `'${name}' is not a text encoding; use codecs.open() to handle arbitrary codecs`,
  );
}

// It may differ from CPython in some characters, has more of them, and tells nothing of what it does not know.
class PlatformDecoder implements Decoder {
  readonly #label: string;
  readonly #errors: string;
  #decoder: TextDecoder | null = null;

  constructor(label: string, errors: string) {
    if (!["strict", "ignore", "replace"].includes(errors)) {
      const known = `'${label}' knows the error handlers 'strict', 'ignore' and 'replace'`;
      throw new LookupError(`${known}, not '${errors}'`);
    }
    this.#label = label;
    this.#errors = errors;
  }

  decode(bytes: Uint8Array, final: boolean): string {
    this.#decoder ??= new TextDecoder(this.#label as Label, { fatal: this.#errors === "strict" });
    try {
      const text = this.#decoder.decode(bytes, { stream: !final });
      return this.#errors === "ignore" ? text.replaceAll("\ufffd", "") : text;
    } catch {
      this.reset();
      throw new UnicodeError(`'${this.#label}' codec can't decode bytes: they are not valid`);
    }
  }

  reset(): void {
    this.#decoder = null;
  }

  no_bytes(): TypeError {
    return not_bytes(null);
  }
}

function read_by_platform(label: string): Codec {
  return {
    decoder: (errors) => new PlatformDecoder(label, errors),
    encoder: () => () => {
      throw new UnsupportedOperation(`the encoding '${label}' is only for reading`);
    },
  };
}

const codecs = new Map<string, Codec>();

/**
 * The encoding of a name: `"UTF8"`, `"latin1"`, `"iso-8859-1"`, `"cp1252"`, ...
 *
 * Those of Chinese, Japanese and Korean are what the platform's `TextDecoder` makes of them, and are not written.
 *
 * CPython: `codecs.lookup`.
 *
 * @throws {LookupError} if there is none of this name
 */
export function lookup_codec(name: string): Codec {
  const label = label_of(name);
  if (label === null) throw not_found(name);
  const codec = codecs.get(label) ?? make_codec(label);
  codecs.set(label, codec);
  return codec;
}
