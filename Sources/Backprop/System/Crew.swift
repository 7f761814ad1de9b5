#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc) || canImport(Darwin)
  import CNumerics
  import Synchronization
  import SystemThreads

  /// Threads that repeatedly share one piece of work and start without having to be woken: they spin for a
  /// while, waiting for the next piece of work, before they sleep.
  final class Crew {
    /// The number of threads that work, including the one that asks for the work.
    let members: Int
    private let board = Board()
    private var threads: [pthread_t] = []

    init(members: Int) {
      self.members = max(members, 1)
      for _ in 1..<self.members {
        let member = threads.count + 1
        let board = board
        if let thread = SystemThread.start({ board.serve(as: member) }) { threads.append(thread) }
      }
    }

    deinit {
      board.post(nil, for: threads.count)
      for thread in threads { pthread_join(thread, nil) }
    }

    /// Calls `part` with each of 0..<members, on as many threads, and waits until all have finished.
    func run(_ part: (Int) -> Void) {
      withoutActuallyEscaping(part) { part in
        board.post(part, for: threads.count)
        part(0)
        // If the system gave fewer threads, this one does their parts too.
        for member in threads.count + 1..<max(members, threads.count + 1) { part(member) }
        board.waitForAll()
      }
    }
  }

  /// Where a crew's threads find their work.
  private final class Board: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// The number of pieces of work so far. `work` changes before this number does, and again when all have
    /// finished.
    private let works = Atomic(0)
    private let unfinished = Atomic(0)
    private let sleepers = Atomic(0)
    private var work: ((Int) -> Void)?

    /// A member looks for work for a fraction of a millisecond before it sleeps. A thread that waits for the
    /// others to finish soon yields its core, in case there are fewer cores than threads.
    private static let looksBeforeSleep = 5_000
    private static let looksBeforeYield = 500

    init() {
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(condition, nil)
    }

    deinit {
      pthread_cond_destroy(condition)
      pthread_mutex_destroy(mutex)
      condition.deallocate()
      mutex.deallocate()
    }

    /// Hands out a piece of work to this many threads; nil ends them.
    func post(_ work: ((Int) -> Void)?, for threads: Int) {
      self.work = work
      unfinished.store(threads, ordering: .relaxed)
      works.add(1, ordering: .sequentiallyConsistent)
      // A thread that is about to sleep says so before it looks at `works` for the last time.
      guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }

    func waitForAll() {
      var looks = 0
      while unfinished.load(ordering: .acquiring) > 0 {
        looks += 1
        if looks > Self.looksBeforeYield { sched_yield() } else { numerics_pause() }
      }
      work = nil
    }

    func serve(as member: Int) {
      var seen = 0
      while true {
        waitForWork(after: seen)
        seen += 1
        guard doWork(as: member) else { return }
        unfinished.subtract(1, ordering: .releasing)
      }
    }

    /// When it returns, the work is no longer held; only then may it be reported as done. Returns: whether
    /// there was any work.
    @inline(never)
    private func doWork(as member: Int) -> Bool {
      guard let work else { return false }
      work(member)
      return true
    }

    private func waitForWork(after seen: Int) {
      for _ in 0..<Self.looksBeforeSleep {
        if works.load(ordering: .acquiring) > seen { return }
        numerics_pause()
      }
      pthread_mutex_lock(mutex)
      sleepers.add(1, ordering: .sequentiallyConsistent)
      while works.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(condition, mutex) }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
      pthread_mutex_unlock(mutex)
    }
  }
#else
  /// Without threads, one member does the work.
  final class Crew {
    let members = 1
    init(members: Int) {}
    func run(_ part: (Int) -> Void) { part(0) }
  }
#endif

extension Crew {
  /// The crew for a network with this many weights, limited by the number of cores; nil if one thread works
  /// alone.
  static func forNetwork(ofWeights weights: Int, cores: Int) -> Crew? {
    let members = min(cores, weights / weightsPerMember)
    return members > 1 ? Crew(members: members) : nil
  }

  /// The number of weights that justifies a thread: with fewer, handing out the work takes too large a share.
  private static let weightsPerMember = 1 << 15
}

extension Crew? {
  /// Calls `part` with shares of 0..<count, whose boundaries are multiples of `unit`, and with the number of
  /// the member that does each; without a crew, with the whole range.
  @inline(__always)
  func shareByMember(_ count: Int, by unit: Int, _ part: (Range<Int>, _ member: Int) -> Void) {
    guard let self, count > unit else {
      part(0..<count, 0)
      return
    }
    let share = (count + self.members * unit - 1) / (self.members * unit) * unit
    self.run { member in
      let first = member * share
      if first < count { part(first..<Swift.min(first + share, count), member) }
    }
  }

  /// The same for a part that need not know who does it.
  @inline(__always)
  func share(_ count: Int, by unit: Int, _ part: (Range<Int>) -> Void) {
    shareByMember(count, by: unit) { range, _ in part(range) }
  }
}
