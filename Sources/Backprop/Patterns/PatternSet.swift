/// An input and the desired output for it.
public struct Pattern: Equatable, Sendable {
  /// One number per input unit.
  public var input: [Double]
  /// t: one number per output unit.
  public var target: [Double]

  /// A pattern; its widths are checked where it is used.
  public init(input: [Double], target: [Double]) {
    self.input = input
    self.target = target
  }
}

/// The numbers of rows and columns of an input that is an image.
package struct ImageShape: Equatable, Sendable {
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// At least one pattern, in order, all of the same widths and with finite numbers.
public struct PatternSet: Equatable, Sendable {
  /// patterns × input units
  public let inputs: Matrix
  /// patterns × output units
  public let targets: Matrix
  /// The names of the classes, one per target unit, if the set has them.
  package var classNames: [String]?
  /// The names of the inputs, one per input unit, if the set has them: the columns of its file.
  package var inputNames: [String]?
  /// The shape of an input, if inputs are images.
  package var imageShape: ImageShape?

  /// A set of the given patterns.
  ///
  /// Throws: `NetworkError.noPatterns`, `.raggedPattern`, `.nonFinitePattern`.
  public init(_ rows: [Pattern]) throws(NetworkError) {
    guard let first = rows.first else { throw .noPatterns }
    for (index, row) in rows.enumerated()
    where row.input.count != first.input.count || row.target.count != first.target.count {
      throw .raggedPattern(pattern: index)
    }
    try self.init(
      inputs: Matrix(rows: rows.count, columns: first.input.count, elements: rows.flatMap { $0.input }),
      targets: Matrix(rows: rows.count, columns: first.target.count, elements: rows.flatMap { $0.target }))
  }

  /// A set whose patterns are the rows of both matrices. inputs: patterns × input units; targets: patterns ×
  /// output units.
  ///
  /// Throws: `NetworkError.noPatterns`, `.patternCounts`, `.nonFinitePattern`.
  public init(inputs: Matrix, targets: Matrix) throws(NetworkError) {
    guard inputs.rows == targets.rows else {
      throw .patternCounts(inputs: inputs.rows, targets: targets.rows)
    }
    guard inputs.rows > 0 else { throw .noPatterns }
    for n in 0..<inputs.rows where !(inputs.row(n) + targets.row(n)).allSatisfy({ $0.isFinite }) {
      throw .nonFinitePattern(pattern: n)
    }
    self.init(checkedInputs: inputs, targets: targets)
  }

  /// For data that are compiled in or already checked: patterns × input units, and the same number of
  /// patterns × output units, all finite.
  package init(
    checkedInputs inputs: Matrix, targets: Matrix, classNames: [String]? = nil, inputNames: [String]? = nil,
    imageShape: ImageShape? = nil
  ) {
    self.inputs = inputs
    self.targets = targets
    self.classNames = classNames
    self.inputNames = inputNames
    self.imageShape = imageShape
  }

  /// The number of patterns.
  public var count: Int { inputs.rows }

  /// Pattern n, from 0.
  ///
  /// Throws: `NetworkError.noSuchPattern`.
  public func pattern(_ n: Int) throws(NetworkError) -> Pattern {
    guard n >= 0, n < count else { throw .noSuchPattern(n, count: count) }
    return self[n]
  }

  /// A pattern that the caller knows to exist.
  package subscript(n: Int) -> Pattern {
    Pattern(input: inputs.row(n), target: targets.row(n))
  }

  /// Whether the targets are classes: a single unit with 0 or 1, or several units, one with 1 and the others
  /// with 0.
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

  /// The patterns at these places, from 0, in this order.
  ///
  /// Throws: `NetworkError.noSuchPattern`; `.noPatterns` if there are no places.
  public func selecting(_ places: [Int]) throws(NetworkError) -> PatternSet {
    for place in places where place < 0 || place >= count { throw .noSuchPattern(place, count: count) }
    guard !places.isEmpty else { throw .noPatterns }
    return PatternSet(
      checkedInputs: inputs.selecting(places), targets: targets.selecting(places), classNames: classNames,
      inputNames: inputNames, imageShape: imageShape)
  }

  /// Splits the set in two: `fraction` of the patterns, rounded, drawn at random by a `RandomGenerator` with
  /// this seed, and the rest. Each part has at least one pattern.
  ///
  /// Throws: `NetworkError.fractionOutOfRange`; `.patternSetSize` for a set of one pattern.
  public func split(
    fraction: Double, seed: UInt64
  ) throws(NetworkError) -> (training: PatternSet, test: PatternSet) {
    guard fraction > 0, fraction < 1 else { throw .fractionOutOfRange(fraction) }
    guard count >= 2 else {
      throw .patternSetSize(least: 2, most: Int.max, size: Int64(count))
    }
    var order = Array(0..<count)
    var generator = RandomGenerator(seed: seed)
    generator.shuffle(&order)
    let size = min(max(Int((fraction * Double(count)).rounded()), 1), count - 1)
    return (try selecting(Array(order[..<size])), try selecting(Array(order[size...])))
  }
}
