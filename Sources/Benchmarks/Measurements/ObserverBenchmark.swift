import Backprop
import BackpropLanguage
import Rendering

/// The cost of an observer: a training cell whose progress is rendered for a notebook ten times per second,
/// compared with the same training without an observer.
struct ObserverBenchmark {
  let rounds: Int
  /// The length of a training, in nanoseconds: several displays long.
  let turn: Double

  func measure() throws -> [ObserverCost] {
    let digits = Workload(
      name: "digits 64-32-10, mini-batches of 32", units: [64, 32, 10], batch: 32, patterns: .digits)
    let xor = Workload(name: "XOR 2-2-1, one update per pattern", units: [2, 2, 1], batch: 1, patterns: .xor)
    return try [
      measure(xor, cell: "patterns xor", updates: ""),
      measure(digits, cell: "patterns digits", updates: ", batch 32"),
    ]
  }

  private func measure(_ workload: Workload, cell patterns: String, updates: String) throws -> ObserverCost {
    var network = try workload.network
    network.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
    let units = workload.units.map { "\($0)" }.joined(separator: "-")
    var displays = 0
    let watched = Contestant(
      name: "watched",
      train: { epochs in
        let cell = """
          network \(units), bias
          weights uniform -0.5 0.5, seed 1
          \(patterns)
          train \(epochs) epochs, η \(Workload.rate), α 0\(updates)
          """
        let host = Self.host { displays += 1 }
        let session = Session()
        var outcome = CellOutcome.interrupted
        let time = Time.of { outcome = session.run(cell, host: host) }
        guard outcome == .finished else { throw BenchmarkFailure("the cell that trains ended as \(outcome)") }
        return time
      })
    let race = Race(
      contestants: [try .ours(workload, named: "alone", network: network), watched],
      patterns: workload.patterns.count,
      rounds: rounds, turn: turn, clock: \.processor)
    let times = try race.run()
    return ObserverCost(
      name: workload.name, alone: Timing(name: "alone", times: times[0], first: times[0]),
      watched: Timing(name: "watched", times: times[1], first: times[0]))
  }

  /// Everything that the kernel does with a display except sending it, which another thread does.
  private static func host(_ count: @escaping () -> Void) -> CellHost {
    let renderer = Renderer()
    let clock = ContinuousClock()
    let start = clock.now
    return CellHost(
      emit: { result in
        if case .training = result.content, !renderer.rendition(of: result).entries.isEmpty { count() }
      },
      now: { (clock.now - start) / .seconds(1) })
  }
}

/// The times of a workload without and with an observer.
struct ObserverCost: Encodable {
  let name: String
  let alone: Timing
  let watched: Timing

  /// The maximum cost of an observer, as a share of the training time itself.
  static let limit = 0.02

  /// The cost as a share of the time without an observer.
  var share: Double { watched.ratio - 1 }
}
