"""The echo server of bench/scale.ts with CPython's selectors. See bench/c/echo.c for what it prints and when it ends."""

import os
import selectors
import socket
import sys

server = socket.create_server(("127.0.0.1", 0))
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)
selector.register(sys.stdin, selectors.EVENT_READ)
print("ready", server.getsockname()[1], os.getpid(), flush=True)

memory = memoryview(bytearray(4096))


def echo(connection):
    n = connection.recv_into(memory)
    if n > 0:
        connection.send(memory[:n])
    else:
        selector.unregister(connection)
        connection.close()


while True:
    for key, _events in selector.select():
        if key.fileobj is server:
            connection, _address = server.accept()
            selector.register(connection, selectors.EVENT_READ)
        elif key.fileobj is sys.stdin:
            sys.exit()
        else:
            echo(key.fileobj)
