import Backprop
import TestSupport
import Testing

@Suite struct TrainerTests {
  private func exclusiveOrNetwork(seed: UInt64 = 1, transfer: TransferFunction = .sigmoid) throws -> Network {
    var network = try Network(
      layers: [
        Layer(name: "i", units: 2), Layer(name: "j", units: 2, transfer: transfer),
        Layer(name: "k", units: 1, transfer: transfer),
      ], bias: 1)
    network.initializeWeights(.uniform(-0.5, 0.5), seed: seed)
    return network
  }

  /// The learning rule as the handout has it, one update per pattern, in the test's own words.
  @Test func perPatternTrainingIsForwardBackwardUpdate() throws {
    var byHand = try exclusiveOrNetwork()
    var totalError = 0.0
    for _ in 0..<3 {
      totalError = 0
      for n in 0..<4 {
        let pattern = PatternSet.xor[n]
        let pass = try byHand.forward(pattern.input)
        totalError += try byHand.error(pass, target: pattern.target)
        let back = try byHand.backward(pass, target: pattern.target)
        for p in 0..<2 {
          let w = byHand.projections[p].weights
          let gradient = back.negativeGradients[p]
          let updated = w.elements.indices.map { w.elements[$0] + 0.25 * gradient.elements[$0] }
          try byHand.setWeights(Matrix(rows: w.rows, columns: w.columns, elements: updated), ofProjection: p)
        }
      }
    }
    var trainer = try Trainer(
      network: exclusiveOrNetwork(), options: TrainingOptions(epochs: 3, learningRate: 0.25))
    let result = try trainer.train(.xor)
    #expect(result.end == .epochsDone)
    #expect(result.patternsSeen == 12)
    #expect(abs((result.totalError ?? 0) - totalError) < 1e-14)
    for p in 0..<2 {
      let difference = distance(
        trainer.network.projections[p].weights.elements, byHand.projections[p].weights.elements)
      #expect(difference < 1e-14)
    }
  }

  /// Every rule, in batches and with shuffled mini-batches, and the handout's own update per pattern.
  static let allOptions =
    [TrainingOptions(epochs: 60, learningRate: 0.5, momentum: 0.9)]
    + LearningRule.all.flatMap { rule in
      [
        TrainingOptions(epochs: 60, learningRate: 0.1, momentum: 0.5, updates: .batch, rule: rule),
        TrainingOptions(
          epochs: 60, learningRate: 0.1, momentum: 0.5, updates: .miniBatch(3), rule: rule, shuffleSeed: 3),
      ]
    }

  /// Rules that do not remember Δw, and gradient descent, which does not without momentum.
  static let forgetfulOptions: [TrainingOptions] = [
    TrainingOptions(epochs: 40), TrainingOptions(epochs: 40, decay: 0.01, schedules: Schedules()),
    TrainingOptions(epochs: 1, learningRate: 0.1, rule: .adam),
    TrainingOptions(epochs: 40, learningRate: 0.1, rule: .adam),
    TrainingOptions(epochs: 7, learningRate: 0.1, updates: .miniBatch(3), rule: .adam),
    TrainingOptions(epochs: 40, learningRate: 0.1, updates: .batch, reduction: .mean, rule: .rprop),
    TrainingOptions(epochs: 40, momentum: 0.5, rule: .nesterov),
    TrainingOptions(epochs: 40, learningRate: 0.01, rule: .delta),
    TrainingOptions(epochs: 40, target: .totalError(below: 0.6)),
    TrainingOptions(epochs: 5, updates: .batch, shuffleSeed: 3),
  ]

