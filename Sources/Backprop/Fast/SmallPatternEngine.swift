import CNumerics

/// For one update per pattern, in networks of the shape of `SmallNetwork`. Here the time goes into waiting
/// for one number that the next one depends on, so this path keeps the chain of dependencies from pattern to
/// pattern short. With plain descent,
///
/// - w_jk is stored twice, by rows j for step 1b and by rows k for step 2b, so that neither step sums lanes;
/// - the next pattern's contribution to a_j with the old weights is known before δ_j is. The update adds Σ_i
///   y'_i Δw_ij = η δ_j Σ_i y'_i y_i to it.
struct SmallPatternEngine: SmallNetworkEngine, ~Copyable {
  private let network: SmallNetwork
  private let inputs: UnsafePointer<Double>
  private let order: UnsafePointer<Int>
  /// patterns × 8
  private let targets: Buffer
  /// w_jk by rows k, without the bias unit's weights.
  private let byOutput: Buffer

  init(_ network: SmallNetwork, _ patterns: borrowing PatternSource) {
    self.network = network
    inputs = patterns.inputs
    order = patterns.order
    targets = patterns.paddedTargets()
    byOutput = Buffer(count: 64)
  }

  mutating func presentShortEpochs<Updater: WeightUpdater>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, errors: Numbers
  ) -> Int {
    if numerics_has_short_registers() && network.fitsTwoLanes {
      return present(epochs, turns, until: bound, weights, &updater, errors, TwoLanes.self)
    }
    return network.fitsFourLanes
      ? present(epochs, turns, until: bound, weights, &updater, errors, FourLanes.self)
      : present(epochs, turns, until: bound, weights, &updater, errors, Lanes.self)
  }

  @inline(__always)
  private func present<Updater: WeightUpdater, V: LaneVector>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, _ errors: Numbers, _: V.Type
  ) -> Int {
    if Updater.isPlain && !weights.hasFrozen {
      transposeOutputWeights(weights)
      return presentByPlainDescent(epochs, turns, until: bound, weights, updater.scale, errors, V.self)
    }
    return presentByAnyRule(epochs, turns, until: bound, weights, &updater, errors, V.self)
  }

  private func transposeOutputWeights(_ weights: borrowing TrainedWeights) {
    let w = weights.weights.numbers + network.outputStart + network.row(0)
    for k in 0..<network.outputUnits {
      for j in 0..<network.hiddenUnits { byOutput.numbers[8 &* k + j] = w[8 &* j + k] }
    }
  }

  /// What these input units, or hidden units, add to the total inputs of the layer above.
  @inline(__always)
  private func totalInputs<V: LaneVector>(_ x: UnsafePointer<Double>, _ wij: Numbers) -> V {
    SmallNetwork.sum(network.inputUnits, from: biasInput(wij)) { i, sum in
      .multiplyAdd(V(repeating: x[i]), V(wij + network.row(i)), sum)
    }
  }

  @inline(__always)
  private func totalInputs<V: LaneVector>(_ yj: V, _ wjk: Numbers) -> V {
    SmallNetwork.sumOfLayer(network.hiddenUnits, from: biasInput(wjk)) { j, sum in
      .multiplyAdd(yj.spread(j), V(wjk + network.row(j)), sum)
    }
  }

  @inline(__always)
  private func biasInput<V: LaneVector>(_ w: Numbers) -> V {
    network.biasRows == 1 ? V(repeating: network.bias) * V(w) : V(repeating: 0)
  }

  /// A separate function, so that its constants stay in registers from epoch to epoch.
  @inline(never)
  private func presentByPlainDescent<V: LaneVector>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ rate: Double, _ errors: Numbers, _: V.Type
  ) -> Int {
    let mask = V.mask(network.outputUnits)
    for epoch in 0..<epochs {
      errors[epoch] = presentByPlainDescent(turns, weights, rate, mask)
      if errors[epoch] < bound { return epoch + 1 }
    }
    return epochs
  }

  /// ΣE of these turns. mask: 1 in the lanes that have an output unit.
  @inline(__always)
  private func presentByPlainDescent<V: LaneVector>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rate: Double, _ mask: V
  ) -> Double {
    let wij = weights.weights.numbers
    let wjk = weights.weights.numbers + network.outputStart
    let wkj = byOutput.numbers
    let bias = V(repeating: network.bias)
    let biasOverlap = network.biasRows == 1 ? network.bias * network.bias : 0
    let rates = V(repeating: rate) * mask
    // Each unit's share; lanes without an output unit are left out in the end.
    var error = V(repeating: 0)
    var x = inputs + order[turns.lowerBound] * network.inputUnits
    var aj: V = totalInputs(x, wij)
    for turn in turns {
      let n = order[turn]
      let next = inputs + order[min(turn + 1, turns.upperBound - 1)] * network.inputUnits
      let nextA: V = totalInputs(next, wij)
      var overlap = biasOverlap
      for i in 0..<network.inputUnits { overlap += x[i] * next[i] }

      let yj = Sigmoid.value(aj)
      let ak = totalInputs(yj, wjk)
      let yk = Sigmoid.value(ak)
      let target = V(targets.numbers + 8 &* n)
      let deltaK =
        Sigmoid.derivative(ak, output: yk) * (rates * Squares.descent(target: target, output: yk))
      error = Squares.adding(to: error, target: target, output: yk)

      let sum = SmallNetwork.sumOfLayer(network.outputUnits, from: V(repeating: 0)) { k, sum in
        let delta = deltaK.spread(k)
        let w = V(wkj + 8 &* k)
        V.multiplyAdd(delta, yj, w).store(wkj + 8 &* k)
        return .multiplyAdd(delta, w, sum)
      }
      let deltaJ = Sigmoid.derivative(aj, output: yj) * sum
      aj = .multiplyAdd(V(repeating: overlap), deltaJ, nextA)

      if network.biasRows == 1 {
        V.multiplyAdd(bias, deltaK, V(wjk)).store(wjk)
        V.multiplyAdd(bias, deltaJ, V(wij)).store(wij)
      }
      SmallNetwork.forEachUnit(network.hiddenUnits, in: V.self) { j in
        let row = wjk + network.row(j)
        V.multiplyAdd(yj.spread(j), deltaK, V(row)).store(row)
      }
      for i in 0..<network.inputUnits {
        let row = wij + network.row(i)
        V.multiplyAdd(V(repeating: x[i]), deltaJ, V(row)).store(row)
      }
      x = next
    }
    return Squares.factor * (mask * error).total
  }

  /// A separate function, so that its constants stay in registers from epoch to epoch.
  @inline(never)
  private func presentByAnyRule<Updater: WeightUpdater, V: LaneVector>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, _ errors: Numbers, _: V.Type
  ) -> Int {
    let mask = V.mask(network.outputUnits)
    for epoch in 0..<epochs {
      errors[epoch] = presentByAnyRule(turns, weights, &updater, mask)
      if errors[epoch] < bound { return epoch + 1 }
    }
    return epochs
  }

  /// ΣE of these turns. mask: 1 in the lanes that have an output unit.
  @inline(__always)
  private func presentByAnyRule<Updater: WeightUpdater, V: LaneVector>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater, _ mask: V
  ) -> Double {
    let wij = weights.weights.numbers
    let wjk = weights.weights.numbers + network.outputStart
    let bias = V(repeating: network.bias)
    let rates = V(repeating: updater.scale) * mask
    // Each unit's share; lanes without an output unit are left out in the end.
    var error = V(repeating: 0)
    for turn in turns {
      let n = order[turn]
      let x = inputs + n * network.inputUnits
      let aj: V = totalInputs(x, wij)
      let yj = Sigmoid.value(aj)
      let ak = totalInputs(yj, wjk)
      let yk = Sigmoid.value(ak)
      let target = V(targets.numbers + 8 &* n)
      let deltaK =
        Sigmoid.derivative(ak, output: yk) * (rates * Squares.descent(target: target, output: yk))
      error = Squares.adding(to: error, target: target, output: yk)

      let products = Tile(network.hiddenUnits) { deltaK * V(wjk + network.row($0)) }
      let deltaJ = Sigmoid.derivative(aj, output: yj) * products.totals

      updater.beginUpdate()
      if network.biasRows == 1 {
        updater.take(network.outputStart, deltaK, bias, weights)
        updater.take(0, deltaJ, bias, weights)
      }
      SmallNetwork.forEachUnit(network.hiddenUnits, in: V.self) { j in
        updater.take(network.outputStart &+ network.row(j), deltaK, yj.spread(j), weights)
      }
      for i in 0..<network.inputUnits {
        updater.take(network.row(i), deltaJ, V(repeating: x[i]), weights)
      }
      updater.finishUpdate(weights, patterns: 1)
    }
    return Squares.factor * (mask * error).total
  }
}
