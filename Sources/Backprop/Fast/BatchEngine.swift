/// For batches, in networks of any shape except that of `SmallNetwork`. A layer's quantities are matrices
/// whose rows are units (the bias unit first) and whose columns are the patterns of a block, so that each
/// step of the handout is one product:
///
///     1a, 1b   A_k = Wᵀ Y_j        units k × patterns
///     2b       D_j = W D_k         units j × patterns, then times g'
///     2a, 2c   G   = Y_j D_kᵀ      -∂E/∂w, units j × units k
///
/// With plain descent on a batch of one block, G is not needed: the product of the scaled D_k is added
/// directly to the weights.
struct BatchEngine: TrainingEngine, ~Copyable {
  let layout: WeightLayout
  let crew: Crew?
  private let multiplier: Multiplier
  private(set) var patterns: PatternBlocks
  private let batchSize: Int
  /// The number of columns of a block, a multiple of the number of lanes.
  let width: Int

  private let outputs: Buffer
  private let totals: Buffer
  /// E of each pattern of the block; 0 beyond the last pattern.
  private let errors: Buffer
  private let deltas: Buffer
  /// 1 in the lanes that hold a pattern, 0 in the others.
  private let mask = Buffer(count: 8)
  /// D_kᵀ of one layer.
  let transposed: Buffer
  /// Empty if `isDirect`.
  private let gradient: Buffer
  /// Whether the products of the gradient are added directly to the weights.
  private let isDirect: Bool
  /// The weights before this addition, if it takes so long that it may be interrupted; else empty.
  private let weightsBefore: Buffer

  /// A larger number of patterns is split into several blocks, whose gradients are added. Wide blocks use a
  /// weight more often once it is loaded; narrow ones keep the quantities of all layers in the nearest cache,
  /// which pays off in networks of at most `mostSmallWeights` weights, as measured.
  static let widestBlock = 256
  private static let widestSmallBlock = 64
  private static let mostSmallWeights = 1 << 14
  /// How many multiplications may pass without a question: less than a tenth of a second.
  #if arch(wasm32)
    static let mostUninterrupted = 100_000_000
  #else
    static let mostUninterrupted = 2_000_000_000
  #endif
  /// About as many multiplications as what is done for a unit and a pattern takes, apart from its weights.
  private static let workPerUnit = 32

  /// batchSize: the number of patterns of an update. isPlain: plain descent on all weights. crew: nil for one
  /// thread. mostUninterrupted: the multiplications of an addition to the weights that none may interrupt.
  init(
    _ layout: WeightLayout, _ patterns: borrowing PatternSource, batchSize: Int, isPlain: Bool,
    precision: Precision, crew: Crew?, mostUninterrupted: Int = Self.mostUninterrupted
  ) {
    self.layout = layout
    self.crew = crew
    self.batchSize = batchSize
    let widest = layout.weightCount > Self.mostSmallWeights ? Self.widestBlock : Self.widestSmallBlock
    let width = min(batchSize.paddedToLanes, widest)
    self.width = width
    self.patterns = PatternBlocks(patterns, layout, width: width, batchSize: batchSize)
    outputs = Buffer(count: layout.rowCount * width)
    // With sparse inputs, eight rows are written at a time; the last of them may be unused.
    totals = Buffer(count: (layout.rowCount + 7) * width)
    errors = Buffer(count: width)
    deltas = Buffer(count: layout.rowCount * width)
    let widestLayer = layout.projections.map { $0.stride }.max() ?? 0
    transposed = Buffer(count: widestLayer * width)
    multiplier = Multiplier(
      layout.projections.flatMap {
        [
          (m: $0.columns, n: width, k: $0.rows), (m: $0.rows, n: width, k: $0.columns),
          (m: $0.rows, n: $0.stride, k: width),
        ]
      }, precision: precision, crew: crew)
    let isDirect = isPlain && batchSize <= width
    self.isDirect = isDirect
    let isLong = layout.weightCount > mostUninterrupted / width
    weightsBefore = Buffer(count: isDirect && isLong ? layout.weightCount : 0)
    gradient = Buffer(count: isDirect ? 0 : layout.weightCount)
    for layer in layout.layers {
      (outputs.numbers + layer.firstRow * width).update(repeating: layout.bias, count: width)
    }
    self.patterns.prepare()
  }

