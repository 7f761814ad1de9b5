import Backprop
import TestSupport
import Testing

/// Every learning rule, transfer and error function against PyTorch, over 100 epochs (fewer for two rules, as
/// the script explains): Tests/Golden/learning-rules.py.
@Suite struct LearningRuleTests {
  struct File: Decodable {
    let inputs: [[Double]], targets: [[Double]], weights: [[[Double]]]
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let rule: String, hidden: String, output: String, error: String
    let learningRate: Double, momentum: Double, decay: Double
    let batch: Int, mean: Bool, epochs: Int
    let totalError: Double
    let final: [[[Double]]]

    var testDescription: String { "\(rule) \(hidden) \(output) \(error) α \(momentum) β \(decay) \(batch)" }

    func options() throws -> TrainingOptions {
      return TrainingOptions(
        epochs: epochs, learningRate: learningRate, momentum: momentum,
        updates: batch == 1 ? .perPattern : batch == 5 ? .batch : .miniBatch(Int64(batch)),
        reduction: mean ? .mean : .sum,
        rule: try #require(LearningRule.all.first { $0.name == rule }), decay: decay)
    }
  }

  static let file = try? golden("learning-rules.json", as: File.self)

  static func transfer(_ name: String) throws -> TransferFunction {
    try #require(TransferFunction.all.first { $0.name == name })
  }

  @Test(arguments: file?.cases ?? [])
  func hundredEpochs(_ example: Case) throws {
    let file = try #require(Self.file)
    var network = try Network(
      layers: [
        Layer(name: "i", units: 3), Layer(name: "j", units: 4, transfer: try Self.transfer(example.hidden)),
        Layer(name: "k", units: 2, transfer: try Self.transfer(example.output)),
      ], bias: 1, errorFunction: example.error == "squares" ? .squares : .crossEntropy)
    #expect(file.weights.count == 2 && example.final.count == 2)
    for (p, weights) in file.weights.enumerated() { try network.setWeights(Matrix(weights), ofProjection: p) }
    let patterns = try PatternSet(inputs: Matrix(file.inputs), targets: Matrix(file.targets))
    var trainer = try Trainer(network: network, options: example.options())
    let result = try trainer.train(patterns)
    #expect(abs((result.totalError ?? .infinity) - example.totalError) < 1e-10)
    for p in 0..<2 {
      #expect(
        distance(trainer.network.projections[p].weights.elements, example.final[p].flatMap { $0 }) < 1e-10)
    }
  }

  @Test func thereAreAll() throws {
    let cases = try #require(Self.file).cases
    #expect(cases.count == 116)
    // These two follow no gradient: they are tested by their own definitions.
    let others = ["perceptron", "delta"]
    #expect(Set(cases.map { $0.rule } + others) == Set(LearningRule.all.map { $0.name }))
    // Nothing is learnt through step.
    let transfers = TransferFunction.all.filter { $0 != .step }.map { $0.name }
    #expect(Set(cases.flatMap { [$0.hidden, $0.output] }) == Set(transfers))
    #expect(Set(cases.map { $0.error }) == ["squares", "crossEntropy"])
    #expect(ErrorFunction.all.count == 2)
  }
}
