/// A pattern set while a network trains on it, and the order in which it is presented.
struct PatternSource: ~Copyable {
  let inputs: UnsafePointer<Double>
  let targets: UnsafePointer<Double>
  let inputUnits: Int
  let outputUnits: Int
  let count: Int
  /// The place in the set of the pattern to be presented at each turn; filled anew each epoch where it is shuffled.
  let order: UnsafePointer<Int>
  let isShuffled: Bool

  /// The targets, patterns × units, each row padded with zeros to whole lanes.
  func paddedTargets() -> Buffer {
    let stride = outputUnits.paddedToLanes
    let padded = Buffer(count: count * stride)
    for n in 0..<count {
      (padded.numbers + n * stride).update(from: targets + n * outputUnits, count: outputUnits)
    }
    return padded
  }
}

/// The patterns in blocks as `BatchEngine` has them: units (for inputs, the bias unit first) × patterns. An order that stays
/// is laid out once, if it is not too large; else each block when its turn comes.
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
  /// Whether all blocks are laid out beforehand.
  private let areKept: Bool
  private let inputBuffer: Buffer
  private let targetBuffer: Buffer

  /// The most numbers that are laid out beforehand: 8 MB.
  private static let mostKept = 1 << 20

  init(_ source: borrowing PatternSource, _ layout: Layout, width: Int, batchSize: Int) {
    let blocksPerBatch = (batchSize + width - 1) / width
    let blocks = (source.count + batchSize - 1) / batchSize * blocksPerBatch
    let rows = source.inputUnits + 1
    let isSmall = blocks * width * (rows + source.outputUnits) <= Self.mostKept
    let isKept = isSmall && !source.isShuffled
    let kept = isKept ? blocks : 1
    let inputBuffer = Buffer(count: kept * width * rows)
    let targetBuffer = Buffer(count: kept * width * source.outputUnits)
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

  /// Lays out beforehand what is kept.
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

  /// Makes `inputs` and `targets` those of a block: patterns of neighbouring turns.
  @inline(__always)
  mutating func select(_ turns: Range<Int>) {
    if areKept {
      point(to: turns.lowerBound)
    } else {
      fill(turns)
    }
  }

  @inline(__always)
  private mutating func point(to first: Int) {
    var block = 0
    if first > 0 {
      let batch = first / batchSize
      block = batch * blocksPerBatch + (first - batch * batchSize) / width
    }
    inputs = inputBuffer.numbers + block * width * (inputUnits + 1)
    targets = targetBuffer.numbers + block * width * outputUnits
  }

  private func fill(_ turns: Range<Int>) {
    fill(inputs + width, from: sourceInputs, units: inputUnits, turns)
    fill(targets, from: sourceTargets, units: outputUnits, turns)
  }

  /// Patterns × units to units × patterns, eight of each at a time.
  private func fill(
    _ rows: Numbers, from source: UnsafePointer<Double>, units: Int, _ turns: Range<Int>
  ) {
    let order = order + turns.lowerBound
    for column in stride(from: 0, to: turns.count, by: 8) {
      let patterns = min(turns.count - column, 8)
      var unit = 0
      while unit + 8 <= units {
        let square = Square(patterns) { source.lanes(order[column + $0] * units + unit) }.transposed
        square.store(rows + (unit * width + column), stride: width)
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
