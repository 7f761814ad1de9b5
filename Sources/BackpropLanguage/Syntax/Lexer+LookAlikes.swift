/// Letters, digits and signs as they occur in PDFs, slides and chats, and the plain characters that they look
/// like.
extension Lexer {
  /// The plain scalar that a scalar looks like: itself in nearly all cases, a plain letter for one in
  /// mathematical italics.
  ///
  /// One scalar is replaced by one scalar, so that positions in the source do not change.
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value > 0x7F else { return scalar }
    if scalar.value >= 0x1D400, scalar.value <= 0x1D7FF { return mathematical(scalar) }
    // Full-width forms, as typed on East Asian keyboards.
    if scalar.value >= 0xFF01, scalar.value <= 0xFF5E {
      return Unicode.Scalar(scalar.value - 0xFF01 + 0x21) ?? scalar
    }
    return lookAlikes[scalar] ?? scalar
  }

  /// A word in plain letters, with ligatures split.
  static func plain(word: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in word {
      if scalar.value <= 0x7F {
        view.append(scalar)
      } else if isVectorMark(scalar) {
        continue
      } else if let letters = ligatures[scalar] {
        view.append(contentsOf: letters.unicodeScalars)
      } else {
        view.append(plain(scalar))
      }
    }
    return String(String.UnicodeScalarView(latin(Array(view))))
  }

  /// With Cyrillic letters that look like Latin ones replaced by these, except in a word that has other
  /// Cyrillic letters.
  static func latin(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard scalars.contains(where: { isCyrillic($0) }) else { return scalars }
    var latin = scalars
    var place = 0
    while place < scalars.count {
      guard isLetter(scalars[place]) else {
        place += 1
        continue
      }
      let end = scalars[place...].firstIndex { !isLetter($0) } ?? scalars.count
      let word = scalars[place..<end]
      if word.allSatisfy({ !isCyrillic($0) || cyrillic[$0] != nil }) {
        for place in place..<end { latin[place] = cyrillic[scalars[place]] ?? scalars[place] }
      }
      place = end
    }
    return latin
  }

  private static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{400}"..."\u{52F}").contains(scalar)
  }

  private static let cyrillic: [Unicode.Scalar: Unicode.Scalar] = [
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T",
    "Х": "X", "І": "I", "Ј": "J", "Ѕ": "S",
  ]

  /// White space and invisible marks: they separate tokens and have no other meaning.
  static let blanks = ScalarSet {
    switch $0 {
    case "\u{A0}", "\u{AD}", "\u{85}", "\u{1680}", "\u{180E}", "\u{2000}"..."\u{200F}",
      "\u{2028}"..."\u{202F}",
      "\u{205F}"..."\u{2064}", "\u{2066}"..."\u{206F}", "\u{3000}", "\u{FE00}"..."\u{FE0F}", "\u{FEFF}":
      true
    default: false
    }
  }

  /// Fractions as single characters.
  static let fractions: [Unicode.Scalar: (above: Int, below: Int)] = [
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10),
  ]

  static let fractionScalars = ScalarSet { $0.value > 0x7F && fractions[$0] != nil }

  /// Accents that follow the letter they belong to: the hat of ŷ.
  static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{0300}"..."\u{036F}").contains(scalar) || ("\u{20D0}"..."\u{20FF}").contains(scalar)
  }

  /// The arrow of a vector, which this language does not write.
  private static func isVectorMark(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{20D0}"..."\u{20D7}").contains(scalar)
  }

  private static let ligatures: [Unicode.Scalar: String] = [
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
  ]

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "µ": "μ", "∆": "Δ", "ϵ": "ε", "ɛ": "ε", "ϕ": "φ", "ɸ": "φ", "ϑ": "θ", "ϱ": "ρ", "ϰ": "κ", "ϖ": "π",
    "Ω": "Ω", "Ε": "E", "ı": "i", "ȷ": "j",
    // The italic, script, black-letter and double-struck letters that were in Unicode before the others.
    "ℎ": "h", "ℯ": "e", "ℊ": "g", "ℴ": "o", "ℬ": "B", "ℰ": "E", "ℱ": "F", "ℋ": "H", "ℐ": "I", "ℒ": "L",
    "ℳ": "M", "ℛ": "R", "ℓ": "l", "ℭ": "C", "ℌ": "H", "ℑ": "I", "ℜ": "R", "ℨ": "Z", "ℂ": "C", "ℍ": "H",
    "ℕ": "N", "ℙ": "P", "ℚ": "Q", "ℝ": "R", "ℤ": "Z", "ⅆ": "∂", "ⅅ": "∂", "ⅇ": "e",
    "′": "'", "’": "'", "‘": "'", "ʹ": "'", "ʼ": "'", "´": "'", "ˊ": "'",
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "﹣": "-", "➖": "-", "➕": "+",
    "∗": "*", "⁎": "*", "✕": "×", "✖": "×", "⨯": "×", "⋅": "·", "∙": "·", "•": "·", "⸱": "·", "・": "·",
    "∕": "/", "⁄": "/", "÷": "/", "∑": "Σ", "⅀": "Σ", "∶": ":", "﹦": "=", "⩵": "=", "ǀ": "|", "∣": "|",
    "❘": "|",
    "⟶": "→", "⇒": "→", "⟹": "→", "↦": "→", "➔": "→", "➜": "→", "⟵": "←", "⇐": "←", "⩽": "≤", "≦": "≤",
    "⩾": "≥", "≧": "≥", "＿": "_", "⟨": "(", "⟩": ")", "❨": "(", "❩": ")", "⊺": "⊤", "ᵀ": "⊤",
  ]

  /// A letter or digit of one of the mathematical alphabets: bold, italic, script, black-letter, sans-serif
  /// and so on.
  private static func mathematical(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    switch value {
    case 0x1D6A4: return "i"
    case 0x1D6A5: return "j"
    case 0x1D7CA, 0x1D7CB: return "ϝ"
    case 0x1D7CE...0x1D7FF: return Unicode.Scalar(0x30 + (value - 0x1D7CE) % 10) ?? scalar
    case 0x1D6A8...0x1D7C9: return greekAlphabet[Int(value - 0x1D6A8) % greekAlphabet.count]
    case 0x1D400...0x1D6A3:
      let letter = (value - 0x1D400) % 52
      return Unicode.Scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26) ?? scalar
    default: return scalar
    }
  }

  /// One alphabet of mathematical Greek, in Unicode order.
  private static let greekAlphabet = Array(
    "ΑΒΓΔEΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπ".unicodeScalars)
}
