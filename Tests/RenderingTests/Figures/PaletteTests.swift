import BackpropLanguage
import Foundation
import Testing

@testable import Rendering

@Suite struct PaletteTests {
  /// The contrast ratio of the Web Content Accessibility Guidelines 2.2.
  private func contrast(_ a: RGB, _ b: RGB) -> Double {
    func luminance(_ colour: RGB) -> Double {
      let parts = [colour.red, colour.green, colour.blue].map { part -> Double in
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  /// The guidelines require 4.5 to 1 for text.
  @Test(arguments: [Palette.light, Palette.dark])
  func everyTextColourCanBeRead(_ palette: Palette) {
    let colours =
      [palette.ink, palette.muted, palette.accent, palette.positive, palette.negative] + palette.series
    for colour in colours {
      #expect(contrast(colour, palette.card) >= 4.5, "\(colour.hex) on \(palette.card.hex)")
    }
  }

  /// They require 3 to 1 for lines and marks.
  @Test(arguments: [Palette.light, Palette.dark])
  func everyLineCanBeSeen(_ palette: Palette) {
    for colour in palette.series + palette.ramp {
      #expect(contrast(colour, palette.card) >= 3, "\(colour.hex) on \(palette.card.hex)")
    }
  }

  /// Points on the region of their class have the same colour, but darker.
  @Test func pointsStandOutFromTheirRegion() {
    for colour in Palette.light.series {
      #expect(contrast(colour, colour.mixed(with: .white, 0.68)) >= 3, "\(colour.hex)")
    }
  }

  @Test func numbersOnShadesCanBeRead() {
    for step in 0...100 {
      for shade in [Palette.shade(Double(step) / 100), Palette.side(Double(step) / 50 - 1)] {
        #expect(contrast(shade.ink, shade) >= 4.5, "\(shade.hex)")
      }
    }
  }

  /// In greyscale print, shades still distinguish more from less.
  @Test func shadesDarkenSteadily() {
    let lightness = (0...100).map { Palette.shade(Double($0) / 100).lightness }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 > $1 })
  }

  /// The two sides of a decision boundary also differ in lightness.
  @Test func sidesDifferWithoutColour() throws {
    let scale = Scale([], axis: Figure.Axis("", range: 0...1), start: 0, end: 100)
    let box = Box(x: 0, y: 0, width: 100, height: 100)
    let field = Figure.Field(
      x: 0...1, y: 0...1, columns: 2, rows: 2, values: [0, 1, 0, 1], label: "y", scale: .sides(of: 0.5))
    guard
      case .shades(_, _, _, let pixels, let colours) = FieldDrawing(field, x: scale, y: scale, box: box)
        .marks[0]
    else { throw CancellationError() }
    let (low, high) = (colours[Int(pixels[0])], colours[Int(pixels[1])])
    #expect(high.lightness - low.lightness > 0.15)
  }
}