  /// Training stopped one update earlier has the other weights that it is the difference of.
  @Test(arguments: forgetfulOptions, [2, 40])
  func lastStepIsWhatTheLastUpdateChanged(_ options: TrainingOptions, _ hidden: Int) throws {
    let network = try Network(2, hidden, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 2)
    var plain = try Trainer(network: network, options: options)
    let epochs = try plain.train(.xor).epochs
    var trainer = try Trainer(network: network, options: options)
    trainer.keepsLastStep = true
    _ = try trainer.train(.xor)
    #expect(trainer.network == plain.network)
    let batch =
      switch options.updates {
      case .perPattern: 1
      case .batch: 4
      case .miniBatch(let size): Int(size)
      }
    var before = try Trainer(network: network, options: options)
    try before.setEnd(epochs: epochs - 1, target: nil)
    _ = try before.train(.xor)
    let first = (4 - 1) / batch * batch
    if first > 0 {
      let some = try PatternSet((0..<first).map { PatternSet.xor[$0] })
      try before.setEnd(epochs: 1, target: nil)
      _ = try before.train(some)
    }
    let step = try #require(trainer.lastStep)
    for (p, change) in step.enumerated() {
      for (w, number) in change.elements.enumerated() {
        let (new, old) = (
          trainer.network.projections[p].weights.elements[w],
          before.network.projections[p].weights.elements[w]
        )
        #expect(abs(number - (new - old)) < 1e-12)
      }
    }
  }

  /// What was interrupted within an epoch has a last update that nobody knows.
  @Test func lastStepIsNotKnownWithinAnEpoch() throws {
    let network = try Network(64, 300, 10, bias: 1, weights: .uniform(-0.5, 0.5), seed: 2)
    let pattern = Pattern(
      input: [Double](repeating: 0.5, count: 64), target: [Double](repeating: 0.5, count: 10))
    let set = try PatternSet([Pattern](repeating: pattern, count: 400))
    var trainer = try Trainer(network: network, options: TrainingOptions(epochs: 3))
    trainer.keepsLastStep = true
    let result = try trainer.train(set) { progress in progress.patternsSeen < 100 }
    #expect(result.end == .stopped)
    #expect(result.patternsSeen < 400)
    #expect(trainer.lastStep == nil)
  }

  @Test(arguments: allOptions)
  func trainingTwiceIsTrainingLonger(_ options: TrainingOptions) throws {
    var once = try Trainer(network: exclusiveOrNetwork(), options: options)
    let result = try once.train(.xor)
    var twice = try Trainer(network: exclusiveOrNetwork(), options: options)
    _ = try twice.train(.xor, epochs: 25)
    let second = try twice.train(.xor, epochs: 35)
    #expect(once.network == twice.network)
    #expect(result.errorHistory == second.errorHistory)
    #expect(result.errorHistory.points.count == 60)
  }

  @Test func theObserverStopsTrainingWithWholeWeights() throws {
    var trainer = try Trainer(network: exclusiveOrNetwork(), options: TrainingOptions(epochs: 10_000_000))
    var reports = 0
    let result = try trainer.train(.xor) { progress in
      reports += 1
      return reports < 3
    }
    #expect(result.end == .stopped)
    #expect(reports == 3)
    #expect(result.patternsSeen > 0 && result.patternsSeen < 40_000_000)

    var again = try Trainer(
      network: exclusiveOrNetwork(), options: TrainingOptions(epochs: result.epochs))
    _ = try again.train(.xor)
    let rest = result.patternsSeen % 4
    if rest > 0 { _ = try again.train(PatternSet.xor.selecting(Array(0..<Int(rest))), epochs: 1) }
    #expect(again.network == trainer.network)
  }

  @Test func trainingStopsAtItsTarget() throws {
    for (target, bound) in [(StoppingRule.totalError(below: 0.04), 0.04), (.meanError(below: 0.01), 0.04)] {
      var trainer = try Trainer(
        network: exclusiveOrNetwork(),
        options: TrainingOptions(epochs: 20_000, learningRate: 2, momentum: 0.5, target: target))
      let result = try trainer.train(.xor)
      #expect(result.end == .reachedTarget)
      let errors = result.errorHistory.points.map { $0.totalError }
      #expect((errors.last ?? 1) < bound)
      #expect(try some(errors.dropLast()).allSatisfy { $0 >= bound })
    }
  }

  @Test(arguments: allOptions)
  func frozenWeightsStay(_ options: TrainingOptions) throws {
    var options = options
    options.decay = 0.01
    var network = try exclusiveOrNetwork()
    try network.setFrozen(true, projection: 0, row: 0, column: 1)
    try network.setFrozen(true, projection: 1, row: 2, column: 0)
    var trainer = try Trainer(network: network, options: options)
    _ = try trainer.train(.xor)
    for p in 0..<2 {
      let before = network.projections[p].weights.elements
      let after = trainer.network.projections[p].weights.elements
      for w in before.indices {
        // The perceptron's rule trains the weights into the output layer only.
        let isTrained = p == 1 || options.rule.outputDelta == nil
        let isFrozen = network.projections[p].frozen?[w] == true
        #expect((before[w] == after[w]) == (isFrozen || !isTrained))
      }
    }
  }

