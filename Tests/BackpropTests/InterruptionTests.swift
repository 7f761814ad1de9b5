import Testing

@testable import Backprop

/// How often a long update asks whether it is to stop, counted by its work and not by the clock, and what is
/// left of an update that is stopped.
@Suite struct InterruptionTests {
  /// The multiplications of a step for all 256 patterns, of which an update has three: forward, δ, gradient.
  private static let step = 256 * (65 * 400 + 401 * 400 + 401 * 10)

  private func large() throws -> (Network, PatternSet) {
    let network = try Network(64, 400, 400, 10, bias: 1, weights: .uniform(-0.1, 0.1), seed: 1)
    var generator = RandomGenerator(seed: 2)
    let patterns = (0..<256).map { _ in
      Pattern(
        input: (0..<64).map { _ in generator.uniform(0.1, 1) },
        target: (0..<10).map { _ in generator.uniform(0, 1) })
    }
    return (network, try PatternSet(patterns))
  }

  @Test(arguments: [LearningRule.gradient, .adam], [Precision.double, .single])
  func updatesAskOftenEnough(_ rule: LearningRule, precision: Precision) throws {
    let (network, patterns) = try large()
    let options = TrainingOptions(epochs: 1, updates: .batch, rule: rule, precision: precision)
    var trainer = try Trainer(network: network, options: options)
    var questions = 0
    _ = try trainer.train(patterns) { _ in
      questions += 1
      return true
    }
    // One step may be the addition to the weights, which is too short here to be interrupted.
    #expect(questions >= 2 * Self.step / (2 * TrainingWatch.workBetweenQuestions))
    #expect(questions <= 3 * Self.step / TrainingWatch.workBetweenQuestions + 3)
  }

  @Test func testsAskOftenEnough() throws {
    let (network, patterns) = try large()
    var questions = 0
    _ = try network.test(patterns) {
      questions += 1
      return true
    }
    #expect(questions >= Self.step / (2 * TrainingWatch.workBetweenQuestions))
    // A block that is stopped halfway has no results.
    let stopped = try network.test(patterns) {
      questions -= 1
      return questions > 2
    }
    #expect(stopped.errors.isEmpty)
  }

  /// Every question is once the last one. Gradients that are kept are added at the end; with plain descent,
  /// they are added to the weights as they are computed.
  @Test(arguments: [true, false], [1, 2])
  func aStoppedUpdateChangesNoWeight(isPlain: Bool, threads: Int) throws {
    let (network, patterns) = try large()
    let never = try update(network, patterns, isPlain: isPlain, threads: threads, stoppedAt: .max)
    #expect(never.error != nil && never.weights != never.before)
    #expect(threads == 2 || never.questions >= 3 * Self.step / (2 * TrainingWatch.workBetweenQuestions))
    for question in 1...max(never.questions, 1) {
      let stopped = try update(network, patterns, isPlain: isPlain, threads: threads, stoppedAt: question)
      #expect(stopped.error == nil && stopped.questions == question)
      #expect(stopped.weights == stopped.before)
    }
  }

  private func update(
    _ network: Network, _ patterns: PatternSet, isPlain: Bool, threads: Int, stoppedAt last: Int
  ) throws -> (error: Double?, questions: Int, before: [Double], weights: [Double]) {
    let layout = WeightLayout(network)
    let weights = TrainedWeights(network, layout, memories: 0, memory: LearningMemory())
    func all() -> [Double] { (0..<weights.weights.count).map { weights.weights.numbers[$0] } }
    let before = all()
    var questions = 0
    let watch = TrainingWatch { _ in
      questions += 1
      return questions < last
    }
    let order = Array(0..<patterns.count)
    let crew = threads > 1 ? Crew(members: threads) : nil
    let error = patterns.withSource(order: order, isShuffled: false) { source -> Double? in
      var engine = BatchEngine(
        layout, source, batchSize: patterns.count, isPlain: isPlain, precision: .double, crew: crew,
        mostUninterrupted: 0)
      var updater = PlainUpdater(scale: 0.01, averages: false)
      return engine.present(0..<patterns.count, weights, &updater, watch)
    }
    return (error ?? nil, questions, before, all())
  }
}
