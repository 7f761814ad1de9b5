/// A pattern set during training, and the order in which its patterns are presented.
struct PatternSource: ~Copyable {
  let inputs: UnsafePointer<Double>
  let targets: UnsafePointer<Double>
  let inputUnits: Int
  let outputUnits: Int
  let count: Int
  /// For each turn, the place in the set of the pattern to present; rewritten every epoch if patterns are
  /// shuffled.
  let order: UnsafePointer<Int>
  let isShuffled: Bool

  /// The targets, patterns × units; each row is padded with zeros to whole lanes.
  func paddedTargets() -> Buffer {
    let stride = outputUnits.paddedToLanes
    let padded = Buffer(count: count * stride)
    for n in 0..<count {
      (padded.numbers + n * stride).update(from: targets + n * outputUnits, count: outputUnits)
    }
    return padded
  }

  /// The nonzero inputs of each pattern.
  func nonzeroInputs() -> Nonzeros {
    let nonzeros = Nonzeros(rows: count, columns: inputUnits)
    for n in 0..<count { nonzeros.note(n, of: inputs + n * inputUnits) }
    return nonzeros
  }
}

extension PatternSet {
  /// order: one place per pattern. Returns: nil if there are no numbers.
  func withSource<Result>(
    order: UnsafePointer<Int>, isShuffled: Bool, _ body: (borrowing PatternSource) -> Result
  ) -> Result? {
    inputs.elements.withUnsafeBufferPointer { inputs in
      targets.elements.withUnsafeBufferPointer { targets in
        guard let inputs = inputs.baseAddress, let targets = targets.baseAddress else { return nil }
        return body(
          PatternSource(
            inputs: inputs, targets: targets, inputUnits: self.inputs.columns,
            outputUnits: self.targets.columns, count: count, order: order, isShuffled: isShuffled))
      }
    }
  }
}

/// The patterns in blocks, as `BatchEngine` needs them: units (for inputs, the bias unit first) × patterns.
/// If the order is fixed and the data are not too large, all blocks are laid out once; otherwise each block
/// is laid out when its turn comes.
struct PatternBlocks: ~Copyable {
  private(set) var inputs: Numbers
  private(set) var targets: Numbers

  private let order: UnsafePointer<Int>
  private let sourceInputs: UnsafePointer<Double>
  private let sourceTargets: UnsafePointer<Double>
  private let inputUnits: Int
  private let outputUnits: Int
  private let width: Int
  private let batchSize: Int
  private let blocksPerBatch: Int
  private let count: Int
  /// Whether all blocks are laid out in advance.
  private let areKept: Bool
  private let inputBuffer: Buffer
  private let targetBuffer: Buffer
  /// The nonzero inputs of each pattern of the set, and of each row of the blocks laid out.
  private let patternNonzeros: Nonzeros
  private let rowNonzeros: Nonzeros
  /// Whether so many inputs are 0 that skipping them pays off.
  let areSparse: Bool
  private var firstRow = 0
  private var firstTurn = 0

  /// The largest number of numbers that are laid out in advance: 8 MB.
  private static let mostKept = 1 << 20

  /// The largest share of nonzero inputs at which skipping the zeros pays off, as measured; it is smaller for
  /// short rows, which take little time anyway.
  private static func mostNonzeros(_ layout: WeightLayout) -> Double {
    let shortest = layout.projections.filter { $0.source == 0 }.map { $0.stride }.min() ?? 0
    return shortest >= 32 ? 0.55 : 0.3
  }

  init(_ source: borrowing PatternSource, _ layout: WeightLayout, width: Int, batchSize: Int) {
    let blocksPerBatch = (batchSize + width - 1) / width
    let blocks = (source.count + batchSize - 1) / batchSize * blocksPerBatch
    let rows = source.inputUnits + 1
    let isSmall = blocks * width * (rows + source.outputUnits) <= Self.mostKept
    let isKept = isSmall && !source.isShuffled
    let kept = isKept ? blocks : 1
    let inputBuffer = Buffer(count: kept * width * rows)
    let targetBuffer = Buffer(count: kept * width * source.outputUnits)
    patternNonzeros = source.nonzeroInputs()
    areSparse = patternNonzeros.share(rows: source.count) <= Self.mostNonzeros(layout)
    rowNonzeros = Nonzeros(rows: areSparse ? kept * rows : 0, columns: width)
    for block in 0..<kept {
      (inputBuffer.numbers + block * width * rows).update(repeating: layout.bias, count: width)
    }
    order = source.order
    sourceInputs = source.inputs
    sourceTargets = source.targets
    inputUnits = source.inputUnits
    outputUnits = source.outputUnits
    count = source.count
    self.width = width
    self.batchSize = batchSize
    self.blocksPerBatch = blocksPerBatch
    areKept = isKept
    inputs = inputBuffer.numbers
    targets = targetBuffer.numbers
    self.inputBuffer = inputBuffer
    self.targetBuffer = targetBuffer
  }

