// socket.makefile(): which file objects a mode and a buffer size mean.
import { check_keywords, hint_at_position, is_integer, type_name } from "../arguments.ts";
import { BufferedRWPair } from "./pair.ts";
import { BufferedReader } from "./reader.ts";
import { BufferedWriter } from "./writer.ts";
import { bytes_or_null } from "../bytes.ts";
import { ValueError } from "../errors.ts";
import { DEFAULT_BUFFER_SIZE } from "./base.ts";
import { type FileSocket, SocketIO } from "./socket_io.ts";
import { repr } from "../repr.ts";
import { TextIOWrapper } from "./text.ts";

/** How `makefile()` reads and writes text; nothing of it matters to binary modes. */
export interface TextOptions {
  /** The encoding's name; `null` means UTF-8. */
  encoding?: string | null;
  /** The handler for what cannot be decoded or encoded; `null` means `"strict"`. */
  errors?: string | null;
  /** What ends a line; see {@linkcode TextIOWrapper}. */
  newline?: string | null;
}

/** What `makefile()` returns. */
export type SocketFile = SocketIO | BufferedReader | BufferedWriter | BufferedRWPair | TextIOWrapper;

/** A socket that counts its file objects. */
export interface CountingSocket extends FileSocket {
  /** How many are open. */
  _io_refs: number;
}

interface Mode {
  readonly text: string;
  readonly reading: boolean;
  readonly writing: boolean;
  readonly binary: boolean;
}

function parse_mode(mode: unknown): Mode {
  const is_iterable = typeof mode === "string" || Array.isArray(mode) || bytes_or_null(mode) !== null;
  if (!is_iterable) {
    throw new TypeError(`'${type_name(mode)}' object is not iterable` + hint_at_position(mode));
  }
  const is_letters = Array.isArray(mode) && mode.every((letter) => /^[rwb]$/.test(letter));
  const text = is_letters ? mode.join("") : mode;
  if (typeof text !== "string" || !/^[rwb]*$/.test(text)) {
    throw new ValueError(`invalid mode ${repr(mode)} (only r, w, b allowed)`);
  }
  const writing = text.includes("w");
  return { text, reading: text.includes("r") || !writing, writing, binary: text.includes("b") };
}

function parse_buffering(buffering: unknown): number {
  if (buffering === null || buffering === undefined) return DEFAULT_BUFFER_SIZE;
  if (typeof buffering !== "number" && !is_integer(buffering)) {
    const complaint = `'<' not supported between instances of '${type_name(buffering)}' and 'int'`;
    throw new TypeError(complaint + hint_at_position(buffering));
  }
  const size = Number(buffering);
  return size < 0 ? DEFAULT_BUFFER_SIZE : size;
}

function buffered(raw: SocketIO, { reading, writing }: Mode, size: number) {
  if (reading && writing) return new BufferedRWPair(raw, raw, size);
  return reading ? new BufferedReader(raw, size) : new BufferedWriter(raw, size);
}

function over(raw: SocketIO, mode: Mode, buffering: unknown, options: TextOptions): SocketFile {
  const size = parse_buffering(buffering);
  if (size === 0) {
    if (mode.binary) return raw;
    throw new ValueError("unbuffered streams must be binary");
  }
  const buffer = buffered(raw, mode, size);
  if (mode.binary) return buffer;
  const { encoding = null, errors = null, newline = null } = options;
  const text = new TextIOWrapper(buffer, encoding, errors, newline);
  text.mode = mode.text;
  return text;
}

/**
 * Makes a file object over a socket.
 *
 * @param mode of the characters r, w and b
 * @param buffering the size of the buffer; `null` or less than 0 for 8192; 0 for none
 */
export function makefile(
  socket: CountingSocket,
  mode: string,
  buffering: number | null,
  options: TextOptions,
): SocketFile {
  check_keywords(
    options,
    ["encoding", "errors", "newline"],
    "socket.makefile",
    "takes from 1 to 3 positional arguments but 4 were given",
  );
  const parsed = parse_mode(mode);
  const raw = new SocketIO(socket, `${parsed.reading ? "r" : ""}${parsed.writing ? "w" : ""}`);
  socket._io_refs++;
  try {
    return over(raw, parsed, buffering, options);
  } catch (error) {
    raw.close();
    throw error;
  }
}
