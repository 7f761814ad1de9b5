extension JSONValue {
  /// The value as JSON text on one line.
  ///
  /// A number reads back as the same double; one that is not finite, for which JSON has no form, becomes
  /// null.
  public var bytes: [UInt8] {
    var writer = JSONWriter(isIndented: false)
    writer.write(self, indent: 0)
    return writer.bytes
  }

  /// The same for people to read, ending with a line break. A list or object that contains only words and
  /// numbers is written on one line.
  public var indentedBytes: [UInt8] {
    var writer = JSONWriter(isIndented: true)
    writer.write(self, indent: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  /// The same, unless it takes more than `most` bytes. `isInterrupted` is asked every 64 KiB whether to stop.
  public func indentedBytes(
    most: Int, isInterrupted: () -> Bool
  ) throws(JSONWritingError) -> [UInt8] {
    try withoutActuallyEscaping(isInterrupted) { (isInterrupted) throws(JSONWritingError) in
      var writer = JSONWriter(isIndented: true, most: most, isInterrupted: isInterrupted)
      writer.write(self, indent: 0)
      writer.bytes.append(UInt8(ascii: "\n"))
      writer.ask()
      if let problem = writer.problem { throw problem }
      return writer.bytes
    }
  }

  /// Whether it contains other values.
  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .matrix: true
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}

/// Why a value was not written completely.
public enum JSONWritingError: Error, Equatable {
  case tooLarge, interrupted
}

private struct JSONWriter {
  let isIndented: Bool
  /// In bytes.
  let most: Int
  let isInterrupted: () -> Bool
  var bytes: [UInt8] = []
  /// Once there is a problem, nothing more is written.
  var problem: JSONWritingError?
  private var nextQuestion = Self.bytesBetweenQuestions

  private static let bytesBetweenQuestions = 1 << 16

  init(isIndented: Bool, most: Int = .max, isInterrupted: @escaping () -> Bool = { false }) {
    self.isIndented = isIndented
    self.most = most
    self.isInterrupted = isInterrupted
  }

  /// Checks whether to stop and whether there is room for more.
  mutating func ask() {
    nextQuestion = bytes.count + Self.bytesBetweenQuestions
    if bytes.count > most { problem = .tooLarge }
    if isInterrupted() { problem = .interrupted }
  }

  mutating func write(_ value: JSONValue, indent: Int) {
    if bytes.count >= nextQuestion { ask() }
    guard problem == nil else { return }
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += value.description.utf8
    case .number(let value): write(value)
    case .string(let text): write(text)
    case .array(let elements):
      let breaksLines = isIndented && elements.contains { $0.isNested }
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        separate(place, breaksLines, indent: indent + 2)
        write(element, indent: indent + 2)
      }
      if breaksLines { breakLine(indent) }
      bytes.append(UInt8(ascii: "]"))
    case .matrix(let rows): write(rows, indent: indent)
    case .object(let members):
      let breaksLines = isIndented && members.contains { $0.value.isNested }
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        separate(place, breaksLines, indent: indent + 2)
        write(member.name)
        bytes += (isIndented ? ": " : ":").utf8
        write(member.value, indent: indent + 2)
      }
      if breaksLines { breakLine(indent) }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Writes one row per line.
  private mutating func write(_ rows: JSONValue.Rows, indent: Int) {
    bytes.append(UInt8(ascii: "["))
    for row in 0..<rows.count {
      if bytes.count >= nextQuestion { ask() }
      guard problem == nil else { return }
      separate(row, isIndented, indent: indent + 2)
      bytes.append(UInt8(ascii: "["))
      for column in 0..<rows.columns {
        separate(column, false, indent: 0)
        write(rows.elements[row * rows.columns + column])
        if bytes.count >= nextQuestion { ask() }
        guard problem == nil else { return }
      }
      bytes.append(UInt8(ascii: "]"))
    }
    if isIndented { breakLine(indent) }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func separate(_ place: Int, _ breaksLines: Bool, indent: Int) {
    if place > 0 { bytes += (isIndented && !breaksLines ? ", " : ",").utf8 }
    if breaksLines { breakLine(indent) }
  }

  private mutating func breakLine(_ indent: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: indent)
  }

  /// The shortest decimal that reads back as the same double; whole numbers without `.0`.
  private mutating func write(_ number: Double) {
    guard number.isFinite else {
      bytes += "null".utf8
      return
    }
    let isMinusZero = number == 0 && number.sign == .minus
    if !isMinusZero, let whole = Int64(exactly: number), whole.magnitude < 1 << 53 {
      bytes += whole.description.utf8
    } else {
      bytes += number.description.utf8
    }
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: Self.isEscaped) {
      for byte in text.utf8 {
        if Self.isEscaped(byte) { writeEscaped(byte) } else { bytes.append(byte) }
      }
    } else {
      bytes += text.utf8
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0a: bytes.append(UInt8(ascii: "n"))
    case 0x0d: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0..<0x20:
      bytes += "u00".utf8
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      bytes.append(byte & 15 < 10 ? UInt8(ascii: "0") + byte & 15 : UInt8(ascii: "a") + byte & 15 - 10)
    default: bytes.append(byte)
    }
  }
}
