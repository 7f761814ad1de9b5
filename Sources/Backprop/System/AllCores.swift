#if canImport(Glibc) || canImport(Darwin)
  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif
  import Synchronization
  import SystemThreads
#endif

/// Work that consists of independent parts, done on all cores.
package enum AllCores {
  /// Carries out each part of 0..<count once, in order and several at a time; the calling thread does its
  /// share.
  ///
  /// cores: how many are at work at most.
  /// goOn: called on the calling thread only, about once per poll or millisecond, with the number of finished
  /// parts; once it returns false, parts that have not begun are left out.
  /// part: polls `isStopped` often, and ends early once that is true.
  ///
  /// Returns: what each part returned; nil for those that were left out.
  package static func map<Result: Sendable>(
    _ count: Int, cores: Int = Processor.cores, goOn: @escaping (_ done: Int) -> Bool,
    _ part: @escaping @Sendable (Int, _ isStopped: @escaping () -> Bool) -> Result?
  ) -> [Result?] {
    #if canImport(Glibc) || canImport(Darwin)
      let work = PartedWork<Result>(count: count)
      var helpers: [pthread_t] = []
      for _ in 1..<max(min(cores, count), 1) {
        let helper = SystemThread.start(stackSize: stackSize) {
          work.takeParts(part) { work.stop.isSet }
        }
        if let helper { helpers.append(helper) }
      }
      func isStopped() -> Bool {
        if !goOn(work.done) { work.stop.set() }
        return work.stop.isSet
      }
      work.takeParts(part, isStopped)
      // The other threads are at their last parts, which may still be stopped.
      while !work.stop.isSet, work.done < count {
        usleep(1000)
        _ = isStopped()
      }
      for helper in helpers { pthread_join(helper, nil) }
      return work.results.withLock { $0 }
    #else
      var results = [Result?](repeating: nil, count: count)
      var isStopped = false
      for index in 0..<count where !isStopped {
        results[index] = part(index) {
          if !goOn(index) { isStopped = true }
          return isStopped
        }
      }
      return results
    #endif
  }

  #if canImport(Glibc) || canImport(Darwin)
    /// As that of a kernel's threads: a part may run a whole cell.
    private static let stackSize = 16 << 20
  #endif
}

#if canImport(Glibc) || canImport(Darwin)
  /// What the threads share.
  private final class PartedWork<Result: Sendable>: Sendable {
    let stop = SharedFlag()
    let results: Guarded<[Result?]>
    private let next = Atomic(0)
    private let finished = Atomic(0)
    private let count: Int

    init(count: Int) {
      self.count = count
      results = Guarded([Result?](repeating: nil, count: count))
    }

    /// The number of finished parts.
    var done: Int { finished.load(ordering: .acquiring) }

    /// Takes one part after another until none is left, or until it is stopped.
    func takeParts(
      _ part: @Sendable (Int, @escaping () -> Bool) -> Result?, _ isStopped: @escaping () -> Bool
    ) {
      while !isStopped() {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = part(index, isStopped)
        results.withLock { $0[index] = result }
        finished.add(1, ordering: .releasing)
      }
    }
  }
#endif
