/// Networks i-j-k of sigmoids and squares, of at most eight hidden and eight output units, so that each layer fits a register;
/// here time is spent
/// waiting for one number to make the next, so that this path is about the shortest chain from pattern to pattern:
///
/// - w_jk stands twice, by rows j for step 1b and by rows k for step 2b, so that neither adds up lanes;
/// - with plain descent, what the next pattern gives a_j by the old weights is known before δ_j is. The update adds
///   Σ_i y'_i Δw_ij = η δ_j Σ_i y'_i y_i to it.
struct SmallEngine: TrainingEngine, ~Copyable {
  private let inputUnits: Int
  private let hiddenUnits: Int
  private let outputUnits: Int
  private let bias: Double
  private let hasBias: Bool
  /// Where the rows of the units begin in w_ij and w_jk: after the bias unit's.
  private let unitRow: Int
  /// Where w_jk begins in the list of all.
  private let outputStart: Int
  private let mask: Lanes
  private let inputs: UnsafePointer<Double>
  private let order: UnsafePointer<Int>
  /// patterns × 8
  private let targets: Buffer
  private let batchSize: Int
  /// w_jk by rows k, without the bias unit's.
  private let byOutput: Buffer
  /// The 8 × 8 identity matrix, which puts a number into its lane: a whole row that is stored at once can be loaded at once.
  private let identity: Buffer
  private let gradient: Buffer
  private let scratch: Buffer

  static func fits(_ layout: Layout) -> Bool {
    layout.layers.count == 3 && layout.projections.count == 2 && layout.layers[1].units <= 8
      && layout.layers[2].units <= 8
      && layout.layers[1].kind == .sigmoid && layout.layers[2].kind == .sigmoid
      && layout.errorFunction == .squares
  }

  init(_ layout: Layout, _ patterns: borrowing PatternSource, batchSize: Int) {
    inputUnits = layout.layers[0].units
    hiddenUnits = layout.layers[1].units
    outputUnits = layout.layers[2].units
    bias = layout.bias
    hasBias = layout.projections[0].biasRows == 1
    unitRow = 8 * layout.projections[0].biasRows
    outputStart = layout.projections[1].start
    mask = Lanes.mask(layout.layers[2].units)
    self.batchSize = batchSize
    inputs = patterns.inputs
    order = patterns.order
    let targets = Buffer(count: patterns.count * 8)
    for n in 0..<patterns.count {
      (targets.numbers + n * 8).update(
        from: patterns.targets + n * patterns.outputUnits, count: patterns.outputUnits)
    }
    self.targets = targets
    byOutput = Buffer(count: 64)
    let identity = Buffer(count: 64)
    for n in 0..<8 { identity.numbers[9 * n] = 1 }
    self.identity = identity
    gradient = Buffer(count: layout.weightCount)
    scratch = Buffer(count: 16)
  }

