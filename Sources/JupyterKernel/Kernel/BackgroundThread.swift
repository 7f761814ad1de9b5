import CLinux
import Glibc

/// Starts threads of the system's own: nothing that blocks may run on Swift's cooperative pool.
package enum BackgroundThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Room for an interpreter that recurses, whatever the limits of the shell that started the kernel. What is
  /// not touched takes no memory.
  private static let stackSize = 16 << 20

  /// What threads of libraries get, which state no size of their own: as much as is usual, even where the
  /// limits of the shell would leave them a few pages.
  private static let stackSizeOfLibraries = 8 << 20

  /// Runs the closure on a new, detached thread; false where the system has no room for one.
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    create(isDetached: true, run) != nil
  }

  /// Runs the closure on a thread with room enough and waits for it, this thread hearing no signal meanwhile.
  /// Where the system has no room for another thread, this one runs it.
  package static func runWithRoom(_ run: @escaping @Sendable () -> Void) {
    giveLibrariesRoom()
    var all = sigset_t()
    sigfillset(&all)
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let mask = before
    let thread = create(isDetached: false) {
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

  private static func create(isDetached: Bool, _ run: @escaping @Sendable () -> Void) -> pthread_t? {
    let body = Unmanaged.passRetained(Body(run))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    if isDetached { pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      return nil
    }
    return thread
  }

  private static func giveLibrariesRoom() {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSizeOfLibraries)
    set_default_thread_attributes(&attributes)
  }

  /// Lets the threads that wait for a core go before this one.
  static func yieldToOthers() {
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(this_thread()), 10)
  }
}
