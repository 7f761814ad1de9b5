extension JSONValue {
  /// The value as a JSON text in one line.
  ///
  /// A number reads back as the same double; one that is not finite, for which JSON has no form, becomes null.
  public var bytes: [UInt8] {
    var writer = JSONWriter(isIndented: false)
    writer.write(self, indent: 0)
    return writer.bytes
  }

  /// The same for people to read, ending with a line break; a list or object of nothing but words and numbers stands on
  /// one line.
  public var indentedBytes: [UInt8] {
    var writer = JSONWriter(isIndented: true)
    writer.write(self, indent: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  /// Whether it holds other values.
  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}

private struct JSONWriter {
  let isIndented: Bool
  var bytes: [UInt8] = []

  init(isIndented: Bool) { self.isIndented = isIndented }

  mutating func write(_ value: JSONValue, indent: Int) {
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
