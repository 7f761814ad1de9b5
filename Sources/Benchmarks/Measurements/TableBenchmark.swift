import Backprop

/// A row of the table: one workload, trained by every program that can train it. First, the programs must
/// agree on the weights.
struct TableBenchmark {
  let programs: [PeerProgram]
  let rounds: Int
  let turn: Double

  /// The reference path takes seconds for larger networks.
  private static let mostWeightsOfReference = 10_000

  func measure(_ workload: Workload) throws -> Report.Row {
    var contestants = [try Contestant.ours(workload)]
    if workload.own != nil { contestants.append(try .builtIn(workload)) }
    if workload.isLarge, let products = DenseProducts()?.contestant(workload) {
      contestants.append(products)
    }
    contestants += try programs.compactMap { try Contestant.peer($0, workload) }
    if workload.weightCount < Self.mostWeightsOfReference { contestants.append(try .reference(workload)) }
    let differences = try differences(contestants)
    let race = Race(
      contestants: contestants, patterns: workload.patterns.count, rounds: rounds, turn: turn,
      clock: workload.threads == 1 ? \.processor : \.wall)
    let times = try race.run()
    let timings = contestants.indices.map {
      Timing(name: contestants[$0].name, times: times[$0], first: times[0], difference: differences[$0])
    }
    return Report.Row(
      name: workload.name, threads: workload.threads,
      operationsPerPattern: workload.isLarge ? workload.operationsPerPattern : nil,
      verdicts: workload.goals.map { $0.verdict(timings) }, timings: timings)
  }

  /// The difference between each contestant's weights and ours, after two epochs.
  private func differences(_ contestants: [Contestant]) throws -> [Double?] {
    let weights = try contestants.map { contestant in
      guard let weights = contestant.weights else { return [Double]?.none }
      _ = try contestant.train(2)
      return try weights()
    }
    guard let ours = weights[0] else { return weights.map { _ in nil } }
    return weights.map { theirs in theirs.map { Statistics.difference($0, ours) } }
  }
}
