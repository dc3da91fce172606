"""What server.ts does for TCP, in Python."""
import socket

server = socket.create_server(("127.0.0.1", 0))
server.settimeout(20)
print("listening", server.getsockname()[1], flush=True)
connection, address = server.accept()
messages = []
while data := connection.recv(1024):
    messages.append(data)
    connection.sendall(data)
print(f'saw "{messages[0].decode()}" from {address}, and {len(messages) - 1} more messages')
