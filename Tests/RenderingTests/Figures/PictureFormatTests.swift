import BackpropLanguage
import Foundation
import Testing

@testable import Rendering

@Suite struct PictureFormatTests {
  /// RFC 4648, section 10.
  @Test func base64IsThatOfTheStandard() {
    let cases = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
      "foobar": "Zm9vYmFy",
    ]
    for (text, encoded) in cases { #expect(Base64.text(Array(text.utf8)) == encoded) }
  }

  /// The check values of CRC-32 and Adler-32 are those that libpng and zlib demand: librsvg shows the
  /// picture.
  @Test func theSmallPNGIsOneThatOthersRead() throws {
    let png = IndexedPNG.bytes(width: 2, height: 1, pixels: [0, 1], colours: [.white, RGB(255, 0, 0)])
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(IndexedPNG.bytes(width: 2, height: 2, pixels: [0], colours: []) == [])
    let large = IndexedPNG.bytes(
      width: 400, height: 400, pixels: [UInt8](repeating: 1, count: 160_000), colours: [.white, .black])
    #expect(large.count > 160_000)
  }

  @Test(.enabled(if: Rasterizer.complaint == nil, "librsvg is not on this machine"))
  func librsvgMakesPNGAndPDF() throws {
    let bundle = Renderer().bundle(for: CellResult(.figure(FigureSamples.transfer())))
    #expect(
      bundle.entries.map { $0.type } == [
        "text/plain", "text/html", "image/svg+xml", "image/png", "application/pdf",
      ])
    let png = try #require(bundle["image/png"].flatMap { Data(base64Encoded: $0) })
    let size = try #require(bundle.entries.first { $0.type == "image/png" }?.size)
    // The header's width and height, big-endian, stand at bytes 16 and 20.
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    let height = png[20..<24].reduce(0) { $0 << 8 | Int($1) }
    #expect(abs(width - 2 * size.width) <= 1 && abs(height - 2 * size.height) <= 1)
    let pdf = try #require(bundle["application/pdf"].flatMap { Data(base64Encoded: $0) })
    #expect(pdf.prefix(5) == Data("%PDF-".utf8))
  }

  @Test func figuresComeInTheFormatsAskedFor() {
    var figure = FigureSamples.transfer()
    figure.formats = [.svg]
    let bundle = Renderer().bundle(for: CellResult(.figure(figure)))
    #expect(bundle.entries.map { $0.type } == ["text/plain", "text/html", "image/svg+xml"])
    figure.formats = [.pdf]
    #expect(Renderer().bundle(for: CellResult(.figure(figure)))["text/html"] == nil)
  }
}
