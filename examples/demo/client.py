"""What client.ts does for TCP, in Python."""
import socket
import statistics
import sys
import time

connection = socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=20)


def round_trip(message):
    connection.sendall(message)
    return connection.recv(1024)


print(f'received "{round_trip(b"Hello, world").decode()}"')
times = []
for _ in range(1000):
    start = time.perf_counter()
    round_trip(b"ping")
    times.append(time.perf_counter() - start)
print(f"round trip: {statistics.median(times) * 1e6:.1f} µs, median of {len(times)}")
