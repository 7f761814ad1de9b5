import Backprop
import TestSupport
import Testing

struct WorkedExample: Decodable, CustomTestStringConvertible, Sendable {
  struct Weights: Decodable { let wIj: [[Double]], wJk: [[Double]] }
  struct AfterUpdate: Decodable { let wIj: [[Double]], wJk: [[Double]], e: Double }

  let name: String
  let layers: [Int]
  let bias: Double?
  let learningRate: Double
  let weights: Weights
  let input: [Double], target: [Double]
  let aJ: [Double], yJ: [Double], aK: [Double], yK: [Double], e: Double
  let deltaK: [Double], deltaJ: [Double]
  let afterUpdate: AfterUpdate
  let biasFrozen: Bool?

  var testDescription: String { name }

  struct File: Decodable { let oneStep: [WorkedExample] }

  static let all = (try? golden("worked-examples.json", as: File.self).oneStep) ?? []

  func network() throws -> Network {
    var result = try BackpropTests.network(layers, [weights.wIj, weights.wJk], bias: bias)
    if biasFrozen == true {
      for projection in 0..<2 {
        for column in 0..<layers[projection + 1] {
          try result.setFrozen(true, projection: projection, row: 0, column: column)
        }
      }
    }
    return result
  }
}

/// The published one-step examples to the 12 digits of the file, which names their authors.
@Suite struct WorkedExampleTests {
  let tolerance = 1e-11

  @Test func thereAreFive() {
    #expect(WorkedExample.all.count == 5)
  }

  @Test(arguments: WorkedExample.all)
  func stepsOneAndTwo(_ example: WorkedExample) throws {
    let network = try example.network()
    let pass = try network.forward(example.input)
    #expect(distance(pass.totalInputs[1], example.aJ) < tolerance)
    #expect(distance(pass.outputs[1], example.yJ) < tolerance)
    #expect(distance(pass.totalInputs[2], example.aK) < tolerance)
    #expect(distance(pass.outputs[2], example.yK) < tolerance)
    #expect(abs(try network.error(pass, target: example.target) - example.e) < tolerance)

    let back = try network.backward(pass, target: example.target)
    #expect(distance(back.deltas[2], example.deltaK) < tolerance)
    #expect(distance(back.deltas[1], example.deltaJ) < tolerance)
  }

  /// The same update by hand, w ← w + η δ y, and by a trainer.
  @Test(arguments: WorkedExample.all)
  func update(_ example: WorkedExample) throws {
    var byHand = try example.network()
    let back = try byHand.backward(byHand.forward(example.input), target: example.target)
    byHand.apply(
      back.negativeGradients.map { gradient in
        Matrix(
          rows: gradient.rows, columns: gradient.columns,
          elements: gradient.elements.map { example.learningRate * $0 })
      })
    try expectUpdated(byHand, example)

    let options = TrainingOptions(epochs: 1, learningRate: example.learningRate)
    var trainer = try Trainer(network: example.network(), options: options)
    let result = try trainer.train(PatternSet([Pattern(input: example.input, target: example.target)]))
    #expect(abs((result.totalError ?? .infinity) - example.e) < tolerance)
    try expectUpdated(trainer.network, example)
  }

  private func expectUpdated(_ network: Network, _ example: WorkedExample) throws {
    let after = example.afterUpdate
    #expect(distance(network.projections[0].weights.elements, after.wIj.flatMap { $0 }) < tolerance)
    #expect(distance(network.projections[1].weights.elements, after.wJk.flatMap { $0 }) < tolerance)
    let pass = try network.forward(example.input)
    #expect(abs(try network.error(pass, target: example.target) - after.e) < tolerance)
  }

  /// Over the four patterns, as stated in the note of the example.
  @Test func idealExclusiveOr() throws {
    let example = try #require(WorkedExample.all.first { $0.name == "ideal-xor" })
    let test = try example.network().test(.xor)
    #expect(distance(test.outputs.elements, [0.04452501, 0.93504923, 0.93504923, 0.04525810]) < 5e-9)
    #expect(abs(test.totalError - 0.006233987921) < 5e-13)
    #expect(test.accuracy == 1)
    #expect(test.confusion == [[2, 0], [0, 2]])
  }
}
