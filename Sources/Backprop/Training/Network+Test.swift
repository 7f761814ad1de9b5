/// The results of presenting a pattern set to a network.
public struct TestResult: Equatable, Sendable {
  /// patterns × output units
  public let outputs: Matrix
  /// E of each pattern.
  public let errors: [Double]
  /// If the targets are classes, the class of each pattern and the class that the network assigns to it: the
  /// unit with the largest output or, for a single unit, 1 from 0.5 on; nil for a pattern with an output that
  /// is not a number.
  public let classes: [(target: Int, output: Int?)]?

  /// ΣE
  public var totalError: Double { errors.reduce(0, +) }
  /// ΣE divided by the number of patterns.
  public var meanError: Double { totalError / Double(errors.count) }

  /// The share of patterns that the network assigns to their own class; nil if the targets are not classes.
  public var accuracy: Double? {
    classes.map { pairs in Double(pairs.filter { $0.target == $0.output }.count) / Double(pairs.count) }
  }

  /// The places, from 0, of the patterns with an output or E that is infinite or not a number.
  public var nonFinite: [Int] {
    errors.indices.filter { !errors[$0].isFinite || !outputs.row($0).allSatisfy { $0.isFinite } }
  }

  /// The numbers of patterns by their own class (row) and their assigned class (column), without those that
  /// were assigned none; nil if the targets are not classes.
  public var confusion: [[Int]]? {
    guard let classes else { return nil }
    let size = max(outputs.columns, 2)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: size), count: size)
    for pair in classes {
      if let output = pair.output { counts[pair.target][output] += 1 }
    }
    return counts
  }

  public static func == (a: TestResult, b: TestResult) -> Bool {
    a.outputs == b.outputs && a.errors == b.errors && a.confusion == b.confusion
  }
}

extension Network {
  /// Presents every pattern and learns nothing. The observer is called before each block of 64 or 256
  /// patterns, and within blocks that take long; once it returns false, the result covers the patterns of the
  /// blocks before. threads: how many cores a large
  /// network may use; the result does not depend on it.
  ///
  /// Throws: `NetworkError.inputWidth` and `.targetWidth` if the widths of the patterns are not those of the
  /// network.
  public func test(
    _ patterns: PatternSet, threads: Int = 1, observer: () -> Bool = { true }
  ) throws(NetworkError) -> TestResult {
    try check(patterns)
    return withoutActuallyEscaping(observer) { observer in
      test(checkedPatterns: patterns, threads: threads, TrainingWatch { _ in observer() })
    }
  }

  private func test(checkedPatterns patterns: PatternSet, threads: Int, _ watch: TrainingWatch) -> TestResult
  {
    let layout = WeightLayout(self)
    let weights = TrainedWeights(self, layout, memories: 0, memory: LearningMemory())
    var outputs = [Double](repeating: 0, count: patterns.count * outputUnits)
    var errors = [Double](repeating: 0, count: patterns.count)
    var seen = 0
    let order = Array(0..<patterns.count)
    _ = patterns.withSource(order: order, isShuffled: false) { source in
      var engine = BatchEngine(
        layout, source, batchSize: min(patterns.count, BatchEngine.widestBlock), isPlain: true,
        precision: .double, crew: .forNetwork(ofWeights: weightCount, cores: threads))
      outputs.withUnsafeMutableBufferPointer { outputs in
        errors.withUnsafeMutableBufferPointer { errors in
          guard let outputs = outputs.baseAddress, let errors = errors.baseAddress else { return }
          while seen < patterns.count && !watch.saysStop() {
            let end = min(seen + engine.width, patterns.count)
            let isDone = engine.test(
              seen..<end, weights.weights.numbers, outputs: outputs + seen * outputUnits,
              errors: errors + seen, watch)
            guard isDone else { return }
            seen = end
          }
        }
      }
    }
    outputs.removeLast((patterns.count - seen) * outputUnits)
    errors.removeLast(patterns.count - seen)
    if errorFunction.penalty != nil {
      let penalty = penalty
      for n in errors.indices { errors[n] += penalty }
    }
    let result = Matrix(rows: seen, columns: outputUnits, elements: outputs)
    guard patterns.isClassification else { return TestResult(outputs: result, errors: errors, classes: nil) }
    let classes = (0..<seen).map { n -> (target: Int, output: Int?) in
      let isNumber = (0..<outputUnits).allSatisfy { !result[n, $0].isNaN }
      return (
        target: patterns.targets.classIndex(inRow: n), output: isNumber ? result.classIndex(inRow: n) : nil
      )
    }
    return TestResult(outputs: result, errors: errors, classes: classes)
  }
}