  mutating func present<Updater: WeightUpdater>(
    _ places: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater,
    _ watch: TrainingWatch?
  ) -> Double? {
    var error = 0.0
    var first = places.lowerBound
    while first < places.upperBound {
      let end = min(first + batchSize, places.upperBound)
      let scale = updater.averages ? updater.scale / Double(end - first) : updater.scale
      var block = first
      while block < end {
        let blockEnd = min(block + width, end)
        patterns.select(block..<blockEnd)
        forward(weights.weights.numbers, count: blockEnd - block, watch)
        if watch?.hasInterrupted == true { return nil }
        error += errorAndOutputDeltas(count: blockEnd - block)
        findDeltas(weights.weights.numbers, watch)
        if watch?.hasInterrupted == true { return nil }
        if isDirect {
          guard addGradient(to: weights.weights, scale: scale, watch) else { return nil }
        } else {
          addGradient(to: gradient.numbers, scale: 1, adding: block > first, watch)
          if watch?.interrupts(after: Self.workPerUnit * layout.rowCount * width) == true { return nil }
        }
        block = blockEnd
      }
      if !isDirect {
        weights.addPenalty(of: end - first, to: gradient.numbers, scale: Double(end - first))
        updater.beginUpdate()
        let updater = updater
        crew.share(layout.weightCount, by: 8) {
          updater.updateAll($0, by: gradient.numbers, scale: scale, weights)
        }
        weights.putFrozenBack()
      }
      first = end
    }
    return error
  }

  /// Presents the patterns of a block without learning. outputs: patterns × units of the last layer; errors:
  /// E of each pattern. Returns: whether it is done; the watch may interrupt it.
  mutating func test(
    _ places: Range<Int>, _ weights: Numbers, outputs: UnsafeMutablePointer<Double>,
    errors: UnsafeMutablePointer<Double>, _ watch: TrainingWatch
  ) -> Bool {
    patterns.select(places)
    forward(weights, count: places.count, watch)
    if watch.hasInterrupted { return false }
    _ = errorAndOutputDeltas(count: places.count)
    errors.update(from: self.errors.numbers, count: places.count)
    let layer = layout.layers.count - 1
    let units = layout.layers[layer].units
    let y = self.outputs.numbers + offset(layer)
    for n in 0..<places.count {
      for k in 0..<units { outputs[n * units + k] = y[k * width + n] }
    }
    return true
  }

  /// Presents the patterns of a block without learning, for `row`.
  mutating func look(at places: Range<Int>, _ weights: Numbers, findsDeltas: Bool) {
    patterns.select(places)
    forward(weights, count: places.count, nil)
    _ = errorAndOutputDeltas(count: places.count)
    if findsDeltas { findDeltas(weights, nil) }
  }

  /// A quantity of each pattern of the block. The total inputs of a layer are there unless its function is
  /// the user's own.
  func row(_ quantity: PatternFormulas.Quantity) -> Numbers {
    switch quantity {
    case .output(let layer, let unit): rows(layer) + unit * width
    case .totalInput(let layer, let unit):
      layer == 0 ? rows(0) + unit * width : totals.numbers + offset(layer) + (unit - 1) * width
    case .delta(let layer, let unit): deltas.numbers + offset(layer) + (unit - 1) * width
    case .target(let unit): patterns.targets + (unit - 1) * width
    case .error, .number: errors.numbers
    }
  }

  /// The outputs of a layer; the bias unit's come first.
  @inline(__always)
  private func rows(_ layer: Int) -> Numbers {
    layer == 0 ? patterns.inputs : outputs.numbers + layout.layers[layer].firstRow * width
  }

  /// Where a layer's own units begin in `totals`, `deltas` and `outputs`.
  @inline(__always)
  private func offset(_ layer: Int) -> Int { (layout.layers[layer].firstRow + 1) * width }

  private func forward(_ weights: Numbers, count: Int, _ watch: TrainingWatch?) {
    for layer in 1..<layout.layers.count where watch?.hasInterrupted != true {
      let a = totals.numbers + offset(layer)
      var adding = false
      for index in layout.incoming[layer] {
        let projection = layout.projections[index]
        if projection.source == 0 && patterns.areSparse {
          addSparseInputs(projection, weights, to: a, count: count, adding: adding, watch)
          adding = true
          continue
        }
        multiplier.multiply(
          MatrixProduct(
            m: projection.columns, n: width, k: projection.rows,
            a: weights + projection.start, aRow: 1, aColumn: projection.stride,
            b: rows(projection.source) + (1 - projection.biasRows) * width, bRow: width, c: a, cRow: width),
          adding: adding, watch)
        adding = true
      }
      let units = layout.layers[layer]
      let y = outputs.numbers + offset(layer)
      if units.isSoftmax {
        softmax(a, y, units: units.units)
      } else {
        let transfer = layout.transfers[layer]
        shareNumbers(of: units.units) {
          transfer.apply(a + $0.lowerBound, y + $0.lowerBound, $0.count)
        }
      }
    }
  }

