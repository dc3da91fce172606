// The names that lines about select, selectors and socketserver may use: those of select_names.py.
import * as select from "../../lib/select.ts";
import * as selectors from "../../lib/selectors.ts";
import * as socketserver from "../../lib/socketserver.ts";
import * as socket from "../../mod.ts";

class FileObject {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  fileno(): unknown {
    if (this.value instanceof Error) throw this.value;
    return this.value;
  }

  toString(): string {
    return "<file object>";
  }
}

const ERRORS: Record<string, () => Error> = {
  KeyError: () => new selectors.KeyError("why"),
  ValueError: () => new socket.ValueError("why"),
  TypeError: () => new TypeError("why"),
  OSError: () => new socket.OSError("why"),
};

function where(pairs: [number, ...unknown[]][], ...objects: (number | { fileno(): number })[]): unknown[] {
  const descriptors = objects.map((item) => typeof item === "number" ? item : item.fileno());
  return pairs.map(([fd, ...rest]) => [descriptors.includes(fd) ? descriptors.indexOf(fd) : fd, ...rest]);
}

class Echo extends socketserver.BaseRequestHandler {
  override handle(): void {
    this.request.sendall(this.request.recv(100));
  }
}

class StreamEcho extends socketserver.StreamRequestHandler {
  override handle(): void {
    this.wfile.write(this.rfile.readline());
  }
}

class BufferedEcho extends socketserver.StreamRequestHandler {
  static override wbufsize = -1;
  override rbufsize = 0;
  override timeout = 5;
  static override disable_nagle_algorithm = true;

  override handle(): void {
    this.wfile.write(this.rfile.readline());
    this.wfile.write(new TextEncoder().encode(String(this.connection.gettimeout())));
  }
}

class DatagramEcho extends socketserver.DatagramRequestHandler {
  override handle(): void {
    this.wfile.write(this.rfile.readline());
    this.wfile.write(this.rfile.read());
  }
}

class Failing extends socketserver.StreamRequestHandler {
  override handle(): void {
    this.wfile.write(new TextEncoder().encode("before"));
    throw new socket.ValueError("on purpose");
  }
}

class Stopping extends socketserver.StreamRequestHandler {
  override handle(): void {
    this.wfile.write(this.rfile.readline());
    this.server.shutdown();
  }
}

const RECORDED = [
  "server_bind",
  "server_activate",
  "get_request",
  "verify_request",
  "process_request",
  "finish_request",
  "shutdown_request",
  "close_request",
  "service_actions",
  "handle_timeout",
  "handle_error",
  "server_close",
];

/** A class that writes down which of its methods are called. */
function recording(Base: typeof socketserver.TCPServer | typeof socketserver.UDPServer): unknown {
  class Recording extends (Base as typeof socketserver.TCPServer) {
    declare calls: string[];
  }
  for (const name of RECORDED) {
    const method: (...values: unknown[]) => unknown = Reflect.get(Base.prototype, name);
    Reflect.set(Recording.prototype, name, function (this: Recording, ...values: unknown[]) {
      // The constructor calls some of them before a field would be set.
      (this.calls ??= []).push(name);
      return name === "handle_error" ? undefined : method.apply(this, values);
    });
  }
  return (...values: [socket.AddressLike, socketserver.RequestHandlerClass, boolean]) =>
    new Recording(...values);
}

function refusing(...values: [socket.AddressLike, socketserver.RequestHandlerClass, boolean]): unknown {
  const server = (NAMES["RecordingTCP"] as (...values: unknown[]) => socketserver.TCPServer)(...values);
  server.verify_request = () => false;
  return server;
}

export const NAMES: Readonly<Record<string, unknown>> = {
  select,
  selectors,
  socketserver,
  file_object: (value: unknown) => new FileObject(value),
  no_fileno: () => ({ toString: () => "<no fileno>" }),
  fileno_attribute: () => ({ fileno: 5, toString: () => "<fileno attribute>" }),
  error: (name: string) => ERRORS[name]!(),
  where,
  contains: (map: ReadonlyMap<unknown, unknown>, key: unknown) => map.has(key),
  first: (items: unknown[]) => items[0],
  sorted: (items: Iterable<number>) => [...items].sort((a, b) => a - b),
  set: (items: Iterable<unknown>) => new Set(items),
  map_size: (map: ReadonlyMap<unknown, unknown>) => map.size,
  Echo,
  StreamEcho,
  BufferedEcho,
  DatagramEcho,
  Failing,
  Stopping,
  RecordingTCP: recording(socketserver.TCPServer),
  RecordingUDP: recording(socketserver.UDPServer),
  RefusingTCP: refusing,
};

/** A key, without its descriptor; `null` for everything else. */
export function shown_key(value: object, show: (value: unknown) => unknown): unknown {
  if (!(value instanceof selectors.SelectorKey)) return null;
  const { fileobj, events, data } = value as selectors.SelectorKey;
  return { key: [show(fileobj), show(events), show(data)] };
}

/** Closes what holds a descriptor. */
export function close(value: unknown): void {
  if (value instanceof select.epoll || value instanceof selectors.BaseSelector) value.close();
  if (value instanceof socketserver.BaseServer) (value as socketserver.BaseServer).server_close();
}
