#if canImport(Glibc) || canImport(Darwin)
  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif
  import Synchronization
  import SystemThreads
#endif

/// Many independent trainings, on all cores. One core carries out each training from beginning to end, so the
/// results do not depend on the number of cores. A run's network is created when its turn comes and released
/// afterwards, so that many runs of a large network take the memory of a few.
public struct Sweep: Sendable {
  /// One training: the initial weights and the options.
  public struct Run: Equatable, Sendable {
    /// The network that training starts from.
    public let network: Network
    /// How it is trained.
    public let options: TrainingOptions
    /// How its weights are drawn; nil keeps those of `network`.
    public let draw: Draw?

    /// A run; it is checked when the sweep is created.
    public init(network: Network, options: TrainingOptions, draw: Draw? = nil) {
      self.network = network
      self.options = options
      self.draw = draw
    }

    /// The network that training starts from, with its weights drawn.
    fileprivate var start: Network {
      var network = network
      if let draw { network.initializeWeights(draw.scheme, seed: draw.seed) }
      return network
    }
  }

  /// New weights, as drawn by `Network.setWeights(_:seed:)`.
  public struct Draw: Equatable, Sendable {
    /// How they are drawn.
    public let scheme: WeightInitialization
    /// The seed of the generator that draws them.
    public let seed: UInt64

    /// Weights drawn by this scheme with this seed.
    public init(_ scheme: WeightInitialization, seed: UInt64) {
      self.scheme = scheme
      self.seed = seed
    }
  }

  /// The outcome of a run.
  public struct Outcome: Equatable, Sendable {
    /// The result of the training.
    public let result: TrainingResult
    /// The trained network.
    public let network: Network
  }

  /// How far the sweep has come.
  public struct Progress<Summary> {
    /// The number of finished runs.
    public let done: Int
    /// The epochs trained over all runs, including those in progress.
    public let epochs: Int
    /// One summary per run, in order; nil for runs without one yet. Reading it takes more work than the
    /// numbers.
    public let summaries: () -> [Summary?]
  }

  private let runs: [Run]
  private let patterns: PatternSet

  /// Throws: `NetworkError.inputWidth` and `.targetWidth` if the widths of the patterns are not those of a
  /// network; `.weightsCannotBeDrawn`; whatever `Trainer` throws for options out of their range.
  public init(_ runs: [Run], on patterns: PatternSet) throws(NetworkError) {
    for run in runs {
      try run.network.check(patterns)
      try run.options.validate()
      try run.draw?.scheme.check()
    }
    self.runs = runs
    self.patterns = patterns
  }

  /// Trains all runs. The observer is called on this thread, about once per millisecond, with the progress;
  /// if it returns false, all runs stop.
  ///
  /// Returns: one outcome per run, in order; nil for runs that had not begun when training was stopped.
  public func train(threads: Int, observer: (Progress<Outcome>) -> Bool = { _ in true }) -> [Outcome?] {
    train(threads: threads, summary: { _, outcome in outcome }, observer: observer)
  }

  /// The same, but keeps of each run only what `summary` returns for its place and outcome; `summary` is
  /// called on the thread that trained the run.
  public func train<Summary: Sendable>(
    threads: Int, summary: @escaping @Sendable (Int, Outcome) -> Summary,
    observer: (Progress<Summary>) -> Bool = { _ in true }
  ) -> [Summary?] {
    #if canImport(Glibc) || canImport(Darwin)
      let work = SweepWork<Summary>(count: runs.count)
      var helpers: [pthread_t] = []
      for _ in 1..<max(min(threads, runs.count), 1) {
        if let helper = SystemThread.start({ [self] in takeRuns(work, summary) { true } }) {
          helpers.append(helper)
        }
      }
      takeRuns(work, summary) { observer(work.progress) }
      // The other threads are finishing their last runs: the observer may still stop them.
      while work.done.load(ordering: .acquiring) < work.begun && !work.isStopped.load(ordering: .relaxed) {
        // A millisecond, as between the calls of the observer during a run.
        usleep(1000)
        if !observer(work.progress) { work.isStopped.store(true, ordering: .relaxed) }
      }
      for helper in helpers { pthread_join(helper, nil) }
      return work.summaries.withLock { $0 }
    #else
      var summaries = [Summary?](repeating: nil, count: runs.count)
      var isStopped = false
      var epochs = 0
      for index in runs.indices where !isStopped {
        let before = summaries
        let outcome = outcome(ofRun: index) { progress in
          isStopped =
            isStopped
            || !observer(Progress(done: index, epochs: epochs + progress.epoch, summaries: { before }))
          return !isStopped
        }
        summaries[index] = summary(index, outcome)
        epochs += outcome.result.epochs
      }
      return summaries
    #endif
  }

  /// Carries out one run. It cannot fail: everything was checked when the sweep was created.
  private func outcome(ofRun index: Int, _ observer: (TrainingProgress) -> Bool) -> Outcome {
    let run = runs[index]
    var trainer = Trainer(network: run.start, checkedOptions: run.options)
    let result = trainer.train(checkedPatterns: patterns, epochs: run.options.epochs, observer: observer)
    return Outcome(result: result, network: trainer.network)
  }
}

#if canImport(Glibc) || canImport(Darwin)
  extension Sweep {
    /// Takes one run after another until none is left, or until `goOn`, which is asked about once per
    /// millisecond, returns false.
    fileprivate func takeRuns<Summary: Sendable>(
      _ work: SweepWork<Summary>, _ summary: (Int, Outcome) -> Summary, _ goOn: () -> Bool
    ) {
      while !work.isStopped.load(ordering: .relaxed) {
        let index = work.next.add(1, ordering: .relaxed).oldValue
        guard index < runs.count else { return }
        var epochs = 0
        let outcome = outcome(ofRun: index) { progress in
          work.epochs.add(progress.epoch - epochs, ordering: .relaxed)
          epochs = progress.epoch
          if !goOn() { work.isStopped.store(true, ordering: .relaxed) }
          return !work.isStopped.load(ordering: .relaxed)
        }
        let kept = summary(index, outcome)
        work.summaries.withLock { $0[index] = kept }
        work.done.add(1, ordering: .releasing)
      }
    }
  }

  /// What the threads of a sweep share.
  private final class SweepWork<Summary: Sendable>: Sendable {
    let next = Atomic(0)
    let done = Atomic(0)
    let epochs = Atomic(0)
    let isStopped = Atomic(false)
    let summaries: Guarded<[Summary?]>
    private let count: Int

    init(count: Int) {
      self.count = count
      summaries = Guarded([Summary?](repeating: nil, count: count))
    }

    var progress: Sweep.Progress<Summary> {
      Sweep.Progress(
        done: done.load(ordering: .relaxed), epochs: epochs.load(ordering: .relaxed),
        summaries: { self.summaries.withLock { $0 } })
    }

    /// The number of runs that a thread has taken.
    var begun: Int { min(next.load(ordering: .relaxed), count) }
  }
#endif
