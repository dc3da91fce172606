"""Runs scenarios in this Python: a file of JSON in (a list of [line, mode]), JSON out (a list of outcomes)."""
import json
import os
import re
import socket
import struct
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
sys.dont_write_bytecode = True
import select_names

directory = tempfile.mkdtemp(prefix="conformance-")
SETTINGS = {"blocking": None, "non-blocking": 0, "timeout": 0.02}
# In blocking mode the kernel ends what would wait for ever, on this side and on the other.
KERNEL_TIMEOUT = struct.pack("qq", 0, 20_000)


class Names(dict):
    """The names that a line may use; the sockets among them are made when they are first read."""

    def __init__(self, mode):
        super().__init__(socket=socket, bytearray=bytearray, float=float, str=str, len=len, tuple=tuple, list=list)
        self.update(select_names.NAMES)
        self.mode = mode
        self.opened = []

    def __missing__(self, name):
        if name not in MAKERS:
            raise NameError(name)
        made = MAKERS[name]()
        for sock in made if name in PAIRS else (made,):
            if isinstance(sock, socket.socket):
                self.opened.append(sock)
                self.set_mode(sock)
        if name in PAIRS:
            self.update(zip(PAIRS[name], made))
        else:
            self[name] = made
        return self[name]

    def set_mode(self, sock):
        if sock.fileno() < 0:
            return
        sock.settimeout(SETTINGS[self.mode])
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            sock.setsockopt(socket.SOL_SOCKET, option, KERNEL_TIMEOUT if self.mode == "blocking" else bytes(16))


def make(family, type, address=None, listen=False):
    sock = socket.socket(family, type)
    if address is not None:
        sock.bind(address)
    if listen:
        sock.listen()
    return sock


def connected(family, type, address):
    server = make(family, type, address, True)
    client = make(family, type)
    client.connect(server.getsockname())
    accepted = server.accept()[0]
    server.close()
    return client, accepted


def datagrams(family, address):
    one, other = make(family, socket.SOCK_DGRAM, address), make(family, socket.SOCK_DGRAM, address)
    one.connect(other.getsockname())
    other.connect(one.getsockname())
    return one, other


def closed():
    sock = socket.socket()
    sock.close()
    return sock


def refused():
    sock = make(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
    address = sock.getsockname()
    sock.close()
    return address


LOCAL, LOCAL6 = ("127.0.0.1", 0), ("::1", 0)
MAKERS = {
    "tcp": lambda: make(socket.AF_INET, socket.SOCK_STREAM),
    "tcp6": lambda: make(socket.AF_INET6, socket.SOCK_STREAM),
    "udp": lambda: make(socket.AF_INET, socket.SOCK_DGRAM),
    "udp6": lambda: make(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda: make(socket.AF_UNIX, socket.SOCK_STREAM),
    "unix_datagram": lambda: make(socket.AF_UNIX, socket.SOCK_DGRAM),
    "seqpacket": lambda: make(socket.AF_UNIX, socket.SOCK_SEQPACKET),
    "bound": lambda: make(socket.AF_INET, socket.SOCK_STREAM, LOCAL),
    "bound_udp": lambda: make(socket.AF_INET, socket.SOCK_DGRAM, LOCAL),
    "bound_udp6": lambda: make(socket.AF_INET6, socket.SOCK_DGRAM, LOCAL6),
    "listening": lambda: make(socket.AF_INET, socket.SOCK_STREAM, LOCAL, True),
    "listening6": lambda: make(socket.AF_INET6, socket.SOCK_STREAM, LOCAL6, True),
    "listening_unix": lambda: make(socket.AF_UNIX, socket.SOCK_STREAM, "", True),
    "closed": closed,
    "refused": refused,
    "path": lambda: directory,
}
PAIRS = {}
for names, pair in {
    ("a", "b"): lambda: socket.socketpair(),
    ("a_tcp", "b_tcp"): lambda: connected(socket.AF_INET, socket.SOCK_STREAM, LOCAL),
    ("a_tcp6", "b_tcp6"): lambda: connected(socket.AF_INET6, socket.SOCK_STREAM, LOCAL6),
    ("a_udp", "b_udp"): lambda: datagrams(socket.AF_INET, LOCAL),
    ("a_udp6", "b_udp6"): lambda: datagrams(socket.AF_INET6, LOCAL6),
    ("a_datagram", "b_datagram"): lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    ("a_seqpacket", "b_seqpacket"): lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET),
}.items():
    for name in names:
        MAKERS[name], PAIRS[name] = pair, names


def shown(value):
    if value is None or isinstance(value, (bool, str)):
        return value.replace(directory, "<path>") if isinstance(value, str) else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, int):
        return "PORT" if 32768 <= value <= 60999 else int(value) if abs(value) < 2**53 else {"int": str(int(value))}
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    key = select_names.shown(value, shown)
    if key is not None:
        return key
    if isinstance(value, (tuple, list)):
        return [shown(item) for item in value]
    if isinstance(value, socket.socket):
        return {"socket": [int(value.family), int(value.type), value.proto, shown(value.gettimeout())]}
    return {"object": type(value).__name__}


def class_name(error):
    if isinstance(error, UnicodeError):
        return "UnicodeError"
    return "AggregateError" if type(error).__name__ == "ExceptionGroup" else type(error).__name__


def shown_error(error):
    return {
        "error": class_name(error),
        "errno": getattr(error, "errno", None) if isinstance(error, OSError) else None,
        "message": re.sub(
            r"\b(?:3[2-9]|[45]\d|60)\d{3}\b", "PORT",
            re.sub(r"fd=\d+|FD \d+", "FD", str(error).replace(directory, "<path>"))),
    }


def outcome(line, mode):
    names = Names(mode)
    try:
        # The last statement's value is what counts; an assignment has none.
        *before, last = line.split("; ")
        for statement in before:
            exec(statement, {"__builtins__": {}}, names)
        try:
            code = compile(last, "<scenario>", "eval")
        except SyntaxError:
            exec(last, {"__builtins__": {}}, names)
            return shown(None)
        return shown(eval(code, {"__builtins__": {}}, names))
    except BaseException as error:
        return shown_error(error)
    finally:
        socket.setdefaulttimeout(None)
        for value in list(names.values()) + names.opened:
            if isinstance(value, socket.socket):
                value.close()
            select_names.close(value)
        for name in os.listdir(directory):
            os.unlink(os.path.join(directory, name))


with open(sys.argv[1]) as file:
    scenarios = json.load(file)
json.dump({"version": list(sys.version_info[:2]), "outcomes": [outcome(*pair) for pair in scenarios]}, sys.stdout)
os.rmdir(directory)
