/// What people write in place of a number in a table.
enum NumberSlip: Equatable {
  case missing, percent, thousands, date, currency

  /// Nil if it is some other word.
  init?(_ field: String) {
    if Self.isMissing(field) {
      self = .missing
    } else if field.last == "%", Self.isNumber(field.dropLast()) {
      self = .percent
    } else if let first = field.first, let last = field.last,
      "$€£¥".contains(first) || "$€£¥".contains(last), field.utf8.contains(where: Self.isDigit)
    {
      self = .currency
    } else if Self.isDate(field) {
      self = .date
    } else if Self.isNumber(field[...]) {
      self = .thousands
    } else {
      return nil
    }
  }

  /// The marks that programs use for a missing value; the empty field is one of them.
  static func isMissing(_ field: String) -> Bool {
    ["", "?", "-", "."].contains(field) || isMissingWord(field)
  }

  /// The same in a column of words, where `-` is an ordinary word.
  static func isMissingWord(_ field: String) -> Bool {
    ["", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "<NA>"].contains(field)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Digits with points, commas, blanks or quotes between them: 1,234.5 or 1 234.
  private static func isNumber(_ field: Substring) -> Bool {
    let digits = field.unicodeScalars.filter { ("0"..."9").contains($0) }
    let rest = field.unicodeScalars.drop { $0 == "-" || $0 == "+" || $0 == "−" }
    guard let last = rest.last, ("0"..."9").contains(last) || last == "." else { return false }
    return !digits.isEmpty && rest.first.map { ("0"..."9").contains($0) || $0 == "." || $0 == "," } ?? false
      && rest.allSatisfy { ("0"..."9").contains($0) || ".,' \u{A0}\u{202F}’".unicodeScalars.contains($0) }
  }

  /// 2021-01-31, 31.1.2021, 1/31/21, with or without a time, or a time alone.
  private static func isDate(_ field: String) -> Bool {
    let day = field.prefix { $0 != " " && $0 != "T" }
    for separator in ["-", "/", ".", ":"] as [Character] {
      let parts = day.split(separator: separator, omittingEmptySubsequences: false)
      guard (2...3).contains(parts.count), parts.count == 3 || separator == ":" else { continue }
      let areShort = parts.allSatisfy { part in
        let part = part.prefix { $0 != "." }
        return (1...4).contains(part.utf8.count) && part.utf8.allSatisfy(isDigit)
      }
      if areShort && (separator != "." || parts[0].utf8.count <= 2 && parts[1].utf8.count <= 2) {
        return true
      }
    }
    return false
  }
}
