/// An input and the output wanted for it.
public struct Pattern: Equatable, Sendable {
  /// One number for each input unit.
  public var input: [Double]
  /// t: one number for each output unit.
  public var target: [Double]

  /// A pattern; whether it fits is seen where it is used.
  public init(input: [Double], target: [Double]) {
    self.input = input
    self.target = target
  }
}

/// The rows and columns of an input that is a picture.
package struct ImageShape: Equatable, Sendable {
  package let rows: Int
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// Patterns of the same widths, in order: at least one, of finite numbers.
public struct PatternSet: Equatable, Sendable {
  /// patterns × input units
  public let inputs: Matrix
  /// patterns × output units
  public let targets: Matrix
  /// The names of the classes, one for each target unit, where the set has them.
  package var classNames: [String]?
  /// Where an input is a picture, its shape.
  package var imageShape: ImageShape?

  /// A set of these patterns.
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

  /// A set of which each row of both matrices is a pattern. inputs: patterns × input units; targets: patterns
  /// × output units.
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

  /// Pattern n, from 0.
  ///
  /// Throws: `NetworkError.noSuchPattern`.
  public func pattern(_ n: Int) throws(NetworkError) -> Pattern {
    guard n >= 0, n < count else { throw .noSuchPattern(n, count: count) }
    return self[n]
  }

  /// A pattern that the caller knows to be there.
  package subscript(n: Int) -> Pattern {
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

  /// The patterns of these places, from 0, in this order.
  ///
  /// Throws: `NetworkError.noSuchPattern`; `.noPatterns` where there are no places.
  public func selecting(_ places: [Int]) throws(NetworkError) -> PatternSet {
    for place in places where place < 0 || place >= count { throw .noSuchPattern(place, count: count) }
    guard !places.isEmpty else { throw .noPatterns }
    return PatternSet(
      checkedInputs: inputs.selecting(places), targets: targets.selecting(places), classNames: classNames,
      imageShape: imageShape)
  }

  /// Two sets: `fraction` of the patterns, rounded, drawn at random by a `RandomGenerator` of this seed, and
  /// the rest; each has at least one.
  ///
  /// Throws: `NetworkError.fractionOutOfRange`; `.patternSetSize` of a set of one pattern.
  public func split(
    fraction: Double, seed: UInt64
  ) throws(NetworkError) -> (training: PatternSet, test: PatternSet) {
    guard fraction > 0, fraction < 1 else { throw .fractionOutOfRange(fraction) }
    guard count >= 2 else {
      throw .patternSetSize(least: 2, most: Int.max, size: count)
    }
    var order = Array(0..<count)
    var generator = RandomGenerator(seed: seed)
    generator.shuffle(&order)
    let size = min(max(Int((fraction * Double(count)).rounded()), 1), count - 1)
    return (try selecting(Array(order[..<size])), try selecting(Array(order[size...])))
  }
}
