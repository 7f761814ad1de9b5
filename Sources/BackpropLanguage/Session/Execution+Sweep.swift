import Backprop

/// `sweep`
extension Execution {
  mutating func sweep(_ request: SweepRequest) throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network).set
    let runs = runs(of: request, network)
    do throws(NetworkError) {
      for run in runs { _ = try Trainer(network: run.network, options: run.options) }
    } catch { throw problem(error) }
    state.trainings += 1
    let key = "sweep-\(state.trainings)"
    var lastShown = host.now()
    let host = self.host
    let digits = state.digits
    let count = runs.count
    let results = Parallel.run(
      count,
      work: { number, isStopped in
        SweepResult(runs[number], patterns, isStopped: isStopped)
      },
      watch: { done in
        let now = host.now()
        if now - lastShown >= 0.1 {
          lastShown = now
          host.emit(
            CellResult(
              .document(Document([.note([.text("\(done) of \(count) runs done")])])), displayKey: key,
              digits: digits))
        }
        return !host.isInterrupted()
      })
    let finished = results.compactMap { $0 }.filter { !$0.wasStopped }
    wasInterrupted = finished.count < count
    let document = SweepDocument(
      runs: runs, results: finished, request: request, settings: settings(request, runs))
    host.emit(CellResult(.document(Document(document.blocks)), displayKey: key, digits: digits))
    if let figure = document.figure { host.emit(CellResult(.figure(figure), digits: digits)) }
  }

  private func settings(_ request: SweepRequest, _ runs: [SweepRun]) -> String {
    let varied = [
      request.learningRates.isEmpty ? nil : "η", request.momenta.isEmpty ? nil : "α",
      request.seeds.isEmpty ? nil : "seeds",
    ]
    let text =
      runs.first.map { TrainingWords.settings($0.options, patterns: state.currentPatterns ?? "") } ?? ""
    return "\(Wording.plural(runs.count, "run")) over \(Wording.list(varied.compactMap { $0 })); the first: "
      + text
  }

  private func runs(of request: SweepRequest, _ network: NetworkState) -> [SweepRun] {
    let rates =
      request.learningRates.isEmpty
      ? [request.training.learningRate ?? state.learningRate] : request.learningRates
    let momenta = request.momenta.isEmpty ? [request.training.momentum ?? state.momentum] : request.momenta
    let seeds: [Int?] = request.seeds.isEmpty ? [nil] : request.seeds.map { .some($0) }
    var beginning = network.network
    // The weights were this network's own, so that none of them can be refused.
    for (place, weights) in network.initialWeights.enumerated() {
      do throws(NetworkError) { try beginning.setWeights(weights, ofProjection: place) } catch { continue }
    }
    var runs: [SweepRun] = []
    for rate in rates {
      for momentum in momenta {
        for seed in seeds {
          var start = beginning
          if let seed { start.initializeWeights(network.scheme, seed: UInt64(seed)) }
          var request = request.training
          request.learningRate = rate
          request.momentum = momentum
          runs.append(
            SweepRun(number: runs.count, network: start, options: options(of: request), seed: seed))
        }
      }
    }
    return runs
  }
}

/// One combination of a sweep.
struct SweepRun: Sendable {
  let number: Int
  let network: Network
  let options: TrainingOptions
  let seed: Int?
}

/// How one combination went.
struct SweepResult: Sendable {
  let number: Int
  let end: TrainingEnd?
  let epochs: Int
  let totalError: Double?
  let curve: [ErrorHistory.Point]

  var wasStopped: Bool { end == .stopped || end == nil }
  var hasReached: Bool { end == .reachedTarget }

  init(_ run: SweepRun, _ patterns: PatternSet, isStopped: () -> Bool) {
    number = run.number
    let result: TrainingResult?
    do throws(NetworkError) {
      var trainer = try Trainer(network: run.network, options: run.options)
      result = try trainer.train(patterns) { _ in !isStopped() }
    } catch {
      result = nil
    }
    end = result?.end
    epochs = result?.epochs ?? 0
    totalError = result?.totalError
    curve = result?.errorHistory.points ?? []
  }
}
