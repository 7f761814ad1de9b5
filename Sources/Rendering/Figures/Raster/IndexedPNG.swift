/// A PNG with at most 256 colours. It is written here so that shades over the plane need no library and blend
/// smoothly.
enum IndexedPNG {
  /// pixels: indices into `tints`, row by row, `width` × `height` of them. compressed: makes zlib's format
  /// (RFC 1950) of the rows; without it, only runs of equal pixels become shorter.
  static func bytes(
    width: Int, height: Int, pixels: [UInt8], tints: [Tint],
    compressed: ([UInt8]) -> [UInt8] = RunLengths.compressed
  ) -> [UInt8] {
    guard width > 0, height > 0, pixels.count == width * height else { return [] }
    var rows: [UInt8] = []
    for row in 0..<height {
      rows.append(0)  // no filter
      rows += pixels[row * width..<(row + 1) * width]
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", word(UInt32(width)) + word(UInt32(height)) + [8, 3, 0, 0, 0])
    let colours = tints.prefix(256)
    file += chunk(
      "PLTE", colours.map { $0.colour }.flatMap { [UInt8($0.red), UInt8($0.green), UInt8($0.blue)] })
    file += chunk("tRNS", colours.map { UInt8((min(max($0.opacity, 0), 1) * 255).rounded()) })
    file += chunk("IDAT", compressed(rows))
    file += chunk("IEND", [])
    return file
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in body {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
    }
    return word(UInt32(data.count)) + body + word(~remainder)
  }

  static func word(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}
