// The other end of every measured connection, always the same program so that only the side under test varies.
//
// It prints "ready TCP_PORT UDP_PORT", and ends with its standard input. A TCP client says in 32 bytes what it wants:
//   echo SIZE    everything comes back
//   sink SIZE    everything is read; one byte comes back after the end of the stream
//   source SIZE  bytes without end, the last of every SIZE a newline
// UDP datagrams come back to where they came from.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST = 32, MEMORY = 1 << 20, CHUNK = 1 << 18, BATCH = 64, DATAGRAM = 2048 };

static void require(int condition, const char *what) {
  if (condition) return;
  perror(what);
  exit(1);
}

static int send_everything(int fd, const char *data, size_t length) {
  while (length > 0) {
    ssize_t n = send(fd, data, length, MSG_NOSIGNAL);
    if (n < 0) return 0;
    data += n;
    length -= n;
  }
  return 1;
}

static void echo(int fd, char *memory) {
  for (ssize_t n; (n = recv(fd, memory, MEMORY, 0)) > 0;) {
    if (!send_everything(fd, memory, n)) return;
  }
}

static void sink(int fd, char *memory) {
  while (recv(fd, memory, MEMORY, 0) > 0) continue;
  send_everything(fd, "k", 1);
}

static void source(int fd, char *memory, size_t size) {
  size_t length = size > CHUNK ? size : CHUNK / size * size;
  memset(memory, 'x', length);
  for (size_t end = size; end <= length; end += size) memory[end - 1] = '\n';
  while (send_everything(fd, memory, length)) continue;
}

static void *serve_connection(void *argument) {
  int fd = (int)(long)argument, on = 1;
  char request[REQUEST + 1] = "", mode[REQUEST] = "";
  size_t size = 0;
  char *memory = malloc(MEMORY);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (recv(fd, request, REQUEST, MSG_WAITALL) == REQUEST && sscanf(request, "%31s %zu", mode, &size) == 2 &&
      size <= MEMORY) {
    if (strcmp(mode, "echo") == 0) echo(fd, memory);
    if (strcmp(mode, "sink") == 0) sink(fd, memory);
    if (strcmp(mode, "source") == 0 && size > 0) source(fd, memory, size);
  }
  free(memory);
  close(fd);
  return NULL;
}

static void *serve_datagrams(void *argument) {
  int fd = (int)(long)argument;
  static struct mmsghdr messages[BATCH];
  static struct iovec parts[BATCH];
  static struct sockaddr_in names[BATCH];
  static char memory[BATCH][DATAGRAM];
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      parts[i] = (struct iovec){memory[i], DATAGRAM};
      messages[i].msg_hdr = (struct msghdr){
          .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &parts[i], .msg_iovlen = 1};
    }
    int n = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    require(n > 0, "recvmmsg");
    for (int i = 0; i < n; i++) parts[i].iov_len = messages[i].msg_len;
    for (int sent = 0; sent < n;) {
      int m = sendmmsg(fd, messages + sent, n - sent, 0);
      require(m > 0, "sendmmsg");
      sent += m;
    }
  }
  return NULL;
}

static void *end_with_input(void *argument) {
  while (getchar() != EOF) continue;
  exit(0);
  return argument;
}

static int bound(int type, int *port) {
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof name;
  int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  require(fd >= 0, "socket");
  require(bind(fd, (struct sockaddr *)&name, sizeof name) == 0, "bind");
  require(getsockname(fd, (struct sockaddr *)&name, &length) == 0, "getsockname");
  *port = ntohs(name.sin_port);
  return fd;
}

static void start(void *(*run)(void *), int fd) {
  pthread_t thread;
  require(pthread_create(&thread, NULL, run, (void *)(long)fd) == 0, "pthread_create");
  pthread_detach(thread);
}

int main(void) {
  int tcp_port, udp_port;
  int listener = bound(SOCK_STREAM, &tcp_port), datagrams = bound(SOCK_DGRAM, &udp_port);
  require(listen(listener, 128) == 0, "listen");
  start(serve_datagrams, datagrams);
  start(end_with_input, -1);
  printf("ready %d %d\n", tcp_port, udp_port);
  fflush(stdout);
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    require(fd >= 0, "accept4");
    start(serve_connection, fd);
  }
}
