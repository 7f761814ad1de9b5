/// A number as it is shown: the only place that rounds. Every output format (`text` here; HTML and LaTeX in
/// Rendering) starts from these parts.
public enum Numeral: Equatable, Sendable {
  /// Rounded to a number of digits after the point, half to even: `whole.fraction`.
  case fixed(negative: Bool, whole: String, fraction: String)
  /// Too small or too large for that: digit.fraction × 10^exponent.
  case scientific(negative: Bool, whole: String, fraction: String, exponent: Int)
  case notANumber
  case infinite(negative: Bool)

  /// The maximum number of digits after the point.
  public static let mostDigits = 17
  /// Numbers from this size on are written with an exponent.
  private static let largestFixed = 1e9

  /// `value` with `digits` digits after the point; with an exponent if it would look like 0 although it is
  /// not, or if its magnitude is 10⁹ or more.
  public init(_ value: Double, digits: Int) {
    if value.isNaN {
      self = .notANumber
    } else if value.isInfinite {
      self = .infinite(negative: value < 0)
    } else if let fixed = Self.rounded(value, digits: min(max(digits, 0), Self.mostDigits)) {
      self = fixed
    } else {
      self = Self.shortened(value)
    }
  }

  /// At least `digits` digits after the point and `significant` significant ones; with an exponent if more
  /// than three zeros would follow the point.
  public init(_ value: Double, digits: Int, significant: Int) {
    guard value.isFinite, value != 0, value.magnitude < 1 else {
      self = Numeral(value, digits: digits)
      return
    }
    if value.magnitude < 1e-4 {
      self = Self.shortened(value, to: significant)
      return
    }
    var (zeros, least) = (0, 0.1)
    while value.magnitude < least, zeros < 4 { (zeros, least) = (zeros + 1, least / 10) }
    self = Numeral(value, digits: max(digits, zeros + significant))
  }

  /// Always with an exponent and at most so many significant digits; `value` must be a number other than 0.
  public init(scientific value: Double, significant: Int = 4) {
    self = value.isFinite && value != 0 ? Self.shortened(value, to: significant) : Numeral(value, digits: 0)
  }

  /// ASCII except for ∞: `-0.003313`, `4.1e-7`, `NaN`.
  public var text: String {
    switch self {
    case .fixed(let negative, let whole, let fraction):
      Self.signed(negative, whole, fraction)
    case .scientific(let negative, let whole, let fraction, let exponent):
      Self.signed(negative, whole, fraction) + "e" + String(exponent)
    case .notANumber: "NaN"
    case .infinite(let negative): negative ? "-∞" : "∞"
    }
  }

  /// For prose, in which 0.5 is not 0.500000.
  public var withoutTrailingZeros: Numeral {
    guard case .fixed(let negative, let whole, let fraction) = self else { return self }
    var digits = fraction.utf8[...]
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return .fixed(negative: negative, whole: whole, fraction: String(Substring(digits)))
  }

  private static func signed(_ negative: Bool, _ whole: String, _ fraction: String) -> String {
    (negative ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// The exact value rounded half to even; nil if an exponent is needed.
  private static func rounded(_ value: Double, digits: Int) -> Numeral? {
    let magnitude = value.magnitude
    guard magnitude < largestFixed else { return nil }
    var scale: UInt128 = 1
    for _ in 0..<digits { scale *= 10 }

    // The part after the point is significand / 2^shift exactly, with a significand below 2^53.
    let whole = magnitude.rounded(.towardZero)
    let part = magnitude - whole
    var quotient: UInt128 = 0
    if part > 0 {
      let shift = 52 - Int(part.exponent)
      let product = UInt128(part.significandBitPattern | 1 << 52) * scale
      if shift < 128 {
        quotient = product >> UInt128(shift)
        let remainder = product - quotient << UInt128(shift)
        let half = UInt128(1) << UInt128(shift - 1)
        if remainder > half || (remainder == half && odd(quotient, orWhole: whole, digits)) { quotient += 1 }
      }
    }
    let carried = quotient == scale
    if carried { quotient = 0 }
    let units = UInt64(whole) + (carried ? 1 : 0)
    if units == 0 && quotient == 0 && value != 0 { return nil }
    var fraction = digits == 0 ? "" : String(UInt64(quotient))
    if fraction.utf8.count < digits {
      fraction = String(repeating: "0", count: digits - fraction.utf8.count) + fraction
    }
    return .fixed(negative: value < 0, whole: String(units), fraction: fraction)
  }

  /// Whether the last digit shown is odd; without digits after the point, that is the last digit of the whole
  /// part.
  private static func odd(_ quotient: UInt128, orWhole whole: Double, _ digits: Int) -> Bool {
    digits == 0 ? UInt64(whole) & 1 == 1 : quotient & 1 == 1
  }

  /// At most this many significant digits, from the shortest decimal that reads back as `value`.
  private static func shortened(_ value: Double, to significant: Int = 4) -> Numeral {
    var digits: [UInt8] = []
    var exponent = -1
    var pointSeen = false
    var exponentText = ""
    var inExponent = false
    for byte in value.magnitude.description.utf8 {
      if inExponent {
        if byte != UInt8(ascii: "+") { exponentText.unicodeScalars.append(Unicode.Scalar(byte)) }
      } else if byte == UInt8(ascii: "e") {
        inExponent = true
      } else if byte == UInt8(ascii: ".") {
        pointSeen = true
      } else {
        let digit = byte &- UInt8(ascii: "0")
        let leading = digits.isEmpty && digit == 0
        if !leading { digits.append(digit) }
        if !pointSeen && !leading { exponent += 1 }
        if pointSeen && leading { exponent -= 1 }
      }
    }
    exponent += Int(exponentText) ?? 0

    if digits.count > significant {
      let up = digits[significant] >= 5
      digits.removeLast(digits.count - significant)
      if up {
        var place = significant - 1
        while place >= 0, digits[place] == 9 {
          digits[place] = 0
          place -= 1
        }
        if place >= 0 {
          digits[place] += 1
        } else {
          digits.insert(1, at: 0)
          exponent += 1
        }
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let fraction = digits.dropFirst().map { String($0) }.joined()
    return .scientific(
      negative: value < 0, whole: String(digits.first ?? 0), fraction: fraction, exponent: exponent)
  }
}
