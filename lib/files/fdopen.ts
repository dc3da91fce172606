// os.fdopen(): which file objects a descriptor, a mode and a buffer size mean.
import { as_int, check_keywords, is_integer, type_name } from "../arguments.ts";
import { not_bytes } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { utf8_or_complaint } from "../text/arguments.ts";
import { type Access, FileIO } from "./file_io.ts";
import type { TextOptions } from "./makefile.ts";
import { BufferedRandom } from "./random.ts";
import { BufferedReader } from "./reader.ts";
import { TextIOWrapper } from "./text.ts";
import { BufferedWriter } from "./writer.ts";

/** How `fdopen()` reads and writes text, and what becomes of the descriptor. */
export interface FdopenOptions extends TextOptions {
  /** Whether closing the file object closes the descriptor: yes, if nothing else is said. */
  closefd?: boolean;
}

/** What `fdopen()` returns. */
export type DescriptorFile = FileIO | BufferedReader | BufferedWriter | BufferedRandom | TextIOWrapper;

interface Mode extends Access {
  readonly text: string;
  readonly binary: boolean;
}

function mode_argument(mode: unknown): string {
  if (mode instanceof Uint8Array) throw not_bytes("");
  if (typeof mode !== "string") throw new TypeError(`argument of type '${type_name(mode)}' is not iterable`);
  return mode;
}

function parse_mode(mode: string): Mode {
  const characters = Array.from(mode);
  if (characters.some((one, index) => !"xrwabt+".includes(one) || mode.includes(one, index + 1))) {
    throw new ValueError(`invalid mode: '${mode}'`);
  }
  const kinds = characters.filter((one) => "xrwa".includes(one));
  const binary = mode.includes("b");
  if (binary && mode.includes("t")) throw new ValueError("can't have text and binary mode at once");
  if (kinds.length > 1) throw new ValueError("must have exactly one of create/read/write/append mode");
  return { kind: kinds[0] ?? "", updating: mode.includes("+"), text: mode, binary };
}

const TEXT = ["encoding", "errors", "newline"] as const;

function check_text_option(name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  utf8_or_complaint(value, `open() argument '${name}' must be str or None, not ${type_name(value)}`);
}

function check_binary(options: TextOptions): void {
  const unfit = TEXT.find((name) => (options[name] ?? null) !== null);
  if (unfit === undefined) return;
  const article = unfit === "newline" ? "a" : "an";
  throw new ValueError(`binary mode doesn't take ${article} ${unfit} argument`);
}

function buffered(raw: FileIO, { kind, updating }: Mode, size: number) {
  if (updating) return new BufferedRandom(raw, size);
  return kind === "r" ? new BufferedReader(raw, size) : new BufferedWriter(raw, size);
}

function over(raw: FileIO, mode: Mode, buffering: number, options: TextOptions): DescriptorFile {
  const by_line = buffering === 1 || (buffering < 0 && raw.isatty());
  const size = by_line || buffering < 0 ? raw._blksize : buffering;
  if (size === 0) {
    if (mode.binary) return raw;
    throw new ValueError("can't have unbuffered text I/O");
  }
  const buffer = buffered(raw, mode, size);
  if (mode.binary) return buffer;
  const { encoding = null, errors = null, newline = null } = options;
  const text = new TextIOWrapper(buffer, encoding, errors, newline, by_line);
  text.mode = mode.text;
  return text;
}

/**
 * Makes a file object over a descriptor.
 *
 * @param buffering the size of the buffer; 0 for none, 1 for lines, less than 0 for what the system finds best
 */
export function fdopen(fd: number, mode: string, buffering: number, options: FdopenOptions): DescriptorFile {
  if (!is_integer(fd)) throw new TypeError(`invalid fd type (<class '${type_name(fd)}'>, expected integer)`);
  const characters = mode_argument(mode);
  check_keywords(options, [...TEXT, "closefd"], "open", "takes at most 3 positional arguments");
  if (characters.includes("\0")) throw new ValueError("embedded null character");
  const size = as_int(buffering);
  for (const name of TEXT) check_text_option(name, options[name]);
  const parsed = parse_mode(characters);
  if (parsed.binary) check_binary(options);
  if (parsed.kind === "") {
    throw new ValueError(
      "Must have exactly one of create/read/write/append mode and at most one plus",
    );
  }
  const raw = new FileIO(fd, parsed, Boolean(options.closefd ?? true));
  try {
    return over(raw, parsed, size, options);
  } catch (error) {
    // As in CPython, which has taken the descriptor over by now.
    raw.close();
    throw error;
  }
}
