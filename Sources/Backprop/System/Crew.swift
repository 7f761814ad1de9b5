#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc) || canImport(Darwin)
  import CNumerics
  import Synchronization

  /// Threads that do one work together, again and again, and begin without being woken: they look out for the
  /// next work for a while before they sleep.
  final class Crew {
    /// How many do the work, the thread that asks for it among them.
    let members: Int
    private let board = Board()
    private var threads: [pthread_t] = []

    init(members: Int) {
      self.members = max(members, 1)
      for _ in 1..<self.members {
        let member = threads.count + 1
        let board = board
        if let thread = startThread({ board.serve(as: member) }) { threads.append(thread) }
      }
    }

    deinit {
      board.post(nil, for: threads.count)
      for thread in threads { pthread_join(thread, nil) }
    }

    /// Calls `part` with each of 0..<members, on as many threads, and waits for all.
    func run(_ part: (Int) -> Void) {
      withoutActuallyEscaping(part) { part in
        board.post(part, for: threads.count)
        part(0)
        // Where the system gave fewer threads, this one does the others' parts too.
        for member in threads.count + 1..<max(members, threads.count + 1) { part(member) }
        board.waitForAll()
      }
    }
  }

  /// Where a crew's threads find their work.
  private final class Board: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// How many works there have been. `work` changes before it does, and when all have finished.
    private let works = Atomic(0)
    private let unfinished = Atomic(0)
    private let sleepers = Atomic(0)
    private var work: ((Int) -> Void)?

    /// A fraction of a millisecond.
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

    /// Hands out a work to so many threads; none is the end.
    func post(_ work: ((Int) -> Void)?, for threads: Int) {
      self.work = work
      unfinished.store(threads, ordering: .relaxed)
      works.add(1, ordering: .sequentiallyConsistent)
      // Who is about to sleep has said so before it looked at `works` for the last time.
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

    /// By its end, the work is not held any more; not before then may it be said to be done. Returns: whether
    /// there was one.
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
  /// Where there are no threads, one member does the work.
  final class Crew {
    let members = 1
    init(members: Int) {}
    func run(_ part: (Int) -> Void) { part(0) }
  }
#endif

extension Crew {
  /// Who works on a network of so many weights, where there are so many cores for it; nil: one alone.
  static func forNetwork(ofWeights weights: Int, cores: Int) -> Crew? {
    let members = min(cores, weights / weightsPerMember)
    return members > 1 ? Crew(members: members) : nil
  }

  /// What is worth a thread of its own.
  private static let weightsPerMember = 1 << 15
}

extension Crew? {
  /// Calls `part` with shares of 0..<count, whose borders are multiples of `unit`, and with who does each;
  /// without a crew, with all at once.
  @inline(__always)
  func share(_ count: Int, by unit: Int, _ part: (Range<Int>, _ member: Int) -> Void) {
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

  @inline(__always)
  func share(_ count: Int, by unit: Int, _ part: (Range<Int>) -> Void) {
    share(count, by: unit) { range, _ in part(range) }
  }
}
