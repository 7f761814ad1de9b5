import CLinux
import Glibc
import SystemThreads

/// The kernel's threads.
package enum BackgroundThread {
  /// Large enough for a recursive interpreter, and independent of the limits of the shell that started the
  /// kernel. Pages that are never touched take no memory.
  private static let stackSize = 16 << 20

  /// The stack size of library threads, which request none: the usual size, even if the shell's limits would
  /// leave them only a few pages.
  private static let stackSizeOfLibraries = 8 << 20

  /// Runs the closure on a new, detached thread; false if the system cannot create one.
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    SystemThread.start(stackSize: stackSize, isDetached: true, run) != nil
  }

  /// Runs the closure on a thread with enough stack and waits for it, blocking signals meanwhile. If the
  /// system cannot create another thread, this one runs it.
  package static func runWithRoom(_ run: @escaping @Sendable () -> Void) {
    giveLibrariesRoom()
    var all = sigset_t()
    sigfillset(&all)
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let mask = before
    let thread = SystemThread.start(stackSize: stackSize) {
      var mask = mask
      pthread_sigmask(SIG_SETMASK, &mask, nil)
      run()
    }
    if let thread {
      pthread_join(thread, nil)
    } else {
      pthread_sigmask(SIG_SETMASK, &before, nil)
      run()
    }
  }

  private static func giveLibrariesRoom() {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSizeOfLibraries)
    set_default_thread_attributes(&attributes)
  }

  /// Lets other threads that are waiting for a core run before this one.
  static func yieldToOthers() {
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(this_thread()), 10)
  }
}
