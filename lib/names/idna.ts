// Python's "idna" codec, the encoding half: IDNA 2003 (RFC 3490) with nameprep (RFC 3491) and punycode (RFC 3492).
// Nameprep is defined on Unicode 3.2, and a newer Unicode would send some names elsewhere. CPython 3.13 keeps to 3.2
// where it decomposes, prohibits and looks for directions, and to its own 15.1 where it lowers, composes and reorders.
import { UnicodeError } from "../errors.ts";
import { ASSIGNED, IGNORED, LEFT_TO_RIGHT, NEWER, PROHIBITED, RIGHT_TO_LEFT } from "./idna_tables.ts";

/** Throws what is wrong with the characters from `start` to `end` of a label. */
type Fail = (start: number, end: number, reason: string) => never;

const patterns = new Map<string, RegExp>();

// Made on first use: most programs never encode a name that is not ASCII.
function pattern(ranges: string): RegExp {
  let made = patterns.get(ranges);
  if (made === undefined) {
    const members = ranges.replace(/\w+/g, "\\u{$&}").replace(/\s+/g, "");
    made = new RegExp(`[${members}]`, "u");
    patterns.set(ranges, made);
  }
  return made;
}

const has = (text: string, ranges: string) => pattern(ranges).test(text);

const is_ascii = (text: string) => !/\P{ASCII}/u.test(text);

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

// CPython counts positions from the label's place in the name, but in the label as nameprep left it: they need not
// match the name, and can lie behind its end, where no character is shown.
function cannot_encode(name: string, start: number, end: number, reason: string): UnicodeError {
  const character = end - start === 1 ? Array.from(name)[start] : undefined;
  const what = character === undefined
    ? `characters in position ${start}-${end - 1}`
    : `character '${escaped(character)}' in position ${start}`;
  return new UnicodeError(`'idna' codec can't encode ${what}: ${reason}`);
}

// What CPython's normalisation leaves alone although the runtime's may not: what 3.2 did not have and would decompose,
// and what 15.1 did not have.
function is_inert(character: string): boolean {
  if (has(character, ASSIGNED)) return false;
  return has(character, NEWER) || character.normalize("NFKC") !== character;
}

// Nothing combines with an inert character or changes places with it, so it separates what is normalised.
function nfkc(text: string): string {
  let [normalized, run] = ["", ""];
  for (const character of text) {
    if (is_inert(character)) {
      normalized += run.normalize("NFKC") + character;
      run = "";
    } else run += character;
  }
  return normalized + run.normalize("NFKC");
}

/** Decompositions that Unicode corrected after 3.2 (Corrigendum 4). */
const UNCORRECTED: Record<string, string> = {
  "\u{2f868}": "\u{2136a}",
  "\u{2f874}": "\u5f33",
  "\u{2f91f}": "\u43ab",
  "\u{2f95f}": "\u7aae",
  "\u{2f9bf}": "\u4d57",
};

// Table B.3. Case folding is the lower case of the upper case: "ß" is "ss" by way of "SS". Not for the dotless i, which
// "I" would give a dot, and not for what came after 3.2, where CPython only lowers.
function fold(character: string): string {
  if (has(character, NEWER)) return character;
  if (character === "ı" || !has(character, ASSIGNED)) return character.toLowerCase();
  return UNCORRECTED[character] ?? character.toUpperCase().toLowerCase();
}

// Table B.2: folded again where normalisation brings capitals back, as in "℡" to "TEL". Each character by itself: in a
// whole text marks would change places before they are folded.
function map(character: string): string {
  return has(character, IGNORED) ? "" : Array.from(nfkc(fold(character)), fold).join("");
}

function check_bidi(characters: readonly string[], fail: Fail): void {
  const right_to_left = characters.map((character) => has(character, RIGHT_TO_LEFT));
  if (!right_to_left.includes(true)) return;
  const left = characters.findIndex((character) => has(character, LEFT_TO_RIGHT) && has(character, ASSIGNED));
  if (left >= 0) fail(left, left + 1, "Violation of BIDI requirement 2");
  const last = characters.length - 1;
  if (!right_to_left[0]) fail(0, 1, "Violation of BIDI requirement 3");
  if (!right_to_left[last]) fail(last, last + 1, "Violation of BIDI requirement 3");
}

