// Who asks the echo servers of bench/scale.ts, the same for all of them.
//
// It is started with the server's port and process id, and says "ready". Then it does what it is told, in lines:
//   hold COUNT          has so many idle connections; each of them was answered once when it was made. Answers COUNT
//   run COUNT MS SIZE   as many active connections as COUNT ask and ask again, each when it was answered, for so many
//                       milliseconds. Answers how many answers came, how many nanoseconds passed, and how many nanoseconds of
//                       CPU time the server used, in its process and in the kernel on its behalf
//   check               asks on every idle connection once more. Answers how many answered
// Every answer is compared with the question, byte for byte; one that differs, and a connection that ends, ends the program.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Few enough that a server whose queue of connections is short has room for all of them.
enum { BATCH = 64, MESSAGE = 4096 };

struct connection {
  int fd;
  unsigned question;
  size_t received;
  char answer[MESSAGE];
};

static struct sockaddr_in server = {.sin_family = AF_INET};
static clockid_t server_clock;
static struct connection *active;
static int *idle, idle_count, active_count;
static char question[MESSAGE];

static void require(int condition, const char *what) {
  if (condition) return;
  perror(what);
  exit(1);
}

static long long now(clockid_t clock) {
  struct timespec time;
  require(clock_gettime(clock, &time) == 0, "clock_gettime");
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int connected(void) {
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // Thousands of connections leave no TIME_WAIT behind.
  struct linger at_once = {.l_onoff = 1};
  require(fd >= 0, "socket");
  require(connect(fd, (struct sockaddr *)&server, sizeof server) == 0, "connect");
  require(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "TCP_NODELAY");
  require(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0, "SO_LINGER");
  return fd;
}

static void ask_once(int fd, unsigned number) {
  require(send(fd, &number, sizeof number, MSG_NOSIGNAL) == sizeof number, "send");
}

static void expect_answer(int fd, unsigned number) {
  unsigned answer = ~number;
  require(recv(fd, &answer, sizeof answer, MSG_WAITALL) == sizeof answer && answer == number, "answer");
}

static int ask_all(const int *fds, int count) {
  for (int first = 0; first < count; first += BATCH) {
    int last = first + BATCH < count ? first + BATCH : count;
    for (int i = first; i < last; i++) ask_once(fds[i], i);
    for (int i = first; i < last; i++) expect_answer(fds[i], i);
  }
  return count;
}

static void hold(int count) {
  require((idle = realloc(idle, count * sizeof *idle)) != NULL, "realloc");
  while (idle_count < count) {
    int first = idle_count;
    while (idle_count < count && idle_count < first + BATCH) idle[idle_count++] = connected();
    ask_all(idle + first, idle_count - first);
  }
}

static void activate(int poller, int count) {
  require((active = realloc(active, count * sizeof *active)) != NULL, "realloc");
  for (; active_count < count; active_count++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = active_count};
    int fd = connected();
    ask_all(&fd, 1);
    active[active_count] = (struct connection){.fd = fd};
    require(epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
  }
}

static void ask(struct connection *connection, size_t size) {
  connection->received = 0;
  memcpy(question, &connection->question, sizeof connection->question);
  require(send(connection->fd, question, size, MSG_NOSIGNAL) == (ssize_t)size, "send");
}

// Returns whether the whole answer has come.
static int receive(struct connection *connection, size_t size) {
  ssize_t n = recv(connection->fd, connection->answer + connection->received, size - connection->received, 0);
  require(n > 0, "recv");
  connection->received += n;
  if (connection->received < size) return 0;
  memcpy(question, &connection->question, sizeof connection->question);
  require(memcmp(connection->answer, question, size) == 0, "an answer that was no echo");
  connection->question++;
  return 1;
}

static void run(int poller, int count, int milliseconds, size_t size) {
  static struct epoll_event events[1024];
  long long answers = 0, cpu = now(server_clock), start = now(CLOCK_MONOTONIC);
  long long end = start + milliseconds * 1000000LL, time = start;
  int asking = count;
  for (int i = 0; i < count; i++) ask(&active[i], size);
  while (asking > 0) {
    int n = epoll_wait(poller, events, 1024, 10000);
    require(n > 0, "epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *connection = &active[events[i].data.u32];
      if (!receive(connection, size)) continue;
      answers++;
      if (time < end) ask(connection, size);
      else asking--;
    }
    time = now(CLOCK_MONOTONIC);
  }
  // The system counts what a process used when the process begins to wait, or at the clock's next tick.
  usleep(10000);
  printf("%lld %lld %lld\n", answers, time - start, now(server_clock) - cpu);
}

int main(int argc, char **argv) {
  char command[16];
  int count, milliseconds, size;
  if (argc != 3) return 2;
  server.sin_port = htons(atoi(argv[1]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  require(clock_getcpuclockid(atoi(argv[2]), &server_clock) == 0, "clock_getcpuclockid");
  memset(question, 'x', sizeof question);
  int poller = epoll_create1(EPOLL_CLOEXEC);
  require(poller >= 0, "epoll_create1");
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("ready\n");
  while (scanf("%15s", command) == 1) {
    if (strcmp(command, "hold") == 0 && scanf("%d", &count) == 1) {
      hold(count);
      printf("%d\n", idle_count);
    } else if (strcmp(command, "run") == 0 && scanf("%d %d %d", &count, &milliseconds, &size) == 3 &&
               size >= (int)sizeof(unsigned) && size <= MESSAGE) {
      activate(poller, count);
      run(poller, count, milliseconds, size);
    } else if (strcmp(command, "check") == 0) {
      printf("%d\n", ask_all(idle, idle_count));
    } else {
      return 2;
    }
  }
  return 0;
}
