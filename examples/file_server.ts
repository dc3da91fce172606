// A web server for the files of a folder: sendfile() moves them from the disk to the network inside the kernel.
//
// Needs: nothing.
// Start: deno run --allow-ffi --allow-read=FOLDER examples/file_server.ts FOLDER [PORT]     or: bun run ...
import { statSync } from "node:fs";
import process from "node:process";
import * as socket from "../mod.ts";

const [folder = ".", port = "0"] = process.argv.slice(2);

/** The file that a request line means, and how long it is; `null` if there is none. */
function requested(line: string): { path: string; size: number } | null {
  const target = /^GET (\/\S*) HTTP\/1\.[01]\s*$/.exec(line)?.[1];
  if (target === undefined) return null;
  try {
    const path = decodeURIComponent(new URL(target, "http://localhost").pathname);
    if (path.split("/").includes("..")) return null;
    const stat = statSync(folder + path);
    return stat.isFile() ? { path: folder + path, size: stat.size } : null;
  } catch {
    return null;
  }
}

function answer(conn: socket.Socket<unknown>): void {
  using lines = conn.makefile("r", null, { encoding: "latin-1" });
  const file = requested(lines.readline(8192));
  for (let line = lines.readline(8192), left = 100; line.trim() !== ""; line = lines.readline(8192)) {
    if (line.length === 8192 || left-- === 0) {
      throw new socket.ConnectionAbortedError("a request without end");
    }
  }
  if (file === null) return conn.sendall("HTTP/1.0 404 Not Found\r\n\r\nThere is no such file.\n");
  // MSG_MORE: the header waits for the beginning of the file, and goes in one packet with it.
  conn.sendall(`HTTP/1.0 200 OK\r\nContent-Length: ${file.size}\r\n\r\n`, socket.MSG_MORE);
  if (file.size > 0) conn.sendfile(file.path, 0, file.size);
}

using server = socket.create_server(["127.0.0.1", Number(port)]);
console.log(`http://127.0.0.1:${server.getsockname()[1]}/`);
for (;;) {
  const [connection] = server.accept();
  using conn = connection;
  conn.settimeout(10);
  try {
    answer(conn);
  } catch (error) {
    if (!(error instanceof socket.OSError || error instanceof socket.ValueError)) throw error;
    console.error(String(error)); // The client has gone, or was too slow
  }
}
