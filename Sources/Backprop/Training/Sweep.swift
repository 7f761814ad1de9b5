#if canImport(Glibc) || canImport(Darwin)
  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif
  import Synchronization
#endif

/// Many trainings of which none knows of the others, on all cores. Each is done by one core from beginning to end, so the
/// results do not depend on how many there are.
public struct Sweep: Sendable {
  /// One training: from which weights, and how.
  public struct Run: Equatable, Sendable {
    public let network: Network
    public let options: TrainingOptions

    public init(network: Network, options: TrainingOptions) {
      self.network = network
      self.options = options
    }
  }

  /// What became of a run.
  public struct Outcome: Equatable, Sendable {
    public let result: TrainingResult
    /// The trained network.
    public let network: Network
  }

  /// How far it has come.
  public struct Progress {
    /// Runs that are over.
    public let done: Int
    /// Epochs trained, over all runs, those under way among them.
    public let epochs: Int
    /// An outcome a run, in order, as far as there are any: more work than the numbers.
    public let outcomes: () -> [Outcome?]
  }

  private let trainers: [Trainer]
  private let patterns: PatternSet

  /// Throws: an option out of its range, or patterns whose widths are not those of a network.
  public init(_ runs: [Run], on patterns: PatternSet) throws(NetworkError) {
    var trainers: [Trainer] = []
    for run in runs {
      try run.network.check(patterns)
      trainers.append(try Trainer(network: run.network, options: run.options))
    }
    self.trainers = trainers
    self.patterns = patterns
  }

  /// Trains all. The observer is asked on this thread, about once a millisecond, and told how far they are; where it says
  /// false, all stop.
  ///
  /// Returns: an outcome a run, in order; nil for those that had not begun when training was stopped.
  public func train(threads: Int, observer: (Progress) -> Bool = { _ in true }) -> [Outcome?] {
    #if canImport(Glibc) || canImport(Darwin)
      let work = SweepWork(count: trainers.count)
      var helpers: [pthread_t] = []
      for _ in 1..<max(min(threads, trainers.count), 1) {
        if let helper = startThread({ [self] in run(work) { true } }) { helpers.append(helper) }
      }
      run(work) { observer(work.progress) }
      // The last runs of the others: the observer may still stop them.
      while work.done.load(ordering: .acquiring) < work.begun && !work.isStopped.load(ordering: .relaxed) {
        usleep(1000)
        if !observer(work.progress) { work.isStopped.store(true, ordering: .relaxed) }
      }
      for helper in helpers { pthread_join(helper, nil) }
      return work.outcomes.withLock { $0 }
    #else
      var outcomes = [Outcome?](repeating: nil, count: trainers.count)
      var isStopped = false
      var epochs = 0
      for index in trainers.indices where !isStopped {
        let before = outcomes
        outcomes[index] = outcome(index) { progress in
          isStopped =
            isStopped
            || !observer(Progress(done: index, epochs: epochs + progress.epoch, outcomes: { before }))
          return !isStopped
        }
        epochs += outcomes[index]?.result.epochs ?? 0
      }
      return outcomes
    #endif
  }

  private func outcome(_ index: Int, _ observer: (TrainingProgress) -> Bool) -> Outcome? {
    var trainer = trainers[index]
    guard let result = try? trainer.train(patterns, observer: observer) else { return nil }
    return Outcome(result: result, network: trainer.network)
  }
}

#if canImport(Glibc) || canImport(Darwin)
  extension Sweep {
    /// Takes one run after another until none is left.
    fileprivate func run(_ work: SweepWork, _ goOn: () -> Bool) {
      while !work.isStopped.load(ordering: .relaxed) {
        let index = work.next.add(1, ordering: .relaxed).oldValue
        guard index < trainers.count else { return }
        var epochs = 0
        let outcome = outcome(index) { progress in
          work.epochs.add(progress.epoch - epochs, ordering: .relaxed)
          epochs = progress.epoch
          if !goOn() { work.isStopped.store(true, ordering: .relaxed) }
          return !work.isStopped.load(ordering: .relaxed)
        }
        work.outcomes.withLock { $0[index] = outcome }
        work.done.add(1, ordering: .releasing)
      }
    }
  }

  /// What the threads of a sweep share.
  private final class SweepWork: Sendable {
    let next = Atomic(0)
    let done = Atomic(0)
    let epochs = Atomic(0)
    let isStopped = Atomic(false)
    let outcomes: Mutex<[Sweep.Outcome?]>
    private let count: Int

    init(count: Int) {
      self.count = count
      outcomes = Mutex([Sweep.Outcome?](repeating: nil, count: count))
    }

    var progress: Sweep.Progress {
      Sweep.Progress(
        done: done.load(ordering: .relaxed), epochs: epochs.load(ordering: .relaxed),
        outcomes: { self.outcomes.withLock { $0 } })
    }

    /// How many runs some thread has taken.
    var begun: Int { min(next.load(ordering: .relaxed), count) }
  }
#endif
