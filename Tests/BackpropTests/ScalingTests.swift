import Backprop
import TestSupport
import Testing

@Suite struct ScalingTests {
  private func set(_ columns: [[Double]]) throws -> PatternSet {
    let count = columns[0].count
    return try PatternSet((0..<count).map { n in Pattern(input: columns.map { $0[n] }, target: [0]) })
  }

  /// Scaled to mean 0 and deviation 1, x, 0, -x become √(3/2), 0, -√(3/2) for any x.
  @Test(arguments: [1, 1e154, 1e200, 1e308])
  func standardScalingOfNumbersWhoseSquaresOverflow(_ x: Double) throws {
    let set = try set([[x, 0, -x]])
    let root = Double(1.5).squareRoot()
    let scaled = try set.scaled(by: set.standardScaling()).inputs.elements
    #expect(distance(scaled, [root, 0, -root]) < 1e-15)
  }

  /// The sum of ten times 1.7e308 overflows; the mean does not.
  @Test func theMeanOfNumbersWhoseSumOverflows() throws {
    let set = try set([[Double](repeating: 1.7e308, count: 10)])
    let scaling = set.standardScaling()
    #expect(abs(scaling.offsets[0] / 1.7e308 - 1) < 1e-15)
    #expect(try set.scaled(by: scaling).inputs.elements.allSatisfy { $0.isFinite })
  }

  @Test func aSpreadBeyondTheGreatestNumberIsRefused() throws {
    let set = try set([[0, 1], [1.5e308, -1.5e308]])
    #expect(throws: NetworkError.inputSpread(column: 1)) { try set.scaled(by: set.scaling(toRange: 0, 1)) }
    #expect(try set.scaled(by: set.standardScaling()).inputs.elements == [-1, 1, 1, -1])
  }
}
