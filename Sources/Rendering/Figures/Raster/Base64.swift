/// Bytes in the encoding that Jupyter uses for them.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var place = 0
    while place < bytes.count {
      let left = bytes.count - place
      let first = UInt32(bytes[place]) << 16
      let second = left > 1 ? UInt32(bytes[place + 1]) << 8 : 0
      let word = first | second | (left > 2 ? UInt32(bytes[place + 2]) : 0)
      out.append(digits[Int(word >> 18 & 63)])
      out.append(digits[Int(word >> 12 & 63)])
      out.append(left > 1 ? digits[Int(word >> 6 & 63)] : UInt8(ascii: "="))
      out.append(left > 2 ? digits[Int(word & 63)] : UInt8(ascii: "="))
      place += 3
    }
    return String(decoding: out, as: UTF8.self)
  }
}
