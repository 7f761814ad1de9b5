extension Trainer {
  /// About how many bytes training takes in addition to the network itself: the weights and what the rule
  /// remembers per weight, a copy of both to go back to, the gradient of a batch, and the trained network.
  package static func bytesNeeded(for network: Network, _ options: TrainingOptions) -> Double {
    let memories = Double(options.rule.kind.memories(options))
    let numbers = 2 * (1 + memories) + memories + 1 + (options.updates == .perPattern ? 0 : 1)
    return numbers * 8 * Double(network.weightCount)
  }
}

extension Network {
  /// About how many bytes the weights take for layers with these numbers of units.
  ///
  /// Throws: if there are more weights than a network may have.
  package static func bytesNeeded(units: [Int], hasBias: Bool) throws(NetworkError) -> Double {
    8 * Double(try weightCount(units: units, hasBias: hasBias))
  }

  /// About how many bytes `test` takes: a copy of the weights and, per pattern, its outputs (twice), E and
  /// its class.
  package static func bytesToTest(_ network: Network, _ patterns: PatternSet) -> Double {
    16 * Double(network.weightCount) + Double(patterns.count) * (16 * Double(network.outputUnits) + 64)
  }
}
