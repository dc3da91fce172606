// Chat: what somebody writes, all others read. The first line that a client sends is its name.
//
// Whoever does not read for long, or writes a line without end, is shown the door: the others do not wait, and memory is
// bounded.
//
// Needs: nothing.
// Start: deno run --allow-ffi examples/selectors/chat.ts [PORT]     or: bun run ...     then, several times: nc 127.0.0.1 PORT
import process from "node:process";
import * as socket from "../../mod.ts";
import * as selectors from "../../lib/selectors.ts";

const SEATS = 500, LONGEST_LINE = 4096, MOST_UNREAD = 1 << 20;
const encoder = new TextEncoder();

/** Somebody who is connected. */
class Member {
  readonly connection: socket.Socket<socket.InetAddress>;
  readonly decoder = new TextDecoder();
  name: string | null = null;
  line = ""; // What it has written of its next line
  unread: Uint8Array[] = []; // What waits until it reads

  constructor(connection: socket.Socket<socket.InetAddress>) {
    this.connection = connection;
  }
}

const members = new Set<Member>();
using sel = selectors.DefaultSelector<Member>();
using server = socket.create_server(["127.0.0.1", Number(process.argv[2] ?? 50007)]);

function enter(): void {
  const [connection] = server.accept();
  connection.setblocking(false);
  const member = new Member(connection);
  members.add(member);
  sel.register(connection, selectors.EVENT_READ, member);
  if (members.size === SEATS) sel.unregister(server); // The next ones wait in the listener's queue
  tell(member, "What is your name?");
}

function leave(member: Member, why: string): void {
  if (members.size === SEATS) sel.register(server, selectors.EVENT_READ);
  members.delete(member);
  sel.unregister(member.connection);
  member.connection.close();
  if (member.name !== null) tell_all(`${member.name} ${why}`);
}

function tell_all(text: string, except?: Member): void {
  for (const member of members) if (member !== except && member.name !== null) tell(member, text);
}

function tell(member: Member, text: string): void {
  member.unread.push(encoder.encode(`${text}\n`));
  if (!survives(member, () => send(member))) return;
  const unread = member.unread.reduce((sum, { length }) => sum + length, 0);
  if (unread > MOST_UNREAD) leave(member, "does not listen");
}

/** Sends what the system takes, and waits for room if something is left over. */
function send(member: Member): void {
  while (member.unread.length > 0) {
    try {
      const part = member.unread[0]!, sent = member.connection.send(part);
      if (sent < part.length) member.unread[0] = part.subarray(sent);
      else member.unread.shift();
    } catch (error) {
      if (!(error instanceof socket.BlockingIOError)) throw error;
      break;
    }
  }
  const writing = member.unread.length > 0 ? selectors.EVENT_WRITE : 0;
  sel.modify(member.connection, selectors.EVENT_READ | writing, member);
}

function receive(member: Member): void {
  const data = member.connection.recv(4096);
  if (data.length === 0) return leave(member, "has left");
  const lines = (member.line + member.decoder.decode(data, { stream: true })).split("\n");
  member.line = lines.pop()!;
  for (const line of lines) hear(member, line.trim());
  if (member.line.length > LONGEST_LINE && members.has(member)) leave(member, "talks too long");
}

function hear(member: Member, line: string): void {
  if (line === "" || !members.has(member)) return; // It may be gone by now, and the rest of its lines with it
  if (member.name !== null) return tell_all(`${member.name}: ${line}`, member);
  member.name = line.slice(0, 32);
  tell_all(`${member.name} has come, one of ${members.size}`);
}

/** Whether a member is still there after this; a broken connection is the end of it, not of the server. */
function survives(member: Member, action: () => void): boolean {
  try {
    action();
  } catch (error) {
    if (!(error instanceof socket.OSError)) throw error;
    if (members.has(member)) leave(member, "is lost");
  }
  return members.has(member);
}

server.setblocking(false);
sel.register(server, selectors.EVENT_READ);
console.log(`listening on port ${server.getsockname()[1]}`);
for (;;) {
  for (const [{ data: member }, mask] of sel.select()) {
    if (member === null) enter();
    // Of several events at once, an earlier one may have been the end of a later one's member.
    if (member === null || !members.has(member)) continue;
    if (mask & selectors.EVENT_WRITE && !survives(member, () => send(member))) continue;
    if (mask & selectors.EVENT_READ) survives(member, () => receive(member));
  }
}
