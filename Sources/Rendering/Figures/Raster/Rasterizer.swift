#if canImport(Glibc)
  import Compression
#endif

/// PNG and PDF from SVG, if librsvg is available; it is loaded when the first picture is requested, not
/// before.
public enum Rasterizer {
  /// Enough for the edges of a figure's lines and letters, and for shades without steps.
  private static let mostColours = 128
  /// Pixels of a PNG per pixel of the drawing, each way.
  private static let scale = 1.5

  /// Why there are no PNG and PDF forms, in one line; nil if they are available.
  public static var complaint: String? {
    #if canImport(Glibc)
      Librsvg.shared == nil
        ? "Figures cannot become PNG or PDF: librsvg was not found (Debian: apt-get install librsvg2-2)."
        : nil
    #else
      "Figures cannot become PNG or PDF here. `figures svg` shows them."
    #endif
  }

  /// A PNG, larger than the drawing by `scale`.
  static func png(_ svg: String, width: Double, height: Double) -> [UInt8]? {
    #if canImport(Glibc)
      guard width < 8_000, height < 8_000 else { return nil }
      let (columns, rows) = (Int((width * scale).rounded()), Int((height * scale).rounded()))
      guard let pixels = Librsvg.shared?.pixels(svg, width: columns, height: rows) else { return nil }
      let table = ColourTable(pixels, most: mostColours)
      return IndexedPNG.bytes(
        width: columns, height: rows, pixels: table.pixels, tints: table.colours.map { Tint($0) },
        compressed: { Zlib.shared?.compressed($0) ?? RunLengths.compressed($0) })
    #else
      nil
    #endif
  }

  /// A PDF at the drawing's size.
  static func pdf(_ svg: String, width: Double, height: Double) -> [UInt8]? {
    #if canImport(Glibc)
      Librsvg.shared?.pdf(svg, width: width, height: height)
    #else
      nil
    #endif
  }
}

extension Tint {
  /// argb: 8 bits each of alpha, red, green and blue.
  fileprivate init(_ argb: UInt32) {
    self.init(colour: RGB(hex: argb & 0xFF_FFFF), opacity: Double(argb >> 24) / 255)
  }
}
