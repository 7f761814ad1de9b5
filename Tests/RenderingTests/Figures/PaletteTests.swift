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

  /// The strongest colour of a class's region, over the card: points on it have the same colour.
  @Test func pointsStandOutFromTheirRegion() {
    for palette in [Palette.light, .dark] {
      for (number, colour) in palette.series.enumerated() {
        let region = palette.card.mixed(with: Palette.light.series[number], 0.42)
        #expect(contrast(colour, region) >= 3, "\(colour.hex) \(region.hex)")
      }
    }
  }

  @Test(arguments: [Palette.light, Palette.dark])
  func numbersOnShadesCanBeRead(_ palette: Palette) {
    for level in -Palette.levels...Palette.levels {
      let shade = palette.colour(.level(level))
      #expect(contrast(palette.colour(.over(level)), shade) >= 4.5, "\(shade.hex)")
    }
    #expect(palette.colour(.level(0)) == palette.card)
  }

  /// In greyscale print, shades still distinguish more from less; on a dark page, they grow lighter.
  @Test func shadesChangeSteadily() {
    let lightness = { (palette: Palette, side: Int) in
      (0...Palette.levels).map { palette.colour(.level(side * $0)).lightness }
    }
    for side in [-1, 1] {
      let light = lightness(.light, side)
      #expect(zip(light, light.dropFirst()).allSatisfy { $0 > $1 })
      let dark = lightness(.dark, side)
      #expect(zip(dark, dark.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  /// Blue has more blue than red, orange the other way round; no other paint is near either.
  @Test(arguments: [Palette.light, Palette.dark])
  func blueIsPositiveAndOrangeNegative(_ palette: Palette) {
    let blues = [palette.positive, palette.colour(.level(Palette.levels)), Palette.fieldHigh]
    let oranges = [palette.negative, palette.colour(.level(-Palette.levels)), Palette.fieldLow]
    #expect(blues.allSatisfy { $0.blue > $0.green && $0.green > $0.red })
    #expect(oranges.allSatisfy { $0.red > $0.green && $0.green > $0.blue })
    for colour in palette.series + palette.ramp + [palette.accent] {
      for other in blues + oranges {
        let distance =
          abs(colour.red - other.red) + abs(colour.green - other.green) + abs(colour.blue - other.blue)
        #expect(distance > 60, "\(colour.hex) \(other.hex)")
      }
    }
  }

  /// The two sides of a decision boundary also differ in lightness.
  @Test func sidesDifferWithoutColour() throws {
    let scale = Scale([], axis: Figure.Axis("", range: 0...1), start: 0, end: 100)
    let box = Box(x: 0, y: 0, width: 100, height: 100)
    let field = Figure.Field(
      x: 0...1, y: 0...1, columns: 2, rows: 2, values: [0, 1, 0, 1], label: "y", scale: .sides(of: 0.5))
    guard
      case .shades(_, _, _, let pixels, let tints) = FieldDrawing(field, x: scale, y: scale, box: box)
        .marks[0]
    else { throw CancellationError() }
    let ends = [tints[Int(pixels[0])], tints[Int(pixels[1])]]
    let onPaper = ends.map { RGB.white.mixed(with: $0.colour, $0.opacity).lightness }
    #expect(onPaper[0] - onPaper[1] > 0.15)
    // The high side is blue, the low one orange.
    #expect(ends.map { $0.colour } == [Palette.fieldLow, Palette.fieldHigh])
  }
}
