/// Numbers as tables write them: finite, in decimal notation.
enum DecimalNumber {
  /// The number spelled by these bytes; nil for anything else, including `nan` and `0x1p3`.
  static func value(of bytes: [UInt8], in range: Range<Int>, hasDecimalComma: Bool) -> Double? {
    if let first = range.first, bytes[first] == 0xE2, bytes[range].starts(with: typesetMinus) {
      let rest = first + typesetMinus.count..<range.upperBound
      guard let next = rest.first, ![minus, plus, typesetMinus[0]].contains(bytes[next]) else { return nil }
      return value(of: bytes, in: rest, hasDecimalComma: hasDecimalComma).map { -$0 }
    }
    return short(bytes, range, hasDecimalComma) ?? any(bytes, range, hasDecimalComma)
  }

  static func value(of text: String, hasDecimalComma: Bool) -> Double? {
    let bytes = Array(text.utf8)
    return value(of: bytes, in: bytes.indices, hasDecimalComma: hasDecimalComma)
  }

  private static let zero = UInt8(ascii: "0")
  private static let nine = UInt8(ascii: "9")
  private static let plus = UInt8(ascii: "+")
  private static let minus = UInt8(ascii: "-")
  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")

  /// The typeset minus sign −, in UTF-8.
  private static let typesetMinus: [UInt8] = [0xE2, 0x88, 0x92]

  // MARK: - Any number

  /// By way of a string, which is slow.
  private static func any(_ bytes: [UInt8], _ range: Range<Int>, _ hasDecimalComma: Bool) -> Double? {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    for byte in bytes[range] {
      switch byte {
      case zero...nine, plus, minus, point, UInt8(ascii: "e"), UInt8(ascii: "E"): text.append(byte)
      case comma where hasDecimalComma: text.append(point)
      default: return nil
      }
    }
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }

  // MARK: - Short numbers

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// A number of at most 15 digits, multiplied or divided by a power of ten up to 10²²: both are exact, so
  /// the only rounding is that of the result (W. D. Clinger, How to Read Floating Point Numbers Accurately,
  /// 1990). Nil for other numbers.
  private static func short(_ bytes: [UInt8], _ range: Range<Int>, _ hasDecimalComma: Bool) -> Double? {
    var place = range.lowerBound
    let isNegative = place < range.upperBound && bytes[place] == minus
    if isNegative || place < range.upperBound && bytes[place] == plus { place += 1 }
    var digits: Int64 = 0
    var hasDigits = false
    var hasPoint = false
    var exponent = 0
    scan: while place < range.upperBound {
      let byte = bytes[place]
      place += 1
      switch byte {
      case zero...nine:
        digits = digits * 10 + Int64(byte - zero)
        guard digits < 1_000_000_000_000_000 else { return nil }
        hasDigits = true
        if hasPoint { exponent -= 1 }
      case point where !hasPoint, comma where hasDecimalComma && !hasPoint: hasPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let written = shortExponent(bytes, place..<range.upperBound) else { return nil }
        exponent += written
        break scan
      default: return nil
      }
    }
    guard hasDigits else { return nil }
    let size: Double
    switch exponent {
    case 0: size = Double(digits)
    case 1..<powersOfTen.count: size = Double(digits) * powersOfTen[exponent]
    case (1 - powersOfTen.count)..<0: size = Double(digits) / powersOfTen[-exponent]
    default: return nil
    }
    return isNegative ? -size : size
  }

  /// A number of one to three digits; nil for any other.
  private static func shortExponent(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var digits = bytes[range]
    let isNegative = digits.first == minus
    if isNegative || digits.first == plus { digits.removeFirst() }
    guard (1...3).contains(digits.count) else { return nil }
    var size = 0
    for digit in digits {
      guard (zero...nine).contains(digit) else { return nil }
      size = size * 10 + Int(digit - zero)
    }
    return isNegative ? -size : size
  }
}
