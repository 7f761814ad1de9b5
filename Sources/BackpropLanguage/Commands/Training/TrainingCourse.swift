import Backprop

/// A `train` at work: it shows how far it is, and keeps what is drawn afterwards.
struct TrainingCourse {
  private(set) var trainer: Trainer
  private let patterns: NamedPatterns
  private let options: TrainingOptions
  private let measure: ErrorMeasure
  private let epochsBefore: Int
  /// A set whose error is kept although it is not learned.
  private let watched: NamedPatterns?
  private var watchedCurve: [TrainingReport.Point] = []
  private var recorder: FormulaRecorder?
  private var report: TrainingReport
  private var end = TrainingEnd.epochsDone
  private var epochs = 0
  private var lastRecorded = 0
  private var totalError: Double?

  /// Of the display that shows the progress; nil: nothing is shown.
  private let key: String?
  private let host: CellHost
  private let digits: Int
  private let began: Double
  private var lastShown: Double

  init(
    _ start: Trainer, patterns: NamedPatterns, watched: NamedPatterns?, recorder: FormulaRecorder?,
    key: String?, host: CellHost, digits: Int
  ) {
    trainer = start
    trainer.keepsLastStep = true
    self.patterns = patterns
    self.watched = watched
    self.recorder = recorder
    options = start.options
    // Sets of different sizes are compared by their means.
    measure = watched == nil ? options.measure : .mean
    epochsBefore = start.errorHistory.epochs
    report = TrainingReport(epoch: 0, epochs: options.epochs, errorName: measure.name)
    report.epochsBefore = epochsBefore
    self.key = key
    self.host = host
    self.digits = digits
    began = host.now()
    lastShown = began
  }

  /// Reports progress to the host at most ten times per second, and the result once at the end.
  mutating func train() throws(NetworkError) {
    repeat {
      var length = watched == nil && recorder == nil ? options.epochs : lengthOfStretch
      length = min(length, options.epochs - epochs)
      let isAboutChanges = recorder?.usesChanges ?? false
      if isAboutChanges, length > 1 {
        // What an epoch changes is that of the last one.
        try trainStretch(length - 1)
        guard end == .epochsDone else {
          try watch()
          record(since: nil)
          break
        }
        length = 1
      }
      let before = isAboutChanges ? trainer.network : nil
      try trainStretch(length)
      try watch()
      record(since: before)
    } while end == .epochsDone && epochs < options.epochs
    try trainer.setEnd(epochs: options.epochs, target: options.target)
    report.curve = trainer.errorHistory.points.filter { $0.epoch > epochsBefore }.map {
      .init(epoch: $0.epoch - epochsBefore, error: $0.totalError / divisor)
    }
    report.epoch = epochs
    report.error = totalError.map { $0 / divisor }
    report.speed = nil
    report.secondsLeft = nil
    report.ending = TrainingWords.ending(end, after: epochs)
    show()
  }

  /// What is kept of it.
  func run(name: String?, weights: String, errorFunction: ErrorFunction) -> TrainingRun {
    TrainingRun(
      name: name, options: options, patterns: patterns.name, patternCount: patterns.set.count,
      weights: weights, errorFunction: errorFunction, epochsBefore: epochsBefore, epochs: epochs, end: end,
      totalError: totalError, measure: measure, curve: report.curve,
      watched: watched.map { TrainingRun.Watched(name: $0.name, curve: watchedCurve) },
      recorded: recorder?.recorded ?? [])
  }

  private var divisor: Double { measure == .mean ? Double(patterns.set.count) : 1 }

  /// The epochs up to the next look at the watched set or at the formulas: each epoch at first; after 1,000
  /// epochs every second one, after 2,000 every fourth, and so on.
  private var lengthOfStretch: Int {
    var length = 1
    while length * 1000 <= epochs { length *= 2 }
    return length
  }

  private mutating func trainStretch(_ length: Int) throws(NetworkError) {
    try trainer.setEnd(epochs: length, target: options.target)
    let before = epochs
    // A closure cannot use a `mutating` function's own storage while the trainer trains.
    var report = self.report
    var lastShown = self.lastShown
    let (host, options, divisor, began) = (host, options, divisor, began)
    let (key, digits) = (key, digits)
    let result = try trainer.train(patterns.set) { progress in
      if host.isInterrupted() { return false }
      guard key != nil else { return true }
      let epoch = before + progress.epoch
      if let error = progress.totalError, epoch > (report.curve.last?.epoch ?? 0) {
        report.curve.append(.init(epoch: epoch, error: error / divisor))
        if report.curve.count > 2000 {
          report.curve = report.curve.enumerated().filter { $0.offset % 2 == 0 }.map { $0.element }
        }
      }
      let now = host.now()
      guard now - lastShown >= 0.1 else { return true }
      lastShown = now
      report.epoch = epoch
      report.error = progress.totalError.map { $0 / divisor } ?? report.error
      let speed = Double(epoch) / (now - began)
      report.speed = speed > 0 ? speed : nil
      report.secondsLeft = speed > 0 ? Double(options.epochs - epoch) / speed : nil
      host.emit(CellResult(.training(report), displayKey: key, digits: digits))
      return true
    }
    self.report = report
    self.lastShown = lastShown
    end =
      if case .diverged(let epoch, let pattern) = result.end {
        .diverged(epoch: before + epoch, pattern: pattern)
      } else { result.end }
    epochs += result.epochs
    totalError = result.totalError ?? totalError
  }

  /// Presents the watched set, and learns nothing.
  private mutating func watch() throws(NetworkError) {
    guard let watched, epochs > (watchedCurve.last?.epoch ?? 0) else { return }
    let result = try trainer.network.test(watched.set, threads: host.cores) { !host.isInterrupted() }
    guard !host.isInterrupted() else {
      end = .stopped
      return
    }
    watchedCurve.append(.init(epoch: epochs, error: result.meanError))
  }

  /// Evaluates the formulas. before: the network before the last epoch, if they need it.
  private mutating func record(since before: Network?) {
    guard recorder != nil, epochs > lastRecorded else { return }
    lastRecorded = epochs
    let changes = before.map { before in
      zip(trainer.network.projections, before.projections).map { now, then in
        Matrix(
          rows: now.weights.rows, columns: now.weights.columns,
          elements: zip(now.weights.elements, then.weights.elements).map { $0 - $1 })
      }
    }
    let isDone = recorder?.record(
      trainer.network, epoch: epochs, done: epochsBefore + epochs, changes: changes)
    if isDone == false { end = .stopped }
  }

  private func show() {
    guard let key else { return }
    host.emit(CellResult(.training(report), displayKey: key, digits: digits))
  }
}
