import BackpropLanguage
import Foundation
import Testing

@Suite struct NumeralTests {
  /// The C library's printf, which rounds the exact value half to even, is the independent method.
  @Test(arguments: [
    0.104994, -8, 0.003945, 0.15, 0.125, 0.375, 2.5, 3.5, 0.5, 1.5, 999.9999995, 0.9999999, 1e-6, 123456.789,
    0.1 + 0.2, -0.000_000_51, 1.0 / 3, 8.5, 1e8 + 0.5, .pi, Double.leastNonzeroMagnitude, 0.045, 1.005, 0.07,
  ])
  func roundsAsPrintfDoes(_ value: Double) {
    for digits in 0...17 {
      guard case .fixed = Numeral(value, digits: digits) else { continue }
      #expect(Numeral(value, digits: digits).text == String(format: "%.\(digits)f", value))
    }
  }

  @Test func roundsRandomNumbersAsPrintfDoes() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let value = Double.random(in: -1000...1000, using: &generator)
      #expect(Numeral(value, digits: 6).text == String(format: "%.6f", value))
    }
  }

  @Test func zeroIsZeroWithoutASign() {
    #expect(Numeral(0, digits: 6).text == "0.000000")
    #expect(Numeral(-0.0, digits: 2).text == "0.00")
  }

  /// A number that would be shown as 0 without being 0, or as a long row of digits, gets an exponent.
  @Test func showsTheVerySmallAndTheVeryLargeWithAnExponent() {
    #expect(Numeral(0.0000004, digits: 6).text == "4e-7")
    #expect(Numeral(-1e-300, digits: 6).text == "-1e-300")
    #expect(Numeral(.leastNonzeroMagnitude, digits: 6).text == "5e-324")
    #expect(Numeral(9.99996e-12, digits: 6).text == "1e-11")
    #expect(Numeral(1.23456e-12, digits: 6).text == "1.235e-12")
    #expect(Numeral(1.7976931348623157e308, digits: 6).text == "1.798e308")
    #expect(Numeral(1e9, digits: 6).text == "1e9")
    #expect(Numeral(2_345_678_901, digits: 0).text == "2.346e9")
  }

  @Test func namesWhatIsNoNumber() {
    #expect(Numeral(.nan, digits: 3).text == "NaN")
    #expect(Numeral(.infinity, digits: 3).text == "∞")
    #expect(Numeral(-.infinity, digits: 3).text == "-∞")
  }

  @Test func digitsOutOfRangeAreClamped() {
    #expect(Numeral(0.5, digits: -3).text == "5e-1")
    #expect(Numeral(0.5, digits: 99).text == "0.50000000000000000")
  }
}
