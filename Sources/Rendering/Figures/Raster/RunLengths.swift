/// Bytes in zlib's format (RFC 1950), where runs of equal bytes take little room: what a picture of few
/// shades needs, also where there is no library.
enum RunLengths {
  static func compressed(_ data: [UInt8]) -> [UInt8] {
    var bits = Bits()
    bits.add(1, count: 1)  // the last block
    bits.add(1, count: 2)  // with the fixed codes (RFC 1951, section 3.2.6)
    var place = 0
    while place < data.count {
      bits.addCode(ofByte: data[place])
      var end = place + 1
      while end < data.count, data[end] == data[place] { end += 1 }
      place += 1
      while end - place >= 3 {
        let length = min(end - place, 10)  // the longest without further bits
        bits.addCode(UInt32(length - 2), count: 7)
        bits.addCode(0, count: 5)  // the distance 1
        place += length
      }
    }
    bits.addCode(0, count: 7)  // the end of the block
    return [0x78, 0x01] + bits.whole + IndexedPNG.word(checksum(data))
  }

  /// Adler-32 (RFC 1950, section 8.2).
  private static func checksum(_ data: [UInt8]) -> UInt32 {
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in data {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  /// Bits in the order of RFC 1951, section 3.1.1: numbers from their lowest bit, codes from their highest.
  private struct Bits {
    private var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var count: UInt32 = 0

    var whole: [UInt8] { count > 0 ? bytes + [UInt8(pending & 255)] : bytes }

    mutating func add(_ value: UInt32, count more: UInt32) {
      pending |= value << count
      count += more
      while count >= 8 {
        bytes.append(UInt8(pending & 255))
        pending >>= 8
        count -= 8
      }
    }

    mutating func addCode(_ code: UInt32, count: UInt32) {
      for bit in (0..<count).reversed() { add(code >> bit & 1, count: 1) }
    }

    mutating func addCode(ofByte byte: UInt8) {
      if byte < 144 {
        addCode(0x30 + UInt32(byte), count: 8)
      } else {
        addCode(0x190 + UInt32(byte) - 144, count: 9)
      }
    }
  }
}
