#if canImport(Glibc)
  import Glibc
  import Synchronization
#endif

/// Independent pieces of work on every core; one after the other where the platform has no threads.
package enum Parallel {
  /// Works pieces 0..<count and gives back their results in order; nil for those that were never begun.
  ///
  /// work: is told, whenever it asks, whether it is to stop. watch: called on this thread, some hundred times a second,
  /// with the number of pieces done; false stops.
  package static func run<Output: Sendable>(
    _ count: Int, work: @escaping @Sendable (Int, () -> Bool) -> Output, watch: (Int) -> Bool
  ) -> [Output?] {
    #if canImport(Glibc)
      let threads = min(count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
      if threads > 1 { return onThreads(threads, count, work, watch) }
    #endif
    var results = [Output?](repeating: nil, count: count)
    var isStopped = false
    for piece in 0..<count {
      if isStopped || !watch(piece) { break }
      results[piece] = work(piece) {
        if !isStopped { isStopped = !watch(piece) }
        return isStopped
      }
    }
    return results
  }

  #if canImport(Glibc)
    /// What the threads share.
    private final class Shared<Output: Sendable>: Sendable {
      let count: Int
      let work: @Sendable (Int, () -> Bool) -> Output
      let next = Atomic<Int>(0)
      let done = Atomic<Int>(0)
      let running: Atomic<Int>
      let isStopped = Atomic<Bool>(false)
      let results: Mutex<[Output?]>

      init(count: Int, threads: Int, work: @escaping @Sendable (Int, () -> Bool) -> Output) {
        self.count = count
        self.work = work
        running = Atomic(threads)
        results = Mutex([Output?](repeating: nil, count: count))
      }

      func takePieces() {
        while !isStopped.load(ordering: .relaxed) {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < count else { break }
          let result = work(piece) { isStopped.load(ordering: .relaxed) }
          results.withLock { $0[piece] = result }
          done.wrappingAdd(1, ordering: .relaxed)
        }
        running.wrappingSubtract(1, ordering: .releasing)
      }
    }

    /// A thread's closure on its way through C.
    private final class Job: Sendable {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func onThreads<Output: Sendable>(
      _ threads: Int, _ count: Int, _ work: @escaping @Sendable (Int, () -> Bool) -> Output,
      _ watch: (Int) -> Bool
    ) -> [Output?] {
      let shared = Shared(count: count, threads: threads, work: work)
      var started: [pthread_t] = []
      for _ in 0..<threads {
        let job = Unmanaged.passRetained(Job { shared.takePieces() })
        var thread = pthread_t()
        let failure = pthread_create(
          &thread, nil,
          { argument in
            guard let argument else { return nil }
            Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
            return nil
          }, job.toOpaque())
        if failure == 0 {
          started.append(thread)
        } else {
          job.release()
          shared.running.wrappingSubtract(1, ordering: .relaxed)
        }
      }
      if started.isEmpty { shared.running.wrappingAdd(1, ordering: .relaxed) }
      if started.isEmpty { shared.takePieces() }
      while shared.running.load(ordering: .acquiring) > 0 {
        usleep(5_000)
        if !watch(shared.done.load(ordering: .relaxed)) { shared.isStopped.store(true, ordering: .relaxed) }
      }
      for thread in started { pthread_join(thread, nil) }
      return shared.results.withLock { $0 }
    }
  #endif
}
