/// For batches, in networks of the shape of `SmallNetwork`: eight patterns are computed at once, or four
/// where a batch and the layers have at most four. A lane is a pattern in the steps up to δ, and a unit in
/// the sums of the gradient, which stay in registers until the update.
struct SmallBatchEngine<V: LaneVector>: SmallNetworkEngine, ~Copyable {
  private let network: SmallNetwork
  private var patterns: PatternBlocks
  private let batchSize: Int
  /// Hidden units (the bias unit first) × patterns.
  private let hidden: Buffer
  /// -∂E/∂w, summed over the blocks of a batch so far.
  private let gradient: Buffer

  init(_ network: SmallNetwork, _ layout: WeightLayout, _ patterns: borrowing PatternSource, batchSize: Int) {
    self.network = network
    self.batchSize = batchSize
    self.patterns = PatternBlocks(patterns, layout, width: 8, batchSize: batchSize)
    hidden = Buffer(count: 8 + 64)
    gradient = Buffer(count: layout.weightCount)
    hidden.numbers.setLanes(0, Lanes(repeating: network.bias))
    self.patterns.prepare()
  }

  /// A separate function, so that its constants stay in registers from epoch to epoch.
  @inline(never)
  mutating func presentShortEpochs<Updater: WeightUpdater>(
    _ epochs: Int, _ turns: Range<Int>, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, errors: Numbers
  ) -> Int {
    for epoch in 0..<epochs {
      errors[epoch] = presentAll(turns, weights, &updater)
      if errors[epoch] < bound { return epoch + 1 }
    }
    return epochs
  }

  @inline(__always)
  private mutating func presentAll<Updater: WeightUpdater>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater
  ) -> Double {
    var error = V(repeating: 0)
    var first = turns.lowerBound
    while first < turns.upperBound {
      let end = min(first + batchSize, turns.upperBound)
      let scale = updater.averages ? updater.scale / Double(end - first) : updater.scale
      updater.beginUpdate()
      #if arch(wasm32)
        keepGradient(first..<end, weights, &error)
        for place in stride(from: 0, to: gradient.count, by: 8) {
          updater.take(place, gradient.numbers.lanes(place), Lanes(repeating: scale), weights)
        }
      #else
        let (updaterOfBatch, scales) = (updater, V(repeating: scale))
        present(first..<end, weights, &error) { updaterOfBatch.take($0, $1, scales, weights) }
      #endif
      updater.finishUpdate(weights, patterns: end - first)
      first = end
    }
    return Squares.factor * error.total
  }

  #if arch(wasm32)
    /// Compiled once, and not for each kind of updater, because every page carries the module.
    @inline(never)
    private mutating func keepGradient(
      _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ error: inout V
    ) {
      let gradient = gradient.numbers
      present(turns, weights, &error) { $1.store(gradient + $0) }
    }
  #endif

  /// Presents the patterns of an update. take: is given the gradient of some weights, and their place.
  @inline(__always)
  private mutating func present(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ error: inout V, take: (Int, V) -> Void
  ) {
    for block in stride(from: turns.lowerBound, to: turns.upperBound, by: 8) {
      let blockEnd = min(block + 8, turns.upperBound)
      patterns.select(block..<blockEnd)
      let mask = V.mask(blockEnd - block)
      let unitRow = 8 &* (1 &- network.biasRows)
      let x = patterns.inputs + unitRow
      // Steps 1a to 2b. In a separate function, the tiles would pass through memory.
      let w = weights.weights.numbers
      let wjk = w + network.outputStart
      let zero = V(repeating: 0)
      let hiddenUnits = network.hiddenUnits
      let outputUnits = network.outputUnits
      let yj = Tile(hiddenUnits) { j in
        Sigmoid.value(
          SmallNetwork.sum(network.biasRows &+ network.inputUnits, from: zero) { row, sum in
            .multiplyAdd(V(repeating: w[8 &* row &+ j]), V(x + 8 &* row), sum)
          })
      }
      let deltaK = Tile(outputUnits) { k in
        let bias = network.biasRows == 1 ? V(repeating: network.bias * wjk[k]) : zero
        let a = yj.sum(hiddenUnits, from: bias) { wjk[network.row($0) &+ k] }
        let y = Sigmoid.value(a)
        // As in `Squares`, but t - y is 0 in lanes without a pattern, which takes no time in this form.
        let difference = V.multiplyAdd(-mask, y, mask * V(patterns.targets + 8 &* k))
        error = .multiplyAdd(difference, difference, error)
        return Sigmoid.derivative(a, output: y) * difference
      }
      let sums = Tile(hiddenUnits) { j in
        deltaK.sum(outputUnits, from: zero) { wjk[network.row(j) &+ $0] }
      }
      yj.store(hidden.numbers + 8, stride: 8)
      // The derivative of the sigmoid needs only y.
      let deltaJ = sums.combined(yj) { sum, y in Sigmoid.derivative(y, output: y) * sum }
      let adds = block > turns.lowerBound
      let isLast = blockEnd == turns.upperBound
      descend(
        network.outputStart, network.hiddenUnits, hidden.numbers + unitRow, deltaK, blockEnd - block, adds,
        isLast, take)
      descend(0, network.inputUnits, x, deltaJ, blockEnd - block, adds, isLast, take)
    }
  }

  /// Adds a block's Σ δ y to the gradient of the weights from `start` on, whose rows are the bias unit and
  /// `units` more; after a batch's last block, it is taken.
  @inline(__always)
  private func descend(
    _ start: Int, _ units: Int, _ y: Numbers, _ deltas: Tile<V>, _ count: Int, _ adds: Bool, _ isLast: Bool,
    _ take: (Int, V) -> Void
  ) {
    let delta = deltas.transposed
    for row in 0..<network.biasRows &+ units {
      let factors = y + 8 &* row
      let place = start &+ 8 &* row
      @inline(__always) func add(_ pattern: Int, _ delta: V, _ sum: V) -> V {
        .multiplyAdd(V(repeating: factors[pattern]), delta, sum)
      }
      var even = adds ? V(gradient.numbers + place) : V(repeating: 0)
      var odd = V(repeating: 0)
      even = add(2, delta.r2, add(0, delta.r0, even))
      odd = add(3, delta.r3, add(1, delta.r1, odd))
      if V.scalarCount == 8 && count > 4 {
        even = add(6, delta.r6, add(4, delta.r4, even))
        odd = add(7, delta.r7, add(5, delta.r5, odd))
      }
      if isLast {
        take(place, even + odd)
      } else {
        (even + odd).store(gradient.numbers + place)
      }
    }
  }
}
