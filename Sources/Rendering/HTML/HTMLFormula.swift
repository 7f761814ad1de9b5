import BackpropLanguage

/// A formula as HTML: letters in italics, subscripts and superscripts. It uses plain elements rather than
/// MathJax or MathML, so that it reads the same in an exported page without a network, in VS Code, and in an
/// untrusted notebook, from which scripts, styles and MathML are removed.
struct HTMLFormula {
  let html: String

  init(_ formula: Formula) { self.init(unicode: formula.shownUnicode) }

  /// unicode: the formula's Unicode spelling, in which `_` and `^` start subscripts and superscripts.
  init(unicode: String) {
    var reader = Reader(Array(unicode.unicodeScalars))
    html = reader.html()
  }

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var place = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func html() -> String {
      var out = ""
      while place < scalars.count {
        let scalar = scalars[place]
        switch scalar {
        case "_":
          place += 1
          let script = script()
          out += script.isEmpty ? "_" : "<sub>\(Self.script(script))</sub>"
        case "^":
          place += 1
          var exponent = Reader(exponent())
          out += exponent.scalars.isEmpty ? "^" : "<sup>\(exponent.html())</sup>"
        case "0"..."9":
          out += number()
        case "-":
          out += "−"
          place += 1
        case "'":
          out += "′"
          place += 1
        default:
          let word = word()
          if word.isEmpty {
            out += HTMLText.escaped(String(scalar))
            place += 1
          } else {
            out += Self.word(word)
          }
        }
      }
      return out
    }

    /// Consecutive letters.
    private mutating func word() -> [Unicode.Scalar] {
      let start = place
      while place < scalars.count, scalars[place].properties.isAlphabetic { place += 1 }
      return Array(scalars[start..<place])
    }

    /// A number such as `1.5` or `4.1e-7`, in which the e is not Euler's.
    private mutating func number() -> String {
      let start = place
      takeDigits()
      if next == ".", isDigit(place + 1) {
        place += 1
        takeDigits()
      }
      let mantissa = Self.string(Array(scalars[start..<place]))
      let hasSign = place + 1 < scalars.count && (scalars[place + 1] == "-" || scalars[place + 1] == "+")
      guard next == "e", isDigit(hasSign ? place + 2 : place + 1) else { return mantissa }
      let sign = hasSign && scalars[place + 1] == "-" ? "−" : ""
      place += hasSign ? 2 : 1
      let power = place
      takeDigits()
      return "\(mantissa) × 10<sup>\(sign)\(Self.string(Array(scalars[power..<place])))</sup>"
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func isDigit(_ place: Int) -> Bool {
      place < scalars.count && ("0"..."9").contains(scalars[place])
    }

    private mutating func takeDigits() {
      while isDigit(place) { place += 1 }
    }

    /// What is in braces or parentheses here, which are read; nil if they do not close.
    private mutating func bracketed() -> [Unicode.Scalar]? {
      var depth = 0
      for end in place..<scalars.count {
        switch scalars[end] {
        case "{", "(": depth += 1
        case "}", ")": depth -= 1
        default: break
        }
        if depth == 0 {
          let inside = Array(scalars[place + 1..<end])
          place = end + 1
          return inside
        }
      }
      return nil
    }

    /// What follows `_`: letters and digits, or anything in braces or parentheses.
    private mutating func script() -> [Unicode.Scalar] {
      if next == "{" || next == "(" { return bracketed() ?? [] }
      let start = place
      if next == "-" { place += 1 }
      while let scalar = next, scalar.properties.isAlphabetic || isDigit(place) { place += 1 }
      return Array(scalars[start..<place])
    }

    /// What follows `^`: a number, a symbol with its subscripts and arguments, or anything in braces or
    /// parentheses.
    private mutating func exponent() -> [Unicode.Scalar] {
      if next == "{" || next == "(" { return bracketed() ?? [] }
      let start = place
      if next == "-" { place += 1 }
      if isDigit(place) {
        _ = number()
      } else if !word().isEmpty {
        while next == "'" { place += 1 }
        if next == "_" {
          place += 1
          _ = script()
        }
        if next == "(" { _ = bracketed() }
      }
      return Array(scalars[start..<place])
    }

    /// A single letter is a variable, with or without a Δ in front of it; several letters are a name, such as
    /// exp.
    private static func word(_ word: [Unicode.Scalar]) -> String {
      let text = HTMLText.escaped(string(word))
      if word.count == 1 { return word[0] == "Σ" ? text : "<i>\(text)</i>" }
      if word.count == 2, word[0] == "Δ" { return "Δ<i>\(HTMLText.escaped(String(word[1])))</i>" }
      return text
    }

    private static func script(_ script: [Unicode.Scalar]) -> String {
      script.map { scalar in
        if scalar == "-" { return "−" }
        let text = HTMLText.escaped(String(scalar))
        return scalar.properties.isAlphabetic ? "<i>\(text)</i>" : text
      }.joined()
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }
  }
}