  /// Steps 1c and 2a of the block: ΣE of its first `count` patterns, and their δ_k; the δ_k of the others are
  /// 0.
  private func errorAndOutputDeltas(count: Int) -> Double {
    let last = layout.layers.count - 1
    let layer = layout.layers[last]
    let terms = layout.errorTerms
    let y = outputs.numbers + offset(last)
    let a = totals.numbers + offset(last)
    let delta = deltas.numbers + offset(last)
    let size = layer.units * width
    var error = 0.0
    for p in stride(from: 0, to: width, by: 8) {
      mask.numbers.setLanes(0, Lanes.mask(count - p))
      var rows = ErrorRows(
        targets: patterns.targets, totals: a, outputs: y, deltas: delta, isOnePattern: false, first: p,
        end: size, step: width,
        mask: mask.numbers, maskStep: 0)
      if terms.isMatched && layer.isSoftmax {
        rows.logarithmOfSum = (y - width).lanes(p)
        rows.targetSum = targetSum(patterns.targets, at: p, units: layer.units)
      }
      let zero = Lanes(repeating: 0)
      let sum = zero.replacing(with: terms.compare(rows), where: mask.numbers.lanes(0) .> zero)
      errors.numbers.setLanes(p, sum)
      error += sum.total
    }
    if terms.isMatched { return error }
    if layer.isSoftmax {
      multiplyBySoftmaxDerivative(delta, y, units: layer.units)
    } else {
      layout.transfers[last].multiplyByDerivative(delta, a, y, size)
    }
    return error
  }

  /// Step 2b of the block: δ of the hidden layers, from the last to the first.
  private func findDeltas(_ weights: Numbers, _ watch: TrainingWatch?) {
    for layer in stride(from: layout.layers.count - 2, to: 0, by: -1) where watch?.hasInterrupted != true {
      let units = layout.layers[layer]
      let delta = deltas.numbers + offset(layer)
      var adding = false
      for index in layout.outgoing[layer] {
        let projection = layout.projections[index]
        multiplier.multiply(
          MatrixProduct(
            m: units.units, n: width, k: projection.columns,
            a: weights + projection.start + projection.biasRows * projection.stride, aRow: projection.stride,
            aColumn: 1, b: deltas.numbers + offset(projection.target), bRow: width, c: delta, cRow: width),
          adding: adding, watch)
        adding = true
      }
      let a = totals.numbers + offset(layer)
      let y = outputs.numbers + offset(layer)
      let transfer = layout.transfers[layer]
      shareNumbers(of: units.units) {
        transfer.multiplyByDerivative(
          delta + $0.lowerBound, a + $0.lowerBound, y + $0.lowerBound, $0.count)
      }
    }
  }

  /// Adds scale · Σ δ y of the block to the weights. Returns: whether it is done; if the watch interrupts it,
  /// the weights are as before.
  private func addGradient(to weights: borrowing Buffer, scale: Double, _ watch: TrainingWatch?) -> Bool {
    guard weightsBefore.count > 0, let watch else {
      addGradient(to: weights.numbers, scale: scale, adding: true, nil)
      return true
    }
    weightsBefore.copy(from: weights)
    addGradient(to: weights.numbers, scale: scale, adding: true, watch)
    if watch.hasInterrupted { weights.copy(from: weightsBefore) }
    return !watch.hasInterrupted
  }

  /// Steps 2a and 2c of the block: scale · Σ δ y, laid out like the weights.
  private func addGradient(to sums: Numbers, scale: Double, adding: Bool, _ watch: TrainingWatch?) {
    for layer in 1..<layout.layers.count where watch?.hasInterrupted != true {
      let stride = layout.layers[layer].units.paddedToLanes
      transpose(layer, stride: stride, scale: scale)
      for index in layout.incoming[layer] {
        let projection = layout.projections[index]
        if projection.source == 0 && patterns.areSparse {
          addSparseGradient(projection, to: sums + projection.start, adding: adding, watch)
          continue
        }
        multiplier.multiply(
          MatrixProduct(
            m: projection.rows, n: stride, k: width,
            a: rows(projection.source) + (1 - projection.biasRows) * width, aRow: width, aColumn: 1,
            b: transposed.numbers, bRow: stride, c: sums + projection.start, cRow: stride),
          adding: adding, watch)
      }
    }
  }

  /// Transposes a layer's δ from units × patterns to patterns × units and scales them; rows are padded with
  /// zeros.
  private func transpose(_ layer: Int, stride: Int, scale: Double) {
    let delta = deltas.numbers + offset(layer)
    let units = layout.layers[layer].units
    crew.share(stride, by: 8) { columns in
      for k in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
        let rows = min(units - k, 8)
        for p in Swift.stride(from: 0, to: width, by: 8) {
          Tile(rows) { scale * delta.lanes((k &+ $0) &* width &+ p) }.transposed
            .store(transposed.numbers + (p &* stride &+ k), stride: stride)
        }
      }
    }
  }

  /// Calls `part` with the range of numbers of this many units, or with shares of it.
  @inline(__always)
  private func shareNumbers(of units: Int, _ part: (Range<Int>) -> Void) {
    crew.share(units, by: 8) { part($0.lowerBound * width..<$0.upperBound * width) }
  }
}
