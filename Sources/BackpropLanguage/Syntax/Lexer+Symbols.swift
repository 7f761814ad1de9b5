/// The spellings of symbols and letters.
extension Lexer {
  /// Those of more than one ASCII character; longer ones come before their prefixes.
  static let longSymbols: [(StaticString, String)] = [
    ("->", "->"), ("<-", "<-"), ("<=", "<="), (">=", ">="), ("=>", "->"), ("==", "=="), ("!=", "≠"),
    (":=", ":="), ("...", "..."), ("..", ".."), ("**", "^"),
  ]

  /// Characters that only look like one of these are in `lookAlikes`.
  static let symbols: [Unicode.Scalar: String] = [
    "+": "+", "-": "-", "*": "*", "×": "×", "·": "·", "/": "/", "^": "^", "(": "(", ")": ")", "[": "[",
    "]": "]",
    "{": "{", "}": "}", "=": "=", "<": "<", ">": ">", ",": ",", ";": ";", ":": ":", ".": ".", "%": "%",
    "!": "!",
    "?": "?", "@": "@", "'": "'", "`": "`", "→": "->", "⇒": "->", "⟹": "->", "←": "<-", "≔": ":=", "≤": "<=",
    "≥": ">=", "≠": "≠",
    "≡": "=", "≜": "=", "≈": "≈",
    "…": "...", "⋯": "...", "∂": "∂", "√": "√", "⊙": "⊙", "∘": "⊙", "⊗": "⊗", "∇": "∇", "⊤": "⊤",
    "±": "±", "‖": "‖", "∥": "‖",
  ]

  /// The names of Greek letters, in ASCII or after a backslash.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ",
    "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]

  /// Superscript signs, digits and letters, with their plain forms.
  static let superscripts: [Unicode.Scalar: Unicode.Scalar] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    "⁺": "+", "⁻": "-", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i", "ʲ": "j", "ᵏ": "k", "ˡ": "l", "ᵐ": "m",
    "ᵖ": "p",
    "ᴸ": "L",
  ]
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

  static let superscriptScalars = ScalarSet { $0.value > 0x7F && superscripts[$0] != nil }
  static let subscriptScalars = ScalarSet { $0.value > 0x7F && subscriptLetter($0) != nil }

  /// The ASCII letter or digit for a subscript scalar.
  static func subscriptLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return scalar
    default: break
    }
    if let digit = loweredDigits.firstIndex(of: scalar) { return Unicode.Scalar(UInt32(0x30 + digit)) }
    if let letter = loweredLetters[scalar] { return letter }
    return nil
  }

  /// Whether it is a letter; the scalar must be plain.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if superscriptScalars ~= scalar { return false }
    switch scalar {
    case "a"..."z", "A"..."Z", "ª", "º", "À"..."Ö", "Ø"..."ö", "ø"..."\u{02FF}", "\u{0370}"..."\u{1CFF}",
      "\u{1E00}"..."\u{1FFF}", "\u{2C00}"..."\u{2DFF}", "\u{3040}"..."\u{D7FF}", "\u{FB00}"..."\u{FB06}",
      "\u{20000}"..."\u{3FFFF}":
      return true
    default: return false
    }
  }

  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) && subscriptLetterOnly(scalar) || ("0"..."9").contains(scalar) || isCombiningMark(scalar)
  }

  /// Not one of the subscript letters, which begin a subscript.
  private static func subscriptLetterOnly(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x7F || loweredLetters[scalar] == nil
  }

  /// Whether it is a Greek letter; the scalar must be plain.
  static func isGreek(_ scalar: Unicode.Scalar) -> Bool { ("\u{0391}"..."\u{03F5}").contains(scalar) }
}
