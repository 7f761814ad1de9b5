import Backprop

/// `sweep`
extension Execution {
  mutating func sweep(_ request: SweepRequest) throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network).set
    let runs = runs(of: request, network)
    let sweep: Sweep
    do throws(NetworkError) {
      sweep = try Sweep(runs.map { $0.run }, on: patterns)
    } catch { throw problem(error) }
    if let first = runs.first {
      let each = Trainer.bytesNeeded(for: network.core, first.run.options)
      try require(each * Double(min(Processor.cores, runs.count)), for: "this sweep")
    }
    state.trainings += 1
    let key = "sweep-\(state.trainings)"
    let host = self.host
    let digits = state.digits
    var watch = SweepWatch(began: host.now(), runs: runs)
    let points = SweepResult.pointsPerCurve(runs: runs.count)
    let results = sweep.train(
      threads: Processor.cores, summary: { SweepResult($0, $1.result, points: points) },
      observer: { progress in
        if let report = watch.report(progress, now: host.now()) {
          host.emit(CellResult(.training(report), displayKey: key, digits: digits))
        }
        return !host.isInterrupted()
      })
    let finished = results.compactMap { $0 }.filter { !$0.wasStopped }
    wasInterrupted = finished.count < runs.count
    let document = SweepDocument(
      runs: runs, results: finished, request: request, settings: settings(request, runs),
      errorFunction: network.core.errorFunction, formats: state.figureFormats)
    host.emit(CellResult(.document(Document(document.blocks)), displayKey: key, digits: digits))
    if let figure = document.figure { host.emit(CellResult(.figure(figure), digits: digits)) }
  }

  private func settings(_ request: SweepRequest, _ runs: [SweepRun]) -> String {
    let varied = [
      request.learningRates.isEmpty ? nil : "η", request.momenta.isEmpty ? nil : "α",
      request.seeds.isEmpty ? nil : "seeds",
    ]
    let text =
      runs.first.map { TrainingWords.line($0.run.options, patterns: state.currentPatterns ?? "") } ?? ""
    return "\(Wording.plural(runs.count, "run")) over \(Wording.list(varied.compactMap { $0 })); the first: "
      + text
  }

  private func runs(of request: SweepRequest, _ network: NetworkState) -> [SweepRun] {
    let rates =
      request.learningRates.isEmpty
      ? [request.training.learningRate ?? state.learningRate] : request.learningRates
    let momenta = request.momenta.isEmpty ? [request.training.momentum ?? state.momentum] : request.momenta
    let seeds: [Int?] = request.seeds.isEmpty ? [nil] : request.seeds.map { .some($0) }
    var beginning = network.core
    // The weights were this network's own, so that none of them can be refused.
    for (place, weights) in network.initialWeights.enumerated() {
      do throws(NetworkError) { try beginning.setWeights(weights, ofProjection: place) } catch { continue }
    }
    var runs: [SweepRun] = []
    for rate in rates {
      for momentum in momenta {
        for seed in seeds {
          var request = request.training
          request.learningRate = rate
          request.momentum = momentum
          let draw = seed.map { Sweep.Draw(network.scheme, seed: UInt64($0)) }
          runs.append(
            SweepRun(
              number: runs.count,
              run: Sweep.Run(network: beginning, options: options(of: request), draw: draw)))
        }
      }
    }
    return runs
  }
}

/// One combination of a sweep.
struct SweepRun: Sendable {
  let number: Int
  let run: Sweep.Run

  var options: TrainingOptions { run.options }
}

/// How one combination went.
struct SweepResult: Sendable {
  let number: Int
  let end: TrainingEnd
  let epochs: Int
  let totalError: Double?
  let curve: [ErrorHistory.Point]

  var wasStopped: Bool { end == .stopped }
  var hasReached: Bool { end == .reachedTarget }

  /// The points that are kept of all curves together: thousands of whole ones would fill the memory.
  private static let mostPoints = 400_000
  private static let fewestPointsPerCurve = 120

  static func pointsPerCurve(runs: Int) -> Int {
    max(mostPoints / max(runs, 1), fewestPointsPerCurve)
  }

  /// points: how many of the curve are kept.
  init(_ number: Int, _ result: TrainingResult, points: Int) {
    self.number = number
    end = result.end
    epochs = result.epochs
    totalError = result.totalError
    curve = result.errorHistory.thinned(to: points)
  }
}
