import CNumerics
import Testing

@testable import Backprop

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Eight transfer functions at once against the system's mathematics, also where nobody trains.
@Suite struct LanesTests {
  private static let sizes: [Double] =
    [
      0, 1e-300, 1e-20, 1e-8, 0.1, 1, 5, 20, 36, 300, 700, 707, 707.8, 709, 710, 745, 1e3, 1e6, 1e15, 1e17,
      1e20,
    ]
    + [1e25, 1e60, 1e100, 1e200, 1.7e308, .infinity]

  /// Whether a b + c is rounded once. A build for any processor rounds the product first, and with it a
  /// itself, where the multiple of log 2 is taken from it.
  private static var isFused: Bool {
    let (a, b) = (Lanes(repeating: 1 + 0x1p-30), Lanes(repeating: 1 - 0x1p-30))
    return numerics_multiply_add(a, b, Lanes(repeating: -1))[0] != 0
  }

  @Test(arguments: sizes.flatMap { [$0, -$0] })
  func transferFunctions(_ a: Double) {
    func value(_ kind: TransferKind) -> Double { kind.value(Lanes(repeating: a))[3] }
    // e^-708 is what the sigmoid of less than -708 is told to be.
    let sigmoid = 1 / (1 + exp(-max(a, -707.7)))
    let bound = Self.isFused ? 1e-15 : 1e-15 + min(abs(a), 707.7) * 0x1p-53
    #expect(abs(value(.sigmoid) - sigmoid) <= bound * sigmoid + 1e-307)
    #expect(abs(value(.tanh) - tanh(a)) <= 1e-15 * abs(tanh(a)))
    let softplus = max(a, 0) + log1p(exp(-abs(a)))
    #expect(value(.softplus) == softplus || abs(value(.softplus) - softplus) <= bound * softplus + 1e-307)
  }

  /// What fits four lanes is told the same as by eight.
  @Test(arguments: sizes.flatMap { [$0, -$0] } + [.nan])
  func fourLanes(_ a: Double) {
    let (four, eight) = (FourLanes.sigmoid(FourLanes(repeating: a)), Lanes.sigmoid(Lanes(repeating: a)))
    #expect(four.x.bitPattern == eight[7].bitPattern && four.w.bitPattern == eight[0].bitPattern)
  }

  @Test func whatIsNoNumberStaysNone() {
    for kind in [TransferKind.sigmoid, .tanh, .softplus] {
      #expect(kind.value(Lanes(repeating: .nan))[0].isNaN)
    }
  }
}