  mutating func present<Rule: UpdateRule>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rule: inout Rule, pause: () -> Bool
  ) -> Double? {
    var errors: [Double] = []
    presentEpochs(1, turns, until: -.infinity, weights, &rule, &errors)
    return errors.last
  }

  mutating func presentEpochs<Rule: UpdateRule>(
    _ epochs: Int, of count: Int, until bound: Double, _ weights: borrowing TrainedWeights,
    _ rule: inout Rule,
    _ errors: inout [Double]
  ) {
    presentEpochs(epochs, 0..<count, until: bound, weights, &rule, &errors)
  }

  @inline(__always)
  private func presentEpochs<Rule: UpdateRule>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ rule: inout Rule,
    _ errors: inout [Double]
  ) {
    transposeOutputWeights(weights)
    if batchSize == 1 && Rule.isPlain && !weights.hasFrozen {
      presentSingly(epochs, turns, until: bound, weights, rule.scale, &errors)
    } else {
      for _ in 0..<epochs {
        let error = presentInBatches(turns, weights, &rule)
        errors.append(error)
        if error < bound { return }
      }
    }
  }

  @inline(__always)
  private func transposeOutputWeights(_ weights: borrowing TrainedWeights) {
    let w = weights.weights.numbers + outputStart + unitRow
    for k in 0..<outputUnits {
      var row = Lanes(repeating: 0)
      for j in 0..<hiddenUnits {
        row = .multiplyAdd(identity.numbers.lanes(8 * j), Lanes(repeating: w[8 * j + k]), row)
      }
      byOutput.numbers.setLanes(8 * k, row)
    }
  }

  /// Steps 1c and 2a: δ_k, and E to be added; lanes without a unit are 0.
  @inline(__always)
  private func compare(_ y: Lanes, _ target: Lanes, _ error: inout Lanes) -> Lanes {
    let difference = mask * (target - y)
    error = .multiplyAdd(0.5 * difference, difference, error)
    return .multiplyAdd(-y, y, y) * difference
  }

  /// An update a pattern by plain descent.
  private func presentSingly(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ rate: Double,
    _ errors: inout [Double]
  ) {
    let biasLanes = Lanes(repeating: bias)
    let wij = weights.weights.numbers
    let wjk = weights.weights.numbers + outputStart
    let wkj = byOutput.numbers
    let yj = scratch.numbers
    let dk = scratch.numbers + 8
    for _ in 0..<epochs {
      var error = Lanes(repeating: 0)
      var x = inputs + order[turns.lowerBound] * inputUnits
      var aj = hasBias ? biasLanes * wij.lanes(0) : Lanes(repeating: 0)
      for i in 0..<inputUnits { aj = .multiplyAdd(Lanes(repeating: x[i]), wij.lanes(unitRow + 8 * i), aj) }
      for turn in turns {
        let n = order[turn]
        let next = inputs + order[min(turn + 1, turns.upperBound - 1)] * inputUnits
        var nextA = hasBias ? biasLanes * wij.lanes(0) : Lanes(repeating: 0)
        var overlap = hasBias ? bias * bias : 0
        for i in 0..<inputUnits {
          nextA = .multiplyAdd(Lanes(repeating: next[i]), wij.lanes(unitRow + 8 * i), nextA)
          overlap += x[i] * next[i]
        }

        let y = Lanes.sigmoid(aj)
        let slope = Lanes.multiplyAdd(-y, y, y)
        yj.setLanes(0, y)
        var ak = hasBias ? biasLanes * wjk.lanes(0) : Lanes(repeating: 0)
        for j in 0..<hiddenUnits {
          ak = .multiplyAdd(Lanes(repeating: yj[j]), wjk.lanes(unitRow + 8 * j), ak)
        }
        let yk = Lanes.sigmoid(ak)
        let deltaK = rate * compare(yk, targets.numbers.lanes(8 * n), &error)
        dk.setLanes(0, deltaK)

        var sum = Lanes(repeating: 0)
        for k in 0..<outputUnits {
          let delta = Lanes(repeating: dk[k])
          let w = wkj.lanes(8 * k)
          sum = .multiplyAdd(delta, w, sum)
          wkj.setLanes(8 * k, .multiplyAdd(delta, y, w))
        }
        let deltaJ = slope * sum
        aj = .multiplyAdd(Lanes(repeating: overlap), deltaJ, nextA)

        if hasBias {
          wjk.setLanes(0, .multiplyAdd(biasLanes, deltaK, wjk.lanes(0)))
          wij.setLanes(0, .multiplyAdd(biasLanes, deltaJ, wij.lanes(0)))
        }
        for j in 0..<hiddenUnits {
          let place = unitRow + 8 * j
          wjk.setLanes(place, .multiplyAdd(Lanes(repeating: yj[j]), deltaK, wjk.lanes(place)))
        }
        for i in 0..<inputUnits {
          let place = unitRow + 8 * i
          wij.setLanes(place, .multiplyAdd(Lanes(repeating: x[i]), deltaJ, wij.lanes(place)))
        }
        x = next
      }
      let total = error.total
      errors.append(total)
      if total < bound { return }
    }
  }

  /// Updates after so many patterns, or by any rule.
  private func presentInBatches<Rule: UpdateRule>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rule: inout Rule
  ) -> Double {
    var error = Lanes(repeating: 0)
    var first = turns.lowerBound
    while first < turns.upperBound {
      let end = min(first + batchSize, turns.upperBound)
      for turn in first..<end { addGradient(turn, weights, &error, adding: turn > first) }
      rule.beginUpdate()
      weights.update(gradient.numbers, rule, patterns: end - first)
      transposeOutputWeights(weights)
      first = end
    }
    return error.total
  }

  @inline(__always)
  private func addGradient(
    _ turn: Int, _ weights: borrowing TrainedWeights, _ error: inout Lanes, adding: Bool
  ) {
    let n = order[turn]
    let biasLanes = Lanes(repeating: bias)
    let wij = weights.weights.numbers
    let wjk = weights.weights.numbers + outputStart
    let gij = gradient.numbers
    let gjk = gradient.numbers + outputStart
    let yj = scratch.numbers
    let dk = scratch.numbers + 8
    let x = inputs + n * inputUnits

    var aj = hasBias ? biasLanes * wij.lanes(0) : Lanes(repeating: 0)
    for i in 0..<inputUnits { aj = .multiplyAdd(Lanes(repeating: x[i]), wij.lanes(unitRow + 8 * i), aj) }
    let y = Lanes.sigmoid(aj)
    yj.setLanes(0, y)
    var ak = hasBias ? biasLanes * wjk.lanes(0) : Lanes(repeating: 0)
    for j in 0..<hiddenUnits { ak = .multiplyAdd(Lanes(repeating: yj[j]), wjk.lanes(unitRow + 8 * j), ak) }
    let yk = Lanes.sigmoid(ak)
    let deltaK = compare(yk, targets.numbers.lanes(8 * n), &error)
    dk.setLanes(0, deltaK)
    var sum = Lanes(repeating: 0)
    for k in 0..<outputUnits {
      sum = .multiplyAdd(Lanes(repeating: dk[k]), byOutput.numbers.lanes(8 * k), sum)
    }
    let deltaJ = Lanes.multiplyAdd(-y, y, y) * sum

    @inline(__always) func add(_ numbers: Numbers, _ place: Int, _ value: Lanes, _ delta: Lanes) {
      numbers.setLanes(place, adding ? .multiplyAdd(value, delta, numbers.lanes(place)) : value * delta)
    }
    if hasBias {
      add(gij, 0, biasLanes, deltaJ)
      add(gjk, 0, biasLanes, deltaK)
    }
    for i in 0..<inputUnits { add(gij, unitRow + 8 * i, Lanes(repeating: x[i]), deltaJ) }
    for j in 0..<hiddenUnits { add(gjk, unitRow + 8 * j, Lanes(repeating: yj[j]), deltaK) }
  }
}
