// A bad link between two network namespaces: a TUN device in each, and packets between them that are lost, doubled and
// put out of order. Arguments: the namespaces' files, and how many of a thousand packets each of the three happens to.
// Ends when its standard input does.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int open_tun(const char *namespace) {
  int ns = open(namespace, O_RDONLY);
  if (ns < 0 || setns(ns, CLONE_NEWNET) < 0) return -1;
  close(ns);
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request = {0};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strcpy(request.ifr_name, "lossy0");
  return fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0 ? -1 : fd;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int per_mille = atoi(arguments[3]);
  struct pollfd fds[3] = {{open_tun(arguments[1]), POLLIN, 0}, {open_tun(arguments[2]), POLLIN, 0}, {0, POLLIN, 0}};
  if (fds[0].fd < 0 || fds[1].fd < 0) {
    perror("lossy");
    return 1;
  }
  puts("ready");
  fflush(stdout);
  static char packet[2][65536], late[2][65536];
  ssize_t held[2] = {0, 0};
  long passed = 0, lost = 0;
  srandom(1);
  while (poll(fds, 3, 20) >= 0) {
    if (fds[2].revents != 0) break;
    for (int side = 0; side < 2; side++) {
      int other = fds[1 - side].fd;
      ssize_t length = read(fds[side].fd, packet[side], sizeof packet[side]);
      if (length > 0) {
        long fate = random() % 1000;
        if (fate < per_mille) lost++;
        else if (fate < 2 * per_mille && held[side] == 0) memcpy(late[side], packet[side], held[side] = length);
        else {
          passed++;
          if (write(other, packet[side], length) < 0) lost++;
          if (fate > 999 - per_mille && write(other, packet[side], length) < 0) lost++;
        }
      }
      // What was held back goes behind the next one, or when nothing happens.
      if (held[side] > 0 && (length <= 0 || random() % 2)) {
        if (write(other, late[side], held[side]) < 0) lost++;
        held[side] = 0;
      }
    }
  }
  printf("%ld passed, %ld lost\n", passed, lost);
  return 0;
}
