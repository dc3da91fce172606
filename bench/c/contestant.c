// The limit: the works of bench/works.ts with plain system calls. See bench/contestants/protocol.ts for what it is told
// and what it answers.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 32, MEMORY = 1 << 20, WINDOW = 32, DATAGRAM = 2048 };

static struct sockaddr_in tcp_peer, udp_peer;
static int file;
static char memory[MEMORY], data[MEMORY];

static void require(int condition, const char *what) {
  if (condition) return;
  perror(what);
  exit(1);
}

// The clock: wall and CPU time in nanoseconds.
static long long wall, cpu;

static long long now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void start_clock(void) {
  cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  wall = now(CLOCK_MONOTONIC);
}

static void stop_clock(void) {
  wall = now(CLOCK_MONOTONIC) - wall;
  cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
}

// Sockets of one process.

static int bound(int type, struct sockaddr_in *name) {
  socklen_t length = sizeof *name;
  int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  require(fd >= 0 && bind(fd, (struct sockaddr *)name, length) == 0, "bind");
  require(getsockname(fd, (struct sockaddr *)name, &length) == 0, "getsockname");
  return fd;
}

static void without_delay(int fd) {
  int on = 1;
  require(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "TCP_NODELAY");
}

static void tcp_pair(int pair[2]) {
  struct sockaddr_in name;
  int listener = bound(SOCK_STREAM, &name);
  require(listen(listener, 1) == 0, "listen");
  pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(connect(pair[0], (struct sockaddr *)&name, sizeof name) == 0, "connect");
  pair[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  require(pair[1] >= 0, "accept4");
  without_delay(pair[0]);
  without_delay(pair[1]);
  close(listener);
}

static void close_pair(int pair[2]) {
  close(pair[0]);
  close(pair[1]);
}

static void exchange(int pair[2], long size, long count) {
  start_clock();
  for (long i = 0; i < count; i++) {
    require(send(pair[0], data, size, MSG_NOSIGNAL) == size, "send");
    require(recv(pair[1], memory, size, 0) == size, "recv");
  }
  stop_clock();
  close_pair(pair);
}

static void over_socketpair(long size, long count) {
  int pair[2];
  require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
  exchange(pair, size, count);
}

static void over_loopback(long size, long count) {
  int pair[2];
  tcp_pair(pair);
  exchange(pair, size, count);
}

static void get_option(long size, long count) {
  struct sockaddr_in name;
  int fd = bound(SOCK_STREAM, &name), type;
  (void)size;
  start_clock();
  for (long i = 0; i < count; i++) {
    socklen_t length = sizeof type;
    require(getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0, "getsockopt");
  }
  stop_clock();
  close(fd);
}

static void get_name(long size, long count) {
  struct sockaddr_in name;
  int fd = bound(SOCK_STREAM, &name);
  (void)size;
  start_clock();
  for (long i = 0; i < count; i++) {
    socklen_t length = sizeof name;
    require(getsockname(fd, (struct sockaddr *)&name, &length) == 0, "getsockname");
  }
  stop_clock();
  close(fd);
}

static void try_again(long size, long count) {
  int pair[2];
  require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0, "socketpair");
  start_clock();
  for (long i = 0; i < count; i++) {
    require(recv(pair[0], memory, size, 0) < 0 && errno == EAGAIN, "recv");
  }
  stop_clock();
  close_pair(pair);
}

static void datagrams(long size, long count) {
  struct sockaddr_in one, other, from;
  int sender = bound(SOCK_DGRAM, &one), receiver = bound(SOCK_DGRAM, &other);
  start_clock();
  for (long i = 0; i < count; i++) {
    socklen_t length = sizeof from;
    require(sendto(sender, data, size, 0, (struct sockaddr *)&other, sizeof other) == size, "sendto");
    require(recvfrom(receiver, memory, size, 0, (struct sockaddr *)&from, &length) == size, "recvfrom");
  }
  stop_clock();
  close(sender);
  close(receiver);
}

