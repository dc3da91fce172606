// Signals without SA_RESTART aimed at one thread, and a second thread that does something to a descriptor later, while
// the first one is blocked.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static pthread_t target, shooter, helper;
static volatile int shooting, interval;
static volatile sig_atomic_t delivered;

static void pause_for(long microseconds) {
  struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
  nanosleep(&time, NULL);
}

static void handler(int number) {
  (void)number;
  delivered++;
}

static void *shoot(void *unused) {
  while (shooting) {
    pause_for(interval);
    pthread_kill(target, SIGRTMIN + 7);
  }
  return unused;
}

// Interrupts the calling thread every so many microseconds.
int interrupt_start(int microseconds) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  if (sigaction(SIGRTMIN + 7, &action, NULL) < 0) return -1;
  target = pthread_self();
  interval = microseconds;
  delivered = 0;
  shooting = 1;
  return pthread_create(&shooter, NULL, shoot, NULL);
}

// Stops that, and says how many signals were handled.
int interrupt_stop(void) {
  shooting = 0;
  pthread_join(shooter, NULL);
  return (int)delivered;
}

static struct {
  int what, fd, count, milliseconds;
} later;

static long done;

static void *help(void *unused) {
  static char memory[65536];
  pause_for(later.milliseconds * 1000L);
  done = 0;
  if (later.what == 0) done = write(later.fd, memory, later.count);
  if (later.what == 3) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    getsockname(later.count, (struct sockaddr *)&name, &length);
    done = connect(later.fd, (struct sockaddr *)&name, length);
  }
  if (later.what == 2) close((int)(done = accept(later.fd, NULL, NULL)));
  while (later.what == 1 && done < later.count) {
    long n = read(later.fd, memory, sizeof memory);
    if (n <= 0) break;
    done += n;
    pause_for(200);
  }
  return unused;
}

// After so many milliseconds: 0 writes `count` zeros, 1 reads as many bytes or to the end, 2 accepts a connection and
// closes it, 3 connects to the socket `count`.
int later_start(int what, int fd, int count, int milliseconds) {
  later.what = what;
  later.fd = fd;
  later.count = count;
  later.milliseconds = milliseconds;
  return pthread_create(&helper, NULL, help, NULL);
}

// How many bytes that were.
int later_join(void) {
  pthread_join(helper, NULL);
  return (int)done;
}
