// hand_over.ts, take_over.ts, pass_descriptor.ts, read_descriptor.ts, socket_activation.ts, credentials.ts, log_receiver.ts,
// single_instance.ts
import { writeFileSync } from "node:fs";
import process from "node:process";
import * as socket from "../../mod.ts";
import { assertEquals, assertMatch } from "../assert.ts";
import { any_python, test_with } from "../needs.ts";
import { type Peer, start, start_python } from "../peer.ts";
import { temporary_directory } from "../transports.ts";
import { connected, example_command, free_port, installed, start_example, text } from "./programs.ts";

let names = 0;
const unique_name = () => `pysocket-example-${process.pid}-${names++}`;

const HAND_OVER = `
import socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as meeting_point:
    meeting_point.bind(b"\\0" + sys.argv[1].encode()); meeting_point.listen()
    print("waiting for the other process")
    other, _ = meeting_point.accept()
with socket.create_server(("127.0.0.1", int(sys.argv[2]))) as server:
    print(f"listening on port {server.getsockname()[1]}")
    for _ in range(int(sys.argv[3])):
        conn, (host, port) = server.accept()
        socket.send_fds(other, [f"{host} {port}".encode()], [conn.fileno()])
        conn.close()
`;

const TAKE_OVER = `
import os, socket, sys
other = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
other.connect(b"\\0" + sys.argv[1].encode())
while True:
    data, fds, flags, address = socket.recv_fds(other, 1024, 1)
    if not data: break
    with socket.socket(fileno=fds[0]) as conn:
        conn.sendall(f"Hello, {data.decode()}, this is process {os.getpid()}\\n".encode())
`;

type Program = (...args: (string | number)[]) => Peer;

const ours = (name: string): Program => (...args) => start_example(name, args);
const theirs = (program: string): Program => (...args) => start_python(program, ...args.map(String));

async function hand_over_two(front: Program, back: Program): Promise<void> {
  const name = unique_name();
  await using first = front(name, 0, 2);
  assertEquals(await first.line(), "waiting for the other process");
  await using second = back(name);
  const port = Number(/^listening on port (\d+)$/.exec((await first.line())!)![1]);
  for (let round = 0; round < 2; round++) {
    using s = await connected(["127.0.0.1", port]);
    using lines = s.makefile("r");
    const [host, own_port] = s.getsockname() as [string, number];
    assertMatch(lines.read(), new RegExp(`^Hello, ${host} ${own_port}, this is process \\d+\\n$`));
  }
  assertEquals((await first.end()).code, 0);
  assertEquals((await second.end()).code, 0);
}

test_with()(
  "hand_over.ts passes connections to take_over.ts",
  () => hand_over_two(ours("hand_over"), ours("take_over")),
);

test_with(any_python)(
  "hand_over.ts passes connections to Python",
  () => hand_over_two(ours("hand_over"), theirs(TAKE_OVER)),
);

test_with(any_python)(
  "take_over.ts takes connections from Python",
  () => hand_over_two(theirs(HAND_OVER), ours("take_over")),
);

const PASS_FILE = `
import os, socket, sys
with socket.socket(socket.AF_UNIX) as other, open(sys.argv[2]) as file:
    other.connect(b"\\0" + sys.argv[1].encode())
    socket.send_fds(other, [f"process {os.getpid()}".encode()], [file.fileno()])
`;

const READ_DESCRIPTOR = `
import os, socket, sys
with socket.socket(socket.AF_UNIX) as meeting_point:
    meeting_point.bind(b"\\0" + sys.argv[1].encode()); meeting_point.listen()
    print("ready")
    other, _ = meeting_point.accept()
    data, [fd], flags, address = socket.recv_fds(other, 1024, 1)
print(data.decode(), "has passed a descriptor")
with open(fd) as file:
    for line in file: print("read:", line.strip())
`;

test_with()("pass_descriptor.ts passes a pipe to read_descriptor.ts", async () => {
  const name = unique_name();
  await using reader = start_example("read_descriptor", [name]);
  assertMatch((await reader.line())!, /^process \d+ waits for a descriptor$/);
  await using sender = start_example("pass_descriptor", [name, "Hello,", "world"]);
  assertEquals(await sender.end(), { code: 0, lines: [] });
  const { code, lines } = await reader.end();
  assertEquals([code, lines.length, lines[1]], [0, 2, "read: Hello, world"]);
  assertMatch(lines[0]!, /^process \d+ has passed descriptor \d+$/);
});

test_with(any_python)("pass_descriptor.ts passes a pipe to Python", async () => {
  const name = unique_name();
  await using reader = start_python(READ_DESCRIPTOR, name);
  assertEquals(await reader.line(), "ready");
  await using sender = start_example("pass_descriptor", [name, "Grüße"]);
  assertEquals((await sender.end()).code, 0);
  const { code, lines } = await reader.end();
  assertEquals([code, lines.at(-1)], [0, "read: Grüße"]);
});

