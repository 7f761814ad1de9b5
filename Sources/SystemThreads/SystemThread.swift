#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc) || canImport(Darwin)
  /// Threads of the system's own: nothing that blocks, or computes for long, may run on Swift's cooperative
  /// pool.
  package enum SystemThread {
    private final class Body: Sendable {
      let run: @Sendable () -> Void
      init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs the closure on a new thread. stackSize: in bytes; nil: what the system gives.
    ///
    /// Returns: the thread, to be joined unless it is detached; nil where the system has no room for one.
    package static func start(
      stackSize: Int? = nil, isDetached: Bool = false, _ run: @escaping @Sendable () -> Void
    ) -> pthread_t? {
      let body = Unmanaged.passRetained(Body(run))
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
      if isDetached { pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED)) }
      #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(
          &thread, &attributes,
          {
            Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run()
            return nil
          }, body.toOpaque())
      #else
        var thread = pthread_t()
        let status = pthread_create(
          &thread, &attributes,
          { argument in
            if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
          }, body.toOpaque())
      #endif
      guard status == 0 else {
        body.release()
        return nil
      }
      return thread
    }
  }
#endif
