import TestSupport
import Testing

@testable import Backprop

/// The fast paths against the reference path, which is tested against published numbers: random networks with
/// 1 to 70 units per layer, two to five layers, and every option.
@Suite struct FastPathTests {
  struct Task: CustomTestStringConvertible {
    let seed: UInt64
    let network: Network
    let options: TrainingOptions
    let patterns: PatternSet

    var testDescription: String {
      "\(seed): \(network.layers.map { "\($0.units) \($0.transfer.name)" }) \(options.rule.name) "
        + "\(options.updates)"
    }

    /// isSmall: only what `SmallNetwork` is for.
    /// ownError: an E given by a formula, in place of a built-in one.
    init(seed: UInt64, largest: Int, isSmall: Bool = false, ownError: ErrorFunction? = nil) throws {
      self.seed = seed
      var generator = RandomGenerator(seed: seed)
      let ownFunction = TransferFunction(
        name: "softsign", definition: "a / (1 + abs a)", value: { $0 / (1 + abs($0)) },
        derivative: { 1 / ((1 + abs($0)) * (1 + abs($0))) })
      let transfers: [TransferFunction] =
        isSmall
        ? [.sigmoid]
        : TransferFunction.all.filter { !$0.isSoftmax } + [ownFunction]
      let depth = isSmall ? 3 : 2 + generator.below(4)
      var layers = (0..<depth).map {
        Layer(
          name: "\($0)", units: 1 + generator.below(largest),
          transfer: transfers[generator.below(transfers.count)])
      }
      var error = ErrorFunction.squares
      switch isSmall ? 3 : generator.below(5) {
      case 0: layers[depth - 1] = .softmax(of: layers[depth - 1])
      case 1:
        layers[depth - 1] = .softmax(of: layers[depth - 1])
        error = .crossEntropy
      case 2:
        layers[depth - 1].transfer = .sigmoid
        error = .crossEntropy
      default: break
      }
      error = ownError ?? error
      let biases: [Double?] = [nil, 1, -1, 0.7]
      var network = try Network(layers: layers, bias: biases[generator.below(4)], errorFunction: error)
      for source in 0..<depth {
        for target in 0..<depth where target > source + 1 && !isSmall && generator.below(3) == 0 {
          try network.connect(source, target)
        }
      }
      network.initializeWeights(.uniform(-0.4, 0.4), seed: generator.next())
      if generator.below(3) == 0 {
        for p in network.projections.indices {
          let count = network.projections[p].weights.elements.count
          try network.setFrozen((0..<count).map { _ in generator.below(4) == 0 }, ofProjection: p)
        }
      }
      self.network = network

      let count = 1 + generator.below(largest)
      let updates: [Updates] = [.perPattern, .batch, .miniBatch(Int64(1 + generator.below(largest)))]
      let rules = [.gradient] + LearningRule.all
      let rule = rules[generator.below(rules.count)]
      // Many updates by quickprop are chaotic, as Tests/Golden/learning-rules.py explains.
      let update = rule.name == "quickprop" ? .batch : updates[generator.below(3)]
      options = TrainingOptions(
        epochs: 3, learningRate: 0.01, momentum: generator.below(2) == 0 ? 0 : 0.8, updates: update,
        reduction: generator.below(2) == 0 ? .sum : .mean,
        rule: rule, decay: generator.below(2) == 0 ? 0 : 0.01, decaysBias: seed % 3 != 0,
        schedules: Schedules(
          learningRate: seed % 4 == 0 ? Schedule("0.02 / n") { 0.02 / $0 } : nil,
          momentum: seed % 5 == 0 ? Schedule("n / 10") { $0 / 10 } : nil,
          decay: seed % 7 == 0 ? Schedule("0.01 n") { 0.01 * $0 } : nil),
        shuffleSeed: generator.below(2) == 0 ? nil : 7)
      let shareOfZeros = [0, 0.5, 0.9][generator.below(3)]
      patterns = try PatternSet(
        (0..<count).map { _ in
          Pattern(
            input: (0..<network.inputUnits).map { _ in
              generator.uniform() < shareOfZeros ? 0 : generator.uniform(-1, 1)
            },
            target: (0..<network.outputUnits).map { _ in generator.uniform() })
        })
    }

