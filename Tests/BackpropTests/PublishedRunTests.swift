import Backprop
import TestSupport
import Testing

/// Published runs of many updates; Tests/Golden/worked-examples.json names the sources.
@Suite struct PublishedRunTests {
  struct Runs: Decodable {
    struct Run: Decodable {
      let name: String
      let totalEBeforeUpdateAfterNUpdates: [String: Double]?
      let finalWeightsAfter289Updates: WorkedExample.Weights?
      let weights: WorkedExample.Weights?
      let totalEAfter: Double?
      let yK: [Double]?
    }
    let runs: [Run]
  }

  private func run(_ name: String) throws -> Runs.Run {
    try #require(golden("worked-examples.json", as: Runs.self).runs.first { $0.name == name })
  }

  @Test func pdpExclusiveOr() throws {
    let run = try run("pdp-xor")
    let weights = try #require(run.weights)
    let start = try network([2, 2, 1], [weights.wIj, weights.wJk], bias: 1)
    let options = TrainingOptions(
      learningRate: 0.5, momentum: 0.9, updates: .batch, target: .totalError(below: 0.02))
    var trainer = try Trainer(network: start, options: options)
    let result = try trainer.train(.xor)
    #expect(result.end == .reachedTarget)
    #expect(result.epochs == 289)

    let history = Dictionary(
      uniqueKeysWithValues: result.errorHistory.points.map { ($0.epoch, $0.totalError) })
    for (updates, totalError) in try #require(run.totalEBeforeUpdateAfterNUpdates) {
      let epoch = try #require(Int(updates)) + 1
      #expect(abs(try #require(history[epoch]) - totalError) < 1e-11)
    }
    let final = try #require(run.finalWeightsAfter289Updates)
    #expect(distance(trainer.network.projections[0].weights.elements, final.wIj.flatMap { $0 }) < 1e-10)
    #expect(distance(trainer.network.projections[1].weights.elements, final.wJk.flatMap { $0 }) < 1e-10)
  }

  @Test func mazurAfterTenThousandPresentations() throws {
    let run = try run("mazur-long")
    let example = try #require(WorkedExample.all.first { $0.name == "mazur" })
    let patterns = try PatternSet([Pattern(input: example.input, target: example.target)])
    var trainer = try Trainer(
      network: example.network(), options: TrainingOptions(epochs: 9999, learningRate: 0.5))
    _ = try trainer.train(patterns)
    let test = try trainer.network.test(patterns)
    #expect(distance(test.outputs.elements, try #require(run.yK)) < 1e-11)
    #expect(abs(test.totalError - (try #require(run.totalEAfter))) < 1e-15)
  }
}
