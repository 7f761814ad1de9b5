import TestSupport
import Testing

@testable import Backprop

@Suite struct WeightPenaltyTests {
  /// Σ exp(-w²) over a block of one projection, plus its logarithm: against loops over the matrix. Rows are
  /// padded with zeros, for which the sum must not count exp(0).
  @Test(arguments: [1, 3, 8, 11], [false, true])
  func blockOfAProjection(_ columns: Int, hasBias: Bool) throws {
    let w = Expression.variable(.weight)
    let sum = Expression.variable(.sum(0))
    let value = Expression.exponential(-(w * w))
    let rows = 1..<4
    let penalty = WeightPenalty(
      terms: [
        WeightPenalty.Term(
          projection: 1, rows: rows, columns: 0..<columns, value: value,
          slope: (1 + 1 / sum) * (-2 * w * value))
      ], total: sum + .logarithm(sum))
    var network = try Network(
      4, 5, columns, bias: hasBias ? 1 : nil, weights: .uniform(-1, 1), seed: 3)
    let before = try network.backward(network.forward([1, 0, 1, 0]), target: zeros(columns))
    try network.setErrorFunction(
      ErrorFunction(
        name: "own", definition: "", ErrorSums(Squares.self), penalty: penalty, isSame: { _ in false }))

    let matrix = network.projections[1].weights
    var expected = 0.0
    for row in rows {
      for column in 0..<columns {
        expected += Elementary.exponential(-matrix[row, column] * matrix[row, column])
      }
    }
    #expect(abs(network.penalty - (expected + Elementary.logarithm(expected))) <= 1e-13)

    let after = try network.backward(network.forward([1, 0, 1, 0]), target: zeros(columns))
    let (ours, theirs) = (after.negativeGradients[0].elements, before.negativeGradients[0].elements)
    for (one, other) in try pairs(ours, theirs) { #expect(abs(one - other) <= 1e-15) }
    for row in 0..<matrix.rows {
      for column in 0..<columns {
        let x = matrix[row, column]
        let slope = rows.contains(row) ? (1 + 1 / expected) * -2 * x * Elementary.exponential(-x * x) : 0
        let difference = after.negativeGradients[1][row, column] - before.negativeGradients[1][row, column]
        #expect(abs(difference + slope) <= 1e-14)
      }
    }
  }

  private func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
}