    func expectAgreement() throws {
      var reference = try ReferenceTrainer(network: network, options: options)
      let expected = try reference.train(patterns)
      var trainer = try Trainer(network: network, options: options)
      let result = try trainer.train(patterns)
      #expect(result.end == expected.end)
      #expect(result.epochs == expected.epochs)
      #expect(result.patternsSeen == expected.patternsSeen)
      for (ours, theirs) in try pairs(result.errorHistory.points, expected.errorHistory.points) {
        #expect(ours.epoch == theirs.epoch)
        #expect(abs(ours.totalError - theirs.totalError) <= 1e-12 * max(1, abs(theirs.totalError)))
      }
      #expect(result.totalError == result.errorHistory.points.last?.totalError)
      for (ours, theirs) in try pairs(trainer.network.projections, reference.network.projections) {
        let scale = theirs.weights.elements.map { abs($0) }.max() ?? 0
        #expect(distance(ours.weights.elements, theirs.weights.elements) <= 1e-12 * max(scale, 1e-3))
      }

      let test = try network.test(patterns)
      #expect(test.errors.count == patterns.count)
      for n in 0..<patterns.count {
        let pass = try network.forward(patterns[n].input)
        let error = try network.error(pass, target: patterns[n].target)
        #expect(abs(test.errors[n] - error) <= 1e-12 * max(1, abs(error)))
        let scale = pass.output.map { abs($0) }.max() ?? 0
        #expect(distance(test.outputs.row(n), pass.output) <= 1e-12 * max(scale, 1e-3))
      }

      var again = try Trainer(network: network, options: options)
      #expect(try again.train(patterns) == result)
      #expect(again.network == trainer.network)
    }
  }

  @Test(arguments: 0..<150)
  func smallNetworks(_ seed: Int) throws {
    try Task(seed: UInt64(seed), largest: 9).expectAgreement()
  }

  /// E as a formula: Σ softplus(y - t), the length of the difference, one unit's error more than the
  /// others', and the outputs' spread around their mean, whose sum uses another.
  @Test(arguments: 0..<30, 0..<4)
  func ownErrors(_ seed: Int, _ kind: Int) throws {
    let (t, y) = (Expression.variable(.target), Expression.variable(.output))
    let sum = Expression.variable(.sum(0))
    let sums =
      switch kind {
      case 0: ErrorSums(terms: [.softplus(y - t)], total: sum, descent: -.sigmoid(y - t))
      case 1:
        ErrorSums(
          terms: [(t - y) * (t - y) + .number(0.1)], total: .squareRoot(sum),
          descent: (t - y) / .squareRoot(sum))
      case 2:
        ErrorSums(
          terms: [(t - y) * (t - y), .variable(.isUnit(2)) * (t - y) * (t - y)],
          total: sum + .variable(.sum(1)),
          descent: 2 * (t - y) + 2 * (.variable(.isUnit(2)) * (t - y)))
      default:
        ErrorSums(
          terms: [0.25 * y, (y - sum) * (y - sum) + (t - y) * (t - y), -2 * (y - sum)],
          total: .variable(.sum(1)),
          descent: 2 * (t - y) - 2 * (y - sum) - 0.25 * .variable(.sum(2)))
      }
    let error = ErrorFunction(name: "own", definition: "\(kind)", sums, isSame: { _ in false })
    try Task(seed: 3000 + UInt64(seed), largest: 20, ownError: error).expectAgreement()
    try Task(seed: 4000 + UInt64(seed), largest: 8, isSmall: true, ownError: error).expectAgreement()
  }

