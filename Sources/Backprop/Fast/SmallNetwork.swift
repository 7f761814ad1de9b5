/// A network i-j-k of sigmoids and squares with at most eight hidden and eight output units, so that a layer
/// fits into a register: what `SmallPatternEngine` and `SmallBatchEngine` need to know about it.
struct SmallNetwork {
  let inputUnits: Int
  let hiddenUnits: Int
  let outputUnits: Int
  let bias: Double
  let biasRows: Int
  /// Where w_jk begins in the list of all weights; w_ij is at its start.
  let outputStart: Int

  /// Whether four lanes, or two, are enough for a layer.
  var fitsFourLanes: Bool { hiddenUnits <= 4 && outputUnits <= 4 }
  var fitsTwoLanes: Bool { hiddenUnits <= 2 && outputUnits <= 2 }

  /// Where a unit's row begins in w_ij and w_jk; the bias unit's row comes first.
  @inline(__always) func row(_ unit: Int) -> Int { 8 &* (biasRows &+ unit) }

  /// Returns nil for any other network.
  init?(_ layout: WeightLayout) {
    guard layout.layers.count == 3 && layout.projections.count == 2 && layout.isClassic,
      layout.layers[1].units <= 8 && layout.layers[2].units <= 8
    else { return nil }
    inputUnits = layout.layers[0].units
    hiddenUnits = layout.layers[1].units
    outputUnits = layout.layers[2].units
    bias = layout.bias
    biasRows = layout.projections[0].biasRows
    outputStart = layout.projections[1].start
  }

  /// first + the sum of the given number of terms; alternate terms go into two separate chains, so that fewer
  /// additions wait for each other.
  @inline(__always)
  static func sum<V: LaneVector>(_ count: Int, from first: V, _ add: (Int, V) -> V) -> V {
    var even = first
    var odd = V(repeating: 0)
    var n = 0
    while n < count &- 1 {
      even = add(n, even)
      odd = add(n &+ 1, odd)
      n &+= 2
    }
    if n < count { even = add(n, even) }
    return count > 1 ? even + odd : even
  }

  /// The same with one term per unit of a layer that fits into a vector. Of two lanes, the compiler knows
  /// which one it is.
  @inline(__always)
  static func sumOfLayer<V: LaneVector>(_ units: Int, from first: V, _ add: (Int, V) -> V) -> V {
    guard V.scalarCount == 2 else { return sum(units, from: first, add) }
    let even = add(0, first)
    return units > 1 ? even + add(1, V(repeating: 0)) : even
  }

  /// Calls `body` for each unit of a layer that fits into a vector of this kind.
  @inline(__always)
  static func forEachUnit<V: LaneVector>(_ units: Int, in _: V.Type, _ body: (Int) -> Void) {
    if V.scalarCount == 2 {
      body(0)
      if units > 1 { body(1) }
    } else {
      for unit in 0..<units { body(unit) }
    }
  }
}

/// An engine for such networks, whose epochs are so short that it runs several of them in one call.
protocol SmallNetworkEngine: TrainingEngine, ~Copyable {
  /// Presents the patterns of these turns for the given number of epochs, or until ΣE of an epoch is less
  /// than `bound`. errors: room for ΣE of each epoch. Returns: the number of epochs.
  mutating func presentShortEpochs<Updater: WeightUpdater>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, errors: Numbers
  ) -> Int
}

extension SmallNetworkEngine where Self: ~Copyable {
  mutating func present<Updater: WeightUpdater>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater,
    _ watch: TrainingWatch?
  ) -> Double? {
    var error = 0.0
    _ = presentShortEpochs(1, turns, until: -.infinity, weights, &updater, errors: &error)
    return error
  }

  mutating func presentEpochs<Updater: WeightUpdater>(
    _ epochs: Int, of count: Int, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, _ errors: inout [Double]
  ) {
    let own = Buffer(count: epochs)
    let presented = presentShortEpochs(
      epochs, 0..<count, until: bound, weights, &updater, errors: own.numbers)
    for epoch in 0..<presented { errors.append(own.numbers[epoch]) }
  }
}
