// hand_over.ts, take_over.ts, socket_activation.ts, credentials.ts, single_instance.ts
import process from "node:process";
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
