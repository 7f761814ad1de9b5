/// For one update per pattern, of networks of any shape but `SmallNetwork`'s: a layer's quantities are rows
/// of units, eight of which are worked on at once. Storing the weights is what takes the time, so that while
/// those of the inputs are updated, they also give what the next pattern's inputs add to the total inputs:
/// they are not read again for it.
struct PatternEngine: TrainingEngine, ~Copyable {
  let layout: Layout
  let layers: Table<Layout.Layer>
  let transfers: Table<TransferRows>
  let compare: @Sendable (ErrorRows) -> Lanes
  /// Whether `compare` gives δ of the last layer itself.
  let isMatched: Bool
  let projections: Table<Layout.Projection>
  let inputs: UnsafePointer<Double>
  let order: UnsafePointer<Int>
  let nonzeros: Nonzeros
  /// patterns × output units, each row padded to whole lanes.
  let targets: Buffer

  /// Where each layer's own units begin in the lists of all, each layer padded to whole lanes.
  let starts: Table<Int>
  let outputs: Buffer
  let totals: Buffer
  let deltas: Buffer
  /// δ times the rule's scale.
  let scaledDeltas: Buffer
  /// 1 for each unit of the last layer, 0 for its padding.
  let mask: Buffer

  init(_ layout: Layout, _ patterns: borrowing PatternSource) {
    self.layout = layout
    layers = Table(layout.layers)
    transfers = Table(layout.transfers)
    compare = layout.errorTerms.compare
    isMatched = layout.errorTerms.isMatched
    projections = Table(layout.projections)
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
    self.starts = Table(starts)
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
    // Weights that change once more after their update are still to be read.
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
