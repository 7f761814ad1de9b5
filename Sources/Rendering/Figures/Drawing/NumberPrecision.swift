import BackpropLanguage

/// How all numbers of one kind in a figure are written: with the same number of digits after the point, so
/// that one can compare them, and none looks more exact than the next. Beside larger numbers, one that would
/// look like 0 keeps one significant digit.
struct NumberPrecision: Equatable {
  /// The digits after the point; nil: all have an exponent, because all are small.
  let digits: Int?

  /// Numbers with more digits than this are no easier to read.
  private static let mostSignificant = 6
  private static let significant = 3

  /// fits: whether there is room for a number.
  init(_ values: [Double], atMost most: Int, fits: (String) -> Bool = { _ in true }) {
    let shown = values.filter { $0.isFinite && $0 != 0 && $0.magnitude < 1e6 }
    let greatest = shown.reduce(0) { max($0, $1.magnitude) }
    var least = 1.0
    for _ in 1..<max(most, 1) { least /= 10 }
    guard shown.isEmpty || greatest >= least || shown.count < values.filter({ $0 != 0 }).count else {
      digits = nil
      return
    }
    var (whole, power) = (1, 10.0)
    while greatest >= power { (whole, power) = (whole + 1, power * 10) }
    let most = min(most, max(Self.mostSignificant - whole, 0))
    let needed = shown.map { Self.fraction(Numeral($0, digits: most).withoutTrailingZeros) }.max() ?? 0
    let places = (0...needed).reversed()
    digits = places.first { places in shown.allSatisfy { fits(Self.fixed($0, places)) } } ?? 0
  }

  private static func fraction(_ numeral: Numeral) -> Int {
    if case .fixed(_, _, let fraction) = numeral { fraction.utf8.count } else { 0 }
  }

  /// 0.00 for a number that rounds to 0.
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let numeral = Numeral(value, digits: digits)
    if case .scientific = numeral, value.magnitude < 1 { return Numeral(0, digits: digits).text }
    return numeral.text
  }

  /// A number of this kind; with an exponent if it would have more than nine characters.
  func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return Numeral(value, digits: digits ?? 0).text }
    guard let digits else { return Numeral(scientific: value, significant: Self.significant).text }
    let numeral = Numeral(value, digits: digits)
    if case .scientific = numeral, value.magnitude < 1 {
      return Numeral(scientific: value, significant: 1).text
    }
    return numeral.text.utf8.count > 9 ? Numeral(scientific: value).text : numeral.text
  }

  /// The same where there is no room for an exponent: 0.00 for a number that rounds to 0.
  func brief(_ value: Double) -> String { digits.map { Self.fixed(value, $0) } ?? "0" }
}