static void connections(long size, long count) {
  struct sockaddr_in name, from;
  struct linger reset = {.l_onoff = 1};
  int listener = bound(SOCK_STREAM, &name);
  (void)size;
  // Connections inherit it, and the accepted one closes first: TIME_WAIT is not measured too.
  require(setsockopt(listener, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0, "SO_LINGER");
  require(listen(listener, 128) == 0, "listen");
  start_clock();
  for (long i = 0; i < count; i++) {
    socklen_t length = sizeof from;
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(connect(client, (struct sockaddr *)&name, sizeof name) == 0, "connect");
    int connection = accept4(listener, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
    require(connection >= 0, "accept4");
    close(connection);
    close(client);
  }
  stop_clock();
  close(listener);
}

// Against the peer.

static int ask_peer(const char *mode, long size) {
  char request[REQUEST + 1];
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(connect(fd, (struct sockaddr *)&tcp_peer, sizeof tcp_peer) == 0, "connect");
  without_delay(fd);
  snprintf(request, sizeof request, "%-6s %-25ld", mode, size);
  require(send(fd, request, REQUEST, MSG_NOSIGNAL) == REQUEST, "send");
  return fd;
}

static void play(int fd, long size, long count) {
  start_clock();
  for (long i = 0; i < count; i++) {
    require(send(fd, data, size, MSG_NOSIGNAL) == size, "send");
    for (long left = size; left > 0;) {
      ssize_t n = recv(fd, memory, left, 0);
      require(n > 0, "recv");
      left -= n;
    }
  }
  stop_clock();
  close(fd);
}

static void ping_pong(long size, long count) { play(ask_peer("echo", size), size, count); }

static void ping_pong_with_timeout(long size, long count) {
  struct timeval timeout = {.tv_sec = 10};
  int fd = ask_peer("echo", size);
  require(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == 0, "SO_RCVTIMEO");
  require(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) == 0, "SO_SNDTIMEO");
  play(fd, size, count);
}

// The work is done when the peer has everything.
static void finish_sending(int fd) {
  shutdown(fd, SHUT_WR);
  require(recv(fd, memory, 1, 0) == 1, "recv");
  stop_clock();
  close(fd);
}

static void send_stream(long size, long count) {
  int fd = ask_peer("sink", size);
  start_clock();
  for (long left = size * count; left > 0;) {
    ssize_t n = send(fd, data, left < size ? left : size, MSG_NOSIGNAL);
    require(n > 0, "send");
    left -= n;
  }
  finish_sending(fd);
}

static void send_whole(long size, long count) {
  int fd = ask_peer("sink", size);
  start_clock();
  for (long i = 0; i < count; i++) {
    for (long sent = 0; sent < size;) {
      ssize_t n = send(fd, data + sent, size - sent, MSG_NOSIGNAL);
      require(n > 0, "send");
      sent += n;
    }
  }
  finish_sending(fd);
}

static void send_file(long size, long count) {
  int fd = ask_peer("sink", size);
  start_clock();
  for (long i = 0; i < count; i++) {
    for (off_t offset = 0; offset < size;) {
      require(sendfile(fd, file, &offset, size - offset) > 0, "sendfile");
    }
  }
  finish_sending(fd);
}

static void receive_stream(long size, long count) {
  int fd = ask_peer("source", size);
  start_clock();
  for (long left = size * count; left > 0;) {
    ssize_t n = recv(fd, memory, left < size ? left : size, 0);
    require(n > 0, "recv");
    left -= n;
  }
  stop_clock();
  close(fd);
}

static void read_lines(long size, long count) {
  FILE *stream = fdopen(ask_peer("source", size), "r");
  char *line = NULL;
  size_t capacity = 0;
  start_clock();
  for (long i = 0; i < count; i++) require(getline(&line, &capacity, stream) == size, "getline");
  stop_clock();
  free(line);
  fclose(stream);
}

// A socket that does not wait for ever for a datagram that is lost.
static int bound_with_timeout(struct sockaddr_in *name) {
  struct timeval timeout = {.tv_sec = 10};
  int fd = bound(SOCK_DGRAM, name);
  require(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == 0, "SO_RCVTIMEO");
  return fd;
}

static void echo_datagrams(long size, long count) {
  struct sockaddr_in name, from;
  int fd = bound_with_timeout(&name);
  start_clock();
  for (long done = 0; done < count; done += WINDOW) {
    for (int i = 0; i < WINDOW; i++) {
      require(sendto(fd, data, size, 0, (struct sockaddr *)&udp_peer, sizeof udp_peer) == size, "sendto");
    }
    for (int i = 0; i < WINDOW; i++) {
      socklen_t length = sizeof from;
      require(recvfrom(fd, memory, size, 0, (struct sockaddr *)&from, &length) == size, "recvfrom");
    }
  }
  stop_clock();
  close(fd);
}

static void echo_datagram_batches(long size, long count) {
  struct sockaddr_in name, names[WINDOW];
  static char received[WINDOW][DATAGRAM];
  struct iovec part = {data, size}, parts[WINDOW];
  struct mmsghdr out[WINDOW] = {0}, in[WINDOW] = {0};
  int fd = bound_with_timeout(&name);
  for (int i = 0; i < WINDOW; i++) {
    parts[i] = (struct iovec){received[i], size};
    out[i].msg_hdr = (struct msghdr){
        .msg_name = &udp_peer, .msg_namelen = sizeof udp_peer, .msg_iov = &part, .msg_iovlen = 1};
    in[i].msg_hdr = (struct msghdr){.msg_name = &names[i], .msg_iov = &parts[i], .msg_iovlen = 1};
  }
  start_clock();
  for (long done = 0; done < count; done += WINDOW) {
    require(sendmmsg(fd, out, WINDOW, 0) == WINDOW, "sendmmsg");
    for (int left = WINDOW; left > 0;) {
      for (int i = 0; i < left; i++) in[i].msg_hdr.msg_namelen = sizeof names[i];
      int n = recvmmsg(fd, in, left, MSG_WAITFORONE, NULL);
      require(n > 0, "recvmmsg");
      left -= n;
    }
  }
  stop_clock();
  close(fd);
}

static const struct call {
  const char *name;
  void (*run)(long size, long count);
} calls[] = {
    {"getsockopt", get_option},
    {"getsockname", get_name},
    {"socketpair", over_socketpair},
    {"loopback", over_loopback},
    {"loopback_into", over_loopback},
    {"again", try_again},
    {"datagram", datagrams},
    {"datagram_into", datagrams},
    {"connection", connections},
    {"pingpong", ping_pong},
    {"pingpong_into", ping_pong},
    {"pingpong_timeout", ping_pong_with_timeout},
    {"send", send_stream},
    {"sendall", send_whole},
    {"sendfile", send_file},
    {"recv", receive_stream},
    {"recv_bare", receive_stream},
    {"recv_into", receive_stream},
    {"lines", read_lines},
    {"text_lines", read_lines},
    {"echo_datagram", echo_datagrams},
    {"echo_datagram_into", echo_datagrams},
    {"echo_batch", echo_datagram_batches},
    {"echo_batch_into", echo_datagram_batches},
};
enum { CALLS = sizeof calls / sizeof *calls };

static struct sockaddr_in peer_at(const char *port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(atoi(port))};
}

int main(int argc, char **argv) {
  char name[32];
  long size, count;
  if (argc != 4) return 2;
  tcp_peer = peer_at(argv[1]);
  udp_peer = peer_at(argv[2]);
  file = open(argv[3], O_RDONLY | O_CLOEXEC);
  require(file >= 0, "open");
  memset(data, 'x', sizeof data);
  printf("ready");
  for (int i = 0; i < CALLS; i++) printf(" %s", calls[i].name);
  printf("\n");
  fflush(stdout);
  while (scanf(" run %31s %ld %ld", name, &size, &count) == 3) {
    for (int i = 0; i < CALLS; i++) {
      if (strcmp(name, calls[i].name) == 0) calls[i].run(size, count);
    }
    printf("%lld %lld\n", wall, cpu);
    fflush(stdout);
  }
  return 0;
}