  /// A rate so high that the identity network's weights grow without bound.
  @Test(arguments: [Updates.perPattern, .batch, .miniBatch(3)])
  func divergenceIsFoundBeforeItSpoilsTheWeights(_ updates: Updates) throws {
    let network = try exclusiveOrNetwork(transfer: .identity)
    let options = TrainingOptions(epochs: 100_000, learningRate: 100, updates: updates)
    var trainer = try Trainer(network: network, options: options)
    let result = try trainer.train(.xor)
    guard case .diverged(let epoch, let pattern) = result.end else {
      Issue.record("ended with \(result.end)")
      return
    }
    #expect(epoch == result.epochs + 1)
    #expect((0..<4).contains(pattern))
    #expect(trainer.network.projections.allSatisfy { $0.weights.elements.allSatisfy { $0.isFinite } })

    var again = try Trainer(network: network, options: options)
    let whole = try again.train(.xor, epochs: result.epochs)
    #expect(whole.end == .epochsDone)
  }

  /// The reference, which repeats nothing and has no padding, says where training diverges.
  @Test(arguments: [Updates.perPattern, .batch, .miniBatch(3)], [0, 0.9])
  func divergenceIsFoundWhereItHappens(_ updates: Updates, _ momentum: Double) throws {
    for shape in [[2, 1], [2, 2, 1], [2, 3, 1], [2, 9, 1], [2, 3, 4, 1]] {
      for transfer in [TransferFunction.identity, .relu] {
        let layers = shape.enumerated().map { place, units in
          Layer(name: "l\(place)", units: units, transfer: transfer)
        }
        let network = try Network(layers: layers, bias: 1, weights: .uniform(-2, 2), seed: 3)
        for rate in [0.9, 5, 40] {
          let options = TrainingOptions(
            epochs: 300, learningRate: rate, momentum: momentum, updates: updates)
          var reference = try ReferenceTrainer(network: network, options: options)
          var trainer = try Trainer(network: network, options: options)
          let expected = try reference.train(.xor)
          let result = try trainer.train(.xor)
          #expect(result.end == expected.end, "\(shape), \(transfer.name), η \(rate)")
          #expect(result.epochs == expected.epochs)
          #expect(result.errorHistory.points.count == expected.errorHistory.points.count)
        }
      }
    }
  }

  @Test func wrongWidthsAndOptionsAreRefused() throws {
    let network = try exclusiveOrNetwork()
    var trainer = try Trainer(network: network, options: TrainingOptions())
    #expect(throws: NetworkError.inputWidth(expected: 2, count: 3)) { try trainer.train(.parity(3)) }
    #expect(throws: NetworkError.targetWidth(expected: 1, count: 2)) { try trainer.train(.encoder(2)) }
    #expect(throws: NetworkError.batchSizeOutOfRange(0)) {
      try Trainer(network: network, options: TrainingOptions(updates: .miniBatch(0)))
    }
    #expect(throws: NetworkError.epochsOutOfRange(-1)) { try trainer.train(.xor, epochs: -1) }
  }

  @Test func aLongHistoryKeepsItsExtremes() throws {
    var trainer = try Trainer(network: exclusiveOrNetwork(), options: TrainingOptions(epochs: 10_000))
    let points = try trainer.train(.xor).errorHistory.points
    #expect(points.count <= 4098)
    #expect(points.first?.epoch == 1)
    #expect(points.last?.epoch == 10_000)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.epoch < $1.epoch })

    var again = try Trainer(network: exclusiveOrNetwork(), options: TrainingOptions(epochs: 1))
    var all: [Double] = []
    for _ in 0..<10_000 { all.append(try again.train(.xor).totalError ?? 0) }
    #expect(points.map { $0.totalError }.max() == all.max())
    #expect(points.map { $0.totalError }.min() == all.min())
    #expect(points.allSatisfy { $0.totalError == all[$0.epoch - 1] })
  }
}
