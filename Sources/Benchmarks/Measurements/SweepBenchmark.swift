import Backprop

/// A sweep over a hundred seeds of XOR, as a student would run it, on one core and on all; and whether the
/// number of cores changes any result.
struct SweepBenchmark {
  let rounds: Int
  private let runs: [Sweep.Run]

  private static let seeds: ClosedRange<UInt64> = 1...100

  init(rounds: Int) throws {
    self.rounds = rounds
    let options = TrainingOptions(
      epochs: 5000, learningRate: 0.5, momentum: 0.9, target: .totalError(below: 0.01))
    runs = try Self.seeds.map { seed in
      var network = try Network(layers: [2, 2, 1].map { Layer(name: "\($0)", units: $0) }, bias: 1)
      network.initializeWeights(.uniform(-0.5, 0.5), seed: seed)
      return Sweep.Run(network: network, options: options)
    }
  }

  func measure() throws -> SweepTimes {
    let threads = Processor.cores > 1 ? [1, Processor.cores] : [1]
    var times = [[Double]](repeating: [], count: threads.count)
    var outcomes: [[Sweep.Outcome?]] = []
    for _ in 0..<rounds {
      for (place, count) in threads.enumerated() {
        times[place].append(time(threads: count) { outcomes.append($0) } / 1e6)
      }
    }
    let first = outcomes.first ?? []
    return SweepTimes(
      runs: runs.count,
      reached: first.filter { $0?.result.end == .reachedTarget }.count,
      epochs: first.reduce(0) { $0 + ($1?.result.epochs ?? 0) },
      times: threads.indices.map {
        SweepTimes.Entry(
          threads: threads[$0], milliseconds: Statistics.median(times[$0]),
          leastMilliseconds: Statistics.quantile(times[$0], 0))
      },
      isSame: outcomes.allSatisfy { $0 == first }, largeNetworkDifference: try largeNetworkDifference())
  }

  /// By wall-clock time, in nanoseconds.
  func time(threads: Int, _ take: ([Sweep.Outcome?]) -> Void = { _ in }) -> Double {
    var outcomes: [Sweep.Outcome?] = []
    let time = Time.of {
      guard let sweep = try? Sweep(runs, on: .xor) else { return }
      outcomes = sweep.train(threads: threads)
    }
    take(outcomes)
    return time.wall
  }

  private func largeNetworkDifference() throws -> Double {
    guard let workload = try Workload.table().first(where: { $0.isLarge }) else { return 0 }
    let weights = try [1, 2].map { threads in
      var trainer = try Trainer(network: workload.network, options: workload.options, threads: threads)
      _ = try trainer.train(workload.patterns, epochs: 1)
      return trainer.network.projections.flatMap { $0.weights.elements }
    }
    return Statistics.difference(weights[1], weights[0])
  }
}

/// The wall-clock times of a sweep.
struct SweepTimes: Encodable {
  struct Entry: Encodable {
    let threads: Int
    let milliseconds: Double
    let leastMilliseconds: Double
  }

  let runs: Int
  let reached: Int
  /// The number of epochs of all runs together.
  let epochs: Int
  let times: [Entry]
  /// Whether every sweep gave bit-identical results for every number of threads.
  let isSame: Bool
  /// The difference between the weights of a large network after an epoch with one thread and with two,
  /// relative to the largest weight; 0 means bit-identical.
  let largeNetworkDifference: Double
}
