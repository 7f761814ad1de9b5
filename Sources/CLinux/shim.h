#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// A descriptor that can be read once the process has ended, or -1. The library has a function for it only since 2.36.
static inline int open_process_descriptor(pid_t process) {
  return (int)syscall(SYS_pidfd_open, process, 0);
}

/// Opens a folder to name files in it, which needs no permission to list them.
static inline int open_folder(const char *path) {
  return open(path, __O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/// What the system calls this thread.
static inline pid_t this_thread(void) {
  return (pid_t)syscall(SYS_gettid);
}

/// What a thread gets that is started with no attributes of its own. The headers show it to GNU sources alone.
extern int pthread_setattr_default_np(const pthread_attr_t *attributes);
static inline void set_default_thread_attributes(const pthread_attr_t *attributes) {
  pthread_setattr_default_np(attributes);
}