  /// Lays out in advance the blocks that are kept.
  mutating func prepare() {
    guard areKept else { return }
    for batch in stride(from: 0, to: count, by: batchSize) {
      let end = min(batch + batchSize, count)
      for first in stride(from: batch, to: end, by: width) {
        point(to: first)
        fill(first..<min(first + width, end))
      }
    }
  }

  /// Sets `inputs` and `targets` to those of a block: patterns of neighbouring turns.
  @inline(__always)
  mutating func select(_ turns: Range<Int>) {
    if areKept {
      point(to: turns.lowerBound)
    } else {
      fill(turns)
    }
    firstTurn = turns.lowerBound
  }

  /// The inputs of a pattern of the block, without the bias.
  @inline(__always)
  func pattern(_ place: Int) -> SparseRow {
    let pattern = order[firstTurn + place]
    return SparseRow(
      a: sourceInputs + pattern * inputUnits, bits: patternNonzeros.row(pattern),
      words: patternNonzeros.wordsPerRow)
  }

  /// One input of all patterns of the block; row 0 is the bias.
  @inline(__always)
  func input(_ row: Int) -> SparseRow {
    SparseRow(
      a: UnsafePointer(inputs + row * width), bits: rowNonzeros.row(firstRow + row),
      words: rowNonzeros.wordsPerRow)
  }

  /// Sets `inputs` and `targets` to the block whose first turn is `first`.
  @inline(__always)
  private mutating func point(to first: Int) {
    var block = 0
    if first > 0 {
      let batch = first / batchSize
      block = batch * blocksPerBatch + (first - batch * batchSize) / width
    }
    firstRow = block * (inputUnits + 1)
    inputs = inputBuffer.numbers + firstRow * width
    targets = targetBuffer.numbers + block * width * outputUnits
  }

  /// Lays out the patterns of these turns in the current block.
  private func fill(_ turns: Range<Int>) {
    transpose(sourceInputs, units: inputUnits, turns, to: inputs + width)
    transpose(sourceTargets, units: outputUnits, turns, to: targets)
    pad(inputs, rows: inputUnits + 1, from: turns.count)
    pad(targets, rows: outputUnits, from: turns.count)
    guard areSparse else { return }
    for row in 0...inputUnits { rowNonzeros.note(firstRow + row, of: UnsafePointer(inputs + row * width)) }
  }

  /// Repeats the last pattern up to the width of the block. What is computed from it has a δ of 0, and a
  /// value wherever patterns have one: log 0, for example, times 0 would be no number.
  private func pad(_ rows: Numbers, rows count: Int, from first: Int) {
    guard first > 0, first < width else { return }
    for row in 0..<count {
      (rows + row * width + first).update(repeating: rows[row * width + first - 1], count: width - first)
    }
  }

  /// Transposes patterns × units to units × patterns, eight by eight.
  private func transpose(
    _ source: UnsafePointer<Double>, units: Int, _ turns: Range<Int>, to rows: Numbers
  ) {
    let order = order + turns.lowerBound
    for column in stride(from: 0, to: turns.count, by: 8) {
      let patterns = min(turns.count - column, 8)
      var unit = 0
      while unit + 8 <= units {
        let tile = Tile(patterns) { source.lanes(order[column + $0] * units + unit) }.transposed
        tile.store(rows + (unit * width + column), stride: width)
        unit += 8
      }
      for unit in unit..<units {
        for pattern in column..<column + patterns {
          rows[unit * width + pattern] = source[order[pattern] * units + unit]
        }
      }
    }
  }
}
