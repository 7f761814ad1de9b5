#include <malloc.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// A descriptor that can be read once the process has ended, or -1. The library has a function for it only since 2.36.
static inline int open_process_descriptor(pid_t process) {
  return (int)syscall(SYS_pidfd_open, process, 0);
}
