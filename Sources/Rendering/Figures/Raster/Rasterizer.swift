/// PNG and PDF from SVG, if librsvg is available; it is loaded when the first picture is requested, not
/// before.
public enum Rasterizer {
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

  /// A PNG at twice the drawing's size.
  static func png(_ svg: String, width: Double, height: Double) -> [UInt8]? {
    #if canImport(Glibc)
      Librsvg.shared?.png(svg, width: width, height: height, scale: 2)
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
