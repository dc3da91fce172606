"""The names that lines about select, selectors and socketserver may use."""
import select
import selectors
import socketserver


class FileObject:
    """What it is given is what its fileno() returns, or throws."""

    def __init__(self, value):
        self.value = value

    def fileno(self):
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value

    def __repr__(self):
        return "<file object>"


class NoFileno:
    def __repr__(self):
        return "<no fileno>"


class FilenoAttribute:
    fileno = 5

    def __repr__(self):
        return "<fileno attribute>"


def error(name):
    return {"KeyError": KeyError, "ValueError": ValueError, "TypeError": TypeError, "OSError": OSError}[name]("why")


def where(pairs, *objects):
    """Descriptors differ between the two processes: what is paired with one of the objects' is paired with its index."""
    descriptors = [item if isinstance(item, int) else item.fileno() for item in objects]
    return [[descriptors.index(fd) if fd in descriptors else fd, *rest] for fd, *rest in pairs]


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(100))


class StreamEcho(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


class BufferedEcho(socketserver.StreamRequestHandler):
    wbufsize = -1
    rbufsize = 0
    timeout = 5
    disable_nagle_algorithm = True

    def handle(self):
        self.wfile.write(self.rfile.readline())
        self.wfile.write(str(int(self.connection.gettimeout())).encode())


class DatagramEcho(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())
        self.wfile.write(self.rfile.read())


class Failing(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"before")
        raise ValueError("on purpose")


class Stopping(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())
        # shutdown() waits for serve_forever(), which is waiting for this.
        self.server._BaseServer__shutdown_request = True


class Recorder:
    """Writes down which methods are called."""

    def __init__(self, *values):
        self.calls = []
        super().__init__(*values)

    def server_bind(self):
        self.calls.append("server_bind")
        super().server_bind()

    def server_activate(self):
        self.calls.append("server_activate")
        super().server_activate()

    def get_request(self):
        self.calls.append("get_request")
        return super().get_request()

    def verify_request(self, request, client_address):
        self.calls.append("verify_request")
        return super().verify_request(request, client_address)

    def process_request(self, request, client_address):
        self.calls.append("process_request")
        super().process_request(request, client_address)

    def finish_request(self, request, client_address):
        self.calls.append("finish_request")
        super().finish_request(request, client_address)

    def shutdown_request(self, request):
        self.calls.append("shutdown_request")
        super().shutdown_request(request)

    def close_request(self, request):
        self.calls.append("close_request")
        super().close_request(request)

    def service_actions(self):
        self.calls.append("service_actions")

    def handle_timeout(self):
        self.calls.append("handle_timeout")

    def handle_error(self, request, client_address):
        self.calls.append("handle_error")

    def server_close(self):
        self.calls.append("server_close")
        super().server_close()


class RecordingTCP(Recorder, socketserver.TCPServer):
    pass


class RecordingUDP(Recorder, socketserver.UDPServer):
    pass


class RefusingTCP(RecordingTCP):
    def verify_request(self, request, client_address):
        return False


NAMES = {
    "select": select,
    "selectors": selectors,
    "socketserver": socketserver,
    "file_object": FileObject,
    "no_fileno": NoFileno,
    "fileno_attribute": FilenoAttribute,
    "error": error,
    "where": where,
    "contains": lambda mapping, key: key in mapping,
    "first": lambda items: items[0],
    "sorted": sorted,
    "set": set,
    "map_size": len,
    "Echo": Echo,
    "StreamEcho": StreamEcho,
    "BufferedEcho": BufferedEcho,
    "DatagramEcho": DatagramEcho,
    "Failing": Failing,
    "Stopping": Stopping,
    "RecordingTCP": RecordingTCP,
    "RecordingUDP": RecordingUDP,
    "RefusingTCP": RefusingTCP,
}


def shown(value, show):
    """A key, without its descriptor; None for everything else."""
    if isinstance(value, selectors.SelectorKey):
        return {"key": [show(value.fileobj), show(value.events), show(value.data)]}
    return None


def close(value):
    if isinstance(value, (select.epoll, selectors.BaseSelector)):
        value.close()
    if isinstance(value, socketserver.BaseServer):
        value.server_close()
