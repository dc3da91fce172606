"""The works of bench/works.ts with CPython's socket module.

See bench/contestants/protocol.ts for what it is told and what it answers.
"""

import socket
import struct
import sys
import time

LOOPBACK = "127.0.0.1"
WINDOW = 32

tcp_peer = (LOOPBACK, int(sys.argv[1]))
udp_peer = (LOOPBACK, int(sys.argv[2]))
file = open(sys.argv[3], "rb")

wall = cpu = 0


def start_clock():
    global wall, cpu
    cpu = time.process_time_ns()
    wall = time.perf_counter_ns()


def stop_clock():
    global wall, cpu
    wall = time.perf_counter_ns() - wall
    cpu = time.process_time_ns() - cpu


# Sockets of one process.


def bound(kind):
    sock = socket.socket(socket.AF_INET, kind)
    sock.bind((LOOPBACK, 0))
    return sock


def without_delay(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def tcp_pair():
    with bound(socket.SOCK_STREAM) as listener:
        listener.listen(1)
        client = socket.create_connection(listener.getsockname())
        return without_delay(client), without_delay(listener.accept()[0])


def exchange(pair, size, count):
    data = bytes(size)
    with pair[0] as sender, pair[1] as receiver:
        start_clock()
        for _ in range(count):
            sender.send(data)
            receiver.recv(size)
        stop_clock()


def exchange_into(pair, size, count):
    data, memory = bytes(size), bytearray(size)
    with pair[0] as sender, pair[1] as receiver:
        start_clock()
        for _ in range(count):
            sender.send(data)
            receiver.recv_into(memory)
        stop_clock()


def over_socketpair(size, count):
    exchange(socket.socketpair(), size, count)


def over_loopback(size, count):
    exchange(tcp_pair(), size, count)


def over_loopback_into(size, count):
    exchange_into(tcp_pair(), size, count)


def get_option(_size, count):
    with bound(socket.SOCK_STREAM) as sock:
        start_clock()
        for _ in range(count):
            sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
        stop_clock()


def get_name(_size, count):
    with bound(socket.SOCK_STREAM) as sock:
        start_clock()
        for _ in range(count):
            sock.getsockname()
        stop_clock()


def try_again(size, count):
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        start_clock()
        for _ in range(count):
            try:
                one.recv(size)
            except BlockingIOError:
                pass
        stop_clock()


def raise_error(_size, count):
    start_clock()
    for _ in range(count):
        try:
            raise BlockingIOError("Resource temporarily unavailable")
        except BlockingIOError:
            pass
    stop_clock()


def datagrams(size, count):
    data = bytes(size)
    with bound(socket.SOCK_DGRAM) as sender, bound(socket.SOCK_DGRAM) as receiver:
        address = receiver.getsockname()
        start_clock()
        for _ in range(count):
            sender.sendto(data, address)
            receiver.recvfrom(size)
        stop_clock()


def datagrams_into(size, count):
    data, memory = bytes(size), bytearray(size)
    with bound(socket.SOCK_DGRAM) as sender, bound(socket.SOCK_DGRAM) as receiver:
        address = receiver.getsockname()
        start_clock()
        for _ in range(count):
            sender.sendto(data, address)
            receiver.recvfrom_into(memory)
        stop_clock()


def connections(_size, count):
    with bound(socket.SOCK_STREAM) as listener:
        # Connections inherit it, and the accepted one closes first: TIME_WAIT is not measured too.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        listener.listen()
        address = listener.getsockname()
        start_clock()
        for _ in range(count):
            client = socket.socket()
            client.connect(address)
            connection, _address = listener.accept()
            connection.close()
            client.close()
        stop_clock()


# Against the peer.


def ask_peer(mode, size):
    sock = without_delay(socket.create_connection(tcp_peer))
    sock.sendall(f"{mode} {size}".ljust(32).encode())
    return sock


def play(sock, size, count):
    data = bytes(size)
    start_clock()
    for _ in range(count):
        sock.send(data)
        left = size
        while left > 0:
            chunk = sock.recv(left)
            if not chunk:
                raise EOFError
            left -= len(chunk)
    stop_clock()
    sock.close()


def ping_pong(size, count):
    play(ask_peer("echo", size), size, count)


def ping_pong_into(size, count):
    sock = ask_peer("echo", size)
    data, memory = bytes(size), bytearray(size)
    start_clock()
    for _ in range(count):
        sock.send(data)
        left = size
        while left > 0:
            n = sock.recv_into(memory, left)
            if n == 0:
                raise EOFError
            left -= n
    stop_clock()
    sock.close()


def ping_pong_with_timeout(size, count):
    sock = ask_peer("echo", size)
    sock.settimeout(10)
    play(sock, size, count)


def finish_sending(sock):
    """The work is done when the peer has everything."""
    sock.shutdown(socket.SHUT_WR)
    sock.recv(1)
    stop_clock()
    sock.close()


def send_stream(size, count):
    data = bytes(size)
    sock = ask_peer("sink", size)
    start_clock()
    left = size * count
    while left > 0:
        left -= sock.send(data if left >= size else data[:left])
    finish_sending(sock)


def send_whole(size, count):
    data = bytes(size)
    sock = ask_peer("sink", size)
    start_clock()
    for _ in range(count):
        sock.sendall(data)
    finish_sending(sock)


def send_file(size, count):
    sock = ask_peer("sink", size)
    start_clock()
    for _ in range(count):
        sock.sendfile(file, 0, size)
    finish_sending(sock)


def receive_stream(size, count):
    with ask_peer("source", size) as sock:
        start_clock()
        left = size * count
        while left > 0:
            chunk = sock.recv(size)
            if not chunk:
                raise EOFError
            left -= len(chunk)
        stop_clock()


def receive_into(size, count):
    memory = bytearray(size)
    with ask_peer("source", size) as sock:
        start_clock()
        left = size * count
        while left > 0:
            n = sock.recv_into(memory)
            if n == 0:
                raise EOFError
            left -= n
        stop_clock()


def read_lines(mode, size, count):
    with ask_peer("source", size) as sock, sock.makefile(mode) as lines:
        left = count
        start_clock()
        for line in lines:
            left -= 1
            if len(line) != size or left == 0:
                break
        stop_clock()
        assert left == 0


def echo_datagrams(size, count):
    data = bytes(size)
    with bound(socket.SOCK_DGRAM) as sock:
        # The kernel's own timeout costs nothing, and ends the wait for a datagram that is lost.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 10, 0))
        start_clock()
        for _ in range(0, count, WINDOW):
            for _ in range(WINDOW):
                sock.sendto(data, udp_peer)
            for _ in range(WINDOW):
                sock.recvfrom(size)
        stop_clock()


def echo_datagrams_into(size, count):
    data, memory = bytes(size), bytearray(size)
    with bound(socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 10, 0))
        start_clock()
        for _ in range(0, count, WINDOW):
            for _ in range(WINDOW):
                sock.sendto(data, udp_peer)
            for _ in range(WINDOW):
                sock.recvfrom_into(memory)
        stop_clock()


