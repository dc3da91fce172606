// socketserver/tcp_server.ts ("socketserver/tcp_server"), socketserver/stream_server.ts ("socketserver/stream_server") and
// socketserver/udp_server.ts ("socketserver/udp_server") with their clients ("socketserver/tcp_client",
// "socketserver/udp_client"); with workers, socketserver/worker_pool.ts and socketserver/worker_hand_over.ts
// ("socketserver/worker_pool", "socketserver/worker_hand_over")
import process from "node:process";
import * as socket from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../assert.ts";
import { any_python, linux, test_with } from "../needs.ts";
import { type Peer, start, start_python } from "../peer.ts";
import { connected, installed, start_example, text } from "./programs.ts";

const SERVERS: Record<string, string> = {
  tcp_server: `
import socketserver
class MyTCPHandler(socketserver.BaseRequestHandler):
    def handle(self):
        self.data = self.request.recv(1024).strip()
        print(f"Received from {self.client_address[0]}: {self.data.decode()}")
        self.request.sendall(self.data.upper())
with socketserver.TCPServer(("localhost", 0), MyTCPHandler) as server:
    print(f"listening on port {server.server_address[1]}")
    server.serve_forever()
`,
  udp_server: `
import socketserver
class MyUDPHandler(socketserver.BaseRequestHandler):
    def handle(self):
        data, socket = self.request
        socket.sendto(data.strip().upper(), self.client_address)
with socketserver.UDPServer(("localhost", 0), MyUDPHandler) as server:
    print(f"listening on port {server.server_address[1]}")
    server.serve_forever()
`,
};

const CLIENTS: Record<string, string> = {
  tcp_client: `
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    sock.settimeout(10)
    sock.connect(("localhost", int(sys.argv[1])))
    sock.sendall((" ".join(sys.argv[2:]) + "\\n").encode())
    received = b"".join(iter(lambda: sock.recv(1024), b"")).decode().strip()
print("Sent:    ", " ".join(sys.argv[2:]))
print("Received:", received)
`,
  udp_client: `
import socket, sys
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(10)
sock.sendto((" ".join(sys.argv[2:]) + "\\n").encode(), ("localhost", int(sys.argv[1])))
print("Sent:    ", " ".join(sys.argv[2:]))
print("Received:", sock.recv(1024).decode())
`,
};

async function port_of(server: Peer): Promise<number> {
  return Number(/ on port (\d+)/.exec((await server.line())!)![1]);
}

type Program = (...args: unknown[]) => Peer;

const ours = (name: string): Program => (...args) => start_example(`socketserver/${name}`, args);
const theirs = (program: string): Program => (...args) => start_python(program, ...args.map(String));

async function converse(server: Program, client: Program): Promise<Peer> {
  const serving = server(0);
  await using asking = client(await port_of(serving), "hello", "world");
  const lines = ["Sent:     hello world", "Received: HELLO WORLD"];
  assertEquals(await asking.end(), { code: 0, lines });
  return serving;
}

for (const name of ["tcp_server", "stream_server"]) {
  test_with()(`socketserver/${name}.ts answers our client`, async () => {
    await using server = await converse(ours(name), ours("tcp_client"));
    assertEquals(await server.line(), "Received from 127.0.0.1: hello world");
  });

  test_with(any_python)(`socketserver/${name}.ts answers a client in Python`, async () => {
    await using _server = await converse(ours(name), theirs(CLIENTS["tcp_client"]!));
  });

  test_with(installed("nc"))(`socketserver/${name}.ts answers nc`, async () => {
    await using server = ours(name)(0);
    const script = `echo hello world | nc -w 10 127.0.0.1 ${await port_of(server)}`;
    await using client = start(["sh", "-c", script]);
    assertEquals(await client.end(), { code: 0, lines: ["HELLO WORLD"] });
  });

  test_with()(`socketserver/${name}.ts survives half a line, a reset, and a line without end`, async () => {
    const under = ["sh", "-c", 'exec "$@" 2>&1', "sh"];
    await using server = start_example(`socketserver/${name}`, [0], { under });
    const port = await port_of(server);
    {
      using half = await connected(["127.0.0.1", port]);
      half.sendall("half a line");
      half.shutdown(socket.SHUT_WR);
      assertEquals(text(half.recv(100)).trim(), "HALF A LINE");
    }
    {
      const rude = await connected(["127.0.0.1", port]);
      rude.sendall("half");
      rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0));
      rude.close();
    }
    using endless = await connected(["127.0.0.1", port]);
    endless.sendall("x".repeat(9_999));
    using silent = await connected(["127.0.0.1", port]);
    silent.sendall("half");
    endless.sendall("x".repeat(10_001));
    using next = await connected(["127.0.0.1", port]);
    next.sendall("next\n");
    assertEquals(text(next.recv(100)).trim(), "NEXT"); // After five seconds for the silent one
    assertEquals(silent.recv(100).length, 0);
    await server[Symbol.asyncDispose]();
    assertMatch((await server.end()).lines.join("\n"), /TimeoutError: timed out/);
  });
}

test_with(any_python)("socketserver/tcp_client.ts asks a server in Python", async () => {
  await using _server = await converse(theirs(SERVERS["tcp_server"]!), ours("tcp_client"));
});

