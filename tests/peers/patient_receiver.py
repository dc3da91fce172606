"""What examples/patient_receiver.ts does, in Python."""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.settimeout(20)
server.bind(("", int(sys.argv[1])))
server.listen(1)
connection, address = server.accept()
print("Connected by", address)
total = 0
while data := connection.recv(8192):
    total += len(data)
connection.sendall(str(total).encode())
connection.close()
print("Received", total)
