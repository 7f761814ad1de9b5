/// Several contestants train the same network in turns, so that other load on the machine affects all of them
/// equally.
struct Race {
  let contestants: [Contestant]
  /// The number of patterns that an epoch presents.
  let patterns: Int
  let rounds: Int
  /// The length of a contestant's turn, in nanoseconds; at least one epoch.
  let turn: Double
  /// What is measured.
  let clock: KeyPath<Time, Double> & Sendable

  /// The nanoseconds per pattern of each contestant, round by round.
  func run() throws -> [[Double]] {
    let epochs = try contestants.map { try epochsOfATurn($0) }
    var times = [[Double]](repeating: [], count: contestants.count)
    for round in 0..<rounds {
      for (place, contestant) in contestants.enumerated() where round < contestant.mostRounds {
        let time = try contestant.train(epochs[place])[keyPath: clock]
        times[place].append(time / Double(epochs[place] * patterns))
      }
    }
    return times
  }

  /// Enough that the start and the end of a training hardly matter, as in a real training.
  private var leastEpochs: Int { 8 }

  private func epochsOfATurn(_ contestant: Contestant) throws -> Int {
    var epochs = 1
    while true {
      let time = try contestant.train(epochs)[keyPath: clock]
      if time >= turn / 4 { return max(Int(Double(epochs) * turn / time), leastEpochs) }
      epochs *= 4
    }
  }
}
