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

  @Test func aPNGHasAllItsPixels() {
    let black = Tint(colour: .black, opacity: 1)
    #expect(IndexedPNG.bytes(width: 2, height: 2, pixels: [0], tints: [black]) == [])
    #expect(IndexedPNG.bytes(width: 0, height: 0, pixels: [], tints: []) == [])
  }

  /// libpng reads back every pixel, also from a picture that needs several blocks of compressed data.
  @Test(
    .enabled(if: PNGLibrary.isHere, "libpng is not on this machine"), arguments: [(2, 1), (7, 5), (400, 300)])
  func libpngReadsTheSmallPNG(_ width: Int, _ height: Int) throws {
    let tints = (0..<256).map {
      Tint(colour: RGB($0, 255 - $0, $0 * 7 % 256), opacity: Double($0 * 3 % 256) / 255)
    }
    let pixels = (0..<width * height).map { UInt8($0 * $0 % 251) }
    let png = IndexedPNG.bytes(width: width, height: height, pixels: pixels, tints: tints)
    let picture = try #require(PNGLibrary.read(png))
    #expect(picture.width == width && picture.height == height)
    let expected = pixels.map { tints[Int($0)] }.flatMap {
      [$0.colour.red, $0.colour.green, $0.colour.blue, Int(($0.opacity * 255).rounded())]
    }
    #expect(picture.pixels.map { Int($0) } == expected)
    // It also verifies the checksums.
    var damaged = png
    damaged[png.count - 22] ^= 1
    #expect(PNGLibrary.read(damaged) == nil)
  }

  /// zlib reads back what has runs of any length, and bytes of both kinds of code.
  @Test(.enabled(if: PNGLibrary.isHere, "libpng is not on this machine"))
  func runsOfEqualPixelsTakeLittleRoom() throws {
    let tints = (0..<256).map { Tint(colour: RGB($0, $0, $0), opacity: 1) }
    let lengths = Array(1...30) + [300, 5, 1000]
    let pixels = lengths.flatMap { [UInt8](repeating: UInt8($0 * 37 % 256), count: $0) }
    let png = IndexedPNG.bytes(width: pixels.count, height: 1, pixels: pixels, tints: tints)
    let picture = try #require(PNGLibrary.read(png))
    #expect(picture.pixels.enumerated().filter { $0.offset % 4 == 0 }.map { $0.element } == pixels)
    let plain = IndexedPNG.bytes(width: pixels.count, height: 1, pixels: pixels, tints: tints) { $0 }
    #expect(png.count < plain.count - pixels.count / 2)
  }

  /// Few colours are kept exactly; of many, each pixel's is near.
  @Test func aTableOfColoursIsNearThePicture() {
    let few: [UInt32] = [0xFFFF_FFFF, 0xFF00_0000, 0x0000_0000, 0xFF00_734F, 0x8000_734F]
    let picture = (0..<1000).map { few[$0 % few.count] }
    let exact = ColourTable(picture, most: 128)
    #expect(exact.pixels.map { exact.colours[Int($0)] } == picture)
    // Shades from white to a green.
    let shades = (0..<10_000).map { place -> UInt32 in
      let part = UInt32(place * 255 / 9_999)
      return 0xFF00_0000 | (255 - part) << 16 | (255 - part * 140 / 255) << 8 | (255 - part * 176 / 255)
    }
    let table = ColourTable(shades, most: 64)
    #expect(table.colours.count <= 64)
    for (shade, number) in zip(shades, table.pixels) {
      let colour = table.colours[Int(number)]
      for shift in [24, 16, 8, 0] as [UInt32] {
        let difference = Int(shade >> shift & 255) - Int(colour >> shift & 255)
        #expect(difference.magnitude <= 4)
      }
    }
    #expect(ColourTable([], most: 2).pixels.isEmpty)
  }

  @Test(.enabled(if: Rasterizer.complaint == nil, "librsvg is not on this machine"))
  func librsvgMakesPNGAndPDF() throws {
    let bundle = Renderer().rendition(of: CellResult(.figure(FigureSamples.transfer())))
    #expect(
      bundle.entries.map { $0.type } == [
        "text/plain", "text/html", "image/svg+xml", "image/png", "application/pdf",
      ])
    let png = try #require(bundle["image/png"].flatMap { Data(base64Encoded: $0) })
    let size = try #require(bundle.entries.first { $0.type == "image/png" }?.size)
    // The header's width and height, big-endian, are at bytes 16 and 20.
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    let height = png[20..<24].reduce(0) { $0 << 8 | Int($1) }
    #expect(abs(2 * width - 3 * size.width) <= 2 && abs(2 * height - 3 * size.height) <= 2)
    let pdf = try #require(bundle["application/pdf"].flatMap { Data(base64Encoded: $0) })
    #expect(pdf.prefix(5) == Data("%PDF-".utf8))
  }

  @Test func figuresComeInTheFormatsAskedFor() {
    var figure = FigureSamples.transfer()
    figure.formats = [.svg]
    let bundle = Renderer().rendition(of: CellResult(.figure(figure)))
    #expect(bundle.entries.map { $0.type } == ["text/plain", "text/html", "image/svg+xml"])
    figure.formats = [.pdf]
    #expect(Renderer().rendition(of: CellResult(.figure(figure)))["text/html"] == nil)
  }
}
