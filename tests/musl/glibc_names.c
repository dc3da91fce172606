/* What Debian's libstdc++, and a CPython built for glibc, look for in glibc and do not find in musl. Loaded in the place of
   glibc's ld-linux-x86-64.so.2, which they name as a library they need. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* libstdc++ */

char __libc_single_threaded = 0;
unsigned __cpu_model[4];

int __cpu_indicator_init(void) {
  return 0;
}

/* Threads end with the process here: what they would destroy need not be. */
int __cxa_thread_atexit_impl(void (*destroy)(void *), void *object, void *library) {
  (void)destroy, (void)object, (void)library;
  return 0;
}

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale) {
  return strftime_l(text, size, format, time, locale);
}

uint32_t arc4random(void) {
  uint32_t number = 0;
  while (getrandom(&number, sizeof number, 0) != sizeof number) {
  }
  return number;
}

/* The unwinder asks which object an address is in. */
struct dl_find_object {
  unsigned long long flags;
  void *start, *end;
  struct link_map *map;
  void *eh_frame;
  unsigned long long reserved[7];
};

struct search {
  uintptr_t wanted;
  struct dl_find_object *found;
};

static int holds_address(struct dl_phdr_info *object, size_t size, void *data) {
  struct search *search = data;
  void *eh_frame = NULL;
  int holds = 0;
  (void)size;
  for (int index = 0; index < object->dlpi_phnum; index++) {
    const ElfW(Phdr) *header = &object->dlpi_phdr[index];
    uintptr_t start = object->dlpi_addr + header->p_vaddr;
    if (header->p_type == PT_GNU_EH_FRAME) eh_frame = (void *)start;
    if (header->p_type != PT_LOAD || search->wanted < start || search->wanted >= start + header->p_memsz) continue;
    holds = 1;
    search->found->start = (void *)start;
    search->found->end = (void *)(start + header->p_memsz);
  }
  if (holds) search->found->eh_frame = eh_frame;
  return holds && eh_frame != NULL;
}

int _dl_find_object(void *address, struct dl_find_object *found) {
  struct search search = {(uintptr_t)address, found};
  memset(found, 0, sizeof *found);
  return dl_iterate_phdr(holds_address, &search) == 1 ? 0 : -1;
}

/* zlib and bzip2, for CPython's codecs */

int __vsnprintf_chk(char *text, size_t size, int flag, size_t room, const char *format, va_list arguments) {
  (void)flag, (void)room;
  return vsnprintf(text, size, format, arguments);
}

int __snprintf_chk(char *text, size_t size, int flag, size_t room, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = __vsnprintf_chk(text, size, flag, room, format, arguments);
  va_end(arguments);
  return length;
}

int __fprintf_chk(FILE *file, int flag, const char *format, ...) {
  va_list arguments;
  (void)flag;
  va_start(arguments, format);
  int length = vfprintf(file, format, arguments);
  va_end(arguments);
  return length;
}

/* CPython */

int fcntl64(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  return fcntl(fd, command, argument);
}

long __sysconf(int name) {
  return sysconf(name);
}

cpu_set_t *__sched_cpualloc(size_t count) {
  return calloc(1, CPU_ALLOC_SIZE(count));
}

void __sched_cpufree(cpu_set_t *set) {
  free(set);
}

int close_range(unsigned first, unsigned last, int flags) {
  return syscall(SYS_close_range, first, last, flags);
}

void closefrom(int first) {
  close_range(first, ~0U, 0);
}

int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first) {
  (void)actions, (void)first;
  return ENOSYS;
}

ssize_t preadv64v2(int fd, const struct iovec *vectors, int count, off_t offset, int flags) {
  return syscall(SYS_preadv2, fd, vectors, count, offset, 0, flags);
}

ssize_t pwritev64v2(int fd, const struct iovec *vectors, int count, off_t offset, int flags) {
  return syscall(SYS_pwritev2, fd, vectors, count, offset, 0, flags);
}

/* The time is on the monotonic clock; musl's function wants the other. */
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until) {
  struct timespec now, real;
  clock_gettime(clock, &now);
  clock_gettime(CLOCK_REALTIME, &real);
  real.tv_sec += until->tv_sec - now.tv_sec;
  real.tv_nsec += until->tv_nsec - now.tv_nsec;
  if (real.tv_nsec < 0) real.tv_nsec += 1000000000, real.tv_sec--;
  if (real.tv_nsec >= 1000000000) real.tv_nsec -= 1000000000, real.tv_sec++;
  return sem_timedwait(semaphore, &real);
}
