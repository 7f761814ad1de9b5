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
  /// while, waiting for the next piece of work, before they sleep. Nothing waits for a thread that has not
  /// begun: on a busy machine, the one that asks for the work does the others' parts too.
  final class Crew {
    /// The number of parts of a piece of work, and of threads that work, including the one that asks for it.
    let members: Int
    private let board: Board
    private var threads: [pthread_t] = []

    init(members: Int) {
      self.members = max(members, 1)
      board = Board(parts: self.members)
      for member in 1..<self.members {
        let board = board
        if let thread = SystemThread.start({ board.serve(as: member) }) { threads.append(thread) }
      }
    }

    deinit {
      board.end()
      for thread in threads { pthread_join(thread, nil) }
    }

    /// Calls `part` with each of 0..<members, on as many threads as are free, and waits until all parts are
    /// done.
    func run(_ part: (Int) -> Void) {
      withoutActuallyEscaping(part) { board.share($0) }
    }
  }

  /// Where a crew's threads find their work.
  private final class Board: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let parts: Int
    /// The number of pieces of work so far. `work` changes before this number does, and again when all have
    /// finished.
    private let works = Atomic(0)
    /// For each part, the last piece of work of which a thread took it: whoever raises it does the part. Each
    /// is in a cache line of its own.
    private let taken: UnsafeMutablePointer<Atomic<Int>>
    private let unfinished = Atomic(0)
    private let sleepers = Atomic(0)
    private let hasEnded = Atomic(false)
    private var work: ((Int) -> Void)?

    private static let cacheLine = 64 / MemoryLayout<Atomic<Int>>.stride
    /// A member looks for work for a fraction of a millisecond before it sleeps. A thread that waits for the
    /// others to finish soon yields its core, in case there are fewer cores than threads.
    private static let looksBeforeSleep = 5_000
    private static let looksBeforeYield = 500

    init(parts: Int) {
      self.parts = parts
      taken = .allocate(capacity: parts * Self.cacheLine)
      for place in 0..<parts * Self.cacheLine { (taken + place).initialize(to: Atomic(0)) }
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(condition, nil)
    }

    deinit {
      pthread_cond_destroy(condition)
      pthread_mutex_destroy(mutex)
      condition.deallocate()
      mutex.deallocate()
      taken.deinitialize(count: parts * Self.cacheLine)
      taken.deallocate()
    }

    /// Hands out a piece of work, does its first part and each that no other thread has begun by then, and
    /// waits for the rest.
    func share(_ work: @escaping (Int) -> Void) {
      self.work = work
      unfinished.store(parts - 1, ordering: .relaxed)
      let current = works.add(1, ordering: .sequentiallyConsistent).newValue
      wake()
      work(0)
      for part in 1..<parts where take(part, of: current) {
        work(part)
        unfinished.subtract(1, ordering: .relaxed)
      }
      waitForAll()
      self.work = nil
    }

    /// Ends the threads.
    func end() {
      hasEnded.store(true, ordering: .relaxed)
      works.add(1, ordering: .sequentiallyConsistent)
      wake()
    }

    func serve(as member: Int) {
      var seen = 0
      while true {
        seen = waitForWork(after: seen)
        if hasEnded.load(ordering: .relaxed) { return }
        guard take(member, of: seen) else { continue }
        doWork(as: member)
        unfinished.subtract(1, ordering: .releasing)
      }
    }

    /// Returns: whether this thread is the one to do a part. Until that part has finished, `work` is the
    /// piece of work of that number.
    private func take(_ part: Int, of current: Int) -> Bool {
      taken[part * Self.cacheLine].compareExchange(
        expected: current - 1, desired: current, ordering: .relaxed
      ).exchanged
    }

    /// When it returns, the work is no longer held; only then may it be reported as done.
    @inline(never)
    private func doWork(as member: Int) { work?(member) }

    private func wake() {
      // A thread that is about to sleep says so before it looks at `works` for the last time.
      guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }

    private func waitForAll() {
      var looks = 0
      while unfinished.load(ordering: .acquiring) > 0 {
        looks += 1
        if looks > Self.looksBeforeYield { sched_yield() } else { numerics_pause() }
      }
    }

    /// Returns: the number of the latest piece of work, once it is greater than `seen`.
    private func waitForWork(after seen: Int) -> Int {
      for _ in 0..<Self.looksBeforeSleep {
        let latest = works.load(ordering: .acquiring)
        if latest > seen { return latest }
        numerics_pause()
      }
      pthread_mutex_lock(mutex)
      sleepers.add(1, ordering: .sequentiallyConsistent)
      while works.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(condition, mutex) }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
      pthread_mutex_unlock(mutex)
      return works.load(ordering: .acquiring)
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
