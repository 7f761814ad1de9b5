/// An input and the output wanted for it.
public struct Pattern: Equatable, Sendable {
  public var input: [Double]
  public var target: [Double]

  public init(input: [Double], target: [Double]) {
    self.input = input
    self.target = target
  }
}

/// The rows and columns of an input that is a picture.
public struct ImageShape: Equatable, Sendable {
  public let rows: Int
  public let columns: Int

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Patterns of the same widths, in order.
public struct PatternSet: Equatable, Sendable {
  /// patterns × input units
  public let inputs: Matrix
  /// patterns × output units
  public let targets: Matrix
  /// The names of the classes, one a target unit, where the set has them.
  public var classNames: [String]?
  /// Where an input is a picture, its shape.
  public var imageShape: ImageShape?

  /// Patterns of the same widths, at least one, of finite numbers.
  public init(
    _ rows: [Pattern], classNames: [String]? = nil, imageShape: ImageShape? = nil
  ) throws(NetworkError) {
    guard let first = rows.first else { throw .noPatterns }
    for (index, row) in rows.enumerated()
    where row.input.count != first.input.count || row.target.count != first.target.count {
      throw .raggedPattern(pattern: index)
    }
    try self.init(
      inputs: Matrix(rows: rows.count, columns: first.input.count, elements: rows.flatMap { $0.input }),
      targets: Matrix(rows: rows.count, columns: first.target.count, elements: rows.flatMap { $0.target }),
      classNames: classNames, imageShape: imageShape)
  }

  /// inputs: patterns × input units; targets: patterns × output units.
  public init(
    inputs: Matrix, targets: Matrix, classNames: [String]? = nil, imageShape: ImageShape? = nil
  ) throws(NetworkError) {
    guard inputs.rows > 0 else { throw .noPatterns }
    guard inputs.rows == targets.rows else { throw .raggedPattern(pattern: min(inputs.rows, targets.rows)) }
    for n in 0..<inputs.rows where !(inputs.row(n) + targets.row(n)).allSatisfy({ $0.isFinite }) {
      throw .nonFinitePattern(pattern: n)
    }
    self.init(checkedInputs: inputs, targets: targets, classNames: classNames, imageShape: imageShape)
  }

  /// Of what is compiled in, or checked before: patterns × input units, and as many × output units, all of
  /// them finite.
  package init(
    checkedInputs inputs: Matrix, targets: Matrix, classNames: [String]? = nil, imageShape: ImageShape? = nil
  ) {
    self.inputs = inputs
    self.targets = targets
    self.classNames = classNames
    self.imageShape = imageShape
  }

  /// The number of patterns.
  public var count: Int { inputs.rows }

  /// Pattern n, the first being 0.
  public subscript(n: Int) -> Pattern {
    Pattern(input: inputs.row(n), target: targets.row(n))
  }

  /// Whether the targets are classes: one unit of 0 or 1, or several of which one is 1 and the others 0.
  public var isClassification: Bool {
    let units = targets.columns
    return targets.elements.withUnsafeBufferPointer { targets in
      (0..<count).allSatisfy { n in
        var ones = 0
        for target in targets[n * units..<(n + 1) * units] {
          if target == 1 { ones += 1 } else if target != 0 { return false }
        }
        return units == 1 || ones == 1
      }
    }
  }

  /// The patterns of these places, in this order; at least one, each within the set.
  public func selecting(_ places: [Int]) throws(NetworkError) -> PatternSet {
    for place in places where place < 0 || place >= count { throw .raggedPattern(pattern: place) }
    guard !places.isEmpty else { throw .noPatterns }
    return PatternSet(
      checkedInputs: inputs.selecting(places), targets: targets.selecting(places), classNames: classNames,
      imageShape: imageShape)
  }

  /// Two sets: `fraction` of the patterns, rounded, at random, and the rest; each keeps at least one.
  public func split(
    fraction: Double, seed: UInt64
  ) throws(NetworkError) -> (training: PatternSet, test: PatternSet) {
    guard count >= 2, fraction > 0, fraction < 1 else {
      throw .patternSetSize(least: 2, most: Int.max, size: count)
    }
    var order = Array(0..<count)
    var generator = RandomGenerator(seed: seed)
    generator.shuffle(&order)
    let size = min(max(Int((fraction * Double(count)).rounded()), 1), count - 1)
    return (try selecting(Array(order[..<size])), try selecting(Array(order[size...])))
  }
}
