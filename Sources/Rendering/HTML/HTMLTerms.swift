import BackpropLanguage

/// A line of a derivation in which each term of a sum is an element of its own, to be lit with the weight
/// that it is about.
struct HTMLTerms {
  let html: String

  /// parts: what each term is about. A line in which the terms are not written out stays as it is.
  init(_ line: Formula, parts: [NetworkPart?]) {
    guard parts.count <= Self.most, let (outline, terms) = line.separatingTerms(parts.count, name: Self.mark)
    else {
      html = HTMLFormula(line).html
      return
    }
    var html = HTMLFormula(outline).html
    for (place, term) in terms.enumerated() {
      html = html.replacing(Self.mark(place), by: Self.element(term, isFirst: place == 0, parts[place]))
    }
    self.html = html
  }

  private static let most = 64

  /// A character for private use, which no formula contains.
  private static func mark(_ place: Int) -> String {
    Unicode.Scalar(0xE000 + UInt32(place)).map { String($0) } ?? ""
  }

  private static func element(_ term: Formula, isFirst: Bool, _ part: NetworkPart?) -> String {
    let html = HTMLFormula(unicode: text(term, isFirst: isFirst)).html
    guard let part else { return html }
    return "<span class=\"bpn-t\" data-k=\"\(part.key)\" role=\"button\" tabindex=\"0\">\(html)</span>"
  }

  /// In parentheses where it needs them after a plus sign.
  private static func text(_ term: Formula, isFirst: Bool) -> String {
    guard !isFirst else { return term.shownUnicode }
    let sum = Formula.sum(.name("x"), term).shownUnicode
    return String(sum.unicodeScalars.dropFirst("x + ".unicodeScalars.count))
  }
}

extension String {
  /// With every occurrence of a character replaced.
  fileprivate func replacing(_ mark: String, by other: String) -> String {
    guard let mark = mark.unicodeScalars.first else { return self }
    var out = ""
    for scalar in unicodeScalars {
      if scalar == mark { out += other } else { out.unicodeScalars.append(scalar) }
    }
    return out
  }
}

extension NetworkPart {
  /// What it is called in a page.
  var key: String {
    switch self {
    case .unit(let layer, let unit): "u\(layer)-" + (unit.map { "\($0)" } ?? "b")
    case .weight(let projection, let row, let column): "w\(projection)-\(row)-\(column)"
    }
  }
}
