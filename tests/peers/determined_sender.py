"""What examples/determined_sender.ts does, in Python."""
import socket
import sys

connection = socket.create_connection(("localhost", int(sys.argv[1])), timeout=20)
data = memoryview(b"x" * 1024 * 1024)
total = 0
while data:
    n = connection.send(data)
    data = data[n:]
    total += n
connection.shutdown(1)
answer = b""
while chunk := connection.recv(1024):
    answer += chunk
connection.close()
print("Sent", total, "received", int(answer))
