#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc) || canImport(Darwin)
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
      board.hangOut(nil, for: threads.count)
      for thread in threads { pthread_join(thread, nil) }
    }

    /// Calls `part` with each of 0..<members, on as many threads, and waits for all.
    func run(_ part: (Int) -> Void) {
      withoutActuallyEscaping(part) { part in
        board.hangOut(part, for: threads.count)
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
    /// How many works there have been. It and `work` change with the mutex held.
    private let works = Atomic(0)
    private let unfinished = Atomic(0)
    private var work: ((Int) -> Void)?

    private static let looksBeforeSleep = 20_000
    private static let looksBeforeYield = 100

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
    func hangOut(_ work: ((Int) -> Void)?, for threads: Int) {
      pthread_mutex_lock(mutex)
      self.work = work
      unfinished.store(threads, ordering: .relaxed)
      works.add(1, ordering: .releasing)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }

    func waitForAll() {
      var looks = 0
      while unfinished.load(ordering: .acquiring) > 0 {
        looks += 1
        if looks > Self.looksBeforeYield { sched_yield() }
      }
      pthread_mutex_lock(mutex)
      work = nil
      pthread_mutex_unlock(mutex)
    }

    func serve(as member: Int) {
      var seen = 0
      while true {
        var looks = 0
        while works.load(ordering: .acquiring) == seen && looks < Self.looksBeforeSleep { looks += 1 }
        pthread_mutex_lock(mutex)
        while works.load(ordering: .relaxed) == seen { pthread_cond_wait(condition, mutex) }
        seen = works.load(ordering: .relaxed)
        var part = work
        pthread_mutex_unlock(mutex)
        guard let mine = part else { return }
        mine(member)
        // The work must not be held any more when it is said to be done.
        part = nil
        unfinished.subtract(1, ordering: .releasing)
      }
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