# Without sockets: a packet's header.

header = struct.Struct("!HHI")
packet = bytearray(header.size)


def struct_pack(_size, count):
    start_clock()
    for i in range(count):
        header.pack_into(packet, 0, i & 0xFFFF, 4096, i)
    stop_clock()


def struct_unpack(_size, count):
    start_clock()
    for _ in range(count):
        _source, _target, _sequence = header.unpack_from(packet, 0)
    stop_clock()


CALLS = {
    "getsockopt": get_option,
    "getsockname": get_name,
    "socketpair": over_socketpair,
    "loopback": over_loopback,
    "loopback_into": over_loopback_into,
    "again": try_again,
    "raise": raise_error,
    "datagram": datagrams,
    "datagram_into": datagrams_into,
    "connection": connections,
    "pingpong": ping_pong,
    "pingpong_into": ping_pong_into,
    "pingpong_timeout": ping_pong_with_timeout,
    "send": send_stream,
    "sendall": send_whole,
    "sendfile": send_file,
    "recv": receive_stream,
    "recv_into": receive_into,
    "lines": lambda size, count: read_lines("rb", size, count),
    "text_lines": lambda size, count: read_lines("r", size, count),
    "echo_datagram": echo_datagrams,
    "echo_datagram_into": echo_datagrams_into,
    "struct_pack": struct_pack,
    "struct_unpack": struct_unpack,
}

print("ready", *CALLS, flush=True)
for command in sys.stdin:
    _run, name, size, count = command.split()
    CALLS[name](int(size), int(count))
    print(wall, cpu, flush=True)
