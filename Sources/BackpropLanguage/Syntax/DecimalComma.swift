/// A comma between digits without a space, `0,5`: a decimal sign in many languages, a list to others. The
/// parser never guesses which.
enum DecimalComma {
  /// The error if tokens 0 and 1 are the comma and the digits after it, following a number.
  static func found(_ token: (Int) -> Token?, example: String? = nil) -> Diagnostic? {
    guard let before = token(-1), let comma = token(0), let after = token(1),
      case .number(_, let whole) = before.kind, comma.kind == .symbol(","), !comma.spaceBefore,
      case .number(_, let fraction) = after.kind, !after.spaceBefore, isDigits(whole), isDigits(fraction)
    else { return nil }
    return Diagnostic(
      .decimalComma(whole: whole, fraction: fraction),
      at: before.range.lowerBound..<after.range.upperBound, example: example)
  }

  private static func isDigits(_ spelling: String) -> Bool {
    spelling.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
