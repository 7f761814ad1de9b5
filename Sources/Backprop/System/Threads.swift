#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc) || canImport(Darwin)
  private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that runs this closure; nil if the system cannot create one.
  func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
    let body = Unmanaged.passRetained(ThreadBody(run))
    #if canImport(Darwin)
      var thread: pthread_t?
      let isStarted =
        pthread_create(
          &thread, nil,
          {
            Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run()
            return nil
          }, body.toOpaque()) == 0
      if !isStarted { body.release() }
      return isStarted ? thread : nil
    #else
      var thread = pthread_t()
      let isStarted =
        pthread_create(
          &thread, nil,
          { argument in
            if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
          }, body.toOpaque()) == 0
      if !isStarted { body.release() }
      return isStarted ? thread : nil
    #endif
  }
#endif
