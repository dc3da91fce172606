"""What examples/echo_server.ts does, in Python."""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.settimeout(20)
server.bind(("", int(sys.argv[1])))
server.listen(1)
connection, address = server.accept()
print("Connected by", address)
while data := connection.recv(1024):
    connection.sendall(data)
connection.close()
