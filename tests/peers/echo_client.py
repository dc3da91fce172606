"""What examples/echo_client.ts does, in Python."""
import socket
import sys

connection = socket.create_connection(("localhost", int(sys.argv[1])), timeout=20)
connection.sendall(b"Hello, world")
print("Received", connection.recv(1024).decode())
connection.close()
