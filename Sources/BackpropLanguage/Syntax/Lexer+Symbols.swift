/// The spellings of symbols and letters.
extension Lexer {
  /// Those of more than one ASCII character, a longer one before its beginnings.
  static let longSymbols: [(StaticString, String)] = [
    ("->", "->"), ("<-", "<-"), ("<=", "<="), (">=", ">="), ("==", "=="), ("!=", "≠"), (":=", ":="),
    ("...", "..."), ("..", ".."), ("**", "^"),
  ]

  static let symbols: [Unicode.Scalar: String] = [
    "+": "+", "-": "-", "−": "-", "–": "-", "‐": "-", "*": "*", "×": "×", "·": "·", "⋅": "·", "∙": "·",
    "/": "/",
    "÷": "/", "∕": "/", "^": "^", "(": "(", ")": ")", "[": "[", "]": "]", "{": "{", "}": "}", "=": "=",
    "<": "<",
    ">": ">", ",": ",", ";": ";", ":": ":", ".": ".", "%": "%", "!": "!", "?": "?", "@": "@", "'": "'",
    "`": "`",
    "→": "->", "⟶": "->", "↦": "->", "←": "<-", "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "≠",
    "≈": "≈",
    "…": "...", "∑": "Σ", "∂": "∂", "√": "√",
  ]

  /// The names of Greek letters, in ASCII or behind a backslash.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ",
    "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]

  static let superscripts: [Unicode.Scalar] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  private static let loweredDigits: [Unicode.Scalar] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]
  private static let loweredLetters: [Unicode.Scalar: Unicode.Scalar] = [
    "ₐ": "a", "ₑ": "e", "ₕ": "h", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₒ": "o",
    "ₚ": "p",
    "ᵣ": "r", "ₛ": "s", "ₜ": "t", "ᵤ": "u", "ᵥ": "v", "ₓ": "x",
  ]

  /// A set of scalars that a `switch` can match.
  struct ScalarSet: Sendable {
    let contains: @Sendable (Unicode.Scalar) -> Bool
    static func ~= (set: ScalarSet, scalar: Unicode.Scalar) -> Bool { set.contains(scalar) }
  }

  static let superscriptScalars = ScalarSet { superscripts.contains($0) }
  static let subscriptScalars = ScalarSet { $0.value > 0x7F && subscriptLetter($0) != nil }

  /// The ASCII letter or digit that a scalar of a subscript stands for.
  static func subscriptLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return scalar
    default: break
    }
    if let digit = loweredDigits.firstIndex(of: scalar) { return Unicode.Scalar(UInt32(0x30 + digit)) }
    if let letter = loweredLetters[scalar] { return letter }
    let plain = self.plain(scalar)
    return plain != scalar && plain.isASCII ? plain : nil
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "ª", "µ", "º", "À"..."Ö", "Ø"..."ö", "ø"..."\u{02FF}", "\u{0370}"..."\u{1CFF}",
      "ℎ", "∆", "\u{2C00}"..."\u{2DFF}", "\u{3040}"..."\u{D7FF}", "\u{1D400}"..."\u{1D7FF}",
      "\u{20000}"..."\u{3FFFF}":
      true
    default: false
    }
  }

  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) && subscriptLetterOnly(scalar) || ("0"..."9").contains(scalar)
  }

  /// Not one of the lowered letters, which begin a subscript.
  private static func subscriptLetterOnly(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x7F || loweredLetters[scalar] == nil
  }

  static func isGreek(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{0391}"..."\u{03F5}").contains(plain(scalar))
  }

  /// The plain letter for one set in mathematical italics, as a copy from a PDF has it, or for a look-alike.
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    func shifted(_ first: UInt32, _ plain: UInt32) -> Unicode.Scalar {
      Unicode.Scalar(scalar.value - first + plain) ?? scalar
    }
    switch scalar {
    case "µ": return "μ"
    case "∆": return "Δ"
    case "ϵ": return "ε"
    case "ϕ": return "φ"
    case "ℎ": return "h"
    case "\u{1D400}"..."\u{1D419}": return shifted(0x1D400, 0x41)
    case "\u{1D41A}"..."\u{1D433}": return shifted(0x1D41A, 0x61)
    case "\u{1D434}"..."\u{1D44D}": return shifted(0x1D434, 0x41)
    case "\u{1D44E}"..."\u{1D467}": return shifted(0x1D44E, 0x61)
    case "\u{1D6E2}"..."\u{1D6FA}": return shifted(0x1D6E2, 0x391)
    case "\u{1D6FB}": return "∇"
    case "\u{1D6FC}"..."\u{1D714}": return shifted(0x1D6FC, 0x3B1)
    case "\u{1D715}": return "∂"
    default: return scalar
    }
  }

  static func plain(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars { view.append(plain(scalar)) }
    return String(view)
  }
}