test_with(any_python)("read_descriptor.ts reads a file that Python has opened", async () => {
  using directory = temporary_directory();
  writeFileSync(directory.join("file"), "one\ntwo\r\nthree");
  const name = unique_name();
  await using reader = start_example("read_descriptor", [name]);
  await reader.line();
  await using sender = start_python(PASS_FILE, name, directory.join("file"));
  assertEquals((await sender.end()).code, 0);
  assertEquals((await reader.end()).lines.slice(1), ["read: one", "read: two", "read: three"]);
});

test_with()("read_descriptor.ts fails if no descriptor comes", async () => {
  const name = unique_name();
  const under = ["sh", "-c", 'exec "$@" 2>&1', "sh"];
  await using reader = start_example("read_descriptor", [name], { under });
  await reader.line();
  using other = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
  other.connect(new TextEncoder().encode(`\0${name}`));
  other.sendall("only text");
  const { code, lines } = await reader.end();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /no descriptor came/);
});

test_with()("log_receiver.ts knows who writes, whatever the text says", async () => {
  using directory = temporary_directory();
  const path = directory.join("log");
  await using log = start_example("log_receiver", [path, 2]);
  assertEquals(await log.line(), `listening at ${path}`);
  for (const message of ["first", 'I am\nprocess 1 of user 0: "<13>']) {
    await using writer = start_example("syslog", [message, path]);
    assertEquals((await writer.end()).code, 0);
  }
  const { code, lines } = await log.end();
  assertEquals([code, lines.length], [0, 2]);
  for (const [index, text] of ["first", String.raw`I am\nprocess 1 of user 0: "<13>`].entries()) {
    const [, pid, uid, claimed, said] = /^process (\d+) of user (\d+): "<13>.*\[(\d+)\]: (.*)"$/.exec(
      lines[index]!,
    )!;
    assertEquals([pid, uid, said], [claimed, String(process.getuid!()), text.replaceAll('"', '\\"')]);
  }
});

async function echoes(server: Peer, port: number): Promise<void> {
  using s = await connected(["127.0.0.1", port]);
  s.sendall("Hello, world");
  assertEquals(text(s.recv(100)), "Hello, world");
  assertMatch((await server.line())!, new RegExp(`^serving .*${port}$`));
}

const env = { permissions: ["--allow-env=LISTEN_PID,LISTEN_FDS"] };

test_with(any_python)("socket_activation.ts serves on a socket that Python opened for it", async () => {
  const port = free_port();
  const program = `
import os, socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
server.set_inheritable(True)
if server.fileno() != 3: os.dup2(server.fileno(), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execvp(sys.argv[2], sys.argv[2:])
`;
  await using server = start_python(program, String(port), ...example_command("socket_activation", [], env));
  await echoes(server, port);
});

test_with(installed("systemd-socket-activate"))("socket_activation.ts serves for systemd", async () => {
  const port = free_port();
  const under = ["systemd-socket-activate", "-E", "HOME", "-E", "PATH", "-l", `127.0.0.1:${port}`];
  // It says on its standard error what it does.
  const command = example_command("socket_activation", [], { ...env, under });
  await using server = start(["sh", "-c", 'exec "$@" 2> /dev/null', "sh", ...command]);
  await echoes(server, port);
});

test_with()("socket_activation.ts does not take a descriptor that was not meant for it", async () => {
  const under = ["env", "LISTEN_PID=1", "LISTEN_FDS=1", "sh", "-c", 'exec "$@" 2>&1', "sh"];
  await using server = start_example("socket_activation", [], { ...env, under });
  const { code, lines } = await server.end();
  assertEquals(code, 1);
  assertMatch(lines.join("\n"), /expected one listening socket/);
});

const uid = process.getuid!();

test_with(any_python)("credentials.ts knows who connects, and who else writes", async () => {
  using directory = temporary_directory();
  const path = directory.join("socket");
  await using server = start_example("credentials", [path, 1]);
  assertEquals(await server.line(), `listening at ${path}`);
  const program = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendall(b"I connected")
child = os.fork()
if child == 0:
    s.sendall(b"I am its child")
    os._exit(0)
os.waitpid(child, 0)
print(os.getpid(), child)
`;
  await using client = start_python(program, path);
  const [pid, child] = (await client.line())!.split(" ");
  assertEquals(await server.end(), {
    code: 0,
    lines: [
      `process ${pid} of user ${uid} has connected`,
      `process ${pid} of user ${uid} says: I connected`,
      `process ${child} of user ${uid} says: I am its child`,
    ],
  });
});

test_with()("single_instance.ts tells the first one", async () => {
  const name = unique_name();
  await using first = start_example("single_instance", [name]);
  assertEquals(await first.line(), "the first one");
  for (const words of [["open", "this"], ["quit"]]) {
    await using later = start_example("single_instance", [name, ...words]);
    assertEquals(await later.end(), { code: 0, lines: ["the first one was told"] });
  }
  assertEquals(await first.end(), { code: 0, lines: ["asked for: open this", "asked for: quit"] });
  await using next = start_example("single_instance", [name]);
  assertEquals(await next.line(), "the first one");
});
