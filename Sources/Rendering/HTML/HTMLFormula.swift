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
        case "_", "^":
          place += 1
          let script = script()
          let tag = scalar == "_" ? "sub" : "sup"
          out += script.isEmpty ? HTMLText.escaped(String(scalar)) : "<\(tag)>\(Self.script(script))</\(tag)>"
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

    /// What follows `_` or `^`: letters and digits, or anything in braces or parentheses.
    private mutating func script() -> [Unicode.Scalar] {
      let start = place
      if place < scalars.count, scalars[place] == "{" || scalars[place] == "(" {
        let close: Unicode.Scalar = scalars[place] == "{" ? "}" : ")"
        guard let end = scalars[place...].firstIndex(of: close) else { return [] }
        place = end + 1
        return Array(scalars[start + 1..<end])
      }
      if place < scalars.count, scalars[place] == "-" { place += 1 }
      while place < scalars.count,
        scalars[place].properties.isAlphabetic || ("0"..."9").contains(scalars[place])
      { place += 1 }
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
