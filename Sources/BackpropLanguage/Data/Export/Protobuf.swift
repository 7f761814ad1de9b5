/// A message in the wire format of Protocol Buffers, written field by field.
///
/// Source: protobuf.dev, Encoding.
struct Protobuf {
  /// The parts of the message in order. Numbers are kept unserialised until the whole message is written:
  /// otherwise a nested message would be copied once per level.
  private enum Part {
    case bytes([UInt8])
    case doubles(ArraySlice<Double>)
  }

  private var parts: [Part] = []
  private(set) var byteCount = 0

  mutating func add(_ field: UInt64, _ number: Int) {
    var bytes: [UInt8] = []
    Self.append(varint: field << 3, to: &bytes)
    Self.append(varint: UInt64(bitPattern: Int64(number)), to: &bytes)
    add(bytes)
  }

  mutating func add(_ field: UInt64, _ text: String) {
    addLength(field, text.utf8.count)
    add(Array(text.utf8))
  }

  mutating func add(_ field: UInt64, _ message: Protobuf) {
    addLength(field, message.byteCount)
    parts += message.parts
    byteCount += message.byteCount
  }

  /// The eight bytes of each number.
  mutating func add(_ field: UInt64, doubles: ArraySlice<Double>) {
    addLength(field, doubles.count * 8)
    parts.append(.doubles(doubles))
    byteCount += doubles.count * 8
  }

  /// The serialised message. Throws: an interrupt.
  func bytes(isInterrupted: () -> Bool = { false }) throws(ExportProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for part in parts {
      switch part {
      case .bytes(let part): bytes += part
      case .doubles(let numbers): try appendLittleEndian(numbers, to: &bytes, isInterrupted: isInterrupted)
      }
    }
    return bytes
  }

  private mutating func addLength(_ field: UInt64, _ count: Int) {
    var bytes: [UInt8] = []
    Self.append(varint: field << 3 | 2, to: &bytes)
    Self.append(varint: UInt64(count), to: &bytes)
    add(bytes)
  }

  private mutating func add(_ bytes: [UInt8]) {
    parts.append(.bytes(bytes))
    byteCount += bytes.count
  }

  private static func append(varint value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
