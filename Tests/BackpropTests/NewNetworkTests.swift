import Backprop
import Testing

/// A network as a newcomer makes it.
@Suite struct NewNetworkTests {
  @Test func layersHaveTheHandoutsLetters() throws {
    let network = try Network(4, 3, 2, 2, 1, transfer: .tanh, bias: 1, weights: .zero)
    #expect(network.layers.map { $0.name } == ["i", "j", "l", "m", "k"])
    #expect(network.layers.map { $0.units } == [4, 3, 2, 2, 1])
    #expect(network.layers.dropFirst().allSatisfy { $0.transfer == .tanh })
    #expect(network.projections.map { $0.weights.rows } == [5, 4, 3, 3])
  }

  /// Training requires weights that were drawn, or explicitly set to 0.
  @Test func weightsAreDrawnBySeed() throws {
    let network = try Network(2, 2, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 1)
    let weights = network.projections.flatMap { $0.weights.elements }
    #expect(Set(weights).count == 9)
    #expect(weights.allSatisfy { $0 >= -0.5 && $0 < 0.5 })
    #expect(try network == Network(2, 2, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 1))
    #expect(try network != Network(2, 2, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 2))

    var again = try Network(2, 2, 1, bias: 1, weights: .zero)
    #expect(again.projections.allSatisfy { $0.weights.elements.allSatisfy { $0 == 0 } })
    try again.setWeights(.uniform(-0.5, 0.5), seed: 1)
    #expect(again == network)
  }

  /// Δw = η δ y, in the test's own words.
  @Test func anUpdateIsTheLearningRateTimesDeltaTimesOutput() throws {
    var network = try Network(2, 2, 1, bias: 1, weights: .xavier, seed: 4)
    try network.setFrozen(true, projection: 1, row: 1, column: 0)
    let before = network
    let pass = try network.forward([0.5, -2])
    let back = try network.backward(pass, target: [1])
    try network.update(by: back, learningRate: 0.25)
    for p in 0..<2 {
      let y = [1] + pass.outputs[p]
      let weights = before.projections[p].weights
      for row in 0..<weights.rows {
        for column in 0..<weights.columns {
          let isFrozen = p == 1 && row == 1
          let change = isFrozen ? 0 : 0.25 * back.deltas[p + 1][column] * y[row]
          let expected = try weights.element(row: row, column: column) + change
          let updated = try network.projections[p].weights.element(row: row, column: column)
          #expect(abs(updated - expected) < 1e-15)
        }
      }
    }
  }
}
