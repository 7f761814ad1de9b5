/// A message in the wire format of Protocol Buffers, written field by field.
///
/// Source: protobuf.dev, Encoding.
struct Protobuf {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ field: UInt64, _ number: Int) {
    varint(field << 3)
    varint(UInt64(bitPattern: Int64(number)))
  }

  mutating func add(_ field: UInt64, _ text: String) { add(field, bytes: Array(text.utf8)) }

  mutating func add(_ field: UInt64, _ message: Protobuf) { add(field, bytes: message.bytes) }

  mutating func add(_ field: UInt64, bytes content: [UInt8]) {
    varint(field << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
