/// The width of text in DejaVu Sans, the first of the figures' typefaces; Verdana, the second, was its model
/// and is hardly wider. There is no font to measure with where a figure is laid out.
enum TypeMetrics {
  /// Advance widths of U+0020 to U+007E in hundredths of the font size, from the font's `hmtx` table.
  private static let ascii: [Int] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34,
    84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
    68, 99,
    69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63,
    41, 52,
    39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
  ]

  /// The factor by which bold letters are wider.
  static let bold = 1.14

  /// In multiples of the font size.
  static func width(of text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x20...0x7E: Double(ascii[Int(scalar.value) - 0x20]) / 100
    case 0xA0, 0xB2, 0xB3, 0xB7, 0xB9: 0.4
    // Latin and Greek letters.
    case 0xC0...0x24F, 0x370...0x3FF: 0.68
    case 0x2200...0x220F: 0.63
    default: TextWidth.of(scalar) > 1 ? 1.1 : Double(TextWidth.of(scalar))
    }
  }
}
