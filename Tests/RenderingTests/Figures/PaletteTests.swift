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

  /// 4.5 to 1 is what the guidelines ask of text.
  @Test(arguments: [Palette.light, Palette.dark])
  func everyTextColourCanBeRead(_ palette: Palette) {
    let colours =
      [palette.ink, palette.muted, palette.accent, palette.positive, palette.negative] + palette.series
    for colour in colours {
      #expect(contrast(colour, palette.card) >= 4.5, "\(colour.hex) on \(palette.card.hex)")
    }
  }

  @Test func numbersOnShadesCanBeRead() {
    for step in 0...100 {
      for shade in [Palette.shade(Double(step) / 100), Palette.side(Double(step) / 50 - 1)] {
        #expect(contrast(shade.ink, shade) >= 4, "\(shade.hex)")
      }
    }
  }

  /// In print without colours a shade still tells more from less.
  @Test func shadesDarkenSteadily() {
    let lightness = (0...100).map { Palette.shade(Double($0) / 100).lightness }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 > $1 })
  }
}
