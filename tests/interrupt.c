// Signals that interrupt the system calls of one thread: their handler is installed without SA_RESTART.
#include <pthread.h>
#include <signal.h>
#include <time.h>

#define SIGNAL SIGURG // which nobody minds: without a handler it is ignored

static pthread_t target, sender;
static struct sigaction before;
static volatile sig_atomic_t handled, stopping;
static long interval_us, rounds;

static void handle(int number) {
  (void)number;
  handled++;
}

static void *send_signals(void *unused) {
  struct timespec pause = {interval_us / 1000000, interval_us % 1000000 * 1000};
  for (long round = 0; round < rounds && !stopping; round++) {
    nanosleep(&pause, 0);
    pthread_kill(target, SIGNAL);
  }
  return unused;
}

// The calling thread gets `count` signals, one every `microseconds`. Returns 0, or an error number.
int interrupt_start(int microseconds, int count) {
  struct sigaction action = {.sa_handler = handle};
  handled = stopping = 0;
  interval_us = microseconds;
  rounds = count;
  target = pthread_self();
  sigaction(SIGNAL, &action, &before);
  return pthread_create(&sender, 0, send_signals, 0);
}

// Ends that. Returns how many signals were handled.
int interrupt_stop(void) {
  stopping = 1;
  pthread_join(sender, 0);
  sigaction(SIGNAL, &before, 0);
  return handled;
}
