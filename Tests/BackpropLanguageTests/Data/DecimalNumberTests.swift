import Backprop
import Testing

@testable import BackpropLanguage

/// The expected number: `Double` of the text, if that is finite and the text consists only of digits, signs,
/// points and exponents.
private func expected(_ text: String) -> Double? {
  guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(text), number.isFinite else {
    return nil
  }
  return number
}

private func number(_ text: String, hasDecimalComma: Bool = false) -> Double? {
  DecimalNumber.value(of: text, hasDecimalComma: hasDecimalComma)
}

@Suite struct DecimalNumberTests {
  @Test(arguments: [
    "0", "-0", "+3", "007", "1.", ".5", "-.5", "5.1", "1e3", "1E+3", "1e-03", "1.e2", ".1e1",
    "123456789012345",
    "999999999999999e22", "999999999999999e-22", "1e23", "1e-23", "9007199254740993",
    "0.000000000000000000000001",
    "0.1000000000000000055511151231257827", "1e0000000003", "4.9e-324", "1e-999", "1.7976931348623157e308",
    "1e999",
    "", ".", "+", "-", "+-3", "--3", "e5", ".e5", "1e", "1e+", "1e5.", "1e5e5", "1.2.3", "1 2", "nan", "inf",
    "0x10",
    "1,5", "1_000", "\u{660}", "1é",
  ])
  func bitForBit(text: String) { #expect(number(text)?.bitPattern == expected(text)?.bitPattern) }

  /// The typeset minus sign means the same as -, once and in front.
  @Test func aTypesetMinus() {
    #expect(
      number("−1.5") == -1.5 && number("−0.25e3") == -250 && number("−5,1", hasDecimalComma: true) == -5.1)
    for text in ["−", "−−1", "−-1", "-−1", "1−", "1e−3"] { #expect(number(text) == nil, "\(text)") }
  }

  /// Shorter and longer than the numbers computed without a string.
  @Test func randomDecimalsBitForBit() {
    var generator = RandomGenerator(seed: 1)
    func digits(_ most: Int) -> String {
      (0..<generator.below(most)).map { _ in "\(generator.below(10))" }.joined()
    }
    for _ in 0..<20_000 {
      let sign = ["", "", "-", "+"][generator.below(4)]
      let zeros = String(repeating: "0", count: generator.below(3))
      let fraction = generator.below(3) > 0 ? "." + digits(14) : ""
      let exponent = generator.below(3) == 0 ? ["e", "E-", "e+", "e-"][generator.below(4)] + digits(4) : ""
      let text = sign + zeros + digits(12) + fraction + exponent
      let value = expected(text)?.bitPattern
      #expect(number(text)?.bitPattern == value, "\(text)")
      let withComma = String(text.map { $0 == "." ? "," : $0 })
      #expect(number(withComma, hasDecimalComma: true)?.bitPattern == value, "\(withComma)")
      #expect(fraction.isEmpty || number(withComma) == nil, "\(withComma)")
    }
  }

  @Test func randomMarksAreNumbersOnlyWhereDoubleTakesThem() {
    var generator = RandomGenerator(seed: 2)
    let marks = Array("+-..eE00123456789")
    for _ in 0..<20_000 {
      let text = String((0..<generator.below(7)).map { _ in marks[generator.below(marks.count)] })
      #expect(number(text)?.bitPattern == expected(text)?.bitPattern, "\(text)")
    }
  }
}
