// The limit of bench/scale.ts: an echo server on epoll with plain system calls.
//
// Like all servers there it prints "ready PORT PID", and ends with its standard input.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MEMORY = 4096, EVENTS = 1023 };

static void require(int condition, const char *what) {
  if (condition) return;
  perror(what);
  exit(1);
}

static void watch(int poller, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  require(epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

static void echo(int fd) {
  static char memory[MEMORY];
  ssize_t n = recv(fd, memory, sizeof memory, 0);
  if (n > 0) require(send(fd, memory, n, MSG_NOSIGNAL) == n, "send");
  else close(fd);
}

int main(void) {
  static struct epoll_event events[EVENTS];
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof name;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), poller = epoll_create1(EPOLL_CLOEXEC);
  require(bind(listener, (struct sockaddr *)&name, length) == 0 && listen(listener, 128) == 0, "listen");
  require(getsockname(listener, (struct sockaddr *)&name, &length) == 0, "getsockname");
  watch(poller, listener);
  watch(poller, STDIN_FILENO);
  printf("ready %d %d\n", ntohs(name.sin_port), getpid());
  fflush(stdout);
  for (;;) {
    int n = epoll_wait(poller, events, EVENTS, -1);
    require(n > 0, "epoll_wait");
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) watch(poller, accept4(listener, NULL, NULL, SOCK_CLOEXEC));
      else echo(fd);
    }
  }
}