function nameprep(label: string, fail: Fail): string {
  // A lone surrogate is prohibited, so what follows one is cut off: ignoring what stands between two of them would
  // make a character of them.
  const text = label.replace(/(\p{Surrogate}).*/su, "$1");
  const prepared = nfkc(Array.from(text, map).join(""));
  const characters = Array.from(prepared);
  const prohibited = characters.find((character) => has(character, PROHIBITED));
  if (prohibited !== undefined) {
    const position = characters.indexOf(prohibited);
    // The prohibited characters that Python's repr() shows as they are.
    const shown = has(prohibited, "2ff0-2ffb fffc-fffd") ? prohibited : escaped(prohibited);
    fail(position, position + 1, `Invalid character '${shown}'`);
  }
  check_bidi(characters, fail);
  return prepared;
}

const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A generalized variable-length integer (RFC 3492, 3.3). */
function variable_length(value: number, bias: number): string {
  let digits = "";
  for (let place = 36;; place += 36) {
    const threshold = Math.min(Math.max(place - bias, 1), 26);
    if (value < threshold) return digits + DIGITS[value];
    const rest = value - threshold;
    digits += DIGITS[threshold + rest % (36 - threshold)];
    value = Math.floor(rest / (36 - threshold));
  }
}

/** RFC 3492, 3.4. */
function adapt(delta: number, count: number, first: boolean): number {
  delta = Math.floor(delta / (first ? 700 : 2));
  delta += Math.floor(delta / count);
  let bias = 0;
  for (; delta > 455; bias += 36) delta = Math.floor(delta / 35);
  return bias + Math.floor(36 * delta / (delta + 38));
}

function punycode(characters: readonly string[]): string {
  const codes = characters.map((character) => character.codePointAt(0)!);
  const basic = codes.filter((code) => code < 0x80);
  let encoded = String.fromCharCode(...basic) + (basic.length > 0 ? "-" : "");
  let count = basic.length;
  let [next, delta, bias] = [0x80, 0, 72];
  while (count < codes.length) {
    const least = Math.min(...codes.filter((code) => code >= next));
    delta += (least - next) * (count + 1);
    for (const code of codes) {
      if (code < least) delta++;
      if (code !== least) continue;
      encoded += variable_length(delta, bias);
      bias = adapt(delta, count + 1, count === basic.length);
      delta = 0;
      count++;
    }
    delta++;
    next = least + 1;
  }
  return encoded;
}

/** ToASCII (RFC 3490, 4.1), with AllowUnassigned and without UseSTD3ASCIIRules. */
function to_ascii(label: string, fail: Fail): string {
  const prepared = is_ascii(label) ? label : nameprep(label, fail);
  const characters = Array.from(prepared);
  let encoded = prepared;
  if (!is_ascii(prepared)) {
    if (prepared.startsWith("xn--")) fail(0, 4, "Label starts with ACE prefix");
    // Punycode needs a byte for each character at least, and time that is quadratic in their number.
    if (characters.length > 63) fail(0, characters.length, "label too long");
    encoded = "xn--" + punycode(characters);
  }
  if (encoded === "") fail(0, 1, "label empty");
  if (encoded.length > 63) fail(0, characters.length, "label too long");
  return encoded;
}

/** Python's `name.encode("idna")`: a host name as DNS has it, international labels as `xn--...`. */
export function idna_encode(name: string): Uint8Array<ArrayBuffer> {
  // In a name that is all ASCII CPython looks for empty labels first, then for long ones.
  const empty = is_ascii(name) ? `.${name}`.indexOf("..") : -1;
  if (empty >= 0) throw cannot_encode(name, empty, empty + 1, "label empty");

  const labels = name.split(/[.\u3002\uff0e\uff61]/);
  const trailing = labels.at(-1) === "" ? labels.splice(-1) : [];
  const encoded: string[] = [];
  let offset = 0;
  for (const label of labels) {
    encoded.push(to_ascii(label, (start, end, reason) => {
      throw cannot_encode(name, offset + start, offset + end, reason);
    }));
    offset += Array.from(label).length + 1;
  }
  return Uint8Array.from(encoded.concat(trailing).join("."), (character) => character.charCodeAt(0));
}
