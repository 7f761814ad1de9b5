extension JSON {
  /// The value as text that ends with a line break; a list or object of nothing but words and numbers stands on one
  /// line. A number reads back as the same double; one that is not finite, for which JSON has no form, becomes null.
  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self, indent: 0)
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  /// The value in one line, without a line break.
  var compactBytes: [UInt8] {
    var writer = JSONWriter()
    writer.isCompact = true
    writer.write(self, indent: 0)
    return writer.bytes
  }
}

private struct JSONWriter {
  var bytes: [UInt8] = []
  var isCompact = false

  mutating func write(_ value: JSON, indent: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value): write(value)
    case .string(let text): write(text)
    case .array(let elements):
      let isFlat = isCompact || elements.allSatisfy { !$0.isNested }
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        separate(place, isFlat: isFlat, indent: indent + 2)
        write(element, indent: indent + 2)
      }
      if !isFlat { breakLine(indent) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      let isFlat = isCompact || members.allSatisfy { !$0.value.isNested }
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        separate(place, isFlat: isFlat, indent: indent + 2)
        write(member.name)
        bytes += ": ".utf8
        write(member.value, indent: indent + 2)
      }
      if !isFlat { breakLine(indent) }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func separate(_ place: Int, isFlat: Bool, indent: Int) {
    if place > 0 { bytes += (isFlat ? ", " : ",").utf8 }
    if !isFlat { breakLine(indent) }
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
    if !isMinusZero, let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
      bytes += "\(whole)".utf8
    } else {
      bytes += number.description.utf8
    }
  }

  private mutating func write(_ text: String) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: bytes += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSON {
  /// Whether it holds other values.
  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}
