// What the runtimes' own sockets cannot do, in less than a minute: `deno task demo`. Every line comes from programs of this folder
// and of examples/, each a process of its own.
//
// Needs: Deno. Python, if there is any, gives the figure to compare with.
// Start: deno task demo [WORD]     shows the scenes that have the word in their titles: all of them without one
import $ from "npm:dax@0.49.0";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as socket from "../../mod.ts";
import { Failure, play, python } from "./stage.ts";

interface Scene {
  readonly title: string;
  /** What there is to see. */
  readonly about: string;
  /** Plays the scene; yields what it shows. */
  readonly lines: () => AsyncGenerator<string>;
}

const SCENES: readonly Scene[] = [
  {
    title: "Echo",
    about: "A message of four bytes to another process and back: the median of 1000.",
    lines: echo,
  },
  {
    title: "A descriptor goes to another process",
    about: "One passes the reading end of a pipe over a UNIX socket; the other reads.",
    lines: descriptor,
  },
  {
    title: "Datagrams that say who sent them",
    about: "A log is told by the kernel which process of which user has written to it.",
    lines: credentials,
  },
  {
    title: "Multicast",
    about: "One datagram reaches everybody who has joined the group.",
    lines: multicast,
  },
  { title: "Ping", about: "ICMP packets, without calling ping(8).", lines: ping },
  {
    title: "Many datagrams in one system call",
    about: "recvmmsg() takes what has come, where recvfrom() takes one at a time.",
    lines: batches,
  },
  {
    title: "Inside a TCP connection",
    about: "TCP_INFO: what the kernel knows of a connection while it transfers.",
    lines: tcp_info,
  },
];

type Language = "TypeScript" | "Python";

/** Lets a client talk with a server; yields how long a round trip took. */
async function round_trip(kind: string, server: Language, client: Language, path: string): Promise<string> {
  const program = (part: string, language: Language) => `demo/${part}${language === "Python" ? ".py" : ""}`;
  await using serving = play(program("server", server), kind, path);
  const [, address] = (await serving.line()).split(" ");
  await using asking = play(program("client", client), kind, address!);
  const received = await asking.line(), time = await asking.line(), saw = await serving.line();
  if (![received, saw].every((line) => line.includes('"Hello, world"'))) throw new Failure("no echo came");
  return /[\d.]+ µs/.exec(time)![0].padStart(9);
}

async function* echo(): AsyncGenerator<string> {
  using directory = temporary_directory();
  const path = join(directory.path, "socket");
  const us = "TypeScript";
  if (python === null) {
    yield "There is no python3 here to compare with";
  } else {
    yield `TCP   Python with Python          ${await round_trip("tcp", "Python", "Python", path)}`;
    yield `TCP   Python with TypeScript      ${await round_trip("tcp", "Python", us, path)}`;
    yield `TCP   TypeScript with Python      ${await round_trip("tcp", us, "Python", path)}`;
  }
  for (const kind of ["tcp", "udp", "unix"]) {
    const name = kind.toUpperCase().padEnd(4);
    yield `${name}  TypeScript with TypeScript  ${await round_trip(kind, us, us, path)}`;
  }
}

async function* descriptor(): AsyncGenerator<string> {
  const name = `pysocket-demo-${process.pid}`;
  await using reading = play("read_descriptor", name);
  yield await reading.line();
  await using passing = play("pass_descriptor", name, "Hello,", "through", "a", "pipe");
  await passing.end();
  yield* reading.lines();
}

async function* credentials(): AsyncGenerator<string> {
  using directory = temporary_directory();
  const path = join(directory.path, "log");
  await using log = play("log_receiver", path, 1);
  await log.line();
  await using writing = play("syslog", "I am process 1, of course", path);
  await writing.end();
  yield* log.lines();
}

async function* multicast(): AsyncGenerator<string> {
  const [group, ifname] = ["239.1.2.3", "lo"], port = free_port();
  await using one = play("multicast_receiver", group, port, ifname, 1);
  await using two = play("multicast_receiver", group, port, ifname, 1);
  for (const receiver of [one, two]) yield await receiver.line();
  await using sending = play("multicast_sender", group, port, ifname, "Hello, everybody");
  await sending.end();
  for (const receiver of [one, two]) yield* receiver.lines();
}

async function* ping(): AsyncGenerator<string> {
  try {
    await using unprivileged = play("ping", "127.0.0.1", 2);
    return yield* unprivileged.lines();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield "The group is not in net.ipv4.ping_group_range: with a raw socket, then";
  }
  await using raw = play("ping", "127.0.0.1", 2, "raw");
  yield* raw.lines();
}

async function* batches(): AsyncGenerator<string> {
  await using program = play("demo/batches");
  yield* program.lines();
}

async function* tcp_info(): AsyncGenerator<string> {
  await using sink = play("demo/sink");
  const [, port] = (await sink.line()).split(" ");
  await using sending = play("tcp_info", "127.0.0.1", port!, 800);
  yield* sending.lines();
  yield* sink.lines();
}

function temporary_directory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "pysocket-demo-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function free_port(): number {
  using probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  probe.bind(["127.0.0.1", 0]);
  return probe.getsockname()[1];
}

/** Prints a line, or several that fit into 80 columns. */
function show(text: string): void {
  for (let rest = text, indent = "  "; rest !== ""; indent = "    ") {
    const [line] = /^.{1,75}(?= |$)|^.{75}/.exec(rest)!;
    console.log(indent + line);
    rest = rest.slice(line.length).trimStart();
  }
}

/** Shows how far the demo is while a line is waited for, if somebody looks at a terminal. */
function waiting<Result>(number: number, next: () => Promise<Result>): Promise<Result> {
  if (!process.stdout.isTTY || !process.stderr.isTTY) return next();
  return $.progress(`${number + 1} of ${SCENES.length}`).with(next);
}

/** Plays a scene; whether it went as it should. A privilege that is missing is no fault. */
async function show_scene(number: number): Promise<boolean> {
  const { title, about, lines } = SCENES[number]!;
  console.log(`\n${title}`);
  show(about);
  try {
    const coming = lines();
    for (;;) {
      const { value, done } = await waiting(number, () => coming.next());
      if (done) return true;
      show(value);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const privilege = /\[Errno (1|13)\]/.test(error.message);
    show(privilege ? `This needs a privilege: ${error.message}` : `It did not work here: ${error.message}`);
    return privilege;
  }
}

const [word = ""] = process.argv.slice(2);
for (const [number, { title }] of SCENES.entries()) {
  if (!title.toLowerCase().includes(word.toLowerCase())) continue;
  if (!await show_scene(number)) process.exitCode = 1;
}
