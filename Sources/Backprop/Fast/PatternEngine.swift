/// For one update per pattern, in networks of any shape except that of `SmallNetwork`. A layer's quantities
/// are rows of units, and eight units are computed at once. Most of the time goes into storing the weights.
/// Therefore, the loop that updates the weights of the inputs also computes what the next pattern's inputs
/// add to the total inputs: these weights need not be read again.
struct PatternEngine: TrainingEngine, ~Copyable {
  let layout: WeightLayout
  let layers: FixedList<WeightLayout.Layer>
  let transfers: FixedList<TransferRows>
  let compare: @Sendable (ErrorRows) -> Lanes
  /// Whether `compare` computes δ of the last layer itself.
  let isMatched: Bool
  let projections: FixedList<WeightLayout.Projection>
  let inputs: UnsafePointer<Double>
  let order: UnsafePointer<Int>
  let nonzeros: Nonzeros
  /// patterns × output units; each row is padded to whole lanes.
  let targets: Buffer

  /// Where each layer's own units begin in the lists of all units; each layer is padded to whole lanes.
  let starts: FixedList<Int>
  let outputs: Buffer
  let totals: Buffer
  /// δ of every unit.
  let deltas: Buffer
  /// δ times the rule's scale.
  let scaledDeltas: Buffer
  /// 1 for each unit of the last layer, 0 for its padding.
  let mask: Buffer

  init(_ layout: WeightLayout, _ patterns: borrowing PatternSource) {
    self.layout = layout
    layers = FixedList(layout.layers)
    transfers = FixedList(layout.transfers)
    compare = layout.errorTerms.compare
    isMatched = layout.errorTerms.isMatched
    projections = FixedList(layout.projections)
    inputs = patterns.inputs
    order = patterns.order
    nonzeros = patterns.nonzeroInputs()
    targets = patterns.paddedTargets()
    var starts: [Int] = []
    var size = 0
    for layer in layout.layers {
      starts.append(size)
      size += layer.units.paddedToLanes
    }
    self.starts = FixedList(starts)
    outputs = Buffer(count: size)
    totals = Buffer(count: size)
    deltas = Buffer(count: size)
    scaledDeltas = Buffer(count: size)
    mask = Buffer(count: patterns.outputUnits)
    mask.numbers.update(repeating: 1, count: patterns.outputUnits)
  }

  mutating func present<Updater: WeightUpdater>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater,
    _ watch: TrainingWatch?
  ) -> Double? {
    var error = 0.0
    let stride = layers[layers.count - 1].units.paddedToLanes
    let inputUnits = layers[0].units
    // Weights that change again after their update must be read again.
    let beginsNext = !weights.hasFrozen && !Updater.isDeferred
    var isBegun = false
    for turn in turns {
      let pattern = order[turn]
      let beginsNext = beginsNext && turn + 1 < turns.upperBound
      forward(inputs + pattern * inputUnits, weights.weights.numbers, isBegun: isBegun)
      error += errorAndOutputDeltas(targets.numbers + pattern * stride)
      updater.beginUpdate()
      backwardAndUpdate(pattern, beginning: beginsNext ? order[turn + 1] : pattern, weights, updater)
      isBegun = beginsNext
    }
    return error
  }
}