  /// Weights in E: the sum of their squares, whose other part is an E of one's own or a built-in one, and the
  /// length of some of the weights, of which each one's share depends on all.
  @Test(arguments: 0..<20, 0..<4)
  func penalties(_ seed: Int, _ kind: Int) throws {
    let (isLength, isBuiltIn) = (kind % 2 == 0, kind < 2)
    let (t, y, w) = (
      Expression.variable(.target), Expression.variable(.output), Expression.variable(.weight)
    )
    let (first, second) = (Expression.variable(.sum(0)), Expression.variable(.sum(1)))
    // Terms are cut to the size of the network.
    func term(_ projection: Int, _ rows: Range<Int>, _ slope: Expression) -> WeightPenalty.Term {
      WeightPenalty.Term(projection: projection, rows: rows, columns: 0..<99, value: w * w, slope: slope)
    }
    let length = Expression.squareRoot(first + .number(0.1))
    let penalty =
      isLength
      ? WeightPenalty(terms: [term(0, 1..<99, w / length)], total: length)
      : WeightPenalty(
        terms: [term(0, 0..<99, 0.02 * w), term(1, 0..<99, 0.04 * w)],
        total: 0.01 * first + 0.02 * second)
    let sums = ErrorSums(terms: [.softplus(y - t)], total: first, descent: -.sigmoid(y - t))
    let error = ErrorFunction(
      name: "own", definition: "\(kind)", sums, penalty: penalty, isSame: { _ in isBuiltIn })
    try Task(seed: 5000 + UInt64(seed), largest: 20, ownError: error).expectAgreement()
    try Task(seed: 6000 + UInt64(seed), largest: 8, isSmall: true, ownError: error).expectAgreement()
  }

  /// Networks whose layers fit a register, and half of one.
  @Test(arguments: 0..<100, [4, 8])
  func networksOfARegister(_ seed: Int, _ largest: Int) throws {
    let task = try Task(seed: 2000 + UInt64(seed), largest: largest, isSmall: true)
    let small = try #require(SmallNetwork(WeightLayout(task.network)))
    #expect(largest > 4 || small.fitsFourLanes)
    try task.expectAgreement()
  }

  @Test(arguments: 0..<50)
  func networksOfAllSizes(_ seed: Int) throws {
    try Task(seed: 1000 + UInt64(seed), largest: 70).expectAgreement()
  }

  /// A network large enough for five threads, and patterns for it, some of whose inputs are 0.
  private func large(
    shareOfZeros: Double, transfer: TransferFunction = .sigmoid, count: Int = 96
  ) throws -> (Network, PatternSet) {
    var generator = RandomGenerator(seed: 5)
    let patterns = try PatternSet(
      (0..<count).map { _ in
        Pattern(
          input: (0..<300).map { _ in generator.uniform() < shareOfZeros ? 0 : generator.uniform(-1, 1) },
          target: (0..<10).map { _ in generator.uniform() })
      })
    var network = try Network(
      layers: [300, 530, 10].enumerated().map { Layer(name: "\($0)", units: $1, transfer: transfer) }, bias: 1
    )
    network.initializeWeights(.xavier, seed: 2)
    return (network, patterns)
  }

  /// The work on large networks is shared among threads; their number must not affect the result, not even
  /// the last bit.
  @Test(arguments: [2, 3, 5], [0, 0.8])
  func threadsDoNotChangeTheResult(_ threads: Int, shareOfZeros: Double) throws {
    let (network, patterns) = try large(shareOfZeros: shareOfZeros)
    for (rule, precision) in [
      (LearningRule.gradient, Precision.double), (.gradient, .single), (.adam, .double),
    ] {
      let options = TrainingOptions(
        epochs: 3, learningRate: 0.01, updates: .miniBatch(64), rule: rule, precision: precision)
      var alone = try Trainer(network: network, options: options)
      var together = try Trainer(network: network, options: options, threads: threads)
      let expected = try alone.train(patterns)
      #expect(try together.train(patterns) == expected)
      #expect(together.network == alone.network)
    }
    #expect(try network.test(patterns, threads: threads) == network.test(patterns))
  }

