extension JSONValue {
  /// The value as a JSON text, members in the order of their names.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: nil)
    return bytes
  }

  /// The same, for people to read.
  public var indentedBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: 0)
    return bytes + [0x0a]
  }

  private func write(to bytes: inout [UInt8], indent: Int?) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += value.description.utf8
    // JSON has no form for what is not finite.
    case .number(let value): bytes += (value.isFinite ? value.description : "null").utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        Self.separate(index, indent, &bytes)
        element.write(to: &bytes, indent: indent.map { $0 + 2 })
      }
      Self.close(UInt8(ascii: "]"), elements.isEmpty, indent, &bytes)
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        Self.separate(index, indent, &bytes)
        Self.write(member.key, to: &bytes)
        bytes += (indent == nil ? ":" : ": ").utf8
        member.value.write(to: &bytes, indent: indent.map { $0 + 2 })
      }
      Self.close(UInt8(ascii: "}"), members.isEmpty, indent, &bytes)
    }
  }

  private static func separate(_ index: Int, _ indent: Int?, _ bytes: inout [UInt8]) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    if let indent { bytes += ("\n" + String(repeating: " ", count: indent + 2)).utf8 }
  }

  private static func close(_ bracket: UInt8, _ isEmpty: Bool, _ indent: Int?, _ bytes: inout [UInt8]) {
    if let indent, !isEmpty { bytes += ("\n" + String(repeating: " ", count: indent)).utf8 }
    bytes.append(bracket)
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + text.utf8.count + 2)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0a: bytes += #"\n"#.utf8
      case 0x0d: bytes += #"\r"#.utf8
      case 0x09: bytes += #"\t"#.utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += ("\\u00" + (digits.utf8.count < 2 ? "0" : "") + digits).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
