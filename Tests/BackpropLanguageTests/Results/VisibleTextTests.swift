import Testing

@testable import BackpropLanguage

@Suite struct VisibleTextTests {
  /// By the categories of the Unicode Character Database: controls, line and paragraph separators, surrogates
  /// (which no string holds), and noncharacters; of the formatting characters, those that reverse the writing
  /// direction or have no visible effect.
  @Test func nothingThatCommandsIsLeft() {
    var replaced = 0
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      let shown = VisibleText.standIn(scalar) ?? scalar
      let isRight =
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: shown == " " || shown == "\u{FFFD}"
        case .format: true
        default: shown == (properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar)
        }
      if !isRight { wrong.append(value) }
      if shown != scalar, properties.generalCategory != .format { replaced += 1 }
    }
    #expect(wrong.isEmpty)
    // 65 controls, 2 separators, 66 noncharacters.
    #expect(replaced == 133)
  }

  @Test func directionsAreNotTurnedRound() {
    for scalar
      in "\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{200E}\u{200F}\u{61C}"
      .unicodeScalars
    {
      #expect(VisibleText.line("a\(scalar)b") == "a\u{FFFD}b")
    }
  }

  @Test func writingStaysAsItIs() {
    for text in ["δ_j1 = -0.5", "e\u{301}", "花", "👩\u{200D}🔬", "می\u{200C}خواهم", ""] {
      #expect(VisibleText.line(text) == text)
    }
    #expect(VisibleText.line("a\tb\r\n\u{1B}[31m") == "a b  \u{FFFD}[31m")
    #expect(VisibleText.lines("a\n\nb\u{7}") == "a\n\nb\u{FFFD}")
  }
}