test_with()("socketserver/udp_server.ts answers our client", async () => {
  await using server = await converse(ours("udp_server"), ours("udp_client"));
  assertEquals(await server.line(), "127.0.0.1 wrote: hello world");
});

test_with(any_python)("socketserver/udp_server.ts answers a client in Python", async () => {
  await using _server = await converse(ours("udp_server"), theirs(CLIENTS["udp_client"]!));
});

test_with(any_python)("socketserver/udp_client.ts asks a server in Python", async () => {
  await using _server = await converse(theirs(SERVERS["udp_server"]!), ours("udp_client"));
});

test_with()(
  "socketserver/udp_server.ts survives datagrams of nothing, of noise, and from somebody who is gone",
  async () => {
    await using server = ours("udp_server")(0);
    const address = ["127.0.0.1", await port_of(server)] as const;
    {
      using gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
      gone.sendto("I am gone", address);
    }
    using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    s.settimeout(10);
    s.connect(address);
    for (
      const [message, answer] of [["", ""], [Uint8Array.of(255, 254), "\ufffd\ufffd"], [
        "more\n",
        "MORE",
      ]] as const
    ) {
      s.send(message);
      assertEquals(text(s.recv(100)), answer);
    }
  },
);

/** A server with three workers, which ends at a signal. */
async function started_workers(name: string): Promise<[server: Peer, port: number, pid: number]> {
  const under = ["sh", "-c", 'echo $$; exec "$@" 2>/dev/null', "sh"]; // They tell of broken connections there
  const server = start_example(`socketserver/${name}`, [0, 3], { under, permissions: ["--allow-read"] });
  const pid = Number(await server.line());
  return [server, await port_of(server), pid];
}

const with_workers = linux; // Both say that they need it

for (const name of ["worker_pool", "worker_hand_over"]) {
  test_with(with_workers)(
    `socketserver/${name}.ts: three connections have a worker each, and nobody waits`,
    async () => {
      const [started, port, pid] = await started_workers(name);
      await using server = started;
      using a = await connected(["127.0.0.1", port]);
      using b = await connected(["127.0.0.1", port]);
      // These two say nothing yet, and keep two workers busy; the third serves everybody else.
      for (let round = 0; round < 5; round++) {
        using c = await connected(["127.0.0.1", port]);
        c.sendall(`round ${round}\n`);
        assertMatch(text(c.recv(100)), new RegExp(`^worker [123]: ROUND ${round}\n$`));
        assertEquals(c.recv(1).length, 0);
      }
      using c = await connected(["127.0.0.1", port]);
      const answers: string[] = [];
      for (const s of [c, b, a]) {
        s.sendall("hello\n");
        answers.push(text(s.recv(100)));
      }
      assertEquals(answers.sort(), ["worker 1: HELLO\n", "worker 2: HELLO\n", "worker 3: HELLO\n"]);
      process.kill(pid, "SIGTERM");
      assertEquals(await server.end(), { code: 0, lines: [] });
    },
  );

  test_with(with_workers)(
    `socketserver/${name}.ts survives resets and silence, and serves who is connected to the end`,
    async () => {
      const [started, port, pid] = await started_workers(name);
      await using server = started;
      for (let round = 0; round < 50; round++) {
        const rude = await connected(["127.0.0.1", port]);
        if (round % 2 === 0) rude.sendall("half");
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0));
        rude.close();
      }
      using late = await connected(["127.0.0.1", port]);
      late.sendall("he");
      using next = await connected(["127.0.0.1", port]);
      next.sendall("next\n");
      assertMatch(text(next.recv(100)), /^worker \d: NEXT\n$/);
      process.kill(pid, "SIGTERM");
      // Nobody new is served ...
      await new Promise((resolve) => setTimeout(resolve, 500));
      assertThrows(() => {
        using s = socket.create_connection(["127.0.0.1", port], 1);
        s.sendall("hello\n");
        assert(s.recv(1).length === 0, "somebody answers");
        throw new socket.ConnectionRefusedError("ended");
      }, socket.OSError);
      // ... and who was connected is.
      late.sendall("llo\n");
      assertMatch(text(late.recv(100)), /^worker \d: HELLO\n$/);
      assertEquals((await server.end()).code, 0);
    },
  );
}

test_with(installed("nc"), with_workers)("socketserver/worker_pool.ts answers nc", async () => {
  const [started, port] = await started_workers("worker_pool");
  await using _server = started;
  await using client = start(["sh", "-c", `echo hello | nc -w 10 127.0.0.1 ${port}`]);
  assertMatch((await client.end()).lines.join(), /^worker \d: HELLO$/);
});

test_with(any_python, with_workers)(
  "socketserver/worker_hand_over.ts answers many clients in Python at once",
  async () => {
    const [started, port] = await started_workers("worker_hand_over");
    await using _server = started;
    const program = `
import concurrent.futures, socket, sys
def ask(number):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) as s:
        s.sendall(f"{number}\\n".encode())
        return b"".join(iter(lambda: s.recv(100), b"")).decode().split(": ")[1] == f"{number}\\n"
with concurrent.futures.ThreadPoolExecutor(20) as pool:
    print(sum(pool.map(ask, range(500))))
`;
    await using client = start_python(program, String(port));
    assertEquals(await client.end(), { code: 0, lines: ["500"] });
  },
);
