import CNumerics
import Testing

@testable import Backprop

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Eight lanes of a transfer function at once against the system's mathematics, also at values that never
/// occur in training.
@Suite struct LanesTests {
  private static let sizes: [Double] =
    [
      0, 1e-300, 1e-20, 1e-8, 0.1, 1, 5, 20, 36, 300, 700, 707, 707.8, 709, 710, 745, 1e3, 1e6, 1e15, 1e17,
      1e20,
    ]
    + [1e25, 1e60, 1e100, 1e200, 1.7e308, .infinity]

  /// Whether a b + c is rounded once. A build for any processor rounds the product first, and so also a
  /// itself when the multiple of log 2 is subtracted from it.
  private static var isFused: Bool {
    let (a, b) = (Lanes(repeating: 1 + 0x1p-30), Lanes(repeating: 1 - 0x1p-30))
    return numerics_multiply_add(a, b, Lanes(repeating: -1))[0] != 0
  }

  @Test(arguments: sizes.flatMap { [$0, -$0] })
  func transferFunctions(_ a: Double) {
    let lanes = Lanes(repeating: a)
    // What would be less than the least normal number is 0.
    let sigmoid = a < -1022 * log(2) ? 0 : 1 / (1 + exp(-a))
    let bound = Self.isFused ? 1e-15 : 1e-15 + min(abs(a), 707.7) * 0x1p-53
    #expect(abs(Sigmoid.value(lanes)[3] - sigmoid) <= bound * sigmoid + 1e-307)
    #expect(abs(HyperbolicTangent.value(lanes)[3] - tanh(a)) <= 1e-15 * abs(tanh(a)))
    let softplus = max(a, 0) + log1p(exp(-abs(a)))
    let value = Softplus.value(lanes)[3]
    #expect(value == softplus || abs(value - softplus) <= bound * softplus + 1e-307)
  }

  /// Where eᵃ falls below the least normal number, 2^-1022, the sigmoid is 0 in lanes and as a number, so
  /// that an E with its logarithm is infinite in both.
  @Test(arguments: [-708.0, -708.3, -708.5, -709.7, -709.8, -720, -745, -750, -800, -1e5, -Double.infinity])
  func theSigmoidVanishesAtTheSamePlace(_ a: Double) {
    let lanes = Sigmoid.value(Lanes(repeating: a))[6]
    let number = TransferFunction.sigmoid.value(a)
    #expect((number == 0) == (a < -1022 * log(2)))
    #expect((lanes == 0) == (number == 0))
    #expect(abs(lanes - number) <= 1e-12 * number)
    #expect((Lanes.exponential(Lanes(repeating: a))[1] == 0) == (number == 0))
    #expect((Softmax.values([0, a])[1] == 0) == (number == 0))
  }

  /// Numbers that fit four lanes give the same as in eight.
  @Test(arguments: sizes.flatMap { [$0, -$0] } + [.nan])
  func fourLanes(_ a: Double) {
    let (four, eight) = (FourLanes.sigmoid(FourLanes(repeating: a)), Lanes.sigmoid(Lanes(repeating: a)))
    #expect(four.x.bitPattern == eight[7].bitPattern && four.w.bitPattern == eight[0].bitPattern)
  }

  @Test func whatIsNoNumberStaysNone() {
    for transfer in TransferFunction.all where !transfer.isSoftmax {
      var (a, y) = ([Double](repeating: .nan, count: 8), [Double](repeating: 0, count: 8))
      transfer.rows.apply(&a, &y, 8)
      #expect(y.allSatisfy { $0.isNaN }, "\(transfer.name)")
      #expect(transfer.value(.nan).isNaN, "\(transfer.name)")
    }
  }

  /// Every function gives the same for lanes as for single numbers, except for rounding, and so does its
  /// slope.
  @Test(arguments: [-1e3, -20, -1, -0.1, -1e-20, 0, 1e-20, 0.1, 1, 20, 1e3])
  func rowsAreAsNumbers(_ a: Double) {
    let bound = Self.isFused ? 1e-15 : 1e-15 + min(abs(a), 707.7) * 0x1p-53
    for transfer in TransferFunction.all where !transfer.isSoftmax {
      var totals = [Double](repeating: a, count: 8)
      var outputs = [Double](repeating: 0, count: 8)
      var deltas = [Double](repeating: 2, count: 8)
      transfer.rows.apply(&totals, &outputs, 8)
      transfer.rows.multiplyByDerivative(&deltas, &totals, &outputs, 8)
      let y = transfer.value(a)
      #expect(abs(outputs[5] - y) <= bound * abs(y) + 1e-307, "\(transfer.name)")
      let slope = 2 * transfer.derivative(a, output: y)
      #expect(abs(deltas[5] - slope) <= 2 * bound * max(abs(slope), 1), "\(transfer.name)")
    }
  }
}
