/// What a network makes of a pattern set.
public struct TestResult: Equatable, Sendable {
  /// patterns × output units
  public let outputs: Matrix
  /// E of each pattern.
  public let errors: [Double]
  /// Where the targets are classes, the class of each pattern and that which the network gives it: the unit of the
  /// greatest output, or, of a single unit, 1 from 0.5 on.
  public let classes: [(target: Int, output: Int)]?

  /// ΣE
  public var totalError: Double { errors.reduce(0, +) }
  public var meanError: Double { totalError / Double(errors.count) }

  /// The share of patterns given their own class; nil where the targets are no classes.
  public var accuracy: Double? {
    classes.map { pairs in Double(pairs.filter { $0.target == $0.output }.count) / Double(pairs.count) }
  }

  /// Patterns counted by their class (row) and the one they were given (column); nil where the targets are no classes.
  public var confusion: [[Int]]? {
    guard let classes else { return nil }
    let size = max(outputs.columns, 2)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: size), count: size)
    for pair in classes { counts[pair.target][pair.output] += 1 }
    return counts
  }

  public static func == (a: TestResult, b: TestResult) -> Bool {
    a.outputs == b.outputs && a.errors == b.errors && a.confusion == b.confusion
  }
}

extension Network {
  /// Presents every pattern, learning nothing. The observer is asked before each; once it returns false, the result is
  /// that of the patterns so far.
  ///
  /// Throws: patterns whose widths are not the network's.
  public func test(
    _ patterns: PatternSet, observer: () -> Bool = { true }
  ) throws(NetworkError) -> TestResult {
    try check(patterns)
    var outputs: [Double] = []
    var errors: [Double] = []
    var classes: [(target: Int, output: Int)] = []
    for n in 0..<patterns.count where observer() {
      let pattern = patterns[n]
      let pass = try forward(pattern.input)
      errors.append(try error(pass, target: pattern.target))
      outputs += pass.output
      classes.append((classIndex(pattern.target), classIndex(pass.output)))
    }
    return TestResult(
      outputs: Matrix(rows: errors.count, columns: outputUnits, elements: outputs), errors: errors,
      classes: patterns.isClassification ? classes : nil)
  }
}

/// The place of the greatest, or, of a single unit, whether it is 0.5 at least.
private func classIndex(_ y: [Double]) -> Int {
  if y.count == 1 { return y[0] >= 0.5 ? 1 : 0 }
  var best = 0
  for k in y.indices where y[k] > y[best] { best = k }
  return best
}