  /// If training is stopped during an update, the weights are those after the last complete one.
  @Test(arguments: 0..<12)
  func aStopDropsTheUnfinishedUpdate(_ patience: Int) throws {
    let (network, patterns) = try large(shareOfZeros: 0)
    let options = TrainingOptions(epochs: 9, learningRate: 0.01, updates: .miniBatch(88))
    var stopped = try Trainer(network: network, options: options)
    let result = try stopped.train(patterns, stoppedAfter: patience)
    #expect(result.end == .stopped)
    // Of 96 patterns, each epoch's first update takes 88 and its second the rest.
    #expect([0, 88].contains(result.patternsSeen % 96))
    var whole = try Trainer(network: network, options: options)
    _ = try whole.train(patterns, epochs: Int(result.patternsSeen) / 96)
    if result.patternsSeen % 96 > 0 {
      _ = try whole.train(patterns.selecting(Array(0..<88)), epochs: 1)
    }
    #expect(stopped.network == whole.network)
  }

  /// Stopping a training that diverges returns the weights from before.
  @Test(arguments: 0..<12)
  func aStopLeavesFiniteWeights(_ patience: Int) throws {
    let (network, patterns) = try large(shareOfZeros: 0, transfer: .identity, count: 256)
    let options = TrainingOptions(epochs: 9, learningRate: 1e100, updates: .miniBatch(64))
    var trainer = try Trainer(network: network, options: options)
    let result = try trainer.train(patterns, stoppedAfter: patience)
    #expect(result.end != .epochsDone)
    #expect(trainer.network.projections.allSatisfy { $0.weights.elements.allSatisfy { $0.isFinite } })
    #expect(result.errorHistory.points.allSatisfy { $0.totalError.isFinite })
  }

  /// A test that is stopped returns what it has seen.
  @Test func aTestMayStop() throws {
    let patterns = try PatternSet((0..<700).map { Pattern(input: [Double($0) / 700], target: [0]) })
    var network = try Network(layers: [Layer(name: "i", units: 1), Layer(name: "k", units: 1)], bias: 1)
    network.initializeWeights(.uniform(1, 2), seed: 1)
    var calls = 0
    let result = try network.test(patterns) {
      calls += 1
      return calls < 3
    }
    let whole = try network.test(patterns)
    let seen = result.errors.count
    #expect(seen > 0 && seen < 700 && result.outputs.rows == seen)
    #expect(whole.errors.starts(with: result.errors))
    #expect(whole.outputs.elements.starts(with: result.outputs.elements))
    #expect(try network.test(patterns) { false }.errors.isEmpty)
  }

  /// A change of the weights has the precision that 24 bits leave: an error of half a unit in the last place
  /// for each of two factors and for each of at most 384 additions, and three times that, because the
  /// products of one step build on those of the step before.
  @Test(arguments: [LearningRule.gradient, .nesterov])
  func singlePrecision(_ rule: LearningRule) throws {
    let (network, patterns) = try large(shareOfZeros: 0)
    var options = TrainingOptions(epochs: 2, learningRate: 0.01, momentum: 0.5, updates: .batch, rule: rule)
    var reference = try ReferenceTrainer(network: network, options: options)
    _ = try reference.train(patterns)
    options.precision = .single
    var trainer = try Trainer(network: network, options: options)
    _ = try trainer.train(patterns)
    for (p, before) in network.projections.enumerated() {
      let expected = try pairs(reference.network.projections[p].weights.elements, before.weights.elements)
        .map(-)
      let changes = try pairs(trainer.network.projections[p].weights.elements, before.weights.elements).map(-)
      let largest = expected.map { abs($0) }.max() ?? 0
      #expect(distance(changes, expected) <= 3 * 386 * 0x1p-24 * largest)
      // The output layer is too small for single precision to be used.
      if p == 0 { #expect(distance(changes, expected) > 1e-10 * largest) }
    }
  }
}

extension Trainer {
  /// Trains with an observer that stops it after more than `patience` calls.
  fileprivate mutating func train(_ patterns: PatternSet, stoppedAfter patience: Int) throws -> TrainingResult
  {
    var asked = 0
    return try train(patterns) { _ in
      asked += 1
      return asked <= patience
    }
  }
}
