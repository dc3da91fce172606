// The echo server of bench/scale.ts with Deno.listen. See bench/c/echo.c for what it prints and when it ends.
const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.log(`ready ${server.addr.port} ${Deno.pid}`);

async function end_with_input(): Promise<never> {
  while (await Deno.stdin.read(new Uint8Array(1)) !== null) continue;
  Deno.exit(0);
}

// The other end hangs up without more ado.
async function echo(connection: Deno.TcpConn): Promise<void> {
  const memory = new Uint8Array(4096);
  try {
    for (let n = await connection.read(memory); n !== null; n = await connection.read(memory)) {
      await connection.write(memory.subarray(0, n));
    }
  } catch {
    connection.close();
  }
}

void end_with_input();
for await (const connection of server) void echo(connection);
