import BackpropLanguage

/// Text as LaTeX reads it: special characters are escaped, and Greek and mathematical characters become
/// commands, because the fonts of a plain document lack them.
enum LaTeXText {
  /// Text outside mathematics, on one line: an empty line would end the paragraph, which is an error in
  /// mathematics and tables.
  static func escaped(_ text: String) -> String {
    if isPlain(text) { return text }
    var out = ""
    for scalar in VisibleText.line(text).unicodeScalars {
      switch scalar {
      case "\\": out += "\\textbackslash{}"
      case "{", "}", "$", "&", "#", "%", "_": out += "\\" + String(scalar)
      case "^": out += "\\textasciicircum{}"
      case "~": out += "\\textasciitilde{}"
      case "<", ">", "|": out += "$" + (scalar == "|" ? "\\vert" : String(scalar)) + "$"
      case "…": out += "\\ldots{}"
      // After the end of a row, these would be read as its argument.
      case "[", "*": out += "{" + String(scalar) + "}"
      case "\u{FFFD}": out += "?"
      default: out += command(scalar).map { "$" + $0 + "$" } ?? String(scalar)
      }
    }
    return out
  }

  /// Whether all stands for itself: letters, digits, spaces and some signs, as most text does.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "="), UInt8(ascii: "."),
        UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"):
        true
      default: false
      }
    }
  }

  private static func command(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "α": "\\alpha"
    case "β": "\\beta"
    case "γ": "\\gamma"
    case "δ": "\\delta"
    case "ε": "\\varepsilon"
    case "ζ": "\\zeta"
    case "η": "\\eta"
    case "θ": "\\theta"
    case "κ": "\\kappa"
    case "λ": "\\lambda"
    case "μ": "\\mu"
    case "ν": "\\nu"
    case "ξ": "\\xi"
    case "π": "\\pi"
    case "ρ": "\\rho"
    case "σ": "\\sigma"
    case "τ": "\\tau"
    case "φ": "\\varphi"
    case "χ": "\\chi"
    case "ψ": "\\psi"
    case "ω": "\\omega"
    case "Γ": "\\Gamma"
    case "Δ": "\\Delta"
    case "Θ": "\\Theta"
    case "Λ": "\\Lambda"
    case "Σ": "\\Sigma"
    case "Φ": "\\Phi"
    case "Ψ": "\\Psi"
    case "Ω": "\\Omega"
    case "∂": "\\partial"
    case "∇": "\\nabla"
    case "×": "\\times"
    case "·": "\\cdot"
    case "⊙": "\\odot"
    case "⊗": "\\otimes"
    case "∘": "\\circ"
    case "⊤": "\\top"
    case "‖", "∥": "\\Vert"
    case "±": "\\pm"
    case "−": "-"
    case "≤": "\\le"
    case "≥": "\\ge"
    case "≠": "\\ne"
    case "≈": "\\approx"
    case "∞": "\\infty"
    case "√": "\\surd"
    case "→": "\\to"
    case "←": "\\leftarrow"
    case "⋮": "\\vdots"
    case "²": "^2"
    case "³": "^3"
    case "½": "\\tfrac{1}{2}"
    case "′": "'"
    case "✓": "\\checkmark"
    case "✗": "\\times"
    default: nil
    }
  }
}
