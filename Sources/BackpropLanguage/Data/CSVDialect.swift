/// The format of a table: what separates its fields and where it begins.
struct CSVDialect: Sendable {
  var separator = CSVSeparator.comma
  /// Where the first row begins, after a byte order mark and a line `sep=;`.
  var start = CSVPlace(position: 0, line: 1)
  /// The number of fields in most rows.
  var width = 1

  private static let rowsLookedAt = 100
  private static let bytesLookedAt = 1 << 16

  /// Whether 5,1 is a number, as in tables separated by semicolons.
  var hasDecimalComma: Bool { separator != .comma }

  /// The separator that gives the same number of fields, more than one, in the most of the first rows, and
  /// then the most fields that are numbers: numbers may contain commas, and a space may follow a comma. Ties
  /// go to the first of tab, semicolon, bar, comma and blanks.
  ///
  /// Throws: an interrupt, and any problem that stops the reading of the first rows.
  init(of bytes: [UInt8], isInterrupted: @escaping () -> Bool) throws(FileProblem) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start.position = 3 }
    let sample = Array(bytes.prefix(start.position + Self.bytesLookedAt))
    if let separator = Self.separatorLine(sample[start.position...]) {
      self.separator = separator.separator
      start = CSVPlace(position: start.position + separator.length, line: 2)
    }
    let candidates: [CSVSeparator] =
      start.line > 1
      ? [separator]
      : [
        .byte(UInt8(ascii: "\t")), .byte(UInt8(ascii: ";")), .byte(UInt8(ascii: "|")), .comma, .blanks,
      ]
    var best: Look?
    for candidate in candidates {
      let look = Look(candidate, sample, start, isWhole: sample.count == bytes.count)
      guard look.width > 1 || candidates.count == 1 else { continue }
      if best.map({ look.isBetter(than: $0) }) ?? true { best = look }
    }
    guard let best else { return }
    separator = best.separator
    width = best.width
    // If the rows are longer than the sample, the second row, or the only one, gives the width.
    guard best.rows < 2, sample.count < bytes.count else { return }
    var reader = CSVReader(bytes, separator: separator, at: start, isInterrupted: isInterrupted)
    var fields: [CSVField] = []
    for _ in 0..<2 where try reader.row(into: &fields) != nil { width = fields.count }
  }

  /// `sep=;`, as Excel writes and reads it, and the number of bytes in the line.
  private static func separatorLine(_ bytes: ArraySlice<UInt8>) -> (separator: CSVSeparator, length: Int)? {
    var line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    var length = line.count
    let rest = bytes.dropFirst(length)
    length += rest.starts(with: [0x0D, 0x0A]) ? 2 : min(rest.count, 1)
    let quote = CSVField.quote
    if line.count > 1, line.first == quote, line.last == quote { line = line.dropFirst().dropLast() }
    guard line.count == 5, let separator = line.last,
      String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return (separator == UInt8(ascii: " ") ? .blanks : .byte(separator), length)
  }

  /// The first rows as split by one separator.
  private struct Look {
    let separator: CSVSeparator
    /// The number of fields in most rows except the first, which may have one name less.
    private(set) var width = 1
    /// The number of rows.
    private(set) var rows = 0
    /// Over all rows.
    private var shareOfRows = 0.0
    /// Over all fields except those of the first row, which may hold names.
    private var shareOfNumbers = 0.0

    init(_ separator: CSVSeparator, _ sample: [UInt8], _ start: CSVPlace, isWhole: Bool) {
      self.separator = separator
      var reader = CSVReader(sample, separator: separator, at: start)
      var fields: [CSVField] = []
      var counts: [Int] = []
      var numbers = 0
      var all = 0
      while counts.count < rowsLookedAt, (try? reader.row(into: &fields)) ?? nil != nil {
        // The sample may end in the middle of a row.
        if reader.isAtEnd && !isWhole && !counts.isEmpty { break }
        counts.append(fields.count)
        guard counts.count > 1 else { continue }
        all += fields.count
        for field in fields {
          let isNumber =
            DecimalNumber.value(
              of: sample, in: field.range, hasDecimalComma: separator != .comma) != nil
          if isNumber || NumberSlip.isMissing(field.text(in: sample)) { numbers += 1 }
        }
      }
      rows = counts.count
      width = Self.mostFrequent(counts.count > 1 ? counts.dropFirst() : counts[...])
      let alike = counts.filter { $0 == width }.count + (counts.first == width - 1 ? 1 : 0)
      shareOfRows = Double(alike) / Double(max(counts.count, 1))
      shareOfNumbers = Double(numbers) / Double(max(all, 1))
    }

    func isBetter(than other: Look) -> Bool {
      shareOfRows + shareOfNumbers > other.shareOfRows + other.shareOfNumbers
    }

    /// The most frequent value, the first one in a tie; 1 if there are no values.
    private static func mostFrequent(_ counts: ArraySlice<Int>) -> Int {
      var times: [Int: Int] = [:]
      for count in counts { times[count, default: 0] += 1 }
      let most = times.values.max() ?? 0
      return counts.first { times[$0] == most } ?? 1
    }
  }
}
